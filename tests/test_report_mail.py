"""``report --format eml`` and ``ics``: what goes to a mail program, and to a calendar."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.conftest import MakeVault, Run

DAY = ("--today", "2026-11-23")
NOTES = {
    "Anna.md": "---\ntype: person\nfollow_up: 2026-11-25\n---\n## Log\n"
    f"- 2026-11-01 phone: Grüße aus Köln {'x' * 1200}\n",
    "Ben\r\nBcc: evil.md".replace("\r\n", " "): "---\ntype: person\n"
    'name: "Ben\\r\\nBcc: evil@example.org"\nfollow_up: 2026-11-24\n---\n',
    "Eve.md": "---\ntype: person\nfollow_up: 2026-11-24\nprivate: true\n---\n",
}
MAIL = (
    '[mail]\nsender = "Jo Lindner <jo@example.org>"\nto = "jo@example.org, Zoë <z@example.org>"\n'
)


def _mail(run: Run, root: Path, *arguments: str) -> EmailMessage:
    result = run("-q", "--vault", root, *DAY, "report", *arguments, "--format", "eml")
    assert result.exit_code == 0, result.output
    found = email.message_from_string(result.stdout, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_has_the_text_and_the_page(vault: MakeVault, run: Run) -> None:
    found = _mail(run, vault({**NOTES, ".vault-tools/config.toml": MAIL}))

    assert found["Subject"] == "Week 2026-W48 (2026-11-23 to 2026-11-29)"
    assert found["From"] == "Jo Lindner <jo@example.org>"
    assert found["To"] == "jo@example.org, Zoë <z@example.org>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Bcc"] is None
    text, page = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None
    assert page is not None
    assert "Grüße aus Köln" in text.get_content()
    assert "<h1>" in page.get_content()
    assert "Eve" not in text.get_content() + page.get_content()


def test_it_is_ascii_in_short_lines(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    text = run("-q", "--vault", root, *DAY, "report", "--format", "eml").stdout

    assert text.isascii()
    assert max(map(len, text.split("\n"))) <= 998
    assert "\r" not in text


@pytest.mark.parametrize("name", ["review", "dashboard"])
def test_other_reports_go_by_mail_too(vault: MakeVault, run: Run, name: str) -> None:
    assert _mail(run, vault(NOTES), name).get_body(("html",)) is not None


def test_a_wrong_address_is_told(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": '[mail]\nto = "nobody"\n'})

    result = run("--vault", root, "report", "--format", "eml")

    assert result.exit_code == 3
    assert "'nobody' is no e-mail address" in result.stderr


def test_the_week_as_a_calendar(vault: MakeVault, run: Run) -> None:
    shown = run("-q", "--vault", vault(NOTES), *DAY, "report", "--format", "ics")

    events = Calendar.from_ical(shown.stdout).walk("VEVENT")
    assert sorted(str(event["SUMMARY"]).split(":")[1].strip()[:3] for event in events) == [
        "Ann",
        "Ben",
    ]


def test_only_the_week_is_a_calendar(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), "report", "dashboard", "--format", "ics")

    assert result.exit_code == 2
