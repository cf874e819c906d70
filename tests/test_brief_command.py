"""``brief``: a page before a meeting or an event."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeVault, Run
from vault_tools.cli import naming

NOTES = {
    "People/Anna Berg.md": (
        "---\nname: Anna Berg\naliases: Annie\nrole: Editor\ncompany: Nordwind\ncity: Hamburg\n"
        "met: 2024-05-01\nmet_at: A ferry\nintroduced_by: '[[Ben Ort|Ben]]'\nchannel: phone\n"
        "avoid: whatsapp\nboundaries: Never before ten\nbirthday: 1986-12-01\n"
        "goals: '[[Book]]'\n---\nWorks with [[Cleo]].\n"
        "- [ ] send the slides 📅 2026-11-20\n- [ ] the address #waiting 📅 2026-12-01\n"
        "## Log\n"
        "- 2026-11-01 phone: Moved. Looks for a printer. #gave a number\n"
        "- 2026-06-01 email: How was Porto? #got a book\n"
        "- 2026-05-01 video: Three.\n- 2026-04-01 video: Four.\n"
        "- 2026-12-24 phone: planned\n"
    ),
    "People/Ben Ort.md": "---\nname: Ben Ort\n---\n",
    "People/Cleo.md": "---\nname: Cleo\ncity: Hamburg\ngoals: '[[Book]]'\n---\n",
    "People/Secret Sam.md": (
        "---\nname: Sam\nprivate: true\ngoals: '[[Book]]'\n---\n[[Anna Berg]]\n"
    ),
    "Goals/Book.md": "---\ntype: goal\ndeadline: 2027-06-30\n---\n",
    "Events/Fair 2026.md": (
        "---\ntype: event\ndate: 2026-11-26\nend: 2026-11-27\nplace: Hall 5, Hamburg\n"
        "attendees: ['[[Anna Berg]]', Ben Ort, Sam, Zita Unknown]\naliases: Book fair\n---\n"
    ),
    "2025-11-20 Fair 2025.md": "Talked to [[Ben Ort]].\n",
    "me.md": "---\ntype: me\n---\nI make maps.\nIn Köln.\n\nMore.\n",
}
DAY = ("--today", "2026-11-23", "-q")


def _shape(run: Run, root: Path, *arguments: str, today: str = "2026-11-23") -> dict[str, Any]:
    result = run("--vault", root, "--today", today, "-q", "brief", *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_favours_are_told_for_the_months_that_are_configured(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": "[favours]\nmonths = 3\n"})

    result = run("--vault", root, *DAY, "brief", "annie")

    assert "  favours   in 3 months you gave 1 and got 0\n" in result.stdout


def test_an_attempt_without_a_word_is_no_talk(vault: MakeVault, run: Run) -> None:
    log = "## Log\n- 2026-11-20 phone: #noreply\n- 2026-11-02 email: Asked. #noreply\n"
    root = vault({"People/Anna.md": f"---\ntype: person\n---\n{log}"})

    assert [talk["text"] for talk in _shape(run, root, "anna")["talks"]] == ["Asked."]


def test_a_page_about_somebody(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *DAY, "brief", "annie")

    assert result.stdout == (
        "Anna Berg\n"
        "  mind      Never before ten\n"
        "  avoid     whatsapp\n"
        "  who       Editor, Nordwind, Hamburg\n"
        "  met       2024-05-01, A ferry, introduced by Ben Ort\n"
        "  reach     prefers phone\n"
        "  last      2026-11-01, 3 weeks ago\n"
        "  birthday  2026-12-01, birthday, turns 40\n"
        "  goals     Book (by 2027-06-30)\n"
        "  favours   in two years you gave 1 and got 1\n"
        "  shared    Ben Ort, Cleo\n"
        "\n"
        "You promised\n"
        "  send the slides (due 2026-11-20, 3 days late)\n"
        "\n"
        "They promised\n"
        "  the address (due 2026-12-01, in 8 days)\n"
        "\n"
        "Last talks\n"
        "  2026-11-01 phone (3 weeks ago): Moved. Looks for a printer. gave a number\n"
        "  2026-06-01 email (5 months ago): How was Porto? got a book\n"
        "  2026-05-01 video (6 months ago): Three.\n"
        "\n"
        "To begin with\n"
        "  Looks for a printer (1 November)\n"
        "  Moved (1 November)\n"
    )


def test_a_page_stays_a_page(vault: MakeVault, run: Run) -> None:
    promises = "".join(f"- [ ] promise {n}\n- [ ] theirs {n} #waiting\n" for n in range(40))
    links = " ".join(f"[[P{n}]]" for n in range(40))
    log = "".join(
        f"- 2026-11-{n:02} phone: Wants {n}. And {n}? {'long ' * 200}\n" for n in range(1, 20)
    )
    notes = {f"People/P{n}.md": "---\n---\n" for n in range(40)}
    notes["People/Anna.md"] = f"---\n---\n{links}\n{promises}## Log\n{log}"

    result = run("--vault", vault(notes), *DAY, "brief", "Anna")

    assert len(result.stdout.splitlines()) <= 30
    assert "and 37 more" in result.stdout
    assert "and 34 more" in result.stdout
    assert max(map(len, result.stdout.splitlines())) < 320


def test_a_page_about_somebody_new(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault({"People/Zoë.md": "---\n---\n"}), *DAY, "brief", "zoe")

    assert (result.exit_code, result.stdout) == (0, "Zoë\n")


def test_the_status_stands_with_the_name(vault: MakeVault, run: Run) -> None:
    note = "---\nstatus: deceased\nbirthday: --11-24\n---\n## Log\n- 2026-01-01 Wants tea.\n"
    root = vault({"People/A.md": note})

    assert run("--vault", root, *DAY, "brief", "A").stdout == (
        "A (deceased)\n"
        "  last      2026-01-01, 10 months ago\n"
        "\n"
        "Last talks\n"
        "  2026-01-01 (10 months ago): Wants tea.\n"
    )


def test_nothing_is_suggested_for_a_guest_who_has_died(vault: MakeVault, run: Run) -> None:
    notes = {
        "Fair.md": "---\ntype: event\ndate: 2026-11-19\nattendees: [A]\n---\n",
        "People/A.md": "---\nmet_at: Fair\nstatus: deceased\n---\n",
    }

    text = run("--vault", vault(notes), *DAY, "brief", "Fair").stdout

    assert text.endswith("Who was there\n  A; first met here\n")


def test_who_is_private_is_shown_when_named_and_nowhere_else(vault: MakeVault, run: Run) -> None:
    notes = {
        **NOTES,
        "People/Dora.md": "---\nintroduced_by: '[[Secret Sam|Sammy]]'\nmet: 2026-11-20\n---\n",
    }
    root = vault(notes)

    assert run("--vault", root, *DAY, "brief", "Sam").stdout.startswith("Sam\n")
    for name in ("Anna", "Dora", "Book fair"):
        text = run("--vault", root, *DAY, "brief", name, "--in", "Hamburg").stdout
        assert "Sam" not in text
        assert "Sam" not in json.dumps(_shape(run, root, name, "--in", "Hamburg"))


def test_the_shape_of_somebody(vault: MakeVault, run: Run) -> None:
    found = _shape(run, vault(NOTES), "Anna")

    assert found["kind"] == "person"
    assert (found["path"], found["met"], found["last_contact"]) == (
        "People/Anna Berg.md",
        "2024-05-01",
        "2026-11-01",
    )
    assert found["introduced_by"] == [{"name": "Ben Ort", "path": "People/Ben Ort.md", "why": ""}]
    assert found["promises_mine"] == [
        {"text": "send the slides", "due": "2026-11-20", "when": "3 days late"}
    ]
    assert (found["gave"], found["got"], found["nearby"]) == (1, 1, [])


def test_others_in_a_place(vault: MakeVault, run: Run) -> None:
    found = _shape(run, vault(NOTES), "Ben", "--in", "Hamburg")

    assert [(one["name"], one["why"]) for one in found["nearby"]] == [
        ("Cleo", "no contact yet"),
        ("Anna Berg", "last contact 2026-11-01"),
    ]


def test_a_page_before_an_event(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *DAY, "brief", "book FAIR")

    assert result.stdout == (
        "Fair 2026\n"
        "  when      2026-11-26 to 2026-11-27 (in 3 days)\n"
        "  where     Hall 5, Hamburg\n"
        "\n"
        "Who will be there\n"
        "  Anna Berg, Editor, Nordwind\n"
        "    mind: Never before ten\n"
        "    last 2026-11-01: Moved. Looks for a printer. gave a number\n"
        "    you promised: send the slides (due 2026-11-20, 3 days late)\n"
        "  Ben Ort\n"
        "    last 2025-11-20: Talked to Ben Ort.\n"
        "  also named: Zita Unknown\n"
        "\n"
        "Who knows whom\n"
        "  Anna Berg and Ben Ort\n"
        "\n"
        "May come too, and matters for a goal\n"
        "  Cleo (lives in Hamburg)\n"
        "\n"
        "You, in two sentences\n"
        "  I make maps. In Köln.\n"
    )


def test_whom_several_guests_know(vault: MakeVault, run: Run) -> None:
    notes = {
        "People/A.md": "---\n---\n[[Hub]] [[Gone]]\n",
        "People/B.md": "---\n---\n[[Gone]]\n",
        "People/Hub.md": "---\n---\n[[B]]\n",
        "People/Gone.md": "---\nstatus: closed\n---\n",
        "Fair.md": "---\ntype: event\ndate: 2026-12-01\nattendees: [A, B]\n---\n",
    }

    found = _shape(run, vault(notes), "Fair")

    assert found["shared"] == [{"name": "Hub", "path": "People/Hub.md", "why": "knows A, B"}]
    assert found["acquainted"] == []


def test_who_was_at_the_series_before_may_come(vault: MakeVault, run: Run) -> None:
    person = "---\ngoals: '[[Book]]'\n{}---\n"
    notes = {
        "Goals/Book.md": "---\ntype: goal\n---\n",
        "Goals/Old.md": "---\ntype: goal\nstatus: done\n---\n",
        "Fair 2025.md": "---\ntype: event\ndate: 2025-12-01\nattendees: [A]\n---\n",
        "Fair 2026.md": "---\ntype: event\ndate: 2026-12-01\nplace: Ulm\n---\n",
        "People/A.md": person.format(""),
        "People/B.md": person.format("met_at: Fair 2019\ncity: Ulm\n"),
        "People/C.md": person.format("met_at: '[[Fair 2025]]'\n"),
        "People/D.md": person.format("city: Ulm\nstatus: paused\n"),
        "People/E.md": "---\ncity: Ulm\n---\n",
        "People/F.md": "---\ncity: Ulm\ngoals: '[[Old]]'\n---\n",
    }

    found = _shape(run, vault(notes), "Fair 2026")

    assert [(one["name"], one["why"]) for one in found["may_come"]] == [
        ("A", "was at Fair 2025"),
        ("B", "was at Fair 2019; lives in Ulm"),
        ("C", "was at Fair 2025"),
    ]


def test_another_place_can_be_said(vault: MakeVault, run: Run) -> None:
    found = _shape(run, vault(NOTES), "Book fair", "--in", "Ulm")

    assert (found["place"], found["may_come"]) == ("Ulm", [])


AFTER = {
    "Fair.md": "---\ntype: event\ndate: 2026-11-12\nattendees: [Old, New, Late]\n---\n",
    "People/Old.md": "---\n---\n## Log\n- 2026-01-01 x\n- 2026-11-13 phone: hello\n",
    "People/New.md": "---\nmet: 2026-11-12\n---\n- [ ] the map\n",
    "People/Late.md": "---\n---\n## Log\n- 2026-11-20 email: hello\n",
    "People/Link.md": "---\nmet_at: '[[Fair]]'\n---\n",
    "People/Named.md": "---\nmet_at: fair\n---\n",
    "People/Not.md": "---\n---\n[[Fair]]\n",
}


def test_a_page_after_an_event(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(AFTER), "--today", "2026-11-22", "-q", "brief", "Fair")

    assert result.stdout == (
        "Fair\n"
        "  when      2026-11-12 (10 days ago)\n"
        "\n"
        "Who was there\n"
        "  Late; first met here\n"
        "    next contact 2026-11-20\n"
        "  Link; first met here\n"
        "    no word yet; in time until 2026-11-22\n"
        "  Named; first met here\n"
        "    no word yet; in time until 2026-11-22\n"
        "  New; first met here\n"
        "    no word yet; in time until 2026-11-22\n"
        "    you promised: the map\n"
        "  Old\n"
        "    next contact 2026-11-13\n"
    )


def test_when_the_time_is_over_that_is_all_it_says(vault: MakeVault, run: Run) -> None:
    root = vault(AFTER)

    text = run("--vault", root, "--today", "2026-11-23", "-q", "brief", "Fair").stdout

    assert "no word yet" not in text
    assert text.count("no contact since") == 3


def test_on_the_day_itself_the_event_is_no_last_contact(vault: MakeVault, run: Run) -> None:
    (old,) = [
        guest
        for guest in _shape(run, vault(AFTER), "Fair", today="2026-11-12")["guests"]
        if guest["name"] == "Old"
    ]

    assert (old["last_contact"], old["about"], old["followed_up"]) == ("2026-01-01", "x", None)


def test_an_event_without_a_day_has_a_page_too(vault: MakeVault, run: Run) -> None:
    root = vault({"Fair.md": "---\ntype: event\nplace: Ulm\n---\n"})

    result = run("--vault", root, *DAY, "brief", "Fair")

    assert result.stdout == "Fair\n  where     Ulm\n"


def test_any_dated_note_will_do(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    for name in ("2025-11-20 Fair 2025.md", "2025-11-20 Fair 2025", "Fair 2025", "2025-11-20"):
        assert "Ben Ort" in run("--vault", root, *DAY, "brief", name).stdout


@pytest.mark.parametrize("name", ["Goals/Book.md", "me", "Book", " "])
def test_other_notes_have_no_page(vault: MakeVault, run: Run, name: str) -> None:
    notes = {path: text for path, text in NOTES.items() if "Fair" not in path}

    result = run("--vault", vault(notes), *DAY, "brief", name)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "no contact and no event is called" in result.stderr


def test_what_looks_alike_is_suggested(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert "Did you mean Anna Berg?" in run("--vault", root, *DAY, "brief", "Anna Brg").stderr
    assert "Did you mean Book fair?" in run("--vault", root, *DAY, "brief", "Bok fair").stderr


def test_several_are_listed_and_none_is_guessed(vault: MakeVault, run: Run) -> None:
    notes = {
        "People/Ann Fair.md": "---\n---\n",
        "Ann's party.md": "---\ntype: event\ndate: 2026-12-01\n---\n",
    }

    result = run("--vault", vault(notes), *DAY, "brief", "ann")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Ann Fair (People/Ann Fair.md)" in result.stderr
    assert "Ann's party (Ann's party.md)" in result.stderr


def test_on_a_terminal_one_may_be_picked(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Ann A.md": "---\n---\n", "People/Ann B.md": "---\n---\n"})
    monkeypatch.setattr(naming, "is_interactive", lambda: True)
    monkeypatch.setattr(naming, "picked", lambda choices, **_labels: choices[1])

    assert run("--vault", root, *DAY, "brief", "Ann").stdout == "Ann B\n"


def test_markdown_links_to_the_notes(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    person = run("--vault", root, *DAY, "brief", "Anna", "--format", "md").stdout
    event = run("--vault", root, *DAY, "brief", "Book fair", "--format", "md").stdout

    assert person.startswith("# [[People/Anna Berg|Anna Berg]]\n\n- mind: Never before ten\n")
    assert "introduced by [[People/Ben Ort|Ben Ort]]\n" in person
    assert "\n## You promised\n\n- send the slides (due" in person
    assert "- [[People/Anna Berg|Anna Berg]], Editor, Nordwind\n  - mind: Never" in event


def test_hostile_words_are_only_words(vault: MakeVault, run: Run) -> None:
    properties = 'name: "\\u001b[31m<b>x</b>"\nboundaries: "\\u001b[2J"\n'
    evil = f"---\n{properties}---\n## Log\n- 2026-11-01 \x1b]0;x\x07 *b*\n"
    root = vault({"People/A.md": evil})

    for form in ("text", "md"):
        text = run("--vault", root, *DAY, "brief", "People/A", "--format", form).stdout
        assert "\x1b" not in text
        assert "\x07" not in text
    assert "<b>" not in text.replace("\\<", "")


def test_only_some_of_many_are_named(vault: MakeVault, run: Run) -> None:
    person = "---\ncity: Ulm\ngoals: '[[Book]]'\n---\n"
    notes = {f"People/P{number}.md": person for number in range(9)}
    notes |= {
        "Goals/Book.md": "---\ntype: goal\n---\n",
        "Fair.md": "---\ntype: event\ndate: 2026-12-01\nplace: Ulm\n---\n",
    }
    root = vault(notes)

    text = run("--vault", root, *DAY, "brief", "Fair").stdout

    assert "  P5 (lives in Ulm)\n  and 3 more\n" in text
    assert len(_shape(run, root, "Fair")["may_come"]) == 9


def test_an_empty_vault_has_nobody(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault({"a.md": "x\n"}), "brief", "Anna")

    assert (result.exit_code, result.stdout) == (1, "")


def test_the_name_is_needed(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert run("--vault", root, "brief").exit_code == 2
    assert run("--vault", root, "brief", "Anna", "--format", "pdf").exit_code == 2


def test_the_example_vault_has_an_event_ahead(example: Path, run: Run) -> None:
    found = _shape(run, example, "Energiedaten")

    assert [guest["name"] for guest in found["guests"]] == [
        "Carla Mendes",
        "Deniz Arslan",
        "Mara Hoffstedt",
        "Rasmus Holm",
    ]
    assert found["introduction"].startswith("I help energy")
    assert [one["name"] for one in found["shared"]] == ["Henrik Solberg"]
