"""The weekly report: whom to get in touch with, why, how and about what, as one plain value."""

from collections.abc import Sequence
from datetime import date

from vault_tools import links
from vault_tools.config import Config
from vault_tools.dates import Period, Week
from vault_tools.followups import Invitation, due, in_order, is_asleep, kept_between
from vault_tools.method.favours import balance, is_owing
from vault_tools.method.planning import Plan
from vault_tools.method.trends import weekly_contacts
from vault_tools.model import Due, Problem, ReasonKind, Standing
from vault_tools.names import fold
from vault_tools.records import dataclass
from vault_tools.report import times, words
from vault_tools.report.hints import Hint
from vault_tools.report.plan import WeekPlan, shown_plan, week_plan

Ahead = tuple[date, str, str, str | None, Sequence[tuple[str, str]]]
"""What is planned: day, title, path, place, and path and name of each contact."""
_ACTIONS = frozenset({ReasonKind.CADENCE, ReasonKind.FOLLOW_UP, ReasonKind.SEASON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One contact as a report names them, and what to do."""

    name: str
    """What they are called."""
    path: str
    """Of their note, from the top of the vault."""
    company: str | None
    """Where they work."""
    email: str | None
    """Their first address."""
    phone: str | None
    """Their first number."""
    channel: str | None
    """The channel to use: theirs, else the one last used; never one to avoid."""
    boundaries: str | None
    """What to mind, in a sentence of theirs or yours."""
    why: str
    """Why they are due, in words."""
    due_on: date
    """Since when, or on which day."""
    days_overdue: int
    """Negative for a day to come."""
    when: str
    """``12 days late``, ``today``, ``in 3 days``."""
    last_contact: date | None
    """None where there was none yet."""
    points: tuple[str, ...]
    """What to talk about."""
    favour: str | None = None
    """How give and take stand with somebody to whom a favour is due."""
    gifts: tuple[str, ...] = ()
    """At a birthday: what was given before, and ideas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One promise."""

    name: str
    """What the contact is called."""
    path: str
    """Of the contact's note."""
    text: str
    """What was promised."""
    due_on: date
    """The day of the promise."""
    days_overdue: int
    """Negative for a day to come."""
    when: str
    """``12 days late``, ``today``, ``in 3 days``."""
    note: str
    """The path of the note in which it stands."""
    line: int
    """The line in that note, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Something planned with people in it."""

    on: date
    """The day."""
    weekday: str
    """What that day of the week is called."""
    title: str
    """What the entry or the event says."""
    path: str
    """The note in which it stands."""
    place: str | None
    """Where an event is."""
    people: tuple[tuple[str, str], ...]
    """Path and name of each contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReport:
    """Everything that the template of the weekly report sees."""

    week: str
    """``2026-W48``."""
    monday: date
    """Its first day."""
    sunday: date
    """Its last day."""
    today: date
    """The day as of which it is told; in another week, its Monday."""
    promises_mine: tuple[Task, ...]
    """What I promised, the oldest first."""
    promises_theirs: tuple[Task, ...]
    """What was promised to me."""
    first_follow_ups: tuple[Person, ...]
    """Who was met lately and not written to since."""
    due: tuple[Person, ...]
    """Whom to get in touch with, in order of urgency."""
    due_more: int
    """How many more are due than `due` lists."""
    plan: WeekPlan | None
    """How the minutes of the week are spent; None without a plan."""
    birthdays: tuple[Person, ...]
    """Whose birthday is near, the next first."""
    planned: tuple[Meeting, ...]
    """What is noted for the days to come."""
    reawaken: tuple[Person, ...]
    """A few of those who are asleep."""
    asleep: int
    """How many are asleep in all."""
    problems: tuple[Problem, ...]
    """The first few that `vault-tools check` lists."""
    problem_count: int
    """How many there are in all."""
    contacts: int
    """How many contacts there are."""
    hints: tuple[Hint, ...] = ()
    """What is worth a thought, a few at most."""
    weekly_contacts: tuple[int, ...] = ()
    """Days of contact, counted for each contact, in the last twelve weeks up to this one."""

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to do."""
        return not (
            self.promises_mine
            or self.promises_theirs
            or self.first_follow_ups
            or self.due
            or self.birthdays
        )


_SHOWN_PROBLEMS = 5


def weekly(
    standings: Sequence[Standing],
    *,
    week: Week,
    today: date,
    config: Config,
    planned: Sequence[Meeting] = (),
    problems: Sequence[Problem] = (),
    invitations: tuple[Invitation, ...] = (),
) -> WeeklyReport:
    """Return the report for *week* as seen on *today*; for another week, as seen on its Monday.

    *planned* is shown as it is; private contacts are left out, and the problems in their notes.
    """
    seen_on = today if week.monday <= today <= week.sunday else week.monday
    people = [standing for standing in standings if not standing.private]
    private = {standing.path for standing in standings if standing.private}
    to_fix = [problem for problem in problems if problem.path not in private]
    tiers, rules = tuple(config.tiers), config.rules
    until = week.sunday
    found = due(
        people, today=seen_on, until=until, rules=rules, tiers=tiers, invitations=invitations
    )
    first, others = _to_touch(found, today=seen_on, tiers=tiers)
    planned_week = week_plan(found, today=seen_on, config=config)
    shown = _fitting(others, planned_week) if planned_week else others[: config.report.due]
    asleep = [person for person in people if is_asleep(person, today=seen_on, rules=rules)]
    return WeeklyReport(
        week=str(week),
        monday=week.monday,
        sunday=week.sunday,
        today=seen_on,
        promises_mine=_tasks(found, ReasonKind.PROMISE, today=seen_on),
        promises_theirs=_tasks(found, ReasonKind.WAITING, today=seen_on),
        first_follow_ups=tuple(_person(item, today=seen_on, config=config) for item in first),
        due=tuple(_person(item, today=seen_on, config=config) for item in shown),
        due_more=len(others) - len(shown),
        plan=shown_plan(planned_week) if planned_week else None,
        birthdays=_birthdays(people, today=seen_on, config=config),
        planned=tuple(planned),
        reawaken=_offered(asleep, week=week, today=seen_on, config=config),
        asleep=len(asleep),
        problems=tuple(to_fix[:_SHOWN_PROBLEMS]),
        problem_count=len(to_fix),
        contacts=len(people),
        weekly_contacts=tuple(weekly_contacts(people, today=seen_on)),
    )


def _to_touch(
    found: Sequence[Due], *, today: date, tiers: tuple[str, ...]
) -> tuple[list[Due], list[Due]]:
    """Return those for a first follow-up, and the others to get in touch with, each once."""
    first = _only(found, frozenset({ReasonKind.FIRST_FOLLOW_UP}))
    taken = {item.standing.path for item in first}
    others = [item for item in _only(found, _ACTIONS) if item.standing.path not in taken]
    return first, in_order(others, today=today, tiers=tiers)


def _only(found: Sequence[Due], kinds: frozenset[ReasonKind]) -> list[Due]:
    """Return those due for a reason of *kinds*, with these reasons alone."""
    kept = []
    for item in found:
        reasons = tuple(reason for reason in item.reasons if reason.kind in kinds)
        if reasons:
            kept.append(
                Due(
                    standing=item.standing,
                    reasons=reasons,
                    last_contact=item.last_contact,
                    attempts=item.attempts,
                )
            )
    return kept


def _fitting(others: Sequence[Due], week: Plan) -> list[Due]:
    """Return those who are in the week's plan."""
    paths = {each.due.standing.path for each in week.now}
    return [item for item in others if item.standing.path in paths]


def _person(item: Due, *, today: date, config: Config) -> Person:
    standing = item.standing
    return Person(
        name=standing.name,
        path=standing.path,
        company=standing.company,
        email=standing.email,
        phone=standing.phone,
        channel=words.suggested_channel(standing, today=today, channels=config.channels),
        boundaries=standing.boundaries,
        why="; ".join(words.reason_words(reason, item, today=today) for reason in item.reasons),
        due_on=item.due_on,
        days_overdue=item.days_overdue(today),
        when=times.lateness_words(item.days_overdue(today)),
        last_contact=item.last_contact,
        points=tuple(words.talking_points(standing, today=today)),
        favour=_favour(standing, today=today, config=config),
    )


def _favour(standing: Standing, *, today: date, config: Config) -> str | None:
    found = balance(standing, today=today, settings=config.favours)
    if not is_owing(found, settings=config.favours):
        return None
    return words.favour_words(found, months=config.favours.months)


def _tasks(found: Sequence[Due], kind: ReasonKind, *, today: date) -> tuple[Task, ...]:
    tasks = [
        Task(
            name=item.standing.name,
            path=item.standing.path,
            text=reason.promise.text,
            due_on=reason.due_on,
            days_overdue=(today - reason.due_on).days,
            when=times.lateness_words((today - reason.due_on).days),
            note=reason.promise.path,
            line=reason.promise.line,
        )
        for item in found
        for reason in item.reasons
        if reason.kind is kind and reason.promise
    ]
    tasks.sort(key=lambda task: (task.due_on, fold(task.name), task.path, task.line))
    return tuple(tasks)


def _birthdays(people: Sequence[Standing], *, today: date, config: Config) -> tuple[Person, ...]:
    until = Period(days=config.report.birthdays).after(today)
    with_birthday = kept_between(people, today=today, until=until)
    found = due(with_birthday, today=today, until=until, rules=config.rules)
    kept = _only(found, frozenset({ReasonKind.BIRTHDAY}))
    kept.sort(key=lambda item: (item.due_on, fold(item.standing.name), item.standing.path))
    return tuple(_person(item, today=today, config=config) for item in kept)


def _offered(
    asleep: Sequence[Standing], *, week: Week, today: date, config: Config
) -> tuple[Person, ...]:
    """Return a few of those asleep: the best connected first, the next ones next week."""
    rules = config.rules
    everybody = due(asleep, today=today, until=date.min, rules=rules, reawaken=True)
    found = _only(everybody, frozenset({ReasonKind.REAWAKEN}))
    count = min(config.report.reawaken, len(found))
    if not count:
        return ()
    start = week.monday.toordinal() // 7 * count % len(found)
    turn = (found + found)[start : start + count]
    return tuple(_person(item, today=today, config=config) for item in turn)


def entries_ahead(standings: Sequence[Standing], *, today: date, until: date) -> list[Ahead]:
    """Return the log entries after *today* up to *until*, in the form that `meetings` takes."""
    return [
        (talk.on, talk.text, standing.path, None, ((standing.path, standing.name),))
        for standing in standings
        for talk in standing.talks
        if today < talk.on <= until and talk.path == standing.path
    ]


def meetings(
    found: Sequence[Ahead],
    *,
    hidden: frozenset[str],
) -> list[Meeting]:
    """Return what is planned: day, title, path, place and people; *hidden* paths are left out."""
    kept = []
    for on, title, path, place, people in found:
        visible = tuple((where, name) for where, name in people if where not in hidden)
        if visible:
            kept.append(
                Meeting(
                    on=on,
                    weekday=times.weekday_words(on),
                    title=links.shown(title),
                    path=path,
                    place=place,
                    people=visible,
                )
            )
    return kept
