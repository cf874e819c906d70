"""Front matter: its fences, its YAML, its limits, and the handler for python-frontmatter."""

import itertools

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.frontmatter import NoteHandler, Parts, read_properties, split
from vault_tools.frontmatter.fences import line_count
from vault_tools.frontmatter.properties import MAX_ALIASES, MAX_BLOCK, MAX_DEPTH, MAX_NODES
from vault_tools.model import Problem, Value

NOTE_LIKE = st.lists(
    st.sampled_from(
        [*("---", "...", "\n", "\r\n", "\r", " ", "\t", "\ufeff", "a: b", "- x", "\x85", "\x0c")]
    ),
    max_size=12,
).map("".join)
ANY_TEXT = st.text(alphabet=st.characters(codec="utf-8"))
LETTERS = st.text(alphabet="abcdefghijklm ÄÖÜéß", min_size=1, max_size=20).map(str.strip)
PLAIN = LETTERS.filter(lambda text: text not in {"", "n", "no", "f", "a: b"})


def values(block: str) -> dict[str, Value]:
    properties, _, _ = read_properties(block, path="a.md", first_line=2)
    return {found.name: found.value for found in properties}


def problems(block: str) -> list[tuple[int, int, str]]:
    _, found, _ = read_properties(block, path="a.md", first_line=2)
    return [(problem.line, problem.column, problem.code) for problem in found]


@given(NOTE_LIKE | ANY_TEXT)
def test_splitting_loses_no_character(text: str) -> None:
    parts = split(text)

    assert parts.opening + parts.block + parts.closing + parts.body == text


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("opening", ["---", "--- ", "---\t"])
@pytest.mark.parametrize("closing", ["---", "...", "---  ", "...\t"])
def test_a_fence_is_three_marks_alone_on_a_line(
    mark: str, eol: str, opening: str, closing: str
) -> None:
    text = f"{mark}{opening}{eol}a: b{eol}{closing}{eol}body{eol}"

    assert split(text) == Parts(
        opening=f"{mark}{opening}{eol}",
        block=f"a: b{eol}",
        closing=f"{closing}{eol}",
        body=f"body{eol}",
    )
    assert split(text).has_block


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("---", id="only a fence"),
        pytest.param("----\na: b\n----\n", id="four marks"),
        pytest.param(" ---\na: b\n---\n", id="indented"),
        pytest.param("\n---\na: b\n---\n", id="blank line before"),
        pytest.param("--- a\na: b\n---\n", id="text behind"),
        pytest.param("text\n---\na: b\n---\n", id="text before"),
        pytest.param("---\n\nA line between rules.\n", id="a rule first"),
    ],
)
def test_text_without_fences_is_all_body(text: str) -> None:
    assert split(text) == Parts("", "", "", text)


@pytest.mark.parametrize(
    "text",
    ["---\nname: Anna\n", "---\nname:", '---\n"last contact": x\nbody', "---\r\na: b\r\n --- "],
)
def test_front_matter_that_never_ends_is_noticed(text: str) -> None:
    assert split(text) == Parts("", "", "", text, unclosed=True)


@pytest.mark.parametrize("fence", ["---toml", "---js", "---json", "+++", ";;;", "\ufeff+++ "])
def test_front_matter_in_another_language_is_noticed(fence: str) -> None:
    text = f"{fence}\nname = 'Anna'\n---\n"

    assert split(text) == Parts("", "", "", text, other_language=True)


def test_a_fence_in_a_block_scalar_is_indented_and_ends_nothing() -> None:
    parts = split("---\na: |\n  ---\n  x\n---\nbody")

    assert (parts.block, parts.body) == ("a: |\n  ---\n  x\n", "body")


def test_the_last_fence_needs_no_line_end() -> None:
    assert split("---\n---") == Parts("---\n", "", "---", "")


def test_lines_are_counted_as_an_editor_does() -> None:
    assert line_count("a\nb\r\nc\rd\x0b\x0c\x1c\x85\u2028e") == 3


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "yes",
            "NO",
            "on",
            "off",
            "y",
            "true",
            "~",
            "null",
            "0041",
            "01234",
            "0x1F",
            "0o17",
        ),
        *("+41791234567", "12:30", "1_000", "1.10", "1984", "1e3", ".inf", "2026-02-30", "="),
        *("2026-11-30 12:00:00", "0000-00-00", "9" * 5000, "C#", "a,b", "München", "<<", "!"),
    ],
)
def test_a_scalar_is_kept_as_it_was_written(text: str) -> None:
    expected = None if text == "!" else text

    assert values(f"key: {text}") == {"key": expected or ""}
    if text != "!":
        assert values(f"key: [{text}]") == {"key": text.split(",") if "," in text else [text]}


@given(PLAIN)
def test_a_plain_scalar_is_its_source_text(text: str) -> None:
    assert values(f"key: {text}\n") == {"key": " ".join(text.split("\n"))}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("a:\nb: ''\n", {"a": None, "b": ""}, id="nothing and empty text"),
        pytest.param("'a': \"b\\tc\"", {"a": "b\tc"}, id="quoted"),
        pytest.param("? a\n: b", {"a": "b"}, id="explicit key"),
        pytest.param("{a: 1, b: [x, {c: d}]}", {"a": "1", "b": ["x", {"c": "d"}]}, id="flow"),
        pytest.param("a: |\n  x\n  y\n", {"a": "x\ny\n"}, id="literal"),
        pytest.param("a: >-\n  x\n  y\n", {"a": "x y"}, id="folded"),
        pytest.param("a: x\n  y\n", {"a": "x y"}, id="two lines"),
        pytest.param("a: C# shop #1", {"a": "C# shop"}, id="comment"),
        pytest.param("EMAIL[HOME]: a@b.c", {"EMAIL[HOME]": "a@b.c"}, id="vCard key"),
        pytest.param("straße  : x", {"straße": "x"}, id="key with blanks"),
        pytest.param("a: !foo x\nb: !!int 1", {"a": "x", "b": "1"}, id="tags"),
        pytest.param("a: !!python/object/apply:os.system [x]", {"a": ["x"]}, id="code"),
        pytest.param("a: !!binary eA==", {"a": "eA=="}, id="binary"),
        pytest.param("a: &x b\n", {"a": "b"}, id="anchor"),
        pytest.param(
            "N:\n  GN: Anna\n  GN: Ben\n  ? [z]\n  : y",
            {"N": {"GN": "Anna", "['z']": "y"}},
            id="mapping",
        ),
        pytest.param("hello", {}, id="scalar"),
        pytest.param("[]", {}, id="list"),
        pytest.param("- a: b\n- [c]", {}, id="block list"),
        pytest.param("", {}, id="nothing"),
        pytest.param("# only a comment\n", {}, id="comment only"),
        pytest.param("null", {}, id="null"),
        pytest.param("a: x\u2028y\x85z", {"a": "x\u2028y\x85z"}, id="other separators"),
        pytest.param("a: \ue085\ufdd0", {"a": "\ue085\ufdd0"}, id="stand-ins"),
        pytest.param("\ufeffa: [[b]]", {"a": "[[b]]"}, id="BOM in the block"),
    ],
)
def test_yaml_is_read_as_text(block: str, expected: dict[str, Value]) -> None:
    assert (values(block), problems(block)) == (expected, [])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("[[Anna]]", "[[Anna]]", id="link"),
        pytest.param("[[Anna Berg|Anni]]", "[[Anna Berg|Anni]]", id="shown"),
        pytest.param("[[Anna#Log]]", "[[Anna#Log]]", id="heading"),
        pytest.param("\n- [[Anna]]\n- [[Ben]]", ["[[Anna]]", "[[Ben]]"], id="list of links"),
        pytest.param("[[[Anna]], [[Ben]]]", ["[[Anna]]", "[[Ben]]"], id="flow list of links"),
        pytest.param("[[Anna\n  Berg]]", "[[Anna Berg]]", id="over two lines"),
        pytest.param("[[Zo\u2028e]]", "[[Zo\u2028e]]", id="other separator"),
        pytest.param("[ [Anna] ]", [["Anna"]], id="spaced list"),
        pytest.param("[[Anna], [Ben]]", [["Anna"], ["Ben"]], id="two lists"),
        pytest.param("[[{a: b}]]", [[{"a": "b"}]], id="mapping"),
        pytest.param("[{a: b}]", [{"a": "b"}], id="no list inside"),
        pytest.param("\n- - Anna", [["Anna"]], id="block lists"),
        pytest.param('"[[Anna]]"', "[[Anna]]", id="quoted"),
    ],
)
def test_an_unquoted_link_stays_a_link(written: str, value: Value) -> None:
    assert values(f"via: {written}") == {"via": value}


@pytest.mark.parametrize(
    ("block", "line", "column"),
    [
        pytest.param("a: b", 2, 4, id="plain"),
        pytest.param("# c\n\na:   'b'", 4, 6, id="quoted"),
        pytest.param("a:\nb: c", 2, 3, id="nothing"),
        pytest.param("a:\n  - x", 3, 3, id="list"),
        pytest.param("é: [x]", 2, 4, id="not ASCII"),
        pytest.param("x\u2028y: 1", 2, 6, id="other separator"),
        pytest.param("# c\r\ra: b", 4, 4, id="CR"),
        pytest.param("# c\r\n\r\na: b", 4, 4, id="CRLF"),
    ],
)
def test_a_value_stands_where_it_says(block: str, line: int, column: int) -> None:
    first = read_properties(block, path="a.md", first_line=2)[0][0]

    assert (first.line, first.column) == (line, column)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("a: b\nc: d: e", [(3, 5, "yaml-syntax")], id="colon in a value"),
        pytest.param("a: b\n\tc: d", [(3, 1, "yaml-syntax")], id="tab"),
        pytest.param("a: @x", [(2, 4, "yaml-syntax")], id="at sign"),
        pytest.param("a: `x`", [(2, 4, "yaml-syntax")], id="backtick"),
        pytest.param("a: b\nc: [d", [(4, 1, "yaml-syntax")], id="open bracket"),
        pytest.param("ä: ä\rb\x01", [(3, 1, "yaml-syntax")], id="control character"),
        pytest.param("a: b\na: c", [(3, 1, "duplicate-key")], id="twice"),
        pytest.param('a: b\n"a": c', [(3, 1, "duplicate-key")], id="twice, once quoted"),
        pytest.param("a: b\na:\n- c", [(3, 1, "duplicate-key")], id="twice, the value below"),
        pytest.param("a: b\n--- \nc: d", [(3, 1, "yaml-limit")], id="two documents"),
        pytest.param("a: b\n? [c]\n: d", [(3, 3, "yaml-key")], id="list as a key"),
        pytest.param("?\n: d", [(2, 2, "yaml-key")], id="nothing as a key"),
        pytest.param("a: &x b\nc: *x", [(3, 4, "yaml-alias")], id="alias"),
        pytest.param("a: &x b\n<<: *x", [(3, 5, "yaml-alias")], id="merge key"),
        pytest.param("a: 1\n<<<<<<< HEAD\nb: 2\n", [(3, 1, "conflict-marker")], id="ours"),
        pytest.param("a: 1\x0c\r=======\nb: 2\n", [(3, 1, "conflict-marker")], id="between"),
        pytest.param("a: 1\r\n>>>>>>> x\n", [(3, 1, "conflict-marker")], id="theirs"),
        pytest.param("||||||| base\n", [(2, 1, "conflict-marker")], id="base"),
        pytest.param("a: '======= <<<<<<<'\n", [], id="no conflict"),
    ],
)
def test_trouble_stands_where_it_says(block: str, expected: list[tuple[int, int, str]]) -> None:
    assert problems(block) == expected


def test_a_syntax_error_comes_with_a_hint() -> None:
    def message(block: str) -> str:
        (problem,) = read_properties(block, path="a.md", first_line=2)[1]
        return problem.message

    assert message("a: b: c").endswith("; put quotes around a value that contains ': '")
    assert message("a: @b").endswith("; put quotes around the value, and use spaces, not tabs")


def test_the_first_of_two_values_counts() -> None:
    assert read_properties("a: 1\nb: 2\na: 3\n", path="x.md", first_line=2)[1:] == (
        (
            Problem(
                *("x.md", 4, 1, "duplicate-key"),
                "'a' is already set on line 2; this one is ignored",
            ),
        ),
        True,
    )
    assert values("a: 1\nb: 2\na: 3\n") == {"a": "1", "b": "2"}


def test_an_alias_stays_text() -> None:
    assert values("a: &x [b]\nc: *x\n<<: *x") == {"a": ["b"], "c": "*x", "<<": "*x"}


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        pytest.param(
            "a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH,
            "a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
            id="brackets",
        ),
        pytest.param(
            "a: " + "{x: " * (MAX_DEPTH - 1) + "}" * (MAX_DEPTH - 1),
            "a: " + "{x: " * MAX_DEPTH + "}" * MAX_DEPTH,
            id="braces",
        ),
        pytest.param(
            "a:\n" + "- " * (MAX_DEPTH - 1) + "x", "a:\n" + "- " * MAX_DEPTH + "x", id="dashes"
        ),
        pytest.param(
            "".join(f"{' ' * depth}a:\n" for depth in range(MAX_DEPTH)),
            "".join(f"{' ' * depth}a:\n" for depth in range(MAX_DEPTH + 1)),
            id="indents",
        ),
        pytest.param(
            "a: &x b\n" + "".join(f"k{n}: *x\n" for n in range(MAX_ALIASES)),
            "a: &x b\n" + "".join(f"k{n}: *x\n" for n in range(MAX_ALIASES + 1)),
            id="aliases",
        ),
        pytest.param(
            "a:\n" + "- x\n" * (MAX_NODES - 2), "a:\n" + "- x\n" * (MAX_NODES - 1), id="values"
        ),
        pytest.param("a: " + "x" * (MAX_BLOCK - 3), "a: " + "x" * (MAX_BLOCK - 2), id="characters"),
        pytest.param("- " * (MAX_DEPTH - 1) + "x", "- " * MAX_DEPTH + "x", id="a list at the top"),
    ],
)
def test_a_limit_holds_at_its_edge(within: str, beyond: str) -> None:
    assert read_properties(within, path="a.md", first_line=2)[2]

    properties, found, readable = read_properties(beyond, path="a.md", first_line=2)

    assert (properties, readable) == ((), False)
    assert [problem.code for problem in found] in (["yaml-limit"], ["front-matter-too-long"])


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param("a: " + "[" * 50_000, id="brackets"),
        pytest.param("a: " + "{" * 50_000, id="braces"),
        pytest.param("- " * 50_000, id="dashes"),
        pytest.param("".join(f"{' ' * depth}a:\n" for depth in range(700)), id="indents"),
        pytest.param("? " * 50_000, id="question marks"),
        pytest.param(
            "a: &a [x]\n"
            + "".join(
                f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n"
                for a, b in itertools.pairwise("abcdefghi")
            ),
            id="a billion laughs",
        ),
        pytest.param(
            "a: &a {x: y}\n"
            + "".join(
                f"{b}: &{b}\n  <<: [*{a}, *{a}]\n"
                for a, b in itertools.pairwise("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ")
            ),
            id="merge keys",
        ),
    ],
)
def test_a_bomb_does_not_go_off(bomb: str) -> None:
    assert "yaml-limit" in {code for _, _, code in problems(bomb)}


@given(ANY_TEXT | NOTE_LIKE | st.text(alphabet=":-[]{}&*!|>'\"%@`#?,ab \n\t\\"))
def test_reading_yaml_never_fails(block: str) -> None:
    for problem in read_properties(block, path="a.md", first_line=2)[1]:
        assert 2 <= problem.line <= 3 + line_count(block)
        assert problem.column >= 1


def test_even_text_that_can_not_be_encoded_is_a_problem() -> None:
    assert [code for _, _, code in problems("a: \ud800")] == ["yaml-syntax"]


@given(st.dictionaries(LETTERS.filter(bool), PLAIN, max_size=4))
def test_python_frontmatter_agrees_where_yaml_1_1_and_1_2_do(expected: dict[str, str]) -> None:
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in expected.items()) + "---\nx"
    oracle, content = frontmatter.parse(text)

    if all(isinstance(value, str) for value in [*oracle, *oracle.values()]):
        assert frontmatter.parse(text, handler=NoteHandler()) == (oracle, content)


def test_python_frontmatter_reads_through_our_handler() -> None:
    post = frontmatter.loads(
        "---\nphone: 0041\nvia: [[Ben]]\nvia: x\n...\n\ntext\n", handler=NoteHandler()
    )

    assert (post.metadata, post.content) == ({"phone": "0041", "via": "[[Ben]]"}, "text")


def test_our_handler_keeps_what_it_could_not_understand() -> None:
    handler = NoteHandler()

    assert handler.detect("---\na: 1\n---\n")
    assert handler.load("a: 1\na: 2\n") == {"a": "1"}
    assert [problem.code for problem in handler.problems] == ["duplicate-key"]


def test_text_without_front_matter_is_no_matter_to_our_handler() -> None:
    text = "---\n\nhello"

    assert not NoteHandler().detect(text)
    with pytest.raises(ValueError, match="no front matter"):
        NoteHandler().split(text)
    assert frontmatter.parse(text, handler=NoteHandler()) == ({}, text)


@given(
    st.dictionaries(
        ANY_TEXT.filter(bool), ANY_TEXT | st.lists(ANY_TEXT, min_size=1, max_size=3), max_size=4
    )
)
def test_what_we_write_we_read_back(metadata: dict[str, object]) -> None:
    block = NoteHandler().export(metadata)

    assert NoteHandler().load(block) == metadata


@pytest.mark.parametrize(
    "text",
    [
        *("no", "yes", "y", "N", "null", "~", "0123", "09", "1e3", ".5e3", "-.5", "0o17", "12:30"),
        *("1_000", "+41791234567", "2026-11-30", "=", "<<", ".nan", "0x1f", "0b1", "1.10", ""),
    ],
)
def test_text_that_looks_like_something_else_is_quoted(text: str) -> None:
    assert NoteHandler().export({"key": text}) in (f"key: '{text}'", f'key: "{text}"')


def test_what_we_write_keeps_its_order_and_stays_plain_where_it_may() -> None:
    written = frontmatter.dumps(
        frontmatter.Post(
            "text", handler=NoteHandler(), type="contact", name="Zoë Ångström", a=["b"]
        )
    )

    assert written == "---\ntype: contact\nname: Zoë Ångström\na:\n- b\n---\n\ntext"
