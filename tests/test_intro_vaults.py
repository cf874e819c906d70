"""``intro`` on random small vaults: what it reads backwards is what reading everything finds."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.builders import TODAY
from tests.indexing import synced_store
from vault_tools.config import Config
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.index.ties import all_statements
from vault_tools.model import Status
from vault_tools.network.paths import WarmPath, warmest_paths
from vault_tools.network.people import Companies, network
from vault_tools.views.introduction import introductions

NAMES = [f"P{number}" for number in range(12)]
WHOM = [*NAMES, "Weir", "Mill", "#x"]


@pytest.mark.parametrize("seed", range(25))
def test_reading_backwards_finds_what_reading_everything_finds(tmp_path: Path, seed: int) -> None:
    numbers = Random(seed)  # noqa: S311 - the same vaults each time: these have as many ways as they should
    _write(tmp_path, numbers)
    ways = 0
    with synced_store(tmp_path) as store:
        for whom in WHOM:
            if not _targets(store, whom):
                continue
            for steps in (1, 2, 3):
                asked = introductions(store, whom, config=Config(), today=TODAY, steps=steps)
                expected = _expected(store, whom, steps=steps)
                assert [(path.notes, path.strength) for path in asked.paths] == [
                    (tuple(one.path for one in path.people), path.strength) for path in expected
                ]
                assert bool(asked.why_none) != bool(asked.paths)
                ways += sum(not path.is_direct for path in expected)
    assert ways


def _expected(store: Store, whom: str, *, steps: int) -> list[WarmPath]:
    """Return the warmest paths in the network that all notes make together."""
    found = queries.contacts(store)
    standings = [how for _, how in found]
    said = all_statements(store, [note for note, _ in found], today=TODAY)
    said += Companies(standings).colleagues(standings)
    targets = _targets(store, whom)
    named = frozenset(targets) if whom in NAMES else frozenset[str]()
    whole = network(standings, said, today=TODAY, named=named)
    closed = {one.path for one in standings if one.status is Status.CLOSED}
    return warmest_paths(whole, [path for path in targets if path not in closed], steps=steps)


def _targets(store: Store, whom: str) -> list[str]:
    """Return the paths of those who are asked for."""
    return [
        note.path
        for note, how in queries.contacts(store)
        if note.contact
        and (note.title == whom or not how.private)
        and whom in {note.title, how.company, *(f"#{tag}" for tag in note.contact.tags)}
    ]


def _write(root: Path, numbers: Random) -> None:
    (root / "People").mkdir()
    for name in NAMES:
        (root / "People" / f"{name}.md").write_text(_note(numbers), encoding="utf-8")
    for number in range(4):
        who = " ".join(f"[[{name}]]" for name in numbers.sample(NAMES, numbers.randrange(2, 4)))
        kind = numbers.choice(("type: event", "x: y"))
        text = f"---\n{kind}\n---\n{who}\n"
        (root / f"{_day(numbers)} {number}.md").write_text(text, encoding="utf-8")


def _note(numbers: Random) -> str:
    def some(share: float, row: str) -> list[str]:
        return [row] if numbers.random() < share else []

    names = [numbers.choice(NAMES) for _ in range(4)]
    rows = ["---", "type: person", *some(0.7, "ignore_mentions: true")]
    rows += some(0.3, f'introduced_by: "[[{names[0]}]]"')
    rows += some(0.3, f"company: {numbers.choice(('Weir', 'Mill'))}")
    rows += some(0.1, "private: true") + some(0.1, "status: closed") + some(0.3, "tags: [x]")
    rows += ["---", *some(0.9, f"Knows [[{names[1]}]] and [[{names[2]}]]."), "", "## Log"]
    rows += some(0.3, f"- {_day(numbers)} phone: x")
    rows += some(0.3, f"- {_day(numbers)} email: #intro to [[{names[3]}]]")
    rows += some(0.1, f"- {_day(numbers)} email: #noreply [[{names[3]}]]")
    return "\n".join((*rows, ""))


def _day(numbers: Random) -> date:
    return TODAY - timedelta(days=numbers.randrange(-30, 900))
