"""Questions to the index about who knows whom: what notes state about two people."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from vault_tools import links
from vault_tools.index import codec
from vault_tools.index.found import EMAIL, texts
from vault_tools.index.store import Row, Store
from vault_tools.model import Interaction, Note, NoteKind, Role
from vault_tools.names import link_key
from vault_tools.network.ties import Place, Statement, TieKind, together

_BATCH = 500
_MET = "met_at"
_LINKS = (
    "SELECT link.id, source.path, other.path, link.target, link.role, link.line FROM link"
    " JOIN note AS source ON source.id = link.id JOIN note AS other ON other.id = link.target_id"
    " WHERE source.kind = 'contact' AND other.kind = 'contact' AND source.id != other.id"
    " AND (link.role = 'property' AND (link.id IN ({0}) OR link.target_id IN ({0}))"
    " OR link.role = 'mention' AND link.target_id IN ({0})) ORDER BY link.rowid"
)
_NOTES = "SELECT doc FROM note WHERE kind = 'contact' AND id IN ({0}) ORDER BY path"
_MEETINGS = (
    "SELECT note.id FROM link JOIN note ON note.id = link.id WHERE link.target_id IN ({0})"
    " AND note.day IS NOT NULL AND link.role IN ('attendee', 'mention')"
    " UNION SELECT note.id FROM link JOIN note ON note.id = link.target_id"
    " WHERE link.id IN ({0}) AND note.kind = 'event' AND link.role = 'property'"
)
_THERE = (
    "SELECT note.id, other.path, link.role, link.line FROM link JOIN note ON note.id = link.id"
    " JOIN note AS other ON other.id = link.target_id WHERE note.id IN ({0})"
    " AND link.role IN ('attendee', 'mention') AND other.kind = 'contact' ORDER BY link.rowid"
)
_MET_AT = (
    "SELECT event.id, note.path, 'met_at', link.line FROM link JOIN note ON note.id = link.id"
    " JOIN note AS event ON event.id = link.target_id WHERE event.id IN ({0})"
    " AND event.kind = 'event' AND link.role = 'property' AND note.kind = 'contact'"
    " ORDER BY link.rowid"
)
_HEADS = (
    "SELECT id, path, title, kind, day FROM note WHERE id IN ({0}) AND day IS NOT NULL"
    " AND kind NOT IN ('contact', 'report', 'template', 'unreadable') ORDER BY day, path"
)


def statements(store: Store, ids: Collection[int], *, today: date) -> list[Statement]:
    """Return what the notes say, up to *today*, about who knows the contacts with these ids.

    What is said about whom they know may be among it.
    """
    found = _links(store, ids)
    asked = list(_notes(store, ids))
    others = {link.number for link in found} - set(ids)
    return [
        *_from_links([*asked, *_notes(store, others)], found, today=today),
        *_by_name(store, asked, today=today),
        *_from_meetings(store, ids, today=today),
    ]


def all_statements(store: Store, notes: Collection[Note], *, today: date) -> list[Statement]:
    """Return what the notes say, up to *today*, about all contacts; *notes* are theirs."""
    return [
        *_from_links(notes, _links(store, None), today=today),
        *_by_name(store, notes, today=today),
        *_from_meetings(store, None, today=today),
    ]


def contacts_saying(store: Store, phrase: str) -> list[Note]:
    """Return the contacts whose note may hold *phrase*, which is folded, by path."""
    statement = "SELECT doc FROM note JOIN contact USING (id) WHERE id IN ({}) ORDER BY path"
    if any(character.isalnum() for character in phrase):
        quoted = '"' + phrase.replace('"', "") + '"'
        words = "SELECT rowid FROM words WHERE words MATCH ?"
        rows = store.rows(statement.format(words), (quoted,))
    else:
        rows = store.rows(statement.format("SELECT id FROM note"))
    return [codec.unpack_note(row[0]) for row in rows]


def named_places(store: Store) -> dict[str, set[str]]:
    """Return the titles of the other notes that each contact's note links to, by its path."""
    found: dict[str, set[str]] = {}
    for path, title in store.rows(
        "SELECT source.path, other.title FROM link JOIN note AS source ON source.id = link.id"
        " JOIN note AS other ON other.id = link.target_id WHERE source.kind = 'contact'"
        " AND other.kind = 'note' AND link.role IN ('mention', 'property')"
    ):
        found.setdefault(path, set()).add(title)
    return found


@dataclass(frozen=True, slots=True)
class _Link:
    """A link from a contact's note to another contact."""

    number: int
    """The id of the note in which it stands."""
    source: str
    target: str
    written: str
    role: str
    line: int


def _links(store: Store, ids: Collection[int] | None) -> list[_Link]:
    return [_Link(*row) for row in _rows(store, _LINKS, ids)]


def _notes(store: Store, ids: Collection[int]) -> Iterator[Note]:
    return (codec.unpack_note(row[0]) for row in _rows(store, _NOTES, ids))


def _from_links(
    notes: Iterable[Note], found: Iterable[_Link], *, today: date
) -> Iterator[Statement]:
    """Yield what the links in contacts' notes say."""
    by_source: dict[str, list[_Link]] = {}
    for link in found:
        by_source.setdefault(link.source, []).append(link)
    for note in notes:
        introducers = _introducers(note)
        for each in by_source.get(note.path, ()):
            said = _of_link(note, each, introducers=introducers, today=today)
            if said:
                yield said


def _from_meetings(
    store: Store, ids: Collection[int] | None, *, today: date
) -> Iterator[Statement]:
    """Yield who was with whom: in a dated note, and at an event."""
    numbers = None if ids is None else {row[0] for row in _rows(store, _MEETINGS, ids)}
    there: dict[int, list[Row]] = {}
    for statement in (_THERE, _MET_AT):
        for number, *row in _rows(store, statement, numbers):
            there.setdefault(number, []).append(tuple(row))
    for number, path, title, kind, day in _rows(store, _HEADS, numbers):
        on = date.fromisoformat(day)
        if on <= today and number in there:
            is_event = kind == NoteKind.EVENT
            like = Statement(
                source="",
                target="",
                kind=TieKind.EVENT if is_event else TieKind.MEETING,
                path=path,
                on=on,
                title=title,
            )
            for places in _groups(there[number], note=path, is_event=is_event):
                yield from together(places, like)


def _groups(there: Iterable[Row], *, note: str, is_event: bool) -> Iterable[dict[str, Place]]:
    """Return those who were together, each with where that stands first.

    Different lines of a day's note are different talks; those who attended are together, and so
    are all who are named in the note of an event, or whose own notes say that they were met there.
    """
    groups: dict[int, dict[str, Place]] = {}
    for person, role, line in there:
        key = 0 if is_event or role == Role.ATTENDEE else line
        place = (person if role == _MET else note, line)
        groups.setdefault(key, {}).setdefault(person, place)
    return groups.values()


def _introducers(note: Note) -> frozenset[str]:
    """Return what the links in ``introduced_by`` lead to, as written."""
    names = note.contact.introduced_by if note.contact else ()
    return frozenset(link.target for link in _written(note) if link.shown in names)


def _written(note: Note) -> Iterator[links.Wikilink]:
    """Yield the links in the properties of a note."""
    for text in texts(note.properties):
        yield from links.find(text)


def _of_link(
    note: Note, link: _Link, *, introducers: frozenset[str], today: date
) -> Statement | None:
    """Return what a link says; None where it is in an attempt, or in a plan."""
    said = Statement(
        source=link.source,
        target=link.target,
        kind=TieKind.LINK,
        path=link.source,
        line=link.line,
    )
    if link.role == Role.PROPERTY:
        return _introduced(note, said, today=today) if link.written in introducers else said
    entry = _entry(note, link.line)
    if entry is None:
        return said
    if entry.attempt or entry.on > today:
        return None
    return replace(said, kind=TieKind.INTRO if entry.intro else TieKind.LINK, on=entry.on)


def _introduced(note: Note, said: Statement, *, today: date) -> Statement | None:
    """Return that the one whom *note* names introduced its contact; None if that is to come."""
    on = note.contact.met if note.contact else None
    if on and on > today:
        return None
    return replace(said, kind=TieKind.INTRODUCED, source=said.target, target=said.source, on=on)


def _entry(note: Note, line: int) -> Interaction | None:
    """Return the entry of the log in whose lines *line* is."""
    before = [each for each in note.log if each.line <= line]
    entry = max(before, key=lambda each: each.line, default=None)
    if entry is None:
        return None
    rows = note.text.split("\n")[entry.line + 1 - note.text_line : line + 1 - note.text_line]
    return entry if all(not row.strip() or row[:1].isspace() for row in rows) else None


def _by_name(store: Store, notes: Iterable[Note], *, today: date) -> Iterator[Statement]:
    """Yield who introduced whom where ``introduced_by`` is a name without a link."""
    found = [
        (note, name)
        for note in notes
        if note.contact
        for name in note.contact.introduced_by
        if name not in {link.shown for link in _written(note)}
    ]
    named = _named(store, {link_key(name) for _, name in found})
    for note, name in found:
        path = named.get(link_key(name))
        if path:
            # The one who introduced is the one whom the note names: the other way round.
            line = note.contact.lines.get("introduced_by", 1) if note.contact else 1
            said = Statement(
                source=note.path, target=path, kind=TieKind.INTRODUCED, path=note.path, line=line
            )
            introduced = _introduced(note, said, today=today)
            if introduced:
                yield introduced


def _named(store: Store, keys: Collection[str]) -> dict[str, str]:
    """Return the path of the one contact who goes by each of *keys*."""
    statement = (
        "SELECT key, path FROM name JOIN note USING (id)"
        f" WHERE kind = 'contact' AND level < {EMAIL} AND key IN ({{0}})"
    )
    paths: dict[str, set[str]] = {}
    for key, path in _rows(store, statement, keys):
        paths.setdefault(key, set()).add(path)
    return {key: min(found) for key, found in paths.items() if len(found) == 1}


def _rows(  # noqa: PLR0917 - in the order of what is asked
    store: Store, statement: str, values: Collection[object] | None
) -> Iterator[Row]:
    """Yield the rows of *statement* with *values* where ``{0}`` stands, in batches.

    None stands for the ids of all notes.
    """
    if values is None:
        yield from store.rows(statement.format("SELECT id FROM note"))
        return
    ordered = sorted(values, key=str)
    times = statement.count("{0}")
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        yield from store.rows(statement.format(",".join("?" * len(batch))), batch * times)
