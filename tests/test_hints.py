"""What the weekly report says is worth a thought."""

import json

import pytest

from tests.conftest import MakeVault, Run

DAY = ("--today", "2026-11-23")
OFTEN = "".join(f"- 2026-{month:02}-01 x\n" for month in range(1, 7))


def person(front: str = "") -> str:
    return f"---\ntype: person\n{front}---\n## Log\n{OFTEN}"


def hinted(run: Run, root: object) -> list[str]:
    shown = run("--vault", str(root), *DAY, "report", "--json").stdout
    return [hint["name"] for hint in json.loads(shown)["hints"]]


def test_somebody_without_a_cadence_is_named_when_it_is_quiet_for_them(
    vault: MakeVault, run: Run
) -> None:
    root = vault({"Anna.md": person()})

    assert hinted(run, root) == ["Anna"]


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("cadence: never\n", id="who needs no cadence"),
        pytest.param("cadence: monthly\n", id="who has one"),
        pytest.param("private: true\n", id="who is private"),
        pytest.param("status: closed\n", id="who is closed"),
        pytest.param("status: dormant\n", id="who is asleep"),
    ],
)
def test_some_are_never_named(vault: MakeVault, run: Run, front: str) -> None:
    assert hinted(run, vault({"Anna.md": person(front)})) == []


@pytest.mark.parametrize("setting", ["[rhythm]\ndrift = false\n", "[report]\nhints = 0\n"])
def test_it_can_be_turned_off(vault: MakeVault, run: Run, setting: str) -> None:
    root = vault({"Anna.md": person(), ".vault-tools/config.toml": setting})

    assert hinted(run, root) == []


def test_two_at_most_are_named(vault: MakeVault, run: Run) -> None:
    root = vault({f"{name}.md": person() for name in ("Anna", "Ben", "Carla")})

    assert hinted(run, root) == ["Anna", "Ben"]


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_every_format_says_why(vault: MakeVault, run: Run, form: str) -> None:
    root = vault({"Anna.md": person()})

    text = run("--vault", root, *DAY, "report", "--format", form).stdout

    assert "worth a thought" in text.casefold()
    assert "Anna" in text


def _texts(run: Run, root: object, *arguments: str) -> list[tuple[str | None, str]]:
    shown = run("--vault", str(root), *DAY, "report", *arguments, "--json").stdout
    return [(hint["name"], hint["text"]) for hint in json.loads(shown)["hints"]]


GIVER = "---\ntype: person\n---\n## Log\n- 2026-03-01 phone: hello #got the [[Flat|flat]] tip\n"


def test_a_small_favour_is_due_to_whom_one_owes(vault: MakeVault, run: Run) -> None:
    root = vault({"Anna.md": GIVER})

    why = "a small favour is due; you got one favour and gave none in two years"
    assert _texts(run, root) == [("Anna", f"{why}, the last on 1 March: the flat tip")]


@pytest.mark.parametrize(
    "setting", ["[favours]\nowing = 0\n", "[favours]\nowing = 2\n", "[favours]\nmonths = 3\n"]
)
def test_a_word_about_favours_can_be_turned_off(vault: MakeVault, run: Run, setting: str) -> None:
    root = vault({"Anna.md": GIVER, ".vault-tools/config.toml": setting})

    assert _texts(run, root) == []


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_before_asking_somebody_one_owes_there_is_a_word(
    vault: MakeVault, run: Run, form: str
) -> None:
    front = "type: person\nfollow_up: 2026-11-24\n"
    owing = vault({"Anna.md": GIVER.replace("type: person\n", front)})

    shown = run("--vault", owing, *DAY, "report", "--format", form).stdout

    assert "efore you ask: you got one favour and gave none in two years" in shown


def test_without_a_debt_there_is_no_word(vault: MakeVault, run: Run) -> None:
    even = GIVER.replace("## Log\n", "## Log\n- 2026-04-01 #gave a book\n")
    root = vault({"Anna.md": even.replace("type: person", "type: person\nfollow_up: 2026-11-24")})

    assert "Before you ask" not in run("--vault", root, *DAY, "report").stdout


@pytest.mark.parametrize(
    ("met", "named"),
    [
        pytest.param("2021-11-25", True, id="five years on Wednesday"),
        pytest.param("2022-11-25", False, id="four years"),
        pytest.param("2021-11-22", False, id="yesterday"),
        pytest.param("2021-11-30", False, id="next week"),
    ],
)
def test_a_round_anniversary_of_the_week_is_named(
    vault: MakeVault, run: Run, met: str, *, named: bool
) -> None:
    root = vault({"Anna.md": f"---\ntype: person\ntier: wide\nmet: {met}\n---\n"})

    said = [("Anna", "five years since you met, on 25 November")]
    assert _texts(run, root) == (said if named else [])


EVENT = "---\ntype: event\ndate: 2026-11-26\nplace: Messe, Hamburg\nattendees: ['[[Ben]]']\n---\n"


def test_who_lives_where_an_event_is_and_is_not_expected_there_is_named(
    vault: MakeVault, run: Run
) -> None:
    root = vault(
        {
            "Fair.md": EVENT,
            "Anna.md": "---\ntype: person\ncity: Hamburg\n---\n",
            "Ben.md": "---\ntype: person\ncity: Hamburg\n---\n",
            "Carl.md": "---\ntype: person\ncity: Bonn\n---\n",
            "Eve.md": "---\ntype: person\ncity: Hamburg\nprivate: true\n---\n",
        }
    )

    assert _texts(run, root) == [("Anna", "lives where you are on 26 November (Fair)")]


LOAD = "the cadences ask for 1.4 contacts a week; the last 7 weeks had 0.3"


def test_the_review_says_how_things_stand(vault: MakeVault, run: Run) -> None:
    members = {f"In{number}.md": "---\ntype: person\ntier: inner\n---\n" for number in range(6)}
    root = vault(
        {
            **members,
            "Goals/Talk.md": "---\ntype: goal\n---\n",
            "Event.md": "---\ntype: event\ndate: 2026-10-10\nattendees: ['[[New]]']\n---\n",
            "New.md": "---\ntype: person\nmet_at: '[[Event]]'\n---\n"
            "## Log\n- 2026-10-12 email: hello\n",
        }
    )

    assert _texts(run, root, "review") == [
        ("Event", "1 met, 1 of 1 followed up in time, too early for more"),
        (
            None,
            f"{LOAD}; what would fit better: inner every 6 months",
        ),
        (None, "inner holds 6; there is room for 5"),
        ("Talk", "nobody is named for this goal yet"),
    ]


def test_an_older_review_does_not_say_how_things_stand_now(vault: MakeVault, run: Run) -> None:
    root = vault({"Anna.md": GIVER})

    found = json.loads(
        run("--vault", root, *DAY, "report", "review", "--month", "2026-09", "--json").stdout
    )

    assert (found["figures"], found["hints"]) == ([], [])


def test_a_vault_without_anything_gives_nothing_to_think_of(vault: MakeVault, run: Run) -> None:
    root = vault({"README.md": "hello"})

    assert _texts(run, root) == _texts(run, root, "review") == []


GIFTS = (
    "---\ntype: person\nbirthday: --11-27\ngift_ideas: [tea pot, a book]\n---\n"
    "## Log\n- 2025-11-27 gift: a book, 30 €\n"
)


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_a_birthday_shows_what_was_given_before_and_ideas(
    vault: MakeVault, run: Run, form: str
) -> None:
    config = "[gifts]\nbudget = 20\n"
    root = vault({"Anna.md": GIFTS, ".vault-tools/config.toml": config})

    shown = run("--vault", root, *DAY, "report", "--format", form).stdout

    assert "given 2025-11-27 gift: a book, 30 € (above the budget of 20 €)" in shown
    assert "ideas (up to 20 €): tea pot" in shown
