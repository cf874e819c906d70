"""Looking through the notes of a vault: what makes them contacts, and what seems to."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from vault_tools import links, vault
from vault_tools.config import Config
from vault_tools.model import Note, NoteKind, Value
from vault_tools.parse import Grammar, parse_note
from vault_tools.parse.contact import tag_words
from vault_tools.parse.synonyms import lookup_key
from vault_tools.records import dataclass
from vault_tools.survey import guesses
from vault_tools.survey.glimpse import glimpse

_FEW = 2
"""The fewest notes for which a folder, a tag or a type is proposed."""
_SHARE = 0.5
"""The share of a folder's notes with front matter that have to be about people."""
_NEARLY_ALL = 0.9
"""The share where the folder only holds folders of people."""
_OF_PEOPLE = frozenset({"birthday", "last_contact", "met"})
_OF_MANY = frozenset({"email", "phone"})
_OF_WORK = frozenset({"company", "role"})
_MORE = frozenset({"channel", "tier", "cadence", "introduced_by", "city", "follow_up", "met_at"})
_OURS = frozenset({NoteKind.TEMPLATE, NoteKind.REPORT})
"""What `init` and `report` make, in a vault without a note."""
_UNTOLD = frozenset({NoteKind.NOTE, NoteKind.UNREADABLE})
"""Kinds of notes that don't say what they are about."""
_LONGEST = 40
"""The longest type, tag or tier that is told; what is longer is a sentence."""
_SHORTEST_MISTYPED = 4
"""The shortest tier that can be told from one that is meant to be like that: not A from B."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOKS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("last_contact", "met", "follow_up", "snooze_until"), _DAY),
    "birthday": re.compile(r"[0-9]{2}-[0-9]{2}"),
    "email": re.compile(r"\S@\S"),
    "phone": re.compile(r"[0-9]{3}|[0-9] [0-9]{2}"),
}


class Sign(StrEnum):
    """What makes a note a contact."""

    TYPE = "type"
    TAG = "tag"
    VCARD = "vcard"
    FOLDER = "folder"


class Named(NamedTuple):
    """A property that contacts have, under the name that is written."""

    name: str
    notes: int
    """How many contacts have it."""
    meaning: str
    """The property that it is, or seems to be."""
    path: str
    """The first note that has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a vault seems to hold."""

    notes: int = 0
    whole: bool = True
    """Whether all notes were looked at."""
    signs: Mapping[Sign, int] = field(default_factory=dict)
    """How many notes are contacts, by what makes them so."""
    problems: int = 0
    understood: tuple[Named, ...] = ()
    synonyms: tuple[Named, ...] = ()
    """Names that are not read, and most likely mean a property that is."""
    mistyped: tuple[Named, ...] = ()
    others: tuple[str, ...] = ()
    """Names of properties that are kept, and mean nothing to us."""
    tiers: Mapping[str, int] = field(default_factory=dict)
    """Tiers that contacts name and nobody has configured."""
    mistyped_tiers: tuple[Named, ...] = ()
    """Those that are most likely one that is configured, with a letter wrong."""
    types: Mapping[str, int] = field(default_factory=dict)
    """Types whose notes seem to be about people and are no contacts, and how many they are."""
    folders: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    outsiders: tuple[str, ...] = ()
    """Paths of notes that lie in a folder of contacts and are none."""

    @property
    def contacts(self) -> int:
        """Return how many notes are contacts as things are."""
        return sum(self.signs.values())

    @property
    def likely(self) -> int:
        """Return how many more would be with what is proposed."""
        return sum((*self.types.values(), *self.folders.values(), *self.tags.values()))

    @property
    def proposes(self) -> bool:
        """Return whether there is anything to configure."""
        return bool(self.synonyms or self.tiers or self.likely)


def survey(root: Path, *, config: Config, most: int | None = None) -> Survey:
    """Return what the vault at *root* seems to hold; *most* folders and notes are looked at.

    Raises:
        VaultUnusableError: It can't be read.
    """
    if most is None:
        paths, whole = sorted(vault.walk(root, ignore=config.ignore).notes), True
    else:
        paths, whole = glimpse(root, most=most)
    grammar = Grammar.of(config)
    read = list(_read(root, paths, grammar=grammar))
    notes = [note for note in read if note.kind not in _OURS]
    contacts = [note for note in notes if note.kind is NoteKind.CONTACT]
    look = _Look(grammar, notes)
    about = [*contacts, *look.likely]
    names = _names(about)
    known = [each for each in names if lookup_key(each.name) in grammar.meanings]
    tiers, mistyped_tiers = _unknown_tiers(about, grammar)
    told = [_guessed(each, about, grammar=grammar) for each in names if each not in known]
    return Survey(
        notes=len(notes),
        whole=whole,
        signs=Counter(_sign(note, grammar) for note in contacts),
        problems=sum(len(note.problems) for note in notes),
        understood=tuple(
            each._replace(meaning=grammar.meanings[lookup_key(each.name)]) for each in known
        ),
        synonyms=tuple(each for how, each in told if how == "synonym"),
        mistyped=tuple(each for how, each in told if how == "mistyped"),
        others=tuple(each.name for how, each in told if not how),
        tiers=tiers,
        mistyped_tiers=mistyped_tiers,
        types=look.types,
        folders=look.folders,
        tags=look.tags,
        outsiders=tuple(_outsiders(notes, grammar, likely={note.path for note in look.likely})),
    )


class _Look:
    """The search for people among the notes that are no contacts."""

    def __init__(self, grammar: Grammar, notes: Sequence[Note]) -> None:
        self._grammar = grammar
        self._plain = [note for note in notes if note.kind is NoteKind.NOTE and note.properties]
        self._left = [note for note in self._plain if _is_personal(note, grammar)]
        self.likely: list[Note] = []
        """The notes that would be contacts."""
        self.types = self._proposed(self._types)
        self._left = [note for note in self._left if not self._types(note)]
        self.folders = self._proposed(_folders, nested=True)
        self.tags = self._proposed(self._tags)

    def _proposed(
        self, traits: Callable[[Note], list[str]], *, nested: bool = False
    ) -> dict[str, int]:
        """Return the traits that mostly people have, and how many notes each would bring.

        Of *nested* ones, such as folders, the last is a note's own; those around it have to be
        shared by hardly anything else.
        """
        all_notes = Counter(trait for note in self._plain for trait in traits(note))
        people = Counter(trait for note in self._left for trait in traits(note))
        own = {trait for note in self._left for trait in traits(note)[-1:]} if nested else people
        found: dict[str, int] = {}
        # The most people first; of the same people, what is about hardly anybody else.
        order = sorted(people, key=lambda each: (-people[each], all_notes[each], -each.count("/")))
        for trait in order:
            count = people[trait]
            needed = all_notes[trait] * (_SHARE if trait in own else _NEARLY_ALL)
            if count < max(_FEW, needed) or len(trait) > _LONGEST:
                continue
            taken = [note for note in self._left if trait in traits(note)]
            if len(taken) >= _FEW:
                found[trait] = all_notes[trait]
                self.likely += taken
                paths = {note.path for note in taken}
                self._left = [note for note in self._left if note.path not in paths]
        return found

    def _types(self, note: Note) -> list[str]:
        return [text.casefold() for text in _texts(note, "type", grammar=self._grammar)]

    def _tags(self, note: Note) -> list[str]:
        texts = _texts(note, "tags", grammar=self._grammar)
        words = [word for text in texts for word in tag_words(text)]
        return sorted({word.strip("#").casefold().split("/")[0] for word in words} - {""})


def _read(root: Path, paths: Sequence[str], *, grammar: Grammar) -> Iterator[Note]:
    for path in paths:
        try:
            data, _ = vault.read_note(root, path)
        except (vault.UnreadableError, FileNotFoundError):
            continue  # `check` says so; here it is one note that tells nothing
        yield parse_note(data, path=path, grammar=grammar)


def _sign(note: Note, grammar: Grammar) -> Sign:
    """Return what makes a contact one, in the order in which `parse.note` goes by it."""
    if _texts(note, "type", grammar=grammar):
        return Sign.TYPE
    tags = (*note.contact.tags, *note.contact.inline_tags) if note.contact else ()
    if any(tag.casefold().split("/", 1)[0] in grammar.tags for tag in tags):
        return Sign.TAG
    # A vCard's names are the only other reason to be a contact outside of the folders.
    return Sign.FOLDER if _is_among_contacts(note, grammar) else Sign.VCARD


def _is_among_contacts(note: Note, grammar: Grammar) -> bool:
    return any(f"/{folder}/" in f"/{note.path}" for folder in grammar.folders)


def _outsiders(notes: Sequence[Note], grammar: Grammar, *, likely: set[str]) -> Iterator[str]:
    """Yield which of *notes* lie among contacts, and don't say that they are something else."""
    for note in notes:
        if note.path in likely:
            continue
        is_else = note.kind not in _UNTOLD or _texts(note, "type", grammar=grammar) or note.day
        if not is_else and _is_among_contacts(note, grammar):
            yield note.path


def _is_personal(note: Note, grammar: Grammar) -> bool:
    """Return whether a note has the properties of a person, and not just of a place or a firm."""
    found = {_meaning(name, value, grammar=grammar) for name, value in note.properties.items()}
    if found & _OF_PEOPLE:
        return len(found & (_OF_PEOPLE | _OF_MANY | _OF_WORK | _MORE)) > 1
    return bool(found & _OF_MANY and found & _OF_WORK)


def _meaning(name: str, value: Value, *, grammar: Grammar) -> str | None:
    known = grammar.meanings.get(lookup_key(name))
    likely = known or guesses.synonym(name, meanings=grammar.meanings)
    return likely if likely and _can_be(likely, _flat(value)) else None


def _names(notes: Sequence[Note]) -> list[Named]:
    """Return the names of the properties of *notes*, those of most notes first."""
    found: dict[str, list[str]] = {}
    for note in notes:
        for name in note.properties:
            found.setdefault(name, []).append(note.path)
    return sorted(
        (Named(name, len(paths), "", paths[0]) for name, paths in found.items()),
        key=lambda each: (-each.notes, each.name),
    )


def _guessed(each: Named, notes: Sequence[Note], *, grammar: Grammar) -> tuple[str, Named]:
    """Return how the meaning of a name is known, and the name with it."""
    values = [text for note in notes for text in _flat(note.properties.get(each.name))]
    guesser = {"synonym": guesses.synonym, "mistyped": guesses.mistyped}
    for how, guess in guesser.items():
        meaning = guess(each.name, meanings=grammar.meanings)
        if meaning and _can_be(meaning, values):
            return how, each._replace(meaning=meaning)
    return "", each


def _can_be(meaning: str, values: Sequence[str]) -> bool:
    """Return whether most *values* look like those of a property: a day in it, or an address."""
    look = _LOOKS.get(meaning)
    if look is None or not values:
        return True
    return sum(bool(look.search(value)) for value in values) >= _SHARE * len(values)


def _unknown_tiers(
    notes: Sequence[Note], grammar: Grammar
) -> tuple[dict[str, int], tuple[Named, ...]]:
    """Return the tiers that nobody has configured, and those that are only mistyped.

    A mistake is rarer than what is right: a tier of more notes is one of its own.
    """
    paths: dict[str, list[str]] = {}
    for note in notes:
        for text in _texts(note, "tier", grammar=grammar):
            paths.setdefault(links.shown(text).casefold(), []).append(note.path)
    known = grammar.vocabulary.tiers
    tiers: dict[str, int] = {}
    mistyped = []
    for tier in sorted(paths, key=lambda each: -len(paths[each])):
        count = len(paths[tier])
        meant = guesses.near(tier, known=known) if len(tier) >= _SHORTEST_MISTYPED else None
        if tier in known or len(tier) > _LONGEST:
            continue
        if meant and count <= max(1, len(paths.get(meant, ()))):
            mistyped.append(Named(tier, count, meant, paths[tier][0]))
        else:
            tiers[tier] = count
    return tiers, tuple(mistyped)


def _folders(note: Note) -> list[str]:
    """Return the folders that a note lies in, the outermost first."""
    return [parent.as_posix() for parent in PurePosixPath(note.path).parents][-2::-1]


def _texts(note: Note, meaning: str, *, grammar: Grammar) -> list[str]:
    """Return the texts of the properties that have a *meaning*."""
    return [
        text
        for name, value in note.properties.items()
        if grammar.meanings.get(lookup_key(name)) == meaning
        for text in _flat(value)
    ]


def _flat(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    return [text for item in value for text in _flat(item)] if isinstance(value, list) else []
