"""Questions to the index: contacts, names, who may be due, full text, problems."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from datetime import date
from typing import Any

from vault_tools.errors import NameAmbiguousError
from vault_tools.index import codec, status
from vault_tools.index.codec import load_note
from vault_tools.index.found import EMAIL, begins
from vault_tools.index.outsiders import name_unknown
from vault_tools.index.store import Store
from vault_tools.index.sync import walk_problems
from vault_tools.language import _
from vault_tools.model import Event, Interaction, Note, Problem, Standing, Timeline
from vault_tools.names import fold, fold_umlauts, link_key
from vault_tools.records import dataclass

counts = status.counts
problem_count = status.problem_count
_BATCH = 500
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A note in which all words were found, and the line that shows it best."""

    path: str
    name: str
    line: int
    snippet: str
    score: float
    """The higher, the better; bm25 with its sign turned."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A dated note with people in it."""

    path: str
    title: str
    on: date
    event: Event | None
    people: tuple[tuple[str, str], ...]
    """Path and name of the contacts in it."""


def contacts(store: Store) -> list[tuple[Note, Standing]]:
    """Return every contact with how they stand, by path."""
    rows = store.rows("SELECT doc, standing FROM note JOIN contact USING (id) ORDER BY note.path")
    standings = codec.load_standings([row[1] for row in rows])
    return [(codec.unpack_note(row[0]), how) for row, how in zip(rows, standings, strict=True)]


def standings(store: Store) -> list[Standing]:
    """Return how every contact stands."""
    return codec.load_standings([row[0] for row in store.rows("SELECT standing FROM contact")])


def may_be_due(
    store: Store, *, today: date, until: date, paths: list[str] | None = None
) -> list[Standing]:
    """Return everybody who may be due from *today* to *until*; nobody else needs a look.

    With *paths*, it is one of those whose notes are there.
    """
    from vault_tools.followups import birthday_keys  # noqa: PLC0415 - who searches needs no rules

    keys = birthday_keys(today, until)
    only = "" if paths is None else "path IN (SELECT value FROM json_each(?)) AND"
    rows = store.rows(
        f"SELECT standing FROM contact {'JOIN note USING (id) ' * bool(only)}WHERE {only}"
        f" (due_from <= ? OR settled_on > ? OR birthday IN ({_marks(keys)}))",
        (*([json.dumps(paths)] * bool(only)), until.isoformat(), today.isoformat(), *keys),
    )
    return codec.load_standings([row[0] for row in rows])


def unpaced_count(store: Store) -> int:
    """Return how many active contacts have no cadence, so that their turn never comes."""
    places = [codec.place_in_standing(name) for name in ("cadence", "status", "private")]
    statement = (
        "SELECT count(*) FROM contact WHERE json_extract(standing, ?) IS NULL"
        " AND json_extract(standing, ?) = 'active' AND NOT json_extract(standing, ?)"
    )
    return int(store.rows(statement, places)[0][0])


def find_contact(store: Store, name: str) -> int:
    """Return the id of the contact that *name* means.

    Tried in turn are the name, alias, file name or e-mail address as it is, the same apart from
    case and accents, then the beginning of a name or of one of its words.

    Raises:
        NameUnknownError: Nobody goes by it; names that look alike are suggested.
        NameAmbiguousError: More than one contact does.
    """
    path = name.removeprefix("./")
    exact = store.rows(
        "SELECT id FROM note JOIN contact USING (id) WHERE path IN (?, ?)", (path, f"{path}.md")
    )
    if exact:
        return int(exact[0][0])
    statement = "SELECT DISTINCT id FROM name JOIN contact USING (id) WHERE key = ?"
    found = [row[0] for row in store.rows(statement, (link_key(name.strip()),))]
    rows = [] if found else store.rows("SELECT key, id, level FROM name JOIN contact USING (id)")
    wanted = {fold(name.strip()), fold_umlauts(name.strip())} - {""}
    if not found:
        found = [number for key, number, _ in rows if {fold(key), fold_umlauts(key)} & wanted]
    if not found and wanted:
        found = [number for key, number, level in rows if level != EMAIL and begins(key, wanted)]
    if not found:
        from vault_tools.index.alike import alike  # noqa: PLC0415 - only where nobody was found

        keys = [(key, number) for key, number, level in rows if level != EMAIL]
        raise name_unknown(store, name, suggestions=alike(store, name, keys=keys), wanted=wanted)
    if len(set(found)) > 1:
        which = _labels(store, sorted(set(found)))
        labels = tuple(f"{title} ({path})" for title, path in which)
        raise NameAmbiguousError(name, labels, paths=tuple(path for _, path in which))
    return int(found[0])


def note(store: Store, note_id: int) -> Note:
    """Return the note with that id."""
    return load_note(store, note_id)


def contact_paths(store: Store) -> list[str]:
    """Return the paths of all contacts, in order."""
    rows = store.rows("SELECT path FROM note JOIN contact USING (id) ORDER BY path")
    return [row[0] for row in rows]


def contacts_at(store: Store, paths: Iterable[str]) -> list[int]:
    """Return the ids of the contacts whose notes are at *paths*."""
    return list(_at(store, paths, column="id"))


def notes_at(store: Store, paths: Iterable[str]) -> list[Note]:
    """Return the contacts' notes at *paths*, in no order."""
    return [codec.unpack_note(doc) for doc in _at(store, paths, column="doc")]


def titles(store: Store, paths: Iterable[str]) -> dict[str, str]:
    """Return what the notes at *paths* are called, by path."""
    wanted = list(paths)
    statement = f"SELECT path, title FROM note WHERE path IN ({_marks(wanted)}) ORDER BY path"
    return {row[0]: row[1] for row in store.rows(statement, wanted)}


def is_name(store: Store, text: str) -> bool:
    """Return whether a contact goes by just this name, case apart."""
    statement = "SELECT 1 FROM name JOIN contact USING (id) WHERE key = ? LIMIT 1"
    return bool(store.rows(statement, (link_key(text.strip()),)))


def namesakes(store: Store, names: Iterable[str]) -> list[str]:
    """Return the paths of the contacts that go by one of *names*, case and accents apart."""
    wanted = {spelt for name in names for spelt in (fold(name), fold_umlauts(name)) if name}
    rows = store.rows(
        "SELECT DISTINCT key, path FROM name JOIN contact USING (id) JOIN note USING (id)"
    )
    return sorted({path for key, path in rows if {fold(key), fold_umlauts(key)} & wanted})


def timeline(store: Store, contact_id: int) -> Timeline:
    """Return all that is known about one contact."""
    return timelines(store, [contact_id])[0]


def timelines(store: Store, contact_ids: Sequence[int] | None = None) -> list[Timeline]:
    """Return all that is known about contacts, by path; about all of them for None."""
    only = "" if contact_ids is None else f" AND contact.id IN ({_marks(contact_ids)})"
    rows = store.rows(
        "SELECT id, doc, standing FROM note JOIN contact USING (id) WHERE kind = 'contact'"
        f"{only} ORDER BY note.path",
        tuple(contact_ids or ()),
    )
    found = {row[0]: codec.unpack_note(row[1]) for row in rows}
    standings = codec.load_standings([row[2] for row in rows])
    links = _Links(store, found, everybody=contact_ids is None)
    return [
        _timeline(number, note, standing=standing, links=links)
        for (number, note), standing in zip(found.items(), standings, strict=True)
    ]


def search(store: Store, words: str, *, limit: int) -> list[Hit]:
    """Return the notes that hold every one of *words*, the best first; a word may be cut short."""
    terms = [{fold(word), fold_umlauts(word)} for word in _WORD.findall(words)]
    if not terms:
        return []
    match = " ".join(
        "(" + " OR ".join(f'"{word}"*' for word in sorted(options)) + ")" for options in terms
    )
    rows = store.rows(
        "SELECT id, bm25(words, 10.0, 1.0) FROM words JOIN note ON note.id = words.rowid"
        " WHERE words MATCH ? ORDER BY 2, path LIMIT ?",
        (match.replace(") (", ") AND ("), limit),
    )
    return [_hit(load_note(store, number), terms, score=-score) for number, score in rows]


def problems(store: Store) -> list[Problem]:
    """Return every problem in the vault, by path, line and column."""
    rows = store.rows("SELECT path, line, col, code, message FROM problem JOIN note USING (id)")
    found = [Problem.of_row(row) for row in rows]
    found += walk_problems(store)
    found += [
        Problem(path, 1, 1, "stale", _("what was read before the note broke still counts"))
        for path in status.stale_paths(store)
    ]
    for path, line, column, target, paths in store.rows(
        "SELECT path, line, col, target, ambiguous FROM link JOIN note USING (id)"
        " WHERE ambiguous IS NOT NULL AND kind NOT IN ('report', 'template')"
    ):
        said = _(
            "{link} may be {paths}; name the folder too",
            link=f"[[{target}]]",
            paths=_(" or ").join(paths.split("\n")),
        )
        found.append(Problem(path, line, column, "ambiguous-link", said))
    return sorted(set(found))


def dated_notes(store: Store, *, since: date, until: date) -> list[Upcoming]:
    """Return the dated notes from *since* to *until* that name contacts, in order."""
    rows = store.rows(
        "SELECT DISTINCT note.id, other.path, other.title FROM note JOIN link ON link.id = note.id"
        " JOIN note AS other ON other.id = link.target_id"
        " WHERE note.day BETWEEN ? AND ? AND other.kind = 'contact' AND note.kind != 'contact'"
        " AND link.role IN ('attendee', 'mention') ORDER BY note.day, note.path, other.title",
        (since.isoformat(), until.isoformat()),
    )
    people: dict[int, list[tuple[str, str]]] = {}
    for number, path, title in rows:
        people.setdefault(number, []).append((path, title))
    found = []
    for number, who in people.items():
        note = load_note(store, number)
        if note.day:
            found.append(Upcoming(note.path, note.title, note.day, note.event, tuple(who)))
    return found


class _Links:
    """The links to and from some contacts, and the notes they stand in."""

    def __init__(self, store: Store, found: Mapping[int, Note], *, everybody: bool) -> None:
        some = "" if everybody else f" IN ({_marks(found)})"
        ids = () if everybody else tuple(found)
        self._to: dict[int, list[tuple[int, str | None, str, str, int]]] = {}
        for target, *link in store.rows(
            "SELECT target_id, note.id, note.day, note.kind, link.role, link.line FROM link"
            f" JOIN note ON note.id = link.id WHERE link.target_id{some or ' IS NOT NULL'}"
            " ORDER BY note.path, link.line",
            ids,
        ):
            self._to.setdefault(target, []).append(tuple(link))
        self._from: dict[int, set[str]] = {}
        for source, path in store.rows(
            "SELECT link.id, path FROM link JOIN note ON note.id = target_id"
            f" WHERE target_id IS NOT NULL{f' AND link.id{some}' if some else ''}",
            ids,
        ):
            self._from.setdefault(source, set()).add(path)
        self._store = store
        self._notes = dict(found)

    def to(self, contact_id: int) -> list[tuple[int, str | None, str, str, int]]:
        """Return source, its day and kind, role and line of each link to a contact."""
        return self._to.get(contact_id, [])

    def targets(self, contact_id: int) -> set[str]:
        """Return the paths that a contact's note links to."""
        return self._from.get(contact_id, set())

    def note(self, note_id: int) -> Note:
        """Return a note, loaded once."""
        if note_id not in self._notes:
            self._notes[note_id] = load_note(self._store, note_id)
        return self._notes[note_id]


def _timeline(contact_id: int, note: Note, *, standing: Standing, links: _Links) -> Timeline:
    from vault_tools.index.standings import meeting  # noqa: PLC0415 - it brings the rules too

    ignored = note.contact is not None and note.contact.ignore_mentions
    met: dict[int, Interaction] = {}
    promises = list(note.promises)
    backlinks = set()
    for source, day, kind, role, line in links.to(contact_id):
        if source == contact_id:
            continue
        other = links.note(source)
        backlinks.add(other.path)
        if kind in {"contact", "report", "template"}:
            continue
        promises += [task for task in other.promises if task.line == line]
        if day and role in {"attendee", "mention"} and not ignored:
            met.setdefault(source, meeting(other, day=date.fromisoformat(day), line=line))
    return Timeline(
        note=note,
        standing=standing,
        interactions=tuple(sorted((*note.log, *met.values()), key=_newest_first)),
        promises=tuple(dict.fromkeys(promises)),
        links=tuple(sorted(links.targets(contact_id))),
        backlinks=tuple(sorted(backlinks)),
    )


def _newest_first(item: Interaction) -> tuple[int, str, int]:
    return (-item.on.toordinal(), item.path, item.line)


def _labels(store: Store, ids: list[int]) -> list[tuple[str, str]]:
    """Return title and path of each note."""
    rows = store.rows(
        f"SELECT title, path FROM note WHERE id IN ({_marks(ids)}) ORDER BY path", ids
    )
    return [(title, path) for title, path in rows]


def _at(store: Store, paths: Iterable[str], *, column: str) -> Iterator[Any]:
    """Yield a column of the contacts at *paths*, in batches: SQLite takes only so many at once."""
    wanted = list(paths)
    statement = f"SELECT {column} FROM note JOIN contact USING (id) WHERE path IN ({{}})"
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        yield from (row[0] for row in store.rows(statement.format(_marks(batch)), batch))


def _marks(items: Sized) -> str:
    return ",".join("?" * len(items))


def _hit(note: Note, terms: list[set[str]], *, score: float) -> Hit:
    """Return the hit with the line in which most of the words stand."""
    best, best_count, best_line = note.title, 0, 1
    for offset, row in enumerate(note.text.split("\n")):
        folded = (fold(row), fold_umlauts(row))
        count = sum(any(word in text for word in options for text in folded) for options in terms)
        if count > best_count:
            best, best_count, best_line = row.strip(), count, note.text_line + offset
    return Hit(note.path, note.title, best_line, best, round(score, 3))
