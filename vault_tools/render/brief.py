"""A page before a meeting or an event: lines for the terminal, Markdown, and JSON shapes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date

from vault_tools import links
from vault_tools.records import dataclass
from vault_tools.render import escape
from vault_tools.report.brief import Named, PersonBrief, Said, Task
from vault_tools.report.event_brief import EventBrief, Guest

_MOST_TASKS = 3
_MOST_NAMES = 6
_MOST_OPENERS = 4
_MOST_MAY_COME = 6
_LONGEST = 240
Section = tuple[str, list[str]]
"""A heading and its rows; without a heading, facts."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """How text and links from the vault are written in a format."""

    text: Callable[[str], str]
    link: Callable[[str, str], str]
    fact: Callable[[str, str], str]

    def named(self, one: Named) -> str:
        name = self.link(one.path, one.name) if one.path else self.text(one.name)
        return f"{name} ({self.text(one.why)})" if one.why else name

    def names(self, found: Sequence[Named]) -> str:
        shown = ", ".join(self.named(one) for one in found[:_MOST_NAMES])
        return shown + _more(found, _MOST_NAMES)

    def short(self, text: str) -> str:
        return self.text(text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…")


_TERMINAL = _Ink(
    escape.one_line,
    lambda _path, name: escape.one_line(name),
    lambda label, text: f"{label:<9} {text}",
)
_MARKDOWN = _Ink(
    lambda text: escape.markdown(links.shown(text)),
    escape.wikilink,
    lambda label, text: f"{label}: {text}",
)


def brief_lines(found: PersonBrief | EventBrief) -> Iterator[str]:
    """Yield the page for the terminal."""
    yield escape.one_line(_title(found))
    for heading, rows in _sections(found, _TERMINAL):
        if heading:
            yield ""
            yield heading
        yield from (f"  {row}" for row in rows)


def brief_markdown(found: PersonBrief | EventBrief) -> Iterator[str]:
    """Yield the page as lines of Markdown."""
    name = found.name if isinstance(found, PersonBrief) else found.title
    rest = _title(found).removeprefix(name)
    yield f"# {_MARKDOWN.link(found.path, name)}{_MARKDOWN.text(rest) if rest else ''}"
    for heading, rows in _sections(found, _MARKDOWN):
        yield ""
        if heading:
            yield from (f"## {heading}", "")
        yield from (_item(row) for row in rows)


def brief_shape(found: PersonBrief | EventBrief) -> dict[str, object]:
    """Return the shape of ``brief``."""
    if isinstance(found, PersonBrief):
        return {"kind": "person", **asdict(found)}
    pairs = [{"names": list(pair)} for pair in found.acquainted]
    return {"kind": "event", **asdict(found), "acquainted": pairs}


def _title(found: PersonBrief | EventBrief) -> str:
    if isinstance(found, EventBrief):
        return found.title
    return f"{found.name} ({found.status})" if found.status else found.name


def _item(row: str) -> str:
    """Return a row as a list item; what belongs to the row before it stands below that."""
    bare = row.lstrip(" ")
    return f"  - {bare}" if bare != row else f"- {row}"


def _sections(found: PersonBrief | EventBrief, ink: _Ink) -> Iterator[Section]:
    sections = _of_person(found, ink) if isinstance(found, PersonBrief) else _of_event(found, ink)
    return (section for section in sections if section[1])


def _of_person(found: PersonBrief, ink: _Ink) -> Iterator[Section]:
    yield ("", list(_facts(found, ink)))
    yield ("You promised", _tasks(found.promises_mine, ink))
    yield ("They promised", _tasks(found.promises_theirs, ink))
    yield ("Last talks", [_talk(talk, ink) for talk in found.talks])
    yield ("To begin with", [ink.short(text) for text in found.openers[:_MOST_OPENERS]])
    if found.place:
        yield (f"Also in {ink.text(found.place)}", [ink.named(one) for one in found.nearby])


def _facts(found: PersonBrief, ink: _Ink) -> Iterator[str]:
    """Yield who they are, boundaries first, one fact to a row."""
    work = ", ".join(part for part in (found.role, found.company, found.city) if part)
    rows = (
        ("mind", ink.text(found.boundaries or "")),
        ("avoid", ink.text(", ".join(found.avoid))),
        ("who", ink.text(work)),
        ("met", _met(found, ink)),
        ("reach", ink.text(", ".join((*_preferred(found), *found.email, *found.phone)))),
        (
            "there",
            f"{found.local_time} in {ink.text(found.timezone or '')}" if found.local_time else "",
        ),
        ("last", f"{_day(found.last_contact)}, {found.last_when}" if found.last_contact else ""),
        ("birthday", _birthday(found)),
        ("goals", ink.names(found.goals)),
        ("favours", _favours(found)),
        ("shared", ink.names(found.shared)),
    )
    return (ink.fact(label, text) for label, text in rows if text)


def _preferred(found: PersonBrief) -> tuple[str, ...]:
    return (f"prefers {found.channel}",) if found.channel else ()


def _met(found: PersonBrief, ink: _Ink) -> str:
    by = ", ".join(ink.named(one) for one in found.introduced_by)
    parts = (_day(found.met), ink.text(found.met_at or ""), f"introduced by {by}" if by else "")
    return ", ".join(part for part in parts if part)


def _birthday(found: PersonBrief) -> str:
    return f"{_day(found.birthday)}, {found.birthday_words}" if found.birthday else ""


def _favours(found: PersonBrief) -> str:
    if not found.gave and not found.got:
        return ""
    return f"in two years you gave {found.gave} and got {found.got}"


def _tasks(found: Sequence[Task], ink: _Ink) -> list[str]:
    rows = [_task(one, ink) for one in found[:_MOST_TASKS]]
    return [*rows, f"and {len(found) - _MOST_TASKS} more"] if len(found) > _MOST_TASKS else rows


def _task(task: Task, ink: _Ink) -> str:
    due = f" (due {_day(task.due)}, {task.when})" if task.due else ""
    return f"{ink.short(task.text)}{due}"


def _talk(talk: Said, ink: _Ink) -> str:
    channel = f" {ink.text(talk.channel)}" if talk.channel else ""
    return f"{_day(talk.on)}{channel} ({talk.when}): {ink.short(talk.text)}"


def _of_event(found: EventBrief, ink: _Ink) -> Iterator[Section]:
    yield ("", list(_place_and_time(found, ink)))
    if found.is_past:
        met = [row for guest in found.guests for row in _met_there(guest, ink)]
        yield ("Who was there", [*met, *_others(found, ink)])
        return
    there = [row for guest in found.guests for row in _guest(guest, ink)]
    yield ("Who will be there", [*there, *_others(found, ink)])
    pairs = [f"{ink.text(one)} and {ink.text(other)}" for one, other in found.acquainted]
    yield ("Who knows whom", _first(pairs))
    yield ("Whom several of them know", _first([ink.named(one) for one in found.shared]))
    yield (
        "May come too, and matters for a goal",
        _first([ink.named(one) for one in found.may_come]),
    )
    yield ("You, in two sentences", [ink.text(found.introduction)] if found.introduction else [])


def _place_and_time(found: EventBrief, ink: _Ink) -> Iterator[str]:
    if found.on:
        until = f" to {_day(found.end)}" if found.end and found.end > found.on else ""
        yield ink.fact("when", f"{_day(found.on)}{until} ({found.when})")
    if found.place:
        yield ink.fact("where", ink.text(found.place))


def _guest(guest: Guest, ink: _Ink) -> Iterator[str]:
    yield _head(guest, ink)
    if guest.boundaries:
        yield f"  mind: {ink.text(guest.boundaries)}"
    if guest.last_contact:
        about = f": {ink.short(guest.about)}" if guest.about else ""
        yield f"  last {_day(guest.last_contact)}{about}"
    yield from (f"  you promised: {_task(task, ink)}" for task in guest.promises[:_MOST_TASKS])
    if guest.opener:
        yield f"  to begin with: {ink.short(guest.opener)}"


def _met_there(guest: Guest, ink: _Ink) -> Iterator[str]:
    met = "; first met here" if guest.met_here else ""
    yield f"{_head(guest, ink)}{met}"
    if guest.followed_up:
        yield f"  next contact {_day(guest.followed_up)}"
    elif guest.follow_up_by:
        yield f"  no word yet; in time until {_day(guest.follow_up_by)}"
    elif not guest.is_over:
        yield "  no contact since"
    yield from (f"  you promised: {_task(task, ink)}" for task in guest.promises[:_MOST_TASKS])


def _head(guest: Guest, ink: _Ink) -> str:
    work = ", ".join(part for part in (guest.role, guest.company) if part)
    name = ink.link(guest.path, guest.name)
    return f"{name}, {ink.text(work)}" if work else name


def _others(found: EventBrief, ink: _Ink) -> list[str]:
    names = ", ".join(ink.text(name) for name in found.others)
    return [f"also named: {names}"] if names else []


def _first(rows: list[str]) -> list[str]:
    more = [f"and {len(rows) - _MOST_MAY_COME} more"] if len(rows) > _MOST_MAY_COME else []
    return [*rows[:_MOST_MAY_COME], *more]


def _more(found: Sequence[object], most: int) -> str:
    return f" and {len(found) - most} more" if len(found) > most else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
