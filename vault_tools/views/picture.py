"""A picture of the network, gathered from the index."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from vault_tools.config import Config
from vault_tools.followups import is_asleep, last_contact
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.index.ties import statements
from vault_tools.model import Standing, Status, Timeline
from vault_tools.network.people import Companies, network
from vault_tools.network.picture import picture
from vault_tools.query import Query
from vault_tools.records import dataclass
from vault_tools.report.drawing import Drawing
from vault_tools.report.introduction import contact_words, located
from vault_tools.views.selection import picked_standings


def drawing(
    store: Store,
    *,
    config: Config,
    today: date,
    limit: int,
    root: Path,
    wanted: Query | None = None,
    named: str | None = None,
) -> Drawing:
    """Return the picture of the contacts that *wanted* picks, of all of them for None.

    Private contacts are left out. With the path of a contact *named*, it shows just them, private
    or not, with those they are tied to. Beyond *limit*, the best connected are kept.
    """
    if named:
        found = _around(store, named, today=today)
    else:
        found = picked_standings(store, wanted, config=config, today=today)
    scope = Scope(config=config, today=today, limit=limit, root=root)
    return drawing_of(store, found, scope=scope, named=named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a picture is drawn by."""

    config: Config
    today: date
    limit: int
    root: Path
    """Of the vault."""


def drawing_of(
    store: Store,
    found: Iterable[Standing],
    *,
    scope: Scope,
    named: str | None = None,
    known: Mapping[str, Timeline] | None = None,
) -> Drawing:
    """Return the picture of contacts whose standings are known, as `drawing` does.

    Who has loaded everybody's timelines gives them as *known*, by path.
    """
    today = scope.today
    shown = sorted(
        (one for one in found if not one.private or one.path == named),
        key=lambda one: (one.path != named, -one.degree, *one.by_name),
    )
    left_out, shown = max(len(shown) - scope.limit, 0), shown[: scope.limit]
    ids = queries.contacts_at(store, (one.path for one in shown))
    if known is None:
        timelines = queries.timelines(store, ids)
    else:
        timelines = [known[one.path] for one in shown]
    notes = {each.note.path: each.note for each in timelines}
    said = [
        *statements(store, ids, today=today),
        *(located(each, notes) for each in Companies(shown).colleagues(shown)),
    ]
    private = frozenset({named} if named else ())
    seen = network(shown, said, today=today, named=private)
    return Drawing(
        picture=picture(seen, left_out=left_out),
        own={each.note.path: contact_words(each, today=today)[1] for each in timelines},
        last={one.path: last_contact(one, today=today) for one in shown},
        faded=_faded(shown, today=today, config=scope.config),
        root=scope.root,
    )


def _around(store: Store, named: str, *, today: date) -> list[Standing]:
    """Return somebody and all who know of them, or of whom they know."""
    ids = queries.contacts_at(store, [named])
    said = statements(store, ids, today=today)
    near = {named, *(each.source for each in said if each.target == named)}
    near.update(each.target for each in said if each.source == named)
    near.update(path for each in queries.timelines(store, ids) for path in each.links)
    return [one for one in queries.standings(store) if one.path in near]


def _faded(standings: Sequence[Standing], *, today: date, config: Config) -> frozenset[str]:
    return frozenset(
        one.path
        for one in standings
        if one.status is not Status.ACTIVE or is_asleep(one, today=today, rules=config.rules)
    )
