"""What came of attempts, by channel, by season and by how we met; and what a month has brought.

Explained with examples in docs/method/review.md. An attempt is an entry with ``#noreply`` or
``#declined``. Shares of few cases say nothing, and are not told.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from vault_tools import links
from vault_tools.config import Rules
from vault_tools.config.settings import Review
from vault_tools.dates import Period
from vault_tools.followups import is_asleep
from vault_tools.language import message
from vault_tools.model import Attempt, Contact, Interaction, Promise, Standing, Status, Timeline
from vault_tools.names import fold
from vault_tools.records import dataclass

NOT_NOTED = message("not noted")
INTRODUCED = message("an introduction")
SEASONS = (
    message("January to March"),
    message("April to June"),
    message("July to September"),
    message("October to December"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of some attempts."""

    key: str
    attempts: int
    """Those of which it can be told by now."""
    answered: int
    """Contact followed in time."""
    declined: int
    """They said: not now."""
    enough: bool
    """Whether they are enough for a share."""

    @property
    def percent(self) -> int | None:
        """Return how many in a hundred were answered; None where they are too few to tell."""
        return round(100 * self.answered / self.attempts) if self.enough else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What came of all attempts."""

    whole: Outcome
    by_channel: tuple[Outcome, ...]
    """The most attempts first."""
    by_season: tuple[Outcome, ...]
    """In the order of the year."""
    by_meeting: tuple[Outcome, ...]
    """By how we met, the most attempts first."""


@dataclass(frozen=True, slots=True)
class Favour:
    """Something given to somebody, or got from them."""

    standing: Standing
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """A promise, and to whom or by whom."""

    standing: Standing
    promise: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFacts:
    """What a month has brought."""

    contacts: int
    """Days of contact, counted for each contact."""
    people: int
    """With how many."""
    made: tuple[Standing, ...]
    """Those met for the first time."""
    kept: tuple[Standing, ...]
    """Those with a cadence with whom there was contact before they were overdue."""
    caught_up: tuple[Standing, ...]
    """Those with a cadence with whom there was contact later, but for those reawakened."""
    reawakened: tuple[Standing, ...]
    """Those with whom there was contact after a long silence."""
    gone_quiet: tuple[Standing, ...]
    """Those who are asleep at its end, and were not before."""
    goals: tuple[tuple[str, tuple[Standing, ...]], ...]
    """Each goal with those named for it with whom there was contact."""
    gave: tuple[Favour, ...]
    got: tuple[Favour, ...]
    promises_kept: tuple[Task, ...]
    """Mine, done in time."""
    promises_late: tuple[Task, ...]
    """Mine, done after their day."""
    promises_open: tuple[Task, ...]
    """Mine, due by the end of the month and open then."""
    channels: tuple[tuple[str, int], ...]
    """How often each was used, the most used first."""
    attempts: int
    answered: int
    """Attempts of the month that were answered so far."""


def outcomes(timelines: Iterable[Timeline], *, today: date, settings: Review) -> Outcomes:
    """Return what came of the attempts up to *today*.

    An attempt is answered if there is contact on its day or within 30 days of it. One without an
    answer counts only once these days are over; one with "not now" at once, as not answered.
    """
    cases = [
        case
        for timeline in timelines
        for case in _cases(timeline, today=today, within=settings.answer_within)
    ]
    few = settings.few
    by_season = {
        found.key: found for found in _grouped(cases, by=lambda case: case.season, few=few)
    }
    return Outcomes(
        whole=_outcome("", cases, few=few),
        by_channel=_grouped(cases, by=lambda case: case.channel, few=few),
        by_season=tuple(by_season[name] for name in SEASONS if name in by_season),
        by_meeting=_grouped(cases, by=lambda case: case.meeting, few=few),
    )


def month_facts(
    timelines: Sequence[Timeline],
    *,
    since: date,
    until: date,
    today: date,
    settings: Review,
    rules: Rules,
) -> MonthFacts:
    """Return what the days from *since* to *until*, both included, have brought by *today*."""
    found = [_Days(timeline, since=since, until=until) for timeline in timelines]
    touched = [each for each in found if each.days]
    attempts = [
        case
        for timeline in timelines
        for case in _cases(timeline, today=today, within=settings.answer_within, pending=True)
        if since <= case.on <= until
    ]
    tasks = _tasks(timelines)
    done = [task for task in tasks if _is_within(task.promise.done_on, since, until)]
    return MonthFacts(
        contacts=sum(len(each.days) for each in found),
        people=len(touched),
        made=_people(each for each in found if _is_within(each.standing.met, since, until)),
        kept=_people(each for each in touched if each.is_in_time()),
        caught_up=_people(
            each for each in touched if each.is_late() and each.silence <= settings.silence
        ),
        reawakened=_people(each for each in touched if each.silence > settings.silence),
        gone_quiet=_people(each for each in found if each.has_gone_quiet(rules)),
        goals=_goals(touched),
        gave=_favours(found, what=lambda entry: entry.gave),
        got=_favours(found, what=lambda entry: entry.got),
        promises_kept=tuple(task for task in done if not _is_late(task.promise)),
        promises_late=tuple(task for task in done if _is_late(task.promise)),
        promises_open=tuple(task for task in tasks if _is_open(task.promise, until=until)),
        channels=_channels(touched),
        attempts=len(attempts),
        answered=sum(case.answered for case in attempts),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One attempt, and what came of it."""

    on: date
    channel: str
    season: str
    meeting: str
    answered: bool
    declined: bool


def _cases(
    timeline: Timeline, *, today: date, within: int, pending: bool = False
) -> Iterable[_Case]:
    """Yield the attempts up to *today* of which it can be told; with *pending*, all of them."""
    days = timeline.standing.contact_days
    for entry in timeline.interactions:
        if entry.attempt is None or entry.on > today:
            continue
        declined = entry.attempt is Attempt.DECLINED
        until = Period(days=within).after(entry.on)
        place = bisect_left(days, entry.on)
        answered = not declined and place < len(days) and days[place] <= min(until, today)
        if answered or declined or pending or until < today:
            yield _Case(
                on=entry.on,
                channel=entry.channel or NOT_NOTED,
                season=SEASONS[(entry.on.month - 1) // 3],
                meeting=how_met(timeline.note.contact),
                answered=answered,
                declined=declined,
            )


def how_met(contact: Contact | None) -> str:
    """Return how we met: by an introduction, else where, as far as it is noted."""
    if contact is not None and contact.introduced_by:
        return INTRODUCED
    return (contact and contact.met_at and links.shown(contact.met_at)) or NOT_NOTED


def _grouped(
    cases: Sequence[_Case], *, by: Callable[[_Case], str], few: int
) -> tuple[Outcome, ...]:
    groups: dict[str, list[_Case]] = {}
    for case in cases:
        groups.setdefault(by(case), []).append(case)
    found = [_outcome(key, group, few=few) for key, group in groups.items()]
    return tuple(sorted(found, key=lambda each: (-each.attempts, fold(each.key), each.key)))


def _outcome(key: str, cases: Sequence[_Case], *, few: int) -> Outcome:
    return Outcome(
        key=key,
        attempts=len(cases),
        answered=sum(case.answered for case in cases),
        declined=sum(case.declined for case in cases),
        enough=len(cases) >= max(few, 1),
    )


class _Days:
    """One contact in a span of days."""

    def __init__(self, timeline: Timeline, *, since: date, until: date) -> None:
        self.standing = timeline.standing
        self.goals = timeline.note.contact.goals if timeline.note.contact else ()
        self._since, self._until = since, until
        self.entries = [
            entry for entry in timeline.interactions if _is_within(entry.on, since, until)
        ]
        days = self.standing.contact_days
        start = bisect_left(days, since)
        self._before = days[start - 1] if start else None
        self.days = sorted(set(days[start : bisect_right(days, until)]))
        self._first = self.days[0] if self.days else None

    @property
    def silence(self) -> int:
        """Return how many days it had been quiet before the first contact."""
        return (self._first - self._before).days if self._first and self._before else 0

    def is_in_time(self) -> bool:
        """Return whether the first contact came before they were overdue."""
        due_on = self._due_on()
        return due_on is not None and self._first is not None and self._first <= due_on

    def is_late(self) -> bool:
        """Return whether it came later than that."""
        due_on = self._due_on()
        return due_on is not None and self._first is not None and self._first > due_on

    def has_gone_quiet(self, rules: Rules) -> bool:
        """Return whether they fell asleep in these days."""
        if self.standing.status is not Status.ACTIVE or self._since == date.min:
            return False
        before = Period(days=1).before(self._since)
        return is_asleep(self.standing, today=self._until, rules=rules) and not is_asleep(
            self.standing, today=before, rules=rules
        )

    def _due_on(self) -> date | None:
        cadence = self.standing.cadence
        return cadence.after(self._before) if cadence and self._before else None


def _people(found: Iterable[_Days]) -> tuple[Standing, ...]:
    standings = (each.standing for each in found)
    return tuple(sorted(standings, key=lambda one: one.by_name))


def _goals(touched: Sequence[_Days]) -> tuple[tuple[str, tuple[Standing, ...]], ...]:
    by_goal: dict[str, list[_Days]] = {}
    for each in touched:
        for goal in each.goals:
            by_goal.setdefault(goal, []).append(each)
    return tuple((goal, _people(by_goal[goal])) for goal in sorted(by_goal, key=fold))


def _favours(
    found: Sequence[_Days], *, what: Callable[[Interaction], tuple[str, ...]]
) -> tuple[Favour, ...]:
    favours = [
        Favour(each.standing, entry.on, text)
        for each in found
        for entry in each.entries
        for text in what(entry)
    ]
    return tuple(sorted(favours, key=lambda one: (one.on, fold(one.standing.name), one.text)))


def _tasks(timelines: Iterable[Timeline]) -> list[Task]:
    """Return my promises, each once, by their day."""
    found: dict[tuple[str, int], Task] = {}
    for timeline in timelines:
        for promise in timeline.promises:
            if promise.mine:
                found.setdefault((promise.path, promise.line), Task(timeline.standing, promise))
    return sorted(
        found.values(),
        key=lambda task: (task.promise.due or date.max, task.promise.path, task.promise.line),
    )


def _is_late(promise: Promise) -> bool:
    return bool(promise.due and promise.done_on and promise.done_on > promise.due)


def _is_open(promise: Promise, *, until: date) -> bool:
    """Return whether a promise was due by *until*, and open at the end of that day."""
    if promise.due is None or promise.due > until:
        return False
    return not promise.done or bool(promise.done_on and promise.done_on > until)


def _channels(touched: Sequence[_Days]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for each in touched:
        for entry in each.entries:
            if entry.channel and entry.attempt is None:
                counts[entry.channel] = counts.get(entry.channel, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _is_within(day: date | None, since: date, until: date) -> bool:  # noqa: PLR0917 - a span
    return day is not None and since <= day <= until
