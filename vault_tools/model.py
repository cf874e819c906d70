"""The nouns of the vault: notes, contacts, interactions, promises and problems, as plain values."""

from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from vault_tools.dates import Birthday, Period
from vault_tools.language import packed, unpacked
from vault_tools.names import fold
from vault_tools.records import dataclass

Value = str | None | list["Value"] | dict[str, "Value"]
"""A property's value as it is written: text, nothing, a list or a mapping of values."""


def texts_in(value: Value) -> list[str]:
    """Return every text in a property's value, however deep, but for blank ones."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    items = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return [text for item in items for text in texts_in(item)]


class Problem(NamedTuple):
    """Something in the vault that can't be understood, and where it stands."""

    path: str
    """POSIX path relative to the vault."""
    line: int
    """Counted from 1 in the file; 1 where the whole file is meant."""
    column: int
    """Counted in characters from 1."""
    code: str
    """Which one it is, as listed under `check --explain`."""
    message: str
    """What is wrong, in words."""

    def row(self) -> "ProblemRow":
        """Return the problem as the index keeps it: in no language."""
        return self.path, self.line, self.column, self.code, packed(self.message)

    @classmethod
    def of_row(cls, row: "ProblemRow") -> "Problem":
        """Return the problem of what `row` has made."""
        path, line, column, code, said = row
        return cls(path, line, column, code, unpacked(said))


ProblemRow = tuple[str, int, int, str, str]


class NoteKind(StrEnum):
    """What a note is to us."""

    CONTACT = "contact"
    EVENT = "event"
    GOAL = "goal"
    NOTE = "note"
    """Any other note; dated or not."""
    TEMPLATE = "template"
    REPORT = "report"
    UNREADABLE = "unreadable"
    """Its bytes or its front matter can't be read; there is a problem that says why."""


class Status(StrEnum):
    """What the owner wants with a contact."""

    ACTIVE = "active"
    DORMANT = "dormant"
    PAUSED = "paused"
    CLOSED = "closed"
    DECEASED = "deceased"


OVER = frozenset({Status.CLOSED, Status.DECEASED})
"""With whom nothing is due any more, and of whom nothing is asked."""
LEFT_ALONE = OVER | {Status.PAUSED}
"""With whom nothing but promises is due, and to whom nothing else is suggested."""


class Attempt(StrEnum):
    """How an interaction ended that was no contact."""

    NO_REPLY = "noreply"
    DECLINED = "declined"


class Role(StrEnum):
    """What a link means where it stands."""

    ATTENDEE = "attendee"
    """In the property of a dated note that names who was there."""
    MENTION = "mention"
    """In running text: in a dated note, contact with whom it names."""
    TASK = "task"
    """In an open or done task's line."""
    PROPERTY = "property"
    OTHER = "other"
    """In a quote, an embed, a block tagged #mention: a link, and nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link from a note to another."""

    line: int
    column: int
    target: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One dated entry of a log, or one dated note as seen by a contact."""

    on: date
    channel: str | None = None
    text: str = ""
    """As written, without day, time and channel; deeper lines follow after a newline."""
    path: str = ""
    line: int = 1
    gave: tuple[str, ...] = ()
    got: tuple[str, ...] = ()
    intro: bool = False
    attempt: Attempt | None = None
    """None means that it was a contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A task between the owner and a contact."""

    text: str
    due: date | None = None
    """None means open, never due."""
    done: bool = False
    done_on: date | None = None
    """The day on which it was kept, where that is written."""
    mine: bool = True
    """Whether the owner promised; False where the contact did (``#waiting``)."""
    path: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One person, as the properties of one note describe them."""

    name: str
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    company: str | None = None
    role: str | None = None
    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    birthday: Birthday | None = None
    met: date | None = None
    met_at: str | None = None
    introduced_by: tuple[str, ...] = ()
    channel: str | None = None
    avoid: tuple[str, ...] = ()
    boundaries: str | None = None
    city: str | None = None
    timezone: str | None = None
    tier: str | None = None
    cadence: Period | None = None
    """Their own, else their tier's, else the vault's; None means no reminders."""
    unpaced: bool = False
    """Whether the note says itself that there is to be none: ``cadence: never``."""
    last_contact: date | None = None
    """As the property says; the true last contact may be later."""
    follow_up: date | None = None
    snooze_until: date | None = None
    status: Status = Status.ACTIVE
    private: bool = False
    goals: tuple[str, ...] = ()
    news: tuple[tuple[date, str], ...] = ()
    """What became known of them, and when; no contact."""
    ignore_mentions: bool = False
    inline_tags: tuple[str, ...] = ()
    """Tags in the text, outside the log."""
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    """Where the properties stand that say who knows whom, by their names: evidence for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated note of type ``event``."""

    place: str | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A note of type ``goal``."""

    deadline: date | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One Markdown file as it is understood."""

    path: str
    kind: NoteKind
    title: str
    """The contact's name, else the file's name without its ending."""
    day: date | None = None
    """The day it is about, for a dated note."""
    aliases: tuple[str, ...] = ()
    contact: Contact | None = None
    event: Event | None = None
    goal: Goal | None = None
    channel: str | None = None
    """How the people of a dated note were met, where it says so."""
    properties: dict[str, Value] = field(default_factory=dict)
    log: tuple[Interaction, ...] = ()
    promises: tuple[Promise, ...] = ()
    links: tuple[Link, ...] = ()
    text: str = ""
    """What stands below the front matter, with newlines as ``\\n``."""
    text_line: int = 1
    """The line of the file on which `text` begins."""
    problems: tuple[Problem, ...] = ()


class Talk(NamedTuple):
    """What was last said: a line to pick up again."""

    on: date
    channel: str | None
    text: str
    path: str
    """The note in which it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the rules need to know about one contact: their properties that matter, and all days.

    Computed when a note is indexed, so that the rules never open a note.
    """

    path: str
    name: str
    tier: str | None = None
    cadence: Period | None = None
    unpaced: bool = False
    """Whether no cadence is what the owner wants."""
    status: Status = Status.ACTIVE
    private: bool = False
    channel: str | None = None
    avoid: tuple[str, ...] = ()
    boundaries: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    birthday: Birthday | None = None
    met: date | None = None
    met_at: str | None = None
    follow_up: date | None = None
    snooze_until: date | None = None
    contact_days: tuple[date, ...] = ()
    """Ascending; with `met` and ``last_contact``, and with days still to come."""
    attempt_days: tuple[date, ...] = ()
    """Ascending, one for each attempt."""
    declined_days: tuple[date, ...] = ()
    """Those of them on which they said: not now."""
    gave_days: tuple[date, ...] = ()
    """Ascending, one for each favour that the owner did them."""
    got_days: tuple[date, ...] = ()
    """Ascending, one for each favour of theirs."""
    news: tuple[tuple[date, str], ...] = ()
    """What became known of them, and when."""
    talks: tuple[Talk, ...] = ()
    """The latest few interactions, the newest first."""
    promises: tuple[Promise, ...] = ()
    """The open ones."""
    degree: int = 0
    """How many notes and contacts they are linked with."""

    @property
    def by_name(self) -> tuple[str, str]:
        """Return what puts contacts in order: the name, then the path."""
        return fold(self.name), self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the vault holds about one contact."""

    note: Note
    standing: Standing
    interactions: tuple[Interaction, ...]
    """The newest first."""
    promises: tuple[Promise, ...]
    links: tuple[str, ...]
    """Paths of the notes that the contact's note links to."""
    backlinks: tuple[str, ...]


class ReasonKind(StrEnum):
    """Why somebody is due."""

    PROMISE = "promise"
    WAITING = "waiting"
    FIRST_FOLLOW_UP = "first-follow-up"
    CADENCE = "cadence"
    FOLLOW_UP = "follow-up"
    BIRTHDAY = "birthday"
    SEASON = "season"
    REAWAKEN = "reawaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason to get in touch, and its day."""

    kind: ReasonKind
    due_on: date
    promise: Promise | None = None
    season: str | None = None
    rested: bool = False
    """Whether the day was moved because attempts went unanswered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Somebody to get in touch with, and everything that says so."""

    standing: Standing
    reasons: tuple[Reason, ...]
    """By day, then kind."""
    last_contact: date | None = None
    attempts: int = 0
    """Attempts since the last contact."""

    @property
    def due_on(self) -> date:
        """Return the earliest day of the reasons."""
        return min([reason.due_on for reason in self.reasons])

    def days_overdue(self, today: date) -> int:
        """Return how many days ago they were due; negative for a day to come."""
        return (today - self.due_on).days
