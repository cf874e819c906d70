"""What Obsidian keeps of its own: types of properties, bases and templates, as it publishes them.

Nothing here reads or writes: texts of files go in, texts and problems come out.
"""

import json
import re
from collections.abc import Iterator, Mapping

from vault_tools.config import Config
from vault_tools.dates import Period
from vault_tools.language import _, message
from vault_tools.model import Problem
from vault_tools.parse.synonyms import lookup_key

TYPES_PATH = ".obsidian/types.json"
BASE_PATH = "People.base"
_MANY = ("multitext", "text")
_DAY = ("date", "datetime", "text")
_FLAG = ("checkbox", "text")
_TEXT = ("text", "multitext")
_TYPES: Mapping[str, tuple[str, ...]] = {
    "aliases": ("aliases", "multitext"),
    "tags": ("tags", "multitext"),
    "company": _TEXT,
    "email": _MANY,
    "phone": _MANY,
    "birthday": ("text", "date"),  # a birthday without a year is no date to Obsidian
    "met": _DAY,
    "last_contact": _DAY,
    "follow_up": _DAY,
    "snooze_until": _DAY,
    "introduced_by": _MANY,
    "channel": _TEXT,
    "boundaries": _TEXT,
    "tier": (*_TEXT, "number"),
    "cadence": ("text", "number"),
    "private": _FLAG,
    "ignore_mentions": _FLAG,
}
"""Obsidian's types that a property may have, the one that we set first.

Properties that other notes use in their own way, such as ``status``, are not among them.
"""
_CADENCES = {
    "weekly": "7d",
    "biweekly": "14d",
    "monthly": "1M",
    "bimonthly": "2M",
    "quarterly": "3M",
    "half-yearly": "6M",
    "yearly": "1y",
}
"""Words for a cadence that a base can count with; any other is for `vault-tools due` alone."""


def type_problems(text: str, *, meanings: Mapping[str, str]) -> list[Problem]:
    """Return what contradicts our properties in *text*, the file of Obsidian's types."""
    found = []
    for name, kind in (_types(text) or {}).items():
        meaning = meanings.get(lookup_key(name), "")
        allowed = _TYPES.get(meaning, ())
        if allowed and kind not in allowed:
            line, column = _place(text, name)
            said = message(
                "to Obsidian, {name} is of type {kind}; {meaning} needs {types}",
                name=name,
                kind=kind,
                meaning=meaning,
                types=allowed[0],
            )
            found.append(Problem(TYPES_PATH, line, column, "property-type", said))
    return found


def with_types(text: str) -> str:
    """Return *text*, the file of Obsidian's types, with those of ours that have none.

    A file that can't be understood stays as it is.
    """
    table = _table(text or "{}")
    known = _types_in(table)
    if table is None or known is None:
        return text
    taken = {lookup_key(name) for name in known}
    new = {name: kinds[0] for name, kinds in _TYPES.items() if lookup_key(name) not in taken}
    if not new:
        return text
    table["types"] = {**known, **new}
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def core_note() -> str:
    """Return a note template for Obsidian's core plugin, which fills in title and date."""
    return _person_note(title="{{title}}", met='"{{date}}"')


def templater_note(config: Config) -> str:
    """Return a note template for the plugin Templater, which asks for tier and channel."""
    tiers, channels = (json.dumps(list(names)) for names in (config.tiers, config.channels))
    return _person_note(
        title="<% tp.file.title %>",
        met='<% tp.date.now("YYYY-MM-DD") %>',
        channel=f' <% await tp.system.suggester({channels}, {channels}) ?? "" %>',
        tier=f' <% await tp.system.suggester({tiers}, {tiers}) ?? "" %>',
        text="<% tp.file.cursor() %>\n",
    )


def _person_note(*, title: str, met: str, channel: str = "", tier: str = "", text: str = "") -> str:
    """Return a note for a contact with what a plugin puts into its places."""
    return f"""\
---
type: person
name: "{title}"
aliases: []
tags: []
company:
role:
email:
phone:
birthday:
met: {met}
met_at:
introduced_by:
channel:{channel}
tier:{tier}
---
{text}
## Log

"""


def people_base(config: Config) -> str:
    """Return a base with the contacts: who is due, asleep, at which company, whose birthday."""
    return "\n".join(_base(config)) + "\n"


def _base(config: Config) -> Iterator[str]:
    contacts = config.contacts
    yield from ("filters:", "  and:", "    - 'file.ext == \"md\"'")
    yield "    - or:"
    yield _row(f"list(note.type).containsAny({_words(contacts.types)})")
    yield _row(f"file.hasTag({_words(contacts.tags)})")
    for folder in contacts.folders:
        yield _row(f"file.inFolder({_words([folder])})")
    yield "    - not:"
    for folder in contacts.templates:
        yield _row(f"file.inFolder({_words([folder])})")
    yield "formulas:"
    for name, formula in _formulas(config):
        yield f"  {name}: {_quoted(formula)}"
    yield "properties:"
    for name, said in _titles():
        yield from (f"  {name}:", f"    displayName: {_quoted(said)}")
    yield "views:"
    yield from _view(_("Due"), ["formula.is_due"], sort="formula.due")
    yield from _view(_("Asleep"), ["formula.is_asleep"], sort="formula.last")
    yield from _view(_("By company"), ["company"], sort="file.name", group="note.company")
    yield from _view(_("Birthdays"), ["birthday"], sort="formula.birthday_in")


def _formulas(config: Config) -> Iterator[tuple[str, str]]:
    resting = '["paused", "closed", "deceased"].contains(status)'
    yield "last", "if(last_contact, last_contact, met)"
    yield "every", _every(config)
    by_cadence = "if(formula.last && formula.every, formula.last + formula.every)"
    yield "due", f"if(follow_up, follow_up, {by_cadence})"
    yield "is_due", f"if(formula.due && !{resting}, formula.due <= today(), false)"
    yield "is_asleep", f'if(formula.last && !{resting}, formula.last < today() - "1y", false)'
    # Text or a date, with or without a year: the last month and day in it.
    digits = r'birthday.toString().replace(/^.*(\d\d)-(\d\d).*$/, "$1$2")'
    is_date = 'birthday.isType("date")'
    number = f"if({is_date}, birthday.month * 100 + birthday.day, number({digits}))"
    yield "birthday_number", f"if(birthday, {number})"
    today = "(today().month * 100 + today().day)"
    left = f"formula.birthday_number - {today}"
    yield "birthday_in", f"if(formula.birthday_number >= {today}, {left}, {left} + 1300)"


def _every(config: Config) -> str:
    """Return the formula that says how often to be in touch: by the cadence, else by the tier."""
    formula = '""'
    for tier, period in reversed(list(config.tiers.items())):
        formula = f"if(tier == {_words([tier])}, {_words([_duration(period)])}, {formula})"
    for word, duration in reversed(_CADENCES.items()):
        formula = f'if(cadence == "{word}", "{duration}", {formula})'
    return formula


def _duration(period: Period | None) -> str:
    if period is None:
        return ""
    if period.days:
        return f"{period.approximate_days}d"
    return f"{period.months}M"


def _titles() -> Iterator[tuple[str, str]]:
    yield "file.name", _("Name")
    yield "company", _("Company")
    yield "tier", _("Tier")
    yield "channel", _("Channel")
    yield "birthday", _("Birthday")
    yield "formula.last", _("Last contact")
    yield "formula.due", _("Due on")


def _view(name: str, filters: list[str], *, sort: str, group: str = "") -> Iterator[str]:
    yield from ("  - type: table", f"    name: {_quoted(name)}", "    filters:", "      and:")
    yield from (f"        - {_quoted(each)}" for each in filters)
    if group:
        yield from ("    groupBy:", f"      property: {group}", "      direction: ASC")
    columns = ["file.name", "company", "tier", "channel", "formula.last", "formula.due"]
    if "birthday" in filters:
        columns.insert(1, "birthday")
    yield "    order:"
    yield from (f"      - {column}" for column in columns)
    yield from ("    sort:", f"      - property: {sort}", "        direction: ASC")


def _row(statement: str) -> str:
    return f"        - {_quoted(statement)}"


def _words(words: "list[str] | tuple[str, ...]") -> str:
    return ", ".join(json.dumps(word, ensure_ascii=False) for word in words)


def _quoted(text: str) -> str:
    """Return *text* as YAML between single quotation marks, in which only these mean anything."""
    return "'" + text.replace("'", "''") + "'"


def _types(text: str) -> dict[str, str] | None:
    """Return the types that the file names; None where it can't be understood."""
    types = _types_in(_table(text))
    if types is None:
        return None
    return {name: kind for name, kind in types.items() if isinstance(kind, str)}


def _types_in(table: dict[str, object] | None) -> dict[str, object] | None:
    """Return what the file says of types, understood or not; None where that is no table."""
    types = None if table is None else table.get("types", {})
    return types if isinstance(types, dict) else None


def _table(text: str) -> dict[str, object] | None:
    """Return what the file says as a whole; None where it can't be understood."""
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


def _place(text: str, name: str) -> tuple[int, int]:
    """Return line and column of the property *name* in the file of types."""
    written = (re.escape(json.dumps(name, ensure_ascii=flag)) for flag in (False, True))
    match = re.search(rf"(?:{'|'.join(written)})\s*:", text)
    if match is None:
        return 1, 1
    before = text[: match.start()]
    return before.count("\n") + 1, match.start() - (before.rfind("\n") + 1) + 1
