"""Finding out where somebody is named, in notes and in what was made of them."""

import contextlib
import email
import email.policy
import html
import json
import re
import unicodedata
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from vault_tools import vault
from vault_tools.model import Note
from vault_tools.records import dataclass

_SHORTEST = 3
"""Letters of a name that is looked for; shorter ones are in every other word."""
_FOLD = re.compile(r"\r?\n[ \t]")
"""Where a calendar breaks its lines."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A line that names somebody."""

    path: str
    line: int


class Names:
    """The names and addresses that somebody goes by, to be found in any text."""

    def __init__(self, note: Note) -> None:
        contact = note.contact
        stem = PurePosixPath(note.path).stem
        names = {each for each in (note.title, stem, *note.aliases) if len(each) >= _SHORTEST}
        addresses = contact.email if contact else ()
        # A single name may be a word of every day: Will, Rose, Mark.
        single = {name for name in names if len(name.split()) == 1}
        self._maybe = _words(map(_folded, {*names, *addresses}))
        self._exactly = _words(map(_composed, single))
        self._certain = _words(map(_folded, {*names - single, *addresses}))
        links = _any_of(map(_folded, {note.title, stem, *note.aliases}))
        path = re.escape(_folded(note.path.removesuffix(".md")))
        self._linked = re.compile(
            rf"\[\[(?:[^\[\]|#]*/)?(?:{links})(?:\.md)?[ \t]*[\]|#^\\]|(?<!\w){path}(?!\w)"
        )

    def lines_in(self, data: bytes) -> list[int]:
        """Return the lines, counted from 1, in which one of them stands, or a word like it."""
        text = _folded(data.decode("utf-8", "replace"))
        if not self._may_be_in(text):
            return []
        return [n for n, line in enumerate(text.split("\n"), 1) if self._may_be_in(line)]

    def are_in(self, data: bytes) -> bool:
        """Return whether one of them certainly stands there.

        That is an address, a link, or a name in several words; a single word only as it is
        spelled, capitals and all.
        """
        text = _composed(data.decode("utf-8", "replace"))
        folded = _folded(text)
        return bool(
            self._exactly.search(text)
            or self._certain.search(folded)
            or self._linked.search(folded)
        )

    def _may_be_in(self, text: str) -> bool:
        return bool(self._maybe.search(text) or self._linked.search(text))


def _words(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any_of(names)})(?!\w)")


def _any_of(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first)) or r"(?!)"


def mentions(root: Path, paths: Iterable[str], *, names: Names) -> list[Mention]:
    """Return the lines of the notes at *paths* that name somebody."""
    found = []
    for path in sorted(paths):
        with contextlib.suppress(vault.UnreadableError, FileNotFoundError):
            data, _ = vault.read_note(root, path)
            found += [Mention(path, line) for line in names.lines_in(data)]
    return found


def naming(root: Path, paths: Iterable[str], *, names: Names) -> list[str]:
    """Return those of the notes at *paths* that certainly name somebody."""
    found = []
    for path in sorted(paths):
        with contextlib.suppress(vault.UnreadableError, FileNotFoundError):
            if names.are_in(vault.read_note(root, path)[0]):
                found.append(path)
    return found


def linking(root: Path, paths: Iterable[str], *, file: str) -> list[str]:
    """Return those of the notes at *paths* that say the name of a *file*."""
    name = PurePosixPath(file).name
    words = [_folded(each) for each in (name, quote(name))]
    found = []
    for path in sorted(paths):
        with contextlib.suppress(vault.UnreadableError, FileNotFoundError):
            text = _folded(vault.read_note(root, path)[0].decode("utf-8", "replace"))
            if any(word in text for word in words):
                found.append(path)
    return found


def _folded(text: str) -> str:
    return _composed(_composed(text).casefold())


def _composed(text: str) -> str:
    """Return *text* in the Unicode form that most write; macOS names files in the other one."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def readable(name: str, data: bytes) -> bytes:
    """Return what a reader sees of the file *name*: names as they are, however it writes them."""
    suffix = PurePosixPath(name).suffix.lower()
    text = data.decode("utf-8", "replace")
    if suffix in {".html", ".htm"}:
        text = html.unescape(text)
    elif suffix == ".ics":
        text = _FOLD.sub("", text).replace("\\", "")
    elif suffix == ".eml":
        text = _letter(data)
    elif suffix == ".json":
        with contextlib.suppress(ValueError, RecursionError):
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace")


def _letter(data: bytes) -> str:
    """Return what a mail says: its heads, and its texts."""
    mail = email.message_from_bytes(data, EmailMessage, policy=email.policy.default)
    said = [f"{key}: {value}" for key, value in mail.items()]
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                said.append(html.unescape(payload.decode("utf-8", "replace")))
    return "\n".join(said)
