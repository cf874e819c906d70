"""A warm path in words: why to trust each step, and what to mind before asking."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from vault_tools import links
from vault_tools.config import Config
from vault_tools.followups import last_contact
from vault_tools.language import _, message
from vault_tools.method import favours
from vault_tools.model import Note, Standing, Status, Timeline
from vault_tools.network.nearest import Near
from vault_tools.network.paths import WarmPath
from vault_tools.network.people import Network, Person
from vault_tools.network.ties import WEAK, Statement, Tie, TieKind
from vault_tools.report import times, words

ME = "Me"
"""The owner, in data; `own_name` is for people."""
RECENT = 90
"""Days in which a favour is recent."""
_WARM = 0.5
_REASONS = 2
_WARMTHS = {"warm": message("warm"), "mild": message("mild"), "cool": message("cool")}
_STATUSES = {
    Status.ACTIVE: message("active"),
    Status.DORMANT: message("dormant"),
    Status.PAUSED: message("paused"),
    Status.CLOSED: message("closed"),
    Status.DECEASED: message("deceased"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One tie on a path, and why to trust it."""

    source: str
    target: str
    kind: TieKind
    evidence: str
    """``path:line``."""
    on: date | None
    strength: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """One path in words."""

    names: tuple[str, ...]
    """From the owner on."""
    notes: tuple[str, ...]
    """Paths of their notes, but for the owner's."""
    steps: tuple[Step, ...]
    strength: float
    warmth: str
    """A word for the strength, in data; `warmth_words` is for people."""
    mind: tuple[str, ...]
    """What to think of before asking the first on the path."""
    owing: bool
    """Whether the owner owes them a favour."""
    brought: tuple[str, ...]
    """Who brought whom, down to the one who brought somebody whom the owner knows."""

    @property
    def is_direct(self) -> bool:
        """Return whether the owner knows them without any help."""
        return len(self.steps) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the draft of a message sees that asks for an introduction."""

    to: str
    """How to address the one who is asked."""
    whom: str
    """Whom to be introduced to."""
    role: str | None
    """What the one to be met does."""
    company: str | None
    """Where the one to be met works."""
    over: tuple[str, ...]
    """Those between the one who is asked and the one to be met."""
    introduction: str | None
    """How the owner introduces themselves, in their profile."""


def introduction(
    path: WarmPath,
    *,
    network: Network,
    own: Timeline,
    notes: Mapping[str, Note],
    brought: tuple[str, ...],
    today: date,
    config: Config,
) -> Introduction:
    """Return a path in words.

    *own* is what the owner has had with the first on it, *notes* are of all, by path, and
    *brought* those over whom the owner came to know the last.
    """
    first = path.people[0]
    steps = [_own_step(first, own, today=today)]
    for source, target in pairwise(path.people):
        tie = network.tie(source.path, target=target.path)
        if tie:
            place = located(tie.statements[0], notes).place
            steps.append(_step(tie, source=source, target=target, place=place, today=today))
    mind = () if path.is_direct else asking(first.standing, today=today, config=config)
    balance = favours.balance(first.standing, today=today, settings=config.favours)
    return Introduction(
        names=(ME, *(one.name for one in path.people)),
        notes=tuple(one.path for one in path.people),
        steps=tuple(steps),
        strength=path.strength,
        warmth=warmth(path.strength),
        mind=tuple(mind),
        owing=favours.is_owing(balance, settings=config.favours),
        brought=brought,
    )


def request(path: WarmPath, notes: Mapping[str, Note], *, about: str | None) -> Request:
    """Return what a message that asks the first on a path has to say; *about* is the owner."""
    asked, target = notes[path.people[0].path], notes[path.target.path].contact
    return Request(
        to=_address(asked),
        whom=path.target.name,
        role=target.role if target else None,
        company=target.company if target else None,
        over=tuple(one.name for one in path.people[1:-1]),
        introduction=about,
    )


def asking(how: Standing, *, today: date, config: Config) -> list[str]:
    """Return what to think of before asking somebody: what is open, owed, recent or wished."""
    promises = [each for each in how.promises if each.mine and not each.done]
    found = [words.promise_words(each) for each in promises]
    balance = favours.balance(how, today=today, settings=config.favours)
    if favours.is_owing(balance, settings=config.favours):
        found.append(words.favour_words(balance, months=config.favours.months))
    if balance.last_got and (today - balance.last_got).days <= RECENT:
        on = times.day_words(balance.last_got, today=today)
        found.append(_("they did you a favour on {day}", day=on))
    if how.boundaries:
        found.append(how.boundaries)
    rest = words.rest_words(how, today=today, rules=config.rules)
    if rest:
        found.append(rest)
    if how.status in {Status.PAUSED, Status.DORMANT}:
        found.append(_("noted as {status}", status=status_words(how.status)))
    if how.snooze_until and how.snooze_until > today:
        until = times.day_words(how.snooze_until, today=today)
        found.append(_("snoozed until {day}", day=until))
    return found


def status_words(status: Status) -> str:
    """Return how a contact's status is called."""
    return str(_STATUSES[status])


def own_name() -> str:
    """Return what the owner is called, in the language that is spoken."""
    return _("Me")


def warmth(strength: float) -> str:
    """Return how warm a path or a tie is, in a word of the data."""
    if strength >= _WARM:
        return "warm"
    return "mild" if strength >= WEAK else "cool"


def warmth_words(strength: float) -> str:
    """Return how warm a path or a tie is, in a word of the language that is spoken."""
    return str(_WARMTHS[warmth(strength)])


def tie_words(tie: Tie, *, source: str, target: str, today: date) -> str:
    """Return why one is said to know of the other: the two weightiest kinds of reason."""
    by_kind: dict[TieKind, Statement] = {}
    for each in tie.statements:
        by_kind.setdefault(each.kind, each)
    chosen = list(by_kind.values())[:_REASONS]
    return "; ".join(
        _statement_words(each, source=source, target=target, today=today) for each in chosen
    )


def located(said: Statement, notes: Mapping[str, Note]) -> Statement:
    """Return what is said with its line: that of a company is known from a note alone."""
    if said.kind is not TieKind.COMPANY:
        return said
    return replace(said, line=_line(notes[said.path], "company"))


def near_words(near: Near) -> str:
    """Return who is nearest to somebody out of reach, and why, as a sentence."""
    shared = [_("also at {company}", company=near.company)] if near.company else []
    shared += [_("also #{tag}", tag=tag) for tag in near.tags]
    shared += [_("also in {city}", city=near.city)] if near.city else []
    return _("Nearest: {name}, {shared}.", name=near.person.name, shared=", ".join(shared))


def contact_words(timeline: Timeline, *, today: date) -> tuple[str, str]:
    """Return when the owner was last in touch with somebody, and where that stands."""
    last = last_contact(timeline.standing, today=today)
    entry = next(
        (each for each in timeline.interactions if each.on == last and not each.attempt), None
    )
    if entry:
        place = f"{entry.path}:{entry.line}"
    else:
        is_met = last == timeline.standing.met
        names = ("met", "met_at") if is_met else ("last_contact",)
        place = f"{timeline.note.path}:{_line(timeline.note, *names)}"
    if last is None:
        return _("no contact is noted"), place
    on = times.day_words(last, today=today)
    if entry and entry.channel:
        channel = words.channel_words(entry.channel)
        return _("you were last in touch on {day} ({channel})", day=on, channel=channel), place
    return _("you were last in touch on {day}", day=on), place


def _line(note: Note, *names: str) -> int:
    """Return the line of the first of these properties that a note has; 1 where it has none."""
    lines = note.contact.lines if note.contact else {}
    return next((lines[name] for name in names if name in lines), 1)


def _own_step(first: Person, timeline: Timeline, *, today: date) -> Step:
    said, place = contact_words(timeline, today=today)
    return Step(
        source=ME,
        target=first.name,
        kind=TieKind.CONTACT,
        evidence=place,
        on=last_contact(timeline.standing, today=today),
        strength=first.strength,
        words=said,
    )


def _step(tie: Tie, *, source: Person, target: Person, place: str, today: date) -> Step:
    return Step(
        source=source.name,
        target=target.name,
        kind=tie.kind,
        evidence=place,
        on=tie.statements[0].on,
        strength=tie.strength,
        words=tie_words(tie, source=source.name, target=target.name, today=today),
    )


def _statement_words(each: Statement, *, source: str, target: str, today: date) -> str:
    words = _reason(each, source=source, target=target)
    if each.on is None:
        return words
    on = times.day_words(each.on, today=today)
    if each.kind in {TieKind.MEETING, TieKind.EVENT}:
        return _("{reason}, {day}", reason=words, day=on)
    return _("{reason} on {day}", reason=words, day=on)


def _reason(each: Statement, *, source: str, target: str) -> str:
    match each.kind:
        case TieKind.INTRODUCED:
            return _("{source} introduced {target} to you", source=source, target=target)
        case TieKind.INTRO:
            return _(
                "an introduction to {target} is noted with {source}", source=source, target=target
            )
        case TieKind.MEETING | TieKind.EVENT:
            return _("both are named in {title}", title=each.title)
        case TieKind.COMPANY:
            return _("both are at {company}", company=each.title)
        case _:
            return _("the note of {source} names {target}", source=source, target=target)


def _address(note: Note) -> str:
    """Return what to call somebody: their first alias, else the first word of their name."""
    if note.contact and note.contact.aliases:
        return links.shown(note.contact.aliases[0])
    name = note.title
    first = name.split()[0] if name.split() else name
    return name if first.endswith(".") else first
