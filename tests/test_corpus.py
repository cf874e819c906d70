"""Notes that others wrote: none may make the parser fail.

The corpus is no part of the project; ``VAULT_TOOLS_CORPUS`` says where it is.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from vault_tools.config import Config
from vault_tools.frontmatter import read_properties, split
from vault_tools.model import Note, NoteKind
from vault_tools.parse import Grammar, parse_note

BESIDE = Path(__file__).parents[2] / "shared" / "corpus"
CORPUS = Path(os.environ.get("VAULT_TOOLS_CORPUS") or BESIDE)
GRAMMAR = Grammar.of(Config())

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")


def read(data: bytes, path: str) -> Note:
    return parse_note(data, path=path, grammar=GRAMMAR)


def files(pattern: str) -> Iterator[tuple[str, bytes]]:
    found = [path for path in sorted(CORPUS.glob(pattern)) if path.is_file()]
    assert found
    for path in found:
        yield path.relative_to(CORPUS).as_posix(), path.read_bytes()


def test_every_file_is_read_as_a_note() -> None:
    for path, data in files("**/*"):
        for place in (path, f"People/{path}.md"):
            note = read(data, place)

            assert note.path == place
            assert (note.kind is NoteKind.CONTACT) == (note.contact is not None)
            assert (note.kind is not NoteKind.UNREADABLE) or note.problems


def test_no_file_loses_a_character() -> None:
    for _, data in files("**/*"):
        text = data.decode(errors="replace")
        parts = split(text)

        assert parts.opening + parts.block + parts.closing + parts.body == text


def test_every_yaml_test_is_read_between_fences() -> None:
    for path, data in files("yaml-test-suite/**/in.yaml"):
        note = read(b"---\n" + data + b"\n---\n", f"People/{path}.md")

        assert all(problem.line <= data.count(b"\n") + 4 for problem in note.problems)


def test_what_libyaml_refuses_is_a_problem() -> None:
    for _, data in files("yaml-test-suite/**/in.yaml"):
        text = data.decode()
        _, problems, readable = read_properties(text, path="a.md", first_line=1)

        assert readable or problems
        if not _is_yaml(text):
            assert not readable


def _is_yaml(text: str) -> bool:
    try:
        return bool(list(yaml.parse(text, Loader=yaml.CBaseLoader)))
    except yaml.YAMLError:
        return False


@pytest.mark.parametrize("place", ["name: {}", "{}: x", "[{}]", "- {}", "# {}", "{}"])
def test_naughty_strings_are_read_in_any_place(place: str) -> None:
    for line in (CORPUS / "naughty-strings" / "blns.txt").read_bytes().split(b"\n"):
        block = place.encode().replace(b"{}", line)

        read(b"---\ntype: contact\n" + block + b"\n---\n## Log\n- 2026-11-02 " + line, "a.md")
