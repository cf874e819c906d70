"""What follows from several notes at once: what links point to, and how contacts stand.

`Relations` collects what a refresh touches and settles it at its end: links whose target appeared,
moved or went are resolved again, and contacts who are linked from a changed note are dated again.
"""

import re
from collections.abc import Iterable
from datetime import date

from vault_tools import links as wikilinks
from vault_tools.config import Config
from vault_tools.followups import candidates_from, settled_on
from vault_tools.index import codec
from vault_tools.index.found import ALIAS, EMAIL, NAME, STEM, note_names, note_words, texts
from vault_tools.index.store import Row, Store
from vault_tools.method.favours import brought, favour_days
from vault_tools.model import (
    Attempt,
    Contact,
    Interaction,
    Note,
    NoteKind,
    Promise,
    Standing,
    Talk,
)
from vault_tools.names import link_key

_KEPT_TALKS = 3
_KEPT_NOTES = 2000
_BULLET = re.compile(r"[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?(?:\[.\][ \t]+)?")
_DAY_AHEAD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ _-]*")
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

    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config
        self._bases: set[str] = set()
        """Keys under which notes appeared or went."""
        self._changed: set[int] = set()
        """Notes whose links are new."""
        self._redated: set[int] = set()
        """Notes that are linked from what changed, or changed themselves."""
        self._names: dict[str, list[tuple[int, int, str]]] = {}
        self._docs: dict[int, Note] = {}

    def add(self, note_id: int, note: Note) -> None:
        """Add the details of a note whose row has just been inserted."""
        names = list(note_names(note))
        self._store.insert_details(
            note_id,
            names=names,
            links=note.links,
            problems=note.problems,
            words=note_words(note),
        )
        self._bases.update(key for key, level in names if level != EMAIL)
        self._changed.add(note_id)
        self._redated.add(note_id)
        if note.kind is NoteKind.CONTACT and len(self._docs) < _KEPT_NOTES:
            self._docs[note_id] = note

    def remove(self, note_id: object) -> None:
        """Remove a note and its details."""
        number = int(str(note_id))
        note = load_note(self._store, number)
        self._bases.update(key for key, level in note_names(note) if level != EMAIL)
        targets = "SELECT target_id FROM link WHERE id = ? AND target_id IS NOT NULL"
        self._redated.update(row[0] for row in self._store.rows(targets, (number,)))
        sources = "SELECT id FROM link WHERE target_id = ?"
        self._redated.update(row[0] for row in self._store.rows(sources, (number,)))
        self._store.delete_note(number, words=note_words(note))
        self._redated.discard(number)
        self._changed.discard(number)
        self._docs.pop(number, None)

    def settle(self) -> None:
        """Resolve links and date contacts, for all that was touched."""
        for batch in _batches(self._changed):
            marks = _marks(batch)
            self._resolve(
                f"SELECT rowid, id, target, base, target_id FROM link WHERE id IN ({marks})", batch
            )
        for batch in _batches(self._bases):
            marks = _marks(batch)
            self._resolve(
                f"SELECT rowid, id, target, base, target_id FROM link WHERE base IN ({marks})",
                batch,
            )
        for batch in _batches(self._redated):
            self._date(batch)

    def _resolve(self, statement: str, parameters: list[object]) -> None:
        for rowid, source, target, base, before in self._store.rows(statement, parameters):
            found = self._candidates(target, base)
            target_id = found[0][0] if len(found) == 1 else None
            paths = "\n".join(sorted(path for _, path in found)) if len(found) > 1 else None
            self._store.resolve_link(rowid, target_id=target_id, ambiguous=paths)
            if target_id != before or source in self._changed:
                self._redated.update(item for item in (before, target_id, source) if item)

    def _candidates(self, target: str, base: str) -> list[tuple[int, str]]:
        """Return the notes that *target* names: by path, else by file name, else by alias."""
        wanted = link_key(target.removesuffix(".md")).strip("/ ")
        while wanted.startswith(("./", "../")):
            wanted = wanted.partition("/")[2]
        named = self._named(base)
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

    def _named(self, key: str) -> list[tuple[int, int, str]]:
        found = self._names.get(key)
        if found is None:
            statement = (
                "SELECT name.id, level, path FROM name JOIN note ON note.id = name.id"
                " WHERE key = ? AND level < ?"
            )
            found = self._names[key] = self._store.rows(statement, (key, EMAIL))
        return found

    def _date(self, batch: list[object]) -> None:
        """Work out how the contacts among *batch* stand."""
        marks = _marks(batch)
        rows = self._store.rows(
            f"SELECT id, path, doc FROM note WHERE kind = 'contact' AND id IN ({marks})", batch
        )
        if not rows:
            return
        mentions = _grouped(self._store.rows(_MENTIONS.format(marks), batch))
        tasks = _grouped(self._store.rows(_TASKS.format(marks), batch))
        introduced = _grouped(self._store.rows(_INTRODUCED.format(marks), batch))
        degrees: dict[int, int] = dict(self._store.rows(_DEGREES.format(marks), [*batch, *batch]))
        events = _grouped(self._store.rows(_EVENTS.format(marks), batch))
        for note_id, _path, doc in rows:
            note = self._docs.get(note_id) or codec.unpack_note(doc)
            standing = self._standing(
                note,
                mentions=mentions.get(note_id, []),
                tasks=tasks.get(note_id, []),
                introduced=introduced.get(note_id, []),
                degree=degrees.get(note_id, 0),
                met=_met(note, dict(events.get(note_id, []))),
            )
            self._keep(note_id, standing)

    def _keep(self, note_id: int, standing: Standing) -> None:
        bound = candidates_from(standing, rules=self._config.rules)
        settled = settled_on(standing)
        birthday = (
            standing.birthday.text[-5:] if standing.birthday and standing.birthday.day else None
        )
        self._store.keep_contact(
            (
                note_id,
                bound.isoformat() if bound else None,
                settled.isoformat() if settled else None,
                birthday,
                codec.dump_standing(standing),
            )
        )

    def _standing(
        self,
        note: Note,
        *,
        mentions: list[Row],
        tasks: list[Row],
        introduced: list[Row],
        degree: int,
        met: date | None,
    ) -> Standing:
        contact = note.contact or Contact(name=note.title)
        meetings = [] if contact.ignore_mentions else self._meetings(mentions)
        interactions = [*note.log, *meetings]
        touched = {item.on for item in interactions if item.attempt is None}
        touched |= {day for day in (met, contact.last_contact) if day}
        tried = sorted(item.on for item in interactions if item.attempt)
        declined = sorted(item.on for item in interactions if item.attempt is Attempt.DECLINED)
        named = [(self._note(source), line) for source, line in introduced]
        gave_days, got_days = favour_days(
            interactions, path=note.path, brought=brought(note, linking=named)
        )
        open_tasks = [task for task in note.promises if not task.done]
        open_tasks += [found for source, line in tasks for found in self._tasks_on(source, line)]
        return Standing(
            path=note.path,
            name=contact.name,
            tier=contact.tier,
            cadence=contact.cadence,
            unpaced=contact.unpaced,
            status=contact.status,
            private=contact.private,
            channel=contact.channel,
            avoid=contact.avoid,
            boundaries=contact.boundaries,
            company=contact.company,
            email=contact.email[0] if contact.email else None,
            phone=contact.phone[0] if contact.phone else None,
            birthday=contact.birthday,
            met=met,
            met_at=contact.met_at,
            follow_up=contact.follow_up,
            snooze_until=contact.snooze_until,
            contact_days=tuple(sorted(touched)),
            attempt_days=tuple(tried),
            declined_days=tuple(declined),
            gave_days=gave_days,
            got_days=got_days,
            news=contact.news,
            talks=_talks(interactions),
            promises=tuple(open_tasks),
            degree=degree,
        )

    def _meetings(self, mentions: list[Row]) -> list[Interaction]:
        """Return one interaction for each dated note, with the line that mentions them first."""
        first = {source: (day, line) for day, source, line in reversed(mentions)}
        return [
            meeting(self._note(source), day=date.fromisoformat(day), line=line)
            for source, (day, line) in first.items()
        ]

    def _tasks_on(self, source: int, line: int) -> list[Promise]:
        return [task for task in self._note(source).promises if task.line == line and not task.done]

    def _note(self, note_id: int) -> Note:
        if note_id not in self._docs:
            self._docs[note_id] = load_note(self._store, note_id)
        return self._docs[note_id]


def load_note(store: Store, note_id: int) -> Note:
    """Return a note as the index keeps it."""
    return codec.unpack_note(store.rows("SELECT doc FROM note WHERE id = ?", (note_id,))[0][0])


def meeting(note: Note, *, day: date, line: int) -> Interaction:
    """Return the interaction that a dated note is to somebody who is named on *line*.

    Its text is that line, or for somebody who is named above the text, the title and first line.
    """
    rows = note.text.split("\n")
    index = line - note.text_line
    text = _bare(rows[index]) if 0 <= index < len(rows) else ""
    if not text:
        title = _DAY_AHEAD.sub("", note.title)
        first = next((row for row in rows if row.strip() and not row.startswith("#")), "")
        text = ": ".join(part for part in (title, _bare(first)) if part)
    return Interaction(on=day, channel=note.channel, text=text, path=note.path, line=line)


def _met(note: Note, events: dict[str, str]) -> date | None:
    """Return the day of the first meeting; without one, that of the event that ``met_at`` links to.

    *events* are the days of those that the note's properties link to, by how they are written.
    """
    contact = note.contact
    if contact is None or contact.met or not contact.met_at:
        return contact.met if contact else None
    written = (wikilinks.parse(text) for text in texts(note.properties))
    where = next((link.target for link in written if link and link.shown == contact.met_at), "")
    return date.fromisoformat(events[where]) if where in events else None


def _bare(row: str) -> str:
    """Return a line without the bullet and check box before it."""
    return _BULLET.sub("", row, count=1).strip()


def _talks(interactions: list[Interaction]) -> tuple[Talk, ...]:
    """Return what was said last, the newest first; declined attempts say nothing to pick up."""
    said = [item for item in interactions if item.text and item.attempt is not Attempt.DECLINED]
    said.sort(key=lambda item: (item.on, item.path, -item.line), reverse=True)
    return tuple(
        Talk(item.on, item.channel, item.text.split("\n")[0], item.path)
        for item in said[:_KEPT_TALKS]
    )


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
