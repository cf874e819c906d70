"""Contacts as the query language sees them."""

from datetime import date

from vault_tools import links
from vault_tools.config import Rules
from vault_tools.followups import due_day, last_contact
from vault_tools.model import Contact, Note, Standing
from vault_tools.names import property_key
from vault_tools.query import Subject


def subject(note: Note, standing: Standing, *, today: date, rules: Rules) -> Subject:
    """Return the fields and words of a contact: what its properties mean, and all as written."""
    contact = note.contact or Contact(name=note.title)
    fields: dict[str, tuple[str, ...] | date | None] = {
        property_key(name): _texts(value) for name, value in note.properties.items()
    }
    stem = note.path.rsplit("/", 1)[-1].removesuffix(".md")
    tags = (*contact.tags, *contact.inline_tags)
    names = tuple(dict.fromkeys((contact.name, *contact.aliases, stem)))
    meant: dict[str, tuple[str, ...] | date | None] = {
        "name": names,
        "aliases": contact.aliases,
        "tags": tags,
        "company": _one(contact.company),
        "role": _one(contact.role),
        "email": contact.email,
        "phone": contact.phone,
        "city": _one(contact.city),
        "timezone": _one(contact.timezone),
        "met_at": _one(contact.met_at),
        "introduced_by": contact.introduced_by,
        "goals": contact.goals,
        "avoid": contact.avoid,
        "boundaries": _one(contact.boundaries),
        "tier": _one(contact.tier),
        "channel": _one(contact.channel),
        "status": (contact.status.value,),
        "private": ("true" if contact.private else "false",),
        "path": (note.path,),
        "met": contact.met,
        "follow_up": contact.follow_up,
        "snooze_until": contact.snooze_until,
        "birthday": contact.birthday.next_on(today) if contact.birthday else None,
        "last_contact": last_contact(standing, today=today),
        "due_on": due_day(standing, today=today, rules=rules),
    }
    fields |= {property_key(name): value for name, value in meant.items()}
    work = (contact.company, contact.role, contact.city)
    words = (*names, *contact.email, *tags, *(text for text in work if text))
    return Subject(fields=fields, words=words)


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (links.shown(value),) if value else ()
    items = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return tuple(text for item in items for text in _texts(item))
