"""Words, escapes and templates: what readers see."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.builders import TODAY, day, standing
from tests.conftest import MakeVault, Run
from vault_tools.config import Rules
from vault_tools.dates import Period
from vault_tools.errors import TemplateError
from vault_tools.followups import due
from vault_tools.model import Promise, Standing, Status, Talk
from vault_tools.render import escape, templates
from vault_tools.report import words

BLAME = ("neglect", "ghost", "ignored you", "failed", "overdue!")


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(days=1), "every day"),
        (Period(days=7), "every week"),
        (Period(days=42), "every 6 weeks"),
        (Period(days=90), "every 90 days"),
        (Period(months=1), "every month"),
        (Period(months=3), "every 3 months"),
        (Period(months=12), "every year"),
        (Period(months=24), "every 2 years"),
        (Period(months=1, days=1), "every 1 month and 1 day"),
    ],
    ids=str,
)
def test_a_cadence_in_words(period: Period, expected: str) -> None:
    assert words.cadence_words(period) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "today"), (1, "1 day late"), (12, "12 days late"), (-1, "in 1 day"), (-3, "in 3 days")],
)
def test_lateness_in_words(days: int, expected: str) -> None:
    assert words.lateness_words(days) == expected


def _reason_texts(one: Standing) -> list[str]:
    until = TODAY + timedelta(days=400)
    found = due([one], today=TODAY, until=until, rules=Rules(), reawaken=True)
    return [
        words.reason_words(reason, item, today=TODAY) for item in found for reason in item.reasons
    ]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(
            standing(cadence="monthly", contacts="2025-12-24"),
            "every month, last contact 24 December 2025",
            id="cadence",
        ),
        pytest.param(standing(cadence="weekly"), "every week, no contact yet", id="never in touch"),
        pytest.param(standing(met="09-09"), "met 9 September; a first follow-up", id="first"),
        pytest.param(
            standing(follow_up="09-20"),
            "follow-up you set for 20 September; no contact yet",
            id="follow-up",
        ),
        pytest.param(standing(birthday="--09-20"), "birthday", id="birthday"),
        pytest.param(standing(birthday="1976-09-20"), "birthday, turns 50", id="with the age"),
        pytest.param(
            standing(status=Status.DORMANT, contacts="2020-01-02"),
            "asleep; last contact 2 January 2020",
            id="asleep",
        ),
        pytest.param(
            standing(promises=(Promise(text="x", due=TODAY),)), "you promised: x", id="mine"
        ),
        pytest.param(
            standing(promises=(Promise(text="x", due=TODAY, mine=False),)),
            "they promised: x",
            id="theirs",
        ),
        pytest.param(
            standing(cadence="monthly", contacts="06-01", attempts="08-20"),
            "every month, last contact 1 June; 1 attempt unanswered so far",
            id="guarded",
        ),
        pytest.param(
            standing(cadence="monthly", contacts="06-01", attempts="08-01 08-10 08-20"),
            "every month, last contact 1 June; 3 attempts unanswered; perhaps let it rest",
            id="guarded often",
        ),
    ],
)
def test_every_reason_has_calm_words(one: Standing, expected: str) -> None:
    found = _reason_texts(one)

    assert found == [expected]
    assert not any(word in found[0] for word in BLAME)


def _talked(*channels: str | None, **more: object) -> Standing:
    talks = tuple(
        Talk(day("09-01") - timedelta(days=place), channel, "said #gave a #intro x", "a.md")
        for place, channel in enumerate(channels)
    )
    return Standing(path="a.md", name="a", talks=talks, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(_talked("phone", channel="email"), "email", id="theirs"),
        pytest.param(_talked("phone", channel="email", avoid=("email",)), "phone", id="avoided"),
        pytest.param(_talked("in-person", "video"), "video", id="no meeting outright"),
        pytest.param(_talked("event", email="a@x"), "email", id="an address"),
        pytest.param(_talked("event", phone="1"), "phone", id="a number"),
        pytest.param(_talked(None), None, id="nothing known"),
    ],
)
def test_the_channel_is_theirs_or_the_last_or_one_we_can_use(
    one: Standing, expected: str | None
) -> None:
    assert words.suggested_channel(one, today=TODAY) == expected


def test_talking_points_are_what_was_said_and_promised() -> None:
    one = _talked("phone", promises=(Promise(text="x"), Promise(text="y", done=True)))

    assert words.talking_points(one, today=TODAY) == [
        "said gave a x (1 September, phone)",
        "you promised: x",
    ]
    assert words.talking_points(one, today=date(2026, 8, 1)) == ["you promised: x"]


@given(st.text())
def test_nothing_acts_on_a_terminal(text: str) -> None:
    shown = escape.terminal(text)

    assert not any(
        (ord(character) < 32 and character != "\n")
        or 127 <= ord(character) < 160
        or character in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\u2028\u2029"
        for character in shown
    )
    assert "\n" not in escape.one_line(text)


HOSTILE = [
    *("# x", "- x", "+ x", "1. x", "> x", "---", "***", "a | b", "`x`", "~~~", "==x==", "%%x%%"),
    *("[a](javascript:alert(1))", "![](http://tracker/x)", "<b>x</b>", "<!-- x", "]] x [[", "$x$"),
    *("*x*", "_x_", "a\n\n# b", "    code", "[^1]: x", "\\", "&lt;", "#tag", "{{7*7}}", "```x"),
]


def _shape(text: str) -> list[str]:
    found = []
    for token in MarkdownIt("commonmark").parse(f"- {text} · end\n"):
        found.append(token.type)
        found += [child.type for child in token.children or () if child.type != "text"]
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_from_a_note_is_only_text_in_a_report(text: str) -> None:
    assert _shape(escape.markdown(text)) == _shape("harmless")


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("People/Anna.md", "Anna", "[[People/Anna|Anna]]"),
        ("a#b.md", "Anna", "[Anna](<a%23b.md>)"),
        ("a.md", "An]]na", "[An\\]\\]na](<a.md>)"),
        ("a|b.md", "x\ny", "[x y](<a%7Cb.md>)"),
    ],
)
def test_a_link_in_markdown_stays_a_link(path: str, name: str, expected: str) -> None:
    assert escape.wikilink(path, name) == expected


def test_links_in_text_stay_links() -> None:
    found = escape.markdown("see [[People/Anna|her]] and [[#here]] *now*")

    assert found == "see [[People/Anna|her]] and here \\*now\\*"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/x", "https://example.org/x"),
        ("MAILTO:a@example.org", "MAILTO:a@example.org"),
        ("javascript:alert(1)", "#"),
        ("java\nscript:alert(1)", "#"),
        (" data:text/html,x", "#"),
        ("http://[", "#"),
        ("no scheme", "#"),
    ],
)
def test_only_harmless_addresses_are_links(address: str, expected: str) -> None:
    assert escape.url(address) == expected


def test_addresses_of_people_and_notes() -> None:
    assert escape.mail_url("a b@x.org?cc=y") == "mailto:a%20b@x.org%3Fcc%3Dy"
    assert escape.phone_url("+49 (221) 12-3") == "tel:+49221123"
    assert escape.obsidian_url(Path("/v"), "a b.md") == "obsidian://open?path=%2Fv%2Fa%20b.md"


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_a_name_is_never_a_template(run: Run, vault: MakeVault, form: str) -> None:
    root = vault({"People/x.md": "---\nname: '{7*7} {% x %}'\ncadence: daily\n---\n"})

    found = run("--vault", root, "report", "--format", form).stdout

    assert "7" in found
    assert "49" not in found.replace("W49", "")


def test_ones_own_template_counts_first(run: Run, vault: MakeVault) -> None:
    root = vault(
        {
            ".vault-tools/templates/weekly.md.j2": "Mine: {{ week }}\n",
            ".vault-tools/templates/other.text.j2": "",
            ".vault-tools/templates/other.txt.j2": "{{ contacts }} people\n",
        }
    )
    command = ("--vault", root, "--today", "2026-11-23", "report")

    assert run(*command).stdout == "Mine: 2026-W48\n"
    assert run(*command, "other", "--format", "text").stdout == "0 people\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a\n{% if %}", "template weekly.md.j2, line 2", id="syntax"),
        pytest.param("{{ nosuch }}", "'nosuch' is undefined", id="unknown variable"),
        pytest.param("{{ week.__class__.__mro__ }}", "unsafe", id="out of the sandbox"),
        pytest.param("{{ 1 / 0 }}", "division by zero", id="arithmetic"),
        pytest.param("{% include 'x' %}", "there is no template x", id="include"),
    ],
)
def test_a_broken_template_is_an_error_in_one_line(
    run: Run, vault: MakeVault, source: str, expected: str
) -> None:
    root = vault({".vault-tools/templates/weekly.md.j2": source})

    found = run("--vault", root, "report")

    assert found.exit_code == 3
    assert expected in found.stderr
    assert found.stdout == ""


def test_shipped_templates_escape_everything() -> None:
    for template in templates.template_folder().iterdir():
        source = template.read_text(encoding="utf-8")
        assert "|safe" not in source.replace(" ", "")


def test_only_a_dataclass_can_be_rendered(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="only a dataclass"):
        templates.render("weekly", {"week": "x"}, form="md", root=tmp_path)
