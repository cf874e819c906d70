"""The network as a whole, in sections, as lines for the terminal and as a JSON shape."""

from collections.abc import Iterator, Sequence
from datetime import date

from vault_tools.network.overview import Bridge, Match, Overview, Thin
from vault_tools.network.people import Person
from vault_tools.render.escape import one_line
from vault_tools.report import times
from vault_tools.report.introduction import warmth_words

CAUTION = "Views, no laws: they show what your notes hold, and people are more than their ties."
_MOST_NAMES = 6


def overview_lines(found: Overview, *, today: date) -> Iterator[str]:
    """Yield the network in sections; those with nothing to say are left out."""
    sections = (
        ("Who brought you whom", _introducer_lines(found, today=today)),
        ("Whom you could introduce to each other", map(_match_line, found.matches)),
        ("Who alone links you with others", map(_bridge_line, found.bridges)),
        ("Where you know few: tags", map(_thin_line, found.thin_tags)),
        ("Where you know few: places", map(_thin_line, found.thin_cities)),
    )
    for title, lines in sections:
        shown = list(lines)
        if shown:
            yield f"{title}:"
            yield from (f"  {line}" for line in shown)
            yield ""
    yield CAUTION


def overview_shape(found: Overview) -> dict[str, object]:
    """Return the shape of ``network``."""
    hanging = found.hanging
    return {
        "introducers": [
            {
                **_person(each.person),
                "brought": list(map(_person, each.brought)),
                "further": each.further,
                "latest": each.since,
                "to_thank": each.to_thank,
            }
            for each in found.introducers
        ],
        "hanging_on": None if hanging is None else {**_person(hanging[0].person), "of": hanging[1]},
        "could_meet": [
            {"one": _person(each.one), "other": _person(each.other), "reasons": each.reasons}
            for each in found.matches
        ],
        "bridges": [
            {
                **_person(each.person),
                "parts": [list(map(_person, part[:_MOST_NAMES])) for part in each.parts],
                "people": sum(map(len, each.parts)),
            }
            for each in found.bridges
        ],
        "thin_tags": list(map(_thin_shape, found.thin_tags)),
        "thin_cities": list(map(_thin_shape, found.thin_cities)),
    }


def _introducer_lines(found: Overview, *, today: date) -> Iterator[str]:
    for each in found.introducers:
        further = f", and {each.further} more through them" if each.further else ""
        latest = f"; the latest on {times.day_words(each.since, today=today)}" if each.since else ""
        thank = "; you might thank them" if each.to_thank else ""
        yield f"{_name(each.person)}: {_names(each.brought)}{further}{latest}{thank}"
    if found.hanging:
        first, total = found.hanging
        count = f"{len(first.brought)} of {total} introductions"
        yield f"{count} came through {_name(first.person)} alone"


def _match_line(match: Match) -> str:
    reasons = one_line("; ".join(match.reasons))
    return f"{_name(match.one)} and {_name(match.other)}: {reasons}"


def _bridge_line(bridge: Bridge) -> str:
    parts = " · ".join(_names(part) for part in bridge.parts)
    return f"{_name(bridge.person)} ({warmth_words(bridge.person.strength)}): {parts}"


def _thin_line(thin: Thin) -> str:
    return f"{one_line(thin.name)}: {_names(thin.people)}"


def _thin_shape(thin: Thin) -> dict[str, object]:
    return {"name": thin.name, "people": list(map(_person, thin.people))}


def _person(person: Person) -> dict[str, object]:
    return {"name": person.name, "path": person.path, "strength": round(person.strength, 3)}


def _name(person: Person) -> str:
    return one_line(person.name)


def _names(people: Sequence[Person]) -> str:
    shown = ", ".join(map(_name, people[:_MOST_NAMES]))
    more = len(people) - _MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown
