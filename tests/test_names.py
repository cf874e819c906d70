"""How names, words and property names compare."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.names import fold, fold_umlauts, link_key, property_key

NAMES = st.text(alphabet=st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    ("name", "folded", "spelt_out"),
    [
        pytest.param("Anna Berg", "anna berg", "anna berg", id="ASCII"),
        pytest.param("Müller-Weiß", "muller-weiss", "mueller-weiss", id="German"),
        pytest.param("Mu\u0308ller", "muller", "mueller", id="decomposed"),
        pytest.param("Łukasz", "lukasz", "lukasz", id="Polish"),
        pytest.param("Søren Ångström", "soren angstrom", "soeren aangstroem", id="Nordic"),
        pytest.param("Æsa Þórðar", "aesa thordar", "aesa thordar", id="Icelandic"),
        pytest.param("José", "jose", "jose", id="accent"),
        pytest.param("ﬁne", "fine", "fine", id="ligature"),
        pytest.param("Владимир", "владимир", "владимир", id="Cyrillic"),
    ],
)
def test_names_compare_without_case_and_accents(name: str, folded: str, spelt_out: str) -> None:
    assert (fold(name), fold_umlauts(name)) == (folded, spelt_out)


@given(NAMES)
def test_case_and_unicode_form_do_not_matter_to_a_link(name: str) -> None:
    key = link_key(name)

    assert link_key(unicodedata.normalize("NFC", name)) == key
    assert link_key(unicodedata.normalize("NFD", name)) == key


def test_an_accent_does_matter_to_a_link() -> None:
    assert link_key("ANNA") == link_key("anna")
    assert link_key("Zoë") == link_key("ZOE\u0308")
    assert link_key("Zoe") != link_key("Zoë")


@pytest.mark.parametrize(
    "name",
    [
        "last_contact",
        "last-contact",
        "Last Contact",
        "lastContact",
        "LAST__contact",
        "last\tcontact",
    ],
)
def test_a_property_may_be_written_in_any_case(name: str) -> None:
    assert property_key(name) == "lastcontact"
