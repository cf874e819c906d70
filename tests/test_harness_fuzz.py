"""Bytes as nobody would write them: mutations of notes, cards, tables and reports.

The seeds are our own, and those of a corpus where there is one (``VAULT_TOOLS_CORPUS``).
"""

import random
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests import soak
from tests.conftest import EXAMPLE
from tests.importing import read
from tests.test_corpus import CORPUS
from vault_tools.config import Config
from vault_tools.drafts import Draft, Refusal
from vault_tools.edit.fields import set_field
from vault_tools.edit.log import Entry, append_interaction
from vault_tools.edit.reports import is_report, is_untouched, sealed
from vault_tools.errors import UneditableError, VaultToolsError
from vault_tools.frontmatter import split
from vault_tools.importers.columns import ColumnsImporter
from vault_tools.importers.friends import FriendsImporter
from vault_tools.importers.google import GoogleImporter
from vault_tools.importers.linkedin import LinkedInImporter
from vault_tools.importers.monica import MonicaImporter
from vault_tools.importers.outlook import OutlookImporter
from vault_tools.importers.vcard import VCardImporter
from vault_tools.index.codec import pack_note, unpack_note
from vault_tools.index.entries import entry_of
from vault_tools.merge.threeway import is_whole, prepared
from vault_tools.model import NoteKind
from vault_tools.parse import Grammar, parse_note
from vault_tools.parse.text import decode
from vault_tools.plugins import Importer

GRAMMAR = Grammar.of(Config())
FEW = 1500
TOKENS = (
    *(
        b"---\n",
        b"...\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\x85",
        b"\xe2\x80\xa8",
    ),
    *(
        b"- ",
        b": ",
        b"? ",
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a ",
        b"*a",
        b"<<: *a\n",
        b"!!binary ",
        b"|\n",
    ),
    *(b"type: person\n", b"tags: [a, b]\n", b"## Log\n", b"- 2026-11-02 phone: x\n", b"[[", b"]]"),
    *(
        b"- [ ] x \xf0\x9f\x93\x85 2026-11-30\n",
        b"<<<<<<< a\n",
        b"=======\n",
        b">>>>>>> b\n",
        b"%%",
    ),
    *(
        b"```\n",
        b"<!--",
        b"-->",
        b"BEGIN:VCARD\r\n",
        b"END:VCARD\r\n",
        b";;;",
        b"=3D=\n",
        b'"',
        b"'",
    ),
    *(b"2026-02-30", b"0000-00-00", b"{{x}}", b"\t", b"\x1b]8;;x\x07", b"\xe2\x80\xae", b"9" * 400),
)


def seeds(*patterns: str) -> list[bytes]:
    """Return what is mutated: files of the example vault, of the corpus, and the tokens alone."""
    own = [path.read_bytes() for path in sorted(EXAMPLE.rglob("*.md"))]
    found = [
        path
        for pattern in patterns
        for path in sorted(CORPUS.glob(pattern))
        if path.is_file() and path.stat().st_size < 2**16
    ]
    return [*own, b"".join(TOKENS), *(path.read_bytes() for path in found)]


def mutated(data: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Return *data* with a few pieces changed, moved, doubled, left out or mixed with another."""
    made = bytearray(data[: 2**15])
    for _ in range(dice.randint(1, 6)):
        start = dice.randint(0, len(made))
        end = min(len(made), start + dice.choice((0, 1, 1, 3, 20, 200)))
        other = dice.choice(others)
        cut = dice.randint(0, len(other))
        made[start:end] = dice.choice(
            (
                b"",
                dice.choice(TOKENS),
                made[start:end] * 2,
                bytes([dice.randrange(256)]),
                other[cut : cut + 60],
                dice.choice(TOKENS) * dice.choice((2, 40)),
            )
        )
    return bytes(made)


def fuzzed(name: str, *patterns: str, few: int = FEW, share: float = 0.05) -> Iterator[bytes]:
    given = seeds(*patterns)
    for dice in soak.rounds(name, few=few, share=share):
        soak.count("fuzz inputs")
        yield mutated(dice.choice(given), dice, given)


def test_the_corpus_is_there_or_said_to_be_missing() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"there is no corpus at {CORPUS}; our own seeds alone are mutated")
    assert len(seeds("**/*.md")) > len(seeds())


def test_any_bytes_are_read_stored_and_split_without_loss() -> None:
    for data in fuzzed("notes", "**/*.md", "yaml-test-suite/**/in.yaml"):
        note = parse_note(data, path="People/a.md", grammar=GRAMMAR)

        assert (note.kind is NoteKind.CONTACT) == (note.contact is not None), data
        assert note.kind is not NoteKind.UNREADABLE or note.problems, data
        assert entry_of(note, rules=Config().rules), data
        assert unpack_note(pack_note(note)).text == note.text, data
        text = data.decode(errors="replace")
        parts = split(text)
        assert parts.opening + parts.block + parts.closing + parts.body == text, data


def test_p2_any_note_is_edited_in_one_place_or_refused() -> None:
    entry = Entry(on=date(2026, 11, 23), channel="phone", text="Xylophonia")
    changes: tuple[Callable[[str], str], ...] = (
        lambda text: append_interaction(text, entry, grammar=GRAMMAR),
        lambda text: set_field(text, "city", value="Xylophonia"),
        lambda text: set_field(text, "tier", value="close"),
    )
    edited = 0
    for data in fuzzed("edits", "**/*.md"):
        text = decode(data, path="a.md")
        if not isinstance(text, str):
            continue
        for change in changes:
            try:
                after = change(text)
            except UneditableError:
                continue
            edited += after != text
            _require_small(text, after)
    assert edited > FEW // 10


def _require_small(before: str, after: str) -> None:
    """Require that nothing has gone but a line and what continues it, and that little has come."""
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    gone, come = before[start : len(before) - end], after[start : len(after) - end]
    _first, *others = gone.split("\n")
    assert all(row[:1] in {"", " ", "\t"} for row in others[:-1]), (before, after)
    assert come.count("\n") <= 4, (before, after)
    assert len(come) <= 200, (before, after)


def test_any_three_versions_merge_or_are_left_to_git() -> None:
    given = [text for text in map(_decoded, seeds("**/*.md")) if text]
    for dice in soak.rounds("versions", few=FEW // 5, share=0.05):
        base = dice.choice(given)
        ours, theirs = (
            mutated(base.encode(), dice, [base.encode()]).decode(errors="ignore") for _ in "ab"
        )
        soak.count("fuzz inputs")

        found = prepared(base, ours=ours, theirs=theirs, grammar=GRAMMAR)

        whole = is_whole(found.ours, base=base, ours=ours, theirs=theirs, grammar=GRAMMAR)
        assert whole in (True, False)


def _decoded(data: bytes) -> str:
    text = decode(data, path="a.md")
    return text if isinstance(text, str) and len(text) < 2**13 else ""


def test_any_report_is_told_from_a_note() -> None:
    for data in fuzzed("reports", few=FEW // 5, share=0.02):
        text = data.decode(errors="ignore")

        if is_report(text):
            assert is_untouched(sealed(text)), data


IMPORTERS: dict[str, tuple[Importer, tuple[str, ...]]] = {
    "vcard": (VCardImporter(), ("vcard/**/*",)),
    "columns": (ColumnsImporter(), ("csv/**/*",)),
    "linkedin": (LinkedInImporter(), ("csv/**/*",)),
    "google": (GoogleImporter(), ("csv/**/*",)),
    "outlook": (OutlookImporter(), ("csv/**/*",)),
    "friends": (FriendsImporter(), ("friends/*",)),
    "monica": (MonicaImporter(), ("csv/**/*",)),
}
TABLE = (
    b"First Name,Last Name,Email Address,Company,Position,Connected On,Given Name,"
    b"E-mail 1 - Value\n"
    b'Anna,Berg,a@example.org,"Nord, wind",CTO,02 Nov 2026,Anna,a@example.org ::: b@example.org\n'
    b"BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nEMAIL;TYPE=home:a@example.org\nEND:VCARD\n"
    b'{"account": {"data": []}}\n# Friends\n* Anna Berg\n'
)


@pytest.mark.parametrize("name", IMPORTERS)
def test_any_file_is_taken_in_or_refused_record_by_record(name: str) -> None:
    importer, patterns = IMPORTERS[name]
    given = [TABLE, *(data for data in seeds(*patterns)[-400:])]
    for dice in soak.rounds(name, few=FEW // 10, share=0.02):
        data = mutated(dice.choice(given), dice, given)
        soak.count("fuzz inputs")
        try:
            found = read(importer, data)
        except VaultToolsError:
            continue
        assert all(isinstance(each, Draft | Refusal) for each in found), data
