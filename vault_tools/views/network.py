"""What the network looks like as a whole, gathered from the index."""

from datetime import date

from vault_tools.config import Config
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.index.ties import all_statements, named_places
from vault_tools.names import fold
from vault_tools.network.overview import Overview, Subject, overview
from vault_tools.network.people import Companies, company_key, network


def whole_network(store: Store, *, config: Config, today: date) -> Overview:
    """Return what the network looks like as a whole; private contacts are left out."""
    found = {note.path: (note, how) for note, how in queries.contacts(store)}
    standings = [how for _, how in found.values()]
    companies = Companies(standings).names()
    said = all_statements(store, [note for note, _ in found.values()], today=today)
    seen = network(standings, said, today=today)
    places = named_places(store)
    subjects = [
        Subject(
            person=person,
            note=found[path][0],
            interests=frozenset(map(company_key, places.get(path, ()))) & companies.keys(),
        )
        for path, person in seen.people.items()
    ]
    ignored = frozenset(map(fold, config.contacts.tags))
    return overview(seen, subjects, companies=companies, ignored=ignored)
