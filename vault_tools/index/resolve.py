"""What follows from several notes at once: what links point to, and how contacts stand.

`Relations` collects what a refresh touches and settles it at its end: links whose target appeared,
moved or went are resolved again, and contacts who are linked from a changed note are dated again.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vault_tools.config import Config
from vault_tools.index.codec import load_note, load_notes, pack_note
from vault_tools.index.entries import Entry
from vault_tools.index.found import ALIAS, EMAIL, NAME, STEM, note_names, note_words
from vault_tools.index.standings import contact_row, meeting, met_on, standing_of
from vault_tools.index.store import Row, Store
from vault_tools.model import Interaction, Note, Promise
from vault_tools.names import link_key

_KEPT_NOTES = 2000
_KEPT_NAMES = 20_000
_MENTIONS = """
    SELECT link.target_id, note.day, note.id, link.line FROM link JOIN note ON note.id = link.id
    WHERE link.target_id IN ({}) AND note.day IS NOT NULL AND link.role IN ('attendee', 'mention')
    AND note.kind NOT IN ('contact', 'report', 'template') ORDER BY note.day DESC, note.path, line
"""
_TASKS = """
    SELECT DISTINCT link.target_id, note.id, link.line FROM link JOIN note ON note.id = link.id
    WHERE link.target_id IN ({}) AND link.role = 'task'
    AND note.kind NOT IN ('contact', 'report', 'template') ORDER BY note.path, line
"""
_INTRODUCED = """
    SELECT DISTINCT link.target_id, note.id, own.line FROM link JOIN note ON note.id = link.id
    LEFT JOIN link AS own ON own.id = link.target_id AND own.target_id = link.id
    WHERE link.target_id IN ({}) AND link.role = 'property' AND note.kind = 'contact'
    AND note.id != link.target_id
"""
_DEGREES = """
    SELECT one, count(DISTINCT other) FROM (
        SELECT target_id AS one, id AS other FROM link WHERE target_id IN ({0})
        UNION SELECT id, target_id FROM link WHERE id IN ({0}) AND target_id IS NOT NULL
    ) WHERE one != other GROUP BY one
"""
_EVENTS = """
    SELECT link.id, link.target, event.day FROM link JOIN note AS event ON event.id = link.target_id
    WHERE link.id IN ({}) AND link.role = 'property' AND event.kind = 'event'
    AND event.day IS NOT NULL ORDER BY event.day
"""
_BATCH = 500


class Relations:
    """What one refresh has touched so far."""

    def __init__(self, store: Store, config: Config, *, everything: bool) -> None:
        self._store = store
        self._config = config
        self._everything = everything
        """Whether every note is new, so that no link of another one can be touched."""
        self._bases: set[str] = set()
        """Keys under which notes appeared or went."""
        self._changed: set[int] = set()
        """Notes that are new in this form: their links lead nowhere yet."""
        self._redated: set[int] = set()
        """Notes that are linked from what changed, or changed themselves."""
        self._names: dict[str, list[tuple[int, int, str]]] = {}
        self._docs: dict[int, Note] = {}

    def add(self, note_id: int, entry: Entry) -> None:
        """Take in a note that has just been stored."""
        if not self._everything:
            self._bases.update(key for key, level in entry.names if level != EMAIL)
        self._changed.add(note_id)
        self._redated.add(note_id)

    def remove(self, number: int) -> None:
        """Remove a note and its details."""
        note = load_note(self._store, number, with_log=False)
        names = list(note_names(note))
        self._bases.update(key for key, level in names if level != EMAIL)
        targets = "SELECT target_id FROM link WHERE id = ? AND target_id IS NOT NULL"
        self._redated.update(row[0] for row in self._store.rows(targets, (number,)))
        sources = "SELECT id FROM link WHERE target_id = ?"
        self._redated.update(row[0] for row in self._store.rows(sources, (number,)))
        self._store.delete_note(number, keys=[key for key, _ in names], words=note_words(note))
        self._redated.discard(number)
        self._changed.discard(number)
        self._docs.pop(number, None)

    def hide(self, number: int) -> None:
        """Make a contact private whose note says so, but can't be read otherwise."""
        note = load_note(self._store, number)
        if note.contact:
            hidden = replace(note, contact=replace(note.contact, private=True))
            self._store.keep_doc(number, pack_note(hidden))
            self._docs.pop(number, None)
            self._redated.add(number)

    def settle(self) -> None:
        """Resolve links and date contacts, for all that was touched."""
        statement = (
            "SELECT rowid, id, target, base, target_id, ambiguous FROM link WHERE {} IN ({})"
        )
        for batch in _batches(self._changed):
            self._resolve(self._store.rows(statement.format("id", _marks(batch)), batch))
        for batch in _batches(self._bases):
            rows = self._store.rows(statement.format("base", _marks(batch)), batch)
            self._resolve([row for row in rows if row[1] not in self._changed])
        for batch in _batches(self._redated):
            self._date(batch)

    def _resolve(self, rows: list[Row]) -> None:
        self._load_names({row[3] for row in rows})
        found = []
        for rowid, source, target, base, *before in rows:
            notes = self._candidates(target, base)
            target_id = notes[0][0] if len(notes) == 1 else None
            paths = "\n".join(sorted(path for _, path in notes)) if len(notes) > 1 else None
            if [target_id, paths] != before:
                found.append((target_id, paths, rowid))
            if target_id != before[0] or source in self._changed:
                self._redated.update(item for item in (before[0], target_id, source) if item)
        self._store.resolve_links(found)

    def _candidates(self, target: str, base: str) -> list[tuple[int, str]]:
        """Return the notes that *target* names: by path, else by file name, else by alias."""
        wanted = link_key(target.removesuffix(".md")).strip("/ ")
        while wanted.startswith(("./", "../")):
            wanted = wanted.partition("/")[2]
        named = self._names[base]
        stems = [(number, path) for number, level, path in named if level == STEM]
        exact = [item for item in stems if _path_key(item[1]) == wanted]
        if exact:
            return exact
        if "/" in wanted:
            return [item for item in stems if _path_key(item[1]).endswith(f"/{wanted}")]
        for levels in ((STEM,), (ALIAS,), (NAME,)):
            found = {(number, path) for number, level, path in named if level in levels}
            if found:
                return sorted(found)
        return []

    def _load_names(self, keys: set[str]) -> None:
        """Load the notes that go by each of *keys*; names are settled by now and stay."""
        if len(self._names) > _KEPT_NAMES:
            self._names.clear()
        for batch in _batches(keys - self._names.keys()):
            self._names.update((str(key), []) for key in batch)
            statement = (
                "SELECT key, name.id, level, path FROM name JOIN note ON note.id = name.id"
                f" WHERE key IN ({_marks(batch)}) AND level < {EMAIL}"
            )
            for key, *named in self._store.rows(statement, batch):
                self._names[key].append((named[0], named[1], named[2]))

    def _date(self, batch: list[object]) -> None:
        """Work out how the contacts among *batch* stand."""
        marks = _marks(batch)
        statement = f"SELECT id FROM note WHERE kind = 'contact' AND id IN ({marks})"
        contacts = [row[0] for row in self._store.rows(statement, batch)]
        if not contacts:
            return
        mentions = _grouped(self._store.rows(_MENTIONS.format(marks), batch))
        tasks = _grouped(self._store.rows(_TASKS.format(marks), batch))
        introduced = _grouped(self._store.rows(_INTRODUCED.format(marks), batch))
        degrees: dict[int, int] = dict(self._store.rows(_DEGREES.format(marks), [*batch, *batch]))
        events = _grouped(self._store.rows(_EVENTS.format(marks), batch))
        # Those who are new, and of whom nobody else tells, stand as their own note says.
        told = mentions.keys() | tasks.keys() | introduced.keys() | events.keys()
        alone = {number for number in contacts if number in self._changed} - told
        self._store.keep_degrees([(degrees.get(number, 0), number) for number in alone])
        told_of = [number for number in contacts if number not in alone]
        sources = {source for rows in mentions.values() for _, source, _ in rows}
        for groups in (tasks, introduced):
            sources.update(source for rows in groups.values() for source, _ in rows)
        self._load_notes(sources.union(told_of))
        found = []
        for number in told_of:
            note = self._note(number)
            standing = standing_of(
                note,
                met=met_on(note, dict(events.get(number, []))),
                meetings=self._meetings(mentions.get(number, [])),
                tasks=self._tasks(tasks.get(number, [])),
                introduced=[
                    (self._note(source), line) for source, line in introduced.get(number, [])
                ],
                degree=degrees.get(number, 0),
            )
            found.append((number, *contact_row(standing, rules=self._config.rules)))
        self._store.keep_contacts(found)

    def _meetings(self, mentions: list[Row]) -> list[Interaction]:
        """Return one interaction for each dated note, with the line that mentions them first."""
        first = {source: (day, line) for day, source, line in reversed(mentions)}
        return [
            meeting(self._note(source), day=date.fromisoformat(day), line=line)
            for source, (day, line) in first.items()
        ]

    def _tasks(self, places: list[Row]) -> list[Promise]:
        """Return the open tasks on the lines that *places* name."""
        return [
            task
            for source, line in places
            for task in self._note(source).promises
            if task.line == line and not task.done
        ]

    def _load_notes(self, ids: set[int]) -> None:
        """Load what is about to be asked for, in one go and as far as there is room."""
        if len(self._docs) + len(ids) > _KEPT_NOTES:
            self._docs.clear()
        for batch in _batches(sorted(ids - self._docs.keys())[:_KEPT_NOTES]):
            self._docs.update(load_notes(self._store, batch))

    def _note(self, note_id: int) -> Note:
        if note_id not in self._docs:
            if len(self._docs) >= _KEPT_NOTES:
                self._docs.clear()
            self._docs[note_id] = load_note(self._store, note_id)
        return self._docs[note_id]


def _path_key(path: str) -> str:
    return link_key(path.removesuffix(".md"))


def _grouped(rows: list[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for key, *rest in rows:
        groups.setdefault(key, []).append(tuple(rest))
    return groups


def _batches(items: Iterable[object]) -> Iterable[list[object]]:
    ordered = sorted(items)  # type: ignore[type-var]
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


def _marks(batch: list[object]) -> str:
    return ",".join("?" * len(batch))
