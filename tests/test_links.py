"""Wikilinks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools import links
from vault_tools.links import Wikilink


@pytest.mark.parametrize(
    ("text", "target", "shown"),
    [
        pytest.param("[[Anna]]", "Anna", "Anna", id="plain"),
        pytest.param("[[People/Anna]]", "People/Anna", "Anna", id="path"),
        pytest.param("[[People/Anna.md]]", "People/Anna.md", "Anna", id="ending"),
        pytest.param("[[Anna|Anni]]", "Anna", "Anni", id="shown"),
        pytest.param("[[Anna#Log]]", "Anna", "Anna", id="heading"),
        pytest.param("[[Anna#Log|there]]", "Anna", "there", id="heading shown"),
        pytest.param("[[Anna#^b1]]", "Anna", "Anna", id="block"),
        pytest.param("[[Anna^b1]]", "Anna", "Anna", id="block without hash"),
        pytest.param(r"[[Anna\|Anni]]", "Anna", "Anni", id="in a table"),
        pytest.param("[[#Log]]", "", "Log", id="within the note"),
        pytest.param("[[ Anna | ]]", "Anna", "Anna", id="blanks"),
        pytest.param("[[a.b/Dr. Who]]", "a.b/Dr. Who", "Dr. Who", id="dots"),
    ],
)
def test_a_link_has_a_target_and_a_text(text: str, target: str, shown: str) -> None:
    link = Wikilink(column=1, target=target, shown=shown)

    assert links.parse(f" {text} ") == link
    assert list(links.find(text)) == [link]
    assert links.shown(f"a {text}.") == f"a {shown}."


@pytest.mark.parametrize(
    "text", ["Anna", "[[Anna]] and more", "[Anna]", "[[Anna]", "[[]]", "[[a\nb]]", "[[a]b]]", ""]
)
def test_what_is_not_one_link_is_none(text: str) -> None:
    assert links.parse(text) is None


def test_links_are_found_from_left_to_right() -> None:
    assert list(links.find("[[A]], ![[b.png]] [[C|c]] [D](d.md) [[")) == [
        Wikilink(column=1, target="A", shown="A"),
        Wikilink(column=8, target="b.png", shown="b.png", embed=True),
        Wikilink(column=19, target="C", shown="c"),
    ]


def test_markdown_links_are_shown_by_their_text() -> None:
    assert links.shown("see [her page](https://a.b/c) and [x]") == "see her page and [x]"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("[[2026-01-24]]", "2026-01-24", id="name"),
        pytest.param("[[Journal/2026/2026-01-24|that day]]", "2026-01-24", id="path"),
        pytest.param("[[2026-01-24#Lunch]]", "2026-01-24", id="heading"),
        pytest.param("[[2026-01-24 Lunch]]", None, id="longer name"),
        pytest.param("[[Anna]]", None, id="name of a person"),
    ],
)
def test_a_link_may_be_to_a_day(text: str, day: str | None) -> None:
    link = links.parse(text)

    assert link is not None
    assert link.day == day


@given(st.text(alphabet="[]|#!^\\ab/.\n"))
def test_a_link_stands_where_it_says(line: str) -> None:
    for link in links.find(line):
        assert line[link.column - 1 :].startswith("![[" if link.embed else "[[")
    assert len(links.shown(line)) <= len(line)
