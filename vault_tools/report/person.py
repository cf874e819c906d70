"""One contact's page: who they are, how you stand, and all that was said; one plain value."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from vault_tools.config import Config
from vault_tools.dates import Period
from vault_tools.followups import due, due_day
from vault_tools.method.openers import plain
from vault_tools.model import Contact, Interaction, Timeline
from vault_tools.names import fold
from vault_tools.records import dataclass
from vault_tools.report import times, words
from vault_tools.report.brief import Named, PersonBrief
from vault_tools.report.dashboard import Heatmap, heatmap


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One interaction, as the page tells it."""

    on: date
    """The day."""
    channel: str | None
    """Its name in data, ``phone``."""
    rows: tuple[str, ...]
    """What was said, line by line."""
    outcome: str | None
    """``noreply`` or ``declined`` for an attempt, None for a contact."""
    gave: tuple[str, ...]
    """Favours done in it."""
    got: tuple[str, ...]
    """Favours received in it."""
    note: str
    """The path of the note in which it stands."""
    title: str
    """What that note is called; empty for the contact's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The interactions of a year."""

    number: int
    """``2026``."""
    entries: tuple[Entry, ...]
    """The newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Everything that the template of a contact's page sees."""

    today: date
    """The day as of which it is told."""
    brief: PersonBrief
    """What is to be known before a meeting."""
    aliases: tuple[str, ...]
    """Other names of theirs."""
    tags: tuple[str, ...]
    """Without ``#``."""
    tier: str | None
    """How close they are."""
    cadence: str | None
    """``every month``."""
    birthday: str | None
    """As it is known: ``1986-04-12``, ``--04-12``."""
    due_on: date | None
    """The next day to get in touch."""
    why: str
    """Why they are due on that day."""
    rests: str | None
    """Until when to let them rest, after attempts without an answer."""
    since: date | None
    """The first day of contact..."""
    contacts: int
    """...and how many there were up to today."""
    heat: Heatmap
    """The last year, day by day."""
    planned: tuple[Entry, ...]
    """What is still to come, the next first."""
    years: tuple[Year, ...]
    """What was said, the latest year first."""
    links: tuple[Named, ...]
    """The notes that theirs links to."""
    backlinks: tuple[Named, ...]
    """Those that link to theirs."""


def person_page(
    found: Timeline,
    brief: PersonBrief,
    *,
    titles: Mapping[str, str],
    today: date,
    config: Config,
) -> PersonPage:
    """Return the page of a contact; *titles* name the notes that may be shown, by path."""
    contact = found.note.contact or Contact(name=found.note.title)
    standing = found.standing
    due_on = due_day(standing, today=today, rules=config.rules)
    days = [day for day in standing.contact_days if day <= today]
    entries = [_entry(item, found, titles=titles) for item in found.interactions]
    return PersonPage(
        today=today,
        brief=brief,
        aliases=contact.aliases,
        tags=contact.tags,
        tier=contact.tier,
        cadence=times.cadence_words(contact.cadence) if contact.cadence else None,
        birthday=contact.birthday.text if contact.birthday else None,
        due_on=due_on,
        why=_why(found, on=due_on, today=today, config=config) if due_on else "",
        rests=words.rest_words(standing, today=today, rules=config.rules),
        since=days[0] if days else None,
        contacts=len(days),
        heat=heatmap([found], today=today),
        planned=tuple(reversed([entry for entry in entries if entry.on > today])),
        years=tuple(_years([entry for entry in entries if entry.on <= today])),
        links=_named(found.links, titles=titles),
        backlinks=_named(found.backlinks, titles=titles),
    )


def _why(found: Timeline, *, on: date, today: date, config: Config) -> str:
    until = max(on, today)
    items = due([found.standing], today=today, until=until, rules=config.rules)
    return "; ".join(
        words.reason_words(reason, item, today=today)
        for item in items
        for reason in item.reasons
        if reason.due_on <= Period(days=1).after(until)
    )


def _entry(item: Interaction, found: Timeline, *, titles: Mapping[str, str]) -> Entry:
    own = item.path == found.note.path
    return Entry(
        on=item.on,
        channel=item.channel,
        rows=tuple(row for row in map(plain, item.text.split("\n")) if row),
        outcome=item.attempt.value if item.attempt else None,
        gave=item.gave,
        got=item.got,
        note=item.path,
        title="" if own else titles.get(item.path, ""),
    )


def _years(entries: Sequence[Entry]) -> Iterator[Year]:
    numbers = dict.fromkeys(entry.on.year for entry in entries)
    for number in numbers:
        yield Year(number=number, entries=tuple(one for one in entries if one.on.year == number))


def _named(paths: Sequence[str], *, titles: Mapping[str, str]) -> tuple[Named, ...]:
    """Return the notes at *paths* that may be shown, by name."""
    shown = [Named(name=titles[path], path=path) for path in paths if path in titles]
    return tuple(sorted(shown, key=lambda one: (fold(one.name), one.path or "")))
