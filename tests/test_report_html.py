"""The HTML of the weekly report: what a browser gets to see of a vault."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from click.testing import CliRunner

from tests.conftest import EXAMPLE, MakeVault
from vault_tools.cli import main

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
PLAIN = "Anna Berger"
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></style></bdi></a><svg onload=alert(1)>",
    "--><!--",
    "<!--",
    "]]>",
    "]]",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "&lt;b&gt;&quot;&#x3c;",
    "O'Neill & Söhne",
    "🧑‍🚀 👩‍👩‍👧 🇨🇭",
    "שלום עולם مرحبا بالعالم",
    "\u202etxt.exe\u202c\u2066\u200f",
    "\x1b[31mred\x9b\x85\x7f\x01",
    "W" * 300,
)
LOADING = {"src", "srcset", "data", "background", "poster", "action", "formaction", "ping", "style"}
SECTIONS = (
    *("promises", "promised", "first-follow-ups", "due"),
    *("planned", "birthdays", "asleep", "problems"),
)
Render = Callable[[str], str]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def render(vault: MakeVault) -> Render:
    """Return what makes the page of a vault in which a text stands wherever one can."""
    return lambda text: report(vault(full_vault(text)))


def full_vault(text: str) -> dict[str, str]:
    """Return notes that fill every section of the page."""
    line = "Hello" if "<!--" in text else text  # a comment would hide the rest of the note
    words = {"name": text, "company": text, "boundaries": text, "met_at": text}
    mail = {"channel": "email", "email": f"{text}@example.com"}
    phone = {"channel": "phone", "phone": f"{text} +49 30 1"}
    return {
        "Mail.md": note(words | mail, f"2026-01-05 {line}"),
        "Phone.md": note(words | phone, f"2026-01-05 email: {line}"),
        "Seen.md": note(words | {"channel": text, "follow_up": "2026-11-24"}),
        "New.md": note(words | mail | {"met": "2026-11-20"}),
        "Asleep.md": note(words, f"2019-01-01 {line}"),
        "Birthday.md": note(words | mail | {"birthday": "1990-11-25"}),
        "Ahead.md": note(words, f"2026-11-26 Lunch and {line}"),
        "Owed.md": note(words, f"[ ] send {line} 📅 2026-11-20"),
        "Waiting.md": note(words, f"[ ] #waiting for {line} 📅 2026-11-20"),
        # What is no birthday is quoted among the problems.
        "Wrong.md": note(words | {"birthday": text}),
    }


def note(properties: Mapping[str, str], *entries: str) -> str:
    values = {"type": "contact", "cadence": "P1M", **properties}
    front_matter = "".join(f"{key}: {quoted(value)}\n" for key, value in values.items())
    log = "".join(f"- {entry}\n" for entry in entries)
    return f"---\n{front_matter}---\n\n## Log\n{log}"


def quoted(text: str) -> str:
    """Return *text* for YAML, which knows JSON's escapes but not its surrogate pairs."""
    return json.dumps(text, ensure_ascii=max(text) <= "\uffff")


def report(root: Path) -> str:
    arguments = ["--vault", str(root), "--today", "2026-11-23", "report", "weekly"]
    result = CliRunner().invoke(main, [*arguments, "--format", "html"])
    assert result.exit_code == 0, result.output
    return result.stdout


def elements(page: str) -> list[tuple[str, dict[str, str]]]:
    """Return each element with its attributes; what is no strict HTML raises."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return [(element.tag, element.attrib) for element in tree.iter()]


def shape(page: str) -> list[tuple[str, list[str]]]:
    return [(tag, sorted(attributes)) for tag, attributes in elements(page)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_and_no_attribute(render: Render, text: str) -> None:
    assert shape(render(text)) == shape(render(PLAIN))


@pytest.mark.parametrize("text", HOSTILE)
def test_links_lead_to_notes_mail_and_phone_alone(render: Render, text: str) -> None:
    links = [found["href"] for _, found in elements(render(text)) if "href" in found]

    assert {urlsplit(link).scheme for link in links} == {"", "obsidian", "mailto", "tel"}
    assert {link for link in links if not urlsplit(link).scheme} <= {
        f"#{name}" for name in SECTIONS
    }


def test_the_page_loads_nothing_and_runs_nothing(render: Render) -> None:
    found = elements(render(PLAIN))

    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {
        tag for tag, _ in found
    }
    names = {name for _, attributes in found for name in attributes}
    assert not names & LOADING
    assert not [name for name in names if name.startswith("on")]


def test_the_policy_forbids_every_load(render: Render) -> None:
    page = render(PLAIN)
    policies = [found["content"] for _, found in elements(page) if "http-equiv" in found]

    assert policies == [POLICY]
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    assert "@import" not in page


def test_every_section_is_there_in_order(render: Render) -> None:
    found = elements(render(PLAIN))

    assert tuple(item["id"] for tag, item in found if tag == "section" and "id" in item) == SECTIONS


def test_a_week_without_anything_says_so_kindly(vault: MakeVault) -> None:
    page = report(vault({"Note.md": "Nobody.\n"}))

    assert "Enjoy it." in page
    assert "section" not in {tag for tag, _ in elements(page)}


def test_a_second_run_makes_the_same_page(render: Render) -> None:
    assert render(PLAIN) == render(PLAIN)


def test_names_are_shown_as_they_are_written(render: Render) -> None:
    page = render("<b>O'Neill & Söhne</b>")

    assert "&lt;b&gt;O&#39;Neill &amp; Söhne&lt;/b&gt;" in page


def test_text_from_notes_is_never_a_template(vault: MakeVault) -> None:
    page = report(vault({"A.md": note({}, "2026-01-05 {{ 7 * 7 }} {% include 'x' %}")}))

    assert "{{ 7 * 7 }} {% include &#39;x&#39; %} (5 January)" in page


def test_a_channel_they_avoid_gets_no_link(vault: MakeVault) -> None:
    avoiding = note({"avoid": "phone", "phone": "+49 30 1"}, "2026-01-05 phone: Hello")

    assert "tel:" not in report(vault({"A.md": avoiding}))


def test_what_to_do_first_is_on_top_and_one_click_away(vault: MakeVault) -> None:
    mail = {"channel": "email", "email": "a@example.com", "company": "Kestrel", "cadence": "P1M"}
    notes = {f"{name}.md": note(mail, "2026-01-05 Hello") for name in ("Ann", "Bob", "Cleo", "Dan")}

    page = report(vault(notes))

    top = page.partition('class="columns"')[0]
    assert "If you have ten minutes" in top
    assert 'href="mailto:a@example.com" aria-label="Email Ann"' in top
    assert page.count("<bdi>Kestrel</bdi>") == 4


def test_no_line_ends_in_a_dot_that_separates() -> None:
    pages = sorted((EXAMPLE.parent / "templates").glob("*.html.j2"))

    assert [page.name for page in pages if re.search("·(?!&nbsp;)", page.read_text("utf-8"))] == []
