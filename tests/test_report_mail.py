"""``report --format eml`` and ``ics``: what goes to a mail program, and to a calendar."""

import email
import json
import re
import struct
import zlib
from datetime import UTC, date, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import html5lib
import pytest
from icalendar import Calendar

from tests.conftest import MakeVault, Run
from vault_tools.config.settings import Mail
from vault_tools.method.trends import HeatWeek, WeekCount
from vault_tools.render.mail import mail
from vault_tools.render.raster import Raster, weeks_picture, year_picture

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


def _parts(found: EmailMessage) -> list[str]:
    """Return the kinds of all parts, in order."""
    return [part.get_content_type() for part in found.walk()]


def _page(found: EmailMessage) -> str:
    page = found.get_body(("html",))
    assert page is not None
    return str(page.get_content())


def test_a_mail_has_the_text_and_the_page_with_its_picture(vault: MakeVault, run: Run) -> None:
    found = _mail(run, vault({**NOTES, ".vault-tools/config.toml": MAIL}))

    assert _parts(found) == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    text, page = found.get_body(("plain",)), _page(found)
    assert text is not None
    assert "Grüße aus Köln" in text.get_content()
    assert "Week 48</h1>" in page
    assert "Grüße aus Köln" in page
    assert "Eve" not in text.get_content() + page
    (picture,) = (part for part in found.walk() if part.get_content_type() == "image/png")
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in page
    assert 'alt="1 contact on 1 day of the last year."' in page
    assert picture.get_content_disposition() == "inline"
    assert picture.get_filename() == "year.png"


def test_its_headers_are_those_a_mail_needs(vault: MakeVault, run: Run) -> None:
    found = _mail(run, vault({**NOTES, ".vault-tools/config.toml": MAIL}))

    message_id, day = found["Message-ID"], found["Date"]
    assert {key: str(value) for key, value in found.items()} == {
        "Subject": "Week 2026-W48 (2026-11-23 to 2026-11-29)",
        "Date": str(day),
        "From": "Jo Lindner <jo@example.org>",
        "To": "jo@example.org, Zoë <z@example.org>",
        "Message-ID": str(message_id),
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": str(found["Content-Type"]),
    }
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message_id)
    assert day.datetime.tzinfo is not None
    assert [part.defects for part in found.walk()] == [[]] * 5


def test_without_a_sender_the_mail_program_says_who_it_is_from(vault: MakeVault, run: Run) -> None:
    found = _mail(run, vault(NOTES))

    assert [found[name] for name in ("From", "To", "Message-ID")] == [None] * 3


def test_the_same_at_the_same_time_is_the_same_mail() -> None:
    settings, now = Mail(sender="jo@example.org"), datetime(2026, 11, 23, 9, tzinfo=UTC)
    (year,) = _rasters()

    def made(text: str) -> str:
        return mail(text, "<p>x</p>", pictures=[year], settings=settings, now=now)

    assert made("a") == made("a")
    found, other = (email.message_from_string(made(text), policy=default) for text in "ab")
    assert found["Message-ID"] != other["Message-ID"]


def _rasters() -> list[Raster]:
    week = HeatWeek(monday=date(2026, 11, 23), counts=(1, 0, None, 2, 3, 4, 0), levels=(1,) * 7)
    return [year_picture([week])]


def test_a_picture_is_a_png_of_a_colour_for_each_day() -> None:
    (year,) = _rasters()

    dots, palette = _decoded(year.png)

    assert (year.width, year.height) == (11, 89)
    assert (len(dots[0]), len(dots)) == (22, 178)
    assert [dots[26 * day][0] for day in range(7)] == [2, 2, 0, 2, 2, 2, 2]
    assert palette[0] == (0, 0, 0, 0)
    assert year.words == "10 contacts on 4 days of the last year."


def test_a_bar_is_as_high_as_its_week_was_busy() -> None:
    numbers = (0, 1, 4)
    picture = weeks_picture(
        [WeekCount(monday=date(2026, 11, 2), contacts=number, late=0) for number in numbers]
    )

    dots, _palette = _decoded(picture.png)

    columns = [[row[26 * place] for row in dots].count(5) for place in range(3)]
    assert columns == [0, 40, 160]
    assert picture.words == "Contacts in each of the last 3 weeks, 4 at most."
    assert weeks_picture([]).width == 0


def _decoded(png: bytes) -> tuple[list[bytes], list[tuple[int, ...]]]:
    """Return the dots of a picture and its colours, every checksum looked at."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = {}, 8
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        body = png[place + 4 : place + 8 + size]
        assert struct.unpack_from(">I", png, place + 8 + size) == (zlib.crc32(body),)
        chunks[body[:4]] = body[4:]
        place += 12 + size
    wide, high, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (kind, list(chunks)[-1]) == ([8, 3, 0, 0, 0], b"IEND")
    data = zlib.decompress(chunks[b"IDAT"])
    rows = [data[start : start + wide + 1] for start in range(0, len(data), wide + 1)]
    assert (len(rows), {row[0] for row in rows}) == (high, {0})
    colors, seen = chunks[b"PLTE"], chunks[b"tRNS"]
    palette = [(*colors[3 * n : 3 * n + 3], seen[n]) for n in range(len(seen))]
    return [row[1:] for row in rows], palette


def test_it_is_ascii_in_short_lines(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    text = run("-q", "--vault", root, *DAY, "report", "--format", "eml").stdout

    assert text.isascii()
    assert max(map(len, text.split("\n"))) <= 998
    assert "\r" not in text


def test_other_reports_go_by_mail_too(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    review, dashboard = (_mail(run, root, name) for name in ("review", "dashboard"))

    assert _parts(review) == ["multipart/alternative", "text/plain", "text/html"]
    assert _parts(dashboard).count("image/png") == 2
    assert "Dashboard, 2026-11-23</h1>\n<img " in _page(dashboard)
    assert ">TIERS</h2>" not in _page(dashboard)
    assert ">CONTACTS A WEEK, AND HOW MANY WERE DUE AT ITS END</h2>" in _page(dashboard)


def test_a_report_of_ones_own_needs_no_more_than_a_text(vault: MakeVault, run: Run) -> None:
    own = ".vault-tools/templates/short.txt.j2"
    root = vault({**NOTES, own: "\n{{ due[0].name }}\n\n  <b>\n      deep\n"})

    found = _mail(run, root, "short")

    assert found["Subject"] == "Ben Bcc: evil@example.org"
    assert "<b>" not in _page(found)
    assert "&lt;b&gt;" in _page(found)


def test_the_page_of_a_mail_may_be_ones_own(vault: MakeVault, run: Run) -> None:
    own = ".vault-tools/templates/weekly.mail.html.j2"
    root = vault({**NOTES, own: "<p>{{ due|length }}</p>{{ year }}"})

    assert _page(_mail(run, root)).startswith("<p>2</p><img src=")


@pytest.mark.parametrize(
    ("name", "template", "page"),
    [
        pytest.param("review", "{{ title }}", "October 2026", id="review"),
        pytest.param("dashboard", "{{ health|length }} {{ weeks }}", "0 <img src=", id="dashboard"),
    ],
)
def test_the_page_of_another_report_sees_what_that_report_sees(
    vault: MakeVault, run: Run, name: str, template: str, page: str
) -> None:
    root = vault({**NOTES, f".vault-tools/templates/{name}.mail.html.j2": template})

    assert _page(_mail(run, root, name)).startswith(page)


def test_a_vault_without_anybody_makes_a_mail_without_pictures(vault: MakeVault, run: Run) -> None:
    root = vault({"a.md": "x\n"})

    for name in ("weekly", "review", "dashboard"):
        found = _mail(run, root, name)
        assert _parts(found) == ["multipart/alternative", "text/plain", "text/html"]
    assert "A quiet week" in _page(_mail(run, root))


def test_a_query_picks_who_is_in_the_picture_too(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert "1 contact on 1 day" in _page(_mail(run, root, "weekly", "Anna"))
    assert "cid:" not in _page(_mail(run, root, "weekly", "Ben"))


def test_a_mail_is_in_the_language_that_is_spoken(vault: MakeVault, run: Run) -> None:
    result = run("-q", "--vault", vault(NOTES), *DAY, "--lang", "de", "report", "--format", "eml")

    found = email.message_from_string(result.stdout, policy=default)
    assert isinstance(found, EmailMessage)
    assert (found["Content-Language"], found["Subject"][:10]) == ("de", "Woche 2026")
    assert '<html lang="de">' in _page(found)
    assert "1 Kontakt an 1 Tag im letzten Jahr." in _page(found)


def test_names_that_are_markup_stay_words(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            f"People/{number}.md": f"---\ntype: person\nname: {json.dumps(name)}\nchannel: email\n"
            f"email: {json.dumps(name)}\nfollow_up: 2026-11-24\nboundaries: {json.dumps(name)}\n"
            f"---\n- [ ] {name.splitlines()[0]} 📅 2026-11-20\n"
            for number, name in enumerate(HOSTILE)
        }
    )

    for name in ("weekly", "review", "dashboard"):
        page = html5lib.parse(_page(_mail(run, root, name)), namespaceHTMLElements=False)
        tags = {str(each.tag) for each in page.iter()}
        assert tags <= {"html", "head", "meta", "title", "body", "bdi", "a", "img"} | {
            "h1",
            "h2",
            "p",
        }
        sources = [each.get("src", "cid:") for each in page.iter("img")]
        addresses = [each.get("href", "") for each in page.iter("a")]
        assert all(each.startswith("cid:") for each in sources)
        assert all(each.startswith(("obsidian:", "mailto:")) for each in addresses)
        assert not any(key.startswith("on") for each in page.iter() for key in each.attrib)


HOSTILE = [
    "<img src=x onerror=alert(1)>@x.example",
    '"><script>alert(1)</script>@x.example',
    "]] [[x]] <b>@x.example",
    "a@x.example\r\nBcc: b@x.example",
    "👩‍👩‍👧 Łukasz مريم \u202e left\ufffe@x.example",
    "x" * 3000 + "@x.example",
]


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "@example.org",
        "jo@",
        "jö@example.org",
        "jo@example.org, nobody",
        "jo@example..org",
        "jo@exa_mple.org",
        ",",
        "jo@example.org>\\nBcc: x@example.org",
        "Jo <jo@example.org>\\n, x@example.org",
        "Jo\\r\\nLindner <jo@example.org>",
        "Jo\\u2028 <jo@example.org>",
    ],
)
@pytest.mark.parametrize("key", ["to", "sender"])
def test_a_wrong_address_is_told(vault: MakeVault, run: Run, key: str, address: str) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": f'[mail]\n{key} = "{address}"\n'})

    result = run("--vault", root, "report", "--format", "eml")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "is no e-mail address" in result.stderr


def test_names_and_domains_are_written_as_mail_wants_them(vault: MakeVault, run: Run) -> None:
    to = '"Lindner, Zoë" <z@müller.example>, ' + "Ж" * 300 + " <x@example.org>"
    root = vault({**NOTES, ".vault-tools/config.toml": f"[mail]\nto = '{to}'\n"})

    text = run("-q", "--vault", root, *DAY, "report", "--format", "eml").stdout
    # The older reading of headers: the newer one takes a fold between two words for a blank.
    written = make_header(decode_header(email.message_from_string(text)["To"]))

    assert str(written) == f"Lindner, Zoë <z@xn--mller-kva.example>, {'Ж' * 300} <x@example.org>"
    assert max(map(len, text.split("\n"))) <= 998


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
