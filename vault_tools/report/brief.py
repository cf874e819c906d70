"""A page to read before meeting somebody, as one plain value."""

from collections.abc import Iterable, Sequence
from datetime import date

from vault_tools.config.settings import Favours
from vault_tools.dates import Period
from vault_tools.followups import last_contact
from vault_tools.language import _
from vault_tools.method.favours import balance
from vault_tools.method.gatherings import Known, is_in
from vault_tools.method.openers import Opener, openers, plain
from vault_tools.model import LEFT_ALONE, OVER, Contact, Note, Promise, Standing, Status, Timeline
from vault_tools.records import dataclass
from vault_tools.report import times, words

_TALKS = 3
_BIRTHDAY_AHEAD = Period(days=30)
_NEARBY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody or something with a note, or without."""

    name: str
    """What it is called."""
    path: str | None
    """Of its note, where there is one."""
    why: str = ""
    """A few words, where there is something to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One talk."""

    on: date
    """The day."""
    when: str
    """``3 weeks ago``."""
    channel: str | None
    """Its name in data, ``phone``."""
    text: str
    """What was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One open promise."""

    text: str
    """What was promised."""
    due: date | None
    """The day of the promise, where it has one."""
    when: str
    """``in 3 days``; empty without a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonBrief:
    """What to know before talking to somebody."""

    name: str
    """What they are called."""
    path: str
    """Of their note, from the top of the vault."""
    boundaries: str | None
    """What to mind."""
    avoid: tuple[str, ...]
    """Channels that are never suggested."""
    status: str | None
    """None for active."""
    role: str | None
    """What they do."""
    company: str | None
    """Where they work."""
    city: str | None
    """Where they live."""
    met: date | None
    """The day of the first meeting."""
    met_at: str | None
    """Where that was."""
    introduced_by: tuple[Named, ...]
    """Who brought you together."""
    channel: str | None
    """The one that they prefer."""
    email: tuple[str, ...]
    """All their addresses."""
    phone: tuple[str, ...]
    """All their numbers."""
    last_contact: date | None
    """None where there was none yet."""
    last_when: str
    """The same in words, ``3 weeks ago``."""
    birthday: date | None
    """Where it is near."""
    birthday_words: str
    """The same in words; empty where it is not near."""
    goals: tuple[Named, ...]
    """The goals that they matter for."""
    promises_mine: tuple[Task, ...]
    """What I promised them."""
    promises_theirs: tuple[Task, ...]
    """What they promised me."""
    talks: tuple[Said, ...]
    """The latest ones, the newest first."""
    gave: int
    """How many favours were done to them lately."""
    got: int
    """How many came from them."""
    favour_months: int
    """In how many months these were."""
    shared: tuple[Named, ...]
    """Contacts with whom links connect them."""
    openers: tuple[str, ...]
    """What a talk may begin with."""
    timezone: str | None = None
    """Theirs, as an IANA name."""
    local_time: str | None = None
    """The time it is there, ``09:30``; None where their time zone is not known."""
    place: str | None = None
    """Where you are going, when it was asked for."""
    nearby: tuple[Named, ...] = ()
    """Others of my goals in that place."""


def person_brief(
    known: Known,
    *,
    goals: Sequence[Note],
    linked: Iterable[Standing],
    today: date,
    settings: Favours,
    place: str | None = None,
    others: Sequence[Known] = (),
) -> PersonBrief:
    """Return what to know before talking to somebody.

    *goals* are notes, *linked* those tied by links, either way. *others* in *place* are named too.
    """
    standing, contact = known.standing, _contact(known)
    last = last_contact(standing, today=today)
    near = _near_birthday(standing, today=today)
    favours = balance(standing, today=today, settings=settings)
    return PersonBrief(
        name=contact.name,
        path=standing.path,
        boundaries=contact.boundaries,
        avoid=contact.avoid,
        status=None if contact.status is Status.ACTIVE else contact.status.value,
        role=contact.role,
        company=contact.company,
        city=contact.city,
        met=contact.met,
        met_at=contact.met_at,
        introduced_by=tuple(Named(name=name, path=path) for name, path in known.introducers),
        channel=contact.channel,
        email=contact.email,
        phone=contact.phone,
        last_contact=last,
        last_when=times.ago_words(last, today=today) if last else "",
        birthday=near,
        birthday_words=words.birthday_words(standing, near) if near else "",
        goals=tuple(map(_goal, goals)),
        promises_mine=open_promises(standing, mine=True, today=today),
        promises_theirs=open_promises(standing, mine=False, today=today),
        talks=tuple(talks(known, today=today)[:_TALKS]),
        gave=favours.gave,
        got=favours.got,
        favour_months=settings.months,
        timezone=contact.timezone,
        shared=_by_name(one for one in linked if not one.private and one.status not in OVER),
        openers=_openers(known.timeline, today=today),
        place=place,
        nearby=_nearby(known, others, place=place, today=today),
    )


def _near_birthday(standing: Standing, *, today: date) -> date | None:
    """Return the next birthday, if it is near and there is one to keep."""
    if standing.birthday is None or standing.status is Status.DECEASED:
        return None
    birthday = standing.birthday.next_on(today)
    return birthday if birthday and birthday <= _BIRTHDAY_AHEAD.after(today) else None


def _openers(timeline: Timeline, *, today: date) -> tuple[str, ...]:
    if timeline.standing.status in OVER:
        return ()
    return tuple(opener_words(one, today=today) for one in openers(timeline, today=today))


def opener_words(opener: Opener, *, today: date) -> str:
    """Return an opener with its day."""
    return f"{opener.text} ({times.day_words(opener.on, today=today)})"


def _goal(note: Note) -> Named:
    deadline = note.goal.deadline if note.goal else None
    why = _("by {day}", day=deadline.isoformat()) if deadline else ""
    return Named(name=note.title, path=note.path, why=why)


def open_promises(standing: Standing, *, mine: bool, today: date) -> tuple[Task, ...]:
    """Return what is still to be kept, by its day."""
    found = [one for one in standing.promises if one.mine is mine and not one.done]
    found.sort(key=lambda one: (one.due or date.max, one.text))
    return tuple(_due(one, today=today) for one in found)


def _due(promise: Promise, *, today: date) -> Task:
    when = times.lateness_words((today - promise.due).days) if promise.due else ""
    return Task(text=plain(promise.text), due=promise.due, when=when)


def talks(known: Known, *, today: date, besides: str = "") -> list[Said]:
    """Return what was said up to *today*, the latest first; the note at *besides* says nothing."""
    entries = known.timeline.interactions
    past = [entry for entry in entries if entry.on <= today and entry.path != besides]
    said = ((entry, plain(entry.text)) for entry in past)
    return [
        Said(
            on=entry.on,
            when=times.ago_words(entry.on, today=today),
            channel=entry.channel,
            text=text,
        )
        for entry, text in said
        if text
    ]


def _nearby(
    known: Known, others: Sequence[Known], *, place: str | None, today: date
) -> tuple[Named, ...]:
    """Return a few others in *place*, those of a goal first, then those quiet the longest."""
    there = [
        one
        for one in others
        if one.standing.path != known.standing.path
        and one.standing.status not in LEFT_ALONE
        and is_in(city_of(one), place)
    ]
    last = {one.standing.path: last_contact(one.standing, today=today) for one in there}

    def turn(one: Known) -> tuple[object, ...]:
        return (not one.goals, last[one.standing.path] or date.min, *one.standing.by_name)

    return tuple(
        Named(name=one.standing.name, path=one.standing.path, why=_since(last[one.standing.path]))
        for one in sorted(there, key=turn)[:_NEARBY]
    )


def _since(last: date | None) -> str:
    return _("last contact {day}", day=last.isoformat()) if last else _("no contact yet")


def city_of(known: Known) -> str | None:
    """Return where somebody lives."""
    return _contact(known).city


def _contact(known: Known) -> Contact:
    note = known.timeline.note
    return note.contact or Contact(name=note.title)


def _by_name(found: Iterable[Standing]) -> tuple[Named, ...]:
    ordered = sorted(found, key=lambda one: one.by_name)
    return tuple(Named(name=one.name, path=one.path) for one in ordered)
