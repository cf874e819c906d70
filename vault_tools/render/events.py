"""Events and what came of them, as lines for the terminal and as JSON shapes."""

from collections.abc import Iterator, Sequence
from datetime import date

from vault_tools.language import _, english
from vault_tools.method.gatherings import Ahead, Encounter, Events, Gathering, Tally
from vault_tools.render.escape import one_line
from vault_tools.report import times, words


def event_lines(found: Events, *, today: date) -> Iterator[str]:
    """Yield the events to come, then each that is over with what came of it."""
    if found.ahead:
        yield _("Ahead")
    for ahead in found.ahead:
        yield from _ahead_lines(ahead, today=today)
    if found.ahead and found.over:
        yield ""
    if found.over:
        yield _("Over")
    for tally in found.over:
        yield from _over_lines(tally)


def tally_lines(found: Sequence[Tally]) -> Iterator[str]:
    """Yield what came of first meetings, a line for each group."""
    for tally in found:
        yield f"{one_line(_name(tally))}: {words.tally_words(tally)}"


def event_shape(found: Events, *, today: date) -> dict[str, object]:
    """Return the shape of ``events``."""
    return {
        "upcoming": [
            {
                **_gathering_shape(ahead.gathering),
                "days_ahead": max(0, (ahead.gathering.on - today).days)
                if ahead.gathering.on
                else 0,
                "people": [{"path": one.path, "name": one.name} for one in ahead.people],
                "others": ahead.gathering.others,
            }
            for ahead in found.ahead
        ],
        "past": [
            {
                **(_gathering_shape(tally.gathering) if tally.gathering else {}),
                **_counts(tally),
                "people": [_encounter_shape(one) for one in tally.encounters],
            }
            for tally in found.over
        ],
    }


def tally_shape(found: Sequence[Tally]) -> list[dict[str, object]]:
    """Return the shape of ``events --by``."""
    return [
        {
            "key": english(tally.key),
            "title": _name(tally),
            **_counts(tally),
        }
        for tally in found
    ]


def _name(tally: Tally) -> str:
    return tally.gathering.title if tally.gathering else words.channel_words(tally.key)


def _gathering_shape(gathering: Gathering) -> dict[str, object]:
    return {
        "path": gathering.path,
        "title": gathering.title,
        "on": gathering.on,
        "end": gathering.end,
        "place": gathering.place,
    }


def _counts(tally: Tally) -> dict[str, object]:
    return {
        "met": tally.met,
        "in_time": tally.in_time,
        "in_time_of": tally.in_time_of,
        "in_time_percent": tally.in_time_percent,
        "waiting": tally.waiting,
        "alive": tally.alive,
        "alive_of": tally.alive_of,
        "alive_percent": tally.alive_percent,
    }


def _encounter_shape(one: Encounter) -> dict[str, object]:
    return {
        "path": one.known.standing.path,
        "name": one.known.standing.name,
        "met": one.on,
        "next_contact": one.next_contact,
        "follow_up_by": one.follow_up_by,
        "in_time": one.in_time,
        "alive": one.alive,
    }


def _ahead_lines(ahead: Ahead, *, today: date) -> Iterator[str]:
    event = ahead.gathering
    days = (event.on - today).days if event.on else 0
    when = _("now") if days < 0 else times.lateness_words(-days)
    place = f", {one_line(event.place)}" if event.place else ""
    yield f"  {event.on}  {one_line(event.title)}{place} ({when})"
    names = [*(one.name for one in ahead.people), *event.others]
    if names:
        listed = ", ".join(one_line(name) for name in names)
        with_whom = _("with {names}", names=listed)
        yield f"              {with_whom}"


def _over_lines(tally: Tally) -> Iterator[str]:
    if tally.gathering is None:
        return
    yield f"  {tally.gathering.on}  {one_line(tally.gathering.title)}: {words.tally_words(tally)}"
    for one in tally.encounters:
        yield f"              {one_line(one.known.standing.name)}: {_encounter_words(one)}"


def _encounter_words(one: Encounter) -> str:
    if one.next_contact:
        if one.alive:
            return _("next contact {day}; in touch since", day=one.next_contact)
        return _("next contact {day}", day=one.next_contact)
    if one.in_time is None:
        return _("no word yet, in time until {day}", day=one.follow_up_by)
    return _("no contact since")
