"""What to begin a talk with, out of what was said before.

Explained with examples in docs/method/brief.md.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

from vault_tools import links
from vault_tools.dates import Period
from vault_tools.method import tags
from vault_tools.model import Interaction, Timeline
from vault_tools.names import fold
from vault_tools.records import dataclass

_SPAN = Period(months=24)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_TAG = re.compile(
    r"(?<![\w/#])#(?:(gave|got|intro)(?![\w/-])|[\w/-]*[^\W\d][\w/-]*)|\[[\w-]+:: ?([^\[\]]*)\]",
    re.IGNORECASE,
)
_NAME = re.compile(r"\w{2,}")
_MOST = 2
_WANTS = re.compile(
    r"\b(?:look(?:s|ing)? for|seek(?:s|ing)?|search(?:es|ing) for|wants?|would (?:like|love)"
    r"|wish(?:es)?|hop(?:es|ing)|needs|sucht|suche|möchten?|wünscht|braucht|hofft|hätte gern)\b",
    re.IGNORECASE,
)


class OpenerKind(StrEnum):
    """What a talk may begin with."""

    LOOKS_FOR = "looks-for"
    QUESTION = "question"
    LAST_TALK = "last-talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Something that was said, to begin a talk with."""

    kind: OpenerKind
    on: date
    text: str


def openers(timeline: Timeline, *, today: date, besides: str = "") -> list[Opener]:
    """Return what their notes offer to begin a talk with; the note at *besides* says nothing.

    What they look for, as of the last two years; questions noted since the last contact or on its
    day; how the last talk began. The first two are read in their own note, and in others where the
    sentence names them; introductions are about somebody else.
    """
    said = [
        entry
        for entry in timeline.interactions
        if _SPAN.before(today) <= entry.on <= today and entry.path != besides and entry.text
    ]
    contacts = [entry for entry in said if entry.attempt is None]
    last = contacts[0].on if contacts else None
    recent = [entry for entry in said if last is None or entry.on >= last]
    found = [
        *_theirs(timeline, said, kind=OpenerKind.LOOKS_FOR),
        *_theirs(timeline, recent, kind=OpenerKind.QUESTION),
        *_sentences(contacts[:1], OpenerKind.LAST_TALK)[:1],
    ]
    kept: dict[str, Opener] = {}
    for each in found:
        kept.setdefault(each.text, each)
    return list(kept.values())


def plain(text: str) -> str:
    """Return what was said as a reader would put it: ``#gave`` reads ``gave``, no other tags."""
    bare = _TAG.sub(
        lambda match: tags.read(match) if match[1] else match[2] or "", links.shown(text)
    )
    return " ".join(bare.split())


def _theirs(
    timeline: Timeline, entries: Iterable[Interaction], *, kind: OpenerKind
) -> list[Opener]:
    """Return the latest two sentences of a kind that are about them."""
    names = {fold(word) for word in _NAME.findall(timeline.standing.name)}
    is_one = _IS[kind]
    return [
        each
        for entry in entries
        if not entry.intro
        for each in _sentences([entry], kind)
        if is_one(each.text)
        and (entry.path == timeline.note.path or names & set(_NAME.findall(fold(each.text))))
    ][:_MOST]


def _sentences(entries: Iterable[Interaction], kind: OpenerKind) -> list[Opener]:
    return [
        Opener(kind=kind, on=entry.on, text=sentence.rstrip(".; "))
        for entry in entries
        for sentence in _SENTENCE.split(plain(entry.text))
        if sentence.strip(".; ")
    ]


_IS: dict[OpenerKind, Callable[[str], bool]] = {
    OpenerKind.LOOKS_FOR: lambda text: bool(_WANTS.search(text)),
    OpenerKind.QUESTION: lambda text: text.endswith("?"),
}
