"""The text of a note: running lines, links and what they mean, tags."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.config import Config
from vault_tools.model import Link, Note, Role
from vault_tools.parse import Grammar, parse_note
from vault_tools.parse.lines import running_lines

GRAMMAR = Grammar.of(Config())
MARKUP = st.text(alphabet="`~%<!->\n a[]#*1.") | st.lists(
    st.sampled_from(["%%", "<!--", "-->", "`", "```", "~~~", "\n", "a", " ", "> ", "- "])
).map("".join)


def read(text: str, path: str = "2026-11-02.md") -> Note:
    return parse_note(text.encode(), path=path, grammar=GRAMMAR)


def roles(text: str, path: str = "2026-11-02.md") -> dict[str, Role]:
    return {link.target: link.role for link in read(text, path).links}


def prose(text: str) -> str:
    return "\n".join(line.prose for line in running_lines(text, first=1))


@given(MARKUP | st.text())
def test_every_line_is_counted(text: str) -> None:
    lines = running_lines(text, first=7)

    assert [line.number for line in lines] == list(range(7, 8 + text.count("\n")))


@given(MARKUP)
def test_hidden_characters_leave_their_columns(text: str) -> None:
    for line, source in zip(running_lines(text, first=1), text.split("\n"), strict=True):
        for shown in (line.text, line.prose):
            assert len(shown) <= len(source)
            assert all(
                have in (" ", real) for have, real in zip(shown, source[: len(shown)], strict=True)
            )


@given(st.text(alphabet="ab \n>-*#[]1."))
def test_text_without_code_and_comments_is_all_prose(text: str) -> None:
    if not re.search(r"<!--|%%|`|~~~", text):
        assert prose(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a `b` c", "a     c", id="code span"),
        pytest.param("``a ` b`` c", "          c", id="longer code span"),
        pytest.param("`a", "`a", id="open code span"),
        pytest.param("``a` b", "``a` b", id="unequal ticks"),
        pytest.param("a %%b%% c %%d%%", "a       c      ", id="comments"),
        pytest.param("a <!--b--> c", "a          c", id="HTML comment"),
        pytest.param("a %% b\nc %% d", "a \n     d", id="over two lines"),
        pytest.param("a <!-- b\nc\nd --> `e` f", "a \n\n          f", id="over three lines"),
        pytest.param("`%%` a %%b%%", "     a      ", id="comment in code"),
        pytest.param("%% ` %% a `b` c", "        a     c", id="backtick in a comment"),
        pytest.param("<!-- %% --> a", "            a", id="comment in a comment"),
        pytest.param("%%%% a", "     a", id="empty comment"),
        pytest.param("a\n```py\nb\n```\nc", "a\n\n\n\nc", id="fence"),
        pytest.param("~~~\n```\n~~~~\na", "\n\n\na", id="tildes"),
        pytest.param("````\n```\n````\na", "\n\n\na", id="longer fence"),
        pytest.param("- ```\n  a\n  ```\nb", "\n\n\nb", id="fence in an item"),
        pytest.param("```a```\nb", "       \nb", id="three ticks in a line"),
        pytest.param("```\na", "\n", id="open fence"),
        pytest.param("%%\n```\n%%\na", "\n\n  \na", id="fence in a comment"),
    ],
)
def test_code_and_comments_are_blank(text: str, expected: str) -> None:
    assert prose(text) == expected


def test_a_line_keeps_its_code_but_not_its_comments() -> None:
    (line,) = running_lines("\t- `a` %%b%%", first=3)

    assert (line.number, line.text, line.prose, line.indent) == (
        3,
        "\t- `a`      ",
        "\t-          ",
        4,
    )


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("> a", True),
        ("  > a", True),
        ("- > a", True),
        ("1) >a", True),
        ("a > b", False),
        ("`>`", False),
    ],
)
def test_a_quote_is_marked_in_front(line: str, *, quote: bool) -> None:
    (found,) = running_lines(line, first=1)

    assert found.quote is quote


@pytest.mark.parametrize(
    ("text", "role"),
    [
        pytest.param("Lunch with [[Anna]]", Role.MENTION, id="text"),
        pytest.param("# [[Anna]]", Role.MENTION, id="heading"),
        pytest.param("- [[Anna]]: hi", Role.MENTION, id="item"),
        pytest.param("| [[Anna\\|A]] |", Role.MENTION, id="table"),
        pytest.param("- [ ] ask [[Anna]]", Role.TASK, id="open task"),
        pytest.param("- [/] ask [[Anna]]", Role.TASK, id="begun task"),
        pytest.param("- [x] ask [[Anna]]", Role.MENTION, id="done task"),
        pytest.param("- [-] ask [[Anna]]", Role.OTHER, id="dropped task"),
        pytest.param("> [[Anna]] said", Role.OTHER, id="quote"),
        pytest.param("> - [ ] ask [[Anna]]", Role.OTHER, id="task in a quote"),
        pytest.param("![[Anna]]", Role.OTHER, id="embed"),
        pytest.param("about [[Anna]] #mention", Role.OTHER, id="tagged"),
        pytest.param("#Mention [[Anna]]", Role.OTHER, id="tagged in front"),
        pytest.param("# [[Anna]] #mention", Role.OTHER, id="tagged heading"),
        pytest.param("- x #mention\n  - [[Anna]]", Role.OTHER, id="below a tag"),
        pytest.param("- x #mention\n  - y\n\n    [[Anna]]", Role.OTHER, id="far below a tag"),
        pytest.param("- x #mention\n- [[Anna]]", Role.MENTION, id="beside a tag"),
        pytest.param("  - x #mention\n# y\n    [[Anna]]", Role.MENTION, id="behind a heading"),
        pytest.param("- x #mention\n  - [ ] ask [[Anna]]", Role.TASK, id="task below a tag"),
        pytest.param("- [x] ask [[Anna]] #mention", Role.OTHER, id="done task, tagged"),
        pytest.param("[[Anna]] #mentions", Role.MENTION, id="another tag"),
        pytest.param("[[Anna]] `#mention`", Role.MENTION, id="tag in code"),
    ],
)
def test_a_link_means_what_its_place_says(text: str, role: Role) -> None:
    assert roles(text) == {"Anna": role}


@pytest.mark.parametrize(
    "text", ["`[[Anna]]`", "```\n[[Anna]]\n```", "%% [[Anna]] %%", "<!--\n[[Anna]]", "[[#Log]]"]
)
def test_code_and_comments_hold_no_links(text: str) -> None:
    assert roles(text) == {}


def test_a_link_stands_where_it_says() -> None:
    note = read("---\nx: y\n---\n\n`a` [[Anna|A]] %%b%% ![[c.png]]\n")

    assert note.links == (
        Link(line=5, column=5, target="Anna", role=Role.MENTION),
        Link(line=5, column=22, target="c.png", role=Role.OTHER),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("attendees: ['[[Anna|A]]', Ben]", ["Anna", "Ben"], id="list"),
        pytest.param("people:\n  - [[Anna]]\n  - Ben", ["Anna", "Ben"], id="unquoted link"),
        pytest.param("With: Anna", ["Anna"], id="name"),
        pytest.param("with: '[[Anna]], [[Ben]]'", ["Anna", "Ben"], id="links in one text"),
        pytest.param("attendees: ['[[#x]]', Ben]", ["Ben"], id="link to nothing"),
    ],
)
def test_who_was_there_is_a_property(written: str, expected: list[str]) -> None:
    note = read(f"---\n{written}\n---\n[[Cleo]]\n- [ ] [[Dan]]\n")

    assert [(link.target, link.role) for link in note.links] == [
        *((name, Role.ATTENDEE) for name in expected),
        ("Cleo", Role.OTHER),
        ("Dan", Role.TASK),
    ]


def test_other_properties_hold_links_too() -> None:
    note = read(
        "---\nattendees: []\nvia: see [[Ben]]\nx:\n  y: ['[[Cleo]]', z, ]\n  w:\n---\n[[Anna]]\n"
    )

    assert note.links == (
        Link(line=3, column=6, target="Ben", role=Role.PROPERTY),
        Link(line=5, column=3, target="Cleo", role=Role.PROPERTY),
        Link(line=8, column=1, target="Anna", role=Role.MENTION),
    )


def test_a_contact_is_attended_by_nobody() -> None:
    text = "---\ntype: contact\npeople: ['[[Ben]]', Cleo]\n---\n[[Anna]]\n"

    assert roles(text) == {"Ben": Role.PROPERTY, "Anna": Role.MENTION}


def test_tags_in_the_text_are_kept_once_and_in_order() -> None:
    note = read(
        "---\ntype: contact\ntags: [x, '#y/', z z]\n---\n"
        "# Anna #b\n#a, (#b) #c/d/ #1 #1a a#e `#f` #ä_-\n"
        "## Log\n- 2026-11-02 x #gave #g\n"
    )

    assert note.contact is not None
    assert note.contact.tags == ("x", "y", "z")
    assert note.contact.inline_tags == ("b", "a", "c/d", "1a", "ä_-")
