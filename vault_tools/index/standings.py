"""How a contact stands: made of their note, and of what dated notes and tasks elsewhere say."""

import re
from collections.abc import Sequence
from datetime import date

from vault_tools import links as wikilinks
from vault_tools.config import Rules
from vault_tools.followups import candidates_from, settled_on
from vault_tools.index import codec
from vault_tools.index.found import texts
from vault_tools.method.favours import brought, favour_days
from vault_tools.model import Attempt, Contact, Interaction, Note, Promise, Standing, Talk

_KEPT_TALKS = 3
_BULLET = re.compile(r"[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?(?:\[.\][ \t]+)?")
_DAY_AHEAD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ _-]*")

ContactRow = tuple[str | None, str | None, str | None, str]
"""due_from, settled_on, birthday, standing."""


def standing_of(
    note: Note,
    *,
    met: date | None,
    meetings: Sequence[Interaction] = (),
    tasks: Sequence[Promise] = (),
    introduced: Sequence[tuple[Note, int | None]] = (),
    degree: int = 0,
) -> Standing:
    """Return how the contact of *note* stands.

    *meetings* and *tasks* are what other notes say: dated notes, and open tasks that link here.
    *introduced* are contacts with a property that links here, each with the lines that link back.
    """
    contact = note.contact or Contact(name=note.title)
    interactions = [*note.log, *(() if contact.ignore_mentions else meetings)]
    known_days = {day for day in (met, contact.last_contact) if day}
    touched = known_days | {item.on for item in interactions if item.attempt is None}
    declined = sorted([item.on for item in interactions if item.attempt is Attempt.DECLINED])
    brought_by = brought(note, linking=introduced)
    gave_days, got_days = favour_days(interactions, path=note.path, brought=brought_by)
    return Standing(
        path=note.path,
        name=contact.name,
        tier=contact.tier,
        cadence=contact.cadence,
        unpaced=contact.unpaced,
        status=contact.status,
        private=contact.private,
        channel=contact.channel,
        avoid=contact.avoid,
        boundaries=contact.boundaries,
        company=contact.company,
        email=contact.email[0] if contact.email else None,
        phone=contact.phone[0] if contact.phone else None,
        birthday=contact.birthday,
        met=met,
        met_at=contact.met_at,
        follow_up=contact.follow_up,
        snooze_until=contact.snooze_until,
        contact_days=tuple(sorted(touched)),
        attempt_days=tuple(sorted(item.on for item in interactions if item.attempt)),
        declined_days=tuple(declined),
        gave_days=gave_days,
        got_days=got_days,
        talks=_talks(interactions),
        news=contact.news,
        promises=(*(task for task in note.promises if not task.done), *tasks),
        degree=degree,
    )


def contact_row(standing: Standing, *, rules: Rules) -> ContactRow:
    """Return what the index keeps of *standing*: the bounds by which it is found, and itself."""
    bound = candidates_from(standing, rules=rules)
    settled = settled_on(standing)
    birthday = standing.birthday.text[-5:] if standing.birthday and standing.birthday.day else None
    return (
        bound.isoformat() if bound else None,
        settled.isoformat() if settled else None,
        birthday,
        codec.dump_standing(standing),
    )


def meeting(note: Note, *, day: date, line: int) -> Interaction:
    """Return the interaction that a dated note is to somebody who is named on *line*.

    Its text is that line, or for somebody who is named above the text, the title and first line.
    """
    rows = note.text.split("\n")
    index = line - note.text_line
    text = _bare(rows[index]) if 0 <= index < len(rows) else ""
    if not text:
        title = _DAY_AHEAD.sub("", note.title)
        first = next((row for row in rows if row.strip() and not row.startswith("#")), "")
        text = ": ".join(part for part in (title, _bare(first)) if part)
    return Interaction(on=day, channel=note.channel, text=text, path=note.path, line=line)


def met_on(note: Note, events: dict[str, str]) -> date | None:
    """Return the day of the first meeting; without one, that of the event that ``met_at`` links to.

    *events* are the days of those that the note's properties link to, by how they are written.
    """
    contact = note.contact
    if contact is None or contact.met or not contact.met_at or not events:
        return contact.met if contact else None
    written = (wikilinks.parse(text) for text in texts(note.properties))
    where = next((link.target for link in written if link and link.shown == contact.met_at), "")
    return date.fromisoformat(events[where]) if where in events else None


def _bare(row: str) -> str:
    """Return a line without the bullet and check box before it."""
    return _BULLET.sub("", row, count=1).strip()


def _talks(interactions: list[Interaction]) -> tuple[Talk, ...]:
    """Return what was said last, the newest first; declined attempts say nothing to pick up."""
    said = [item for item in interactions if item.text and item.attempt is not Attempt.DECLINED]
    said.sort(key=lambda item: (item.on, item.path, -item.line), reverse=True)
    return tuple(
        [
            Talk(item.on, item.channel, item.text.split("\n")[0], item.path)
            for item in said[:_KEPT_TALKS]
        ]
    )
