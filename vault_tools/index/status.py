"""What is in the index, counted and named, so that nothing more has to be loaded."""

from vault_tools.index.store import Store
from vault_tools.index.sync import walk_problems


def problem_count(store: Store) -> int:
    """Return how many problems there are."""
    count: int = store.rows(
        "SELECT (SELECT count(*) FROM problem) + (SELECT count(*) FROM stale)"
        " + (SELECT count(*) FROM"
        " (SELECT DISTINCT id, line, col, target FROM link JOIN note USING (id)"
        " WHERE ambiguous IS NOT NULL AND kind NOT IN ('report', 'template')))"
    )[0][0]
    return count + len(walk_problems(store))


def counts(store: Store) -> tuple[int, int]:
    """Return how many contacts and how many notes there are."""
    contact_count, note_count = store.rows(
        "SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM note)"
    )[0]
    return contact_count, note_count


def paths_by_kind(store: Store) -> dict[str, str]:
    """Return the kind of every note, by path."""
    return dict(store.rows("SELECT path, kind FROM note ORDER BY path"))


def stale_paths(store: Store) -> frozenset[str]:
    """Return the paths of the contacts that are as they were before their notes broke."""
    return frozenset(row[0] for row in store.rows("SELECT path FROM stale JOIN note USING (id)"))
