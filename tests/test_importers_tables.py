"""Tables: finding the header, broken rows, and the layouts of Google, Outlook, Xing and others."""

import pytest

from tests.importing import NAME, drafts, read, refusals
from vault_tools.drafts import Draft, Place, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.columns import ColumnsImporter
from vault_tools.importers.google import GoogleImporter
from vault_tools.importers.outlook import OutlookImporter
from vault_tools.importers.xing import XingImporter
from vault_tools.plugins import Importer, ImportOptions

CSV = ColumnsImporter()
GOOGLE = GoogleImporter()
OUTLOOK = OutlookImporter()
XING = XingImporter()

GOOGLE_NEW = (
    "Name Prefix,First Name,Middle Name,Last Name,Organization Name,Organization Title,"
    "Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,"
    "Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,"
    "Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,"
    "Event 1 - Label,Event 1 - Value,Relation 1 - Label,Relation 1 - Value,"
    "Relation 2 - Label,Relation 2 - Value,Website 1 - Label,Website 1 - Value,"
    "Custom Field 1 - Label,Custom Field 1 - Value\n"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Nickname,Birthday,Location,Occupation,Notes,"
    "Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,"
    "Organization 1 - Type,Organization 1 - Name,Organization 1 - Title,"
    "Organization 1 - Department\n"
)


def one(importer: Importer, text: str, *, options: ImportOptions | None = None) -> Draft:
    (draft,) = drafts(importer, text, options=options)
    return draft


def test_a_contact_of_google_is_read_in_the_new_layout() -> None:
    row = (
        'Dr.,Ann,,Berg,Acme,Head,Research,--06-15,"Tea,\nnot coffee",https://x.example/a.jpg,'
        "* myContacts ::: Golf Friends,Home,h@example.org,* Work,w@example.org ::: v@example.org,"
        'Mobile,+49 1,Home,"Weg 1\nUlm",Weg 1,Ulm,,,89073,Germany,,Anniversary,2010-05-05,'
        "Referred By,Bo Li,Spouse,Cy,Profile,https://github.com/ann,Shoe size,43\n"
    )

    assert one(GOOGLE, GOOGLE_NEW + row) == Draft(
        place=Place(source=NAME, line=2, record=1),
        name="Ann Berg",
        properties={
            "company": ("Acme",),
            "role": ("Head",),
            "birthday": ("--06-15",),
            "tags": ("Golf-Friends",),
            "email": ("w@example.org", "v@example.org", "h@example.org"),
            "phone": ("+49 1",),
            "address": ("Weg 1, 89073, Ulm, Germany",),
            "city": ("Ulm",),
            "introduced_by": ("Bo Li",),
            "github": ("https://github.com/ann",),
            "vcard": (
                "ORG:Acme;Research",
                "EMAIL;TYPE=WORK:w@example.org",
                "EMAIL;TYPE=WORK:v@example.org",
                "EMAIL;TYPE=HOME:h@example.org",
                "TEL;TYPE=CELL:+49 1",
                "ADR;TYPE=HOME:;;Weg 1;Ulm;;89073;Germany",
                "N:Berg;Ann;;Dr.;",
            ),
        },
        text="Tea,\nnot coffee\n\nAnniversary: 2010-05-05\n\nSpouse: Cy\n\nShoe size: 43",
        dropped=("Photo",),
    )


def test_a_contact_of_google_is_read_in_the_old_layout() -> None:
    row = (
        "Ann Berg,Ann,,Berg,Annie,0000-06-15,Ulm,,,* My Contacts ::: Work,* Home,"
        "a@example.org,Komórka,+48 1,,Acme,Head,\n"
    )

    assert one(GOOGLE, GOOGLE_OLD + row).properties == {
        "aliases": ("Annie",),
        "city": ("Ulm",),
        "birthday": ("--06-15",),
        "tags": ("Work",),
        "email": ("a@example.org",),
        "phone": ("+48 1",),
        "company": ("Acme",),
        "role": ("Head",),
        "vcard": ("EMAIL;TYPE=HOME:a@example.org",),
    }


def test_the_order_of_googles_columns_does_not_matter() -> None:
    text = "Phone 1 - Value,Last Name,First Name\n1,Berg,Ann\n"

    assert one(GOOGLE, text).name == "Ann Berg"
    assert one(GOOGLE, text).properties == {"phone": ("1",)}


def test_a_contact_of_outlook_is_read_in_german() -> None:
    text = (
        '"Anrede";"Vorname";"Weitere Vornamen";"Nachname";"Firma";"Abteilung";"Position";'
        '"Straße geschäftlich";"Ort geschäftlich";"Postleitzahl geschäftlich";'
        '"Telefon (geschäftlich)";"Mobiltelefon";"Fax privat";"E-Mail-Adresse";"E-Mail-Typ";'
        '"E-Mail 2: Adresse";"Geburtstag";"Jahrestag";"Kategorien";"Notizen";"Priorität";'
        '"Empfohlen von";"Webseite";"Hobby"\r\n'
        '"Frau";"Ann";"Bea";"Berg";"Acme";"F&E";"Leiterin";"Weg 1";"Ulm";"89073";"0731 1";'
        '"0171 2";"0731 3";"a@example.org";"SMTP";"b@example.org";"12.04.1985";"0.0.00";'
        '"Freunde;Golf";"Tee";"Normal";"Bo Li";"https://www.xing.com/profile/Ann";"Schach"\r\n'
    )

    assert one(OUTLOOK, text) == Draft(
        place=Place(source=NAME, line=2, record=1),
        name="Ann Bea Berg",
        properties={
            "company": ("Acme",),
            "role": ("Leiterin",),
            "email": ("a@example.org", "b@example.org"),
            "phone": ("0171 2", "0731 1", "0731 3"),
            "xing": ("https://www.xing.com/profile/Ann",),
            "address": ("Weg 1, 89073, Ulm",),
            "city": ("Ulm",),
            "birthday": ("1985-04-12",),
            "introduced_by": ("Bo Li",),
            "tags": ("Freunde", "Golf"),
            "vcard": (
                "ORG:Acme;F&E",
                "TEL;TYPE=CELL:0171 2",
                "TEL;TYPE=WORK:0731 1",
                "TEL;TYPE=HOME,FAX:0731 3",
                "ADR;TYPE=WORK:;;Weg 1;Ulm;;89073;",
                "N:Berg;Ann;Bea;Frau;",
            ),
        },
        text="Tee\n\nHobby: Schach",
    )


@pytest.mark.parametrize(
    ("text", "birthday", "dropped"),
    [
        ("0/0/00", None, ()),
        ("0.0.00", None, ()),
        ("00.00.0000", None, ()),
        ("4/12/1985", None, ("Birthday",)),
        ("4/13/1985", "1985-04-13", ()),
        ("13/4/1985", "1985-04-13", ()),
        ("5/5/1985", "1985-05-05", ()),
        ("12.4.1985", "1985-04-12", ()),
        ("April 12, 1985", "1985-04-12", ()),
        ("12. März 1985", "1985-03-12", ()),
        ("4/13/85", None, ("Birthday",)),
    ],
)
def test_a_day_that_may_be_two_is_not_guessed(
    text: str, birthday: str | None, dropped: tuple[str, ...]
) -> None:
    draft = one(OUTLOOK, f'First Name,Last Name,Company,Birthday\nAnn,Berg,,"{text}"\n')

    assert draft.properties.get("birthday") == ((birthday,) if birthday else None)
    assert draft.dropped == dropped


def test_an_address_inside_exchange_is_no_email() -> None:
    draft = one(OUTLOOK, "First Name,Last Name,E-mail Address\nAnn,Berg,/o=Acme/cn=ann\n")

    assert draft.properties == {}
    assert draft.dropped == ("E-mail Address",)


def test_any_table_is_read_by_the_names_of_its_columns() -> None:
    text = (
        "sep=;\nVorname;Nachname;E-Mail;Telefon;Firma;Geburtstag;Tags;LinkedIn;Notizen;last-contact\n"
        "Ann;Berg;a@example.org, b@example.org;1;Acme;12.4.1985;a b,c;"
        "de.linkedin.com/in/j%C3%BCrgen/;'=1+1;2026-01-02\n"
    )

    assert one(CSV, text) == Draft(
        place=Place(source=NAME, line=3, record=1),
        name="Ann Berg",
        properties={
            "email": ("a@example.org", "b@example.org"),
            "phone": ("1",),
            "company": ("Acme",),
            "birthday": ("1985-04-12",),
            "tags": ("a-b", "c"),
            "linkedin": ("https://www.linkedin.com/in/jürgen",),
            "last_contact": ("2026-01-02",),
        },
        text="=1+1",
    )


def test_columns_that_mean_nothing_are_listed_with_what_to_say() -> None:
    with pytest.raises(FormatError) as caught:
        read(CSV, "Name,Colour,Size\nAnn,red,3\n")

    assert str(caught.value) == (
        "file: it has columns that mean nothing here: 'Colour', 'Size'. Say what one is, as in"
        " --map 'Colour=company'; those that you name nowhere are then left out."
    )


def test_columns_are_what_the_user_says() -> None:
    options = ImportOptions(columns={"Who": "name", "mail": "", "Colour": "favourite"})
    draft = one(CSV, "who,Mail,colour,Size\nAnn,a@example.org,red,3\n", options=options)

    assert draft.name == "Ann"
    assert draft.properties == {"favourite": ("red",)}
    assert draft.dropped == ("Size",)


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("E-Mail,Firma\na,b\n", {}, "none of its columns is a name"),
        ("Name\nAnn\n", {"Size": "tier"}, "it has no column 'Size'; there are 'Name'"),
        ("", {}, "there is no table in it"),
        ("\n\n", {}, "there is no table in it"),
    ],
)
def test_a_table_without_what_is_needed_is_an_error(
    text: str, columns: dict[str, str], message: str
) -> None:
    with pytest.raises(FormatError, match=message):
        read(CSV, text, options=ImportOptions(columns=columns))


def test_a_day_that_cant_be_read_is_dropped_under_its_header() -> None:
    draft = one(CSV, "Name;Geburtstag;Kennengelernt\nAnn;3/4/1999;irgendwann\n")

    assert (draft.properties, draft.dropped) == ({}, ("Geburtstag", "Kennengelernt"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_decides_what_separates_columns(delimiter: str) -> None:
    header = delimiter.join(("Name", "Company"))
    row = delimiter.join(("Ann", '"a,b;c\td"'))

    assert one(CSV, f"{header}\n{row}\n").properties == {"company": ("a,b;c d",)}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_table_in_any_unicode_is_read(encoding: str) -> None:
    assert [draft.name for draft in drafts(CSV, "Name,City\nJürgen,Ulm\n".encode(encoding))] == [
        "Jürgen"
    ]


def test_a_table_in_another_encoding_asks_for_its_name() -> None:
    data = "Name,City\nJürgen,Köln\n".encode("cp1252")

    with pytest.raises(FormatError, match="say --encoding cp1252, else name another one"):
        read(CSV, data)
    options = ImportOptions(encoding="cp1252")
    assert [draft.name for draft in drafts(CSV, data, options=options)] == ["Jürgen"]


def test_broken_rows_are_told_with_their_line_and_cost_only_themselves() -> None:
    text = (
        "Name,Company\n"
        "Ann,Acme\n"
        "\n"
        ",\n"
        "Bo,Acme,more\n"
        "Cy\n"
        'Di,"Acme\n'
        "Ed,Acme\n"
        'Flo,"Ac"me\n'
        "Gus,A\0B\n"
        'Hal,"two\nlines"\n'
        f"Ida,{'x' * 200_000}\n"
        ",Acme\n"
        "Joe,Acme,,\n"
    )

    assert [
        (item.name, item.place.line) for item in read(CSV, text) if isinstance(item, Draft)
    ] == [("Ann", 2), ("Ed", 8), ("Hal", 11), ("Joe", 15)]
    assert refusals(CSV, text) == [
        (5, 2, "It has 3 columns where the header has 2."),
        (6, 3, "It has 1 columns where the header has 2."),
        (7, 4, "Quotation marks and commas don't fit together."),
        (9, 6, "Quotation marks and commas don't fit together."),
        (10, 7, "There are bytes in it that are no text."),
        (13, 9, "A cell is too long to be one."),
        (14, 10, "There is no name in it."),
    ]


def test_a_quotation_mark_that_stays_open_costs_its_own_row() -> None:
    text = 'Name,Company\nAnn,"Acme\n' + "Bo,Acme\n" * 5000

    found = read(CSV, text)

    assert isinstance(found[0], Refusal)
    assert found[0].reason == "A quotation mark is not closed."
    assert len(found) == 5001


def test_a_lone_carriage_return_ends_a_row() -> None:
    assert [draft.name for draft in drafts(CSV, "Name,City\rAnn,Ulm\rBo,Bonn\r")] == ["Ann", "Bo"]


def test_xing_reads_a_card_or_a_table() -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\n"
        "URL:https://www.xing.com/profile/Ann_Berg\r\nEND:VCARD\r\n"
    )
    table = "Vorname;Nachname;Profil-URL;Position\nAnn;Berg;https://www.xing.com/profile/Ann;CTO\n"

    assert one(XING, card).properties == {"xing": ("https://www.xing.com/profile/Ann_Berg",)}
    assert one(XING, table).properties == {
        "xing": ("https://www.xing.com/profile/Ann",),
        "role": ("CTO",),
    }


@pytest.mark.parametrize("importer", [GOOGLE, OUTLOOK])
def test_a_table_of_something_else_is_named_as_such(importer: Importer) -> None:
    with pytest.raises(FormatError, match="no line in it is a header of"):
        read(importer, "Name,City\nAnn,Ulm\n")
