"""``intro``: who can introduce me, from notes to the command line."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from tests.indexing import synced_store
from vault_tools.config import load_config
from vault_tools.index import queries
from vault_tools.index.ties import all_statements
from vault_tools.model import Status
from vault_tools.network.paths import warmest_paths
from vault_tools.network.people import Companies, network
from vault_tools.views.introduction import introductions

DAY = ("--today", "2026-11-23")
NOTES = {
    "People/Ben.md": (
        "---\ntype: person\ncompany: Weir GmbH\nboundaries: no calls before ten\n---\n"
        "- [ ] send him the photos 📅 2026-11-30\n\n## Log\n"
        "- 2026-11-02 phone: Talked about [[Carla]].\n"
        "- 2026-10-01 email: #got the name of a printer\n"
    ),
    "People/Carla.md": (
        '---\ntype: person\naliases: [Carli]\nrole: editor\nintroduced_by: "[[Ben]]"\n'
        "company: Blatt & Co\n---\n"
    ),
    "People/Dora.md": "---\ntype: person\ncompany: Blatt & Co\ntags: [print]\n---\n",
    "People/Emil.md": (
        "---\ntype: person\nintroduced_by: Ben\n---\n"
        "## Log\n- 2026-11-20 video: #intro to [[Fred]], [[Gina]]\n"
        "- 2026-11-21 email: Asked [[Hugo]]. #noreply\n"
        "- 2026-12-24 phone: Will ask [[Hugo]].\n"
    ),
    "People/Fred.md": "---\ntype: person\nprivate: true\ntags: [print]\n---\n",
    "People/Gina.md": "---\ntype: person\ntags: [print/offset]\nstatus: closed\n---\n",
    "People/Hugo.md": "---\ntype: person\ncity: Bonn\n---\n",
    "People/Ida.md": "---\ntype: person\ncity: Bonn\n---\n## Log\n- 2026-11-01 phone: x\n",
    "me.md": "---\ntype: me\n---\nI print small books.\n",
}


def paths(found: object) -> list[list[str]]:
    """Return the names on each path of ``intro --json``."""
    assert isinstance(found, list)
    return [one["path"] for one in found]


@pytest.fixture
def root(vault: MakeVault) -> Path:
    """Return a vault in which some are known and some are not."""
    return vault(NOTES)


def asked(run: Run, root: Path, *arguments: str) -> list[list[str]]:
    """Return the paths that ``intro`` finds."""
    return paths(json.loads(run("--vault", root, *DAY, "intro", *arguments, "--json").stdout))


def test_a_path_says_why_each_step_can_be_trusted_and_what_to_mind(root: Path, run: Run) -> None:
    result = run("--vault", root, *DAY, "intro", "Carla")

    assert result.exit_code == 0
    assert result.stdout == (
        "Me → Ben → Carla (mild)\n"
        "  You were last in touch on 2 November (phone).\n"
        "    People/Ben.md:9\n"
        "  Ben introduced Carla to you; the note of Ben names Carla on 2 November.\n"
        "    People/Carla.md:5\n"
        "  Mind: you promised: send him the photos\n"
        "  Mind: you got one favour and gave none in two years\n"
        "  Mind: they did you a favour on 1 October\n"
        "  Mind: no calls before ten\n"
    )


def test_the_shape_of_intro(root: Path, run: Run) -> None:
    (found,) = json.loads(run("--vault", root, *DAY, "intro", "Carla", "--json").stdout)

    assert found["path"] == ["Me", "Ben", "Carla"]
    assert found["notes"] == ["People/Ben.md", "People/Carla.md"]
    assert [
        (step["from"], step["to"], step["kind"], step["evidence"]) for step in found["via"]
    ] == [
        ("Me", "Ben", "contact", "People/Ben.md:9"),
        ("Ben", "Carla", "introduced", "People/Carla.md:5"),
    ]
    assert found["strength"] == min(step["strength"] for step in found["via"])
    assert (found["direct"], found["owing"], found["brought_by"]) == (False, True, [])


def test_data_is_the_same_in_every_language(root: Path, run: Run) -> None:
    shown, data = (
        run("--vault", root, *DAY, "--lang", "de", "intro", "Carla", *arguments).stdout
        for arguments in ((), ("--json",))
    )

    (found,) = json.loads(data)
    assert (found["path"][0], found["via"][0]["from"], found["warmth"]) == ("Me", "Me", "mild")
    assert shown.startswith("Ich → Ben → Carla (mild)\n")


def test_evidence_is_a_line_that_exists(root: Path, run: Run) -> None:
    for whom in ("Carla", "Dora", "Ida"):
        for path in json.loads(run("--vault", root, *DAY, "intro", whom, "--json").stdout):
            for step in path["via"]:
                note, _, line = step["evidence"].rpartition(":")
                assert 1 <= int(line) <= len((root / note).read_text().splitlines())


def test_whom_one_knows_needs_no_introduction(root: Path, run: Run) -> None:
    result = run("--vault", root, *DAY, "intro", "Ben", "--draft")

    assert result.stdout == (
        "Me → Ben (mild)\n  You know Ben yourself.\n"
        "  You were last in touch on 2 November (phone).\n    People/Ben.md:9\n"
    )
    assert "No introduction is needed" in result.stderr


def test_it_says_who_brought_whom_one_knows(vault: MakeVault, run: Run) -> None:
    log = "## Log\n- 2026-11-02 phone: x\n"
    root = vault(
        {
            "People/Ann.md": "---\ntype: person\nintroduced_by: '[[Cid]]'\n---\n",
            "People/Bob.md": "---\ntype: person\nintroduced_by: '[[Ann]]'\n---\n",
            "People/Cid.md": f"---\ntype: person\nintroduced_by: Bob\n---\n{log}",
            "People/Dee.md": f"---\ntype: person\nvia: Eve\n---\n{log}",
            "People/Eve.md": "---\ntype: person\nprivate: true\n---\n",
        }
    )

    found = run("--vault", root, *DAY, "intro", "Cid")
    data = json.loads(run("--vault", root, *DAY, "intro", "Cid", "--json").stdout)

    assert "\n  They came to you this way: Ann → Bob → Cid.\n" in found.stdout
    assert data[0]["brought_by"] == ["Ann", "Bob"]
    assert "this way" not in run("--vault", root, *DAY, "intro", "Dee").stdout


def test_a_name_without_a_link_introduces_too(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, "People/Jo.md": "---\ntype: person\nvia: Ben\n---\n"})

    assert asked(run, root, "Jo") == [["Me", "Ben", "Jo"]]


def test_a_path_takes_as_many_steps_as_allowed(root: Path, run: Run) -> None:
    assert asked(run, root, "Dora") == [["Me", "Ben", "Carla", "Dora"]]
    assert asked(run, root, "Dora", "--steps", "2") == []
    assert asked(run, root, "Carla", "--steps", "1") == []


def test_a_company_is_whoever_of_it_can_be_reached(root: Path, run: Run) -> None:
    assert asked(run, root, "blatt & co") == [["Me", "Ben", "Carla"]]
    assert asked(run, root, "Weir") == [["Me", "Ben"]]


def test_a_tag_is_whoever_has_it_but_for_private_and_closed_contacts(root: Path, run: Run) -> None:
    assert asked(run, root, "#PRINT") == [["Me", "Ben", "Carla", "Dora"]]
    assert run("--vault", root, *DAY, "intro", "#pri").exit_code == 1


def test_a_private_contact_can_be_asked_for_by_name_only(root: Path, run: Run) -> None:
    assert ["Me", "Emil", "Fred"] in asked(run, root, "Fred")
    for whom in ("Carla", "Dora", "#print", "Gina", "Hugo"):
        assert "Fred" not in run("--vault", root, *DAY, "intro", whom).output


def test_attempts_and_plans_are_no_tie(root: Path, run: Run) -> None:
    result = run("--vault", root, *DAY, "intro", "Hugo")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Your notes show no path to Hugo of at most 3 steps.\nNearest: Ida, also in Bonn.\n"
    )
    assert run("--vault", root, *DAY, "-q", "intro", "Hugo", "--json").stdout == "[]\n"


def test_without_anything_in_common_it_says_that_nobody_is_near(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault({"People/Ann.md": "#person\n"}), *DAY, "intro", "Ann")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Your notes show no path to Ann of at most 3 steps.\n"
        "Nobody you know has a company, a tag or a city in common with them.\n"
    )


def test_nobody_asks_for_a_path_to_somebody_who_is_closed(root: Path, run: Run) -> None:
    result = run("--vault", root, *DAY, "intro", "Gina")

    assert result.exit_code == 1
    assert result.stderr == "Gina is noted as closed; no path is looked for.\n"


def test_those_who_are_closed_are_asked_nothing(vault: MakeVault, run: Run) -> None:
    ben = NOTES["People/Ben.md"].replace("type: person", "type: person\nstatus: deceased")
    root = vault({**NOTES, "People/Ben.md": ben})

    assert asked(run, root, "Carla") == []


def test_the_name_of_a_person_and_of_a_company_is_ambiguous(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            **NOTES,
            "People/Weir Anna.md": "---\ntype: person\n---\n",
            "People/Old.md": "---\ntype: person\ncompany: Blattwerk\n---\n",
        }
    )

    two = run("--vault", root, "intro", "Weir")
    companies = run("--vault", root, "intro", "blatt")

    assert (two.exit_code, companies.exit_code) == (2, 2)
    assert "\n  Weir Anna (People/Weir Anna.md)\n  Weir GmbH (company)\n" in two.stderr
    assert "\n  Blatt & Co (company)\n  Blattwerk (company)\n" in companies.stderr
    assert asked(run, root, "Weir Anna") == []
    assert asked(run, root, "Weir GmbH") == [["Me", "Ben"]]


def test_whom_nobody_goes_by_is_said(root: Path, run: Run) -> None:
    result = run("--vault", root, "intro", "Carlo")

    assert result.exit_code == 1
    assert (
        "no contact, company or #tag is called 'Carlo'. Did you mean Carli or Carla"
        in result.stderr
    )


def test_whose_notes_name_a_stranger_is_said(vault: MakeVault, run: Run) -> None:
    log = "## Log\n- 2026-11-02 phone: Worked for Ångström & Söhne once.\n"
    root = vault(
        {
            "People/Ann.md": f"---\ntype: person\n---\n{log}- 2026-10-02 phone: x\n",
            "People/Bob.md": f"---\ntype: person\n---\n{log}",
            "People/Cid.md": f"---\ntype: person\nprivate: true\n---\n{log}",
            "People/Dee.md": f"---\ntype: person\nstatus: closed\n---\n{log}",
            "People/Eva.md": "---\ntype: person\n---\nSaw the gates of Ångström.\n",
        }
    )

    company = run("--vault", root, *DAY, "intro", "angstrom")
    nobody = run("--vault", root, *DAY, "intro", "!?")

    assert (company.exit_code, company.stdout) == (1, "")
    assert "'angstrom'. It is named in the notes of Ann, Bob.\n" in company.stderr
    assert nobody.exit_code == 1
    assert "named" not in nobody.stderr


def test_a_draft_asks_the_first_on_the_path(root: Path, run: Run) -> None:
    result = run("--vault", root, *DAY, "intro", "Carla", "--draft")
    far = run("--vault", root, *DAY, "intro", "Dora", "--draft", "--json")

    assert "\nHello Ben,\n\nYou know Carla, editor at Blatt & Co. Would you introduce us?\n" in (
        result.stdout
    )
    assert "A few words that you may pass on: I print small books.\n" in result.stdout
    assert "you are in contact with Carla, who" in json.loads(far.stdout)[0]["draft"]


def test_the_vaults_own_draft_goes_first(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, ".vault-tools/templates/intro.txt.j2": "Lieber {{ to }}: {{ whom }}?\n"})

    assert run("--vault", root, *DAY, "intro", "Carla", "--draft").stdout.endswith(
        "\n\nLieber Ben: Carla?\n"
    )


def test_a_broken_name_does_no_harm_in_a_terminal(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "People/a.md": '---\ntype: person\nname: "E\\e[2JVE"\n---\n## Log\n- 2026-11-01 x\n',
            "People/b.md": '---\ntype: person\nname: Zed\nvia: "[[a]]"\n---\n',
        }
    )

    found = run("--vault", root, *DAY, "intro", "Zed", "--draft")

    assert found.exit_code == 0
    assert "\x1b" not in found.output
    assert "E\\x1b[2JVE" in found.stdout


def test_nobody_is_found_in_an_empty_vault(vault: MakeVault, run: Run) -> None:
    assert run("--vault", vault({"a.md": "x\n"}), "intro", "Carla").exit_code == 1


@pytest.mark.parametrize("arguments", [(), ("Ben", "--steps", "0"), ("Ben", "--steps", "4")])
def test_intro_needs_somebody_and_few_steps(
    root: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    assert run("--vault", root, "intro", *arguments).exit_code == 2


def test_who_can_introduce_me_in_the_example_vault(example: Path, run: Run) -> None:
    before = ("--vault", example, "--today", "2018-06-01", "intro", "Seun", "--json")

    assert paths(json.loads(run(*before).stdout)) == [["Me", "Priya Raman", "Oluwaseun Adeyemi"]]
    assert asked(run, example, "Seun") == [["Me", "Oluwaseun Adeyemi"]]


@pytest.mark.parametrize("day", ["2018-06-01", "2021-01-01", "2024-01-01"])
def test_reading_backwards_finds_what_reading_everything_finds(example: Path, day: str) -> None:
    today, config = date.fromisoformat(day), load_config(example)
    with synced_store(example, config=config) as store:
        found = queries.contacts(store)
        standings = [how for _, how in found]
        said = all_statements(store, [note for note, _ in found], today=today)
        said += Companies(standings).colleagues(standings)
        whole = network(standings, said, today=today)

        for one in standings:
            if not one.private and one.status is not Status.DECEASED:
                asked = introductions(store, one.path, config=config, today=today, steps=3)
                assert [path.notes for path in asked.paths] == [
                    tuple(each.path for each in path.people)
                    for path in warmest_paths(whole, [one.path])
                ]
