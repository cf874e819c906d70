"""One function for each output that makes text from the vault harmless in it.

Those for people say a message: its ``str`` is what it is in the language that is spoken.
"""

import os
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

from vault_tools import links

_CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~$#])|(%%)|(==)")
_LINE_START = re.compile(r"^(\d*)([-+=.)])(?=\s|[-+=]|$)")
_NO_WIKILINK = re.compile(r"[\n#^|\[\]\\`*<>$~]|%%|==|(?<!\w)_|_(?!\w)")
"""What Obsidian can't have in a link, and what other readers of Markdown take for markup."""
_FIRST_WIDE = 0x100
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "obsidian"})


def terminal(text: str) -> str:
    r"""Return *text* with every control character but the newline visible, as ``\x1b``.

    C0, DEL and C1 controls, the bidirectional ones and Unicode's line separators: none of them
    reaches a terminal raw.
    """
    return _CONTROLS.sub(lambda match: _visible(match[0]), str(text))


def json_text(text: str) -> str:
    r"""Return JSON with every control character in it as ``\u009b``, which means the same."""
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def one_line(text: str) -> str:
    """Return *text* harmless in a terminal and on one line, links as what they show."""
    return terminal(_BLANKS.sub(" ", links.shown(str(text))).strip())


def markdown(text: str) -> str:
    """Return *text* as plain words of Markdown on one line; wikilinks in it stay links."""
    line = _BLANKS.sub(" ", terminal(text)).strip()
    pieces, position = [], 0
    for link in links.find(line):
        end = line.index("]]", link.column) + 2
        pieces += [_plain(line[position : link.column - 1])]
        pieces += [wikilink(link.target, link.shown) if link.target else _plain(link.shown)]
        position = end
    pieces.append(_plain(line[position:]))
    return _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}", "".join(pieces))


def wikilink(path: str, name: str) -> str:
    """Return a link of Obsidian's to the note at *path* that shows *name*.

    What a wikilink can't hold becomes a Markdown link to the file instead.
    """
    target = path.removesuffix(".md")
    shown = _BLANKS.sub(" ", terminal(name)).strip()
    if terminal(target) == target and not _NO_WIKILINK.search(f"{target} {shown}"):
        return f"[[{target}|{shown}]]"
    return f"[{_plain(shown)}](<{quote(os.fsencode(path))}>)"


def url(text: str) -> str:
    """Return an address that is safe in a link, or ``#`` for any other."""
    address = "".join(character for character in text.strip() if character.isprintable())
    try:
        scheme = urlsplit(address).scheme.casefold()
    except ValueError:
        return "#"
    return address if scheme in _SCHEMES else "#"


def mail_url(address: str) -> str:
    """Return the address that writes a mail to *address*."""
    return f"mailto:{quote(address, safe='@.+-_')}"


def phone_url(number: str) -> str:
    """Return the address that calls *number*."""
    return f"tel:{re.sub(r'[^0-9+]', '', number)}"


def obsidian_url(root: Path, path: str) -> str:
    """Return the address that opens the note at *path* in Obsidian."""
    return f"obsidian://open?path={quote(os.fsencode(root / path), safe='')}"


def _plain(text: str) -> str:
    return _MARKDOWN.sub(lambda match: f"\\{match[0]}", text)


def _visible(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < _FIRST_WIDE else f"\\u{code:04x}"
