"""A first look at a vault: which notes seem to be contacts, and which properties mean something."""

import tomllib
from pathlib import Path

import pytest

from tests.conftest import MakeVault
from vault_tools.config import Config, load_config
from vault_tools.dates import Period
from vault_tools.parse.synonyms import meaning_table
from vault_tools.render.survey import survey_lines
from vault_tools.survey import Named, Sign, Survey, guesses, survey
from vault_tools.survey.proposal import configured, snippet

MEANINGS = meaning_table({})
CRM = "---\nArbeitgeber: Kestrel\nemail: a@example.org\nLetzter Kontakt am: 2026-10-01\n---\n"


def _look(root: Path) -> Survey:
    return survey(root, config=Config())


def test_contacts_are_counted_by_what_makes_them_so(vault: MakeVault) -> None:
    root = vault(
        {
            "A.md": "---\ntype: person\n---\n",
            "B.md": "---\ntype: [person]\ntags: person\n---\n",
            "C.md": "---\ntags: [people/work]\n---\n",
            "D.md": "A #person of note.\n",
            "E.md": "---\nFN: Eve\n---\n",
            "People/F.md": "---\ncity: Ulm\n---\n",
            "People/G.md": "no front matter\n",
            "H.md": "---\ntype: book\n---\n",
            "Templates/Person.md": "---\ntype: person\n---\n",
        }
    )

    found = _look(root)

    assert found.signs == {Sign.TYPE: 2, Sign.TAG: 2, Sign.VCARD: 1, Sign.FOLDER: 1}
    assert (found.notes, found.contacts, found.proposes) == (8, 6, False)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Letzter Kontakt am", "last_contact"),
        ("letzterKontakt", "last_contact"),
        ("Date of last contact", "last_contact"),
        ("last spoke", "last_contact"),
        ("Arbeitgeber", "company"),
        ("E-Mail-Adresse", "email"),
        ("phone number", "phone"),
        ("Geboren am", "birthday"),
        ("links", None),
        ("date", "date"),
        ("on", None),
        ("日付", None),
    ],
)
def test_a_name_means_a_property_by_its_words(name: str, meaning: str | None) -> None:
    assert guesses.synonym(name, meanings=MEANINGS) == meaning


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("last_contcat", "last_contact"),
        ("Compnay", "company"),
        ("birtday", "birthday"),
        ("introduced_bby", "introduced_by"),
        ("rule", None),
        ("places", None),
        ("country", None),
        ("published", None),
        ("category", None),
        ("phone2", None),
    ],
)
def test_a_name_with_a_mistake_is_known(name: str, meaning: str | None) -> None:
    assert guesses.mistyped(name, meanings=MEANINGS) == meaning


def test_a_folder_of_people_is_proposed(vault: MakeVault) -> None:
    root = vault(
        {"CRM/Ada.md": CRM, "CRM/Old/Ben.md": CRM, "CRM/Cai.md": CRM, "CRM/Old/Dee.md": CRM}
    )

    found = _look(root)

    assert found.folders == {"CRM": 4}
    assert found.synonyms == (
        Named("Arbeitgeber", 4, "company", "CRM/Ada.md"),
        Named("Letzter Kontakt am", 4, "last_contact", "CRM/Ada.md"),
    )
    assert snippet(found, config=Config()) == (
        '[contacts]\nfolders = ["People", "Contacts", "CRM"]\n\n'
        '[properties]\n"Arbeitgeber" = "company"\n"Letzter Kontakt am" = "last_contact"\n'
    )


@pytest.mark.parametrize(
    ("others", "folders"),
    [
        pytest.param([], {"Net": 4}, id="nothing else around it"),
        pytest.param(["Net/x.md"], {"Net/A": 2, "Net/B": 2}, id="something else around it"),
        pytest.param(["Net/A/x.md", "Net/A/y.md"], {"Net/A": 4, "Net/B": 2}, id="in one of them"),
    ],
)
def test_a_folder_of_folders_of_people_is_proposed_if_there_is_nothing_else_in_it(
    vault: MakeVault, others: list[str], folders: dict[str, int]
) -> None:
    people = ("Net/A/1.md", "Net/A/2.md", "Net/B/3.md", "Net/B/4.md")
    root = vault({**dict.fromkeys(people, CRM), **dict.fromkeys(others, "---\nx: y\n---\n")})

    assert _look(root).folders == folders


def test_a_type_and_a_tag_of_people_are_proposed(vault: MakeVault) -> None:
    kind = "---\ntype: Kontakt\nbirthday: 1980-01-01\nemail: a@example.org\n---\n"
    tagged = "---\ntags: [Netzwerk, zz]\nlast_contact: 2026-01-01\ncity: Ulm\n---\n"
    other = "---\ntags: [netzwerk]\n---\n"
    root = vault(
        {"a/1.md": kind, "b/2.md": kind, "c/3.md": tagged, "d/4.md": tagged, "e.md": other}
    )

    found = _look(root)

    assert (found.types, found.folders, found.tags) == ({"kontakt": 2}, {}, {"zz": 2})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nphone: 1\nlocation: Ulm\nwebsite: x\n---\n", id="a place to eat"),
        pytest.param("---\nemail: a@example.org\nphone: 1\n---\n", id="a firm"),
        pytest.param("---\ntitle: x\ndate: 2026-01-01\nsource: y\n---\n", id="an article"),
        pytest.param("---\nposition: 3\nstatus: open\ncategories: x\n---\n", id="a page"),
        pytest.param("---\nbirthday: 1879-03-14\n---\n", id="one property alone"),
        pytest.param("---\nborn: about 1450\noccupation: x\n---\n", id="a figure of history"),
    ],
)
def test_what_is_not_about_a_person_is_not_proposed(vault: MakeVault, text: str) -> None:
    root = vault({f"Notes/{number}.md": text for number in range(4)})

    assert _look(root) == Survey(notes=4)


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("born: ~1.5 million years ago", None),
        ("born: 1980-02-03", "birthday"),
        ("born: --02-03", "birthday"),
        ("born:", "birthday"),
        ("last call: about the harvest", None),
        ("last call: 2026-02-03", "last_contact"),
        ("handy: yes, very", None),
        ("handy: 0171 2345", "phone"),
    ],
)
def test_a_name_is_not_taken_for_what_its_values_cannot_be(
    vault: MakeVault, written: str, meaning: str | None
) -> None:
    found = _look(vault({"People/A.md": f"---\n{written}\n---\n"}))

    assert [each.meaning for each in found.synonyms] == ([meaning] if meaning else [])
    assert len(found.others) == (meaning is None)


def test_a_folder_with_few_people_in_it_is_not_proposed(vault: MakeVault) -> None:
    others = {f"All/{number}.md": "---\ntitle: x\n---\n" for number in range(5)}

    found = _look(vault({"All/Ada.md": CRM, "All/Ben.md": CRM, **others}))

    assert (found.likely, found.proposes) == (0, False)


def test_a_mistyped_tier_is_no_new_one(vault: MakeVault) -> None:
    tiers = ["inner", "innner", "closer", "closer", "B", "outer"]
    root = vault({f"People/{at}.md": f"---\ntier: {tier}\n---\n" for at, tier in enumerate(tiers)})
    periods = {name: Period(months=1) for name in ("inner", "close", "A")}

    found = survey(root, config=Config(tiers=periods))

    # Twice the same mistake, and never what is right: a tier of its own.
    assert dict(found.tiers) == {"closer": 2, "b": 1, "outer": 1}
    assert found.mistyped_tiers == (Named("innner", 1, "inner", "People/1.md"),)
    assert "  tier: innner looks like inner: 1 note, People/1.md" in list(survey_lines(found))


def test_notes_among_contacts_that_are_none_are_told(vault: MakeVault) -> None:
    root = vault(
        {
            "People/Anna.md": "---\nrole: x\n---\n",
            "People/Bob.md": "stray\n---\nrole: x\n---\n",
            "People/Cai.md": "---\nrole: [x\n---\n",
            "People/Books.md": "---\ntype: book\n---\n",
            "People/2026-11-02 Lunch.md": "With [[Anna]].\n",
            "Books/Dune.md": "A book.\n",
        }
    )

    found = _look(root)

    assert found.outsiders == ("People/Bob.md", "People/Cai.md")
    assert (
        "Among the contacts, but not read as one, as front matter doesn't begin in the first line"
        " or can't be read: People/Bob.md, People/Cai.md."
    ) in list(survey_lines(found))


def test_no_more_is_looked_at_than_asked_for(vault: MakeVault) -> None:
    root = vault({f"{number}/{number}.md": "x\n" for number in range(9)})

    found = survey(root, config=Config(), most=3)

    assert (found.notes, found.whole) == (2, False)
    assert survey(root, config=Config(), most=10).whole


def test_what_is_proposed_can_be_read_and_finds_the_contacts(vault: MakeVault) -> None:
    odd = "---\ntier: '\"A\\'\nbirthday: 1980-01-01\nemail: x\n'O\"dd\\': 1\n---\n"
    root = vault({"CRM/Ada.md": CRM, "CRM/Ben.md": odd, "People/X.md": odd, "People/Y.md": CRM})
    text = '[tiers]\nwide = "yearly"\n\n[contacts]\n# a comment\n'
    found = _look(root)

    proposed = configured(text, found, config=Config())

    vault({".vault-tools/config.toml": proposed})
    assert tomllib.loads(proposed)["tiers"] == {"wide": "yearly", '"a\\': "quarterly"}
    config = load_config(root)
    assert config.warnings == ()
    assert config.tiers['"a\\'] == Period(months=3)
    again = survey(root, config=config)
    assert (again.contacts, again.proposes) == (4, False)


def test_nothing_found_leaves_the_configuration_as_it_is() -> None:
    assert configured("[tiers]\n\n[contacts]\n", Survey(), config=Config()) == (
        "[tiers]\n\n[contacts]\n"
    )
    assert snippet(Survey(), config=Config()) == ""
