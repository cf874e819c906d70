"""One note, from its bytes to what it means: the whole way, and never an exception."""

from dataclasses import replace
from datetime import date, timedelta

from vault_tools import links
from vault_tools.config import Config
from vault_tools.frontmatter import Parts, Property, plain_properties, split
from vault_tools.frontmatter.fences import line_count
from vault_tools.language import message
from vault_tools.model import Contact, Interaction, Link, Note, NoteKind, Problem, Role, texts_in
from vault_tools.names import property_key
from vault_tools.parse import contact as contacts
from vault_tools.parse.body import Body, Reading, inline_tags, read_body
from vault_tools.parse.days import DayOfPath, day_of_path
from vault_tools.parse.synonyms import lookup_key, meaning_table
from vault_tools.parse.text import decode, split_lines, unified
from vault_tools.parse.values import Values
from vault_tools.records import dataclass

_PLACEHOLDERS = (("{{", "}}"), ("<%", "%>"))
_VCARD_KEYS = frozenset({"fn", "n.fn", "n.gn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The configuration, prepared for reading many notes."""

    meanings: dict[str, str]
    vocabulary: contacts.Vocabulary
    heading: str
    """The heading of a log that is made."""
    headings: frozenset[str]
    types: frozenset[str]
    tags: frozenset[str]
    folders: frozenset[str]
    templates: frozenset[str]
    day_of_path: DayOfPath
    promise_after: timedelta

    @classmethod
    def of(cls, config: Config) -> "Grammar":
        """Return the grammar of the notes under *config*."""
        return cls(
            meanings=meaning_table(config.properties),
            vocabulary=contacts.Vocabulary.of(config),
            heading=next(iter(config.log.headings), "Log"),
            headings=frozenset(heading.casefold() for heading in config.log.headings),
            types=frozenset(word.casefold() for word in config.contacts.types),
            tags=frozenset(tag.strip("#").casefold() for tag in config.contacts.tags),
            folders=frozenset(folder.strip("/") for folder in config.contacts.folders),
            templates=frozenset(folder.strip("/") for folder in config.contacts.templates),
            day_of_path=day_of_path(config.daily),
            promise_after=timedelta(days=config.rules.promise_after),
        )

    def reading(self, path: str, *, first_line: int, day: date | None) -> Reading:
        """Return how to read the text of the note at *path*, dated *day*, from *first_line* on."""
        return Reading(
            path=path,
            first_line=first_line,
            headings=self.headings,
            channels=self.vocabulary.channels,
            day=day,
            promise_after=self.promise_after,
        )


def parse_note(data: bytes, *, path: str, grammar: Grammar) -> Note:
    """Return what the note at *path*, with the bytes *data*, says.

    *path* is relative to the vault. Whatever can't be understood is a problem of the note.
    """
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    if _in_folder(path, grammar.templates):
        return Note(path=path, kind=NoteKind.TEMPLATE, title=stem)
    text = decode(data, path=path)
    if isinstance(text, Problem):
        return Note(path=path, kind=NoteKind.UNREADABLE, title=stem, problems=(text,))
    parts = split(text)
    if _holds_placeholder(parts.block):
        return Note(path=path, kind=NoteKind.TEMPLATE, title=stem)
    return _Understanding(parts, path=path, stem=stem, grammar=grammar).note()


class _Understanding:
    """One note on its way from parts to meaning."""

    def __init__(self, parts: Parts, *, path: str, stem: str, grammar: Grammar) -> None:
        self._parts = parts
        self._path = path
        self._stem = stem
        self._grammar = grammar
        self._properties: tuple[Property, ...] = ()
        self._problems: list[Problem] = []

    def note(self) -> Note:
        parts, path = self._parts, self._path
        readable = self._read_front_matter()
        values = Values(self._properties, meanings=self._grammar.meanings, path=path)
        if "vaulttools" in values and values.text("vaulttools") == "report":
            return Note(path=path, kind=NoteKind.REPORT, title=self._stem)
        day = self._day(values)
        text = unified(parts.body).removeprefix("\ufeff")
        first_line = 1 + line_count(parts.opening + parts.block + parts.closing)
        reading = self._grammar.reading(path, first_line=first_line, day=day)
        body = read_body(text, reading)
        tags = inline_tags(body.tags)
        kind = self._kind(values, tags) if readable else NoteKind.UNREADABLE
        if kind is NoteKind.CONTACT and day is not None:
            # A contact's own note is never dated, so its tasks aren't either.
            day, body = None, read_body(text, replace(reading, day=None))
        contact = event = goal = None
        log = body.log
        if kind is NoteKind.CONTACT:
            contact = contacts.read_contact(
                values, self._grammar.vocabulary, title=self._stem, tags=tags
            )
            log = log + self._linked_days(contact, body)
        elif kind is NoteKind.EVENT:
            event = contacts.read_event(values)
        elif kind is NoteKind.GOAL:
            goal = contacts.read_goal(values)
        aliases, channel = values.shown("aliases"), self._channel(values, kind)
        links = self._links(values, kind, body=body)
        found = {*self._problems, *values.problems, *body.problems}
        return Note(
            path=path,
            kind=kind,
            title=contact.name if contact else self._stem,
            day=day,
            contact=contact,
            event=event,
            goal=goal,
            aliases=aliases,
            channel=channel,
            properties={found.name: found.value for found in self._properties},
            log=tuple(log),
            promises=tuple(body.promises),
            links=links,
            text=text,
            text_line=first_line,
            problems=tuple(sorted(found)),
        )

    def _read_front_matter(self) -> bool:
        """Read the properties; return whether the note can be understood at all."""
        parts = self._parts
        if parts.unclosed or parts.other_language:
            code, said = "front-matter-open", message("front matter begins here and never ends")
            if parts.other_language:
                code, said = "front-matter-language", message("front matter is read in YAML only")
            self._problems.append(Problem(self._path, 1, 1, code, said))
            return False
        if not parts.has_block:
            return True
        first_line = 1 + line_count(parts.opening)
        plain = plain_properties(parts.block, first_line=first_line)
        if plain is not None:
            self._properties = plain
            return True
        from vault_tools.frontmatter import NoteHandler  # noqa: PLC0415 - see plain_properties

        handler = NoteHandler(path=self._path, first_line=first_line)
        handler.load(parts.block)
        self._properties = handler.properties
        self._problems += handler.problems
        return handler.readable

    def _kind(self, values: Values, tags: tuple[str, ...]) -> NoteKind:
        grammar = self._grammar
        types = {text.casefold() for text in values.shown("type")}
        if types:
            if types & grammar.types:
                return NoteKind.CONTACT
            kinds = {"event": NoteKind.EVENT, "goal": NoteKind.GOAL}
            return next((kinds[name] for name in sorted(types) if name in kinds), NoteKind.NOTE)
        all_tags = (*contacts.property_tags(values), *tags)
        tagged = any(tag.casefold().split("/", 1)[0] in grammar.tags for tag in all_tags)
        keys = {lookup_key(key) for key in self._property_names()}
        placed = self._parts.has_block and _in_folder(self._path, grammar.folders)
        return NoteKind.CONTACT if tagged or keys & _VCARD_KEYS or placed else NoteKind.NOTE

    def _property_names(self) -> list[str]:
        names = [found.name for found in self._properties]
        for found in self._properties:
            if isinstance(found.value, dict):
                names += [f"{found.name}.{key}" for key in found.value]
        return names

    def _day(self, values: Values) -> date | None:
        """Return the day of a dated note: its property's, else its path's."""
        return values.day("date") or self._grammar.day_of_path(self._path.removesuffix(".md"))

    def _channel(self, values: Values, kind: NoteKind) -> str | None:
        named = values.text("channel")
        known = self._grammar.vocabulary.channels.get(property_key(named or ""))
        return known or ("event" if kind is NoteKind.EVENT else None)

    def _links(self, values: Values, kind: NoteKind, *, body: Body) -> tuple[Link, ...]:
        """Return all links; where a property says who was there, the text doesn't."""
        found = self._property_links(values, kind)
        if not any(link.role is Role.ATTENDEE for link in found):
            return (*found, *body.links)
        demoted = [
            replace(link, role=Role.OTHER) if link.role is Role.MENTION else link
            for link in body.links
        ]
        return (*found, *demoted)

    def _property_links(self, values: Values, kind: NoteKind) -> list[Link]:
        """Return the links in properties; who attended counts by name and alias too."""
        found = []
        for item, text in values.items("attendees") if kind is not NoteKind.CONTACT else ():
            targets = [link.target for link in links.find(text)] or [text]
            found += [
                Link(line=item.line, column=item.column, target=target, role=Role.ATTENDEE)
                for target in targets
                if target
            ]
        attended = {(link.line, link.target) for link in found}
        found += [
            Link(line=item.line, column=item.column, target=link.target, role=Role.PROPERTY)
            for item in self._properties
            if item.value
            for text in ([item.value] if isinstance(item.value, str) else texts_in(item.value))
            if "[[" in text
            for link in links.find(text)
            if (item.line, link.target) not in attended and link.target
        ]
        return found

    def _linked_days(self, contact: Contact, body: Body) -> list[Interaction]:
        """Return the days linked in the text, which count though a contact's note isn't dated."""
        days = () if contact.ignore_mentions else body.day_links
        return [
            Interaction(on=on, text=text, path=self._path, line=line) for on, line, text in days
        ]


def _holds_placeholder(block: str) -> bool:
    """Return whether a template's placeholder stands in *block*, such as ``{{title}}``."""
    if "{{" not in block and "<%" not in block:
        return False
    return any(
        opening in line and line.find(opening) < line.rfind(closing)
        for opening, closing in _PLACEHOLDERS
        if opening in block
        for line in split_lines(block)
    )


def _in_folder(path: str, folders: frozenset[str]) -> bool:
    """Return whether *path* lies under one of *folders*, at any depth."""
    inside = f"/{path}"
    return any(f"/{folder}/" in inside for folder in folders)
