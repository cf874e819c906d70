"""What holds for every importer, whatever the file: hostile bytes, texts and names."""

import contextlib
import csv
import io
import json
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault_tools.drafts import Draft, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.columns import ColumnsImporter
from vault_tools.importers.friends import FriendsImporter
from vault_tools.importers.google import GoogleImporter
from vault_tools.importers.linkedin import LinkedInImporter
from vault_tools.importers.monica import MonicaImporter
from vault_tools.importers.outlook import OutlookImporter
from vault_tools.importers.texts import entry_text, plain_text, shortened, tag
from vault_tools.importers.vcard import VCardImporter
from vault_tools.importers.xing import XingImporter
from vault_tools.plugins import Importer, ImportOptions, Source

VCARD = VCardImporter()
ALL: tuple[Importer, ...] = (
    VCARD,
    ColumnsImporter(),
    FriendsImporter(),
    GoogleImporter(),
    LinkedInImporter(),
    MonicaImporter(),
    OutlookImporter(),
    XingImporter(),
)
HEADERS = {
    "google": ("First Name", "Last Name", "Birthday", "E-mail 1 - Value", "Labels"),
    "linkedin": ("First Name", "Last Name", "URL", "Connected On"),
    "outlook": ("First Name", "Last Name", "E-mail Address", "Birthday", "Categories"),
    "csv": ("Name", "E-Mail", "Birthday", "Tags", "Notes", "LinkedIn"),
}
NAMES = st.sampled_from(
    ("FN", "N", "TEL", "ADR", "ORG", "BDAY", "PHOTO", "NOTE", "URL", "CATEGORIES", "X-Y", "AGENT")
)
HEADS = st.sampled_from(
    ("", ";TYPE=WORK", ";ENCODING=QUOTED-PRINTABLE", ";ENCODING=b", ';X="a', ";CHARSET=koi8-r", ";")
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("properties", "data", "type", "values", "uuid", "first_name", "date")),
            inner,
            max_size=4,
        )
    ),
)


def check(importer: Importer, data: bytes, *, encoding: str | None = None) -> None:
    """Read *data*, and check what is promised of any draft."""
    options = ImportOptions(encoding=encoding, photos=True)
    found: list[Draft | Refusal] = []
    with contextlib.suppress(FormatError):
        found = list(importer.read(Source(name="a", data=data), options=options))
    for item in found:
        assert item.place.line >= 1
        if isinstance(item, Refusal):
            assert item.reason.endswith(".")
        else:
            check_draft(item)


def check_draft(draft: Draft) -> None:
    values = [value for values in draft.properties.values() for value in values]
    lines = [draft.name, *values, *draft.dropped, *(entry.text for entry in draft.entries)]
    assert draft.name
    assert all(values for values in draft.properties.values())
    for line in (*lines, *(promise.text for promise in draft.promises)):
        assert line.strip() == line != ""
        assert not any(unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"} for char in line)
    draft.text.encode()
    assert "\r" not in draft.text


@pytest.mark.parametrize("importer", ALL, ids=lambda importer: importer.name)
@pytest.mark.parametrize("encoding", [None, "cp1252", "utf-16"])
@given(data=st.binary(max_size=300))
@example(data=b"PK\x03\x04")
@example(data=b"BEGIN:VCARD")
@example(data=b"\xff\xfe")
def test_no_bytes_raise_anything_but_a_format_error(
    importer: Importer, encoding: str | None, data: bytes
) -> None:
    check(importer, data, encoding=encoding)


@given(
    lines=st.lists(
        st.tuples(NAMES, HEADS, st.text(max_size=40)).map(lambda parts: "{}{}:{}".format(*parts))
        | st.text(max_size=20)
    )
)
def test_no_card_raises(lines: list[str]) -> None:
    text = "\n".join(("BEGIN:VCARD", *lines, "END:VCARD"))

    check(VCARD, text.encode(errors="replace"))


@pytest.mark.parametrize("importer", [i for i in ALL if i.name in HEADERS], ids=lambda i: i.name)
@given(rows=st.lists(st.lists(st.text(max_size=20), min_size=4, max_size=6), max_size=4))
def test_no_table_raises(importer: Importer, rows: list[list[str]]) -> None:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADERS[importer.name])
    for row in rows:
        writer.writerow([cell.replace("\0", "") for cell in row])

    check(importer, file.getvalue().encode(errors="replace"))


@given(value=JSON)
def test_no_json_raises(value: object) -> None:
    account = {"account": {"data": [{"type": "contact", "values": [value, {"data": value}]}]}}

    check(MonicaImporter(), json.dumps(account).encode())


@given(st.lists(st.text(max_size=30)))
def test_no_friends_file_raises(lines: list[str]) -> None:
    text = "### Friends:\n- " + "\n- ".join(lines) + "\n### Activities:\n- 2026-01-01: "
    text += "\n- 2026-01-01: ".join(lines)

    check(FriendsImporter(), text.encode(errors="replace"))


@given(st.text())
def test_a_tag_is_one_that_obsidian_takes(text: str) -> None:
    found = tag(text)

    assert found is None or (found == tag(found) and not {*" #,;"}.intersection(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Golf Friends", "Golf-Friends"),
        ("#work", "work"),
        ("R&D", "R-D"),
        ("2024", None),
        ("1/2", None),
        ("2024a", "2024a"),
        ("Größe", "Größe"),
        ("🚀", None),
        ("a//b", "a//b"),
        (" - ", None),
    ],
)
def test_a_group_becomes_a_tag(text: str, expected: str | None) -> None:
    assert tag(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello #declined", "Hello declined"),
        ("(#gave it)", "(gave it)"),
        ("C# is no tag", "C# is no tag"),
        ("[[Ann]] [gave:: x]", "((Ann)) (gave:: x)"),
        ("I <3 you", "I <3 you"),
        ("<p>Hi<br/>there</p>", "Hi there"),
        ("a %%b%% <!-- c", "a %b% c"),
    ],
)
def test_what_others_wrote_means_nothing_in_a_log(text: str, expected: str) -> None:
    assert entry_text(text) == expected


@given(st.text(), st.integers(min_value=5, max_value=50))
def test_a_shortened_text_is_short(text: str, length: int) -> None:
    assert len(shortened(text, length=length)) <= length


@pytest.mark.parametrize(
    ("function", "text", "expected"),
    [
        (plain_text, "a\r\nb\rc\u2028d\x00\ud800  \n\n", "a\nb\nc\nd\ufffd"),
        (plain_text, "\ufeff\n a", " a"),
    ],
)
def test_a_text_keeps_its_lines(function: Callable[[str], str], text: str, expected: str) -> None:
    assert function(text) == expected
