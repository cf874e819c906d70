"""The properties of a contact: names, synonyms, kinds of value."""

from datetime import date

import pytest

from vault_tools.config import Config
from vault_tools.dates import Birthday, Period
from vault_tools.model import Contact, Event, Goal, Note, NoteKind, Problem, Status
from vault_tools.parse import Grammar, parse_note

GRAMMAR = Grammar.of(Config())
DAY = date(2026, 11, 2)


def read(properties: str, *, grammar: Grammar = GRAMMAR) -> Note:
    text = f"---\ntype: contact\n{properties}\n---\n"
    return parse_note(text.encode(), path="People/Anna Berg.md", grammar=grammar)


def contact(properties: str) -> Contact:
    note = read(properties)
    assert note.problems == ()
    assert note.contact is not None
    return note.contact


def problem_codes(properties: str) -> list[tuple[int, int, str]]:
    return [(line, column, code) for _, line, column, code, _ in read(properties).problems]


@pytest.mark.parametrize(
    ("names", "written", "field", "value"),
    [
        pytest.param("name full_name Full-Name display_name FN", "Zoë", "name", "Zoë", id="name"),
        pytest.param("aliases alias nickname", "Anni", "aliases", ("Anni",), id="aliases"),
        pytest.param("tags categories", '"[[People|Folk]]"', "tags", ("Folk",), id="a tag's link"),
        pytest.param("tags tag", '"#a, b c/d"', "tags", ("a", "b", "c/d"), id="tags"),
        pytest.param(
            "company organisation organization org employer firma ORG",
            *('"[[Firms/Acme|ACME]]"', "company", "ACME"),
            id="company",
        ),
        pytest.param("role position job job_title title TITLE", "CTO", "role", "CTO", id="role"),
        pytest.param(
            "email emails e-mail mail EMAIL EMAIL[HOME]",
            *("a@b.c", "email", ("a@b.c",)),
            id="email",
        ),
        pytest.param(
            "phone phones mobile tel telefon TEL[CELL] TEL[1:WORK]",
            *("+49151 0123", "phone", ("+49151 0123",)),
            id="phone",
        ),
        pytest.param(
            "birthday bday birthdate date_of_birth prm-birthday geburtstag BDAY birthDate",
            *("--04-12", "birthday", Birthday(text="--04-12", month=4, day=12)),
            id="birthday",
        ),
        pytest.param("met first_met kennengelernt", "2026-11-02", "met", DAY, id="met"),
        pytest.param(
            "met_at how_we_met where_met source", '"[[PyCon]]"', "met_at", "PyCon", id="met at"
        ),
        pytest.param(
            "introduced_by referred_by via met_through",
            *("[[Ben Fox]]", "introduced_by", ("Ben Fox",)),
            id="introduced by",
        ),
        pytest.param(
            "channel preferred_channel preferred_contact_method contact_via prefers",
            *("Telefon", "channel", "phone"),
            id="channel",
        ),
        pytest.param(
            "avoid do_not",
            "[E-Mail, Vor Ort, before noon]",
            "avoid",
            ("email", "in-person", "before noon"),
            id="avoid",
        ),
        pytest.param("boundaries", "no politics", "boundaries", "no politics", id="boundaries"),
        pytest.param(
            "city location based_in prm-location ADR[HOME].LOCALITY",
            "Köln",
            "city",
            "Köln",
            id="city",
        ),
        pytest.param("timezone tz TZ", "Europe/Berlin", "timezone", "Europe/Berlin", id="timezone"),
        pytest.param("tier circle closeness prm-tier", "Inner", "tier", "inner", id="tier"),
        pytest.param(
            "cadence frequency keep_in_touch contact_frequency rhythm prm-cadence",
            *("30", "cadence", Period(days=30)),
            id="cadence",
        ),
        pytest.param(
            "last_contact last_contacted last-contacted lastContact last_chat prm-last-contacted"
            " letzter_kontakt Letzter-Kontakt",
            *("2026-11-02 23:30:00+02:00", "last_contact", DAY),
            id="last contact",
        ),
        pytest.param(
            "follow_up next_contact next_follow_up followup Follow-Up",
            *('"[[Journal/2026-11-02]]"', "follow_up", DAY),
            id="follow up",
        ),
        pytest.param(
            "snooze_until snooze prm-snooze-until", "2026-11-02", "snooze_until", DAY, id="snooze"
        ),
        pytest.param("status Status", "Paused", "status", Status.PAUSED, id="status"),
        pytest.param("prm-paused prmPaused", "true", "status", Status.PAUSED, id="paused"),
        pytest.param("private", "yes", "private", True, id="private"),
        pytest.param("goals goal", '["[[New job]]", x]', "goals", ("New job", "x"), id="goals"),
        pytest.param(
            "ignore_mentions prm-ignore-journal", "true", "ignore_mentions", True, id="ignored"
        ),
    ],
)
def test_a_property_goes_by_several_names(
    names: str, written: str, field: str, value: object
) -> None:
    found = {name: getattr(contact(f"{name}: {written}"), field) for name in names.split()}

    assert found == dict.fromkeys(names.split(), value)
    assert getattr(contact(f"Other: {written}"), field) != value


def test_a_property_name_may_hold_blanks() -> None:
    assert contact("Full Name: Zoë\nLast Contact: 2026-11-02") == Contact(
        name="Zoë", last_contact=DAY
    )


def test_a_note_with_nothing_but_its_type_is_named_by_its_file() -> None:
    assert contact("name:\naliases: []\nemail: ~\nbirthday: ''") == Contact(name="Anna Berg")


def test_vcard_shaped_properties_are_read() -> None:
    assert contact(
        "N.GN: Zoë\nN.FN: Ångström\nEMAIL[HOME]: z@a.b\nEMAIL[WORK]: z@c.d\nTEL[CELL]: 0123\n"
        "BDAY: 1986-04-12\nORG: Acme\nADR[HOME].LOCALITY: Köln"
    ) == Contact(
        name="Zoë Ångström",
        email=("z@a.b", "z@c.d"),
        phone=("0123",),
        birthday=Birthday(text="1986-04-12", year=1986, month=4, day=12),
        company="Acme",
        city="Köln",
    )


def test_vcard_shaped_properties_may_be_nested() -> None:
    assert contact(
        "N:\n  GN: Zoë\n  FN: Ångström\nORG: {NAME: Acme}\nADR: {LOCALITY: Köln}"
    ) == Contact(name="Zoë Ångström", company="Acme", city="Köln")


@pytest.mark.parametrize("word", ["given", "family", "paused"])
def test_words_of_our_own_are_no_property_names(word: str) -> None:
    assert contact(f"{word}: true") == Contact(name="Anna Berg")


def test_the_canonical_name_counts_before_its_synonyms() -> None:
    assert contact("last_chat: 2026-01-01\nlast_contact: 2026-11-02").last_contact == DAY
    assert contact("mail: b@b.c\nemail: [a@b.c, b@b.c]").email == ("a@b.c", "b@b.c")


@pytest.mark.parametrize(
    ("written", "emails"),
    [
        pytest.param("a@b.c, d@e.f;g@h.i", ("a@b.c", "d@e.f", "g@h.i"), id="several"),
        pytest.param("Berg, Anna <a@b.c>", ("Berg, Anna <a@b.c>",), id="with a name"),
        pytest.param("[a@b.c, [d@e.f], a@b.c]", ("a@b.c", "d@e.f"), id="list"),
    ],
)
def test_addresses_may_stand_in_one_text(written: str, emails: tuple[str, ...]) -> None:
    assert contact(f"email: {written}").email == emails


@pytest.mark.parametrize(
    ("written", "text"),
    [
        pytest.param("1986-04-12T00:00:00", "1986-04-12", id="with a time"),
        pytest.param("1604-04-12 00:00:00", "--04-12", id="placeholder with a time"),
        pytest.param('"[[1986-04-12]]"', "1986-04-12", id="link"),
        pytest.param("[1986-04, 1990]", "1986-04", id="list"),
    ],
)
def test_a_birthday_may_be_put_otherwise(written: str, text: str) -> None:
    birthday = contact(f"birthday: {written}").birthday

    assert birthday is not None
    assert birthday.text == text


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *[("active", Status.ACTIVE), ("dormant", Status.DORMANT), ("closed", Status.CLOSED)],
        *[('"#deceased"', Status.DECEASED), ("ruhend", Status.DORMANT), ("Aktiv", Status.ACTIVE)],
        *[("verstorben", Status.DECEASED), ("beendet", Status.CLOSED)],
        ('"[[Paused]]"', Status.PAUSED),
    ],
)
def test_a_status_has_words_in_two_languages(word: str, status: Status) -> None:
    assert contact(f"status: {word}").status is status
    assert contact(f"status: {word}\nprm-paused: true").status is status


@pytest.mark.parametrize(
    ("properties", "cadence"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("tier: close", Period(months=3), id="tier"),
        pytest.param("tier: close\ncadence: weekly", Period(days=7), id="both"),
        pytest.param("tier: close\ncadence: never", None, id="never"),
    ],
)
def test_a_cadence_is_ones_own_before_the_tiers(properties: str, cadence: Period | None) -> None:
    assert contact(properties).cadence == cadence


def test_a_cadence_that_can_not_be_read_leaves_the_tiers() -> None:
    note = read("tier: close\ncadence: now and then")

    assert note.contact is not None
    assert note.contact.cadence == Period(months=3)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        pytest.param("last_contact: 2026-02-30", [(3, 15, "bad-date")], id="no such day"),
        pytest.param("met: 5.7.2026", [(3, 6, "bad-date")], id="another spelling"),
        pytest.param("follow_up: '[[Anna]]'", [(3, 12, "bad-date")], id="link to no day"),
        pytest.param("snooze: soon", [(3, 9, "bad-date")], id="word"),
        pytest.param("birthday: Tuesday", [(3, 11, "bad-birthday")], id="birthday"),
        pytest.param("cadence: often", [(3, 10, "bad-cadence")], id="cadence"),
        pytest.param("tier: outer", [(3, 7, "unknown-tier")], id="tier"),
        pytest.param("channel: pigeon", [(3, 10, "unknown-channel")], id="channel"),
        pytest.param("status: ghosted", [(3, 9, "unknown-status")], id="status"),
        pytest.param("private: perhaps", [(3, 10, "bad-flag")], id="flag"),
        pytest.param("email: {home: a@b.c}", [(3, 8, "wrong-kind")], id="mapping"),
        pytest.param("phone: [1, {a: b}]", [(3, 8, "wrong-kind")], id="mapping in a list"),
        pytest.param("met:\n  - x\n  - 2026-11-02", [(4, 3, "bad-date")], id="one of a list"),
        pytest.param("Whatever: {a: b}", [], id="unknown property"),
        pytest.param("private: nein", [], id="no"),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_problem(
    properties: str, expected: list[tuple[int, int, str]]
) -> None:
    assert problem_codes(properties) == expected


def test_a_problem_says_what_is_wrong() -> None:
    assert read("birthday: Tuesday").problems == (
        Problem(
            *("People/Anna Berg.md", 3, 11, "bad-birthday"),
            "birthday: 'Tuesday' is no birthday such as 1986-04-12 or --04-12",
        ),
    )


def test_a_problem_quotes_no_novel() -> None:
    (problem,) = read(f"cadence: {'a' * 50_000}!").problems

    assert len(problem.message) < 400


def test_everything_is_kept_as_written() -> None:
    assert read("phone: 0123\nZip: 02134\nx: {y: [no]}\nz:").properties == {
        "type": "contact",
        "phone": "0123",
        "Zip": "02134",
        "x": {"y": ["no"]},
        "z": None,
    }


def test_more_synonyms_can_be_configured() -> None:
    grammar = Grammar.of(
        Config(properties={"stadt": "city", "zuletzt": "lastcontact", "foo": "bar"})
    )
    note = read("Stadt: Köln\nzuletzt: 2026-11-02\nfoo: x", grammar=grammar)

    assert note.contact == Contact(name="Anna Berg", city="Köln", last_contact=DAY)


def test_an_event_has_an_end_and_a_place() -> None:
    note = parse_note(
        b"---\ntype: Event\ndate: 2026-11-02\nend: 2026-11-03\nplace: '[[Bonn]]'\n---\n",
        path="PyCon.md",
        grammar=GRAMMAR,
    )

    assert (note.kind, note.day, note.channel) == (NoteKind.EVENT, DAY, "event")
    assert note.event == Event(place="Bonn", end=date(2026, 11, 3))


def test_a_goal_has_a_deadline_and_a_status() -> None:
    note = parse_note(
        b"---\ntype: [x, goal]\ndeadline: 2026-11-02\nstatus: open\n---\n",
        path="Job.md",
        grammar=GRAMMAR,
    )

    assert (note.kind, note.goal) == (NoteKind.GOAL, Goal(deadline=DAY, status="open"))
