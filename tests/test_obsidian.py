"""What is made for Obsidian: its published formats, kept where there is something already."""

import json
import re
from pathlib import Path

import pytest
import yaml

from tests.conftest import MakeVault, Run
from vault_tools import obsidian
from vault_tools.config import Config
from vault_tools.dates import Period
from vault_tools.parse.synonyms import meaning_table

MEANINGS = meaning_table({"durchwahl": "phone"})
_FUNCTIONS = {
    *("if", "today", "number", "list", "contains", "containsAny", "isType", "toString", "replace"),
    *("file.hasTag", "file.inFolder"),
}
"""Those of https://help.obsidian.md/bases/functions that ours are made of."""
_KEYS = {"type", "name", "filters", "groupBy", "order", "sort"}


def _problems(types: dict[str, str]) -> list[tuple[int, str]]:
    text = json.dumps({"types": types}, indent=2, ensure_ascii=False)
    found = obsidian.type_problems(text, meanings=MEANINGS)
    return [(problem.line, problem.message) for problem in found]


def test_a_type_that_takes_something_from_a_property_is_a_problem() -> None:
    types = {"tags": "tags", "Telefon": "number", "Durchwahl": "number", "last contact": "checkbox"}

    assert _problems(types) == [
        (4, "to Obsidian, Telefon is of type number; phone needs multitext"),
        (5, "to Obsidian, Durchwahl is of type number; phone needs multitext"),
        (6, "to Obsidian, last contact is of type checkbox; last_contact needs date"),
    ]


@pytest.mark.parametrize(
    "types",
    [
        pytest.param({"phone": "text", "birthday": "date", "cadence": "number"}, id="others do"),
        pytest.param({"status": "checkbox", "location": "number", "x": "number"}, id="not ours"),
        pytest.param({"Größe": "number"}, id="beyond ASCII"),
        pytest.param({}, id="none"),
    ],
)
def test_a_type_that_takes_nothing_is_none(types: dict[str, str]) -> None:
    assert _problems(types) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"types": []}', '"x"', "[" * 100_000])
def test_a_file_of_types_that_is_none_says_nothing_and_stays(text: str) -> None:
    assert obsidian.type_problems(text, meanings=MEANINGS) == []
    assert obsidian.with_types(text) == text or text == ""


def test_the_place_of_a_type_is_found_however_it_is_written() -> None:
    escaped = '{"types": {"a": "text",\n  "t\\u00e9l": "number"}}'
    twisted = '{"types": {"\\u0070hone": "number"}}'

    found = obsidian.type_problems(escaped, meanings={"tél": "phone"})
    lost = obsidian.type_problems(twisted, meanings=MEANINGS)

    assert [(each.line, each.column) for each in (*found, *lost)] == [(2, 3), (1, 1)]


def test_types_that_are_missing_are_added_and_others_stay() -> None:
    before = {"types": {"Last Contact": "text", "zz": "number"}, "more": 1}

    after = json.loads(obsidian.with_types(json.dumps(before)))

    assert after["more"] == 1
    assert list(after["types"])[:2] == ["Last Contact", "zz"]
    assert after["types"]["Last Contact"] == "text"
    assert "last_contact" not in after["types"]
    assert after["types"]["phone"] == "multitext"
    again = json.dumps(after)
    assert obsidian.with_types(again) == again


def test_types_that_are_not_understood_stay_as_they_are() -> None:
    before = {"types": {"phone": None, "met": ["date"], "zz": {"a": 1}, "tier": 3}}
    text = json.dumps(before)

    after = json.loads(obsidian.with_types(text))

    assert {name: after["types"][name] for name in before["types"]} == before["types"]
    assert after["types"]["email"] == "multitext"
    assert obsidian.type_problems(text, meanings=MEANINGS) == []


def test_what_is_written_contradicts_nothing() -> None:
    text = obsidian.with_types("")

    assert obsidian.type_problems(text, meanings=MEANINGS) == []


def test_a_base_is_what_the_published_format_says() -> None:
    base = yaml.safe_load(obsidian.people_base(Config()))

    assert set(base) == {"filters", "formulas", "properties", "views"}
    assert base["filters"]["and"][0] == 'file.ext == "md"'
    assert [view["name"] for view in base["views"]] == ["Due", "Asleep", "By company", "Birthdays"]
    assert all(set(view) <= _KEYS and view["type"] == "table" for view in base["views"])
    for name, formula in base["formulas"].items():
        assert formula.count("(") == formula.count(")"), name
        used = set(re.findall(r"([A-Za-z]+)\(", re.sub(r'"[^"]*"|/[^/]*/', "", formula)))
        assert used <= _FUNCTIONS, name
    columns = {column for view in base["views"] for column in view["order"]}
    formulas = {column.removeprefix("formula.") for column in columns if "formula." in column}
    assert formulas <= set(base["formulas"])


def test_a_base_goes_by_the_configuration() -> None:
    tiers = {'in"ner': Period(days=10), "odd": Period(months=1, days=1), "none": None}

    base = yaml.safe_load(obsidian.people_base(Config(tiers=tiers)))

    assert base["formulas"]["every"].endswith(
        'if(tier == "in\\"ner", "10d", if(tier == "odd", "31d", if(tier == "none", "", "")))'
        + ")" * 7
    )


def test_init_makes_what_obsidian_needs_once(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            ".obsidian/types.json": '{"types": {"phone": "number"}}',
            ".obsidian/templates.json": '{"folder": "Vorlagen"}',
            ".obsidian/plugins/templater-obsidian/data.json": "{}",
        }
    )

    shown = run("init", root, "--obsidian", "--dry-run")
    assert not (root / "People.base").exists()
    first = run("init", root, "--obsidian")
    (root / "People.base").write_text("mine")
    again = run("init", root, "--obsidian")

    assert "+++ b/People.base" in shown.stdout
    assert '+    "email": "multitext",' in shown.stdout
    assert [line.split()[0] for line in first.stdout.splitlines()] == ["made"] * 5
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["kept"] * 5
    assert (root / "People.base").read_text() == "mine"
    assert (root / "Vorlagen/Person (Templater).md").exists()
    types = json.loads((root / ".obsidian/types.json").read_text())["types"]
    assert (types["phone"], types["email"]) == ("number", "multitext")
    checked = run("--vault", root, "check")
    assert checked.stdout == (
        ".obsidian/types.json:3:5: property-type to Obsidian, phone is of type number;"
        " phone needs multitext\n"
    )


def test_a_byte_order_mark_keeps_no_type_out_and_stays(vault: MakeVault, run: Run) -> None:
    root = vault({".obsidian/types.json": '\ufeff{"types": {"phone": "text"}}'})

    shown = run("init", root, "--obsidian", "--dry-run")
    made = run("init", root, "--obsidian")

    written = (root / ".obsidian/types.json").read_text(encoding="utf-8")
    assert '+    "email": "multitext",' in shown.stdout
    assert f"made  {root}/.obsidian/types.json" in made.stdout
    assert written.startswith("\ufeff{")
    assert json.loads(written[1:])["types"]["email"] == "multitext"


@pytest.mark.parametrize(
    "settings",
    ["{", "[]", "[" * 100_000, '{"folder": "../outside"}', '{"folder": 3}', '{"folder": ""}'],
)
def test_a_template_folder_that_is_none_is_not_used(
    vault: MakeVault, run: Run, settings: str
) -> None:
    root = vault({".obsidian/templates.json": settings})

    assert run("init", root, "--obsidian").exit_code == 0

    inside = {path.parent for path in root.rglob("Person.md")}
    assert inside in ({root / "Templates"}, {root / "3"})
    assert not (root / "Templates" / "Person (Templater).md").exists()


@pytest.mark.parametrize("linked", [".obsidian", "Templates", ".vault-tools"])
def test_init_writes_through_no_link_that_leads_out(
    vault: MakeVault, run: Run, tmp_path: Path, linked: str
) -> None:
    root, elsewhere = vault({}), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / linked).symlink_to(elsewhere)

    done = run("init", root, "--obsidian")
    shown = run("init", root, "--obsidian", "--dry-run")

    for result in (done, shown):
        assert result.exit_code == 3
        assert f"{linked}/" in result.stderr
        assert "leads out of the vault" in result.stderr
    assert list(elsewhere.iterdir()) == []
    assert [path.name for path in root.iterdir()] == [linked]


def test_the_templates_are_no_contacts(vault: MakeVault, run: Run) -> None:
    root = vault({"x/Person.md": obsidian.templater_note(Config())})

    assert "0 contacts" in run("--vault", root, "index").stdout


def test_where_obsidian_is_used_init_says_what_there_is_for_it(vault: MakeVault, run: Run) -> None:
    root = vault({".obsidian/app.json": "{}"})

    plain = run("init", root)
    made = run("init", root, "--obsidian")

    assert "'vault-tools init --obsidian'" in plain.stderr
    assert "--obsidian" not in made.stderr


def test_without_obsidian_nothing_of_it_is_made(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "v")

    assert sorted(path.name for path in (tmp_path / "v").iterdir()) == [".vault-tools", "Templates"]
