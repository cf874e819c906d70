"""The JSON shapes that scripts depend on. Keys may be added, never changed."""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING

from vault_tools.config import Channel, Rules
from vault_tools.dates import Period, Week
from vault_tools.followups import due_day, last_contact
from vault_tools.index.queries import Hit
from vault_tools.index.sync import Synced
from vault_tools.language import english
from vault_tools.model import Contact, Due, Note, Problem, Standing, Timeline
from vault_tools.render.escape import json_text
from vault_tools.report import words

if TYPE_CHECKING:
    from vault_tools.method.planning import Plan
    from vault_tools.report.review import ReviewReport
    from vault_tools.report.weekly import WeeklyReport


def dumps(value: object, *, within: str = "") -> str:
    """Return *value* as JSON, with a newline at its end; *within* are the blanks before its lines.

    Characters that UTF-8 can't hold, and all that act on a terminal, are escaped.
    """
    return json_text(_indented(value, f"\n{within}")) + "\n"


def _indented(value: object, end: str) -> str:
    """Return what ``json.dumps`` would with ``indent=1``, which takes it twice as long.

    *end* is the end of a line, with the blanks that the next one begins with.
    """
    if isinstance(value, str):
        return _quoted(str(value))  # a message says what it means in the language spoken
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    inner = f"{end} "
    if isinstance(value, dict):
        pairs = [f"{_quoted(_key(key))}: {_indented(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(pairs)}{end}}}" if pairs else "{}"
    if isinstance(value, list | tuple):
        items = [_indented(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{end}]" if items else "[]"
    return "null" if value is None else json.dumps(value, default=_text)


def _key(key: object) -> str:
    return key if isinstance(key, str) else json.dumps(key)


def synced(result: Synced, *, contacts: int, notes: int, problems: int, seconds: float) -> object:
    """Return the shape of ``index``."""
    return {
        "added": result.added,
        "changed": result.changed,
        "removed": result.removed,
        "unchanged": result.unchanged,
        "contacts": contacts,
        "notes": notes,
        "problems": problems,
        "seconds": round(seconds, 3),
    }


def contact(
    note: Note,
    standing: Standing,
    *,
    today: date,
    rules: Rules,
    stale: Container[str] | None = None,
) -> dict[str, object]:
    """Return the shape of one contact of ``list``; *stale* are the paths of broken notes."""
    found = note.contact or Contact(name=note.title)
    last = last_contact(standing, today=today)
    return {
        "path": note.path,
        "name": found.name,
        "aliases": found.aliases,
        "tags": found.tags,
        "company": found.company,
        "role": found.role,
        "email": found.email,
        "phone": found.phone,
        "birthday": found.birthday.text if found.birthday else None,
        "tier": found.tier,
        "cadence_days": found.cadence.approximate_days if found.cadence else None,
        "channel": found.channel,
        "city": found.city,
        "status": found.status.value,
        "private": found.private,
        "met": found.met,
        "last_contact": last,
        "follow_up": found.follow_up,
        "snooze_until": found.snooze_until,
        "due_on": due_day(standing, today=today, rules=rules),
        "properties": note.properties,
        **_staleness(note.path, stale),
    }


def _staleness(path: str, stale: Container[str] | None) -> dict[str, object]:
    return {} if stale is None else {"stale": path in stale}


def timeline(
    found: Timeline, *, today: date, rules: Rules, stale: Container[str] | None = None
) -> dict[str, object]:
    """Return the shape of ``show``."""
    return {
        **contact(found.note, found.standing, today=today, rules=rules, stale=stale),
        "interactions": [
            {
                "on": item.on,
                "channel": item.channel,
                "text": item.text,
                "path": item.path,
                "line": item.line,
                "gave": item.gave,
                "got": item.got,
                "intro": item.intro,
                "attempt": item.attempt is not None,
                "outcome": item.attempt.value if item.attempt else None,
            }
            for item in found.interactions
        ],
        "promises": [
            {
                "text": promise.text,
                "due": promise.due,
                "done": promise.done,
                "mine": promise.mine,
                "path": promise.path,
                "line": promise.line,
            }
            for promise in found.promises
        ],
        "links": found.links,
        "backlinks": found.backlinks,
    }


def due(
    found: Sequence[Due],
    *,
    today: date,
    channels: Mapping[str, Channel] = words.USUAL_CHANNELS,
    plan: "Plan | None" = None,
    stale: Container[str] | None = None,
) -> list[dict[str, object]]:
    """Return the shape of ``due``; with a *plan*, also what each takes, and the week it is for."""
    weeks = _planned_weeks(plan, today=today) if plan else {}
    return [
        {
            "path": item.standing.path,
            "name": item.standing.name,
            "due_on": item.due_on,
            "days_overdue": item.days_overdue(today),
            "reasons": [
                {
                    "kind": reason.kind.value,
                    "due_on": reason.due_on,
                    "text": words.reason_words(reason, item, today=today),
                }
                for reason in item.reasons
            ],
            "last_contact": item.last_contact,
            "channel": words.suggested_channel(item.standing, today=today, channels=channels),
            "boundaries": item.standing.boundaries,
            "talking_points": words.talking_points(item.standing, today=today),
            **_staleness(item.standing.path, stale),
            **weeks.get(item.standing.path, {}),
        }
        for item in found
    ]


def _planned_weeks(plan: "Plan", *, today: date) -> dict[str, dict[str, object]]:
    """Return minutes and week by path; the week is None for what is planned for no week yet."""
    weeks: dict[str, dict[str, object]] = {
        each.due.standing.path: {"minutes": each.minutes, "week": None} for each in plan.later
    }
    for ahead, efforts in enumerate(plan.weeks):
        week = str(Week.of(Period(days=7 * ahead).after(today)))
        for each in efforts:
            weeks[each.due.standing.path] = {"minutes": each.minutes, "week": week}
    return weeks


def problems(found: Iterable[Problem]) -> list[dict[str, object]]:
    """Return the shape of ``check``."""
    return [problem._asdict() for problem in found]


def hits(found: Iterable[Hit]) -> list[dict[str, object]]:
    """Return the shape of ``search``."""
    return [asdict(hit) for hit in found]


def weekly(report: "WeeklyReport") -> dict[str, object]:
    """Return the weekly report as its templates see it."""
    table = asdict(report)
    table["problems"] = problems(report.problems)
    table["planned"] = [
        {**meeting, "people": [{"path": path, "name": name} for path, name in meeting["people"]]}
        for meeting in table["planned"]
    ]
    return table


def review(report: "ReviewReport") -> dict[str, object]:
    """Return the review of a month as its templates see it, but with the same keys for all."""
    table = asdict(report)
    for name in ("by_channel", "by_season", "by_meeting") if table["answers"] else ():
        for share in table["answers"][name]:
            share["key"] = english(share["key"])
    return table


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    msg = f"{type(value).__name__} has no JSON shape"
    raise TypeError(msg)
