"""``graph``: pictures of the network in every format, read back by real parsers."""

import json
import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, standing
from vault_tools.network.people import Network, Person
from vault_tools.network.picture import LINES_EACH, picture
from vault_tools.network.ties import Statement, TieKind, ties
from vault_tools.render import data, graph
from vault_tools.render.svg import svg
from vault_tools.report.drawing import Drawing

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</text></svg><script>alert(1)</script>",
    "]]> & ]] [[x]]",
    "\"quoted\" 'single' \\ back\\nslash",
    '"]; me -> evil [label="',
    "👩‍👩‍👧 Łukasz é\ufffe\uffff\ud800",
    "مريم שלום \u202e left",
    "end %% ``` #quot; #35;",
    "x" * 300,
    "a\nb\r\tc\x00\x1b[2J",
    "1. a list - of * one",
]
NAMES = st.one_of(st.text(min_size=1, max_size=40), st.sampled_from(HOSTILE))


def drawn(names: list[str], pairs: list[tuple[int, int]]) -> Drawing:
    """Return a picture of people of these names, tied by number."""
    people = [
        Person(standing=replace(standing(name=name), path=f"People/{number}.md"), strength=0.5)
        for number, name in enumerate(names)
    ]
    found = ties(
        [
            Statement(
                source=people[one].path,
                target=people[other].path,
                kind=TieKind.LINK,
                path=people[one].path,
            )
            for one, other in pairs
            if max(one, other) < len(people)
        ],
        today=TODAY,
    )
    return Drawing(
        picture=picture(Network(people, found)),
        own={one.path: f"{one.path}:1" for one in people},
        last={people[0].path: TODAY},
        faded=frozenset({people[0].path}),
        root=Path("/vault"),
    )


DRAWINGS = st.builds(
    drawn,
    st.lists(NAMES, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12),
)


@given(DRAWINGS)
def test_an_svg_holds_nothing_but_what_we_put_there(drawing: Drawing) -> None:
    text = svg(drawing)

    root = ET.fromstring(text.encode())  # noqa: S314 - it is our own
    allowed = (
        "svg",
        "title",
        "desc",
        "style",
        "defs",
        "marker",
        "path",
        "g",
        "circle",
        "text",
        "a",
    )
    assert {each.tag for each in root.iter()} <= {f"{SVG}{name}" for name in allowed}
    links = [each.attrib for each in root.iter(f"{SVG}a")]
    assert len(links) == len(drawing.picture.nodes)
    assert all(each["href"].startswith("obsidian://open?path=") for each in links)
    labels = [each.text for each in root.iter(f"{SVG}text")]
    assert len(labels) == 1 + len(drawing.picture.nodes)
    assert not any(name.startswith("on") for each in root.iter() for name in each.attrib)


@given(DRAWINGS)
def test_an_svg_within_a_page_stays_a_picture(drawing: Drawing) -> None:
    page = html5lib.parse(svg(drawing), namespaceHTMLElements=False)

    tags = {str(each.tag).rpartition("}")[2] for each in page.iter()}
    assert tags.isdisjoint({"img", "script", "iframe", "b", "p"})
    assert len([each for each in page.iter() if each.tag == f"{SVG}a"]) == len(
        drawing.picture.nodes
    )


_DOT_TOKEN = re.compile(r'\s+|"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z_0-9]*|-?[0-9.]+|->|[\[\]{};,=]')


def dot_tokens(text: str) -> Iterator[str]:
    """Yield the tokens of a graph in DOT; everything has to be one."""
    position = 0
    while position < len(text):
        match = _DOT_TOKEN.match(text, position)
        assert match, text[position : position + 40]
        position = match.end()
        if match[0].strip():
            yield match[0]


def undotted(label: str) -> str:
    """Return what a quoted string of DOT says."""
    text = label[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    assert "&" not in text.replace("&amp;", "")
    return text.replace("&amp;", "&")


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
def test_graphviz_shows_the_names_that_were_meant() -> None:
    found = drawn([*HOSTILE, "a &lt;b&gt; AT&T &#34;"], [(0, 1), (1, 2)])

    done = subprocess.run(
        ["dot", "-Tsvg"], input=graph.dot(found).encode(), capture_output=True, check=True
    )

    root = ET.fromstring(done.stdout)  # noqa: S314 - made of our own
    assert done.stderr == b""
    assert {each.tag for each in root.iter()}.isdisjoint({f"{SVG}img", f"{SVG}script"})
    shown = {"".join(each.itertext()).replace("\xa0", " ") for each in root.iter(f"{SVG}text")}
    labels = {graph.shortened(node.person.name, graph.LONGEST) for node in found.picture.nodes}
    assert shown == {"Me", *labels}


@given(DRAWINGS)
def test_dot_is_read_as_the_statements_that_were_meant(drawing: Drawing) -> None:
    tokens = list(dot_tokens(graph.dot(drawing)))

    bare = "".join(token for token in tokens if not token.startswith('"'))
    people = len(drawing.picture.nodes)
    assert bare.count("->") == people + len(drawing.picture.lines)
    assert bare.count("label=") == people + 1
    assert tokens[-1] == "}"
    assert not any("\n" in token for token in tokens)
    labels = [tokens[at + 2] for at, word in enumerate(tokens) if word == "label"]
    shown = [undotted(label) for label in labels[1:]]
    assert shown == [
        graph.shortened(node.person.name, graph.LONGEST) for node in drawing.picture.nodes
    ]


_MERMAID_ROW = re.compile(
    r'flowchart LR|  me\(\["Me"\]\)|  n\d+\["([^"\[\]<>`{}]*)"\]'
    r'|  click n\d+ "obsidian://open\?path=[A-Za-z0-9%._~-]+"'
    r"|  (?:me|n\d+) (?:---|-->) n\d+|  classDef faded opacity:0\.5|  class n\d+(?:,n\d+)* faded"
)


@given(DRAWINGS)
def test_mermaid_holds_names_as_entities(drawing: Drawing) -> None:
    rows = graph.mermaid(drawing).removesuffix("\n").split("\n")

    matches = [_MERMAID_ROW.fullmatch(row) for row in rows]
    assert all(matches), rows
    assert not any(re.match(r"\d+\.|[-*+]", match[1] or "") for match in matches if match)
    labels = [match[1] for match in matches if match and match[1] is not None]
    shown = [re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label) for label in labels]
    assert shown == [
        graph.shortened(node.person.name, graph.LONGEST) for node in drawing.picture.nodes
    ]


@given(DRAWINGS)
def test_a_canvas_is_json_canvas(drawing: Drawing) -> None:
    found = json.loads(data.dumps(graph.canvas_shape(drawing)))

    ids = [node["id"] for node in found["nodes"]]
    assert set(found) == {"nodes", "edges"}
    assert len(ids) == len(set(ids)) == 1 + len(drawing.picture.nodes)
    for node in found["nodes"]:
        assert all(type(node[key]) is int for key in ("x", "y", "width", "height"))
        assert node["type"] == ("text" if node["id"] == "me" else "file")
    assert all({edge["fromNode"], edge["toNode"]} <= set(ids) for edge in found["edges"])
    assert len({edge["id"] for edge in found["edges"]}) == len(found["edges"])


@given(st.integers(1, 80), st.lists(st.tuples(st.integers(0, 79), st.integers(0, 79))))
def test_no_card_of_a_canvas_lies_on_another(count: int, pairs: list[tuple[int, int]]) -> None:
    shape = graph.canvas_shape(drawn([f"P{number}" for number in range(count)], pairs))

    cards = json.loads(data.dumps(shape))["nodes"]
    for one, other in combinations(cards, 2):
        left, right = sorted((one, other), key=lambda card: card["x"])
        upper, lower = sorted((one, other), key=lambda card: card["y"])
        beside = left["x"] + left["width"] <= right["x"]
        assert beside or upper["y"] + upper["height"] <= lower["y"]


@given(DRAWINGS)
def test_json_names_everybody_in_full(drawing: Drawing) -> None:
    found = json.loads(data.dumps(graph.graph_shape(drawing)))

    assert [node["name"] for node in found["nodes"]] == [
        node.person.name for node in drawing.picture.nodes
    ]
    assert all(re.search(r":\d+$", edge["evidence"]) for edge in found["edges"])


@given(st.integers(1, 150), st.lists(st.tuples(st.integers(0, 149), st.integers(0, 149))))
def test_nobody_stands_on_anybody_else(count: int, pairs: list[tuple[int, int]]) -> None:
    found = drawn([f"P{number}" for number in range(count)], pairs)

    places = [(0.0, 0.0), *((node.x, node.y) for node in found.picture.nodes)]
    assert all(
        math.hypot((one[0] - other[0]) / 120, (one[1] - other[1]) / 60) > 0.6
        for one, other in combinations(places, 2)
    )
    assert found.picture == drawn([f"P{number}" for number in range(count)], pairs).picture


def test_a_picture_keeps_the_strongest_lines() -> None:
    found = drawn([str(number) for number in range(20)], list(combinations(range(20), 2)))

    assert len(found.picture.lines) == LINES_EACH * 20
    assert found.picture.lines_left_out == 190 - LINES_EACH * 20


def test_a_line_both_ways_is_one_line() -> None:
    (line,) = drawn(["Anna", "Ben"], [(0, 1), (1, 0)]).picture.lines

    assert line.mutual
    assert not drawn(["Anna", "Ben"], [(0, 1)]).picture.lines[0].mutual


def test_who_alone_links_others_has_a_ring() -> None:
    found = drawn(["Anna", "Ben", "Cleo", "Dora"], [(0, 1), (1, 2), (0, 2), (2, 3)])

    assert [node.person.name for node in found.picture.nodes if node.is_bridge] == ["Cleo"]
    assert svg(found).count('class="ring"') == 1
    assert "<title>Cleo; alone links others with the rest</title>" in svg(found)
