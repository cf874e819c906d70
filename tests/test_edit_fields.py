"""Edits of properties: only their own lines change, they read back, and they can be undone."""

import difflib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.conftest import EXAMPLE
from vault_tools.edit.fields import (
    add_item,
    items_of,
    remove_field,
    remove_item,
    replace_item,
    set_field,
    set_items,
    spread,
    used_name,
)
from vault_tools.edit.line_ends import lines_of
from vault_tools.errors import UneditableError
from vault_tools.frontmatter import read_properties, split
from vault_tools.frontmatter.fences import line_count
from vault_tools.frontmatter.written import scalar
from vault_tools.model import Value
from vault_tools.parse.contact import split_tags

BESIDE = Path(__file__).parents[2] / "shared" / "corpus"
CORPUS = Path(os.environ.get("VAULT_TOOLS_CORPUS") or BESIDE)
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")

# Values that some reader of YAML would take for anything but text, or that a line can't hold as is.
NASTY = (
    *("no", "NO", "y", "n", "on", "off", "true", "null", "~", "", " ", "a ", " a"),
    *("0123", "0o17", "0x1F", "1_000", "1e3", ".5", "1.10", "+49 151 1", "+49151", "12:30", "-1"),
    *("190:20:30", "2026-11-02", "2026-11-02 12:30", "--04-12", ".inf", ".nan", "<<", "=", "0b1"),
    *("a: b", "a:", ": a", "a #b", "# x", "#x", "- a", "-", "---", "...", "? a", "a, b", "[a]"),
    *(
        "[[Anna]]",
        "[[Anna|A]], B",
        "{a}",
        "{{date}}",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
    ),
    *(
        "'",
        '"',
        "''",
        "it's",
        "'a'",
        '"a"',
        'a "b" c',
        "\\",
        "a\\nb",
        "C:\\x",
        "a\nb",
        "a\n",
        "\ta",
    ),
    *("a\tb", "a\r\nb", "\x07", "\x1b[0m", "\x7f", "\x85", "\u2028", "\ufeff", "\u200b", "\ufffe"),
    *(
        "Ünï",
        "名前",
        "🎉",
        "👩‍👩‍👧",
        "e\u0301",
        "\u202eabc",
        "a\xa0b",
        "x" * 300,
        "\ud800",
        "\ufdd0",
    ),
)
TEXTS = st.sampled_from(NASTY) | st.text(max_size=12)
WORDS = st.sampled_from(["a", "b", "Anna", "two words", "größe", "x-y", "+49", "no", "a, b", "q"])
ENDS = ["\n", "\r\n", "\r"]

# How the value of a property may be laid out, line by line.
SCALARS = (
    *(
        " plain",
        " two words",
        "   wide   ",
        " 'single''s'",
        ' "double \\" \\u00e9"',
        " 'a'",
        ' "a"',
    ),
    *(" no", " 0123", " +49 151", " 2026-11-02", " a # comment", " 'a' # comment", " [[Anna]]"),
    *(' "[[Anna]]"', " it's", " ~", " http://x", ' ""', " ''", "\t a", " größe 🎉"),
    *(" |\n  one\n  two", " |-\n  one", " |+\n  one\n\n", " >\n  a\n  b\n\n  c", " |2\n   deep"),
    *(" one\n  two\n  three", ' "one\n  two"', " 'one\n\n  two'", "\n  below", " | # c\n  one"),
    *("\n  'below'", " >-\n  a\n\n  # no comment"),
)
EMPTY = ("", " ", "  ", " # comment")
LISTS = (
    *(" [a, b]", " [ a ,b , ]", " [a,\n  b,\n  c]", " [\n  a,\n  b\n  ]", " ['a', \"b\"]", " [a]"),
    *(
        " []",
        " [ ]",
        " [a, b] # c",
        " [a, # one\n  b]",
        " [a,b,c]",
        " [no, 0123]",
        " [\n  a, # b\n  ]",
    ),
    *("\n- a\n- b", "\n  - a\n  - b", "\n  - a # c\n\n  # d\n  - b", "\n-   a\n-   b", "\n- a"),
    *("\n- 'a'\n- \"b\"", "\n-\n  a\n- b", "\n# c\n- a", " # c\n- a", "\n- a\n  b\n- c", "\n-\ta"),
    *(
        "\n- [[Anna]]\n- b",
        '\n- "[[Anna]]"',
        "\n- a\n- a\n- b",
        "\n- Anna\n- no",
        "\n- x",
    ),
)
OTHERS = (
    *(" &x a", " !!str a", " {a: 1}", "\n  a: 1\n  b: 2", " [[a], b]", "\n- - a", " *x", " !t [a]"),
    *(
        "\n- a\n-",
        "\n- |\n  a",
        " &x [a]",
        "\n- &x a",
        " [a, {b: c}]",
        "\n- a: b",
        " !!null",
        " [a,,]",
    ),
)
ANY = SCALARS + LISTS + EMPTY + OTHERS
BODIES = ("", "text", "# A\n\n---\nname: no\n---", "\n- a\n", "...", "a: b")
KEYS = (
    *(
        "name",
        "tags",
        "company",
        "Geburtstag",
        "größe",
        "名前",
        "last contact",
        "EMAIL[HOME]",
        "a.b",
    ),
    *("'quoted'", '"dou ble"', "no", "1", "x-y", "key "),
)


def bare(key: str) -> str:
    """Return the name that a key is, however it is written."""
    return key.strip().strip("'\"")


@dataclass(frozen=True)
class Made:
    """A note whose lines are known without reading it."""

    text: str
    lines: list[str]
    spans: dict[str, list[tuple[int, int]]]
    """Where each property stands, first line and the line after, by name."""
    end: int
    """The line of the closing fence; -1 for no front matter."""


Rows = list[tuple[str, int]]
"""Lines without their ends, and the number of the property that each belongs to, 0 for none."""


@st.composite
def fronts(draw: st.DrawFn, layouts: tuple[str, ...]) -> tuple[Rows, list[str]]:
    """Draw the lines between two fences, and the names of the properties in them, from 1."""
    rows: Rows = []
    found = [""]
    indent = draw(st.sampled_from(["", "", "", "  "]))
    for _ in range(draw(st.integers(0, 4))):
        filler = draw(st.sampled_from([None, None, None, "# a comment", "", " # odd: one"]))
        rows += [] if filler is None else [(filler, 0)]
        key = draw(st.sampled_from(KEYS))
        found.append(bare(key))
        value = f"{key}:{draw(st.sampled_from(layouts))}"
        rows += [(f"{indent}{row}" if row else "", len(found) - 1) for row in value.split("\n")]
    return rows, found


@st.composite
def notes(draw: st.DrawFn, *, layouts: tuple[str, ...] = ANY) -> Made:
    """Draw a note; *layouts* are those of its properties."""
    rows: Rows = []
    found: list[str] = []
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    if draw(st.integers(0, 9)):
        rows, found = draw(fronts(layouts))
        closing = draw(st.sampled_from(["---", "---", "---\t", "..."]))
        rows = [(draw(st.sampled_from(["---", "---", "--- "])), 0), *rows, (closing, 0)]
    end = len(rows) - 1
    body = draw(st.sampled_from(BODIES))
    rows += [(row, 0) for row in body.split("\n")] if body or not rows else []
    rows[0] = (mark + rows[0][0], rows[0][1])
    usual = draw(st.sampled_from(ENDS))
    ending = st.sampled_from(ENDS) if draw(st.integers(0, 5)) == 0 else st.just(usual)
    lines = [row + draw(ending) for row, _ in rows]
    for at in range(1, len(lines)):  # or the two would be one line end
        if lines[at] == "\n" and lines[at - 1].endswith("\r"):
            lines[at] = "\r\n"
    if draw(st.booleans()):
        lines[-1] = rows[-1][0]
    lines = [line for line in lines if line]
    spans: dict[str, list[tuple[int, int]]] = {}
    for number, name in enumerate(found[1:], 1):
        own = [at for at, (_, owner) in enumerate(rows) if owner == number]
        spans.setdefault(name, []).append((own[0], own[-1] + 1))
    return Made("".join(lines), lines, spans, end)


def values(text: str) -> dict[str, Value]:
    found, _, readable = read_properties(split(text).block, path="", first_line=1)
    assert readable
    return {each.name: each.value for each in found}


def as_list(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def loaded(text: str) -> dict[object, object] | None:
    """Return what PyYAML makes of the front matter, None for nothing that can be compared."""
    try:
        found = yaml.safe_load(split(text).block)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, KeyError):
        return None
    return found if isinstance(found, dict) else None


def tried(text: str, edit: Callable[[str], str]) -> str | None:
    """Return the edited text, or None where the edit is refused, and the refusal makes sense."""
    refusal: UneditableError | None = None
    try:
        return edit(text)
    except UneditableError as error:
        refusal = error
    assert 1 <= refusal.line <= line_count(text) + 1
    assert str(refusal) == f"line {refusal.line}: {refusal.reason}; nothing was changed."
    return None


def assert_only_its_lines(made: Made, name: str, new: str) -> None:
    """Assert that all around the lines of a property is as it was, to the byte."""
    spans = made.spans.get(name)
    if spans:
        start, end = spans[0]
        before, after = "".join(made.lines[:start]), "".join(made.lines[end:])
        assert new.startswith(before)
        assert new.endswith(after)
        assert len(new) >= len(before) + len(after)
    elif split(made.text).has_block:
        end = made.end
        before, after = "".join(made.lines[:end]), "".join(made.lines[end:])
        assert new.startswith(before)
        assert new.endswith(after)
        assert line_count(new) == line_count(made.text) + 1
    else:
        mark = "\ufeff" if made.text.startswith("\ufeff") else ""
        assert new.startswith(f"{mark}---")
        assert new.endswith(made.text.removeprefix(mark))
        assert line_count(new) == line_count(made.text) + 3


def assert_reads_back(old: str, new: str, name: str, expected: Value) -> None:
    before, after = values(old), values(new)
    assert after.pop(name, None) == expected
    before.pop(name, None)
    assert after == before
    assert list(after) == list(before)


CHOSEN = st.sampled_from([bare(key) for key in KEYS])


def chosen(data: st.DataObject, made: Made) -> str:
    """Return the name of a property that is there, or perhaps of one that isn't."""
    return data.draw(CHOSEN if not made.spans else st.sampled_from(sorted(made.spans)) | CHOSEN)


@given(st.data(), notes(), TEXTS)
def test_a_value_that_is_set_is_read_and_nothing_else_has_changed(
    data: st.DataObject, made: Made, value: str
) -> None:
    name = chosen(data, made)
    before = loaded(made.text)
    new = tried(made.text, lambda text: set_field(text, name, value=value))
    if new is None:
        return

    assert_only_its_lines(made, name, new)
    assert_reads_back(made.text, new, name, value)
    after = loaded(new)
    if new != made.text and before is not None and after is not None and name in after:
        assert after[name] == value
        assert type(after[name]) is str
    assert tried(new, lambda text: set_field(text, name, value=value)) == new


@given(st.data(), notes(layouts=SCALARS), TEXTS)
def test_a_value_can_be_set_back(data: st.DataObject, made: Made, value: str) -> None:
    assume(made.spans)
    name = data.draw(st.sampled_from(sorted(made.spans)))
    new = tried(made.text, lambda text: set_field(text, name, value=value))
    if new is None:
        return

    old = values(made.text)[name]
    assert isinstance(old, str)
    undone = set_field(new, name, value=old)
    assert_reads_back(new, undone, name, old)
    # What was not written as we would write it (in quotes that it doesn't need, on several
    # lines, without quotes that it does need) comes back as we write it, and only that.
    start, end = made.spans[name][0]
    written = "".join(made.lines[start:end])
    token = scalar(old)
    if end == start + 1 and written.partition(":")[2].strip() == token:
        assert undone == made.text
    else:
        assert_only_its_lines(made, name, undone)


@given(st.data(), notes(), WORDS)
def test_a_property_that_was_added_can_be_removed(
    data: st.DataObject, made: Made, value: str
) -> None:
    name = data.draw(CHOSEN)
    assume(name not in made.spans)
    new = tried(made.text, lambda text: set_field(text, name, value=value))
    if new is None:
        return

    undone = remove_field(new, name)
    # Front matter that was made stays, empty: its owner may have put something there.
    assert undone == made.text or not split(made.text).has_block
    assert split(undone).body == split(made.text).body.removeprefix("\ufeff")


@given(st.data(), notes())
def test_a_property_is_removed_with_its_lines(data: st.DataObject, made: Made) -> None:
    name = chosen(data, made)
    new = tried(made.text, lambda text: remove_field(text, name))
    if new is None:
        return

    if name not in made.spans:
        assert new == made.text
        return
    assert_only_its_lines(made, name, new)
    assert_reads_back(made.text, new, name, None)
    ((start, end),) = made.spans[name]
    stayed = len(lines_of(new)) - len(made.lines) + end - start
    assert "".join(made.lines[:start] + made.lines[end - stayed :]) == new
    assert not "".join(made.lines[end - stayed : end]).strip()  # blank lines below


@given(st.data(), notes(layouts=(" a", " 2026-11-02", " größe")))
def test_the_last_property_can_be_removed_and_set_again(data: st.DataObject, made: Made) -> None:
    last = [name for name, spans in made.spans.items() if spans[-1][1] == made.end]
    name = last[0] if last else chosen(data, made)
    assume(name in made.spans)
    new = tried(made.text, lambda text: remove_field(text, name))
    assume(new is not None)
    assert new is not None

    value = values(made.text)[name]
    assert isinstance(value, str)
    undone = tried(new, lambda text: set_field(text, name, value=value, typed=True))
    one_ending = len({line[len(line.rstrip("\r\n")) :] for line in made.lines[:-1]}) < 2
    plain = made.lines[made.spans[name][0][0]].strip() == f"{scalar(name)}: {value}"
    if last and plain and one_ending and len(made.spans) > 1:
        assert undone == made.text


@given(st.data(), notes(layouts=LISTS + LISTS + SCALARS + EMPTY + OTHERS), TEXTS)
def test_an_item_that_is_added_comes_last_and_nothing_else_has_changed(
    data: st.DataObject, made: Made, item: str
) -> None:
    name = chosen(data, made)
    new = tried(made.text, lambda text: add_item(text, name, item=item))
    if new is None:
        return

    before = as_list(values(made.text).get(name))
    if item in before:
        assert new == made.text
        return
    assert_only_its_lines(made, name, new)
    assert_reads_back(made.text, new, name, [*before, item])
    assert items_of(new, name)[-1] == item
    after = loaded(new)
    if after is not None and isinstance(found := after.get(name), list):
        assert found[-1] == item
        assert type(found[-1]) is str
    assert add_item(new, name, item=item) == new
    undone = remove_item(new, name, item=item)
    # A list is left where there was none, and brackets without the blanks that were in them.
    if len(before) > 1 or (before and isinstance(values(made.text)[name], list)):
        assert undone == made.text
    else:
        assert_only_its_lines(made, name, undone)
        assert items_of(undone, name) == before


@given(st.data(), notes(layouts=LISTS + LISTS + SCALARS))
def test_an_item_is_removed_and_nothing_else_has_changed(data: st.DataObject, made: Made) -> None:
    assume(made.spans)
    name = data.draw(st.sampled_from(sorted(made.spans)))
    items = tried_items(made.text, name)
    item = data.draw(st.sampled_from([*items, "not there"]))
    new = tried(made.text, lambda text: remove_item(text, name, item=item))
    if new is None:
        return

    if item not in items:
        assert new == made.text
        return
    rest = list(items)
    rest.remove(item)
    assert_only_its_lines(made, name, new)
    assert items_of(new, name) == rest
    others = {key: value for key, value in values(made.text).items() if key != name}
    assert {key: value for key, value in values(new).items() if key != name} == others


def tried_items(text: str, name: str) -> list[str]:
    try:
        return items_of(text, name)
    except UneditableError:
        return []


@given(st.data(), notes(layouts=LISTS + SCALARS), TEXTS)
def test_an_item_is_replaced_in_its_place_and_can_be_put_back(
    data: st.DataObject, made: Made, by: str
) -> None:
    assume(made.spans)
    name = data.draw(st.sampled_from(sorted(made.spans)))
    items = tried_items(made.text, name)
    assume(items)
    item = data.draw(st.sampled_from(items))
    new = tried(made.text, lambda text: replace_item(text, name, item=item, by=by))
    if new is None:
        return

    at = items.index(item)
    assert_only_its_lines(made, name, new)
    assert items_of(new, name) == [*items[:at], by, *items[at + 1 :]]
    if items.count(by) or by == item:
        return
    undone = replace_item(new, name, item=by, by=item)
    assert items_of(undone, name) == items
    assert_only_its_lines(made, name, undone)
    start, end = made.spans[name][0]
    written = "".join(made.lines[start:end])
    plain = not any(mark in written for mark in "'\"|>") and scalar(item, in_list=True) == item
    if plain and end - start <= len(items) + 1:
        assert undone == made.text


@given(st.data(), notes(layouts=LISTS + SCALARS + EMPTY), st.lists(WORDS, unique=True, max_size=4))
def test_a_list_holds_just_what_it_is_set_to(
    data: st.DataObject, made: Made, items: list[str]
) -> None:
    name = chosen(data, made)
    new = tried(made.text, lambda text: set_items(text, name, items=items))
    if new is None:
        return

    assert set(items_of(new, name)) == set(items)
    others = {key: value for key, value in values(made.text).items() if key != name}
    assert {key: value for key, value in values(new).items() if key != name} == others
    if name in made.spans or items:
        assert_only_its_lines(made, name, new)
    assert set_items(new, name, items=items) == new


@given(st.data(), notes(layouts=(" a, b", " a b", " #a, #b", " 'a b'", " a", *LISTS, *EMPTY)))
def test_words_in_one_text_are_spread_to_a_list(data: st.DataObject, made: Made) -> None:
    name = chosen(data, made)
    new = tried(made.text, lambda text: spread(text, name, into=split_tags))
    if new is None or new == made.text:
        return

    was = values(made.text)[name]
    assert isinstance(was, str)
    assert_only_its_lines(made, name, new)
    assert_reads_back(made.text, new, name, list[Value](was.replace(",", " ").split()))


@given(TEXTS)
@example("a\nb: c")
@example("---")
def test_a_text_in_a_new_note_is_the_same_text_for_every_reader(value: str) -> None:
    new = tried("", lambda text: set_field(text, "name", value=value))
    if new is None:
        assert (
            value.encode("utf-8", "replace").decode() != value or "\ufdd0" <= max(value) <= "\ufdd2"
        )
        return

    assert values(new) == {"name": value}
    assert yaml.safe_load(split(new).block) == {"name": value}
    assert yaml.load(split(new).block, Loader=yaml.CSafeLoader) == {"name": value}
    assert new.isascii() or new == new.encode().decode()
    assert line_count(new) == 3


@given(st.lists(TEXTS, unique=True, min_size=1, max_size=5))
def test_texts_in_a_new_list_are_the_same_for_every_reader(items: list[str]) -> None:
    new = tried("", lambda text: set_items(text, "name", items=items))
    if new is None:
        return

    assert values(new) == {"name": items}
    assert yaml.safe_load(split(new).block) == {"name": items}
    assert line_count(new) == 3


# Each layout once, to the letter. The note around is always the same.


def note(row: str) -> str:
    return f"---\nbefore: 1\n{row}\nafter: '2'\n---\nbody\n"


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        pytest.param("k: a", "b", "k: b", id="plain"),
        pytest.param("k: a", "no", 'k: "no"', id="needs quotes"),
        pytest.param("k: 'a'", "b", "k: 'b'", id="single quotes stay"),
        pytest.param('k: "a"', "b", 'k: "b"', id="double quotes stay"),
        pytest.param("k: 'a'", "it's", "k: 'it''s'", id="single quotes hold one"),
        pytest.param('k: "no"', "b", "k: b", id="needed quotes go"),
        pytest.param("k: a  # why", "b", "k: b  # why", id="comment stays"),
        pytest.param("k:   a   ", "b", "k:   b   ", id="blanks stay"),
        pytest.param("k:", "b", "k: b", id="empty"),
        pytest.param("k:   ", "b", "k: b", id="empty with blanks"),
        pytest.param("k: # why", "b", "k: b # why", id="empty with comment"),
        pytest.param("k: |\n  one\n  two", "b", "k: b", id="block scalar"),
        pytest.param("k: >-\n  one\n\n  two\n", "b", "k: b\n", id="folded scalar"),
        pytest.param("k: one\n  two", "b", "k: b", id="several plain lines"),
        pytest.param('k: "one\n  two"', "b", 'k: "b"', id="several quoted lines"),
        pytest.param("k: [[Anna]]", "[[Ben]]", 'k: "[[Ben]]"', id="link"),
        pytest.param("'k': a", "b", "'k': b", id="quoted name"),
        pytest.param("k : a", "b", "k : b", id="blank before the colon"),
        pytest.param("k:\n  a", "b", "k:\n  b", id="value below"),
        pytest.param("k: ~", "b", "k: b", id="tilde"),
        pytest.param("k: ''", "b", "k: b", id="empty quotes"),
        pytest.param("k: |\n  a\n # no text", "b", "k: b\n # no text", id="comment below a block"),
        pytest.param("k: |2\n    one\n  two", "b", "k: b", id="block scalar with its indentation"),
        pytest.param("k: |\n\n  one\n\n\n", "b", "k: b\n\n\n", id="blank lines around a block"),
        pytest.param("k: |+\n", "b", "k: b\n", id="empty block scalar"),
    ],
)
def test_a_value_is_set_in_its_place(old: str, value: str, new: str) -> None:
    assert set_field(note(old), "k", value=value) == note(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("k: [a]", "k: [a, x]", id="one"),
        pytest.param("k: [a, b]", "k: [a, b, x]", id="two"),
        pytest.param("k: [ a , b , ]", "k: [ a , b, x , ]", id="odd blanks and a last comma"),
        pytest.param("k: []", "k: [x]", id="none"),
        pytest.param("k: [ ]", "k: [x]", id="a blank"),
        pytest.param("k: [a] # why", "k: [a, x] # why", id="comment"),
        pytest.param("k: [\n  a,\n  b\n  ]", "k: [\n  a,\n  b, x\n  ]", id="several lines"),
        pytest.param("k: [a, # one\n  b]", "k: [a, # one\n  b, x]", id="comment inside"),
        pytest.param("k: a", "k: [a, x]", id="single value"),
        pytest.param("k: 'a'", "k: ['a', x]", id="single value in quotes"),
        pytest.param("k: a, b", 'k: ["a, b", x]', id="single value with a comma"),
        pytest.param("k: [[Anna]]", 'k: ["[[Anna]]", x]', id="link"),
        pytest.param("k:", "k: [x]", id="empty"),
        pytest.param("k:\n- a", "k:\n- a\n- x", id="lines"),
        pytest.param("k:\n  - a\n  - b", "k:\n  - a\n  - b\n  - x", id="indented lines"),
        pytest.param("k:\n-   'a'", "k:\n-   'a'\n-   'x'", id="wide lines in quotes"),
        pytest.param("k:\n- a # why", "k:\n- a # why\n- x", id="lines with comment"),
        pytest.param("k:\n- a\n\n# end", "k:\n- a\n- x\n\n# end", id="lines before a gap"),
        pytest.param("k:\n- a\n  b", "k:\n- a\n  b\n- x", id="an item of two lines"),
    ],
)
def test_an_item_is_added_as_the_list_is_written(old: str, new: str) -> None:
    assert add_item(note(old), "k", item="x") == note(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("k: [x]", "k: []", id="the only one"),
        pytest.param("k: [ x ]", "k: []", id="the only one with blanks"),
        pytest.param("k: [x, a]", "k: [a]", id="first"),
        pytest.param("k: [a, x]", "k: [a]", id="last"),
        pytest.param("k: [a,  x , b]", "k: [a , b]", id="middle"),
        pytest.param("k: [a,\n  x,\n  b]", "k: [a,\n  b]", id="several lines"),
        pytest.param("k: x", "k:", id="single value"),
        pytest.param("k: x # why", "k: # why", id="single value with comment"),
        pytest.param("k:\n- a\n- x", "k:\n- a", id="lines"),
        pytest.param("k:\n- x # why\n- a", "k:\n- a", id="lines with comment"),
        pytest.param("k:\n- x", "k:", id="the only line"),
        pytest.param("k: [x, x]", "k: [x]", id="twice"),
        pytest.param("k: [a]", "k: [a]", id="not there"),
    ],
)
def test_an_item_is_removed_as_the_list_is_written(old: str, new: str) -> None:
    assert remove_item(note(old), "k", item="x") == note(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("k: x", "k: a,", id="single value"),
        pytest.param("k: [b, x]", 'k: [b, "a,"]', id="brackets"),
        pytest.param("k: ['x', b]", "k: ['a,', b]", id="quotes"),
        pytest.param("k:\n- b\n- x # c", "k:\n- b\n- a, # c", id="lines"),
    ],
)
def test_an_item_is_replaced_as_the_list_is_written(old: str, new: str) -> None:
    assert replace_item(note(old), "k", item="x", by="a,") == note(new)
    assert replace_item(note(old), "k", item="x", by="x") == note(old)
    assert replace_item(note(old), "k", item="missing", by="y") == note(old)


def test_an_item_that_needed_quotes_between_brackets_leaves_none_behind() -> None:
    assert replace_item(note('k: [b, "a,"]'), "k", item="a,", by="x") == note("k: [b, x]")


@pytest.mark.parametrize(
    "old",
    [
        pytest.param("k: 'no'", id="quotes"),
        pytest.param("k: 0123", id="number"),
        pytest.param("k: |-\n  no", id="block scalar"),
        pytest.param("k: [[no]]", id="link"),
        pytest.param('k: "a\\x62"', id="escape"),
    ],
)
def test_a_value_that_is_there_already_is_not_written_again(old: str) -> None:
    value = values(note(old))["k"]
    assert isinstance(value, str)

    assert set_field(note(old), "k", value=value) == note(old)


@pytest.mark.parametrize(
    ("edit", "old", "line", "reason"),
    [
        pytest.param("set", "k: [a]", 3, "it is a list", id="list as a value"),
        pytest.param("set", "k: &x a", 3, "an anchor stands there", id="anchor"),
        pytest.param("set", "k: !!str a", 3, "a tag such as !!str stands there", id="tag"),
        pytest.param("set", "k: {a: 1}", 3, "its value is a mapping", id="mapping in braces"),
        pytest.param("set", "k:\n  a: 1", 3, "its value is a mapping", id="mapping"),
        pytest.param("set", "k: *x", 3, "its value is an alias", id="alias"),
        pytest.param("set", "k: a\nk: b", 4, "it is set twice; remove one", id="twice"),
        pytest.param("set", "? k\n: a", 3, "its name is written with a question", id="question"),
        pytest.param("add", "k: [[a], b]", 3, "a list of more than words", id="list of lists"),
        pytest.param("add", "k:\n- a\n-", 3, "one of its values is empty", id="empty item"),
        pytest.param("add", "k:\n-\n  a", 3, "laid out unusually", id="item below its dash"),
        pytest.param("remove", "k: [a, # a\n  x]", 3, "a comment stands between", id="comment"),
        pytest.param("set", "k: @a", 3, "not readable as YAML", id="no YAML"),
        pytest.param("set", "x: a\n...\nk: b", 1, "k", id="ends early"),
    ],
)
def test_what_cannot_be_edited_by_line_is_refused_with_its_line(
    edit: str, old: str, line: int, reason: str
) -> None:
    edits: dict[str, Callable[[str], str]] = {
        "set": lambda text: set_field(text, "k", value="x"),
        "add": lambda text: add_item(text, "k", item="x"),
        "remove": lambda text: remove_item(text, "k", item="x"),
    }
    if reason == "k":  # the fence is where the block ends: what follows is text
        assert edits[edit](note(old)) == note(old).replace("x: a\n", "x: a\nk: x\n", 1)
        return
    with pytest.raises(UneditableError, match=reason) as refusal:
        edits[edit](note(old))

    assert refusal.value.line == line


@pytest.mark.parametrize(
    ("old", "line", "reason"),
    [
        pytest.param("---\na: 1\n", 1, "never ends", id="never closed"),
        pytest.param("---toml\na = 1\n---\n", 1, "YAML only", id="another language"),
        pytest.param("+++\na = 1\n+++\n", 1, "YAML only", id="TOML"),
        pytest.param("---\n- a\n---\n", 2, "something else than properties", id="list"),
        pytest.param("---\na\n---\n", 2, "something else than properties", id="word"),
        pytest.param("---\n{a: 1}\n---\n", 2, "stands in braces", id="braces"),
        pytest.param("---\n&x\na: 1\n---\n", 2, "an anchor or a tag", id="anchor on all"),
        pytest.param("---\n[a]: 1\n---\n", 2, "name of a property is no text", id="name"),
        pytest.param("---\n\ufeffa: 1\n---\n", 2, "a byte order mark", id="byte order mark"),
        pytest.param("---\n<<<<<<< a\n---\n", 2, "merge conflict", id="merge conflict"),
    ],
)
def test_front_matter_that_is_no_list_of_properties_is_refused(
    old: str, line: int, reason: str
) -> None:
    with pytest.raises(UneditableError, match=reason) as refusal:
        set_field(old, "k", value="x")

    assert refusal.value.line == line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", "---\nk: x\n---\n", id="empty note"),
        pytest.param("body", "---\nk: x\n---\nbody", id="no front matter"),
        pytest.param("\ufeffbody\n", "\ufeff---\nk: x\n---\nbody\n", id="byte order mark"),
        pytest.param("a\r\n", "---\r\nk: x\r\n---\r\na\r\n", id="CRLF"),
        pytest.param("a\rb", "---\rk: x\r---\ra\rb", id="CR"),
        pytest.param("a\nb\r\n", "---\nk: x\n---\na\nb\r\n", id="mixed"),
        pytest.param("---\n---\n", "---\nk: x\n---\n", id="empty front matter"),
        pytest.param("---\n---", "---\nk: x\n---", id="no line end"),
        pytest.param("---\n# c\n---\n", "---\n# c\nk: x\n---\n", id="comment only"),
        pytest.param("---\na: 1\n...\nb", "---\na: 1\nk: x\n...\nb", id="three dots"),
        pytest.param("---\n  a: 1\n---\n", "---\n  a: 1\n  k: x\n---\n", id="indented"),
        pytest.param("---\na: |\n  b\n---\n", "---\na: |\n  b\nk: x\n---\n", id="after a block"),
        pytest.param("---\na:\n- b\n---\n", "---\na:\n- b\nk: x\n---\n", id="after a list"),
        pytest.param(
            "\ufeff---\r\na: 1\r\n---\r\n", "\ufeff---\r\na: 1\r\nk: x\r\n---\r\n", id="BOM CRLF"
        ),
        pytest.param("---\nx: &a 1\n---\n", "---\nx: &a 1\nk: x\n---\n", id="beside an anchor"),
        pytest.param("---\nx: {y: z}\n---\n", "---\nx: {y: z}\nk: x\n---\n", id="beside a mapping"),
    ],
)
def test_a_new_property_comes_last(old: str, new: str) -> None:
    assert set_field(old, "k", value="x") == new


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param("last contact", "last contact: x", id="blank"),
        pytest.param("größe", "größe: x", id="umlaut"),
        pytest.param("EMAIL[HOME]", "EMAIL[HOME]: x", id="brackets"),
        pytest.param("no", '"no": x', id="boolean"),
        pytest.param("1", '"1": x', id="number"),
        pytest.param("a: b", '"a: b": x', id="colon"),
        pytest.param("- a", '"- a": x', id="dash"),
    ],
)
def test_a_new_name_is_a_text_too(name: str, written: str) -> None:
    assert set_field("", name, value="x") == f"---\n{written}\n---\n"
    assert yaml.safe_load(written) == {name: "x"}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        *(("2026-11-02", "2026-11-02"), ("12", "12"), ("1.5", "1.5"), ("true", "true")),
        *(("0123", '"0123"'), ("12:30", '"12:30"'), ("+49", '"+49"'), ("no", '"no"')),
        *(("[[2026-11-02]]", '"[[2026-11-02]]"'), ("1e3", '"1e3"'), ("-0", "-0"), ("a", "a")),
    ],
)
def test_a_typed_value_has_quotes_only_where_readers_differ(value: str, written: str) -> None:
    assert set_field("", "k", value=value, typed=True) == f"---\nk: {written}\n---\n"


@pytest.mark.parametrize(
    ("old", "gone"),
    [
        pytest.param("k: a", "k: a\n", id="plain"),
        pytest.param("k: |\n  a\n\n  b", "k: |\n  a\n\n  b\n", id="block scalar"),
        pytest.param("k:\n- a\n- b", "k:\n- a\n- b\n", id="lines"),
        pytest.param("k: [a,\n  b] # c", "k: [a,\n  b] # c\n", id="brackets"),
        pytest.param("k:", "k:\n", id="empty"),
        pytest.param("k: 'a\n\n  b'", "k: 'a\n\n  b'\n", id="quotes"),
    ],
)
def test_a_removed_property_takes_its_lines_along(old: str, gone: str) -> None:
    whole = note(f"# above\n{old}\n# below")

    assert remove_field(whole, "k") == whole.replace(gone, "")
    assert remove_field(whole, "missing") == whole


def test_a_note_may_use_another_name() -> None:
    text = "---\nbday: a\nLast-Contacted: b\nfollowup: c\nnext_contact: d\n---\n"
    meanings = {
        "bday": "birthday",
        "lastcontacted": "last_contact",
        "last_contacted": "last_contact",
    }

    assert used_name(text, "bday", meanings=meanings) == "bday"
    assert used_name(text, "missing", meanings=meanings) == "missing"


# Notes of others: the example vault and the corpus.


def _others(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.md")):
        if path.is_file():
            try:
                yield str(path.relative_to(folder)), path.read_bytes().decode()
            except UnicodeDecodeError:
                continue


def _edited(text: str, name: str, value: Value) -> Iterator[tuple[str, str, Value]]:
    """Yield each edit that works: its result, how it is undone, and what should be read."""
    edits: list[tuple[Callable[[str], str], Value]] = [
        (lambda old: set_field(old, name, value="a: b # c"), "a: b # c"),
        (lambda old: remove_field(old, name), None),
        (lambda old: add_item(old, name, item="[[Zoë]]"), [*as_list(value), "[[Zoë]]"]),
    ]
    if isinstance(value, list) and value and isinstance(value[0], str):
        first, rest = value[0], value[1:]
        edits.append((lambda old: remove_item(old, name, item=first), rest))
        edits.append((lambda old: replace_item(old, name, item=first, by="no"), ["no", *rest]))
    for edit, expected in edits:
        new = tried(text, edit)
        if new is not None:
            yield text, new, expected


def _check_edits(path: str, text: str) -> int:
    found, _, _ = read_properties(split(text).block, path="", first_line=1)
    before = {each.name: each.value for each in found}
    head = line_count(split(text).opening)
    done = 0
    for name, value in [*before.items(), ("entirely new", None)]:
        for old, new, expected in _edited(text, name, value):
            done += 1
            after = values(new)
            got = after.pop(name, None)
            assert (as_list(got) if isinstance(expected, list) else got) == expected, path
            assert after == {key: each for key, each in before.items() if key != name}, path
            # No line on which another property has its value is among those that have changed.
            one, other = lines_of(old), lines_of(new)
            blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
            touched = {
                at for tag, start, end, _, _ in blocks if tag != "equal" for at in range(start, end)
            }
            kept = {head + each.line - 1 for each in found if each.name != name}
            assert not touched & kept, (path, name)
        if value is None and name not in before:
            new_one = tried(text, lambda old: set_field(old, "entirely new", value="x"))
            if new_one is not None and split(text).has_block:
                assert remove_field(new_one, "entirely new") == text, path
    return done


def test_every_property_of_the_example_vault_can_be_edited() -> None:
    done = sum(_check_edits(path, text) for path, text in _others(EXAMPLE))

    assert done > 500


@needs_corpus
def test_every_property_of_the_corpus_can_be_edited_or_is_refused() -> None:
    done = sum(_check_edits(path, text) for path, text in _others(CORPUS))

    assert done > 1000


@needs_corpus
def test_every_naughty_string_reads_back() -> None:
    lines = (CORPUS / "naughty-strings" / "blns.txt").read_text(encoding="utf-8").split("\n")
    for line in lines:
        new = tried("body\n", lambda text, line=line: set_field(text, "k", value=line))  # type: ignore[misc]
        assert new is not None, line
        assert yaml.safe_load(split(new).block) == {"k": line}
        assert remove_field(new, "k") == "---\n---\nbody\n"
