"""What links point to, and how contacts stand because of other notes."""

import json
import zlib
from datetime import date

import pytest

from tests.conftest import MakeVault
from tests.indexing import dump, memory_store, rebuilt_dump, refresh, synced_store
from vault_tools.errors import IndexUnusableError
from vault_tools.index import codec, queries
from vault_tools.index.standings import meeting
from vault_tools.model import Note, NoteKind, Promise, Standing

PERSON = "---\ntype: person\n---\n"
NOTES = {
    "Anna.md": f"{PERSON}",
    "Work/Ben.md": "---\ntype: person\nname: Benedikt Ort\naliases: [Benny, B/C, Anna]\n---\n",
    "Home/Ben.md": PERSON,
    "Home/Zoë.md": "---\ntype: person\nemail: zoe@example.org\n---\n",
    "a.b.md": "",
    "Templates/Form.md": "",
    "Report.md": "---\nvault_tools: report\n---\n",
}


@pytest.mark.parametrize(
    ("target", "found"),
    [
        pytest.param("Anna", ["Anna.md"], id="file name before alias"),
        pytest.param("ANNA", ["Anna.md"], id="other case"),
        pytest.param("Anna.md", ["Anna.md"], id="with ending"),
        pytest.param("Anna#Log", ["Anna.md"], id="heading"),
        pytest.param("Anna|her", ["Anna.md"], id="shown otherwise"),
        pytest.param("/Anna", ["Anna.md"], id="from the root"),
        pytest.param("./Anna", ["Anna.md"], id="from here"),
        pytest.param("Ben", ["Home/Ben.md", "Work/Ben.md"], id="two of one name"),
        pytest.param("Work/Ben", ["Work/Ben.md"], id="path"),
        pytest.param("../Work/ben.md", ["Work/Ben.md"], id="relative path"),
        pytest.param("ork/Ben", [], id="half a folder"),
        pytest.param("Nowhere/Ben", [], id="another folder"),
        pytest.param("Benny", ["Work/Ben.md"], id="alias"),
        pytest.param("benedikt ort", ["Work/Ben.md"], id="name"),
        pytest.param("Zoe\u0308", ["Home/Zoë.md"], id="decomposed"),
        pytest.param("Zoe", [], id="without accent"),
        pytest.param("zoe@example.org", [], id="e-mail address"),
        pytest.param("a.b", ["a.b.md"], id="dot in the name"),
        pytest.param("Form", [], id="template"),
        pytest.param("Report", [], id="report"),
        pytest.param("Nobody", [], id="nobody"),
    ],
)
def test_a_link_points_where_obsidian_would(
    vault: MakeVault, target: str, found: list[str]
) -> None:
    with synced_store(vault({**NOTES, "x.md": f"[[{target}]]"})) as index:
        (link,) = [row for row in dump(index)["links"] if row[0] == "x.md"]

    ambiguous, target_path = link[-2:]
    assert target_path == (found[0] if len(found) == 1 else None)
    assert (ambiguous or "").split("\n") == (found if len(found) > 1 else [""])


def test_a_note_at_the_root_goes_before_others_of_its_name(vault: MakeVault) -> None:
    with synced_store(vault({**NOTES, "Ben.md": "", "x.md": "[[Ben]]"})) as index:
        assert [row[-1] for row in dump(index)["links"]] == ["Ben.md"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([{"Work/Anna.md": PERSON}, {"Work/Anna.md": None}], id="second of a name"),
        pytest.param([{"Anna.md": None}, {"Anna.md": PERSON}], id="gone and back"),
        pytest.param([{"Anna.md": "text"}, {"Anna.md": PERSON}], id="contact no more"),
        # A contact whose note is broken stays what it was, see test_stale.py.
        pytest.param(
            [{"2026-11-02.md": "---\nx: [\n---\n"}, {"2026-11-02.md": "[[Anna]]"}], id="broken"
        ),
        pytest.param([{"Anna.md": None, "Old/Anna.md": PERSON}], id="moved"),
        pytest.param(
            [{"Anna.md": None, "Ann.md": "---\ntype: person\nalias: Anna\n---\n"}], id="alias now"
        ),
        pytest.param([{"2026-11-02.md": None}, {"2026-11-03.md": "[[Anna]]"}], id="day moved"),
        pytest.param([{"2026-11-02.md": "[[Ben]]"}], id="link moved"),
        pytest.param([{"2026-11-02.md": "---\nvault_tools: report\n---\n[[Anna]]"}], id="report"),
        pytest.param([{"2026-11-02.md": "---\nx: {{y}}\n---\n[[Anna]]"}], id="template"),
        pytest.param([{"Anna.md": None, "2026-11-02.md": None}], id="all gone"),
        pytest.param([{"Ben.md": None}, {"Ben.md": f"{PERSON}[[Anna]]"}], id="neighbour"),
    ],
)
def test_changes_end_where_a_rebuild_would(
    vault: MakeVault, changes: list[dict[str, str | None]]
) -> None:
    root = vault(
        {
            "Anna.md": f"{PERSON}[[Ben]]",
            "Ben.md": f"{PERSON}[[Anna]]",
            "2026-11-02.md": "Met [[Anna]].\n- [ ] Slides for [[Anna]]\n",
        }
    )
    index = memory_store()
    refresh(index, root)
    for change in changes:
        for path, text in change.items():
            if text is None:
                (root / path).unlink()
            else:
                vault({path: text})

        refresh(index, root, accept_deletions=True)

        assert dump(index) == rebuilt_dump(root)
    index.close()


def test_a_contact_that_was_broken_ends_where_a_rebuild_would(vault: MakeVault) -> None:
    root = vault({"Anna.md": f"{PERSON}[[Ben]]", "Ben.md": f"{PERSON}[[Anna]]"})
    index = memory_store()
    for text in (f"{PERSON}[[Ben]]", "---\nx: [\n---\n", PERSON):
        vault({"Anna.md": text})
        refresh(index, root)

    assert dump(index) == rebuilt_dump(root)
    index.close()


def standing_of(vault: MakeVault, notes: dict[str, str]) -> Standing:
    with synced_store(vault({"People/Anna.md": "---\nx: y\n---\n", **notes})) as index:
        (found,) = queries.standings(index)
    return found


def test_a_task_that_names_somebody_twice_is_one_promise(vault: MakeVault) -> None:
    found = standing_of(vault, {"x.md": "- [ ] Ask [[Anna]] about [[anna|her]] slides\n"})

    assert found.promises == (
        Promise(text="Ask [[Anna]] about [[anna|her]] slides", path="x.md", line=1),
    )


def test_a_day_with_somebody_counts_once(vault: MakeVault) -> None:
    found = standing_of(vault, {"2026-11-02.md": "First [[Anna]]\nthen [[Anna]]\n"})

    assert [talk.text for talk in found.talks] == ["First [[Anna]]"]
    assert len(found.contact_days) == 1
    assert found.degree == 1


def test_the_latest_talks_are_kept_the_newest_first(vault: MakeVault) -> None:
    log = "".join(f"- 2026-11-0{day} phone: Talk {day}\n" for day in (3, 1, 5, 2, 4))
    anna = f"---\nx: y\n---\n## Log\n{log}- 2026-11-06 email: no #declined\n- 2026-11-07 phone:\n"

    found = standing_of(vault, {"People/Anna.md": anna})

    assert [talk.text for talk in found.talks] == ["Talk 5", "Talk 4", "Talk 3"]
    assert [day.day for day in found.attempt_days] == [6]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param("a\n- [ ] Met her\n", 4, "Met her", id="the line"),
        pytest.param("\n# Title\n\n1. First\n", 1, "Lunch: First", id="property"),
        pytest.param("", 1, "Lunch", id="nothing below"),
        pytest.param("a\n-\n", 9, "Lunch: a", id="line out of reach"),
    ],
)
def test_a_meeting_says_what_stood_there(text: str, line: int, said: str) -> None:
    note = Note(path="x.md", kind=NoteKind.NOTE, title="2026-11-02 Lunch", text=text, text_line=3)
    day = date(2026, 11, 2)

    assert meeting(note, day=day, line=line).text == said


@pytest.mark.parametrize("packed", [b"", b"x", zlib.compress(b"{}"), zlib.compress(b"[]")])
def test_a_damaged_note_is_one_error(packed: bytes) -> None:
    with pytest.raises(IndexUnusableError, match="index --rebuild"):
        codec.unpack_note(packed)


@pytest.mark.parametrize("row", ["", "x", "{}", json.dumps({"path": 1, "met": 5})])
def test_a_damaged_standing_is_one_error(row: str) -> None:
    with pytest.raises(IndexUnusableError, match="index --rebuild"):
        codec.load_standings([row, row])


EVENT = "---\ntype: event\ndate: 2026-11-19\n---\n"
MET_AT = '---\ntype: person\nmet_at: "[[Fair]]"\n---\n'


@pytest.mark.parametrize(
    ("note", "event", "met"),
    [
        pytest.param(MET_AT, EVENT, date(2026, 11, 19), id="by link"),
        pytest.param(
            MET_AT.replace("[[Fair]]", "[[Events/Fair|the fair]]"),
            EVENT,
            date(2026, 11, 19),
            id="by path and label",
        ),
        pytest.param(
            MET_AT.replace("met_at", "met: 2026-11-02\nmet_at"), EVENT, date(2026, 11, 2), id="own"
        ),
        pytest.param(MET_AT.replace("[[Fair]]", "Fair"), EVENT, None, id="no link"),
        pytest.param(MET_AT, EVENT.replace("event", "trip"), None, id="no event"),
        pytest.param(MET_AT, "---\ntype: event\n---\n", None, id="an event without a day"),
        pytest.param(MET_AT.replace("met_at", "company"), EVENT, None, id="another property"),
    ],
)
def test_who_was_met_at_an_event_was_met_on_its_day(
    vault: MakeVault, note: str, event: str, met: date | None
) -> None:
    with synced_store(vault({"Anna.md": note, "Events/Fair.md": event})) as index:
        (found,) = queries.standings(index)

    assert found.met == met
    assert found.contact_days == ((met,) if met else ())


def test_when_an_event_moves_so_does_the_first_meeting(vault: MakeVault) -> None:
    root = vault({"Anna.md": MET_AT, "Events/Fair.md": EVENT})
    with synced_store(root) as index:
        for event in (EVENT.replace("11-19", "11-20"), "gone", EVENT):
            (root / "Events" / "Fair.md").write_text(event, encoding="utf-8")
            refresh(index, root)
            assert dump(index) == rebuilt_dump(root)
        (root / "Events" / "Fair.md").unlink()
        refresh(index, root)
        assert dump(index) == rebuilt_dump(root)
