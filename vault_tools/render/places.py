"""Cities and who lives there, as lines for the terminal and as JSON shapes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from vault_tools.config import Channel
from vault_tools.language import _
from vault_tools.method.places import Place, Resident
from vault_tools.render import data, terminal
from vault_tools.render.escape import one_line
from vault_tools.report import times, words


def place_lines(found: Sequence[Place]) -> Iterator[str]:
    """Yield each city with its count of contacts."""
    width = len(str(max((place.contacts for place in found), default=0)))
    for place in found:
        yield f"{place.contacts:>{width}}  {one_line(place.name)}"


def place_shape(found: Sequence[Place]) -> list[dict[str, object]]:
    """Return the shape of ``places``."""
    return [
        {"city": place.name, "contacts": place.contacts, "spellings": place.spellings}
        for place in found
    ]


def resident_lines(
    found: Sequence[Resident],
    *,
    today: date,
    channels: Mapping[str, Channel] = words.USUAL_CHANNELS,
    emphasis: Callable[[str], str] = str,
) -> Iterator[str]:
    """Yield for each who lives there: when they are due and why, and what time it is there."""
    for resident in found:
        lines = [*_due_lines(resident, today=today, channels=channels, emphasis=emphasis)]
        yield from lines
        last = resident.due.last_contact
        day = times.day_words(last, today=today) if last else ""
        said = _("last contact {day}", day=day) if last else _("no contact yet")
        facts = [] if any(said in line for line in lines) else [said]
        if resident.local:
            facts.append(_("{time} there", time=f"{resident.local:%H:%M}"))
        if facts:
            yield f"    {', '.join(facts)}"


def resident_shape(
    found: Sequence[Resident],
    *,
    today: date,
    channels: Mapping[str, Channel] = words.USUAL_CHANNELS,
) -> list[dict[str, object]]:
    """Return the shape of ``due --in``: that of ``due``, but ``due_on`` may be null."""
    return [
        {
            **_due_shape(resident, today=today, channels=channels),
            "city": resident.city,
            "timezone": resident.timezone,
            "local_time": f"{resident.local:%H:%M}" if resident.local else None,
        }
        for resident in found
    ]


def _due_lines(
    resident: Resident,
    *,
    today: date,
    channels: Mapping[str, Channel],
    emphasis: Callable[[str], str],
) -> Iterator[str]:
    due = resident.due
    if due.reasons:
        yield from terminal.due_lines([due], today=today, channels=channels, emphasis=emphasis)
        return
    yield emphasis(one_line(due.standing.name))
    if due.standing.boundaries:
        yield f"    ! {one_line(due.standing.boundaries)}"
    for point in words.talking_points(due.standing, today=today):
        yield f"    - {one_line(point)}"


def _due_shape(
    resident: Resident, *, today: date, channels: Mapping[str, Channel]
) -> dict[str, object]:
    due, standing = resident.due, resident.due.standing
    if due.reasons:
        return data.due([due], today=today, channels=channels)[0]
    return {
        "path": standing.path,
        "name": standing.name,
        "due_on": None,
        "days_overdue": None,
        "reasons": [],
        "last_contact": due.last_contact,
        "channel": words.suggested_channel(standing, today=today, channels=channels),
        "boundaries": standing.boundaries,
        "talking_points": words.talking_points(standing, today=today),
    }
