"""What a property is set to: values as people give them, in the spelling that notes have them."""

from collections.abc import Callable, Mapping
from datetime import date

from vault_tools.dates import Birthday
from vault_tools.edit.fields import (
    add_item,
    items_of,
    remove_field,
    remove_item,
    set_field,
    set_items,
    spread,
    used_name,
)
from vault_tools.edit.front import front_of
from vault_tools.language import _, quoted
from vault_tools.parse.contact import split_addresses, split_tags
from vault_tools.parse.synonyms import meaning_of

AHEAD = frozenset({"follow_up", "snooze_until", "deadline"})
"""Days that lie ahead, as a rule."""
_DAYS = AHEAD | {"met", "last_contact", "date", "end"}
_LISTS = frozenset({"aliases", "tags", "email", "phone", "avoid", "goals", "attendees"})
_ALWAYS_LISTS = frozenset({"aliases", "tags"})  # Obsidian has them as lists alone
_FLAGS = frozenset({"private", "ignore_mentions", "prm-paused"})
_TYPED = _FLAGS | _DAYS | {"birthday", "cadence"}
_TEXTS = frozenset(
    {"name", "company", "role", "met_at", "introduced_by", "channel", "boundaries", "city"}
    | {"timezone", "tier", "status", "address", "website", "place"}
)
_YES = {"yes": "true", "ja": "true", "on": "true", "no": "false", "nein": "false", "off": "false"}

SEVERAL_IN_ONE: Mapping[str, Callable[[str], list[str]]] = {
    "tags": split_tags,
    "email": split_addresses,
}
"""Properties of which several values may stand in one text, and how that is taken apart."""
ReadDay = Callable[[str, str], date]
"""From the name of a property and words to a day; raises ValueError for words that are none."""


class Setter:
    """Sets properties by what they mean: under the name, and in the layout, that a note uses."""

    def __init__(self, meanings: Mapping[str, str], *, read_day: ReadDay) -> None:
        self._meanings = meanings
        self._read_day = read_day

    def change(self, text: str, name: str, *, how: str, value: str) -> str:
        """Return the note *text* with a property changed: *how* is ``=``, ``+=`` or ``-=``.

        Nothing to set it to removes it.

        Raises:
            ValueError: The value can't be one of this property.
            UneditableError: The property can't be edited by line.
        """
        used = used_name(text, name, meanings=self._meanings)
        if how == "=" and not value:
            return remove_field(text, used)
        meaning = meaning_of(used, self._meanings)
        if how != "=" and meaning in SEVERAL_IN_ONE:
            text = spread(text, used, into=SEVERAL_IN_ONE[meaning])
        if how == "-=":
            return self._without(text, used, value=value)
        if how == "+=":
            return add_item(text, used, item=_bare(meaning, value))
        return self._set(text, used, value=value)

    def _set(self, text: str, used: str, *, value: str) -> str:
        meaning = meaning_of(used, self._meanings)
        if isinstance(front_of(text).values().get(used), list) or meaning in _LISTS:
            items = [_bare(meaning, item.strip()) for item in value.split(",") if item.strip()]
            single = len(items) == 1 and meaning not in _ALWAYS_LISTS
            if not single or isinstance(front_of(text).values().get(used), list):
                if meaning in SEVERAL_IN_ONE:
                    text = spread(text, used, into=SEVERAL_IN_ONE[meaning])
                return set_items(text, used, items=items)
        typed = meaning in _TYPED or meaning not in _TEXTS | _LISTS
        return set_field(text, used, value=self._written(meaning, value), typed=typed)

    def _written(self, meaning: str, value: str) -> str:
        """Return *value* in the spelling of the property."""
        if meaning in _DAYS:
            return self._read_day(meaning, value).isoformat()
        if meaning == "birthday":
            return self._birthday(value)
        if meaning in _FLAGS:
            return _YES.get(value.casefold(), value)
        return value

    def _birthday(self, value: str) -> str:
        try:
            return Birthday.parse(value).text
        except ValueError:
            if not any(character.isspace() or character in "./" for character in value):
                raise
            return self._read_day("birthday", value).isoformat()

    def _without(self, text: str, used: str, *, value: str) -> str:
        meaning = meaning_of(used, self._meanings)
        wanted = _bare(meaning, value).casefold()
        for item in items_of(text, used):
            if _bare(meaning, item).casefold() == wanted:
                return remove_item(text, used, item=item)
        msg = _("{name} does not hold {value}", name=used, value=quoted(value))
        raise ValueError(msg)


def _bare(meaning: str, value: str) -> str:
    return value.strip("# ") if meaning == "tags" else value
