"""What stands below the front matter: the log, promises, links and tags, in one pass over lines."""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from vault_tools import links
from vault_tools.dates import parse_day
from vault_tools.language import message, quoted, reason
from vault_tools.model import Interaction, Link, Problem, Promise, Role
from vault_tools.parse.lines import Line, running_lines
from vault_tools.parse.log import Entry, interaction, parse_head
from vault_tools.parse.tasks import Task, parse_task

_HEADING = re.compile(r"(#{1,6})[ \t](.*)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(.*)")
_TAG = re.compile(r"(?:^|(?<=[\s(,;]))#([\w/-]*[^\W\d][\w/-]*)")
_MENTION_TAG = re.compile(r"(?<!\S)#mention(?![\w/-])", re.IGNORECASE)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


@dataclass(slots=True)
class LogSection:
    """Where a log stands."""

    heading: int
    """The line of its heading."""
    end: int = sys.maxsize
    """The line of the heading that ends it; beyond all of them where the text does."""

    def __contains__(self, line: int) -> bool:
        """Return whether *line* stands in it, below its heading."""
        return self.heading < line < self.end


@dataclass(slots=True)
class Body:
    """What the text of one note says."""

    log: list[Interaction] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    day_links: list[tuple[date, int, str]] = field(default_factory=list)
    """Links to a day in running text outside the log: the day, the line and its text."""
    tags: list[str] = field(default_factory=list)
    """Tags outside the log, in order."""
    logs: list[LogSection] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the text of one note is to be read."""

    path: str
    first_line: int
    headings: frozenset[str]
    """The log's headings, casefolded."""
    channels: Mapping[str, str]
    day: date | None
    """The day of a dated note."""
    promise_after: timedelta


def read_body(text: str, reading: Reading) -> Body:
    """Return what *text* says, read line by line."""
    reader = _BodyReader(reading)
    if ("<<<<<<<" in text or ">>>>>>>" in text) and _CONFLICT.search(text):
        reader.conflict(text)
    for line in running_lines(text, first=reading.first_line):
        if line.prose and not line.prose.isspace():
            reader.read(line)
    reader.close_entry()
    return reader.body


class _BodyReader:
    """Where the pass is: under which heading, in which entry, in which block."""

    def __init__(self, reading: Reading) -> None:
        self.body = Body()
        self._reading = reading
        self._log_level = 0
        self._entry: Entry | None = None
        self._mention_indent: int | None = None

    def conflict(self, text: str) -> None:
        """Note a merge conflict that is not resolved, unless it is quoted as code."""
        for line in running_lines(text, first=self._reading.first_line):
            if _CONFLICT.match(line.text):
                said = message("a merge conflict is not resolved here")
                self._problem(line, "conflict-marker", message=said)
                return

    def read(self, line: Line) -> None:
        """Take in one line that is not blank."""
        prose, hashed = line.prose, "#" in line.prose
        heading = _HEADING.fullmatch(prose) if hashed and prose[0] == "#" else None
        if heading:
            self._open_heading(heading, line.number)
        indent = line.indent
        silent = line.quote
        if self._mention_indent is not None or (hashed and ("#m" in prose or "#M" in prose)):
            silent = self._is_mention(line, indent) or silent
        if self._entry is not None and indent <= self._entry.indent:
            self.close_entry()
        item = None if line.quote or heading else _ITEM.fullmatch(line.text)
        boxed = item is not None and item[1].startswith("[")
        task = self._read_task(line, item) if item and boxed else None  # what its links mean
        if self._entry is not None:
            self._entry.deeper.append(line.text.strip())
        elif item is not None and self._log_level and task is None:
            self._open_entry(line, item)
        if hashed and not self._log_level:
            self.body.tags += _TAG.findall(prose)
        if "[[" in prose:
            role = task or Role.MENTION
            # A task is no contact anyway: a #mention doesn't keep it from being a promise.
            self._read_links(line, role=Role.OTHER if silent and role is Role.MENTION else role)

    def close_entry(self) -> None:
        """End the entry that is open."""
        entry = self._entry
        if entry is not None:
            reading, self._entry = self._reading, None
            self.body.log.append(interaction(entry, path=reading.path, channels=reading.channels))

    def _open_heading(self, heading: re.Match[str], number: int) -> None:
        self.close_entry()
        self._mention_indent = None
        level = len(heading[1])
        if _heading_text(heading).casefold() in self._reading.headings:
            if not self._log_level:
                self.body.logs.append(LogSection(number))
            self._log_level = min(level, self._log_level or level)
        elif self._log_level and level <= self._log_level:
            self._log_level = 0
            self.body.logs[-1].end = number

    def _open_entry(self, line: Line, item: re.Match[str]) -> None:
        try:
            head = parse_head(item[1], channels=self._reading.channels)
        except ValueError as error:
            self._problem(line, "bad-log-day", message=reason(error), column=item.start(1) + 1)
            return
        if head is not None:
            self._entry = Entry(head, line.indent, line.number)

    def _is_mention(self, line: Line, indent: int) -> bool:
        """Return whether the line stands in a block tagged ``#mention``."""
        if self._mention_indent is not None and indent > self._mention_indent:
            return True
        tagged = "#" in line.prose and _MENTION_TAG.search(line.prose) is not None
        self._mention_indent = indent if tagged else None
        return tagged

    def _read_task(self, line: Line, item: re.Match[str]) -> Role | None:
        """Keep the promise that an item is; return what its links mean, None for no task."""
        task = parse_task(item[1])
        if task is None:
            return None
        if task.dropped:
            return Role.OTHER
        for written in task.bad_days:
            column = line.text.find(written, item.start(1)) + 1
            said = message("{text} is not a day such as 2026-11-30", text=quoted(written))
            self._problem(line, "bad-date", message=said, column=column)
        self._keep_promise(task, line)
        return Role.MENTION if task.done else Role.TASK

    def _keep_promise(self, task: Task, line: Line) -> None:
        day = self._entry.head.on if self._entry else self._reading.day
        implied = day + self._reading.promise_after if day and not task.due else None
        self.body.promises.append(
            Promise(
                text=task.text,
                due=task.due or implied,
                done=task.done,
                done_on=task.done_on if task.done else None,
                mine=not task.waiting,
                path=self._reading.path,
                line=line.number,
            )
        )

    def _read_links(self, line: Line, *, role: Role) -> None:
        text = line.text.strip()
        for link in links.find(line.prose):
            meant = Role.OTHER if link.embed else role
            if link.day and meant is Role.MENTION and not self._log_level:
                self._keep_day(link, line=line, text=text)
            if link.target:
                self.body.links.append(
                    Link(
                        line=line.number,
                        column=link.column,
                        target=link.target,
                        role=meant,
                    )
                )

    def _keep_day(self, link: links.Wikilink, *, line: Line, text: str) -> None:
        try:
            self.body.day_links.append((parse_day(link.day or ""), line.number, text))
        except ValueError as error:
            said = message("{name}: {reason}", name=f"[[{link.target}]]", reason=reason(error))
            self._problem(line, "bad-date", message=said, column=link.column)

    def _problem(self, line: Line, code: str, *, message: str, column: int = 1) -> None:
        self.body.problems.append(Problem(self._reading.path, line.number, column, code, message))


def heading_text(prose: str) -> str | None:
    """Return what a heading says, without closing ``#`` and a colon; None for any other line."""
    heading = _HEADING.fullmatch(prose)
    return _heading_text(heading) if heading else None


def _heading_text(heading: re.Match[str]) -> str:
    bare = heading[2].strip()
    unhashed = bare.rstrip("#")
    if unhashed != unhashed.rstrip():
        bare = unhashed
    return bare.strip().rstrip(":").strip()


def inline_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return each tag once, without a slash at its end."""
    return tuple(dict.fromkeys(tag.rstrip("/") for tag in tags))
