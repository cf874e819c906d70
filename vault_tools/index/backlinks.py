"""Where the links to a note stand: what has to follow when it goes elsewhere."""

from dataclasses import dataclass, field

from vault_tools.index.store import Store


@dataclass(slots=True)
class Backlinks:
    """The links of one note to another."""

    lines: set[int] = field(default_factory=set)
    """Of the file, counted from 1."""
    targets: set[str] = field(default_factory=set)
    """What they say."""


def backlinks(store: Store, path: str) -> dict[str, Backlinks]:
    """Return the links to the note at *path*, by the path of the note in which they stand."""
    found: dict[str, Backlinks] = {}
    rows = store.rows(
        "SELECT source.path, link.line, link.target FROM link"
        " JOIN note AS source ON source.id = link.id JOIN note AS own ON own.id = link.target_id"
        " WHERE own.path = ? ORDER BY source.path",
        (path,),
    )
    for source, line, target in rows:
        each = found.setdefault(source, Backlinks())
        each.lines.add(line)
        each.targets.add(target)
    return found
