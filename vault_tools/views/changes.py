"""What has changed in the vault since a commit, from git's history and the index."""

from datetime import date
from pathlib import Path

from vault_tools import vault
from vault_tools.config import Config
from vault_tools.edit.history import Snapshot
from vault_tools.index import queries
from vault_tools.index.status import paths_by_kind
from vault_tools.index.store import Store
from vault_tools.method.changes import Changes, changes
from vault_tools.parse import Grammar, parse_note


def changes_since(
    then: Snapshot, store: Store, *, root: Path, config: Config, today: date
) -> Changes:
    """Return what has changed since *then*, as the notes say it that are read as they are today."""
    timelines = queries.timelines(store)
    there = paths_by_kind(store)
    wanted = {line.note.path for line in timelines}
    wanted |= {each.path for line in timelines for each in line.interactions}
    wanted |= {each.path for line in timelines for each in line.promises}
    same = frozenset(path for path in wanted if _is_same(path, root=root, then=then))
    gone = then.blobs.keys() - there.keys()
    old = then.read(sorted((wanted - same) | gone))
    grammar = Grammar.of(config)
    before = {path: parse_note(data, path=path, grammar=grammar) for path, data in old.items()}
    return changes(timelines, before=before, same=same, today=today)


def _is_same(path: str, *, root: Path, then: Snapshot) -> bool:
    if path not in then.blobs:
        return False
    try:
        return then.is_same(path, vault.read_note(root, path)[0])
    except (vault.UnreadableError, FileNotFoundError):
        return False
