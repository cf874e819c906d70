"""``intro``: what counts as a tie, and where it stands."""

import json

from tests.conftest import MakeVault, Run
from tests.test_intro_command import DAY, NOTES, asked


def test_those_at_one_event_know_of_each_other(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            **NOTES,
            "People/Hugo.md": "---\ntype: person\nignore_mentions: true\n---\n",
            "Events/Fair.md": (
                '---\ntype: event\ndate: 2026-10-10\nattendees: ["[[Ida]]", "[[Hugo]]"]\n---\n'
            ),
            "Events/Later.md": (
                '---\ntype: event\ndate: 2026-12-10\nattendees: ["[[Ida]]", "[[Dora]]"]\n---\n'
            ),
            "People/Kim.md": '---\ntype: person\nmet_at: "[[Fair]]"\n---\n',
        }
    )

    found = run("--vault", root, *DAY, "intro", "Hugo").stdout

    assert "  Both are named in Fair, 10 October.\n    Events/Fair.md:4\n" in found
    assert ["Me", "Ida", "Dora"] not in asked(run, root, "Dora")
    assert ["Me", "Kim", "Hugo"] in asked(run, root, "Hugo")


def test_evidence_is_the_line_that_says_it(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "People/Ann.md": "---\ntype: person\nlast_contact: 2026-11-01\nfirma: Weir\n---\n",
            "People/Bea.md": "---\ntype: person\nmet: 2026-11-02\nmet_at: '[[Fair]]'\n---\n",
            "People/Cid.md": "---\ntype: person\ncompany: Weir\n---\n",
            "People/Dee.md": "---\ntype: person\n\nvia: Cid\n---\n",
            "People/Eva.md": "---\ntype: person\nmet_at: '[[Fair]]'\n---\n",
            "People/Fay.md": "---\ntype: person\nignore_mentions: true\n---\n",
            "Fair.md": "---\ntype: event\ndate: 2026-10-10\nattendees: [Fay]\n---\n",
        }
    )

    def places(whom: str) -> list[str]:
        first, *_ = json.loads(run("--vault", root, *DAY, "intro", whom, "--json").stdout)
        return [step["evidence"] for step in first["via"]]

    assert places("Dee") == ["People/Ann.md:3", "People/Ann.md:4", "People/Dee.md:4"]
    assert places("Bea") == ["People/Bea.md:3"]
    assert places("Eva") == ["People/Eva.md:3"]
    assert places("Fay") == ["People/Bea.md:3", "People/Bea.md:4"]


def test_one_line_of_a_dated_note_is_a_meeting_and_two_lines_are_two(
    vault: MakeVault, run: Run
) -> None:
    root = vault(
        {
            **NOTES,
            "People/Lea.md": "---\ntype: person\nignore_mentions: true\n---\n",
            "People/Max.md": "---\ntype: person\nignore_mentions: true\n---\n",
            "2026-11-05.md": "Lunch with [[Ida]] and [[Lea]].\nThen [[Max]].\n",
        }
    )

    assert asked(run, root, "Lea") == [["Me", "Ida", "Lea"]]
    assert asked(run, root, "Max") == []


def test_a_deeper_line_belongs_to_its_entry(vault: MakeVault, run: Run) -> None:
    log = "---\ntype: person\n---\n## Log\n- 2026-11-01 phone: Talked. #intro\n  - [[Hugo]]\n"
    root = vault({**NOTES, "People/Nia.md": f"{log}\nSee [[Ole]].\n", "People/Ole.md": "#person\n"})

    hugo = json.loads(run("--vault", root, *DAY, "intro", "Hugo", "--json").stdout)
    ole = json.loads(run("--vault", root, *DAY, "intro", "Ole", "--json").stdout)

    assert (hugo[0]["via"][1]["kind"], hugo[0]["via"][1]["on"]) == ("intro", "2026-11-01")
    assert (ole[0]["via"][1]["kind"], ole[0]["via"][1]["on"]) == ("link", None)
