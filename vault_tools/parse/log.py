"""Log entries: ``- DAY [TIME] [CHANNEL:] TEXT``, and the tags in them that have a meaning."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from vault_tools.dates import parse_day
from vault_tools.language import message, quoted
from vault_tools.model import Attempt, Interaction
from vault_tools.names import property_key
from vault_tools.parse.lines import is_quote, running_lines

_DAY = re.compile(
    r"\[\[(?:[^\[\]|]*/)?([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[|#][^\[\]]*)?\]\]"
    r"|([0-9]{4}-[0-9]{2}-[0-9]{2})(?:(?!\w)|(?=T[0-9]))"
)
_USUAL_HEAD = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) #?([^\W\d_][\w-]{0,30}):[ \t]+")
"""What `parse_head` says of the usual spelling of a known channel, in one step."""
_NEARLY_A_DAY = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}(?![\w])")
_SEPARATOR = re.compile(r"\A[ \t]*[—–:-]?[ \t]*")
_TIME = re.compile(r"\AT?([0-9]{1,2}:[0-9]{2})(?::[0-9]{2})?(?: Uhr)?(?!\w)")
_CHANNEL = re.compile(r"#?([^\W\d_][\w/ -]{0,30}?)[ \t]*:(?:[ \t]+|$)")
_MARK = re.compile(
    r"(?<![\w/#])#(gave|got|intro|noreply|declined)(?![\w/-])[ \t]*:?", re.IGNORECASE
)
_FIELD = re.compile(r"[\[(](gave|got|channel)::([^\[\]()\n]{0,500})[\])]", re.IGNORECASE)


class Head(NamedTuple):
    """The beginning of an entry."""

    on: date
    channel: str | None
    text: str


@dataclass(slots=True)
class Entry:
    """One entry of a log, as far as it was read."""

    head: Head
    indent: int
    line: int
    deeper: list[str] = field(default_factory=list)
    """The lines below it that belong to it."""


def parse_head(item: str, *, channels: Mapping[str, str]) -> Head | None:
    """Return the day, channel and text of a list item, or None if it begins with no day.

    Raises:
        ValueError: It begins with what looks like a day but isn't one.
    """
    usual = _USUAL_HEAD.match(item)
    known = usual and channels.get(usual[2])
    if usual and known:
        return Head(parse_day(usual[1]), known, item[usual.end() :].strip())
    match = _DAY.match(item)
    if match is None:
        nearly = _NEARLY_A_DAY.match(item)
        if nearly:
            msg = message(
                "{text} is not a day such as 2026-11-30; the entry is not read",
                text=quoted(nearly[0]),
            )
            raise ValueError(msg)
        return None
    on = parse_day(match[1] or match[2])
    rest = _after(_SEPARATOR, item[match.end() :])
    if _TIME.match(rest):
        rest = _after(_SEPARATOR, _after(_TIME, rest))
    channel = _CHANNEL.match(rest) if ":" in rest else None
    name = channels.get(property_key(channel[1])) if channel else None
    if channel and name:
        rest = rest[channel.end() :]
    return Head(on=on, channel=name, text=rest.strip())


def _after(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return text[match.end() :] if match else text


def interaction(entry: Entry, *, path: str, channels: Mapping[str, str]) -> Interaction:
    """Return the interaction that *entry* is; *channels* are the words that mean one."""
    head, text = entry.head, "\n".join([entry.head.text, *entry.deeper])
    if "#" not in text and "::" not in text:
        return Interaction(on=head.on, channel=head.channel, text=text, path=path, line=entry.line)
    said: dict[str, list[str]] = {}
    for row in (head.text, *(row for row in entry.deeper if not is_quote(row))):
        for word, value in _said(row):
            said.setdefault(word, []).append(value)
    attempt = None
    if "declined" in said:
        attempt = Attempt.DECLINED
    elif "noreply" in said:
        attempt = Attempt.NO_REPLY
    fields = (channels.get(property_key(word)) for word in said.get("channel", ()))
    return Interaction(
        on=head.on,
        channel=head.channel or next(filter(None, fields), None),
        text=text,
        path=path,
        line=entry.line,
        gave=tuple(said.get("gave", ())),
        got=tuple(said.get("got", ())),
        intro="intro" in said,
        attempt=attempt,
    )


def _said(row: str) -> Iterator[tuple[str, str]]:
    """Yield each field and tag with a meaning, and its text; those in code mean nothing.

    A tag's text is what follows it, up to the next one, else what stands before the first.
    """
    if "#" not in row and "::" not in row:
        return
    prose = running_lines(row, first=1)[0].prose
    for match in _FIELD.finditer(prose):
        yield match[1].casefold(), row[match.start(2) : match.end(2)].strip()
    marks = list(_MARK.finditer(prose))
    ends = [*(match.start() for match in marks[1:]), len(row)]
    for match, end in zip(marks, ends, strict=False):
        before = row[: marks[0].start()].strip()
        yield match[1].casefold(), row[match.end() : end].strip() or before
