"""Who knows whom and who can introduce me, gathered from the index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.index.ties import statements
from vault_tools.model import Standing, Timeline
from vault_tools.network.paths import WarmPath, warmest_paths
from vault_tools.network.people import Companies, Network, network
from vault_tools.network.ties import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmPaths:
    """The warmest paths to some, and what is known of those on them."""

    network: Network
    """As far as it was looked at."""
    paths: tuple[WarmPath, ...]
    timelines: dict[str, Timeline]
    """Of everybody on the paths, by path."""


def warm_paths(
    store: Store, targets: Sequence[str], *, today: date, steps: int, named: str | None = None
) -> WarmPaths:
    """Return the warmest paths to those whose notes are at *targets*.

    Private contacts are left out, but for the one at the path *named*. Only what can be on a path
    is read: step by step backwards from the targets.
    """
    standings = queries.standings(store)
    known = _known(standings, today=today)
    unknown = [path for path in targets if path not in known]
    around = _around(store, standings, targets=unknown, today=today, rounds=steps - 1)
    seen = network(standings, around, today=today, named=frozenset({named} if named else ()))
    paths = tuple(warmest_paths(seen, targets, steps=steps))
    return WarmPaths(network=seen, paths=paths, timelines=_timelines(store, paths))


def _known(standings: Iterable[Standing], *, today: date) -> frozenset[str]:
    """Return the paths of those with whom there has been contact."""
    return frozenset(
        one.path for one in standings if one.contact_days and one.contact_days[0] <= today
    )


def _around(
    store: Store,
    standings: Sequence[Standing],
    *,
    targets: Iterable[str],
    today: date,
    rounds: int,
) -> list[Statement]:
    """Return what is said of those who know the targets, of those who know them, and so on."""
    by_path = {one.path: one for one in standings}
    companies = Companies(standings)
    found: list[Statement] = []
    looked_at: set[str] = set()
    wanted = {path for path in targets if path in by_path}
    for _ in range(rounds):
        said = statements(store, queries.contacts_at(store, wanted), today=today)
        said += companies.colleagues(by_path[path] for path in sorted(wanted))
        looked_at |= wanted
        wanted = {each.source for each in said if each.target in wanted} - looked_at
        found += said
    return found


def _timelines(store: Store, paths: Iterable[WarmPath]) -> dict[str, Timeline]:
    people = {one.path for path in paths for one in path.people}
    ids = queries.contacts_at(store, people)
    return {each.note.path: each for each in (queries.timelines(store, ids) if ids else ())}
