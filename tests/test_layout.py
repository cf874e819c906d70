"""Where the properties of a front matter stand: each with lines of its own."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.frontmatter.layout import layout

_LINES = st.sampled_from(
    (
        *(
            "a: 1",
            "b:",
            "c: [x,",
            "  y]",
            "- d",
            "  - e",
            "  f: 2",
            "    g: 3",
            "  - h: 4",
            "    - i",
        ),
        *(
            "j: |",
            "  k",
            "l: {m: 5}",
            "  n: >-",
            "      o",
            "# p",
            "",
            "q: 'r",
            "  s'",
            "? t",
            ": u",
        ),
        *("  ? v", "w: &x", "y: *x", "z: [[A]]", "  aa: |2", "bb: !!str 1"),
    )
)


@pytest.mark.parametrize(
    "field",
    [
        *(
            "p:\n",
            "p: x\n",
            "p: []\n",
            "p: [a,\n  b]\n",
            "p:\n  a:\n",
            "p:\n  a: [1]\n",
            "p:\n  -\n",
        ),
        *("p:\n  - a\n  -\n", "p:\n  - {a: 1,\n  b: 2}\n", "p:\n  - - a\n  - - b\n", "? p\n"),
        *("p: {a: 1,\n b: 2} # c\n", "p:\n  a: one\n   two\n", "p:\n- a: |\n   t\n- >\n  u\n"),
        *("p:\n  a: |\n    t\n\n    u\n", "p:\n  a: |2\n      t\n  b: 1\n", "p: &a\n  b: 1\n"),
        *("p:\n  ? a\n", "p:\n  a: {}\n", "p:\n  a: ''\n", "p: !!str x\n", "p: >\n  a\n\n  b\n"),
    ],
)
@pytest.mark.parametrize("between", ["", "# a comment\n", "\n"])
def test_a_property_ends_with_its_last_line(field: str, between: str) -> None:
    block = f"{field}{between}x: 1\n"

    first, last = layout(block).fields

    assert block[first.start : first.end] == field
    assert block[last.start : last.end] == "x: 1\n"


@given(st.lists(_LINES, max_size=8))
def test_no_line_is_of_two_properties(lines: list[str]) -> None:
    block = "".join(f"{line}\n" for line in lines)
    try:
        fields = layout(block).fields
    except yaml.YAMLError:
        return

    ends = [0, *(place for field in fields for place in (field.start, field.end))]

    assert ends == sorted(ends)
    for field in fields:
        assert field.start <= field.value_start <= field.value_end <= field.end
