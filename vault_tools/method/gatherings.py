"""Events: whom one met there, whether a word followed, and what came of it.

Explained with examples in docs/method/events.md. Shares of few cases say
nothing, and are not told.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from vault_tools.config import Rules
from vault_tools.dates import Period
from vault_tools.language import message
from vault_tools.model import Standing, Timeline
from vault_tools.names import fold, fold_umlauts
from vault_tools.records import dataclass

FEW = 5
"""The fewest cases of which a share is told."""
NOT_NOTED = message("not noted")
NOBODY = message("no introduction")
_GRACE = 7
"""Days after the day of the first follow-up in which it still counts as in time."""
_ALIVE_FROM = Period(months=3)
_ALIVE_UNTIL = Period(months=9)
_WORD = re.compile(r"[^\W_]+")
_TIMES = (
    "january february march april may june july august september october november december januar"
    " februar märz mai juni juli oktober dezember spring summer autumn fall winter frühjahr"
    " frühling sommer herbst q1 q2 q3 q4"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """An event, or another dated note with people in it."""

    path: str
    title: str
    on: date | None = None
    """None where no day is noted."""
    end: date | None = None
    """The last day, where it is another one."""
    place: str | None = None
    people: tuple[str, ...] = ()
    """Paths of the contacts who are named in it."""
    others: tuple[str, ...] = ()
    """Names that lead to no one note."""

    @property
    def last_day(self) -> date | None:
        """Return the day after which it is over."""
        return max(self.on, self.end) if self.on and self.end else self.on

    def is_past(self, today: date) -> bool:
        """Return whether it is over."""
        return self.last_day is not None and self.last_day < today

    def holds(self, day: date | None) -> bool:
        """Return whether *day* is one of its days."""
        last = self.last_day
        return bool(day and self.on and last and self.on <= day <= last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A contact, and what the links in their properties lead to."""

    timeline: Timeline
    met_at: str | None = None
    """The path of the note about where we met."""
    introducers: tuple[tuple[str, str | None], ...] = ()
    """Name and path of those who introduced us, as far as they may be named."""
    goals: tuple[str, ...] = ()
    """Paths of the goals that they matter for."""

    @property
    def standing(self) -> Standing:
        """Return how they stand."""
        return self.timeline.standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """A first meeting, and what came of it."""

    known: Known
    on: date
    gathering: Gathering | None = None
    channel: str = NOT_NOTED
    introducers: tuple[str, ...] = ()
    next_contact: date | None = None
    """The first day of contact after it."""
    follow_up_by: date
    """The last day on which a first follow-up is in time."""
    in_time: bool | None = None
    """Whether there was contact by then; None where it can't be told (yet)."""
    waiting: bool = False
    """Whether there is no contact yet, and time left."""
    alive: bool | None = None
    """Whether there was contact three months after it or later; None where it is too early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What came of some first meetings."""

    key: str
    met: int
    in_time: int
    in_time_of: int
    """Those of which it can be told by now."""
    waiting: int
    """Those for whom there is time left."""
    alive: int
    alive_of: int
    gathering: Gathering | None = None
    encounters: tuple[Encounter, ...] = ()

    @property
    def in_time_percent(self) -> int | None:
        """Return how many in a hundred were followed up in time; None where they are few."""
        return _percent(self.in_time, self.in_time_of)

    @property
    def alive_percent(self) -> int | None:
        """Return how many in a hundred are still in touch; None where they are few."""
        return _percent(self.alive, self.alive_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """An event that is not over, and who will be there."""

    gathering: Gathering
    people: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """All events, and what first meetings came to."""

    ahead: tuple[Ahead, ...]
    """The next one first."""
    over: tuple[Tally, ...]
    """The latest first."""
    meetings: tuple[Encounter, ...]
    """Every first meeting, at an event or not."""


def was_met_at(known: Known, gathering: Gathering) -> bool:
    """Return whether it was there that we met.

    So says ``met_at``; else they were there, and no contact is noted before it.
    """
    if known.met_at:
        return known.met_at == gathering.path
    days = known.standing.contact_days
    return known.standing.path in gathering.people and gathering.holds(days[0] if days else None)


def encounter(
    known: Known, *, on: date, today: date, rules: Rules, gathering: Gathering | None = None
) -> Encounter:
    """Return what came of the first meeting with somebody on *on*, or at *gathering*.

    A first follow-up is in time until a week after its day; where nothing was noted on the day of
    the meeting itself, it can't be told. Contact is alive if there is any three months after the
    meeting or later; that there is none can be told after nine months.
    """
    over = (gathering and gathering.last_day) or on
    by = Period(days=rules.first_follow_up_after + _GRACE).after(over)
    days = known.standing.contact_days
    after = days[bisect_right(days, over) : bisect_right(days, today)]
    lasting = bool(after) and after[-1] >= _ALIVE_FROM.after(over)
    noted = gathering is not None or any(each.on == on for each in known.timeline.interactions)
    waiting = noted and not after and today <= by
    return Encounter(
        known=known,
        on=on,
        gathering=gathering,
        channel="event" if gathering else _channel(known, on),
        introducers=tuple(name for name, _ in known.introducers),
        next_contact=after[0] if after else None,
        follow_up_by=by,
        in_time=bool(after) and after[0] <= by if noted and not waiting else None,
        waiting=waiting,
        alive=True if lasting else (None if today <= _ALIVE_UNTIL.after(over) else False),
    )


def first_meetings(
    people: Iterable[Known], gatherings: Iterable[Gathering], *, today: date, rules: Rules
) -> list[Encounter]:
    """Return every first meeting that is noted, up to *today*: by ``met``, or at an event."""
    past = [each for each in gatherings if each.on and each.on <= today]
    by_path = {each.path: each for each in past}
    attended: dict[str, list[Gathering]] = {}
    for each in past:
        for path in each.people:
            attended.setdefault(path, []).append(each)
    found = []
    for known in people:
        options = [by_path.get(known.met_at or ""), *attended.get(known.standing.path, [])]
        where = next((each for each in options if each and was_met_at(known, each)), None)
        on = known.standing.met or (where.on if where else None)
        if on and on <= today:
            found.append(encounter(known, on=on, today=today, rules=rules, gathering=where))
    return sorted(found, key=lambda each: (each.on, *each.known.standing.by_name))


def tallies(encounters: Sequence[Encounter], *, by: str) -> list[Tally]:
    """Return what came of first meetings by ``event``, ``channel`` or ``introducer``.

    Events come the latest first; the others with the most meetings first.
    """
    keys = _KEYS[by]
    groups: dict[str, list[Encounter]] = {}
    for each in encounters:
        for key in keys(each):
            groups.setdefault(key, []).append(each)
    found = [_tally(key, group, of_event=by == "event") for key, group in groups.items()]
    return sorted(found, key=lambda each: (-_day(each), -each.met, fold(each.key), each.key))


def tally_of(gathering: Gathering, encounters: Iterable[Encounter]) -> Tally:
    """Return what came of the first meetings at *gathering*, which may be none."""
    there = [each for each in encounters if each.gathering == gathering]
    return _tally(gathering.path, there, gathering=gathering)


def series(title: str, *, place: str | None = None) -> str:
    """Return what all events of a series are called: the title without years, months and place.

    ``Energiedaten-Forum 2024`` and ``Energiedaten-Forum Hamburg`` (in Hamburg) are one series.
    """
    elsewhere = {fold(word) for word in _WORD.findall(place or "")}
    words = [fold(word) for word in _WORD.findall(title)]
    kept = [word for word in words if word not in elsewhere and not _is_time(word)]
    return " ".join(kept) or fold(title)


def is_in(city: str | None, place: str | None) -> bool:
    """Return whether *place* names *city*: ``Speicherhaus, Hamburg`` names Hamburg."""
    if not city or not place:
        return False
    return any(
        f" {' '.join(_WORD.findall(key(city)))} " in f" {' '.join(_WORD.findall(key(place)))} "
        for key in (fold, fold_umlauts)
        if _WORD.search(city)
    )


def was_in_series(known: Known, gathering: Gathering, *, before: Sequence[Gathering]) -> str | None:
    """Return the title of an earlier event of the same series that they were at; None if none."""
    name = series(gathering.title, place=gathering.place)
    contact = known.timeline.note.contact
    for each in before:
        same = series(each.title, place=each.place) == name and each.path != gathering.path
        if same and (known.standing.path in each.people or known.met_at == each.path):
            return each.title
    met_at = contact.met_at if contact and not known.met_at else None
    return met_at if met_at and series(met_at, place=gathering.place) == name else None


def _is_time(word: str) -> bool:
    return word.isdecimal() or word in _FOLDED_TIMES


def _channel(known: Known, on: date) -> str:
    used = [entry.channel for entry in known.timeline.interactions if entry.on == on]
    return next((channel for channel in used if channel), NOT_NOTED)


def _tally(
    key: str,
    group: Sequence[Encounter],
    *,
    of_event: bool = False,
    gathering: Gathering | None = None,
) -> Tally:
    return Tally(
        key=key,
        met=len(group),
        in_time=sum(each.in_time is True for each in group),
        in_time_of=sum(each.in_time is not None for each in group),
        waiting=sum(each.waiting for each in group),
        alive=sum(each.alive is True for each in group),
        alive_of=sum(each.alive is not None for each in group),
        gathering=group[0].gathering if of_event else gathering,
        encounters=tuple(group),
    )


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole >= FEW else None


def _day(tally: Tally) -> int:
    return tally.gathering.on.toordinal() if tally.gathering and tally.gathering.on else 0


_FOLDED_TIMES = frozenset(fold(word) for word in _TIMES.split())
_KEYS: dict[str, Callable[[Encounter], tuple[str, ...]]] = {
    "event": lambda each: (each.gathering.path,) if each.gathering else (),
    "channel": lambda each: (each.channel,),
    "introducer": lambda each: each.introducers or (NOBODY,),
}
