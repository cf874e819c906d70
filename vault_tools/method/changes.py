"""What has changed between two times: who is new, who changed jobs, whom I met, what was kept."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from vault_tools.model import Contact, Interaction, Note, NoteKind, Promise, Role, Timeline
from vault_tools.names import fold, link_key
from vault_tools.records import dataclass

_UNDATED = frozenset({NoteKind.CONTACT, NoteKind.REPORT, NoteKind.TEMPLATE})
"""Kinds of notes that are no meeting, whatever day they are about."""
_PRESENT = frozenset({Role.ATTENDEE, Role.MENTION})
_Key = TypeVar("_Key", bound=Hashable)


class Who(NamedTuple):
    """A contact that something is told of."""

    name: str
    path: str


class Move(NamedTuple):
    """A contact who works elsewhere, or as something else."""

    who: Who
    company: tuple[str | None, str | None]
    """Before and after."""
    role: tuple[str | None, str | None]


class Meeting(NamedTuple):
    """One time that I was in touch with a contact."""

    who: Who
    interaction: Interaction


class Kept(NamedTuple):
    """A promise that is kept."""

    who: Who
    promise: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has changed."""

    new: tuple[tuple[Who, Contact], ...] = ()
    moves: tuple[Move, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    """The latest first."""
    kept: tuple[Kept, ...] = ()
    gone: tuple[Who, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Return whether there is nothing to tell."""
        return not (self.new or self.moves or self.meetings or self.kept or self.gone)


def changes(
    timelines: Sequence[Timeline],
    *,
    before: Mapping[str, Note],
    same: frozenset[str],
    today: date,
) -> Changes:
    """Return what differs between then and now.

    *before* has the notes that were others then, or are gone, by path; notes at the paths in *same*
    are as they were. What is planned for after *today* has not happened. Of who is private, nothing
    is told.
    """
    known = {each.note.path for each in timelines}
    found = _Comparison(before, same=same, today=today, known=known)
    for timeline in timelines:
        found.compare(timeline)
    return found.changes()


class _Comparison:
    """The comparison of all contacts, one after the other."""

    def __init__(
        self, before: Mapping[str, Note], *, same: frozenset[str], today: date, known: set[str]
    ) -> None:
        self._before = before
        self._same = same
        self._today = today
        self._missing = {
            path: note for path, note in before.items() if note.contact and path not in known
        }
        """The notes of contacts that are not where they were."""
        self._linked: dict[date, list[list[str]]] = {}
        """By day, what each dated note of then linked to."""
        for note in before.values():
            if note.day and note.kind not in _UNDATED:
                targets = [_target(link.target) for link in note.links if link.role in _PRESENT]
                self._linked.setdefault(note.day, []).append(targets)
        self._new: list[tuple[Who, Contact]] = []
        self._moves: list[Move] = []
        self._meetings: list[Meeting] = []
        self._kept: list[Kept] = []

    def changes(self) -> Changes:
        """Return what was found."""
        return Changes(
            new=tuple(self._new),
            moves=tuple(self._moves),
            meetings=tuple(
                sorted(self._meetings, key=lambda each: each.interaction.on, reverse=True)
            ),
            kept=tuple(self._kept),
            gone=tuple(
                Who(note.title, path)
                for path, note in sorted(self._missing.items())
                if note.contact and not note.contact.private
            ),
        )

    def compare(self, timeline: Timeline) -> None:
        """Find what is to be told of one contact."""
        note, contact = timeline.note, timeline.note.contact
        if contact is None:
            return
        who = Who(contact.name, note.path)
        old = self._note_of(note, contact)
        if contact.private:
            return
        is_new = old is None and note.path not in self._same
        if is_new:
            self._new.append((who, contact))
        elif old and old.contact:
            self._compare_work(who, contact, old=old.contact)
        self._meetings += [Meeting(who, each) for each in self._met(timeline, old)]
        self._kept += [Kept(who, each) for each in self._done(timeline, old, is_new=is_new)]

    def _note_of(self, note: Note, contact: Contact) -> Note | None:
        """Return the note as it was, if it was a contact's; one that was moved is found by name."""
        old = self._before.get(note.path)
        if old:
            return old if old.contact else None
        if note.path in self._same:
            return None
        for path, gone in self._missing.items():
            if gone.contact and _is_one(gone.contact, contact):
                return self._missing.pop(path)
        return None

    def _compare_work(self, who: Who, new: Contact, *, old: Contact) -> None:
        company, role = (old.company, new.company), (old.role, new.role)
        differs = any(now and fold(now) != fold(was or "") for was, now in (company, role))
        # To learn where somebody works is no change of jobs.
        if differs and (old.company or old.role):
            self._moves.append(Move(who, company, role))

    def _met(self, timeline: Timeline, old: Note | None) -> Iterator[Interaction]:
        """Yield the contacts that were not noted then: in the log, or in a dated note."""
        new = [
            each
            for each in timeline.interactions
            if not each.attempt and each.on <= self._today and each.path not in self._same
        ]
        logged = [each for each in new if each.path == timeline.note.path]
        known = Counter(map(_entry, old.log)) if old else Counter[tuple[object, ...]]()
        yield from _beyond(logged, known=known, key=_entry)
        dated = [each for each in new if each.path != timeline.note.path]
        # A note may have been moved since: what counts is that there was one on that day.
        dated.sort(key=lambda each: each.path not in self._before)
        days = {each.on: self._notes_on(each.on, timeline.note, old) for each in dated}
        yield from _beyond(dated, known=Counter(days), key=lambda each: each.on)

    def _notes_on(self, day: date, note: Note, old: Note | None) -> int:  # noqa: PLR0917 - now, then
        """Return how many dated notes about a *day* led to a contact then."""
        names = {name for each in (note, old) if each for name in _names(each)}
        paths = [f"/{_target(each.path)}" for each in (note, old) if each]
        return sum(
            any(
                any(path.endswith(f"/{target}") for path in paths)
                if "/" in target
                else target in names
                for target in targets
            )
            for targets in self._linked.get(day, ())
        )

    def _done(self, timeline: Timeline, old: Note | None, *, is_new: bool) -> Iterator[Promise]:
        """Yield the promises that are kept and were not."""
        for each in timeline.promises:
            if not each.done or each.path in self._same:
                continue
            note = old if each.path == timeline.note.path else self._before.get(each.path)
            promises = note.promises if note else ()
            was = [one.done for one in promises if _promise(one) == _promise(each)]
            # A note that is new may come from elsewhere, with all that was kept in its life.
            if False in was or (not was and not is_new):
                yield each


def _is_one(old: Contact, new: Contact) -> bool:
    same_address = {fold(each) for each in old.email} & {fold(each) for each in new.email}
    return fold(old.name) == fold(new.name) or bool(same_address)


def _beyond(
    found: Sequence[Interaction], *, known: Counter[_Key], key: Callable[[Interaction], _Key]
) -> Iterator[Interaction]:
    """Yield what there is of each *key* beyond how often it was *known*."""
    for each in found:
        if known[key(each)]:
            known[key(each)] -= 1
        else:
            yield each


def _names(note: Note) -> Iterator[str]:
    """Yield what links may call a contact."""
    yield _target(note.path.rsplit("/", 1)[-1])
    yield from map(link_key, (note.title, *note.aliases))


def _target(text: str) -> str:
    """Return a link's target, or a path, as it is compared."""
    return re.sub(r"^(\.\.?/)+", "", link_key(text.removesuffix(".md")).strip("/ "))


def _entry(each: Interaction) -> tuple[object, ...]:
    return each.on, each.channel, each.text


def _promise(each: Promise) -> tuple[str, bool]:
    return each.text, each.mine
