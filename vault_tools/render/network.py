"""The network as a whole, in sections, as lines for the terminal and as a JSON shape."""

from collections.abc import Iterator, Sequence
from datetime import date

from vault_tools.language import _, message
from vault_tools.network.overview import Bridge, Introducer, Match, Overview, Thin
from vault_tools.network.people import Person
from vault_tools.network.reach import WeakTie
from vault_tools.render.escape import one_line
from vault_tools.report import times, words
from vault_tools.report.introduction import warmth_words

CAUTION = message(
    "Views, no laws: they show what your notes hold, and people are more than their ties."
)
_MOST_NAMES = 6


def overview_lines(found: Overview, *, today: date) -> Iterator[str]:
    """Yield the network in sections; those with nothing to say are left out."""
    sections = (
        (_("Who brought you whom:"), _introducer_lines(found, today=today)),
        (_("Whom you could introduce to each other:"), map(_match_line, found.matches)),
        (_("Who alone links you with others:"), map(_bridge_line, found.bridges)),
        (_("Whom only a weak tie leads to:"), map(_weak_line, found.weak_ties)),
        (_("Where you know few, by tags:"), map(_thin_line, found.thin_tags)),
        (_("Where you know few, by places:"), map(_thin_line, found.thin_cities)),
    )
    is_empty = True
    for title, lines in sections:
        shown = list(lines)
        if shown:
            is_empty = False
            yield title
            yield from (f"  {line}" for line in shown)
            yield ""
    if is_empty:
        yield _(
            "Nothing to tell yet: too few of your notes say who knows whom. Link one contact from"
            " another's note, or say with introduced_by who brought them."
        )
    else:
        yield str(CAUTION)


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
        "weak_ties": [
            {
                **_person(each.person),
                "to": list(map(_person, each.to[:_MOST_NAMES])),
                "people": len(each.to),
            }
            for each in found.weak_ties
        ],
        "thin_tags": list(map(_thin_shape, found.thin_tags)),
        "thin_cities": list(map(_thin_shape, found.thin_cities)),
    }


def _introducer_lines(found: Overview, *, today: date) -> Iterator[str]:
    for each in found.introducers:
        parts = [_brought(each)]
        if each.since:
            parts.append(_("the latest on {day}", day=times.day_words(each.since, today=today)))
        if each.to_thank:
            parts.append(_("you might thank them"))
        yield f"{_name(each.person)}: {'; '.join(parts)}"
    if found.hanging:
        first, total = found.hanging
        yield _(
            "{count} of {total} introductions came through {name} alone",
            count=len(first.brought),
            total=total,
            name=_name(first.person),
        )


def _brought(each: Introducer) -> str:
    names = _names(each.brought)
    if not each.further:
        return names
    return _("{names}, and {count} more through them", names=names, count=each.further)


def _match_line(match: Match) -> str:
    reasons = one_line("; ".join(map(str, match.reasons)))
    one, other = _name(match.one), _name(match.other)
    return _("{one} and {other}: {reasons}", one=one, other=other, reasons=reasons)


def _bridge_line(bridge: Bridge) -> str:
    parts = " · ".join(_names(part) for part in bridge.parts)
    return f"{_name(bridge.person)} ({warmth_words(bridge.person.strength)}): {parts}"


def _weak_line(tie: WeakTie) -> str:
    return f"{_name(tie.person)}: {_names(tie.to)}"


def _thin_line(thin: Thin) -> str:
    return f"{one_line(thin.name)}: {_names(thin.people)}"


def _thin_shape(thin: Thin) -> dict[str, object]:
    return {"name": thin.name, "people": list(map(_person, thin.people))}


def _person(person: Person) -> dict[str, object]:
    return {"name": person.name, "path": person.path, "strength": round(person.strength, 3)}


def _name(person: Person) -> str:
    return one_line(person.name)


def _names(people: Sequence[Person]) -> str:
    return words.names_words([*map(_name, people)], most=_MOST_NAMES)
