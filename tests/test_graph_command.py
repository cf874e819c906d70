"""``graph`` from notes to the command line: who is shown, in which format, and what is refused."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import MakeVault, Run

DAY = ("--today", "2026-11-23")
SVG = "{http://www.w3.org/2000/svg}"
NOTES = {
    "People/Ann.md": "---\ntype: person\n---\n[[Bob]]\n## Log\n- 2026-11-01 phone: x\n",
    "People/Bob.md": '---\ntype: person\nintroduced_by: "[[Ann]]"\nstatus: dormant\n---\n',
    "People/Cid.md": "---\ntype: person\nprivate: true\n---\n[[Ann]]\n",
    "People/Dee.md": "---\ntype: person\ntags: [x]\n---\n",
}


def names(run: Run, root: Path, *arguments: str) -> list[str]:
    """Return who is in the picture."""
    result = run("--vault", root, *DAY, "graph", "--format", "json", *arguments)
    return [node["name"] for node in json.loads(result.stdout)["nodes"]]


def test_the_shape_of_graph(vault: MakeVault, run: Run) -> None:
    found = json.loads(run("--vault", vault(NOTES), *DAY, "graph", "--format", "json").stdout)

    ann, bob, dee = found["nodes"]
    assert (ann["name"], ann["last_contact"], ann["asleep"]) == ("Ann", "2026-11-01", False)
    assert (bob["path"], bob["status"], bob["asleep"]) == ("People/Bob.md", "dormant", True)
    assert dee["strength"] == 0
    assert found["edges"] == [
        {
            "from": "Me",
            "to": "People/Ann.md",
            "kind": "contact",
            "strength": ann["strength"],
            "evidence": "People/Ann.md:6",
            "mutual": True,
        },
        {
            "from": "People/Ann.md",
            "to": "People/Bob.md",
            "kind": "introduced",
            "strength": found["edges"][1]["strength"],
            "evidence": "People/Bob.md:3",
            "mutual": False,
        },
    ]
    assert (found["left_out"], found["edges_left_out"]) == (0, 0)


@pytest.mark.parametrize("form", ["svg", "dot", "json", "canvas", "mermaid"])
def test_a_private_contact_is_in_no_picture_unless_named(
    vault: MakeVault, run: Run, form: str
) -> None:
    root = vault(NOTES)

    for query in ((), ("private:true",), ("Cid or Ann",), ("Ann",)):
        assert "Cid" not in run("--vault", root, *DAY, "graph", *query, "--format", form).output
    assert "Cid" in run("--vault", root, *DAY, "graph", "cid", "--format", form).stdout


def test_a_query_picks_who_is_shown_and_a_name_those_around(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert names(run, root, "tag:x") == ["Dee"]
    assert names(run, root, "Bob") == ["Bob", "Ann"]
    assert names(run, root, "Cid") == ["Cid", "Ann"]
    assert names(run, root, "--limit", "1") == ["Ann"]


def test_what_is_left_out_is_said(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *DAY, "graph", "--limit", "1")

    assert result.stderr == "Shown: 1. Left out: 2; --limit shows more.\n"
    assert "2 more are not shown." in result.stdout


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("a.svg", "<svg "),
        ("a.canvas", '{\n "nodes": ['),
        ("a.gv", "digraph "),
        ("a.md", "```mermaid\nflowchart LR\n"),
        ("a.json", "{"),
    ],
)
def test_a_files_ending_says_the_format(vault: MakeVault, run: Run, name: str, begin: str) -> None:
    root = vault(NOTES)

    result = run("--vault", root, *DAY, "graph", "-o", root / name)
    again = run("--vault", root, *DAY, "graph", "-o", root / name)

    assert (result.exit_code, result.stdout) == (0, "")
    assert (root / name).read_text().startswith(begin)
    assert again.exit_code == 3
    assert "exists already; not overwritten" in again.stderr


def test_a_picture_of_nobody_is_a_picture(vault: MakeVault, run: Run) -> None:
    root = vault({"a.md": "x\n"})

    assert names(run, root) == []
    for form in ("svg", "dot", "canvas", "mermaid"):
        assert run("--vault", root, "graph", "--format", form).exit_code == 0


def test_a_picture_of_nobody_who_was_asked_for_is_not_made(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    for query in ("tag:nothing", "Nobody"):
        result = run("--vault", root, *DAY, "graph", query, "-o", root / "a.svg")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == "Nothing found.\n"
    assert not (root / "a.svg").exists()


def test_json_is_said_in_short_too(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    long, short = (
        run("--vault", root, *DAY, "graph", *arguments).stdout
        for arguments in (("--format", "json"), ("--json",))
    )

    assert json.loads(short)["nodes"]
    assert short == long


@pytest.mark.parametrize("arguments", [("--format", "png"), ("--limit", "0"), ("tag:(",)])
def test_graph_refuses_what_it_cannot_read(
    vault: MakeVault, run: Run, arguments: tuple[str, ...]
) -> None:
    assert run("--vault", vault(NOTES), "graph", *arguments).exit_code == 2


def test_the_picture_of_the_example_vault_is_the_same_each_time(example: Path, run: Run) -> None:
    first = run("--vault", example, *DAY, "graph").stdout

    assert first == run("--vault", example, *DAY, "graph").stdout
    assert "Katharina Wolff" not in first
    assert ET.fromstring(first).tag == f"{SVG}svg"  # noqa: S314 - it is our own


def test_every_tie_of_the_example_vault_stands_where_it_says(example: Path, run: Run) -> None:
    found = json.loads(run("--vault", example, *DAY, "graph", "--format", "json").stdout)

    places = [edge["evidence"].rpartition(":") for edge in found["edges"]]
    assert len(places) > 50
    for path, _, line in places:
        assert 1 <= int(line) <= len((example / path).read_text().splitlines())
    said = [
        (edge, (example / path).read_text().splitlines()[int(line) - 1])
        for edge, (path, _, line) in zip(found["edges"], places, strict=True)
        if edge["kind"] != "contact"
    ]
    assert {edge["kind"] for edge, _ in said} > {"introduced", "meeting"}
    for edge, row in said:
        assert "[[" in row, edge
