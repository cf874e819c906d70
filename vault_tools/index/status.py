"""What is in the index, counted and named, so that nothing more has to be loaded."""

from vault_tools.index.found import ALIAS
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


def names(store: Store) -> list[str]:
    """Return the names of all contacts, in order, then their aliases as they are looked up."""
    titles = store.rows("SELECT DISTINCT title FROM note JOIN contact USING (id) ORDER BY title")
    aliases = store.rows(
        f"SELECT DISTINCT key FROM name JOIN contact USING (id) WHERE level = {ALIAS} ORDER BY key"
    )
    return [row[0] for row in (*titles, *aliases)]
