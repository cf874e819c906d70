"""The quick way through front matter says what libyaml's events say, or nothing."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_corpus import CORPUS
from vault_tools.frontmatter import Property, plain_properties, read_properties, split

EXAMPLE = Path(__file__).parent.parent / "example-vault"
_PIECES = (
    *("a:b", "k:v w", "a: b: c", "a: b:c", "a: b#c", "a: b # c", "a:  b", "- b:c", "- b: c", "a:-"),
    *("a: ", "b:", "c: x", "\n", "\n\n", "\nd:\n", "\n  - ", "\n- ", "- - ", "  ", "\t", "# no"),
    *("'x'", '"y"', "'it''s'", '"\\n"', "[a, b]", "[ ]", "[a,]", "[[A]]", '["[[A]]", b]', "{a: b}"),
    *(": ", " #", ":", "-", "--04-12", "---", "...", "~", "null", "2026-11-30", "12:30", "+49 1"),
    *(
        "&x ",
        "*x",
        "!t ",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "? ",
        "<<",
        "=",
        ",",
        "\\",
        "é",
        "ß x",
        "😀",
    ),
    *(
        "\r",
        "\r\n",
        "\x85",
        "\u2028",
        "\ufeff",
        "\xa0",
        "\x7f",
        "\x07",
        "\ufdd0",
        "\ud800",
        "a b: c",
    ),
)
_blocks = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)
_plain_lines = st.sampled_from(
    (
        *(
            "name: Anna Müller",
            "type: person",
            'phone: "+49 221 1"',
            "emails:",
            "  - a@example.org",
        ),
        *("- b", "  - 'c d'", "tags: [a, b c]", "empty:", "# a comment", "", "met: 2026-11-02"),
    )
)


def agrees(block: str) -> bool:
    """Return whether *block* is plain; if it is, both ways have to say the same."""
    found = plain_properties(block, first_line=2)
    if found is not None:
        assert (found, (), True) == read_properties(block, path="a.md", first_line=2)
    return found is not None


@given(_blocks)
def test_whatever_is_read_quickly_is_what_yaml_says(block: str) -> None:
    agrees(block)


@given(st.lists(_plain_lines, max_size=10).map("\n".join), _blocks, st.integers(0, 100))
def test_plain_lines_with_something_odd_among_them_are_what_yaml_says(
    block: str, odd: str, place: int
) -> None:
    agrees(block[:place] + odd + block[place:])


def test_usual_front_matter_is_plain() -> None:
    block = (
        "name: Anna Müller\ntype: person\n# a comment\nemails:\n  - a@example.org\n"
        'phone: \'+49 221 1\'\ntags: [a, "b c"]\nmet: 2026-11-02\nnotes:\n\nlinks:\n- "[[Ben]]"\n'
    )

    assert plain_properties(block, first_line=2) == (
        Property("name", "Anna Müller", 2, 7),
        Property("type", "person", 3, 7),
        Property("emails", ["a@example.org"], 6, 3),
        Property("phone", "+49 221 1", 7, 8),
        Property("tags", ["a", "b c"], 8, 7),
        Property("met", "2026-11-02", 9, 6),
        Property("notes", None, 10, 7),
        Property("links", ["[[Ben]]"], 13, 1),
    )
    assert agrees(block)


def test_a_list_that_is_none_takes_no_time() -> None:
    started = time.perf_counter()

    assert plain_properties(f"tags: [{'a     ,' * 10}!]", first_line=2) is None
    assert time.perf_counter() - started < 5


def test_most_notes_of_the_example_are_plain() -> None:
    blocks = [split(path.read_text()).block for path in EXAMPLE.rglob("*.md")]

    plain = [agrees(block) for block in blocks if block]

    assert sum(plain) >= 0.75 * len(plain)


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")
def test_the_front_matter_and_the_yaml_of_others_is_what_yaml_says() -> None:
    lines = []
    for path in sorted(CORPUS.glob("**/*")):
        if path.is_file():
            text = path.read_bytes().decode(errors="replace")[:4000]
            agrees(text)
            agrees(split(text).block)
            lines += split(text).block.split("\n")
    numbers = random.Random(1)  # noqa: S311 - no secret

    mixed = [agrees("\n".join(numbers.choices(lines, k=4))) for _ in range(5000)]

    assert any(mixed)
