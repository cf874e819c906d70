"""``network``: who brought me whom, who could meet, who alone holds others, where it is thin."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeVault, Run
from vault_tools.network.overview import ENOUGH, MOST
from vault_tools.render.network import CAUTION

DAY = ("--today", "2026-11-23")
LOG = "\n## Log\n- 2026-11-01 phone: x\n"


def person(*lines: str, log: str = LOG) -> str:
    """Return a contact's note with these properties."""
    return "\n".join(["---", "type: person", *lines, "---", log])


def seen(run: Run, root: Path) -> Mapping[str, Any]:
    """Return the shape of ``network``."""
    found = json.loads(run("--vault", root, *DAY, "network", "--json").stdout)
    assert isinstance(found, dict)
    return found


def pairs(found: Mapping[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Return who could meet whom, and why."""
    return [
        (each["one"]["name"], each["other"]["name"], each["reasons"])
        for each in found["could_meet"]
    ]


def thin(found: Mapping[str, Any], key: str) -> dict[str, list[str]]:
    """Return the people of what is thin, by name."""
    return {each["name"]: [one["name"] for one in each["people"]] for each in found[key]}


def test_an_introducer_has_brought_some_and_more_through_them(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "People/Ann.md": person(
                log="\n## Log\n- 2026-01-01 email: #gave a book\n- 2025-01-01 phone: x\n"
            ),
            "People/Bob.md": person('introduced_by: "[[Ann]]"', "met: 2026-02-01"),
            "People/Cid.md": person('introduced_by: "[[Bob]]"', "met: 2026-03-01"),
            "People/Dee.md": person("introduced_by: Cid", "met: 2026-04-01"),
            "People/Eve.md": person('introduced_by: "[[Ann]]"', "met: 2025-12-01"),
            "People/Pia.md": person('introduced_by: "[[Ann]]"', "private: true"),
        }
    )

    ann, bob, cid = seen(run, root)["introducers"]

    assert [one["name"] for one in ann["brought"]] == ["Bob", "Eve"]
    assert (ann["further"], ann["latest"], ann["to_thank"]) == (2, "2026-02-01", True)
    assert (bob["name"], bob["further"], cid["name"], cid["further"]) == ("Bob", 1, "Cid", 0)
    text = run("--vault", root, *DAY, "network").stdout
    assert (
        "  Ann: Bob, Eve, and 2 more through them; the latest on 1 February; you might thank them\n"
        in text
    )


def test_whom_one_gave_something_since_and_whom_one_cannot_reach_is_not_to_be_thanked(
    vault: MakeVault, run: Run
) -> None:
    gave = "\n## Log\n- 2026-05-01 email: #gave a book\n"
    root = vault(
        {
            "People/Ann.md": person(log=gave),
            "People/Bob.md": person('introduced_by: "[[Ann]]"', "met: 2026-02-01"),
            "People/Cid.md": person("status: deceased"),
            "People/Dee.md": person('introduced_by: "[[Cid]]"'),
        }
    )

    found = seen(run, root)["introducers"]

    assert [(one["name"], one["to_thank"]) for one in found] == [("Ann", False), ("Cid", False)]


def test_introductions_in_a_circle_come_to_an_end(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "People/Ann.md": person('introduced_by: "[[Bob]]"'),
            "People/Bob.md": person('introduced_by: "[[Ann]]"'),
        }
    )

    assert [(one["name"], one["further"]) for one in seen(run, root)["introducers"]] == [
        ("Ann", 0),
        ("Bob", 0),
    ]


@pytest.mark.parametrize(("by_ann", "hangs"), [(ENOUGH, True), (ENOUGH - 1, False)])
def test_introductions_hang_on_one_if_most_came_through_them(
    vault: MakeVault, run: Run, *, by_ann: int, hangs: bool
) -> None:
    notes = {f"People/P{number}.md": person("introduced_by: Ann") for number in range(by_ann)}
    root = vault({**notes, "People/Ann.md": person()})

    found = seen(run, root)["hanging_on"]

    assert (found is not None) == hangs
    line = f"  {by_ann} of {by_ann} introductions came through Ann alone\n"
    assert (line in run("--vault", root, *DAY, "network").stdout) == hangs


def test_those_with_rare_common_ground_could_meet(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "Places/Weir.md": "---\ntype: company\n---\n",
            "People/Ann.md": person("tags: [bees, print]"),
            "People/Bob.md": person("tags: [Bees, print]", 'goals: "[[A book]]"'),
            "People/Cid.md": person("tags: [print]", "company: Weir"),
            "People/Dee.md": person("tags: [person]", log="Did work for [[Weir]].\n" + LOG),
            "People/Eve.md": person("tags: [person]", 'goals: "[[A book]]"'),
        }
    )

    assert pairs(seen(run, root)) == [
        ("Ann", "Bob", ["both #bees", "both #print"]),
        ("Cid", "Dee", ["the note of Dee names Weir"]),
        ("Ann", "Cid", ["both #print"]),
        ("Bob", "Cid", ["both #print"]),
        ("Bob", "Eve", ["both matter for A book"]),
    ]


def test_those_who_know_each_other_or_are_out_of_reach_are_not_to_be_introduced(
    vault: MakeVault, run: Run
) -> None:
    root = vault(
        {
            "People/Ann.md": person("tags: [bees]", "company: Weir", log=f"[[Bob]]{LOG}"),
            "People/Bob.md": person("tags: [bees]"),
            "People/Cid.md": person("tags: [bees]", "company: weir"),
            "People/Dee.md": person("tags: [bees]", "private: true"),
            "People/Eve.md": person("tags: [bees]", log=""),
            "People/Fay.md": person("tags: [bees]", "status: dormant"),
        }
    )

    assert pairs(seen(run, root)) == [
        ("Ann", "Cid", ["both #bees", "both are at Weir, and may have met"]),
        ("Bob", "Cid", ["both #bees"]),
    ]


def test_there_are_never_too_many(vault: MakeVault, run: Run) -> None:
    notes = {f"People/P{number:02}.md": person(f"tags: [t{number % 9}]") for number in range(40)}
    root = vault({**notes, **{f"People/Q{number}.md": person("tags: [q]") for number in range(9)}})

    assert len(seen(run, root)["could_meet"]) == MOST


def test_a_bridge_is_who_alone_holds_others(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "People/Ann.md": person(log=f"[[Bob]] [[Cid]]{LOG}"),
            "People/Bob.md": person(log=f"[[Cid]]{LOG}"),
            "People/Cid.md": person(log=f"[[Dee]]{LOG}"),
            "People/Dee.md": person(),
        }
    )

    (bridge,) = seen(run, root)["bridges"]

    assert (bridge["name"], bridge["people"]) == ("Cid", 1)
    assert [[one["name"] for one in part] for part in bridge["parts"]] == [["Dee"]]
    assert "  Cid (mild): Dee\n" in run("--vault", root, *DAY, "network").stdout


def test_a_weak_tie_counts_where_no_stronger_one_leads(vault: MakeVault, run: Run) -> None:
    long_ago = "\n## Log\n- 2024-01-01 phone: x\n"
    root = vault(
        {
            "People/Ann.md": person(log=f"[[Bob]] [[Cid]] [[Eve]] [[Fay]] [[Gil]]{long_ago}"),
            "People/Bob.md": person(log=""),
            "People/Cid.md": person(log=long_ago),
            "People/Dee.md": person(log=f"[[Eve]] [[Hal]]{LOG}"),
            "People/Eve.md": person(log=""),
            "People/Fay.md": person(),
            "People/Gil.md": person("status: closed", log=""),
            "People/Hal.md": person("private: true", log=""),
        }
    )

    (found,) = seen(run, root)["weak_ties"]

    assert (found["name"], found["people"]) == ("Ann", 2)
    assert [one["name"] for one in found["to"]] == ["Bob", "Cid"]
    assert "Whom only a weak tie leads to:\n  Ann: Bob, Cid\n" in (
        run("--vault", root, *DAY, "network").stdout
    )


def test_where_one_knows_few_is_thin(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            **{f"People/P{number}.md": person("city: Köln", "tags: a") for number in range(3)},
            "People/Ann.md": person("city: Bonn", "tags: [a, B]", log="#waiting #b" + LOG),
            "People/Bob.md": person("city: bonn", "tags: c"),
            "People/Cid.md": person("city: Rom", "status: closed"),
        }
    )

    found = seen(run, root)

    assert thin(found, "thin_tags") == {"B": ["Ann"], "c": ["Bob"]}
    assert thin(found, "thin_cities") == {"Bonn": ["Ann", "Bob"]}


def test_an_empty_network_says_what_it_is_made_of(vault: MakeVault, run: Run) -> None:
    empty = run("--vault", vault({"a.md": "x\n"}), "network")

    assert empty.exit_code == 0
    assert empty.stdout == (
        "Nothing to tell yet: too few of your notes say who knows whom. Link one contact from"
        " another's note, or say with introduced_by who brought them.\n"
    )
    assert run("--vault", vault({}), "network", "x").exit_code == 2


def test_the_network_of_the_example_vault(example: Path, run: Run) -> None:
    found = seen(run, example)
    text = run("--vault", example, *DAY, "network").stdout

    assert text.endswith(f"\n{CAUTION}\n")
    assert found["introducers"][0]["name"] == "Heinrich Overath"
    assert pairs(found)[0][:2] == ("Mara Hoffstedt", "Rasmus Holm")
    assert "Katharina Wolff" not in text
    assert text == run("--vault", example, *DAY, "network").stdout
    assert all(len(line) < 200 for line in text.splitlines())
