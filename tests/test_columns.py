"""Columns: texts are as wide as they look, and a terminal's lines break between words."""

import os
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MakeVault
from vault_tools.render import columns

LONG = "Moving to Köln in March with her son, looks for a flat near a primary school."
NOTE = f"---\ntype: person\n---\n## Log\n- 2026-01-02 phone: {LONG}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Anna", "Anna  ", id="padded"),
        pytest.param("Annika", "Annika", id="exactly"),
        pytest.param("Annabel", "Annab…", id="cut"),
        pytest.param("陈宇兰", "陈宇兰", id="wide, exactly"),
        pytest.param("陈宇兰陈", "陈宇…", id="wide, cut before half a sign"),
        pytest.param("a陈宇兰", "a陈宇…", id="wide and narrow"),
        pytest.param("Zoe\u0308", "Zoe\u0308   ", id="combining"),
        pytest.param("", "      ", id="empty"),
    ],
)
def test_columns_are_as_wide_as_they_look(text: str, expected: str) -> None:
    found = columns.padded(text, 6)

    assert found.rstrip() == expected.rstrip()
    assert sum(columns._columns(character) for character in found) == 6


@given(st.text(), st.integers(1, 30))
def test_no_column_is_wider_than_it_may_be(text: str, width: int) -> None:
    found = columns.padded(text, width)

    assert sum(columns._columns(character) for character in found) == width


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("one two", ["one two"], id="short enough"),
        pytest.param("", [""], id="empty"),
        pytest.param("one two three four five", ["one two three four", "  five"], id="plain"),
        pytest.param("    - one two three", ["    - one two", "      three"], id="item"),
        pytest.param("  on  one two three", ["  on  one two", "      three"], id="label"),
        pytest.param(
            "one two three four  five", ["one two three four", "  five"], id="late column"
        ),
        pytest.param("陈宇兰 陈宇兰 陈宇兰", ["陈宇兰 陈宇兰", "  陈宇兰"], id="wide"),
        pytest.param("12345678901234567890", ["12345678901234567890"], id="a long word"),
        pytest.param(
            "\x1b[1mAnna\x1b[0m  today by phone",
            ["\x1b[1mAnna\x1b[0m  today by", "      phone"],
            id="bold",
        ),
    ],
)
def test_a_line_breaks_between_words(line: str, expected: list[str]) -> None:
    assert list(columns.wrapped(line, 18)) == expected


@given(st.text("ab -陈"), st.integers(1, 30))
def test_a_wrapped_line_has_the_same_words_and_fits(text: str, width: int) -> None:
    rows = list(columns.wrapped(text, width))

    assert " ".join(rows).split() == text.split()
    assert [row for row in rows if columns._width(row) > width and len(row.split()) > 1] == []


def test_a_terminal_gets_wrapped_lines_and_a_pipe_whole_ones(
    vault: MakeVault, tmp_path: Path
) -> None:
    root = vault({"People/Anna.md": NOTE})
    whole = f"  2026-01-02  phone: {LONG}"

    piped = _shown("--vault", root, "show", "Anna", cache=tmp_path, on_terminal=False)
    shown = _shown("--vault", root, "show", "Anna", cache=tmp_path, on_terminal=True)

    assert whole in piped
    assert whole not in shown
    first = next(number for number, row in enumerate(shown) if row.startswith("  2026-01-02"))
    assert shown[first + 1].startswith(" " * 14)
    assert " ".join(shown[first:]).split() == whole.split()
    assert max(map(len, shown)) <= 60


def test_the_report_in_plain_text_breaks_between_words_on_a_terminal(
    vault: MakeVault, tmp_path: Path
) -> None:
    root = vault({"People/Anna.md": f"---\ntype: person\n---\n- [ ] {LONG} 📅 2026-01-05\n"})
    arguments = ("--vault", root, "--today", "2026-01-05", "report", "--format", "text")

    piped = _shown(*arguments, cache=tmp_path, on_terminal=False)
    shown = _shown(*arguments, cache=tmp_path, on_terminal=True)

    assert f"  [ ] Anna: {LONG} · today" in piped
    assert max(map(len, shown)) <= 60
    assert " ".join(shown).split() == " ".join(piped).split()


def test_messages_and_errors_break_between_words_too(vault: MakeVault, tmp_path: Path) -> None:
    root = vault({"People/Anna.md": "---\n[\n---\n"})

    message, *rows = _shown("--vault", root, "show", "Anna", cache=tmp_path, on_terminal=True)

    assert message == "1 problem in the vault; see 'vault-tools check'."
    assert rows == [
        "Error: no contact is called 'Anna'. 'vault-tools list' shows",
        "  all of them. People/Anna.md is there, but can't be read:",
        "  'vault-tools check' says why.",
    ]


def _shown(*arguments: str | Path, cache: Path, on_terminal: bool) -> list[str]:
    """Return all lines that are printed on a terminal of 60 columns, or into a pipe."""
    reading, writing = os.openpty() if on_terminal else os.pipe()
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    if on_terminal:
        termios.tcsetwinsize(writing, (24, 60))
    with os.fdopen(reading, "rb", buffering=0) as output:
        subprocess.run(
            [sys.executable, "-m", "vault_tools", *map(str, arguments)],
            check=False,
            env=environment,
            stdout=writing,
            stderr=writing,
            timeout=60,
        )
        os.set_blocking(reading, False)
        text = output.read(10_000)
        os.close(writing)
    return (text or b"").decode().splitlines()
