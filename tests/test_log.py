"""The log of a contact's note."""

from datetime import date

import pytest

from vault_tools.config import Config
from vault_tools.model import Attempt, Interaction, Note
from vault_tools.parse import Grammar, parse_note

GRAMMAR = Grammar.of(Config())


def read(text: str) -> Note:
    return parse_note(f"---\ntype: contact\n---\n{text}".encode(), path="a.md", grammar=GRAMMAR)


def entry(item: str) -> Interaction:
    note = read(f"## Log\n{item}\n")
    assert note.problems == ()
    (found,) = note.log
    return found


def channel_and_text(item: str) -> tuple[str | None, str]:
    found = entry(item)
    assert found.on == date(2026, 11, 2)
    return found.channel, found.text


@pytest.mark.parametrize(
    "item",
    [
        *("- 2026-11-02 phone: Hi", "* 2026-11-02 phone: Hi", "+ 2026-11-02 phone: Hi"),
        *("1. 2026-11-02 phone: Hi", "2) 2026-11-02 phone: Hi", "-\t2026-11-02 phone: Hi"),
        *("- 2026-11-02 — phone: Hi", "- 2026-11-02 – phone: Hi", "- 2026-11-02 - phone: Hi"),
        *(
            "- 2026-11-02: phone: Hi",
            "- 2026-11-02 14:30 phone: Hi",
            "- 2026-11-02T14:30 phone: Hi",
        ),
        *(
            "- 2026-11-02 14:30:10 - phone: Hi",
            "- 2026-11-02, phone: Hi",
            "- 2026-11-02 9:05 Uhr phone: Hi",
        ),
        *("- [[2026-11-02]] phone: Hi", "- [[Journal/2026-11-02|Monday]]: phone: Hi"),
        *(
            "- [[2026-11-02#Noon]] phone: Hi",
            "  - 2026-11-02 #phone: Hi",
            "- 2026-11-02 Phone : Hi",
        ),
        *("- 2026-11-02 call: Hi", "- 2026-11-02 Telefonat: Hi", "- 2026-11-02 Anruf:  Hi  "),
    ],
)
def test_an_entry_may_be_written_in_many_ways(item: str) -> None:
    if "," in item:
        assert channel_and_text(item) == (None, ", phone: Hi")
    else:
        assert channel_and_text(item) == ("phone", "Hi")


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        *[
            ("E-Mail", "email"),
            ("mail", "email"),
            ("Nachricht", "message"),
            ("In person", "in-person"),
        ],
        *[("vor Ort", "in-person"), ("Treffen", "in-person"), ("Kaffee", "in-person")],
        *[("video-call", "video"), ("Zoom", "video"), ("LinkedIn", "linkedin"), ("XING", "xing")],
        *[("WhatsApp", "whatsapp"), ("Messe", "event"), ("Brief", "letter"), ("Grußkarte", "card")],
        *[("Geschenk", "gift"), ("sms", "sms")],
    ],
)
def test_a_channel_has_synonyms_in_two_languages(word: str, channel: str) -> None:
    assert channel_and_text(f"- 2026-11-02 {word}: x") == (channel, "x")
    assert channel_and_text(f"- 2026-11-02 y [channel:: {word}]") == (
        channel,
        f"y [channel:: {word}]",
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Idea: write a book", id="another word"),
        pytest.param("phone", id="no colon"),
        pytest.param("https://example.org", id="an address"),
        pytest.param("[channel:: pigeon]", id="unknown channel in a field"),
        pytest.param("", id="nothing"),
        pytest.param("1:1 with Ben", id="almost a time"),
    ],
)
def test_a_word_that_is_no_channel_is_text(text: str) -> None:
    assert channel_and_text(f"- 2026-11-02 {text}".rstrip()) == (None, text)


def test_the_word_before_the_colon_wins_over_the_field() -> None:
    assert entry("- 2026-11-02 phone: x (channel:: email)").channel == "phone"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("#gave a book", {"gave": ("a book",)}, id="gave"),
        pytest.param("x #gave: a book #got tea", {"gave": ("a book",), "got": ("tea",)}, id="both"),
        pytest.param("a book #gave", {"gave": ("a book",)}, id="the text before"),
        pytest.param("#GOT tea", {"got": ("tea",)}, id="upper case"),
        pytest.param("#gave a #gave b", {"gave": ("a", "b")}, id="twice"),
        pytest.param(
            "[gave:: a book] (got:: tea)", {"gave": ("a book",), "got": ("tea",)}, id="fields"
        ),
        pytest.param("[Gave::]", {"gave": ("",)}, id="empty field"),
        pytest.param("met [[Ben]] #intro", {"intro": True}, id="intro"),
        pytest.param("#noreply", {"attempt": Attempt.NO_REPLY}, id="no reply"),
        pytest.param("busy #declined #noreply", {"attempt": Attempt.DECLINED}, id="declined"),
        pytest.param("#gaveup #got/it x#noreply ##declined", {}, id="other tags"),
    ],
)
def test_tags_and_fields_have_a_meaning(text: str, expected: dict[str, object]) -> None:
    found = entry(f"- 2026-11-02 email: {text}")

    assert found == Interaction(
        **{"on": date(2026, 11, 2), "channel": "email", "text": text, "path": "a.md", "line": 5}
        | expected  # type: ignore[arg-type]  # each case knows its fields
    )


def test_deeper_lines_belong_to_the_entry() -> None:
    note = read(
        "## Log\n"
        "- 2026-11-02 phone: Moving\n"
        "\n"
        "  to Köln %%secret%%\n"
        "\t- 2025-01-01 looks for a flat #gave a number\n"
        "  ```\n  - code #got nothing\n  ```\n"
        "- no day\n"
        "  - 2024-01-01 found\n"
        "text\n"
        "- 2026-09-14\n"
    )

    assert [(item.on.isoformat(), item.line, item.text, item.gave) for item in note.log] == [
        (
            *("2026-11-02", 5),
            "Moving\nto Köln\n- 2025-01-01 looks for a flat #gave a number",
            ("a number",),
        ),
        ("2024-01-01", 13, "found", ()),
        ("2026-09-14", 15, "", ()),
    ]


def test_quotes_and_code_below_an_entry_say_nothing_themselves() -> None:
    found = entry(
        "- 2026-11-02 email: > sent `#got x` [gave:: a `b]` c] #intro\n"
        "  > Sorry, no. #declined [got:: y]\n"
        "  - > #noreply"
    )

    assert found == Interaction(
        on=date(2026, 11, 2),
        channel="email",
        text=(
            "> sent `#got x` [gave:: a `b]` c] #intro\n"
            "> Sorry, no. #declined [got:: y]\n"
            "- > #noreply"
        ),
        path="a.md",
        line=5,
        gave=("a `b]` c",),
        intro=True,
    )


@pytest.mark.parametrize(
    "heading",
    [
        *("# Log", "###### Log", "## log", "## LOG ##", "## Log:", "##\tLog  ", "## Contact log"),
        *("## Interactions", "## History", "## Kontakte", "### Verlauf"),
    ],
)
def test_the_log_has_several_headings(heading: str) -> None:
    assert len(read(f"{heading}\n- 2026-11-02 x\n").log) == 1


@pytest.mark.parametrize(
    "heading",
    ["##Log", "####### Log", "Log", "## Logbook", "## Log#", "    ## x", "## The log", "##"],
)
def test_other_headings_are_no_log(heading: str) -> None:
    assert read(f"{heading}\n- 2026-11-02 x\n").log == ()


def test_a_log_ends_at_the_next_heading_of_its_level() -> None:
    note = read(
        "- 2026-01-01 before\n"
        "## Log\n- 2026-01-02 a\n"
        "### 2026\n- 2026-01-03 b\n"
        "### Log\n- 2026-01-04 c\n"
        "## Other\n- 2026-01-05 no\n"
        "### Log\n- 2026-01-06 d\n"
        "# Other\n- 2026-01-07 no\n"
    )

    assert [item.text for item in note.log] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```\n- 2026-11-02 x\n```", id="fence"),
        pytest.param("~~~ md\n- 2026-11-02 x\n```\n~~~~", id="tildes"),
        pytest.param("````\n```\n- 2026-11-02 x\n```", id="open fence"),
        pytest.param("%%\n- 2026-11-02 x\n%%", id="comment"),
        pytest.param("<!-- a\n- 2026-11-02 x\n-->", id="HTML comment"),
        pytest.param("%% - 2026-11-02 x", id="open comment"),
        pytest.param("> - 2026-11-02 x", id="quote"),
        pytest.param("- > 2026-11-02 x", id="quote in an item"),
        pytest.param("2026-11-02 x", id="no item"),
        pytest.param("- x 2026-11-02", id="day behind"),
        pytest.param("- 2026-11-02x", id="word"),
        pytest.param("- [ ] 2026-11-02 x", id="task"),
        pytest.param("- `2026-11-02` x", id="code"),
    ],
)
def test_code_comments_and_quotes_are_no_entries(text: str) -> None:
    note = read(f"## Log\n{text}\n")

    assert (note.log, note.problems) == ((), ())


@pytest.mark.parametrize(
    ("item", "column"),
    [
        *[("- 2026-02-30 x", 3), ("  - 2026-13-01 x", 5), ("- [[2026-02-30]] x", 3)],
        *[("- 2.11.2026 x", 3), ("1. 2026-1-2 x", 4), ("- 02/11/26: x", 3), ("- 2026-11-022", 3)],
    ],
)
def test_an_impossible_day_is_a_problem(item: str, column: int) -> None:
    note = read(f"## Log\n{item}\n")

    assert note.log == ()
    assert [problem[:4] for problem in note.problems] == [("a.md", 5, column, "bad-log-day")]


def test_a_link_to_a_day_outside_the_log_is_an_interaction() -> None:
    note = read(
        "Lunch on [[2026-01-24]] in Köln.\n"
        "# [[Journal/2026-01-25|Sunday]]\n"
        "- [ ] call on [[2026-01-26]]\n"
        "> [[2026-01-27]]\n"
        "`[[2026-01-28]]` ![[2026-01-29]] x #mention\n"
        "## Log\n- 2026-01-30 as on [[2026-01-31]]\n"
    )

    assert note.log == (
        Interaction(on=date(2026, 1, 30), text="as on [[2026-01-31]]", path="a.md", line=10),
        Interaction(
            on=date(2026, 1, 24), text="Lunch on [[2026-01-24]] in Köln.", path="a.md", line=4
        ),
        Interaction(
            on=date(2026, 1, 25), text="# [[Journal/2026-01-25|Sunday]]", path="a.md", line=5
        ),
    )


def test_a_link_to_an_impossible_day_is_a_problem() -> None:
    note = read("See [[2026-02-30]].\n")

    assert [problem[:4] for problem in note.problems] == [("a.md", 4, 5, "bad-date")]


def test_a_contact_may_be_left_out_of_day_links() -> None:
    text = (
        b"---\ntype: contact\nignore_mentions: true\n---\n[[2026-01-24]]\n## Log\n- 2026-01-01 x\n"
    )
    note = parse_note(text, path="a.md", grammar=GRAMMAR)

    assert [item.on for item in note.log] == [date(2026, 1, 1)]
