"""iCalendar: follow-ups, promises and birthdays, as a calendar that may be made anew every day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Component, Event, Todo

from vault_tools.dates import Birthday, Period
from vault_tools.exporters.lines import plain
from vault_tools.followups import due
from vault_tools.language import _, message
from vault_tools.merge.uids import derived, uids
from vault_tools.model import Due, Promise, ReasonKind, Status, Timeline
from vault_tools.plugins import ExportOptions
from vault_tools.render.escape import one_line
from vault_tools.report.words import reason_words

_AHEAD = Period(months=12)
"""How far ahead follow-ups are looked for."""
_TOUCHES = frozenset({ReasonKind.FIRST_FOLLOW_UP, ReasonKind.CADENCE, ReasonKind.FOLLOW_UP})
_NO_BIRTHDAYS = frozenset({Status.PAUSED, Status.CLOSED, Status.DECEASED})
_SOME_LEAP_YEAR = 2000
"""In which birthdays begin whose year is not known."""


class IcsExporter:
    """Writes what is to come as a calendar."""

    name = "ics"
    summary: str = message("a calendar: follow-ups, promises as to-dos, birthdays")
    suffix = ".ics"
    each = False

    def write(self, people: Sequence[Timeline], *, options: ExportOptions) -> bytes:
        """Return the calendar as of the day of *options*."""
        today, config = options.today, options.config
        known = options.uids or uids(person.note for person in people)
        found = due(
            [person.standing for person in people],
            today=today,
            until=_AHEAD.after(today),
            rules=config.rules,
            tiers=tuple(config.tiers),
        )
        return _calendar(
            [
                *_follow_ups(found, today=today, known=known),
                *_promises(people, today=today),
                *_birthdays(people, today=today, known=known),
            ]
        )


def follow_up_calendar(found: Iterable[Due], *, today: date, known: Mapping[str, str]) -> bytes:
    """Return a calendar of those who are due, such as those of a week; *known* are uids by path."""
    return _calendar(_follow_ups(found, today=today, known=known))


def _calendar(components: Iterable[Component]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//vault-tools//EN")
    calendar.add("version", "2.0")
    for component in components:
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def _follow_ups(
    found: Iterable[Due], *, today: date, known: Mapping[str, str]
) -> Iterator[Component]:
    """Yield an event for each contact on the day they are due; on *today* if that is past."""
    for item in found:
        reasons = [reason for reason in item.reasons if reason.kind in _TOUCHES]
        if not reasons:
            continue
        standing = item.standing
        event = _event(
            _("Get in touch: {name}", name=one_line(standing.name)),
            on=max(reasons[0].due_on, today),
            uid=derived(known[standing.path], "follow-up"),
            today=today,
        )
        said = [reason_words(reason, item, today=today) for reason in reasons]
        said += [f"! {standing.boundaries}"] if standing.boundaries else []
        event.add("description", plain("\n".join(map(one_line, said))))
        event.add("categories", ["Follow-up"])
        yield event


def _promises(people: Iterable[Timeline], *, today: date) -> Iterator[Component]:
    """Yield a to-do for each open promise; one with several people names them all."""
    named: dict[Promise, list[str]] = {}
    for person in people:
        if person.standing.status is not Status.DECEASED:
            for promise in person.promises:
                named.setdefault(promise, []).append(one_line(person.standing.name))
    seen: dict[tuple[str, str], int] = {}
    for promise, names in named.items():
        place = (promise.path, promise.text)
        seen[place] = seen.get(place, 0) + 1
        if not promise.done:
            yield _todo(promise, names, uid=derived(*place, f"{seen[place]}"), today=today)


def _todo(promise: Promise, names: Sequence[str], *, uid: str, today: date) -> Component:
    todo = Todo()
    todo.add("uid", uid)
    todo.add("dtstamp", _stamp(today))
    todo.add("summary", plain(f"{', '.join(names)}: {one_line(promise.text)}"))
    if promise.due:
        todo.add("due", promise.due)
    todo.add("status", "NEEDS-ACTION")
    todo.add("categories", ["Promise" if promise.mine else "Waiting"])
    return todo


def _birthdays(
    people: Iterable[Timeline], *, today: date, known: Mapping[str, str]
) -> Iterator[Component]:
    for person in people:
        standing = person.standing
        birthday = standing.birthday
        day = _first(birthday) if birthday else None
        if birthday and day and standing.status not in _NO_BIRTHDAYS:
            event = _event(
                _birthday_words(one_line(standing.name), birthday.year),
                on=day,
                uid=derived(known[standing.path], "birthday"),
                today=today,
            )
            event.add("rrule", _yearly(day))
            event.add("categories", ["Birthday"])
            yield event


def _birthday_words(name: str, year: int | None) -> str:
    if year:
        return _("Birthday: {name} ({year})", name=name, year=year)
    return _("Birthday: {name}", name=name)


def _first(birthday: Birthday) -> date | None:
    """Return the first day of a birthday, in a year that has it where none is known."""
    if birthday.month is None or birthday.day is None:
        return None
    return date(birthday.year or _SOME_LEAP_YEAR, birthday.month, birthday.day)


def _yearly(day: date) -> dict[str, object]:
    """Return the rule for a day of each year; 29 February is kept on the last of February."""
    if (day.month, day.day) == (2, 29):
        return {"freq": "yearly", "bymonth": 2, "bymonthday": -1}
    return {"freq": "yearly"}


def _event(summary: str, *, on: date, uid: str, today: date) -> Component:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", _stamp(today))
    event.add("dtstart", on)
    if on < date.max:
        event.add("dtend", on + timedelta(days=1))
    event.add("summary", plain(summary))
    event.add("transp", "TRANSPARENT")
    return event


def _stamp(today: date) -> datetime:
    """Return the moment of the calendar: the same all day, so that it is the same to the byte."""
    return datetime.combine(today, time(), tzinfo=UTC)
