"""Whom a draft is about, and what it adds: nothing over what the owner wrote, nothing twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.config import Config
from vault_tools.drafts import Draft, DraftEntry, DraftPromise, Photo, Place, Refusal
from vault_tools.intake import Intake, Means, SameName
from vault_tools.merge.keys import email_key, may_be_one, name_key, phone_key, profile_key
from vault_tools.merge.matching import By, Directory, Match, traits
from vault_tools.parse import Grammar, parse_note

TODAY = date(2026, 11, 23)
GRAMMAR = Grammar.of(Config())
AT = Place("people.csv", 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("+49 (0)221 4710-145", "0049 221 4710145", id="a number with its country"),
        pytest.param("0221 4710145", "+49 221 4710145", id="one without"),
        pytest.param("tel:+49-221-4710145", "+49 221 4710145", id="as a link"),
        pytest.param("0221/4710 145", "0221 4710145", id="no country at all"),
    ],
)
def test_the_same_number(first: str, second: str) -> None:
    assert phone_key(first, region="DE") == phone_key(second, region="DE") != ""


def test_what_is_no_number_is_none() -> None:
    assert phone_key("ask her") == phone_key("12") == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://www.linkedin.com/in/anna-berg/",
        "http://de.linkedin.com/in/Anna-Berg?trk=x",
        "linkedin.com/in/anna-berg",
    ],
)
def test_the_same_page(address: str) -> None:
    assert profile_key(address) == "linkedin.com/in/anna-berg"


def test_mail_and_names_compare_without_case_order_and_titles() -> None:
    assert email_key(" Anna@Example.org ") == "anna@example.org"
    assert email_key("anna at example") == ""
    assert name_key("Dr. Berg, Anna") == name_key("anna BERG") == name_key("Anna Berg")
    assert name_key("Müller") == name_key("Mu\u0308ller")


@pytest.mark.parametrize(
    ("first", "second", "may"),
    [
        ("Anna Berg", "Anna Müller", True),
        ("A. Berg", "Anna Berg", True),
        ("Berg, Anna", "Anna Berg", True),
        ("Anna Berg", "Ben Berg", False),
        ("Anna Maria Berg", "Maria Berg", True),
    ],
)
def test_a_family_name_is_shared_by_families(first: str, second: str, *, may: bool) -> None:
    assert may_be_one(first, second) is may
    assert may_be_one(second, first) is may


def _directory() -> Directory:
    found = Directory()
    found.add(
        "Anna.md",
        traits(
            "Anna Berg",
            {
                "company": ["[[Nordwind AG]]".strip("[]")],
                "email": ["anna@example.org", "info@nordwind.example"],
                "phone": ["+49 221 4710145"],
                "linkedin": ["https://linkedin.com/in/anna-berg"],
                "uid": ["urn:uuid:1"],
            },
        ),
    )
    found.add("Ben.md", traits("Ben Berg", {"phone": ["+49 221 4710145"]}))
    found.add("Anna 2.md", traits("Anna Stein", {}))
    found.add("Anna 3.md", traits("Anna Stein", {"company": ["Halden"]}))
    return found


@pytest.mark.parametrize(
    ("name", "properties", "match"),
    [
        pytest.param(
            "X", {"uid": ["1"]}, Match(paths=("Anna.md",), by=By.UID, certain=True), id="id"
        ),
        pytest.param(
            "Anna Neu",
            {"linkedin": ["http://www.linkedin.com/in/anna-berg/"]},
            Match(paths=("Anna.md",), by=By.PROFILE, certain=True),
            id="profile",
        ),
        pytest.param(
            "A. Berg",
            {"email": ["ANNA@example.org"]},
            Match(paths=("Anna.md",), by=By.EMAIL, certain=True),
            id="e-mail",
        ),
        pytest.param("Carl Ort", {"email": ["anna@example.org"]}, Match(), id="another's e-mail"),
        pytest.param("Eva", {"email": ["info@nordwind.example"]}, Match(), id="a firm's address"),
        pytest.param(
            "Ben Berg",
            {"phone": ["0221 4710145"]},
            Match(paths=("Ben.md",), by=By.PHONE, certain=True),
            id="a family's number, and the name",
        ),
        pytest.param("Carl Berg", {"phone": ["0221 4710145"]}, Match(), id="a family's number"),
        pytest.param(
            "Berg, Anna",
            {"company": ["nordwind ag"]},
            Match(paths=("Anna.md",), by=By.NAME_AND_COMPANY, certain=True),
            id="name and company",
        ),
        pytest.param(
            "Anna Berg", {}, Match(paths=("Anna.md",), by=By.NAME), id="the name alone asks"
        ),
        pytest.param(
            "Anna Stein",
            {},
            Match(paths=("Anna 2.md", "Anna 3.md"), by=By.NAME),
            id="several of that name",
        ),
        pytest.param("Nobody", {"email": ["new@example.org"]}, Match(), id="somebody new"),
    ],
)
def test_the_surest_thing_in_common_decides(
    name: str, properties: dict[str, list[str]], match: Match
) -> None:
    assert _directory().match(traits(name, properties, region="DE")) == match


def _intake(notes: dict[str, str], **means: object) -> Intake:
    found = Intake(
        Means(
            grammar=GRAMMAR,
            read=notes.__getitem__,
            taken=notes.__contains__,
            today=TODAY,
            folder="People/",
            **means,  # type: ignore[arg-type]
        )
    )
    found.know(
        parse_note(text.encode(), path=path, grammar=GRAMMAR) for path, text in notes.items()
    )
    return found


def _after(notes: dict[str, str], *records: Draft | Refusal, **means: object) -> dict[str, str]:
    """Return the notes as they are once *records* are taken in."""
    intake = _intake(notes, **means)
    for record in records:
        intake.take(record)
    changed = {path: change(notes[path]) for path, change in intake.changed.items()}
    return {**notes, **changed, **intake.new}


def _draft(name: str = "Anna Berg", **more: object) -> Draft:
    properties = {
        key: (value,) if isinstance(value, str) else value
        for key, value in more.items()
        if key not in {"text", "entries", "promises", "photo", "may_be_new", "dropped"}
    }
    rest = {key: value for key, value in more.items() if key not in properties}
    return Draft(place=AT, name=name, properties=properties, **rest)  # type: ignore[arg-type]


ANNA = """\
---
type: person
Firma: Nordwind AG   # since spring
mail: anna@example.org
tags: [a]
---
Mine.

## Log
- 2026-01-01 hello
"""


def test_what_is_missing_is_filled_in_and_lists_grow() -> None:
    draft = _draft(
        email=("ANNA@example.org", "second@example.org"),
        tags=("a", "b"),
        city="Bonn",
        birthday="1986-04-12",
    )

    found = _after({"Anna Berg.md": ANNA}, draft)

    assert found == {
        "Anna Berg.md": ANNA.replace(
            "mail: anna@example.org\ntags: [a]\n",
            "mail: [anna@example.org, second@example.org]\n"
            "tags: [a, b]\ncity: Bonn\nbirthday: 1986-04-12\n",
        )
    }


def test_what_the_owner_wrote_is_never_written_over() -> None:
    intake = _intake({"Anna Berg.md": ANNA})

    intake.take(_draft(email="anna@example.org", city="Bonn"))
    intake.take(_draft(email="anna@example.org", city="Köln", company="nordwind ag"))

    (found,) = intake.disagreements
    assert (found.difference.name, found.difference.ours, found.difference.theirs) == (
        "city",
        "Bonn",
        "Köln",
    )


def test_with_update_theirs_is_taken_over() -> None:
    note = ANNA.replace("tags:", "city: Bonn\ntags:")

    found = _after(
        {"Anna Berg.md": note}, _draft(email="anna@example.org", city="Köln"), update=True
    )

    assert found["Anna Berg.md"] == note.replace("city: Bonn", "city: Köln")


def test_a_change_of_work_is_news_and_no_contact() -> None:
    draft = _draft(email="anna@example.org", company="Halden", role="CTO")

    once = _after({"Anna Berg.md": ANNA}, draft)
    twice = _after(once, draft)

    assert once["Anna Berg.md"] == ANNA.replace(
        "tags: [a]\n",
        "tags: [a]\nrole: CTO\nnews: [2026-11-23 now CTO at Halden (was at Nordwind AG)]\n",
    )
    assert twice == once
    note = parse_note(once["Anna Berg.md"].encode(), path="Anna Berg.md", grammar=GRAMMAR)
    assert note.contact is not None
    assert note.contact.news == ((TODAY, "now CTO at Halden (was at Nordwind AG)"),)


def test_entries_promises_and_words_come_once() -> None:
    draft = _draft(
        email="anna@example.org",
        text="Likes tea.",
        entries=(
            DraftEntry(on=date(2026, 1, 1), text="Hello"),
            DraftEntry(on=date(2026, 2, 1), text="coffee", channel="phone"),
        ),
        promises=(DraftPromise(text="send map", due=date(2026, 12, 1)),),
    )

    once = _after({"Anna Berg.md": ANNA}, draft)

    text = once["Anna Berg.md"]
    assert "- 2026-02-01 phone: coffee\n- 2026-01-01 hello\n" in text
    assert text.count("ello") == 1
    assert "- [ ] send map 📅 2026-12-01" in text
    assert "Mine.\n\nLikes tea.\n" in text
    assert _after(once, draft) == once


def test_somebody_new_gets_a_note_without_a_cadence() -> None:
    draft = _draft(
        "Eva Roth",
        company="Müller: Söhne",
        phone=("0151 1", "0151 2"),
        birthday="--04-12",
        text="From the fair.",
    )

    assert _after({}, draft) == {
        "People/Eva Roth.md": '---\ntype: contact\nname: Eva Roth\ncompany: "Müller: Söhne"\n'
        "phone: [0151 1, 0151 2]\nbirthday: --04-12\n---\nFrom the fair.\n"
    }


def test_namesakes_get_notes_of_their_own() -> None:
    drafts = [
        _draft(email="one@example.org"),
        _draft(email="two@example.org", company="Halden"),
        _draft(email="three@example.org", company="Halden GmbH"),
    ]

    found = _after({}, *drafts, same_name=SameName.NEW)

    assert sorted(found) == [
        "People/Anna Berg (Halden GmbH).md",
        "People/Anna Berg (Halden).md",
        "People/Anna Berg.md",
    ]
    assert _after(found, *drafts, same_name=SameName.NEW) == found


@pytest.mark.parametrize(
    ("same_name", "kept", "asked"),
    [(SameName.SKIP, 1, 1), (SameName.NEW, 2, 0), (SameName.SAME, 1, 0)],
)
def test_the_name_alone_is_a_question(same_name: SameName, kept: int, asked: int) -> None:
    notes = {"Anna Berg.md": "---\ntype: person\n---\n"}
    intake = _intake(notes, same_name=same_name)

    intake.take(_draft(city="Bonn"))

    assert len(intake.new) + len(notes) == kept
    assert len(intake.questions) == asked
    assert bool(intake.changed) is (same_name is SameName.SAME)


def test_two_records_about_one_person_make_one_note() -> None:
    found = _after(
        {}, _draft(email="a@example.org"), _draft("A. Berg", email="a@example.org", city="Bonn")
    )

    assert list(found) == ["People/Anna Berg.md"]
    assert "aliases: [A. Berg]" in found["People/Anna Berg.md"]
    assert "city: Bonn" in found["People/Anna Berg.md"]


def test_a_mention_makes_nobody() -> None:
    intake = _intake({})

    intake.take(_draft(may_be_new=False))

    assert (intake.new, intake.passed_over) == ({}, 1)


def test_a_value_that_would_be_a_problem_is_left_out_and_counted() -> None:
    intake = _intake({})

    intake.take(_draft(birthday="31.12.", city="Bonn"))

    assert "birthday" not in intake.new["People/Anna Berg.md"]
    assert "city: Bonn" in intake.new["People/Anna Berg.md"]
    assert intake.dropped == {"birthday": 1}


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "C:\\x", "\x00", "...", "CON", "]]"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    intake = _intake({})

    intake.take(_draft(name))

    (path,) = intake.new
    assert path.startswith("People/")
    assert path.count("/") == 1
    assert ".." not in path


def test_a_picture_never_takes_the_place_of_another() -> None:
    notes = {"Photos/Anna Berg.jpg": "", "Anna Berg.md": ANNA}
    intake = _intake(notes)
    picture = Photo(data=b"x", suffix=".jpg")

    intake.take(_draft(email="anna@example.org", photo=picture))
    intake.take(_draft(email="anna@example.org", photo=picture))

    assert list(intake.pictures) == ["Photos/Anna Berg 2.jpg"]
    text = intake.changed["Anna Berg.md"](ANNA)
    assert 'photo: "[[Photos/Anna Berg 2.jpg]]"\n' in text


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()).strip(" ,;") or "x"
)
emails = st.sampled_from([f"{name}@example.org" for name in ("a", "b", "c", "info")])
drafts = st.builds(
    lambda name, properties, text, days: Draft(
        place=AT,
        name=name,
        properties={key: (value,) for key, value in properties.items()},
        text=text,
        entries=tuple(DraftEntry(on=day, text="met") for day in days),
    ),
    st.one_of(words, st.sampled_from(["Anna Berg", "Ben Berg", "Berg, Anna"])),
    st.fixed_dictionaries(
        {},
        optional={
            "email": emails,
            "phone": st.sampled_from(["+49 221 4710145", "0151 23456789"]),
            "company": words,
            "city": words,
            "role": words,
            "birthday": st.sampled_from(["1986-04-12", "--04-12"]),
        },
    ),
    st.sampled_from(["", "Likes tea.", "# A heading\nwords"]),
    st.lists(st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 1, 1)), max_size=2),
)


@given(st.lists(drafts, max_size=6), st.booleans())
def test_a_second_time_changes_nothing(records: list[Draft], update: bool) -> None:  # noqa: FBT001
    start = {"Anna Berg.md": ANNA}
    means = {"same_name": SameName.NEW, "update": update}

    once = _after(start, *records, **means)
    if update:  # two records that contradict each other take turns for ever
        return
    twice = _after(once, *records, **means)

    assert twice == once


@given(st.lists(drafts, max_size=6))
def test_what_was_there_is_still_there(records: list[Draft]) -> None:
    found = _after({"Anna Berg.md": ANNA}, *records)["Anna Berg.md"]

    note = parse_note(found.encode(), path="Anna Berg.md", grammar=GRAMMAR)
    assert note.problems == ()
    assert note.contact is not None
    assert note.contact.company == "Nordwind AG"
    assert {"anna@example.org"} <= set(note.contact.email)
    assert "Firma: Nordwind AG   # since spring\n" in found
    assert (date(2026, 1, 1), "hello") in [(entry.on, entry.text) for entry in note.log]


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] pay me 📅 2026-12-01",
        "## Log\n- 2026-11-20 we spoke",
        "1. [ ] numbered",
        "plain\n===\n- 2026-11-20 x",
        "<!-- hidden",
        "%% hidden",
        "```\nnever closed",
        "met on [[2026-11-20]]",
        "---\ntype: event\n---",
        "gave:: a book",
    ],
)
def test_words_from_elsewhere_mean_nothing(text: str) -> None:
    draft = _draft(email="anna@example.org", text=f"{text}\nlast words")
    before = parse_note(ANNA.encode(), path="Anna Berg.md", grammar=GRAMMAR)

    once = _after({"Anna Berg.md": ANNA}, draft)
    new = _after({}, draft)

    note = parse_note(once["Anna Berg.md"].encode(), path="Anna Berg.md", grammar=GRAMMAR)
    assert "last words" in note.text
    assert [entry.text for entry in note.log] == [entry.text for entry in before.log]
    assert (note.promises, note.links, note.problems) == ((), (), ())
    made = parse_note(new["People/Anna Berg.md"].encode(), path="x.md", grammar=GRAMMAR)
    assert (made.log, made.promises, made.links, made.problems) == ((), (), (), ())
    assert _after(once, draft) == once
