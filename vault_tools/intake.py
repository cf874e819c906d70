"""Taking in drafts: whom each is about, and what becomes of their notes. Nothing is written here.

Drafts about one person are taken in one after the other, each on what the ones before it have
made of the note, so that a second run finds nothing to do.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import chain, count
from pathlib import PurePosixPath

from vault_tools.drafts import Draft, Photo, Place, Refusal
from vault_tools.edit.fields import set_field
from vault_tools.edit.file_names import file_stem
from vault_tools.edit.notes import Change
from vault_tools.errors import UneditableError
from vault_tools.merge import drafting
from vault_tools.merge.drafting import Additions, Difference, Known
from vault_tools.merge.matching import By, Directory, Match, properties_of, traits
from vault_tools.merge.uids import uids
from vault_tools.model import Note
from vault_tools.names import link_key
from vault_tools.parse import Grammar, parse_note


class SameName(StrEnum):
    """What to do with a draft that has nothing but its name in common with somebody."""

    SKIP = "skip"
    """Ask: leave it out and say so."""
    NEW = "new"
    SAME = "same"
    """Take it for the one of that name, if there is just one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What drafts are taken in with."""

    grammar: Grammar
    read: Callable[[str], str]
    """The text of the note at a path."""
    taken: Callable[[str], bool]
    """Whether there is a file at a path already."""
    today: date
    folder: str = ""
    """Where new notes go; empty, or ending with a slash."""
    photos: str = "Photos/"
    """Where pictures go."""
    region: str = ""
    update: bool = False
    """Whether other values are taken over."""
    same_name: SameName = SameName.SKIP


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A draft that may be about somebody known, or not."""

    place: Place
    name: str
    paths: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A property of which a note and a record say different things."""

    path: str
    name: str
    """Of the contact."""
    difference: Difference


@dataclass(slots=True)
class _Person:
    """Somebody as they are known by now."""

    path: str
    note: Note
    text: str | None = None
    """What has been made of the note; None as long as it is as it was."""
    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Intake:
    """What came of the drafts so far."""

    means: Means
    new: dict[str, str] = field(default_factory=dict)
    """Text of each new note, by path."""
    changed: dict[str, Change] = field(default_factory=dict)
    """The change of each note that is there, by path."""
    pictures: dict[str, Photo] = field(default_factory=dict)
    """By path."""
    unchanged: int = 0
    passed_over: int = 0
    """Mentions of people who are not in the vault."""
    questions: list[Question] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    """What of the records can't be kept, and how often."""
    _people: dict[str, _Person] = field(default_factory=dict)
    _directory: Directory = field(default_factory=Directory)
    _stems: set[str] = field(default_factory=set)
    _uids: dict[str, str] = field(default_factory=dict)
    """What each contact's card has for an id, by path."""

    def know(self, notes: Iterable[Note]) -> None:
        """Take note of the contacts that there are."""
        known = list(notes)
        self._uids |= uids(known)
        for note in known:
            self._remember(_Person(note.path, note))

    def take(self, record: Draft | Refusal) -> None:
        """Take in one record."""
        if isinstance(record, Refusal):
            self.refused.append(record)
            return
        self.dropped.update(record.dropped)
        person = traits(record.name, record.properties, region=self.means.region)
        match = self._directory.match(person)
        if not match.certain and match.paths:
            match = self._settled(record, match)
        try:
            self._put(record, match)
        except UneditableError as error:
            self.refused.append(Refusal(place=record.place, reason=f"{error}"))

    def _put(self, record: Draft, match: Match) -> None:
        if match.certain:
            self._add(record, self._people[match.paths[0]])
        elif match.paths:
            why = str(match.by.value) if match.by else ""
            self.questions.append(
                Question(place=record.place, name=record.name, paths=match.paths, why=why)
            )
        elif record.may_be_new:
            self._make(record)
        else:
            self.passed_over += 1

    def _settled(self, record: Draft, match: Match) -> Match:
        """Return what a question comes to: somebody who has all of it already, or as was said."""
        for path in match.paths:
            found, differences = self._additions(record, self._people[path])
            if not found and not differences:
                return replace(match, paths=(path,), certain=True)
        if match.by is not By.NAME:
            return match
        if self.means.same_name is SameName.SAME and len(match.paths) == 1:
            return replace(match, certain=True)
        return Match() if self.means.same_name is SameName.NEW else match

    def _additions(self, record: Draft, person: _Person) -> tuple[Additions, list[Difference]]:
        known = Known(note=person.note, properties=self._properties(person))
        means = self.means
        return drafting.additions(
            record, known, today=means.today, update=means.update, region=means.region
        )

    def _add(self, record: Draft, person: _Person) -> None:
        found, differences = self._additions(record, person)
        self.disagreements += [
            Disagreement(path=person.path, name=person.note.title, difference=each)
            for each in differences
        ]
        picture = self._picture(record, person)
        if not found and not picture:
            self.unchanged += 1
            return
        change = self._change(found, picture=picture)
        before = self.means.read(person.path) if person.text is None else person.text
        person.text = change(before)
        person.note = self._parsed(person.path, person.text)
        if person.path in self.new:
            self.new[person.path] = person.text
        else:
            person.changes.append(change)
            self.changed[person.path] = _in_turn(person.changes)
        if picture and record.photo:
            self.pictures[picture] = record.photo
        self._remember(person)

    def _change(self, found: Additions, *, picture: str) -> Change:
        def change(text: str) -> str:
            text = drafting.with_additions(text, found, grammar=self.means.grammar)
            return set_field(text, "photo", value=f"[[{picture}]]") if picture else text

        return change

    def _make(self, record: Draft) -> None:
        path = self._free_path(record)
        picture = self._free(f"{self.means.photos}{PurePosixPath(path).stem}", record.photo)
        properties = dict(record.properties)
        if picture and record.photo:
            properties["photo"] = (f"[[{picture}]]",)
            self.pictures[picture] = record.photo
        text, dropped = self._sound(replace(record, properties=properties), path)
        self.dropped.update(dropped)
        self.new[path] = text
        self._remember(_Person(path, self._parsed(path, text), text))

    def _sound(self, record: Draft, path: str) -> tuple[str, list[str]]:
        """Return a new note's text, without properties that would be problems, and these."""
        properties = dict(record.properties)
        dropped: list[str] = []
        while True:
            text = drafting.new_note(
                replace(record, properties=properties), grammar=self.means.grammar
            )
            rows = text.split("\n")
            lines = [problem.line for problem in self._parsed(path, text).problems]
            wrong = [name for line in lines if (name := _named(rows, line)) in properties]
            if not wrong:
                return text, dropped
            dropped.append(wrong[0])
            del properties[wrong[0]]

    def _picture(self, record: Draft, person: _Person) -> str:
        """Return where the picture of a record goes; empty without one, or where one is there."""
        has_one = any(link_key(name) == "photo" for name in person.note.properties)
        if has_one:
            return ""
        return self._free(f"{self.means.photos}{PurePosixPath(person.path).stem}", record.photo)

    def _free(self, stem: str, photo: Photo | None) -> str:
        if photo is None:
            return ""
        number, path = 1, f"{stem}{photo.suffix}"
        while path in self.pictures or self.means.taken(path):
            number += 1
            path = f"{stem} {number}{photo.suffix}"
        return path

    def _free_path(self, record: Draft) -> str:
        """Return where a new note goes; a namesake's has the company or a number in its name."""
        try:
            stem = file_stem(record.name)
        except ValueError:
            stem = "Contact"
        company = next(iter(record.properties.get("company", ())), "")
        stems = [stem, *([file_stem(f"{stem} ({company})")] if company else [])]
        for candidate in chain(stems, (f"{stem} {number}" for number in count(2))):
            path = f"{self.means.folder}{candidate}.md"
            if link_key(candidate) not in self._stems and not self.means.taken(path):
                return path
        raise AssertionError  # numbers don't end

    def _remember(self, person: _Person) -> None:
        self._people[person.path] = person
        self._stems.add(link_key(PurePosixPath(person.path).stem))
        known = self._properties(person)
        self._directory.add(person.path, traits(person.note.title, known, region=self.means.region))

    def _properties(self, person: _Person) -> dict[str, tuple[str, ...]]:
        found = properties_of(person.note, meanings=self.means.grammar.meanings)
        uid = self._uids.get(person.path)
        return {"uid": (uid,), **found} if uid else found

    def _parsed(self, path: str, text: str) -> Note:
        return parse_note(text.encode("utf-8", "replace"), path=path, grammar=self.means.grammar)


def _in_turn(changes: list[Change]) -> Change:
    """Return the change that makes one after the other."""

    def change(text: str) -> str:
        for each in changes:
            text = each(text)
        return text

    return change


def _named(rows: list[str], line: int) -> str:
    """Return the property in which a line of a new note stands; empty below the front matter."""
    for at in range(line - 1, 0, -1):
        if rows[at] == "---":
            return ""
        name, colon, _ = rows[at].partition(":")
        if colon and not name.startswith((" ", "-")):
            return name
    return ""
