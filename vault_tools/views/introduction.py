"""Who can introduce me, gathered from the index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vault_tools.config import Config
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.index.ties import statements
from vault_tools.language import _, ngettext
from vault_tools.model import OVER, Contact, Standing
from vault_tools.names import fold
from vault_tools.network.nearest import nearest
from vault_tools.network.paths import WarmPath, warmest_paths
from vault_tools.network.people import Companies, Network, network
from vault_tools.network.ties import Statement, TieKind
from vault_tools.report.introduction import (
    Introduction,
    Request,
    introduction,
    near_words,
    request,
    status_words,
)
from vault_tools.views import goals
from vault_tools.views.selection import timelines_at
from vault_tools.views.whom import Whom, find_whom


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The answer to who can introduce me."""

    paths: tuple[Introduction, ...]
    request: Request | None
    """For the draft that asks the first on the warmest path; None where none is needed."""
    why_none: tuple[str, ...]
    """Without any path, what there is to say instead."""


def introductions(store: Store, text: str, *, config: Config, today: date, steps: int) -> Asked:
    """Return the warmest paths to whom *text* means, in words, at most *steps* ties long.

    Private contacts are left out, but for the one who is named. Only what can be on a path is
    read: step by step backwards from those to be met. Errors as `find_whom`.
    """
    standings = queries.standings(store)
    whom = find_whom(store, text, standings=standings)
    by_path = {one.path: one for one in standings}
    wanted = [path for path in whom.paths if by_path[path].status not in OVER]
    known = _known(standings, today=today)
    unknown = [path for path in wanted if path not in known]
    around = _around(store, standings, targets=unknown, today=today, rounds=steps - 1)
    named = frozenset({whom.named} if whom.named else ())
    seen = network(standings, around, today=today, named=named)
    paths = warmest_paths(seen, wanted, steps=steps)
    first = timelines_at(store, {path.people[0].path for path in paths})
    own = {timeline.note.path: timeline for timeline in first}
    over = {one.path for path in paths for one in path.people}
    notes = {note.path: note for note in queries.notes_at(store, over)}
    is_needed = bool(paths) and not paths[0].is_direct
    about = goals.introduction(store, config=config) if is_needed else None
    return Asked(
        paths=tuple(
            introduction(
                path,
                network=seen,
                own=own[path.people[0].path],
                notes=notes,
                brought=_brought(store, path, by_path=by_path, today=today),
                today=today,
                config=config,
            )
            for path in paths
        ),
        request=request(paths[0], notes, about=about) if is_needed else None,
        why_none=() if paths else _why_none(store, whom, seen=seen, steps=steps, config=config),
    )


def _why_none(
    store: Store, whom: Whom, *, seen: Network, steps: int, config: Config
) -> tuple[str, ...]:
    """Return why there is no path, and who is nearest."""
    statuses = {seen.people[path].standing.status for path in whom.paths}
    if statuses <= OVER:
        noted = _(" or ").join(map(status_words, sorted(statuses)))
        who = whom.name
        return (_("{name} is noted as {status}; no path is looked for.", name=who, status=noted),)
    asked = [one.path for one in seen.people.values() if one.is_known and one.can_be_asked]
    notes = queries.notes_at(store, {*asked, *whom.paths})
    contacts = {note.path: note.contact for note in notes if note.contact}
    people = [(seen.people[path], contacts[path]) for path in asked if path not in whom.paths]
    targets = [contacts.get(path) or Contact(name=whom.name) for path in whom.paths]
    found = nearest(targets, people, ignored=frozenset(map(fold, config.contacts.tags)))
    none = ngettext(
        "Your notes show no path to {name} of one step.",
        "Your notes show no path to {name} of at most {count} steps.",
        steps,
        name=whom.name,
    )
    nearest_words = [near_words(near) for near in found]
    nobody = _("Nobody you know has a company, a tag or a city in common with them.")
    return (none, *(nearest_words or [nobody]))


def _brought(
    store: Store, path: WarmPath, *, by_path: Mapping[str, Standing], today: date
) -> tuple[str, ...]:
    """Return over whom the owner came to know somebody whom they know: one brought the next."""
    found: list[str] = []
    last = path.target.path if path.is_direct else ""
    while last:
        said = statements(store, queries.contacts_at(store, [last]), today=today)
        sources = [
            each.source
            for each in said
            if each.kind is TieKind.INTRODUCED and each.target == last
            if not by_path[each.source].private and each.source not in {path.target.path, *found}
        ]
        last = min(sources, default="")
        found += [last] if last else []
    return tuple(by_path[one].name for one in reversed(found))


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
    all_targets = wanted = frozenset(targets)
    for _round in range(rounds if wanted else 0):
        said = statements(store, queries.contacts_at(store, wanted), today=today)
        # A way to one of several leads over none of the others.
        said += companies.colleagues((by_path[path] for path in sorted(wanted)), but=all_targets)
        looked_at |= wanted
        wanted = frozenset(each.source for each in said if each.target in wanted) - looked_at
        found += said
    return found
