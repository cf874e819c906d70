"""What has changed, as lines for the terminal and as a JSON shape."""

from collections.abc import Iterator
from datetime import date

from vault_tools.language import _
from vault_tools.method.changes import Changes, Kept, Meeting, Move, Who
from vault_tools.model import Contact
from vault_tools.render.escape import one_line
from vault_tools.report import times, words


def change_lines(found: Changes, *, today: date) -> Iterator[str]:
    """Yield who is new, who changed jobs, whom I met, what was kept, and who is gone."""
    sections = (
        (_("New"), [_new_line(who, contact, today=today) for who, contact in found.new]),
        (_("Other work"), [_move_line(move) for move in found.moves]),
        (_("In touch"), [_meeting_line(each, today=today) for each in found.meetings]),
        (_("Promises kept"), [_kept_line(kept) for kept in found.kept]),
        (_("No contacts any more"), [_line(who.name, who.path) for who in found.gone]),
    )
    for title, lines in sections:
        if lines:
            yield title
            yield from lines


def _new_line(who: Who, contact: Contact, *, today: date) -> str:
    met = ""
    if contact.met:
        met = _("met {day}", day=times.day_words(contact.met, today=today))
    return _line(who.name, contact.company, met)


def _move_line(move: Move) -> str:
    said = _("{before}; now {after}", before=_work(move, 0), after=_work(move, 1))
    return _line(move.who.name, said)


def _meeting_line(meeting: Meeting, *, today: date) -> str:
    each = meeting.interaction
    channel = words.channel_words(each.channel) if each.channel else None
    day = times.day_words(each.on, today=today)
    return _line(meeting.who.name, day, channel, each.text)


def _kept_line(kept: Kept) -> str:
    return _line(
        kept.who.name, kept.promise.text, "" if kept.promise.mine else _("promised to you")
    )


def changes_shape(found: Changes, *, commit: str) -> dict[str, object]:
    """Return the shape of ``changes``."""
    return {
        "since": commit,
        "new": [
            {**_who(who), "company": contact.company, "met": contact.met}
            for who, contact in found.new
        ],
        "moves": [
            {**_who(move.who), "before": _work_shape(move, 0), "after": _work_shape(move, 1)}
            for move in found.moves
        ],
        "met": [
            {
                **_who(each.who),
                "on": each.interaction.on,
                "channel": each.interaction.channel,
                "text": each.interaction.text,
                "note": each.interaction.path,
                "line": each.interaction.line,
            }
            for each in found.meetings
        ],
        "kept": [
            {
                **_who(each.who),
                "text": each.promise.text,
                "mine": each.promise.mine,
                "done_on": each.promise.done_on,
                "note": each.promise.path,
                "line": each.promise.line,
            }
            for each in found.kept
        ],
        "gone": [_who(who) for who in found.gone],
    }


def _line(name: str, *parts: str | None) -> str:
    told = " · ".join(one_line(part.split("\n")[0]) for part in parts if part)
    return f"  {one_line(name)}: {told}" if told else f"  {one_line(name)}"


def _work(move: Move, when: int) -> str:
    both = (move.role[when], move.company[when])
    return ", ".join(part for part in both if part) or _("nothing known")


def _work_shape(move: Move, when: int) -> dict[str, str | None]:
    return {"company": move.company[when], "role": move.role[when]}


def _who(who: Who) -> dict[str, object]:
    return {"name": who.name, "path": who.path}
