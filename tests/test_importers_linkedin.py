"""LinkedIn's export: connections, messages, invitations, and the archive they come in."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest

from tests.importing import NAME, drafts, read, refusals
from vault_tools.drafts import Draft, DraftEntry, Place
from vault_tools.errors import FormatError
from vault_tools.importers.linkedin import LinkedInImporter
from vault_tools.importers.names import bare_name
from vault_tools.profiles import linkedin, profile

IMPORTER = LinkedInImporter()
PREAMBLE = (
    'Notes:\r\n"When exporting your data, you may notice that some are missing, see…"\r\n\r\n'
)
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,"
    "SUBJECT,CONTENT,FOLDER,IS MESSAGE DRAFT\n"
)
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
ME = "Me Myself,https://www.linkedin.com/in/me"
ANN = "Ann Berg,https://www.linkedin.com/in/ann"
BO = "Bo Li,https://www.linkedin.com/in/bo"


def archive(files: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in files.items():
            written.writestr(name, text)
    return file.getvalue()


def test_a_connection_becomes_a_draft() -> None:
    row = (
        '"Dr. Ann 🚀","Berg, MBA",https://de.linkedin.com/in/j%C3%BCrgen-b/,ann@example.org,'
        '"Acme, Inc.",CTO,12 Mar 2025\r\n'
    )

    assert drafts(IMPORTER, f"\ufeff{PREAMBLE}{HEADER}{row}") == [
        Draft(
            place=Place(source=NAME, line=5, record=1),
            name="Ann Berg",
            properties={
                "company": ("Acme, Inc.",),
                "role": ("CTO",),
                "email": ("ann@example.org",),
                "linkedin": ("https://www.linkedin.com/in/jürgen-b",),
                "linkedin_connected": ("2025-03-12",),
            },
        )
    ]


@pytest.mark.parametrize(
    "header",
    [
        "First Name,Last Name,Email Address,Company,Position,Connected On",
        "Vorname,Nachname,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
    ],
)
@pytest.mark.parametrize("day", ["1 Mar 2025", "01 Mär 2025", "1. März 2025"])
def test_older_and_german_headers_and_days_are_read(header: str, day: str) -> None:
    (draft,) = drafts(IMPORTER, f"{header}\nAnn,Berg,,Acme,CTO,{day}\n")

    assert draft.properties == {
        "company": ("Acme",),
        "role": ("CTO",),
        "linkedin_connected": ("2025-03-01",),
    }


def test_a_row_with_a_day_alone_is_told_calmly() -> None:
    assert refusals(IMPORTER, f"{HEADER},,,,,,30 Apr 2026\n") == [
        (2, 1, "LinkedIn gives only the day: the member has left, or hides the rest.")
    ]


def test_a_day_that_may_be_two_is_dropped() -> None:
    (draft,) = drafts(IMPORTER, f"{HEADER}Ann,Berg,,,,,03/04/2025\n")

    assert (draft.properties, draft.dropped) == ({}, ("Connected On",))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Prof. Dr. med. Ann Berg", "Ann Berg"),
        ("Dipl.-Ing. Ann Berg", "Ann Berg"),
        ("Herr Bo Li", "Bo Li"),
        ("Ann Berg, PhD, MBA", "Ann Berg"),
        ("Ann Berg Ph.D.", "Ann Berg Ph.D."),
        ("Ann Berg MBA", "Ann Berg"),
        ("Ann Berg (she/her)", "Ann Berg"),
        ("⭐ Ann Berg 👩\u200d💻", "Ann Berg"),
        ("Yo-Yo Ma", "Yo-Yo Ma"),
        ("YO YO MA", "YO YO MA"),
        ("Ann Berg, Jr.", "Ann Berg, Jr."),
        ("Drago Mag", "Drago Mag"),
        ("Ingrid Drewes", "Ingrid Drewes"),
        ("🚀", "🚀"),
        ("Ann Berg | Coach", "Ann Berg | Coach"),
    ],
)
def test_a_name_keeps_all_that_may_belong_to_it(written: str, name: str) -> None:
    assert bare_name(written) == name


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.linkedin.com/in/ann/", "https://www.linkedin.com/in/ann"),
        ("http://linkedin.com/in/ann?trk=x#y", "https://www.linkedin.com/in/ann"),
        ("www.linkedin.com/in/ann/de", "https://www.linkedin.com/in/ann"),
        ("https://de.linkedin.com/in/j%C3%BCrgen", "https://www.linkedin.com/in/jürgen"),
        ("https://www.linkedin.com/in/ACoAAB", "https://www.linkedin.com/in/ACoAAB"),
        ("https://www.linkedin.com/in/a%2Fb", "https://www.linkedin.com/in/a%2Fb"),
        ("https://www.linkedin.com/company/acme", None),
        ("https://linkedin.com.example.org/in/ann", None),
        ("https://[", None),
    ],
)
def test_a_page_on_linkedin_has_one_spelling(url: str, page: str | None) -> None:
    assert linkedin(url) == page


@pytest.mark.parametrize("text", ["", "Ann", "mailto:a@example.org", "https://[", "http://a b.de"])
def test_what_is_no_address_is_no_profile(text: str) -> None:
    assert profile(text) is None


def test_messages_are_one_entry_for_each_person_and_day() -> None:
    text = (
        f'{MESSAGES}1,,{ME},{ANN}/,2026-07-01 10:00:00 UTC,,"Hello #declined\nmore",INBOX,No\n'
        f"1,,{ANN},{ME},2026-07-01 12:00:00 UTC,,<p>See [[you]] &amp; all</p>,INBOX,No\n"
        f"1,,{ANN},{ME},2026-07-01 11:00:00 UTC,,earlier,INBOX,No\n"
        f"1,,{ME},{ANN},2026-07-03 09:00:00 UTC,Subject,,INBOX,No\n"
        f"2,,{BO},{ME},2026-07-02 09:00:00 UTC,,{'word ' * 40},INBOX,No\n"
        f"3,,{BO},{ME},2026-07-04 09:00:00 UTC,,buy this,SPAM,No\n"
        f"3,,{ME},{BO},2026-07-05 09:00:00 UTC,,not sent,INBOX,Yes\n"
        f"4,,LinkedIn Member,,{ME},2026-07-06 09:00:00 UTC,,hi,INBOX,No\n"
        f"5,,{ME},{BO},one day,,hi,INBOX,No\n"
    )

    found = [item for item in read(IMPORTER, text) if isinstance(item, Draft)]

    assert found == [
        Draft(
            place=Place(source=NAME, line=2, record=1),
            name="Ann Berg",
            properties={"linkedin": ("https://www.linkedin.com/in/ann",)},
            entries=(
                entry("2026-07-01", "wrote to me: See ((you)) & all"),
                entry("2026-07-03", "I wrote: Subject"),
            ),
            may_be_new=False,
        ),
        Draft(
            place=Place(source=NAME, line=7, record=5),
            name="Bo Li",
            properties={"linkedin": ("https://www.linkedin.com/in/bo",)},
            entries=(entry("2026-07-02", f"wrote to me: {('word ' * 24).rstrip()}…"),),
            may_be_new=False,
        ),
    ]
    assert refusals(IMPORTER, text) == [(11, 9, "The day of the message can't be read.")]


def entry(day: str, text: str) -> DraftEntry:
    return DraftEntry(on=date.fromisoformat(day), text=text, channel="linkedin")


def test_where_nobody_can_say_who_the_owner_is_both_are_told_of() -> None:
    text = f"{MESSAGES}1,,{ME},{ANN},2026-07-01 10:00:00 UTC,,Hello,INBOX,No\n"

    assert [(draft.name, draft.entries) for draft in drafts(IMPORTER, text)] == [
        ("Me Myself", (entry("2026-07-01", "wrote to me: Hello"),)),
        ("Ann Berg", (entry("2026-07-01", "I wrote: Hello"),)),
    ]


def test_a_message_to_several_is_contact_with_each_but_not_with_a_crowd() -> None:
    urls = [f"https://www.linkedin.com/in/p{number}" for number in range(7)]
    names = ",".join(f"P {number}" for number in range(7))
    text = (
        f"{MESSAGES}1,,{ME},{BO},2026-07-01 10:00:00 UTC,,Hello,INBOX,No\n"
        f'2,,{ME},"P 0,P 1","{",".join(urls[:2])}",2026-07-02 10:00:00 UTC,,Hi,INBOX,No\n'
        f'3,,{ME},"{names}","{",".join(urls)}",2026-07-03 10:00:00 UTC,,News,INBOX,No\n'
        f'4,,{ME},"Cy, MBA,P 1","{",".join(urls[1:3])}",2026-07-04 10:00:00 UTC,,Hm,INBOX,No\n'
    )

    assert [(draft.name, len(draft.entries)) for draft in drafts(IMPORTER, text)] == [
        ("Bo Li", 1),
        ("P 0", 1),
        ("P 1", 2),
        ("p2", 1),
    ]


def test_invitations_say_who_asked_whom() -> None:
    text = (
        f'{INVITATIONS}Me,Ann,"7/8/26, 3:43 PM",Hello there,OUTGOING,'
        "https://www.linkedin.com/in/me,https://www.linkedin.com/in/ann\n"
        'Bo,Me,"12/31/25, 11:43 AM",,INCOMING,https://www.linkedin.com/in/bo,'
        "https://www.linkedin.com/in/me\n"
        "Cy,Me,some day,,INCOMING,,\n"
    )

    found = [item for item in read(IMPORTER, text) if isinstance(item, Draft)]

    assert [(draft.name, draft.entries, draft.may_be_new) for draft in found] == [
        ("Ann", (entry("2026-07-08", "I asked to connect: Hello there"),), False),
        ("Bo", (entry("2025-12-31", "asked me to connect"),), False),
    ]
    assert refusals(IMPORTER, text) == [(4, 3, "The day of the invitation can't be read.")]


def test_the_three_files_are_read_out_of_an_archive() -> None:
    data = archive(
        {
            "Basic/messages.csv": f"{MESSAGES}1,,{ME},{ANN},2026-07-01 10:00:00 UTC,,Hi,INBOX,No\n",
            "Basic/Connections.csv": f"{PREAMBLE}{HEADER}Ann,Berg,,,,,1 Mar 2025\n",
            "Basic/Profile.csv": "not,read\n",
        }
    )

    assert [(draft.name, draft.place.source) for draft in drafts(IMPORTER, data)] == [
        ("Ann Berg", "file/Basic/Connections.csv"),
        ("Me Myself", "file/Basic/messages.csv"),
        ("Ann Berg", "file/Basic/messages.csv"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (archive({"a.txt": "x"}), "there is none of connections.csv"),
        (b"PK\x03\x04 broken", "the archive can't be read; unpack it first"),
        (archive({"connections.csv": "x"})[:-30], "the archive can't be read"),
        (archive({"messages.csv": "\0" * 140_000_000}), "too large to be read"),
        (archive({"connections.csv": "Name,City\n"}), "no line in it is the header"),
        (b"Name,City\nAnn,Ulm\n", "no line in it is the header"),
    ],
    ids=["none", "broken", "cut", "bomb", "other-csv", "csv"],
)
def test_what_is_not_linkedins_is_an_error(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read(IMPORTER, data)
