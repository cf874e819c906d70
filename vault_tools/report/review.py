"""The review of a month: what it has brought, and what came of attempts, as one plain value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from vault_tools import links
from vault_tools.config import Config
from vault_tools.language import _, ngettext
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
from vault_tools.report import words
from vault_tools.report.hints import Hint
from vault_tools.report.month import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A contact, as a report names them."""

    name: str
    """What they are called."""
    path: str
    """Of their note, from the top of the vault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal, and those named for it with whom there was contact."""

    title: str
    """What the goal's note is called."""
    people: tuple[Named, ...]
    """Those named for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Something given or got."""

    name: str
    """What the contact is called."""
    path: str
    """Of the contact's note."""
    on: date
    """The day."""
    text: str
    """What it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise of mine."""

    name: str
    """What the contact is called."""
    path: str
    """Of the contact's note."""
    text: str
    """What was promised."""
    due_on: date | None
    """The day of the promise, where it has one."""
    done_on: date | None
    """The day on which it was kept."""
    note: str
    """The path of the note in which it stands."""
    line: int
    """The line in that note, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """How often a channel was used."""

    channel: str
    """Its name in data, ``phone``."""
    count: int
    """How many contacts went over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What came of some attempts."""

    key: str
    """What these have in common: a channel, a season, how you met."""
    attempts: int
    """How many there were."""
    answered: int
    """How many were answered."""
    declined: int
    """How many were answered with a no for now."""
    percent: int | None
    """How many in a hundred were answered; None where they are too few to tell."""
    words: str
    """All of it, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What came of the attempts of all times."""

    whole: Share
    """Of all attempts."""
    by_channel: tuple[Share, ...]
    """For each channel."""
    by_season: tuple[Share, ...]
    """For each season."""
    by_meeting: tuple[Share, ...]
    """For each way of having met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """Everything that the template of the monthly review sees."""

    month: str
    """``2026-10``."""
    title: str
    """``October 2026``."""
    since: date
    """Its first day."""
    until: date
    """The last day that counts: the month's last one, or today."""
    today: date
    """The day as of which it is told."""
    is_over: bool
    """Whether the whole month counts."""
    contacts: int
    """Days of contact, counted for each contact."""
    people: int
    """With how many people they were."""
    made: tuple[Named, ...]
    """Who was met for the first time."""
    kept: tuple[Named, ...]
    """With whom contact came before they were overdue."""
    caught_up: tuple[Named, ...]
    """With whom it came late."""
    reawakened: tuple[Named, ...]
    """With whom it came after a long silence."""
    gone_quiet: tuple[Named, ...]
    """Who is asleep since."""
    goals: tuple[Goal, ...]
    """The goals that it was good for."""
    gave: tuple[Given, ...]
    """Favours done."""
    got: tuple[Given, ...]
    """Favours received."""
    promises_kept: tuple[Promised, ...]
    """Promises of mine, kept in time."""
    promises_late: tuple[Promised, ...]
    """Promises of mine, kept late."""
    promises_open: tuple[Promised, ...]
    """Promises of mine that were due and are still open."""
    channels: tuple[Used, ...]
    """The most used first."""
    attempts: int
    """How many attempts there were."""
    answered: int
    """How many of them were answered."""
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
