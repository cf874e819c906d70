"""The names of the properties that have a meaning, and the other names that mean the same.

Sources: what Obsidian vaults, vCard-shaped front matter and the personal-CRM plugins in use write.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from vault_tools.names import property_key

_TABLE: dict[str, tuple[str, ...]] = {
    "type": (),
    "date": (),
    "name": ("full_name", "display_name", "fn"),
    "aliases": ("alias", "nickname"),
    "tags": ("tag", "categories"),
    "company": ("organisation", "organization", "org", "employer", "firma"),
    "role": ("position", "job", "job_title", "title"),
    "email": ("emails", "e-mail", "mail"),
    "phone": ("phones", "mobile", "tel", "telefon"),
    "birthday": ("bday", "birthdate", "date_of_birth", "prm-birthday", "geburtstag"),
    "met": ("first_met", "kennengelernt"),
    "met_at": ("how_we_met", "where_met", "source"),
    "introduced_by": ("referred_by", "via", "met_through"),
    "channel": ("preferred_channel", "preferred_contact_method", "contact_via", "prefers"),
    "avoid": ("do_not",),
    "boundaries": (),
    "city": ("location", "based_in", "prm-location"),
    "timezone": ("tz",),
    "tier": ("circle", "closeness", "prm-tier"),
    "cadence": ("frequency", "keep_in_touch", "contact_frequency", "rhythm", "prm-cadence"),
    "last_contact": (
        *("last_contacted", "last-contacted", "lastContact", "last_chat"),
        *("prm-last-contacted", "letzter_kontakt"),
    ),
    "follow_up": ("next_contact", "next_follow_up", "followup"),
    "snooze_until": ("snooze", "prm-snooze-until"),
    "status": (),
    "prm-paused": (),
    "private": (),
    "goals": ("goal",),
    "news": (),
    "ignore_mentions": ("prm-ignore-journal",),
    "attendees": ("people", "with"),
    "end": (),
    "place": (),
    "deadline": (),
    "n.gn": (),
    "n.fn": (),
}
PROPERTIES = tuple(name for name in _TABLE if "." not in name and not name.startswith("prm-"))
"""The names of the properties that have a meaning."""
_VCARD_PLACES = {"adr.locality": "city", "org.name": "company", "url": "website"}
_LABEL = re.compile(r"\[[^\[\]]*\]")


def meaning_table(own: Mapping[str, str]) -> dict[str, str]:
    """Return canonical names by property key; *own* adds the configured synonyms."""
    table = {property_key(name): name for name in _TABLE}
    for name, synonyms in _TABLE.items():
        for synonym in synonyms:
            table.setdefault(property_key(synonym), name)
    table |= _VCARD_PLACES
    for key, meaning in own.items():
        table[key] = table.get(meaning, meaning)
    return table


def meaning_of(name: str, meanings: Mapping[str, str]) -> str:
    """Return the canonical name of the property *name*, or its key where it means nothing."""
    key = lookup_key(name)
    return meanings.get(key, key)


@lru_cache(maxsize=4096)  # a vault has few names of properties, and each in every note
def lookup_key(name: str) -> str:
    """Return the key to look *name* up by: vCard labels such as ``[HOME]`` don't count."""
    return property_key(_LABEL.sub("", name) if "[" in name else name)
