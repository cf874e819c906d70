"""How long `intro` takes on 10,000 contacts and 50,000 ties: the whole process, beside click alone.

    python benchmarks/intro.py [CONTACTS]

Each contact's note links to four others, and a few notes are linked to from hundreds; half of the
contacts were introduced by somebody, a quarter of as many meetings bring two together, and eight
people share each company. The owner has been in touch with every second of them. Seeded, so that
it is the same each time.
"""

import os
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from made_up import TODAY
from measuring import CLICK, TOOL, run, settle

RUNS = 7
_EVEN_IF_NOT = ("sh", "-c", '"$@" || true', "sh")
"""Runs a command that may answer no."""
_LINKS = 4
_FIRM = 8
"""People of one company."""
_TAG = 20
"""People with one tag."""
_DAYS = 700
_NOBODY = "Nobody Near"
_FAR = "Far Away"


def main(contacts: int) -> None:
    """Make a vault, ask, and print a line for each question."""
    with tempfile.TemporaryDirectory(prefix="vault-tools-bench-") as place:
        os.environ |= {"XDG_CACHE_HOME": f"{place}/cache", "VAULT_TOOLS_TODAY": str(TODAY)}
        vault = Path(place) / "vault"
        ties = make(vault, contacts=contacts)
        tool = (*TOOL, "-q", "--vault", str(vault))
        run((*tool, "index"))
        settle(tool)
        print(f"{contacts:,} contacts, {ties:,} ties by links, introductions and meetings")
        for label, whom in questions(contacts):
            command = (*_EVEN_IF_NOT, *tool, "intro", whom)
            pairs = [(run(command), run(CLICK)) for _ in range(RUNS)]
            ratio = statistics.median(ours.wall / floor.wall for ours, floor in pairs)
            wall = min(ours.wall for ours, _ in pairs) * 1000
            cpu = min(ours.cpu for ours, _ in pairs) * 1000
            print(f"  {label:24} {wall:5.0f} ms, {cpu:5.0f} ms CPU, {ratio:4.1f} times click")


def questions(contacts: int) -> Iterator[tuple[str, str]]:
    """Yield what is asked, and for whom."""
    yield "somebody unknown", _name(contacts // 3 | 1)
    yield "whom hundreds name", _name(1)
    yield "whom few ways lead to", _FAR
    yield "whom one knows", _name(4)
    yield "a company", "Firm 77"
    yield "a tag", "#field7"
    yield "whom no way leads to", _NOBODY


def make(folder: Path, *, contacts: int) -> int:
    """Write a vault of so many *contacts*; return how many ties its notes state."""
    numbers = random.Random(contacts)
    people, meetings = folder / "People", folder / "Meetings"
    people.mkdir(parents=True)
    meetings.mkdir()
    ties = 0
    for number in range(contacts):
        # The cube brings many to the same few, as it is with people.
        others = {int(contacts * numbers.random() ** 3) for _ in range(_LINKS)} - {number}
        by = numbers.randrange(contacts) if number % 2 else None
        text = _note(numbers, number, others=sorted(others), by=by)
        (people / f"{_name(number)}.md").write_text(text, encoding="utf-8")
        ties += len(others) + (by is not None)
    for number in range(contacts // 4):
        both = numbers.sample(range(contacts), 2)
        day = TODAY - timedelta(days=numbers.randrange(_DAYS))
        text = f"Lunch with [[{_name(both[0])}]] and [[{_name(both[1])}]].\n"
        (meetings / f"{day} {number}.md").write_text(text, encoding="utf-8")
        ties += 2
    last = f'---\ntype: person\nintroduced_by: "[[{_name(contacts - 1)}]]"\n---\n'
    (people / f"{_FAR}.md").write_text(last, encoding="utf-8")
    (people / f"{_NOBODY}.md").write_text("---\ntype: person\ncity: Bonn\n---\n", "utf-8")
    return ties


def _name(number: int) -> str:
    return f"Person {number:05}"


def _note(numbers: random.Random, number: int, *, others: list[int], by: int | None) -> str:
    rows = ["---", "type: person", f"company: Firm {number // _FIRM}", "city: Bonn"]
    rows += [f"tags: [field{number // _TAG}]"]
    rows += ["ignore_mentions: true"] if number % 2 else []  # a meeting makes nobody known
    rows += [] if by is None else [f'introduced_by: "[[{_name(by)}]]"']
    rows += ["---", *(f"Knows [[{_name(other)}]]." for other in others), "", "## Log"]
    days = [] if number % 2 else sorted(numbers.sample(range(1, _DAYS), 6))
    rows += [f"- {TODAY - timedelta(days=day)} phone: talked" for day in days]
    return "\n".join((*rows, ""))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
