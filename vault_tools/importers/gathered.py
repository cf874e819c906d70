"""What has been read of one record so far, on its way to a draft."""

from dataclasses import dataclass, field

from vault_tools.drafts import Draft, DraftEntry, DraftPromise, Photo, Place, Refusal
from vault_tools.importers.texts import one_line, plain_text, tag, unbroken
from vault_tools.language import Message, _, message
from vault_tools.profiles import profile

LONGEST_VALUE = 8192
"""Bytes of one value, or of one kept line of a vCard."""
_MOST_VALUES = 200
_MOST_PARAGRAPHS = 2000
_SYSTEM_GROUPS = frozenset({"mycontacts", "my contacts", "starred"})
"""Of Google, which everybody is in, or which are a mark of the program."""
_LONGEST_NAME = 250
_LONGEST_TEXT = 262_144


@dataclass(slots=True, kw_only=True)
class Gathered:
    """A record in the making: values are cleaned on their way in."""

    place: Place
    properties: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    entries: list[DraftEntry] = field(default_factory=list)
    promises: list[DraftPromise] = field(default_factory=list)
    photo: Photo | None = None
    dropped: list[str] = field(default_factory=list)

    def add(self, name: str, *values: str) -> None:
        """Add *values* to a property; empty ones and those that are there already don't count."""
        for value in map(one_line, values):
            self._append(name, value, else_drop=name)

    def keep(self, line: str, *, name: str) -> None:
        """Keep a line of a vCard as it is; *name* is what it is called where it is too long."""
        self._append("vcard", unbroken(line), else_drop=name)

    def _append(self, name: str, value: str, *, else_drop: str) -> None:
        known = self.properties.get(name, ())
        if not value or value in known:
            return
        if len(known) < _MOST_VALUES and len(value.encode()) <= LONGEST_VALUE:
            self.properties.setdefault(name, []).append(value)
        else:
            self.drop(else_drop)

    def set(self, name: str, value: str | None) -> None:
        """Give a property its one value, unless it has one."""
        if value and name not in self.properties:
            self.add(name, value)

    def page(self, address: str) -> bool:
        """Add the address of a page to the property of its network; False if it is none."""
        found = profile(one_line(address))
        if found:
            self.add(found.network, found.url)
        return found is not None

    def tag(self, group: str, *, otherwise: str) -> None:
        """Add a group as a tag; where it can't be one, drop it under that name."""
        word = one_line(group).removeprefix("* ")
        if not word or word.casefold() in _SYSTEM_GROUPS:
            return
        found = tag(word)
        if found:
            self.add("tags", found)
        else:
            self.drop(otherwise)

    def note(self, text: str) -> None:
        """Add a paragraph to the text."""
        paragraph = plain_text(text)
        if len(paragraph) > _LONGEST_TEXT or len(self.texts) >= _MOST_PARAGRAPHS:
            self.drop(message("notes that are too long"))
        elif paragraph.strip() and paragraph not in self.texts:
            self.texts.append(paragraph)

    def drop(self, what: str) -> None:
        """Remember that *what* can't be kept: its name there, or a message about it."""
        word = what if isinstance(what, Message) else one_line(what)
        if word and word not in self.dropped and len(self.dropped) < _MOST_VALUES:
            self.dropped.append(word)

    def first(self, name: str) -> str:
        """Return the first value of a property, empty where there is none."""
        return next(iter(self.properties.get(name, ())), "")

    def draft(self, name: str, *, may_be_new: bool = True) -> Draft | Refusal:
        """Return all this as a draft of the person called *name*."""
        called = one_line(name)
        if not called:
            return Refusal(place=self.place, reason=_("There is no name in it."))
        if len(called) > _LONGEST_NAME:
            reason = _("What stands for the name is too long for one.")
            return Refusal(place=self.place, reason=reason)
        return Draft(
            place=self.place,
            name=called,
            properties=self._properties(called),
            text="\n\n".join(self.texts),
            entries=tuple(self.entries),
            promises=tuple(self.promises),
            photo=self.photo,
            dropped=tuple(self.dropped),
            may_be_new=may_be_new,
        )

    def _properties(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the properties; the name itself is no other name."""
        found = {
            key: tuple(value for value in values if key != "aliases" or value != name)
            for key, values in self.properties.items()
        }
        return {key: values for key, values in found.items() if values}
