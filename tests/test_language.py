"""The language that is spoken: which one, how texts get into it, and that nothing is left out."""

import copy
import json
import pickle
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.dates import get_day_names, get_month_names
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from tests import catalogues
from tests.conftest import MakeVault, Run
from vault_tools import language
from vault_tools.language import _, message, ngettext, packed, unpacked
from vault_tools.render import escape
from vault_tools.report import words

Speak = Callable[[dict[str | tuple[str, str], str | tuple[str, str]]], None]


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Speak]:
    """Return what makes a language ``xx`` of a few texts, and has it spoken."""

    def use(texts: dict[str | tuple[str, str], str | tuple[str, str]]) -> None:
        catalogue = Catalog(locale="de")
        for text, said in texts.items():
            catalogue.add(text, said)
        place = tmp_path / "locale" / "xx" / "LC_MESSAGES" / "vault_tools.mo"
        place.parent.mkdir(parents=True)
        with place.open("wb") as file:
            write_mo(file, catalogue)
        monkeypatch.setattr(language, "FOLDER", tmp_path / "locale")
        _forget()
        language.use("xx")

    yield use
    _forget()


def _forget() -> None:
    language.languages.cache_clear()
    language._catalogue.cache_clear()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({}, "en", id="no locale"),
        pytest.param({"LANG": "C"}, "en", id="C"),
        pytest.param({"LANG": "C.UTF-8", "LANGUAGE": "de"}, "en", id="no say in C"),
        pytest.param({"LANG": "de_DE.UTF-8"}, "de", id="LANG"),
        pytest.param({"LANG": "de"}, "de", id="a language alone"),
        pytest.param({"LANG": "de_DE", "LC_MESSAGES": "en_GB.UTF-8"}, "en", id="messages"),
        pytest.param({"LANG": "en_US", "LC_ALL": "de_AT@euro"}, "de", id="LC_ALL"),
        pytest.param({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:de:en"}, "de", id="a list"),
        pytest.param({"LANG": "fr_FR.UTF-8"}, "en", id="not spoken"),
        pytest.param({"LANG": "", "LC_ALL": "", "LC_MESSAGES": "de"}, "de", id="empty ones"),
        pytest.param({"LANG": "../../de"}, "en", id="a path"),
    ],
)
def test_the_locale_says_which_language(environment: dict[str, str], expected: str) -> None:
    assert language.preferred(environment) == expected


def test_a_text_without_a_translation_is_said_in_english(speak: Speak) -> None:
    speak({"Hello": "Hallo"})

    assert (_("Hello"), _("Bye {name}", name="Anna")) == ("Hallo", "Bye Anna")


def test_values_stand_where_the_language_wants_them(speak: Speak) -> None:
    speak({"{day} {month}": "{month}: {day}."})

    assert _("{day} {month}", day=3, month="{day}") == "{day}: 3."


def test_a_place_reaches_into_no_value() -> None:
    assert (
        language.filled("{x.real} {x[0]} {y} {x!r} {x}", {"x": 1}) == "{x.real} {x[0]} {y} {x!r} 1"
    )


@pytest.mark.parametrize(("count", "expected"), [(0, "0 Tage"), (1, "1 Tag"), (2, "2 Tage")])
def test_a_count_picks_the_form(speak: Speak, count: int, expected: str) -> None:
    speak({("{count} day", "{count} days"): ("{count} Tag", "{count} Tage")})

    assert ngettext("{count} day", "{count} days", count) == expected


def test_a_message_is_said_in_the_language_of_then(speak: Speak) -> None:
    kept = message("{name}: {reason}", name="x", reason=message("no {thing}", thing="day"))
    speak({"{name}: {reason}": "bei {name}: {reason}", "no {thing}": "kein {thing}"})

    assert (str(kept), f"{kept}") == ("bei x: kein day",) * 2
    assert kept == "x: no day"


@pytest.mark.parametrize(
    "again",
    [
        copy.deepcopy,
        lambda kept: pickle.loads(pickle.dumps(kept)),  # noqa: S301 - our own
        lambda kept: unpacked(packed(kept)),
    ],
    ids=["copied", "pickled", "packed"],
)
def test_a_message_comes_back_as_one(speak: Speak, again: Callable[[str], str]) -> None:
    kept = again(message("no {thing}", thing=3))
    speak({"no {thing}": "kein {thing}"})

    assert (str(kept), kept) == ("kein 3", "no 3")


@pytest.mark.parametrize("harmless", [escape.terminal, escape.one_line, escape.markdown])
def test_a_message_is_said_where_text_is_made_harmless(
    speak: Speak, harmless: Callable[[str], str]
) -> None:
    speak({"no {thing}": "kein {thing}"})

    assert harmless(message("no {thing}", thing=3)) == "kein 3"


def test_text_that_is_no_message_is_packed_as_it_is() -> None:
    assert [packed("a"), unpacked("a"), unpacked("[x")] == ["a", "a", "[x"]


def test_every_catalogue_says_everything() -> None:
    lacking = {
        path.parent.parent.name: catalogues.untranslated(catalogues.read(path))
        for path in catalogues.catalogues()
    }

    assert lacking == {"de": []}


def test_every_catalogue_has_the_texts_that_there_are_and_no_others() -> None:
    for path in catalogues.catalogues():
        catalogue = catalogues.read(path)
        ours = {(text.text, text.context) for text in catalogues.texts()}
        kept = {(each.id, each.context) for each in catalogue if _is_ours(each)}

        assert kept == ours, "Run `python -m tests.catalogues`."


def test_no_text_hides_in_an_f_string() -> None:
    hidden = re.compile(r"(?<!\{)\{(?:_|n?gettext|pgettext|message)\(")
    sources = (catalogues.ROOT / "vault_tools").rglob("*.py")

    assert [path.name for path in sources if hidden.search(path.read_text("utf-8"))] == []


def test_every_translation_has_the_same_places() -> None:
    for path in catalogues.catalogues():
        wrong = [
            each.id
            for each in catalogues.read(path)
            if _is_ours(each)
            and not all(_places(said) <= _places(each.id) for said in _forms(each))
        ]

        assert wrong == []


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("Anna", "'Anna'", "„Anna“"),
        ("O'Neill", '"O\'Neill"', "„O'Neill“"),
        ("{text}", "'{text}'", "„{text}“"),
        ("\x1b", r"'\x1b'", r"„\x1b“"),
    ],
)
def test_what_somebody_wrote_is_quoted_as_the_language_does(
    text: str, english: str, german: str
) -> None:
    said = language.quoted(text)
    problem = language.unpacked(language.packed(language.message("no {what}", what=said)))

    assert (str(said), str(problem)) == (english, f"no {english}")
    language.use("de")
    assert (str(said), str(problem)) == (german, f"no {german}")


def test_german_quotes_stand_low_and_high() -> None:
    german = catalogues.read(language.FOLDER / "de" / "LC_MESSAGES" / "vault_tools.po")
    straight = re.compile(r"(?<!\w)'[^'\n]+'|\"")

    one_line = [
        said for each in german if _is_ours(each) for said in _forms(each) if "\n" not in said
    ]
    assert [said for said in one_line if straight.search(said)] == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(
            ("--vault", "nowhere", "due"), "Fehler: Den Vault nowhere gibt es nicht.", id="no vault"
        ),
        pytest.param(("undo",), "Es gibt nichts mehr zurückzunehmen.", id="nothing to undo"),
        pytest.param(("changes",), "Fehler: Der Vault liegt in keinem", id="no repository"),
    ],
)
def test_a_german_error_begins_as_a_sentence(
    vault: MakeVault, run: Run, arguments: tuple[str, ...], expected: str
) -> None:
    root = vault({"People/Anna.md": "---\ntype: person\n---\n"})

    assert expected in run("--vault", root, "--lang", "de", *arguments).stderr


def test_a_name_of_a_network_is_written_as_it_writes_itself_in_german() -> None:
    names = ["whatsapp", "linkedin", "signal", "xing"]
    english = [words.channel_words(name) for name in names]
    language.use("de")

    assert english == names
    assert [words.channel_words(name) for name in names] == [
        "WhatsApp",
        "LinkedIn",
        "Signal",
        "Xing",
    ]


@pytest.mark.parametrize("path", catalogues.catalogues(), ids=lambda path: path.parent.parent.name)
def test_days_and_months_are_called_as_unicode_has_it(path: Path) -> None:
    code = path.parent.parent.name
    language.use(code)

    months = get_month_names("wide", locale=code)
    days = get_day_names("wide", locale=code)

    english_months = get_month_names("wide", locale="en")
    english_days = get_day_names("wide", locale="en")
    assert {_(english_months[key]): months[key] for key in months} == {
        name: name for name in months.values()
    }
    assert {_(english_days[key]): days[key] for key in days} == {
        name: name for name in days.values()
    }


def test_a_language_that_is_not_spoken_is_a_wrong_argument(run: Run) -> None:
    done = run("--lang", "tlh", "due")

    assert done.exit_code == 2
    assert "tlh is not spoken here; there are: en, de." in done.stderr


def test_help_is_in_the_language_that_is_asked_for(run: Run) -> None:
    german, english = run("--lang", "de", "due", "--help"), run("due", "--help")

    assert "Aufruf: " in german.stdout
    assert "Usage: " in english.stdout


@pytest.mark.parametrize(
    ("options", "config", "locale", "expected"),
    [
        pytest.param((), "", "C.UTF-8", "No problems.", id="nothing said"),
        pytest.param((), "", "de_DE.UTF-8", "Keine Probleme.", id="locale"),
        pytest.param((), 'language = "en"', "de_DE.UTF-8", "No problems.", id="configuration"),
        pytest.param((), 'language = "de"', "C.UTF-8", "Keine Probleme.", id="configuration in C"),
        pytest.param(("--lang", "en"), 'language = "de"', "de_DE", "No problems.", id="option"),
    ],
)
def test_the_option_counts_before_the_configuration_and_that_before_the_locale(
    vault: MakeVault,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    config: str,
    locale: str,
    expected: str,
) -> None:
    monkeypatch.setenv("LANG", locale)
    root = vault({".vault-tools/config.toml": config, "People/Anna.md": "---\ntype: person\n---\n"})

    assert expected in run(*options, "--vault", root, "check").stderr


def test_a_language_in_the_configuration_that_is_none_is_a_warning(
    vault: MakeVault, run: Run
) -> None:
    done = run("--vault", vault({".vault-tools/config.toml": 'language = "tlh"'}), "check")

    assert done.exit_code == 0
    assert "'language' must be one of en, de" in done.stderr


def test_a_problem_found_in_one_language_is_told_in_another(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Anna.md": "---\ntype: person\nmet: yesterday\n---\n"})
    english = run("--vault", root, "check").stdout

    german = run("--lang", "de", "--vault", root, "check").stdout
    data = json.loads(run("--lang", "de", "--vault", root, "check", "--json").stdout)

    assert "is not a day such as" in english
    assert german == "People/Anna.md:3:6: bad-date met: „yesterday“ ist kein Tag wie 2026-11-30\n"
    assert data[0]["message"] == "met: „yesterday“ ist kein Tag wie 2026-11-30"


def _is_ours(each: Message) -> bool:
    return bool(each.id) and {place for place, _line in each.locations} != {"click"}


def _forms(each: Message) -> list[str]:
    return [each.string] if isinstance(each.string, str) else list(each.string or ())


def _places(texts: str | tuple[str, ...] | list[str]) -> set[str]:
    together = texts if isinstance(texts, str) else " ".join(texts)
    return set(language._PLACE.findall(together))
