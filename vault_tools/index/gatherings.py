"""Questions to the index about events, goals, and what the properties of contacts link to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from vault_tools import links
from vault_tools.errors import (
    NameAmbiguousError,
    NameUnknownError,
    VaultToolsError,
    did_you_mean,
)
from vault_tools.index import codec
from vault_tools.index.alike import DAY_AHEAD, alike
from vault_tools.index.codec import load_note
from vault_tools.index.found import EMAIL
from vault_tools.index.store import Row, Store
from vault_tools.language import _
from vault_tools.method.gatherings import Gathering
from vault_tools.model import Note, Standing, Timeline, Value
from vault_tools.names import fold, fold_umlauts, link_key
from vault_tools.records import dataclass

Item = TypeVar("Item")
_BATCH = 500
_MEETING = (
    "(note.kind = 'event' OR note.day IS NOT NULL"
    " AND note.kind NOT IN ('contact', 'report', 'template', 'unreadable'))"
)


class SubjectUnknownError(NameUnknownError):
    """Neither a contact nor a dated note goes by that name."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        msg = _("no contact and no event is called {name}.", name=repr(name))
        VaultToolsError.__init__(self, f"{msg}{did_you_mean(suggestions)}")
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class _Key:
    """A key that a contact or a dated note goes by."""

    text: str
    note_id: int
    is_email: bool
    is_contact: bool

    def spelt(self) -> set[str]:
        return {fold(self.text), fold_umlauts(self.text)}

    def begins(self, wanted: Iterable[str]) -> bool:
        """Return whether it begins like that; of a contact's name, any word may."""
        return not self.is_email and any(
            text.startswith(word) or (self.is_contact and f" {word}" in text)
            for text in self.spelt()
            for word in wanted
        )


def find_subject(store: Store, name: str) -> Note:
    """Return the contact, event or dated note that *name* means.

    Tried in turn are the path, the name as it is, the same apart from case and accents, then the
    beginning. The file's name of a dated note also counts without its day.

    Raises:
        NameUnknownError: Nothing goes by it; what looks alike is suggested.
        NameAmbiguousError: More than one does.
    """
    found = _by_path(store, name)
    keys = [] if found else _keys(store)
    exact, wanted = link_key(name.strip()), {fold(name.strip()), fold_umlauts(name.strip())} - {""}
    if not found:
        found = {key.note_id for key in keys if key.text == exact}
    if not found and wanted:
        found = {key.note_id for key in keys if key.spelt() & wanted}
    if not found and wanted:
        found = {key.note_id for key in keys if key.begins(wanted)}
    if not found:
        known = [(key.text, key.note_id) for key in keys if not key.is_email]
        raise SubjectUnknownError(name, alike(store, name, keys=known))
    if len(found) > 1:
        rows = sorted(_some(store, "SELECT path, title FROM note WHERE id IN ({})", values=found))
        labels = tuple(f"{title} ({path})" for path, title in rows)
        raise NameAmbiguousError(name, labels, paths=tuple(path for path, _ in rows))
    return load_note(store, found.pop())


def gathering(store: Store, note: Note) -> Gathering:
    """Return the event or dated note *note* with who is named in it."""
    return _with_people(store, [(_note_id(store, note.path), note)])[0]


def gatherings(store: Store) -> list[Gathering]:
    """Return the events that have a day, by day and path."""
    rows = store.rows(
        "SELECT id, doc FROM note WHERE kind = 'event' AND day IS NOT NULL ORDER BY day, path"
    )
    return _with_people(store, [(number, codec.unpack_note(doc)) for number, doc in rows])


def goals(store: Store) -> list[Note]:
    """Return the notes of goals, by path."""
    rows = store.rows("SELECT doc FROM note WHERE kind = 'goal' ORDER BY path")
    return [codec.unpack_note(row[0]) for row in rows]


def note_at(store: Store, path: str) -> Note | None:
    """Return the note at *path*, if there is one that can be read."""
    rows = store.rows("SELECT doc FROM note WHERE path = ? AND doc IS NOT NULL", (path,))
    return codec.unpack_note(rows[0][0]) if rows else None


def standings_at(store: Store, paths: Iterable[str]) -> dict[str, Standing]:
    """Return how the contacts among *paths* stand, by path."""
    statement = "SELECT standing FROM contact JOIN note USING (id) WHERE path IN ({})"
    found = codec.load_standings([row[0] for row in _some(store, statement, values=set(paths))])
    return {standing.path: standing for standing in found}


def contacts_linking_to(store: Store, paths: Iterable[str]) -> list[int]:
    """Return the ids of the contacts with a property that links to one of *paths*."""
    statement = (
        "SELECT DISTINCT link.id FROM link JOIN note ON note.id = link.target_id"
        " JOIN contact ON contact.id = link.id WHERE link.role = 'property' AND note.path IN ({})"
    )
    return sorted({row[0] for row in _some(store, statement, values=set(paths))})


def contacts_met_at(store: Store, note: Note) -> list[int]:
    """Return the ids of the contacts whose ``met_at`` may mean *note*: by a link or by name."""
    names = {link_key(name) for name in (note.title, *note.aliases)}
    rows = store.rows(
        "SELECT id, json_extract(standing, ?) AS place FROM contact WHERE place IS NOT NULL",
        (codec.place_in_standing("met_at"),),
    )
    named = {number for number, place in rows if link_key(str(place)) in names}
    return sorted(named.union(contacts_linking_to(store, [note.path])))


class References:
    """What the properties of contacts name: the notes behind links, names and aliases."""

    def __init__(self, store: Store, found: Sequence[Timeline], *, everybody: bool) -> None:
        statement = (
            "SELECT note.path, link.target, other.path FROM link"
            " JOIN note ON note.id = link.id JOIN note AS other ON other.id = link.target_id"
            " WHERE link.role = 'property' AND note.kind = 'contact'"
        )
        paths = {timeline.note.path for timeline in found}
        rows = (
            store.rows(statement)
            if everybody
            else _some(store, f"{statement} AND note.path IN ({{}})", values=paths)
        )
        self._targets = {(source, target): other for source, target, other in rows}
        self._named = _named(store, {text for timeline in found for text in _texts(timeline.note)})

    def of(self, note: Note) -> Mapping[str, str]:
        """Return the path of each note that the properties of *note* name, by what they show."""
        table = {text: self._named[text] for text in _texts(note) if text in self._named}
        for text in _flat(list(note.properties.values())):
            for link in links.find(text):
                target = self._targets.get((note.path, link.target))
                if target:
                    table[link.shown] = target
        return table


def _texts(note: Note) -> tuple[str, ...]:
    contact = note.contact
    if contact is None:
        return ()
    met_at = (contact.met_at,) if contact.met_at else ()
    return (*met_at, *contact.introduced_by, *contact.goals)


def _named(store: Store, texts: set[str]) -> dict[str, str]:
    """Return the path of the one note that goes by each of *texts*."""
    paths: dict[str, set[str]] = {}
    keys = {link_key(text) for text in texts}
    statement = (
        f"SELECT key, path FROM name JOIN note USING (id) WHERE level < {EMAIL} AND key IN ({{}})"
    )
    for key, path in _some(store, statement, values=keys):
        paths.setdefault(key, set()).add(path)
    found = {text: paths.get(link_key(text), set()) for text in texts}
    return {text: min(only) for text, only in found.items() if len(only) == 1}


def _by_path(store: Store, name: str) -> set[int]:
    path = name.removeprefix("./")
    statement = f"SELECT id FROM note WHERE path IN (?, ?) AND (kind = 'contact' OR {_MEETING})"
    return {row[0] for row in store.rows(statement, (path, f"{path}.md"))[:1]}


def _keys(store: Store) -> list[_Key]:
    rows = store.rows(
        "SELECT key, id, level, kind FROM name JOIN note USING (id)"
        f" WHERE kind = 'contact' OR {_MEETING}"
    )
    found = [
        _Key(key, number, level == EMAIL, kind == "contact") for key, number, level, kind in rows
    ]
    bare = [(key, DAY_AHEAD.sub("", key.text, count=1)) for key in found if not key.is_contact]
    undated = [
        _Key(text, key.note_id, is_email=False, is_contact=False)
        for key, text in bare
        if text != key.text
    ]
    return [*found, *undated]


def _note_id(store: Store, path: str) -> int:
    return int(store.rows("SELECT id FROM note WHERE path = ?", (path,))[0][0])


def _with_people(store: Store, found: Sequence[tuple[int, Note]]) -> list[Gathering]:
    statement = (
        "SELECT link.id, link.role, link.target, note.path, note.kind FROM link"
        " LEFT JOIN note ON note.id = link.target_id"
        " WHERE link.role IN ('attendee', 'mention') AND link.id IN ({}) ORDER BY link.rowid"
    )
    people: dict[int, list[str]] = {}
    others: dict[int, list[str]] = {}
    for number, role, target, path, kind in _some(
        store, statement, values={pair[0] for pair in found}
    ):
        if kind == "contact":
            people.setdefault(number, []).append(path)
        elif role == "attendee" and path is None:
            others.setdefault(number, []).append(target.rsplit("/", 1)[-1])
    return [
        Gathering(
            path=note.path,
            title=note.title,
            on=note.day,
            end=note.event.end if note.event else None,
            place=note.event.place if note.event else None,
            people=tuple(dict.fromkeys(people.get(number, ()))),
            others=tuple(dict.fromkeys(others.get(number, ()))),
        )
        for number, note in found
    ]


def _some(store: Store, statement: str, *, values: set[Item]) -> Iterator[Row]:
    """Yield the rows of *statement* with *values* put where ``{}`` stands, in batches."""
    ordered = sorted(values, key=str)
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        yield from store.rows(statement.format(",".join("?" * len(batch))), batch)


def _flat(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _flat(item)
