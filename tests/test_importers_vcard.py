"""vCards as phones, mail programs and Xing write them."""

import base64
import time

import pytest

from tests.importing import NAME, drafts, read, refusals
from vault_tools.drafts import Draft, Photo, Place, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.vcard import VCardImporter
from vault_tools.plugins import ImportOptions

IMPORTER = VCardImporter()
JPEG = b"\xff\xd8\xff\xe0 a very small picture"
BASE64 = base64.b64encode(JPEG).decode()


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def one(*lines: str, version: str = "3.0", options: ImportOptions | None = None) -> Draft:
    (draft,) = drafts(IMPORTER, card(*lines, version=version), options=options)
    return draft


def test_a_card_becomes_a_draft() -> None:
    draft = one(
        "PRODID:-//Example//EN",
        "REV:20250101T000000Z",
        "N:Berg;Ann;;;",
        "FN:Ann Berg",
        "NICKNAME:Annie,AB",
        "ORG:Acme",
        "TITLE:Engineer",
        "EMAIL;TYPE=INTERNET:ann@example.org",
        "TEL;VALUE=uri:tel:+49-30-1",
        "URL:https://ann.example.org",
        "BDAY:1985-04-12",
        "TZ:Europe/Berlin",
        "CATEGORIES:Golf Friends,Work",
        "NOTE:Likes tea\\; hates\\nqueues\\, too",
        "UID:urn:uuid:1",
    )

    assert draft == Draft(
        place=Place(source=NAME, line=1, record=1),
        name="Ann Berg",
        properties={
            "aliases": ("Annie", "AB"),
            "company": ("Acme",),
            "role": ("Engineer",),
            "email": ("ann@example.org",),
            "phone": ("+49-30-1",),
            "website": ("https://ann.example.org",),
            "birthday": ("1985-04-12",),
            "timezone": ("Europe/Berlin",),
            "tags": ("Golf-Friends", "Work"),
            "uid": ("urn:uuid:1",),
        },
        text="Likes tea; hates\nqueues, too",
    )


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:19850412", "1985-04-12"),
        ("BDAY;VALUE=date:1985-04-12", "1985-04-12"),
        ("BDAY:1985-04-12T00:00:00Z", "1985-04-12"),
        ("BDAY:--0412", "--04-12"),
        ("BDAY:--04-12", "--04-12"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12", "--04-12"),
        ("BDAY;X-APPLE-OMIT-YEAR=1980:1980-04-12", "--04-12"),
        ("BDAY:0000-04-12", "--04-12"),
        ("BDAY:1985-04", "1985-04"),
        ("BDAY:1985", "1985"),
        ("BDAY:1985/4/2", "1985-04-02"),
    ],
)
def test_a_birthday_is_written_as_notes_write_it(line: str, birthday: str) -> None:
    assert one("FN:Ann", line).properties == {"birthday": (birthday,)}


@pytest.mark.parametrize("line", ["BDAY;VALUE=text:circa 1800", "BDAY:---12", "BDAY:1985-02-30"])
def test_a_birthday_that_is_no_day_is_kept_as_its_line(line: str) -> None:
    assert one("FN:Ann", line).properties == {"vcard": (line,)}


def test_a_time_of_birth_is_dropped_by_name() -> None:
    draft = one("FN:Ann", "BDAY:1985-04-12T14:30:00Z")

    assert draft.properties == {"birthday": ("1985-04-12",)}
    assert draft.dropped == ("the time of day in BDAY",)


def test_the_preferred_values_come_first() -> None:
    draft = one(
        "FN:Ann",
        "EMAIL:b@example.org",
        "EMAIL;TYPE=pref:a@example.org",
        "TEL;PREF=2:2",
        "TEL;PREF=1:1",
        version="4.0",
    )

    assert draft.properties == {
        "email": ("a@example.org", "b@example.org"),
        "phone": ("1", "2"),
    }


def test_what_a_line_says_beyond_its_value_is_kept_in_the_order_of_the_card() -> None:
    lines = (
        "TEL;TYPE=WORK,FAX:+49 30 2",
        "item1.EMAIL;TYPE=INTERNET:ann@example.org",
        "item1.X-ABLabel:School",
        "N:van der Berg;Ann;;Dr.;",
        "ORG:Acme;Research",
        "X-ANNIVERSARY:2010-05-05",
        "item2.X-ABRELATEDNAMES:Bo",
        "item2.X-ABLabel:_$!<Spouse>!$_",
        "X-SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/ann",
        "GEO:50;7",
    )
    draft = one("FN:Ann van der Berg", *lines)

    assert draft.properties == {
        "phone": ("+49 30 2",),
        "email": ("ann@example.org",),
        "company": ("Acme",),
        "linkedin": ("https://www.linkedin.com/in/ann",),
        "vcard": lines,
    }


def test_a_group_without_a_label_says_nothing() -> None:
    assert one("FN:Ann", "item1.EMAIL;type=INTERNET;type=pref:a@example.org").properties == {
        "email": ("a@example.org",)
    }


def test_an_address_is_one_line_and_its_town_is_the_city() -> None:
    home = "ADR;TYPE=HOME:;;Weg 1\\nHinterhaus;Ulm;;89073;Deutschland"
    work = "ADR;TYPE=WORK,PREF:PO 7;2nd floor;Main St\\, 4;York;NY;1;USA"
    draft = one("FN:Ann", home, work)

    assert draft.properties == {
        "address": (
            "Main St, 4, 2nd floor, PO 7, 1, York, NY, USA",
            "Weg 1, Hinterhaus, 89073, Ulm, Deutschland",
        ),
        "city": ("York",),
        "vcard": (home, work),
    }


def test_a_role_stands_in_for_a_title_and_is_kept_beside_one() -> None:
    assert one("FN:Ann", "ROLE:Editor").properties == {"role": ("Editor",)}
    assert one("FN:Ann", "ROLE:Editor", "TITLE:Head").properties == {
        "role": ("Head",),
        "vcard": ("ROLE:Editor",),
    }


@pytest.mark.parametrize(
    ("url", "network"),
    [
        ("https://www.xing.com/profile/Ann_Berg", "xing"),
        ("https://github.com/ann", "github"),
        ("https://twitter.com/ann", "x"),
        ("https://social.example/@ann", "mastodon"),
        ("https://www.youtube.com/@ann", "youtube"),
        ("ann.example.org", "website"),
    ],
)
def test_a_page_goes_to_its_network(url: str, network: str) -> None:
    address = url if "://" in url else f"https://{url}"

    assert one("FN:Ann", f"URL:{url}").properties == {network: (address,)}


def test_a_page_that_says_more_than_its_address_is_kept_too() -> None:
    line = "SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://social.example/@ann"

    assert one("FN:Ann", line, version="4.0").properties == {
        "mastodon": ("https://social.example/@ann",),
        "vcard": (line,),
    }


def test_a_chat_account_is_kept_as_its_line() -> None:
    assert one("FN:Ann", "IMPP:xmpp:ann@example.org").properties == {
        "vcard": ("IMPP:xmpp:ann@example.org",)
    }


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("N:Berg;Ann;Bea;Dr.;Jr.",), "Dr. Ann Bea Berg Jr."),
        (("FN:", "N:Berg;Ann"), "Ann Berg"),
        (("NICKNAME:Annie",), "Annie"),
        (("ORG:Acme",), "Acme"),
        (("EMAIL:ann@example.org",), "ann@example.org"),
        (("FN:Anna\\, Berg\\; Bo",), "Anna, Berg; Bo"),
        (("FN:Ann  \tBerg\\n",), "Ann Berg"),
        (("FN:Second", "FN;PREF=1:First"), "First"),
        (("FN:Ann\\",), "Ann\\"),
    ],
)
def test_a_name_is_found_wherever_there_is_one(lines: tuple[str, ...], name: str) -> None:
    assert one(*lines).name == name


@pytest.mark.parametrize("kind", ["group", "org", "location", "GROUP"])
def test_what_is_no_person_is_refused(kind: str) -> None:
    (found,) = read(IMPORTER, card(f"KIND:{kind}", "FN:Chess club", version="4.0"))

    assert isinstance(found, Refusal)
    assert "not a person" in found.reason


def test_apples_groups_are_refused_too() -> None:
    (found,) = read(IMPORTER, card("X-ADDRESSBOOKSERVER-KIND:group", "FN:Chess club"))

    assert isinstance(found, Refusal)


def test_a_broken_card_costs_itself_alone() -> None:
    text = (
        "hello\n"
        + card("FN:Ann")
        + "BEGIN:VCARD\nFN:Bo\n"
        + card("TEL:1")
        + card("FN:Cy", "this is no property", "=41=42")
        + "BEGIN:VCARD\nFN:Di"
    )

    assert [item.name for item in read(IMPORTER, text) if isinstance(item, Draft)] == ["Ann", "Cy"]
    assert refusals(IMPORTER, text) == [
        (1, 1, "What stands here is in no card."),
        (6, 3, "The card has no end: END:VCARD is missing."),
        (8, 4, "There is no name in it."),
        (18, 6, "The card has no end: END:VCARD is missing."),
    ]
    assert [item.dropped for item in read(IMPORTER, text) if isinstance(item, Draft)] == [
        (),
        ("line 15", "line 16"),
    ]


def test_cards_may_touch_each_other_and_have_marks_between_them() -> None:
    text = card("FN:Ann").strip() + card("FN:Bo").strip() + "\n\ufeff" + card("FN:Cy")

    assert [(draft.name, draft.place.line) for draft in drafts(IMPORTER, text)] == [
        ("Ann", 1),
        ("Bo", 4),
        ("Cy", 8),
    ]


def test_begin_and_end_may_be_written_small_and_with_any_line_end() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(("begin:vcard", "version:2.1", "fn:Ann", "end:vcard", ""))

        assert [draft.name for draft in drafts(IMPORTER, text)] == ["Ann"]


def test_a_card_inside_a_card_is_left_out_by_name() -> None:
    inner = ("AGENT:", "BEGIN:VCARD", "FN:Bo", "TEL:1", "END:VCARD")
    draft = one("FN:Ann", *inner, "EMAIL:ann@example.org", version="2.1")

    assert draft.name == "Ann"
    assert draft.properties == {"email": ("ann@example.org",)}
    assert draft.dropped == ("AGENT",)


def test_a_card_inside_a_card_without_end_costs_no_other_card() -> None:
    text = "BEGIN:VCARD\nFN:Ann\nAGENT:\nBEGIN:VCARD\nFN:Bo\n" + card("FN:Cy")

    assert [item.name for item in read(IMPORTER, text) if isinstance(item, Draft)] == ["Cy"]


def test_quoted_printable_is_decoded_over_its_breaks() -> None:
    draft = one(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BC=",
        "rgen",
        "NOTE;ENCODING=quoted-printable:Line one=0D=0A  line t=",
        "wo",
        "TITLE;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Gesch=E4ftsf=FChrer",
        "ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;=57=65=",
        "=67;;;;",
        "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=41=63=",
        "=6D=65=",
        "",
        "TEL;CELL:+49 1",
        version="2.1",
    )

    assert draft == Draft(
        place=Place(source=NAME, line=1, record=1),
        name="Jürgen Müller",
        properties={
            "role": ("Geschäftsführer",),
            "address": ("Weg",),
            "company": ("Acme",),
            "phone": ("+49 1",),
            "vcard": ("N:Müller;Jürgen", "ADR;TYPE=HOME:;;Weg;;;;", "TEL;TYPE=CELL:+49 1"),
        },
        text="Line one\n  line two",
    )


def test_a_phone_may_break_an_encoded_value_without_a_mark() -> None:
    draft = one(
        "FN;ENCODING=QUOTED-PRINTABLE:=41=6E=6E=20",
        "=42=65=72=67",
        version="2.1",
    )

    assert draft.name == "Ann Berg"


def test_folds_may_stand_inside_a_letter() -> None:
    text = card("FN:Jürgen Müller").encode().replace(b"M\xc3\xbcller", b"M\xc3\r\n \xbcl\n\tler")

    assert [draft.name for draft in drafts(IMPORTER, text)] == ["Jürgen Müller"]


def test_doubled_line_ends_leave_folds_together() -> None:
    text = card("FN:Ann", "NOTE:one ", " two", "TEL:1").replace("\r\n", "\r\r\n")

    assert [(draft.text, draft.properties) for draft in drafts(IMPORTER, text)] == [
        ("one two", {"phone": ("1",)})
    ]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("windows-1251", "Иван Петров"),
        ("Shift_JIS", "山田 表"),
        ("ISO-8859-1", "Jürgen"),
    ],
)
def test_the_encoding_that_a_line_names_is_used(encoding: str, name: str) -> None:
    text = card(f"FN;CHARSET={encoding}:{name}", version="2.1").encode(encoding)

    assert [draft.name for draft in drafts(IMPORTER, text)] == [name]


def test_a_line_that_names_another_encoding_than_it_is_in_is_utf_8_if_it_can_be() -> None:
    text = card("FN;CHARSET=windows-1251:Jürgen")

    assert [draft.name for draft in drafts(IMPORTER, text)] == ["Jürgen"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32", "utf-16-le", "utf-16-be"])
def test_a_file_in_any_unicode_is_read(encoding: str) -> None:
    text = card("FN:Jürgen Müller").encode(encoding)

    assert [draft.name for draft in drafts(IMPORTER, text)] == ["Jürgen Müller"]


def test_an_encoding_is_never_guessed() -> None:
    text = card("FN:Jürgen Müßig").encode("cp1252")

    with pytest.raises(FormatError) as caught:
        read(IMPORTER, text)

    assert str(caught.value) == (
        "file: it isn't UTF-8. As cp1252 there is “Jürgen” in it; if that is right, say"
        " --encoding cp1252, else name another one."
    )
    options = ImportOptions(encoding="cp1252")
    assert [draft.name for draft in drafts(IMPORTER, text, options=options)] == ["Jürgen Müßig"]


def test_an_encoding_without_ascii_in_it_can_be_named() -> None:
    text = card("FN:Ann").encode("utf-16-be")
    options = ImportOptions(encoding="utf-16-be")

    assert [draft.name for draft in drafts(IMPORTER, text, options=options)] == ["Ann"]


def test_an_unknown_encoding_is_an_error_that_says_so() -> None:
    with pytest.raises(FormatError, match="'klingon' is no encoding that is known here"):
        read(IMPORTER, card("FN:Ann"), options=ImportOptions(encoding="klingon"))


@pytest.mark.parametrize(
    ("lines", "version"),
    [
        ((f"PHOTO;ENCODING=b;TYPE=JPEG:{BASE64[:20]}", f" {BASE64[20:]}"), "3.0"),
        (("PHOTO;JPEG;BASE64:", f"  {BASE64[:20]}", f"  {BASE64[20:]}", ""), "2.1"),
        ((f"PHOTO;ENCODING=BASE64:{BASE64[:20]}", BASE64[20:], ""), "2.1"),
        ((f"PHOTO:data:image/jpeg;base64,{BASE64}",), "4.0"),
    ],
)
def test_a_picture_is_taken_where_it_is_wanted(lines: tuple[str, ...], version: str) -> None:
    wanted = one("FN:Ann", *lines, "TEL:1", version=version, options=ImportOptions(photos=True))
    unwanted = one("FN:Ann", *lines, "TEL:1", version=version)

    assert (wanted.photo, wanted.dropped) == (Photo(data=JPEG, suffix=".jpg"), ())
    assert (unwanted.photo, unwanted.dropped) == (None, ("PHOTO",))
    assert wanted.properties == unwanted.properties == {"phone": ("1",)}


@pytest.mark.parametrize(
    "line",
    [
        "PHOTO;VALUE=uri:https://example.org/ann.jpg",
        "PHOTO;ENCODING=b:bm8gcGljdHVyZQ==",
        "PHOTO;ENCODING=b:%%%",
        "LOGO;ENCODING=b:AAAA",
        "KEY:data:application/pgp-keys;base64,AAAA",
        f"X-LONG:{'x' * 9000}",
    ],
)
def test_what_cant_be_kept_is_named(line: str) -> None:
    draft = one("FN:Ann", line, options=ImportOptions(photos=True))

    assert draft.photo is None
    assert draft.properties == {}
    assert draft.dropped == (line.partition(":")[0].partition(";")[0],)


def test_odd_parameters_cost_no_line() -> None:
    draft = one(
        "FN;CHARSET=UTF-8;:Ann",
        'TEL;TYPE=WORK;;X=a"b:1',
        'EMAIL;TYPE="work,pref";X="a:b;c":ann@example.org',
        "URL;type=pref:http\\://ann.example.org",
    )

    assert draft.properties == {
        "phone": ("1",),
        "email": ("ann@example.org",),
        "website": ("http://ann.example.org",),
        "vcard": ("TEL;TYPE=WORK:1", 'EMAIL;TYPE="work,pref";X="a:b;c":ann@example.org'),
    }


def test_empty_properties_say_nothing() -> None:
    assert one("FN:Ann", "TEL:", "ADR;TYPE=HOME:;;;;;;", "ORG:;", "X-FOO: ").properties == {}


def test_controls_and_marks_of_direction_are_no_part_of_a_value() -> None:
    draft = one("FN:An\x07n\u202e", "TEL;TYPE=CELL:\u202a+49 1\u202c", "NOTE:a\x1b[2Jb")

    assert draft.name == "An n"
    assert draft.properties["phone"] == ("+49 1",)
    assert draft.text == "a[2Jb"


def test_a_hostile_line_takes_no_time() -> None:
    started = time.perf_counter()
    draft = one("FN:Ann", f'X;A{"=a" * 5000}"', f"X;{';A=,' * 5000}:1", f"TEL;{'=' * 5000}:1")

    assert time.perf_counter() - started < 5
    assert draft.name == "Ann"


def test_a_file_without_a_card_is_no_vcard() -> None:
    with pytest.raises(FormatError, match="there is no vCard in it"):
        read(IMPORTER, "BEGIN:VCALENDAR\nEND:VCALENDAR\n")


def test_a_card_of_many_megabytes_is_refused_and_the_next_one_read() -> None:
    text = "BEGIN:VCARD\nFN:Ann\nNOTE:" + "x" * 17_000_000 + "\nEND:VCARD\n" + card("FN:Bo")

    assert [(type(item), item.place.line) for item in read(IMPORTER, text)] == [
        (Refusal, 1),
        (Draft, 5),
    ]
