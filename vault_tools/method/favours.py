"""Give and take: favours of either side, and where a small one is due.

Explained with examples in docs/method/favours.md. What counts as a favour is told by `favour_days`;
who owes whom, by `balance`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from vault_tools.config.settings import Favours
from vault_tools.dates import Period
from vault_tools.model import LEFT_ALONE, OVER, Interaction, Note, Standing, Timeline
from vault_tools.names import link_key
from vault_tools.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Somebody whom a contact has introduced to the owner."""

    met: date | None
    lines: frozenset[int]
    """The lines of the introducer's own note that link to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Favours given to somebody and got from them, within the months that count."""

    standing: Standing
    gave: int
    got: int
    last_gave: date | None = None
    last_got: date | None = None

    @property
    def owed(self) -> int:
        """Return how many more were got than given; negative where more were given."""
        return self.got - self.gave


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Both sides of give and take."""

    gave: int
    got: int
    owing: tuple[Balance, ...]
    """Those who gave more, the furthest apart first."""
    owed: tuple[Balance, ...]
    """Those who got more, the furthest apart first."""
    even: int
    """With how many it is even, something given and something got."""


def favour_days(
    interactions: Iterable[Interaction], *, path: str, brought: Sequence[Brought] = ()
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return the days of favours given and got, ascending, one for each favour.

    Each ``#gave`` and ``#got`` is one. An ``#intro`` without them is one given, unless it names
    somebody whose ``introduced_by`` says that it was made for the owner: then it is one got. Who
    was introduced without such an entry counts as got on the day of their ``met``.
    *path* is the contact's own note, *brought* whom they have introduced.
    """
    gave: list[date] = []
    got: list[date] = []
    told: set[Brought] = set()
    for item in interactions:
        named = _named(item, brought) if item.intro and item.path == path else set()
        told |= named
        gave += [item.on] * len(item.gave)
        got += [item.on] * len(item.got)
        if item.intro and not item.gave and not item.got:
            (got if named else gave).append(item.on)
    got += [each.met for each in brought if each.met and each not in told]
    return tuple(sorted(gave)), tuple(sorted(got))


def brought(introducer: Note, *, linking: Iterable[tuple[Note, int | None]]) -> list[Brought]:
    """Return whom *introducer* has introduced, by their ``introduced_by``.

    *linking* are contacts whose properties link to the introducer, each with a line of the
    introducer's note that links back, None without one.
    """
    stem = introducer.path.rsplit("/", 1)[-1].removesuffix(".md")
    names = {link_key(name) for name in (introducer.title, *introducer.aliases, stem)}
    notes: dict[str, Note] = {}
    lines: dict[str, set[int]] = {}
    for note, line in linking:
        notes[note.path] = note
        lines.setdefault(note.path, set()).update([line] if line else [])
    return [
        Brought(met=note.contact.met, lines=frozenset(lines[path]))
        for path, note in sorted(notes.items())
        if note.contact and names & {link_key(name) for name in note.contact.introduced_by}
    ]


def balance(standing: Standing, *, today: date, settings: Favours) -> Balance:
    """Return what was given and got in the months up to *today* that count, both ends included."""
    since = Period(months=settings.months).before(today)
    gave = _between(standing.gave_days, since=since, until=today)
    got = _between(standing.got_days, since=since, until=today)
    return Balance(
        standing=standing,
        gave=len(gave),
        got=len(got),
        last_gave=gave[-1] if gave else None,
        last_got=got[-1] if got else None,
    )


def is_owing(found: Balance, *, settings: Favours) -> bool:
    """Return whether it is time to give before asking again; never where that is turned off."""
    return bool(settings.owing) and found.owed >= settings.owing


def owing(standings: Iterable[Standing], *, today: date, settings: Favours) -> list[Balance]:
    """Return to whom a small favour is due: the furthest apart first, then who waits longest.

    Nobody private is among them, nor anybody who is paused, closed or deceased.
    """
    givers = (one for one in standings if one.got_days and _is_told(one))
    found = (balance(one, today=today, settings=settings) for one in givers)
    return sorted((each for each in found if is_owing(each, settings=settings)), key=_furthest)


def ledger(standings: Iterable[Standing], *, today: date, settings: Favours) -> Ledger:
    """Return both sides of give and take; nobody private, closed or deceased is named."""
    told = [
        balance(one, today=today, settings=settings)
        for one in standings
        if not one.private and one.status not in OVER
    ]
    return Ledger(
        gave=sum(each.gave for each in told),
        got=sum(each.got for each in told),
        owing=tuple(sorted((each for each in told if each.owed > 0), key=_furthest)),
        owed=tuple(sorted((each for each in told if each.owed < 0), key=_furthest)),
        even=sum(each.owed == 0 and each.got > 0 for each in told),
    )


def last_favour(timeline: Timeline, *, today: date) -> str | None:
    """Return the first line of what was got last, or None where only its day is known."""
    for item in timeline.interactions:
        if item.on <= today and item.got:
            return item.got[0].split("\n", 1)[0].strip() or None
    return None


def _named(item: Interaction, brought: Sequence[Brought]) -> set[Brought]:
    rows = range(item.line, item.line + item.text.count("\n") + 1)
    return {each for each in brought if not each.lines.isdisjoint(rows)}


def _between(days: Sequence[date], *, since: date, until: date) -> Sequence[date]:
    return days[bisect_left(days, since) : bisect_right(days, until)]


def _is_told(standing: Standing) -> bool:
    return not standing.private and standing.status not in LEFT_ALONE


def _furthest(found: Balance) -> tuple[int, date, str, str]:
    last = found.last_got or found.last_gave or date.max
    return (-abs(found.owed), last, *found.standing.by_name)
