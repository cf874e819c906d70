"""One contact's page, gathered from the index."""

from datetime import date, datetime

from vault_tools.config import Config
from vault_tools.index import gatherings as index
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.model import Timeline
from vault_tools.report import person
from vault_tools.report.person import PersonPage
from vault_tools.views.brief import person_brief_of


def person_page(
    store: Store, found: Timeline, *, config: Config, today: date, now: datetime
) -> PersonPage:
    """Return the page of a contact, who may be private; others who are private are not named.

    *now* knows its own time zone.
    """
    paths = {*found.links, *found.backlinks, *(item.path for item in found.interactions)}
    private = {path for path, each in index.standings_at(store, paths).items() if each.private} - {
        found.note.path
    }
    return person.person_page(
        found,
        person_brief_of(store, found.note, config=config, today=today, now=now),
        titles=queries.titles(store, paths - private),
        today=today,
        config=config,
    )
