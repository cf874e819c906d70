"""A page before a meeting or an event: lines for the terminal, Markdown, and JSON shapes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date

from vault_tools import links
from vault_tools.language import _, pgettext
from vault_tools.records import dataclass
from vault_tools.render import escape
from vault_tools.report import times, words
from vault_tools.report.brief import Named, PersonBrief, Said, Task
from vault_tools.report.event_brief import EventBrief, Guest

_MOST_TASKS = 3
_MOST_NAMES = 6
_MOST_OPENERS = 4
_MOST_MAY_COME = 6
_LONGEST = 240
_LABEL = 9
Section = tuple[str, list[str]]
"""A heading and its rows; without a heading, facts."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """How text and links from the vault are written in a format."""

    text: Callable[[str], str]
    link: Callable[[str, str], str]
    fact: Callable[[str, str, int], str]
    """A label and what it says; the number is the width of the labels."""

    def facts(self, rows: Iterable[tuple[str, str]]) -> list[str]:
        """Return those that say something, one to a row."""
        said = [(label, text) for label, text in rows if text]
        width = max([_LABEL, *(len(label) for label, _text in said)])
        return [self.fact(label, text, width) for label, text in said]

    def named(self, one: Named) -> str:
        name = self.link(one.path, one.name) if one.path else self.text(one.name)
        return f"{name} ({self.text(one.why)})" if one.why else name

    def names(self, found: Sequence[Named]) -> str:
        return words.names_words([*map(self.named, found)], most=_MOST_NAMES)

    def short(self, text: str) -> str:
        return self.text(text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…")


_TERMINAL = _Ink(
    escape.one_line,
    lambda _path, name: escape.one_line(name),
    lambda label, text, width: f"{label:<{width}} {text}",
)
_MARKDOWN = _Ink(
    lambda text: escape.markdown(links.shown(text)),
    escape.wikilink,
    lambda label, text, _width: f"{label}: {text}",
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
    yield ("", ink.facts(_facts(found, ink)))
    yield (_("You promised"), _tasks(found.promises_mine, ink))
    yield (_("They promised"), _tasks(found.promises_theirs, ink))
    yield (_("Last talks"), [_talk(talk, ink) for talk in found.talks])
    yield (_("To begin with"), [ink.short(text) for text in found.openers[:_MOST_OPENERS]])
    if found.place:
        heading = _("Also in {place}", place=ink.text(found.place))
        yield (heading, [ink.named(one) for one in found.nearby])


def _facts(found: PersonBrief, ink: _Ink) -> Iterator[tuple[str, str]]:
    """Yield who they are, boundaries first."""
    work = ", ".join(part for part in (found.role, found.company, found.city) if part)
    avoid = ", ".join(words.channel_words(channel) for channel in found.avoid)
    yield (pgettext("what to mind with somebody", "mind"), ink.text(found.boundaries or ""))
    yield (pgettext("channels to avoid", "avoid"), ink.text(avoid))
    yield (_("who"), ink.text(work))
    yield (pgettext("when and where we met", "met"), _met(found, ink))
    reach = ", ".join((*_preferred(found), *found.email, *found.phone))
    yield (pgettext("how to reach somebody", "reach"), ink.text(reach))
    yield (pgettext("what time it is there", "there"), _local_time(found, ink))
    last = f"{_day(found.last_contact)}, {found.last_when}" if found.last_contact else ""
    yield (pgettext("the last contact", "last"), last)
    yield (_("birthday"), _birthday(found))
    yield (_("goals"), ink.names(found.goals))
    yield (_("favours"), _favours(found))
    yield (pgettext("contacts in common", "shared"), ink.names(found.shared))


def _local_time(found: PersonBrief, ink: _Ink) -> str:
    if not found.local_time:
        return ""
    return _("{time} in {zone}", time=found.local_time, zone=ink.text(found.timezone or ""))


def _preferred(found: PersonBrief) -> tuple[str, ...]:
    if not found.channel:
        return ()
    return (_("prefers {channel}", channel=words.channel_words(found.channel)),)


def _met(found: PersonBrief, ink: _Ink) -> str:
    by = ", ".join(ink.named(one) for one in found.introduced_by)
    introduced = _("introduced by {names}", names=by) if by else ""
    parts = (_day(found.met), ink.text(found.met_at or ""), introduced)
    return ", ".join(part for part in parts if part)


def _birthday(found: PersonBrief) -> str:
    return f"{_day(found.birthday)}, {found.birthday_words}" if found.birthday else ""


def _favours(found: PersonBrief) -> str:
    if not found.gave and not found.got:
        return ""
    span = times.span_words(found.favour_months)
    return _("in {span} you gave {gave} and got {got}", span=span, gave=found.gave, got=found.got)


def _tasks(found: Sequence[Task], ink: _Ink) -> list[str]:
    rows = [_task(one, ink) for one in found[:_MOST_TASKS]]
    return [*rows, *_more(len(found) - _MOST_TASKS)]


def _task(task: Task, ink: _Ink) -> str:
    text = ink.short(task.text)
    if not task.due:
        return text
    return _("{text} (due {day}, {when})", text=text, day=_day(task.due), when=task.when)


def _talk(talk: Said, ink: _Ink) -> str:
    channel = f" {ink.text(words.channel_words(talk.channel))}" if talk.channel else ""
    return f"{_day(talk.on)}{channel} ({talk.when}): {ink.short(talk.text)}"


def _of_event(found: EventBrief, ink: _Ink) -> Iterator[Section]:
    yield ("", ink.facts(_place_and_time(found, ink)))
    if found.is_past:
        met = [row for guest in found.guests for row in _met_there(guest, ink)]
        yield (_("Who was there"), [*met, *_others(found, ink)])
        return
    there = [row for guest in found.guests for row in _guest(guest, ink)]
    yield (_("Who will be there"), [*there, *_others(found, ink)])
    pairs = [
        _("{one} and {other}", one=ink.text(one), other=ink.text(other))
        for one, other in found.acquainted
    ]
    yield (_("Who knows whom"), _first(pairs))
    yield (_("Whom several of them know"), _first([ink.named(one) for one in found.shared]))
    yield (
        _("May come too, and matters for a goal"),
        _first([ink.named(one) for one in found.may_come]),
    )
    said = [ink.text(found.introduction)] if found.introduction else []
    yield (_("You, in two sentences"), said)


def _place_and_time(found: EventBrief, ink: _Ink) -> Iterator[tuple[str, str]]:
    if found.on:
        days = _day(found.on)
        if found.end and found.end > found.on:
            days = _("{first} to {last}", first=days, last=_day(found.end))
        yield (_("when"), f"{days} ({found.when})")
    yield (_("where"), ink.text(found.place or ""))


def _guest(guest: Guest, ink: _Ink) -> Iterator[str]:
    yield _head(guest, ink)
    if guest.boundaries:
        mind = _("mind: {text}", text=ink.text(guest.boundaries))
        yield f"  {mind}"
    if guest.last_contact:
        last = _("last {day}", day=_day(guest.last_contact))
        yield f"  {last}: {ink.short(guest.about)}" if guest.about else f"  {last}"
    yield from _promised(guest, ink)
    if guest.opener:
        opener = _("to begin with: {text}", text=ink.short(guest.opener))
        yield f"  {opener}"


def _met_there(guest: Guest, ink: _Ink) -> Iterator[str]:
    head = _head(guest, ink)
    yield _("{name}; first met here", name=head) if guest.met_here else head
    since = _since(guest)
    if since:
        yield f"  {since}"
    yield from _promised(guest, ink)


def _since(guest: Guest) -> str:
    if guest.followed_up:
        return _("next contact {day}", day=_day(guest.followed_up))
    if guest.follow_up_by:
        return _("no word yet; in time until {day}", day=_day(guest.follow_up_by))
    return "" if guest.is_over else _("no contact since")


def _promised(guest: Guest, ink: _Ink) -> Iterator[str]:
    for task in guest.promises[:_MOST_TASKS]:
        promised = _("you promised: {text}", text=_task(task, ink))
        yield f"  {promised}"


def _head(guest: Guest, ink: _Ink) -> str:
    work = ", ".join(part for part in (guest.role, guest.company) if part)
    name = ink.link(guest.path, guest.name)
    return f"{name}, {ink.text(work)}" if work else name


def _others(found: EventBrief, ink: _Ink) -> list[str]:
    names = ", ".join(ink.text(name) for name in found.others)
    return [_("also named: {names}", names=names)] if names else []


def _first(rows: list[str]) -> list[str]:
    return [*rows[:_MOST_MAY_COME], *_more(len(rows) - _MOST_MAY_COME)]


def _more(count: int) -> list[str]:
    return [_("and {count} more", count=count)] if count > 0 else []


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
