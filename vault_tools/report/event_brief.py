"""A page to read before an event, or after it, as one plain value."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from vault_tools.config import Config
from vault_tools.dates import Period
from vault_tools.followups import last_contact
from vault_tools.language import _
from vault_tools.method.gatherings import (
    Gathering,
    Known,
    encounter,
    is_in,
    was_in_series,
    was_met_at,
)
from vault_tools.method.openers import openers
from vault_tools.model import LEFT_ALONE, OVER, Standing
from vault_tools.records import dataclass
from vault_tools.report import times
from vault_tools.report.brief import (
    Named,
    Task,
    city_of,
    open_promises,
    opener_words,
    talks,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who will be at an event, or was."""

    name: str
    path: str
    role: str | None
    company: str | None
    boundaries: str | None
    last_contact: date | None
    """The last contact before the event."""
    about: str | None
    promises: tuple[Task, ...]
    """Mine."""
    opener: str | None
    met_here: bool
    is_over: bool
    """Whether nothing is ever suggested for them: closed or deceased."""
    followed_up: date | None
    """The first contact after the event."""
    follow_up_by: date | None
    """The last day on which a first follow-up is in time, where there was none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBrief:
    """What to know before an event; or whom one met there."""

    title: str
    path: str
    on: date | None
    end: date | None
    when: str
    """``in 3 days``; empty without a day."""
    place: str | None
    is_past: bool
    guests: tuple[Guest, ...]
    others: tuple[str, ...]
    """Names in it that lead to no one contact."""
    acquainted: tuple[tuple[str, str], ...]
    """Names of guests with links between them."""
    shared: tuple[Named, ...]
    """Others with links to several of the guests."""
    may_come: tuple[Named, ...]
    """Others of my goals, and why they may come."""
    introduction: str | None


def event_brief(  # noqa: PLR0913 - one for each thing that is gathered
    gathering: Gathering,
    *,
    people: Sequence[Known],
    linked: Mapping[str, Standing],
    candidates: Sequence[Known],
    earlier: Sequence[Gathering],
    introduction: str | None,
    today: date,
    config: Config,
) -> EventBrief:
    """Return what to know before an event, or what came of one that is over.

    *people* are those named in it and those met there, *linked* the contacts whom links connect
    with them, *candidates* the contacts with an open goal, *earlier* other events.
    """
    past = gathering.is_past(today)
    shown = sorted(people, key=lambda one: one.standing.by_name)
    return EventBrief(
        title=gathering.title,
        path=gathering.path,
        on=gathering.on,
        end=gathering.end,
        when=_when(gathering, today=today),
        place=gathering.place,
        is_past=past,
        guests=tuple(_guest(one, gathering, today=today, config=config) for one in shown),
        others=gathering.others,
        acquainted=() if past else tuple(_acquainted(shown)),
        shared=() if past else tuple(_shared(shown, linked)),
        may_come=()
        if past
        else tuple(_may_come(gathering, shown, candidates=candidates, earlier=earlier)),
        introduction=None if past else introduction,
    )


def _guest(known: Known, gathering: Gathering, *, today: date, config: Config) -> Guest:
    before = today
    if gathering.on:
        before = min(today, Period(days=1).before(gathering.on))
    standing, contact = known.standing, known.timeline.note.contact
    over = standing.status in OVER
    offers = openers(known.timeline, today=before, besides=gathering.path)
    about = next(iter(talks(known, today=before, besides=gathering.path)), None)
    opener = next((one for one in offers if about is None or one.text not in about.text), None)
    found = encounter(
        known,
        on=gathering.on or today,
        today=today,
        rules=config.rules,
        gathering=gathering,
    )
    past, met_here = gathering.is_past(today), was_met_at(known, gathering)
    waiting = past and met_here and found.waiting and not over
    return Guest(
        name=standing.name,
        path=standing.path,
        role=contact.role if contact else None,
        company=contact.company if contact else None,
        boundaries=standing.boundaries,
        last_contact=last_contact(standing, today=before),
        about=about.text if about else None,
        promises=open_promises(standing, mine=True, today=today),
        opener=opener_words(opener, today=today) if opener and not over else None,
        met_here=met_here,
        is_over=over,
        followed_up=found.next_contact if past else None,
        follow_up_by=found.follow_up_by if waiting else None,
    )


def _when(gathering: Gathering, *, today: date) -> str:
    if gathering.on is None:
        return ""
    if gathering.is_past(today):
        return times.ago_words(gathering.on, today=today)
    ahead = (gathering.on - today).days
    return _("now") if ahead < 0 else times.lateness_words(-ahead)


def _acquainted(people: Sequence[Known]) -> Iterable[tuple[str, str]]:
    """Yield the names of every two who are linked."""
    for index, one in enumerate(people):
        for other in people[index + 1 :]:
            if other.standing.path in _linked(one):
                yield (one.standing.name, other.standing.name)


def _shared(people: Sequence[Known], linked: Mapping[str, Standing]) -> Iterable[Named]:
    """Yield those who are not there and are linked with several who are, the most first."""
    there = {one.standing.path for one in people}
    ties: dict[str, list[str]] = {}
    for one in people:
        for path in _linked(one) - there:
            ties.setdefault(path, []).append(one.standing.name)
    several = [(path, names) for path, names in ties.items() if len(names) > 1 and path in linked]
    for path, names in sorted(several, key=lambda pair: (-len(pair[1]), pair[0])):
        standing = linked[path]
        if not standing.private and standing.status not in OVER:
            why = _("knows {names}", names=", ".join(names))
            yield Named(name=standing.name, path=path, why=why)


def _linked(known: Known) -> set[str]:
    return {*known.timeline.links, *known.timeline.backlinks}


def _may_come(
    gathering: Gathering,
    people: Sequence[Known],
    *,
    candidates: Sequence[Known],
    earlier: Sequence[Gathering],
) -> Iterable[Named]:
    there = {one.standing.path for one in people}
    for one in sorted(candidates, key=lambda one: one.standing.by_name):
        standing = one.standing
        if standing.path in there or standing.status in LEFT_ALONE:
            continue
        before = was_in_series(one, gathering, before=earlier)
        city = city_of(one)
        was = _("was at {event}", event=before) if before else ""
        lives = _("lives in {city}", city=city) if is_in(city, gathering.place) else ""
        why = "; ".join(part for part in (was, lives) if part)
        if why:
            yield Named(name=standing.name, path=standing.path, why=why)
