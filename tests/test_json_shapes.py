"""The JSON that scripts depend on: every key with its type, days as ISO, lists always lists."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from tests.conftest import EXAMPLE, MakeVault, Run
from vault_tools.config import Config, Report
from vault_tools.dates import Week
from vault_tools.model import NoteKind, ReasonKind
from vault_tools.render import data
from vault_tools.report.weekly import WeeklyReport, weekly

DAY = ("--today", "2026-11-23")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Iso:
    """A day as text."""


Kind = type | tuple[type | None, ...] | Mapping[str, Any] | list[Any]
TEXT, MAYBE_TEXT, MAYBE_DAY, TEXTS = str, (str, None), (Iso, None), [str]
CONTACT: Mapping[str, Kind] = {
    "path": TEXT,
    "name": TEXT,
    "aliases": TEXTS,
    "tags": TEXTS,
    "company": MAYBE_TEXT,
    "role": MAYBE_TEXT,
    "email": TEXTS,
    "phone": TEXTS,
    "birthday": MAYBE_TEXT,
    "tier": MAYBE_TEXT,
    "cadence_days": (int, None),
    "channel": MAYBE_TEXT,
    "status": TEXT,
    "met": MAYBE_DAY,
    "last_contact": MAYBE_DAY,
    "due_on": MAYBE_DAY,
    "properties": dict,
}
TIMELINE: Mapping[str, Kind] = {
    **CONTACT,
    "interactions": [
        {
            "on": Iso,
            "channel": MAYBE_TEXT,
            "text": TEXT,
            "path": TEXT,
            "line": int,
            "gave": TEXTS,
            "got": TEXTS,
            "attempt": bool,
        }
    ],
    "promises": [
        {
            "text": TEXT,
            "due": MAYBE_DAY,
            "done": bool,
            "mine": bool,
            "path": TEXT,
            "line": int,
        }
    ],
    "links": TEXTS,
    "backlinks": TEXTS,
}
STALE: Mapping[str, Kind] = {"stale": bool}
DUE: Mapping[str, Kind] = {
    "path": TEXT,
    "name": TEXT,
    "due_on": Iso,
    "days_overdue": int,
    "reasons": [{"kind": TEXT, "due_on": Iso, "text": TEXT}],
    "last_contact": MAYBE_DAY,
    "channel": MAYBE_TEXT,
    "talking_points": TEXTS,
}
INDEX: Mapping[str, Kind] = {
    **dict.fromkeys(("added", "changed", "removed", "unchanged"), int),
    **dict.fromkeys(("contacts", "notes", "problems"), int),
    "seconds": float,
}
CHECK: Mapping[str, Kind] = {
    "path": TEXT,
    "line": int,
    "column": int,
    "code": TEXT,
    "message": TEXT,
}
SEARCH: Mapping[str, Kind] = {
    "path": TEXT,
    "name": TEXT,
    "line": int,
    "snippet": TEXT,
    "score": float,
}
EVERYTHING = {
    "People/Anna.md": """\
---
name: Anna Berger
aliases: Anni
tags: climbing
company: Halden
role: Head
email: anna@example.org
phone: "+49 30 1"
birthday: --11-24
tier: inner
channel: phone
met: 2020-02-29
boundaries: not after six
---
See [[Ben]].

## Log
- 2026-09-14 phone: New flat. #gave a tip #got a book
  - [ ] send the plan
- 2026-09-20 email: And? #noreply
- 2026-12-24 dinner

- [ ] an open one
- [x] kept 📅 2026-01-01
- [ ] #waiting the key 📅 2026-11-01
""",
    "People/Ben.md": "---\n---\n[[Anna]]\n",
    "People/Cem.md": "---\nstatus: dormant\n---\n",
    "People/Wrong.md": "---\nbirthday: soon\n---\n",
}


def _matches(value: object, kind: Any) -> bool:  # noqa: ANN401 - a shape is any of several
    """Return whether *value* has the shape *kind*; keys may be more than it names."""
    if isinstance(kind, Mapping):
        return isinstance(value, dict) and all(
            key in value and _matches(value[key], inner) for key, inner in kind.items()
        )
    if isinstance(kind, list):
        return isinstance(value, list) and all(_matches(item, kind[0]) for item in value)
    if isinstance(kind, tuple):
        return any(value is None if one is None else _matches(value, one) for one in kind)
    if kind is Iso:
        return isinstance(value, str) and ISO.fullmatch(value) is not None
    return type(value) is kind


def _json(run: Run, root: Path, *arguments: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(run("--vault", root, *DAY, *arguments).stdout)


@pytest.mark.parametrize(
    ("arguments", "shape", "least"),
    [
        pytest.param(["index", "--json"], INDEX, 1, id="index"),
        pytest.param(["list", "--json"], [{**CONTACT, **STALE}], 4, id="list"),
        pytest.param(["show", "Anna", "--json"], {**TIMELINE, **STALE}, 1, id="show"),
        pytest.param(
            ["show", "Cem", "--json"], {**TIMELINE, **STALE}, 1, id="show next to nothing"
        ),
        pytest.param(["due", "--json"], [{**DUE, **STALE}], 1, id="due"),
        pytest.param(
            ["due", "--json", "--within", "30d", "--reawaken"],
            [{**DUE, **STALE}],
            2,
            id="due ahead",
        ),
        pytest.param(["check", "--json"], [CHECK], 1, id="check"),
        pytest.param(["search", "flat", "--json"], [SEARCH], 1, id="search"),
    ],
)
def test_every_key_is_there_with_its_type(
    run: Run, vault: MakeVault, arguments: list[str], shape: Kind, least: int
) -> None:
    found = _json(run, vault(EVERYTHING), *arguments)

    assert len(found) >= least
    assert _matches(found, shape), found


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        pytest.param(["list", "--json"], [CONTACT], id="list"),
        pytest.param(["due", "--json", "--within", "1y", "--reawaken"], [DUE], id="due"),
        pytest.param(["check", "--json"], [CHECK], id="check"),
        pytest.param(["search", "the", "--json"], [SEARCH], id="search"),
    ],
)
def test_the_example_vault_has_the_shapes_too(run: Run, arguments: list[str], shape: Kind) -> None:
    found = _json(run, EXAMPLE, *arguments)

    assert found
    assert _matches(found, shape)


@pytest.mark.parametrize("command", [["list"], ["due"], ["check"], ["search", "x"]], ids=" ".join)
def test_nothing_is_an_empty_list(run: Run, vault: MakeVault, command: list[str]) -> None:
    assert _json(run, vault({"note.md": "text\n"}), *command, "--json") == []


def test_a_contact_of_which_nothing_is_known_has_null_and_empty_lists(
    run: Run, vault: MakeVault
) -> None:
    (found,) = _json(run, vault({"People/Anna.md": "---\n---\n"}), "list", "--json")

    assert {key: found[key] for key in CONTACT} == {
        **dict.fromkeys(CONTACT),
        **{key: [] for key in ("aliases", "tags", "email", "phone")},
        "path": "People/Anna.md",
        "name": "Anna",
        "status": "active",
        "properties": {},
    }


def test_a_contact_with_all_there_is(run: Run, vault: MakeVault) -> None:
    found = _json(run, vault(EVERYTHING), "show", "Anna", "--json")

    assert {key: found[key] for key in CONTACT if key != "properties"} == {
        "path": "People/Anna.md",
        "name": "Anna Berger",
        "aliases": ["Anni"],
        "tags": ["climbing"],
        "company": "Halden",
        "role": "Head",
        "email": ["anna@example.org"],
        "phone": ["+49 30 1"],
        "birthday": "--11-24",
        "tier": "inner",
        "cadence_days": 30,
        "channel": "phone",
        "status": "active",
        "met": "2020-02-29",
        "last_contact": "2026-09-14",
        "due_on": "2026-09-28",
    }
    assert found["properties"]["phone"] == "+49 30 1"
    assert found["properties"]["aliases"] == "Anni"
    assert [(item["on"], item["attempt"]) for item in found["interactions"]] == [
        ("2026-12-24", False),
        ("2026-09-20", True),
        ("2026-09-14", False),
    ]
    assert found["interactions"][2]["gave"] == ["a tip"]
    assert found["interactions"][2]["got"] == ["a book"]
    assert {(item["text"], item["due"], item["done"]) for item in found["promises"]} == {
        ("send the plan", "2026-09-28", False),
        ("an open one", None, False),
        ("kept", "2026-01-01", True),
        ("the key", "2026-11-01", False),
    }
    assert [item["text"] for item in found["promises"] if not item["mine"]] == ["the key"]
    assert (found["links"], found["backlinks"]) == (["People/Ben.md"], ["People/Ben.md"])


def test_who_is_due_has_a_day_that_is_the_earliest_of_the_reasons(
    run: Run, vault: MakeVault
) -> None:
    found = _json(run, vault(EVERYTHING), "due", "--json", "--within", "7d", "--reawaken")

    assert {reason["kind"] for row in found for reason in row["reasons"]} <= set(ReasonKind)
    for row in found:
        assert row["due_on"] == min(reason["due_on"] for reason in row["reasons"])
        late = date(2026, 11, 23) - date.fromisoformat(row["due_on"])
        assert row["days_overdue"] == late.days
        assert all(reason["text"] for reason in row["reasons"])
    assert [row["name"] for row in found] == ["Anna Berger", "Cem"]
    assert [reason["kind"] for reason in found[1]["reasons"]] == ["reawaken"]


def test_no_row_is_to_reawaken_unless_asked_for(run: Run) -> None:
    kinds = {
        flag: {
            reason["kind"]
            for row in _json(run, EXAMPLE, "due", "--json", *flag)
            for reason in row["reasons"]
        }
        for flag in ((), ("--reawaken",))
    }

    assert "reawaken" not in kinds[()]
    assert "reawaken" in kinds["--reawaken",]


def test_who_is_due_in_the_example_vault(run: Run, snapshot: SnapshotAssertion) -> None:
    assert run("--vault", EXAMPLE, *DAY, "due", "--json").stdout == snapshot


def test_the_report_as_json_is_what_its_templates_see(run: Run) -> None:
    found = _json(run, EXAMPLE, "report", "--format", "json")

    assert set(found) == set(WeeklyReport.__dataclass_fields__)
    assert all(_matches(item, CHECK) for item in found["problems"])
    assert all(_matches(item["people"], [{"path": str, "name": str}]) for item in found["planned"])
    assert [found[key] for key in ("week", "monday", "sunday", "today")] == [
        "2026-W48",
        "2026-11-23",
        "2026-11-29",
        "2026-11-23",
    ]


def test_an_empty_report_has_every_list() -> None:
    config = Config(report=Report(due=0))
    report = weekly([], week=Week(2026, 48), today=date(2026, 11, 23), config=config)

    found = json.loads(data.dumps(data.weekly(report)))

    assert {key for key, value in found.items() if value == []} == {
        *("promises_mine", "promises_theirs", "first_follow_ups", "due"),
        *("birthdays", "planned", "reawaken", "problems", "hints"),
    }


def test_only_plain_values_have_a_shape() -> None:
    with pytest.raises(TypeError, match="object has no JSON shape"):
        data.dumps([object()])


_plain = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(), st.dates(), st.sampled_from(NoteKind)
    ),
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(st.text(), inner)
    ),
    max_leaves=20,
)


@given(_plain)
def test_json_is_laid_out_as_the_standard_library_does(value: object) -> None:
    usual = json.dumps(value, ensure_ascii=False, indent=1, default=data._text)

    assert data._indented(value, "\n") == usual
