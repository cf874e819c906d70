"""The language that people are spoken to in: gettext catalogues, one of which a run uses.

English stands in the code, another language in ``locale/xx/LC_MESSAGES/vault_tools.po``. Braces in
a text are places for values, and nothing but names stands in them: a text from elsewhere (a
template's) can't reach into a value.
"""

import json
import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:  # who is spoken to in English needs none
    from gettext import GNUTranslations

ENGLISH = "en"
"""The language of the code."""
DOMAIN = "vault_tools"
FOLDER = Path(__file__).parent / "locale"
"""Where the catalogues lie."""
_PLACE = re.compile(r"\{([a-z_]+)\}")
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that name the locale, the first that is set counts (POSIX.1-2017, 8.2)."""


class _Spoken:
    """What is spoken; one for the whole process."""

    language = ENGLISH
    catalogue: "GNUTranslations | None" = None


def use(language: str) -> None:
    """Speak *language* from now on, one of `languages`; click, too, speaks it."""
    if language == _Spoken.language:
        return
    import gettext  # noqa: PLC0415 - who is spoken to in English needs none

    # Click asks the module gettext for its own texts, and that goes by the environment.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    _Spoken.catalogue = None if language == ENGLISH else _catalogue(language)
    _Spoken.language = language


def spoken() -> str:
    """Return the code of the language that is spoken: ``en``, ``de``."""
    return _Spoken.language


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are catalogues for, English first."""
    found = {path.parent.parent.name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return (ENGLISH, *sorted(found - {ENGLISH}))


def preferred(environment: Mapping[str, str]) -> str:
    """Return the language that the locale asks for, English where it isn't spoken.

    As GNU gettext does it: the first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set says
    the locale; ``LANGUAGE`` lists languages in order, and has no say in the locale ``C``.
    """
    named = next((environment[name] for name in _LOCALE if environment.get(name)), "C")
    if named.partition(".")[0] in {"C", "POSIX"}:
        return ENGLISH
    wanted = [*environment.get("LANGUAGE", "").split(":"), named]
    codes = (re.split("[_.@-]", text)[0].lower() for text in wanted if text)
    return next((code for code in codes if code == ENGLISH or code in languages()), ENGLISH)


def _(text: str, /, **values: object) -> str:
    """Return *text* in the language that is spoken, with *values* in its places."""
    catalogue = _Spoken.catalogue
    return filled(catalogue.gettext(text) if catalogue else text, values)


def ngettext(  # noqa: PLR0917 - gettext's signature
    one: str, many: str, count: int, /, **values: object
) -> str:
    """Return the form of a text that *count* asks for; ``{count}`` is its place."""
    catalogue = _Spoken.catalogue
    english = one if count == 1 else many
    text = catalogue.ngettext(one, many, count) if catalogue else english
    return filled(text, {"count": count, **values})


def pgettext(context: str, text: str, /, **values: object) -> str:
    """Return *text* as it is said in a *context*, where one English word has several meanings."""
    catalogue = _Spoken.catalogue
    return filled(catalogue.pgettext(context, text) if catalogue else text, values)


def decimal(number: float, *, places: int = 1) -> str:
    """Return a number with one decimal place, or more: ``2.5``, in German ``2,5``."""
    return f"{number:.{places}f}".replace(".", pgettext("decimal sign", "."))


def filled(text: str, values: Mapping[str, object]) -> str:
    """Return *text* with *values* in the places that are named; other braces stay."""
    if not values:
        return text
    pieces = list(_pieces(text))
    pieces[1::2] = [str(values[name]) if name in values else f"{{{name}}}" for name in pieces[1::2]]
    return "".join(pieces)


@lru_cache(maxsize=1024)  # few texts, said again for each contact
def _pieces(text: str) -> tuple[str, ...]:
    """Return *text* cut at its places; every second piece is the name of one."""
    return tuple(_PLACE.split(text))


class Message(str):
    """A text that is said later, in the language that is spoken then.

    Its value is the English text, so that it compares, sorts and is stored the same in every
    language; ``str()`` and f-strings say it.
    """

    __slots__ = ("text", "values")
    text: str
    values: Mapping[str, object]

    def __new__(cls, text: str, values: Mapping[str, object]) -> Self:
        """Make a message of an English *text* and the *values* for its places."""
        english = {key: _english(value) for key, value in values.items()}
        self = super().__new__(cls, filled(text, english))
        self.text, self.values = text, values
        return self

    def __str__(self) -> str:
        return _(self.text, **self.values)

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        return self.text, self.values


def message(text: str, /, **values: object) -> Message:
    """Return a message: `_` at once, this for what is kept or may be said in another language."""
    return Message(text, values)


def quoted(text: str) -> Message:
    """Return what somebody wrote in the quotation marks of the language that is spoken."""
    written = repr(text)  # what can't be seen is shown, ``\\x1b``
    if written.startswith('"'):  # a text with an apostrophe in it
        return message('"{text}"', text=written[1:-1])
    return message("'{text}'", text=written[1:-1])


def reason(error: Exception) -> str:
    """Return what *error* was raised with: a message stays one, where ``str()`` would say it."""
    return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)


def english(text: str) -> str:
    """Return what a message says in English, other text as it is: for what scripts go by."""
    return str.__str__(text)


def packed(text: str) -> str:
    """Return a message as text for the index, which `unpacked` reads; other text as it is."""
    return json.dumps(_plain(text)) if isinstance(text, Message) else text


def unpacked(text: str) -> str:
    """Return the message that `packed` has packed."""
    return str.__str__(text) if not text.startswith('["') else _said(json.loads(text))


def _english(value: object) -> object:
    return str.__str__(value) if isinstance(value, Message) else value


def _plain(value: object) -> object:
    """Return a value as JSON can hold it: a message as a list of its text and its values."""
    if isinstance(value, Message):
        return [value.text, {key: _plain(each) for key, each in value.values.items()}]
    return value if isinstance(value, int) else str(value)


def _said(value: list[Any]) -> str:
    """Return a message of its JSON."""
    text, values = value
    return Message(text, {key: _value(each) for key, each in values.items()})


def _value(value: object) -> object:
    return _said(value) if isinstance(value, list) else value


@cache
def _catalogue(language: str) -> "GNUTranslations":
    import gettext  # noqa: PLC0415 - who is spoken to in English needs none

    place = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with place.open("rb") as file:
        return gettext.GNUTranslations(file)
