"""A note's properties as a contact, an event or a goal."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache

from vault_tools import links
from vault_tools.config import Config
from vault_tools.dates import Birthday, Period, parse_cadence, parse_day, parse_local_day
from vault_tools.language import message, quoted
from vault_tools.model import Contact, Event, Goal, Status
from vault_tools.names import property_key
from vault_tools.parse.values import Values
from vault_tools.records import dataclass

_NEWS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ :—–-]+(.+)", re.DOTALL)
_STATUS_WORDS = {
    **{status.value: status for status in Status},
    "aktiv": Status.ACTIVE,
    "ruhend": Status.DORMANT,
    "schlafend": Status.DORMANT,
    "pausiert": Status.PAUSED,
    "pause": Status.PAUSED,
    "beendet": Status.CLOSED,
    "verstorben": Status.DECEASED,
}
_EVIDENCE = ("company", "introduced_by", "last_contact", "met", "met_at")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the configuration gives a meaning."""

    tiers: Mapping[str, Period | None]
    channels: Mapping[str, str]
    cadence: Period | None
    """Of contacts with neither a cadence nor a tier."""

    @classmethod
    def of(cls, config: Config) -> "Vocabulary":
        """Return the vocabulary of a configuration."""
        return cls(config.tiers, config.channel_words(), config.default_cadence)

    def channel(self, text: str) -> str:
        """Return the channel that *text* means.

        Raises:
            ValueError: It means none.
        """
        known = self.channels.get(property_key(links.shown(text)))
        if known is None:
            known = next(iter(self.channels), "phone")
            msg = message(
                "{text} is not a channel such as {known} or email", text=quoted(text), known=known
            )
            raise ValueError(msg)
        return known

    def tier(self, text: str) -> str:
        """Return the tier that *text* means.

        Raises:
            ValueError: It means none.
        """
        name = links.shown(text).casefold()
        if name not in self.tiers:
            known = ", ".join(self.tiers)
            msg = message("{text} is not a tier; there are {known}", text=quoted(text), known=known)
            raise ValueError(msg)
        return name


def read_contact(
    values: Values, vocabulary: Vocabulary, *, title: str, tags: tuple[str, ...]
) -> Contact:
    """Return the contact that *values* describe; *title* names it where they don't."""
    tier = values.one("tier", vocabulary.tier, code="unknown-tier")
    own = values.one("cadence", _read_cadence, code="bad-cadence")
    inherited = vocabulary.tiers[tier] if tier else vocabulary.cadence
    return Contact(
        name=contact_name(values, title=title),
        aliases=values.shown("aliases"),
        tags=property_tags(values),
        company=values.text("company"),
        role=values.text("role"),
        email=_emails(values),
        phone=values.texts("phone"),
        birthday=values.one("birthday", _read_birthday, code="bad-birthday"),
        met=values.day("met"),
        met_at=values.text("met_at"),
        introduced_by=values.shown("introduced_by"),
        channel=values.one("channel", vocabulary.channel, code="unknown-channel"),
        avoid=_avoided(values, vocabulary),
        boundaries=values.text("boundaries"),
        city=values.text("city"),
        timezone=values.text("timezone"),
        tier=tier,
        cadence=own.period if own else inherited,
        unpaced=own is not None and own.period is None,
        last_contact=values.day("last_contact"),
        follow_up=values.day("follow_up"),
        snooze_until=values.day("snooze_until"),
        status=_status(values),
        private=values.flag("private"),
        goals=values.shown("goals"),
        news=tuple(_news(values)),
        ignore_mentions=values.flag("ignore_mentions"),
        inline_tags=tags,
        lines=values.lines(_EVIDENCE),
    )


def read_event(values: Values) -> Event:
    """Return the event that *values* describe."""
    return Event(place=values.text("place"), end=values.day("end"))


def read_goal(values: Values) -> Goal:
    """Return the goal that *values* describe."""
    return Goal(deadline=values.day("deadline"), status=values.text("status"))


def contact_name(values: Values, *, title: str) -> str:
    """Return ``name``, else a vCard-shaped given and family name, else *title*."""
    parts = (values.text("n.gn"), values.text("n.fn"))
    return values.text("name") or " ".join(part for part in parts if part) or title


def property_tags(values: Values) -> tuple[str, ...]:
    """Return the tags of the property: a list, or one text split at commas and spaces.

    A link counts as the text it shows: ``categories: "[[People]]"``.
    """
    words = [word for text in values.texts("tags") for word in tag_words(text)]
    return tuple(dict.fromkeys(word.strip("#/") for word in words if word.strip("#/")))


def tag_words(text: str) -> list[str]:
    """Return the tags that one text of the property holds, as shown."""
    return list(map(links.shown, split_tags(text)))


def split_tags(text: str) -> list[str]:
    """Return the tags that one text holds, as written; links are not taken apart."""
    return [text] if "[[" in text else text.replace(",", " ").split()


def _emails(values: Values) -> tuple[str, ...]:
    """Return the addresses; several in one text are told apart at commas."""
    texts = values.texts("email")
    pieces = [piece for text in texts for piece in split_addresses(text)]
    return tuple(dict.fromkeys(pieces)) if len(pieces) > 1 else tuple(pieces)


def split_addresses(text: str) -> list[str]:
    """Return the addresses that one text holds; itself where it is not all addresses."""
    if "," not in text and ";" not in text:
        return [text]
    pieces = [piece.strip() for piece in text.replace(";", ",").split(",")]
    return pieces if all("@" in piece for piece in pieces) else [text]


def _news(values: Values) -> Iterator[tuple[date, str]]:
    """Yield what the property ``news`` tells: items that begin with a day."""
    for text in values.shown("news"):
        match = _NEWS.match(text)
        if match:
            with suppress(ValueError):
                yield parse_day(match[1]), match[2]


def _avoided(values: Values, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the channels to avoid; words that are no channel are left to `boundaries`."""
    words = [word.strip() for text in values.shown("avoid") for word in text.split(",")]
    return tuple(vocabulary.channels.get(property_key(word), word) for word in words if word)


def _read_birthday(text: str) -> Birthday:
    link = links.parse(text)
    if link and link.day:
        return Birthday.parse(link.day)
    try:
        return Birthday.parse(text)
    except ValueError:
        with suppress(ValueError):
            return Birthday.parse(parse_local_day(text).isoformat())
        raise


@dataclass(frozen=True, slots=True)
class _OwnCadence:
    """A cadence as the note gives it, which may be ``never``."""

    period: Period | None


@lru_cache(maxsize=256)  # few words, each in many notes
def _read_cadence(text: str) -> _OwnCadence:
    return _OwnCadence(parse_cadence(text))


def _status(values: Values) -> Status:
    default = Status.PAUSED if values.flag("prm-paused") else Status.ACTIVE
    found = values.one("status", _read_status, code="unknown-status")
    return found or default


def _read_status(text: str) -> Status:
    word = links.shown(text).strip("# ").casefold()
    if word not in _STATUS_WORDS:
        known = ", ".join(Status)
        msg = message("{text} is not a status; there are {known}", text=quoted(text), known=known)
        raise ValueError(msg)
    return _STATUS_WORDS[word]
