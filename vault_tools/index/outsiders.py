"""Notes that go by a name and are no contacts: what to say where a contact is looked for."""

from collections.abc import Iterable

from vault_tools.errors import NameUnknownError
from vault_tools.index.found import STEM, begins
from vault_tools.index.store import Store
from vault_tools.language import _
from vault_tools.model import NoteKind

_MOST = 2
"""The most notes that are told: a name is meant, and not a search."""


class OutsiderNamedError(NameUnknownError):
    """No contact goes by that name, but notes do."""

    def __init__(
        self, name: str, suggestions: tuple[str, ...], *, unreadable: list[str], plain: list[str]
    ) -> None:
        super().__init__(name, suggestions)
        hints = [
            _("{path} is there, but can't be read: 'vault-tools check' says why.", path=path)
            for path in unreadable[:_MOST]
        ]
        hints += [
            _(
                "{path} is there, but is no contact: 'type: person' in front matter, which begins"
                " in its first line, makes it one.",
                path=path,
            )
            for path in plain[: _MOST - len(hints)]
        ]
        self.args = (" ".join((str(self), *hints)),)


def name_unknown(
    store: Store, name: str, *, suggestions: tuple[str, ...], wanted: Iterable[str]
) -> NameUnknownError:
    """Return the error that no contact is called *name*, with the notes that are.

    *wanted* is the name as it is compared.
    """
    kinds = (NoteKind.UNREADABLE, NoteKind.NOTE)
    rows = store.rows(
        "SELECT key, path, kind FROM name JOIN note USING (id)"
        f" WHERE level = {STEM} AND kind IN (?, ?) AND day IS NULL ORDER BY path",
        [kind.value for kind in kinds],
    )
    words = set(wanted)
    found = [(path, kind) for key, path, kind in rows if begins(key, words)]
    unreadable, plain = ([path for path, kind in found if kind == each] for each in kinds)
    if not found:
        return NameUnknownError(name, suggestions)
    return OutsiderNamedError(name, suggestions, unreadable=unreadable, plain=plain)
