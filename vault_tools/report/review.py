"""The review of a month: what it has brought, and what came of attempts, as one plain value."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from vault_tools import links
from vault_tools.config import Config
from vault_tools.dates import Period, add_months
from vault_tools.language import _, message, ngettext
from vault_tools.method.outcomes import (
    Favour,
    MonthFacts,
    Outcome,
    Task,
    month_facts,
    outcomes,
)
from vault_tools.method.trends import weekly_contacts
from vault_tools.model import Standing, Status, Timeline
from vault_tools.report import times, words
from vault_tools.report.hints import Hint

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-10``.

        Raises:
            ValueError: Written otherwise, or no such month.
        """
        match = _MONTH.fullmatch(text)
        if match is None:
            msg = message("{text} is not a month such as 2026-10", text=repr(text))
            raise ValueError(msg)
        try:
            first = date(int(match[1]), int(match[2]), 1)
        except ValueError as error:
            msg = message("there is no month {text}", text=text)
            raise ValueError(msg) from error
        return cls(first.year, first.month)

    @classmethod
    def before(cls, day: date) -> Self:
        """Return the month before the one of *day*, which is the latest that is over."""
        last = Period(days=day.day).before(day)
        return cls(last.year, last.month)

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        if (self.year, self.number) == (date.max.year, date.max.month):
            return date.max
        return add_months(self.first, 1) - timedelta(days=1)

    @property
    def title(self) -> str:
        """Return ``October 2026``."""
        return _("{month} {year}", month=times.month_words(self.first), year=self.year)

    def __str__(self) -> str:
        """Return ``2026-10``."""
        return f"{self.year:04}-{self.number:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A contact, as a report names them."""

    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal, and those named for it with whom there was contact."""

    title: str
    people: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Something given or got."""

    name: str
    path: str
    on: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise of mine."""

    name: str
    path: str
    text: str
    due_on: date | None
    done_on: date | None
    note: str
    """The path of the note in which it stands."""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """How often a channel was used."""

    channel: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What came of some attempts."""

    key: str
    attempts: int
    answered: int
    declined: int
    percent: int | None
    """How many in a hundred were answered; None where they are too few to tell."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What came of the attempts of all times."""

    whole: Share
    by_channel: tuple[Share, ...]
    by_season: tuple[Share, ...]
    by_meeting: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """Everything that the template of the monthly review sees."""

    month: str
    title: str
    """``October 2026``."""
    since: date
    until: date
    """The last day that counts: the month's last one, or today."""
    today: date
    is_over: bool
    contacts: int
    people: int
    made: tuple[Named, ...]
    kept: tuple[Named, ...]
    caught_up: tuple[Named, ...]
    reawakened: tuple[Named, ...]
    gone_quiet: tuple[Named, ...]
    goals: tuple[Goal, ...]
    gave: tuple[Given, ...]
    got: tuple[Given, ...]
    promises_kept: tuple[Promised, ...]
    promises_late: tuple[Promised, ...]
    promises_open: tuple[Promised, ...]
    channels: tuple[Used, ...]
    attempts: int
    answered: int
    answers: Answers | None
    """None where they are turned off, or there were no attempts."""
    figures: tuple[str, ...] = ()
    """How things stand by now: give and take, promises, the load; a line for each."""
    hints: tuple[Hint, ...] = ()
    """What is worth a thought by now."""
    summary: str = ""
    """With how many people there was contact, in one sentence."""
    weekly_contacts: tuple[int, ...] = ()
    """Days of contact, counted for each contact, in the last twelve weeks of the month."""

    @property
    def is_empty(self) -> bool:
        """Return whether the month has brought nothing that is noted."""
        return not (self.contacts or self.attempts or self.gave or self.got) and not (
            self.promises_kept or self.promises_late or self.promises_open or self.gone_quiet
        )


def review(
    timelines: Sequence[Timeline], *, month: Month, today: date, config: Config
) -> ReviewReport:
    """Return the review of *month* as seen on *today*.

    Who is private or has died is left out.
    """
    told = [each for each in timelines if _may_be_told(each.standing)]
    until = max(min(month.last, today), month.first)
    facts = month_facts(
        told,
        since=month.first,
        until=until,
        today=today,
        settings=config.review,
        rules=config.rules,
    )
    return ReviewReport(
        month=str(month),
        title=month.title,
        since=month.first,
        until=until,
        today=today,
        is_over=month.last < today,
        contacts=facts.contacts,
        people=facts.people,
        made=_named(facts.made),
        kept=_named(facts.kept),
        caught_up=_named(facts.caught_up),
        reawakened=_named(facts.reawakened),
        gone_quiet=_named(facts.gone_quiet),
        goals=tuple(Goal(title=title, people=_named(people)) for title, people in facts.goals),
        gave=_given(facts.gave),
        got=_given(facts.got),
        promises_kept=_promised(facts.promises_kept),
        promises_late=_promised(facts.promises_late),
        promises_open=_promised(facts.promises_open),
        channels=tuple(Used(channel=name, count=count) for name, count in facts.channels),
        attempts=facts.attempts,
        answered=facts.answered,
        answers=_answers(told, today=today, config=config),
        summary=_summary(facts),
        weekly_contacts=tuple(weekly_contacts((each.standing for each in told), today=until)),
    )


def _summary(facts: MonthFacts) -> str:
    """Return ``3 contacts with 2 people, 1 of them in time, 1 caught up with.``."""
    people = ngettext("{count} person", "{count} people", facts.people)
    said = ngettext(
        "{count} contact with {people}",
        "{count} contacts with {people}",
        facts.contacts,
        people=people,
    )
    if facts.kept:
        said = _("{contacts}, {count} of them in time", contacts=said, count=len(facts.kept))
    if facts.caught_up:
        said = _("{contacts}, {count} caught up with", contacts=said, count=len(facts.caught_up))
    return f"{said}."


def _may_be_told(standing: Standing) -> bool:
    return not standing.private and standing.status is not Status.DECEASED


def _named(standings: Iterable[Standing]) -> tuple[Named, ...]:
    return tuple(Named(name=one.name, path=one.path) for one in standings)


def _given(favours: Iterable[Favour]) -> tuple[Given, ...]:
    return tuple(
        Given(
            name=each.standing.name,
            path=each.standing.path,
            on=each.on,
            text=links.shown(each.text),
        )
        for each in favours
    )


def _promised(tasks: Iterable[Task]) -> tuple[Promised, ...]:
    return tuple(
        Promised(
            name=task.standing.name,
            path=task.standing.path,
            text=task.promise.text,
            due_on=task.promise.due,
            done_on=task.promise.done_on,
            note=task.promise.path,
            line=task.promise.line,
        )
        for task in tasks
    )


def _answers(timelines: Sequence[Timeline], *, today: date, config: Config) -> Answers | None:
    if not config.review.outcomes:
        return None
    found = outcomes(timelines, today=today, settings=config.review)
    if not found.whole.attempts:
        return None
    return Answers(
        whole=_share(found.whole),
        by_channel=tuple(
            _share(each, key=words.channel_name(each.key)) for each in found.by_channel
        ),
        by_season=tuple(_share(each) for each in found.by_season),
        by_meeting=tuple(_share(each) for each in found.by_meeting),
    )


def _share(outcome: Outcome, *, key: str = "") -> Share:
    return Share(
        key=key or outcome.key,
        attempts=outcome.attempts,
        answered=outcome.answered,
        declined=outcome.declined,
        percent=outcome.percent,
        words=_share_words(outcome),
    )


def _share_words(outcome: Outcome) -> str:
    """Return ``5 of 12 answered (42 %)``, or that they are too few to tell."""
    if outcome.percent is None:
        return ngettext(
            "{count} attempt, too few to tell",
            "{count} attempts, too few to tell",
            outcome.attempts,
        )
    share = _(
        "{part} of {whole} answered ({percent} %)",
        part=outcome.answered,
        whole=outcome.attempts,
        percent=outcome.percent,
    )
    if outcome.declined:
        return _("{share}, {count} said not now", share=share, count=outcome.declined)
    return share
