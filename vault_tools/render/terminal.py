"""Lines for the terminal: contacts, who is due, one contact with a timeline, problems."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from vault_tools.config import Channel, Rules
from vault_tools.followups import due_day, last_contact
from vault_tools.index.queries import Hit
from vault_tools.language import _, pgettext
from vault_tools.model import (
    Contact,
    Due,
    Interaction,
    Note,
    Problem,
    Promise,
    ReasonKind,
    Standing,
    Status,
    Timeline,
)
from vault_tools.render.columns import padded
from vault_tools.render.escape import one_line, terminal
from vault_tools.report import times, words

_NAME_WIDTH = 28
_COMPANY_WIDTH = 24
_LEAST_WIDTH = 8
_LABEL = 9
_NO_DAY = f"{'-':10}"


def contact_lines(
    found: Iterable[tuple[Note, date | None, date | None]], *, width: int | None = None
) -> Iterable[str]:
    """Yield a line for each contact: name, company, last contact, day due.

    Where a terminal has no more than *width* columns, companies have to do with less.
    """
    rows = []
    for note, last, due_on in found:
        contact = note.contact or Contact(name=note.title)
        since = _("last {day}", day=last.isoformat() if last else _NO_DAY)
        then = _("due {day}", day=due_on.isoformat()) if due_on else ""
        days = f"{since}  {then}".rstrip()
        rows.append((one_line(contact.name), one_line(contact.company or ""), days))
    taken = _NAME_WIDTH + max((len(days) for *_names, days in rows), default=0) + 4
    room = _COMPANY_WIDTH if width is None else max(width - taken, _LEAST_WIDTH)
    for name, company, days in rows:
        columns = padded(name, _NAME_WIDTH), padded(company, min(room, _COMPANY_WIDTH)), days
        yield "  ".join(columns)


def due_lines(
    found: Sequence[Due],
    *,
    today: date,
    channels: Mapping[str, Channel] = words.USUAL_CHANNELS,
    emphasis: Callable[[str], str] = str,
) -> Iterable[str]:
    """Yield for each who is due: name, how and when, why, and what about."""
    for item in found:
        standing = item.standing
        channel = words.suggested_channel(standing, today=today, channels=channels)
        is_asleep = {reason.kind for reason in item.reasons} == {ReasonKind.REAWAKEN}
        when = _("asleep") if is_asleep else times.lateness_words(item.days_overdue(today))
        head = [emphasis(padded(one_line(standing.name), _NAME_WIDTH)), when]
        yield "  ".join([*head, one_line(words.channel_words(channel))] if channel else head)
        reasons = [words.reason_words(reason, item, today=today) for reason in item.reasons]
        yield from (f"    {one_line(reason)}" for reason in reasons)
        if standing.boundaries:
            yield f"    ! {one_line(standing.boundaries)}"
        for point in words.talking_points(standing, today=today):
            if point not in reasons:
                yield f"    - {one_line(point)}"


def timeline_lines(found: Timeline, *, today: date, rules: Rules) -> Iterable[str]:
    """Yield one contact: who they are, how we stand, promises, the timeline, the links."""
    due_on = due_day(found.standing, today=today, rules=rules)
    contact = found.note.contact or Contact(name=found.note.title)
    yield one_line(contact.name)
    rows = [
        *_facts(contact),
        (pgettext("when and where we met", "met"), _met(contact)),
        (pgettext("the last contact", "last"), _last(found.standing, today=today)),
        (pgettext("when somebody is due", "due"), due_on.isoformat() if due_on else None),
        (
            pgettext("until when somebody rests", "rests"),
            words.rest_words(found.standing, today=today, rules=rules),
        ),
        (_("note"), found.note.path),
    ]
    said = [(label, value) for label, value in rows if value]
    width = max([_LABEL, *(len(label) for label, _value in said)])
    yield from (f"  {label:<{width}} {one_line(value)}" for label, value in said)
    promises = [promise for promise in found.promises if not promise.done]
    if promises:
        yield ""
        yield from (_promise_line(promise) for promise in promises)
    if found.interactions:
        yield ""
    for item in found.interactions:
        yield from _interaction_lines(item, today=today)
    for label, paths in ((_("links to"), found.links), (_("linked from"), found.backlinks)):
        if paths:
            yield ""
            yield f"  {label}: {', '.join(one_line(path) for path in paths)}"


def _facts(contact: Contact) -> list[tuple[str, str | None]]:
    work = ", ".join(part for part in (contact.role, contact.company) if part)
    return [
        (_("work"), work),
        (_("city"), contact.city),
        (pgettext("addresses", "email"), ", ".join(contact.email)),
        (pgettext("numbers", "phone"), ", ".join(contact.phone)),
        (_("birthday"), contact.birthday.text if contact.birthday else None),
        (_("tags"), ", ".join(contact.tags)),
        (_("tier"), contact.tier),
        (_("cadence"), times.cadence_words(contact.cadence) if contact.cadence else None),
        (_("channel"), words.channel_words(contact.channel) if contact.channel else None),
        (
            pgettext("channels to avoid", "avoid"),
            ", ".join(words.channel_words(channel) for channel in contact.avoid),
        ),
        (pgettext("what to mind with somebody", "mind"), contact.boundaries),
        (_("status"), None if contact.status is Status.ACTIVE else contact.status.value),
    ]


def _met(contact: Contact) -> str:
    names = ", ".join(contact.introduced_by)
    introduced = _("introduced by {names}", names=names) if names else None
    met = contact.met.isoformat() if contact.met else None
    return ", ".join(part for part in (met, contact.met_at, introduced) if part)


def _last(standing: Standing, *, today: date) -> str | None:
    last = last_contact(standing, today=today)
    return f"{last.isoformat()}, {times.ago_words(last, today=today)}" if last else None


def _promise_line(promise: Promise) -> str:
    text = one_line(words.promise_words(promise))
    if promise.due:
        text = _("{text} (due {day})", text=text, day=promise.due.isoformat())
    return f"  [ ] {text}"


def _interaction_lines(item: Interaction, *, today: date) -> Iterable[str]:
    channel = f"{words.channel_words(item.channel)}: " if item.channel else ""
    first, *deeper = item.text.split("\n")
    text = one_line(f"{channel}{first}")
    text = _("planned: {text}", text=text) if item.on > today else text
    yield f"  {item.on.isoformat()}  {text}"
    yield from (f"              {one_line(row)}" for row in deeper)


def problem_lines(found: Iterable[Problem]) -> Iterable[str]:
    """Yield ``path:line:column: CODE message`` for each problem."""
    for problem in found:
        place = f"{problem.path}:{problem.line}:{problem.column}"
        yield terminal(f"{place}: {problem.code} {problem.message}".replace("\n", " "))


def hit_lines(found: Iterable[Hit]) -> Iterable[str]:
    """Yield ``path:line: snippet`` for each note that was found."""
    for hit in found:
        yield f"{one_line(hit.path)}:{hit.line}: {one_line(hit.snippet)}"
