"""What importers do with too much of anything."""

import time
from datetime import date, timedelta

import pytest

from tests.importing import drafts, read, refusals
from vault_tools.config import Config
from vault_tools.drafts import Draft, DraftEntry, Photo, Place, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers import tables, vcard
from vault_tools.importers.columns import ColumnsImporter
from vault_tools.importers.friends import FriendsImporter
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.google import GoogleImporter
from vault_tools.importers.pictures import from_data_uri, picture
from vault_tools.importers.vcard import VCardImporter
from vault_tools.merge.drafting import harmless, new_note
from vault_tools.parse import Grammar
from vault_tools.plugins import ImportOptions

CSV = ColumnsImporter()
VCARD = VCardImporter()
GOOGLE = GoogleImporter()


def gathered() -> Gathered:
    return Gathered(place=Place(source="a", line=1))


def test_a_value_that_is_too_long_is_dropped_by_name() -> None:
    found = gathered()
    found.add("role", "x" * 8193, "x" * 8192)
    found.note("x" * 300_000)

    draft = found.draft("Ann")

    assert isinstance(draft, Draft)
    assert draft.properties == {"role": ("x" * 8192,)}
    assert draft.text == ""
    assert draft.dropped == ("role", "notes that are too long")


def test_the_first_of_very_many_values_are_kept() -> None:
    phones = "\n".join(f"TEL:{number}" for number in range(300))
    (draft,) = drafts(VCARD, f"BEGIN:VCARD\nFN:Ann\n{phones}\nEND:VCARD\n")

    assert len(draft.properties["phone"]) == 200
    assert draft.dropped == ("phone",)


def test_a_name_that_is_none_is_refused() -> None:
    for name in ("", "x" * 251):
        assert isinstance(gathered().draft(name), Refusal)


def test_the_rest_of_too_many_cards_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcard, "_MOST_CARDS", 2)
    text = "BEGIN:VCARD\nFN:Ann\nEND:VCARD\n" * 4

    assert refusals(VCARD, text) == [(7, 3, "There are too many cards; the rest was not read.")]
    assert len(read(VCARD, text)) == 3


def test_the_rest_of_too_many_rows_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_MOST_ROWS", 2)
    text = "Name\n" + "Ann\n" * 4

    assert refusals(CSV, text) == [(4, 3, "There are too many rows; the rest was not read.")]
    assert len(read(CSV, text)) == 3


def test_a_header_is_looked_for_where_headers_are() -> None:
    far = "\n" * 30 + "Name,City\nAnn,Ulm\n"
    long = f"Name,{'x' * 70_000}\nAnn,Ulm\n"

    for text in (far, long):
        with pytest.raises(FormatError):
            read(CSV, text)


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"\xff\xd8\xff rest", ".jpg"),
        (b"\x89PNG\r\n\x1a\n rest", ".png"),
        (b"GIF87a rest", ".gif"),
        (b"GIF89a rest", ".gif"),
        (b"RIFF\0\0\0\0WEBP rest", ".webp"),
    ],
)
def test_a_picture_is_told_by_its_first_bytes(data: bytes, suffix: str) -> None:
    assert picture(data) == Photo(data=data, suffix=suffix)


@pytest.mark.parametrize(
    "data", [b"", b"<svg>", b"RIFF\0\0\0\0WAVE", b"\xff\xd8\xff" + b"x" * 9_000_000]
)
def test_what_is_no_picture_is_not_taken(data: bytes) -> None:
    assert picture(data) is None


def test_a_data_address_that_cant_be_decoded_is_no_picture() -> None:
    assert from_data_uri("data:image/png;base64,%%%") is None
    assert from_data_uri("https://example.org/a.png") is None


@pytest.mark.parametrize(
    ("line", "properties"),
    [
        ("TZ:Europe/Berlin", {"timezone": ("Europe/Berlin",)}),
        ("TZ:-0500", {"vcard": ("TZ:-0500",)}),
        ("TZ:Europe/Nowhere", {"vcard": ("TZ:Europe/Nowhere",)}),
        ("TZ:../etc/passwd", {"vcard": ("TZ:../etc/passwd",)}),
        ("KIND:individual", {}),
        ("KIND:x-cat", {"vcard": ("KIND:x-cat",)}),
        ("CATEGORIES:myContacts,2024,work", {"tags": ("work",)}),
    ],
)
def test_only_what_is_understood_leaves_its_line(
    line: str, properties: dict[str, tuple[str, ...]]
) -> None:
    (draft,) = drafts(VCARD, f"BEGIN:VCARD\nFN:Ann\n{line}\nEND:VCARD\n")

    assert draft.properties == properties


def test_a_file_that_is_cut_or_wrong_for_its_encoding_is_an_error() -> None:
    for importer in (CSV, VCARD):
        with pytest.raises(FormatError, match="can't be read as utf-16"):
            read(importer, b"\xff\xfeB")
        with pytest.raises(FormatError, match="can't be read as utf-16-le"):
            read(importer, b"abc", options=ImportOptions(encoding="utf-16-le"))


def test_oddities_of_google_become_lines_of_text() -> None:
    text = (
        "First Name,Organization 1 - Name,Organization 1 - Department,Organization 2 - Name,"
        "Organization 2 - Title,Website 1 - Value,IM 1 - Service,IM 1 - Value,Birthday,Gender\n"
        "Ann,Acme,Lab,Club,Chair,not a page,Jabber,ann@example.org,soon,f\n"
    )
    (draft,) = drafts(GOOGLE, text)

    assert draft.properties == {"company": ("Acme",), "vcard": ("ORG:Acme;Lab",)}
    assert draft.text == "Chair, Club\n\nWebsite: not a page\n\nIm: ann@example.org\n\nGender: f"
    assert draft.dropped == ("Birthday",)


@pytest.mark.parametrize("friend", ["Ann" + " " * 300 + "(", "Ann " + "@" * 45 + " x"])
def test_a_friend_who_can_be_read_in_many_ways_takes_no_time(friend: str) -> None:
    started = time.perf_counter()

    assert refusals(FriendsImporter(), f"### Friends:\n- {friend}\n")
    assert time.perf_counter() - started < 5


def test_many_blanks_in_a_value_of_google_take_no_time() -> None:
    started = time.perf_counter()
    (draft,) = drafts(GOOGLE, f"Name,E-mail 1 - Value\nAnn,a{' ' * 100_000}b ::: c@example.org\n")

    assert time.perf_counter() - started < 5
    assert draft.properties == {"email": ("a b", "c@example.org")}


def test_a_line_without_a_name_that_is_folded_often_takes_no_time() -> None:
    folds = " y\n" * 10_000
    started = time.perf_counter()
    (draft,) = drafts(VCARD, f"BEGIN:VCARD\nFN:Ann\n{'x' * 2_000_000}\n{folds}END:VCARD\n")

    assert draft.dropped == ("line 3",)
    assert time.perf_counter() - started < 5


def test_many_columns_take_no_time() -> None:
    started = time.perf_counter()
    (draft,) = drafts(CSV, f"{'Name,' * 13_000}City\nAnn{',' * 13_000}Ulm\n")

    assert time.perf_counter() - started < 4
    assert (draft.name, draft.properties) == ("Ann", {"city": ("Ulm",)})


def test_many_blanks_in_a_text_take_no_time() -> None:
    started = time.perf_counter()
    text = f"a\n{' ' * 200_000}b"

    assert harmless(text) == text
    assert time.perf_counter() - started < 5


def test_thousands_of_entries_of_one_person_take_no_time() -> None:
    days = [date(2010, 1, 1) + timedelta(days=number) for number in range(2000)]
    entries = tuple(DraftEntry(on=on, text="wrote") for on in days)
    draft = Draft(place=Place(source="a", line=1), name="Ann", entries=entries)
    started = time.perf_counter()

    text = new_note(draft, grammar=Grammar.of(Config()))

    assert time.perf_counter() - started < 5
    log = text.partition("## Log\n")[2]
    assert log.splitlines() == [f"- {on} wrote" for on in reversed(days)]
