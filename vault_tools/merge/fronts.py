"""Merging two versions of a note's front matter, property by property."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vault_tools.edit.fields import add_item, items_of, remove_field, remove_item
from vault_tools.edit.front import front_of
from vault_tools.edit.line_ends import line_end_of, lines_of
from vault_tools.errors import UneditableError
from vault_tools.frontmatter import split
from vault_tools.frontmatter.layout import Field, Shape, layout
from vault_tools.language import _
from vault_tools.parse.synonyms import meaning_of
from vault_tools.parse.values import read_day

_LISTS = (Shape.FLOW_LIST, Shape.BLOCK_LIST)
_MANY = frozenset({"aliases", "tags", "email", "phone", "goals", "introduced_by", "avoid"})
"""Properties that may hold several values, whether they do or not."""
_LATER = frozenset({"last_contact"})
"""Properties of whose two days the later one is right."""
_OURS, _MIDDLE, _THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


@dataclass(frozen=True, slots=True)
class MergedFront:
    """A front matter made of two."""

    head: str
    """The front matter with its fences."""
    conflicts: tuple[str, ...] = ()
    """Properties that both have changed, each in its own way; they stand between markers."""


@dataclass(frozen=True, slots=True)
class _Versions:
    """What three versions of a note write for each property: all its lines."""

    base: Mapping[str, str]
    ours: Mapping[str, str]
    theirs: Mapping[str, str]

    def changed_by_both(self, name: str) -> bool:
        base, mine, others = (each.get(name) for each in (self.base, self.ours, self.theirs))
        return base != mine != others != base

    def is_theirs(self, name: str) -> bool:
        """Return whether they have changed it, and we have not."""
        mine = self.ours.get(name)
        return self.base.get(name) == mine != self.theirs.get(name)


def merged_front(
    base: str, *, ours: str, theirs: str, meanings: Mapping[str, str]
) -> MergedFront | None:
    """Return *ours* with what *theirs* has changed in its properties since *base*.

    A property that only one side has changed is that side's. Lists that both have changed are
    merged as sets, and ``last_contact`` is the later day; anything else that both have changed is
    a conflict. Comments, order and layout are ours. None where a front matter can't be edited by
    line, or one of the two has none.

    *meanings* are the properties that are meant, by key.
    """
    try:
        versions = _Versions(_written(base), _written(ours), _written(theirs))
        text, conflicts = ours, []
        for name in dict.fromkeys([*versions.ours, *versions.theirs]):
            if versions.is_theirs(name):
                text = _taken(text, name, versions=versions)
            elif versions.changed_by_both(name):
                merged = _joined(text, name, texts=(base, theirs), meanings=meanings)
                text = text if merged is None else merged
                conflicts += [name] if merged is None else []
        return MergedFront(_marked(text, conflicts, theirs=versions.theirs), tuple(conflicts))
    except UneditableError:
        return None


def _written(text: str) -> dict[str, str]:
    """Return the lines of each property, with plain line ends.

    Raises:
        UneditableError: A property stands there twice, or can't be told from the rest.
    """
    if not text:
        return {}
    front_of(text)  # refuses what can't be read
    block = _block(text)
    found = layout(block)
    names = [field.name for field in found.fields]
    if found.obstacle or len(names) != len(set(names)):
        raise UneditableError(found.obstacle or _("a property is set twice"), line=1)
    return {field.name: _plain(block[field.start : field.end]) for field in found.fields}


def _plain(text: str) -> str:
    rows = [row.rstrip("\r\n") for row in lines_of(text)]
    return "".join(f"{row}\n" for row in rows)


def _block(text: str) -> str:
    parts = split(text)
    if not parts.has_block:
        msg = _("there is no front matter")
        raise UneditableError(msg, line=1)
    return parts.block


def _taken(text: str, name: str, *, versions: _Versions) -> str:
    """Return *text* with their version of a property: changed, added or removed."""
    rows = versions.theirs.get(name)
    if rows is None:
        return remove_field(text, name)
    written = rows.replace("\n", line_end_of(text))
    front, field = front_of(text), _field(text, name)
    if field:
        return front.spliced(field.start, field.end, new=written)
    at = _after_neighbour(text, name, order=list(versions.theirs))
    return front.spliced(at, at, new=written)


def _after_neighbour(text: str, name: str, *, order: Sequence[str]) -> int:
    """Return where a new property goes: behind the one that precedes it there, else at the end."""
    for before in reversed(order[: order.index(name)]):
        field = _field(text, before)
        if field:
            return field.end
    return len(_block(text))


def _field(text: str, name: str) -> Field | None:
    front_of(text)  # refuses what can't be read
    return next((field for field in layout(_block(text)).fields if field.name == name), None)


def _joined(
    text: str, name: str, *, texts: tuple[str, str], meanings: Mapping[str, str]
) -> str | None:
    """Return *text* with both changes of a property in one, or None where they contradict."""
    meaning = meaning_of(name, meanings)
    base, theirs = texts
    fields = [_field(text, name), _field(theirs, name)]
    if None in fields or (base and any(field and field.obstacle for field in fields)):
        return None
    if meaning in _LATER:
        return _later(text, name, theirs=theirs)
    is_list = any(field and field.shape in _LISTS for field in fields) or meaning in _MANY
    if not is_list or any(field and field.shape is Shape.OTHER for field in fields):
        return None
    known = items_of(base, name) if base else []
    wanted = items_of(theirs, name)
    for item in wanted:
        if item not in known:
            text = add_item(text, name, item=item)
    for item in known:
        if item not in wanted:
            text = remove_item(text, name, item=item)
    return text


def _later(text: str, name: str, *, theirs: str) -> str | None:
    days = [" ".join(items_of(each, name)) for each in (text, theirs)]
    try:
        ours, other = (read_day(day) for day in days)
    except ValueError:
        return None
    if ours >= other:
        return text
    front, field = front_of(text), _field(text, name)
    rows = _written(theirs)[name].replace("\n", line_end_of(text))
    return front.spliced(field.start, field.end, new=rows) if field else None


def _marked(text: str, conflicts: Sequence[str], *, theirs: Mapping[str, str]) -> str:
    """Return the front matter with our and their version of each conflict between markers."""
    ending = line_end_of(text)
    places = sorted(_places(text, conflicts), key=lambda place: place[0], reverse=True)
    parts = split(text)
    block = parts.block
    for start, end, name in places:
        rows = (_OURS, _MIDDLE, _THEIRS)
        ours, middle, last = (f"{row}{ending}" for row in rows)
        other = theirs.get(name, "").replace("\n", ending)
        block = f"{block[:start]}{ours}{block[start:end]}{middle}{other}{last}{block[end:]}"
    return parts.opening + block + parts.closing


def _places(text: str, conflicts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for name in conflicts:
        field = _field(text, name)
        at = len(_block(text))
        yield (field.start, field.end, name) if field else (at, at, name)
