"""Which contacts a command is about: those that a query picks."""

from typing import TYPE_CHECKING

from vault_tools.app import App
from vault_tools.followups import Invitation
from vault_tools.index import queries
from vault_tools.model import Note, Standing

if TYPE_CHECKING:
    from vault_tools.query import Query


def selected(app: App, wanted: "Query | None") -> list[tuple[Note, Standing]]:
    """Return the contacts that the query *wanted* picks, by name; all of them for None."""
    from vault_tools.names import fold

    found = queries.contacts(app.store)
    if wanted is not None:
        from vault_tools.query import matches
        from vault_tools.report.subjects import subject

        today, rules = app.today, app.config.rules
        found = [
            pair
            for pair in found
            if matches(wanted, subject(*pair, today=today, rules=rules), today=today)
        ]
    return sorted(found, key=lambda pair: (fold(pair[0].title), pair[0].path))


def invitations(app: App) -> tuple[Invitation, ...]:
    """Return whom each configured season is for."""
    if not app.config.seasons:
        return ()
    from vault_tools import query

    return tuple(
        Invitation(
            season,
            frozenset(note.path for note, _ in selected(app, query.parse(season.query))),
        )
        for season in app.config.seasons
    )
