"""What can be configured, and the defaults."""

from collections.abc import Mapping
from dataclasses import field

from vault_tools.dates import Period, parse_cadence
from vault_tools.names import property_key
from vault_tools.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to be in touch."""

    name: str
    minutes: int
    """What one use of it costs, in minutes."""
    words: tuple[str, ...] = ()
    """Other words that mean it, English and German."""


CHANNELS = (
    Channel(name="phone", minutes=20, words=("call", "telefon", "telefonat", "anruf", "tel")),
    Channel(name="email", minutes=10, words=("e-mail", "mail")),
    Channel(name="message", minutes=5, words=("nachricht", "chat", "dm", "text")),
    Channel(name="sms", minutes=5),
    Channel(name="whatsapp", minutes=5, words=("wa",)),
    Channel(name="signal", minutes=5),
    Channel(name="telegram", minutes=5),
    Channel(name="threema", minutes=5),
    Channel(name="slack", minutes=5),
    Channel(name="linkedin", minutes=5),
    Channel(name="xing", minutes=5),
    Channel(name="mastodon", minutes=5),
    Channel(
        name="in-person",
        minutes=60,
        words=(
            "meeting",
            "coffee",
            "lunch",
            "dinner",
            "visit",
            "persönlich",
            "treffen",
            "kaffee",
            "mittagessen",
            "abendessen",
            "besuch",
            "vor ort",
        ),
    ),
    Channel(name="video", minutes=30, words=("video-call", "zoom", "teams", "videoanruf")),
    Channel(name="event", minutes=60, words=("veranstaltung", "konferenz", "messe", "conference")),
    Channel(name="letter", minutes=20, words=("brief", "post")),
    Channel(name="card", minutes=10, words=("karte", "postkarte", "postcard", "grußkarte")),
    Channel(name="gift", minutes=20, words=("geschenk", "present", "präsent")),
)
TIERS = {
    "inner": Period(months=1),
    "close": Period(months=3),
    "active": Period(months=6),
    "wide": Period(months=12),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """An occasion of the year that comes for many contacts at once, such as year-end cards."""

    name: str
    start: str
    """Month and day, ``12-01``."""
    end: str
    """Month and day; the last one on which it can be kept."""
    query: str = ""
    """Whom it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """``[contacts]``: which notes are contacts."""

    types: tuple[str, ...] = ("contact", "person", "people")
    """Values of the property ``type`` that make a note a contact."""
    tags: tuple[str, ...] = ("contact", "person", "people")
    """Tags that make a note a contact."""
    folders: tuple[str, ...] = ("People", "Contacts")
    """Folders in which every note with front matter is a contact."""
    templates: tuple[str, ...] = ("Templates", "templates")
    """Folders of note templates, which never are contacts."""
    cadence: str = "none"
    """The cadence of contacts that have neither one of their own nor a tier."""
    region: str = ""
    """The country of phone numbers without a country code, ``DE``; needed to compare them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """``[log]``: where interactions are read."""

    headings: tuple[str, ...] = (
        "Log",
        "Contact log",
        "Interactions",
        "History",
        "Kontakte",
        "Verlauf",
    )
    """Headings under which list items with a day are interactions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """``[daily]``: where daily notes lie; Obsidian's own settings are read where this is empty."""

    format: str = ""
    """The path of a daily note below its folder, in moment.js tokens: ``YYYY/MM/YYYY-MM-DD``."""
    folder: str = ""
    """The folder of daily notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """``[rules]``: the numbers in the rules about who is due."""

    first_follow_up_after: int = 3
    """Days after a first meeting on which the first follow-up is due."""
    first_follow_up_within: int = 60
    """Days after a first meeting in which a first follow-up is still suggested."""
    promise_after: int = 14
    """Days after the entry or note it stands in on which a promise without a day is due."""
    rest_step: int = 14
    """Days to wait after an unanswered attempt, for each attempt since the last contact."""
    rest_steps: int = 4
    """The most attempts that lengthen the wait."""
    declined_rest: int = 0
    """Days to rest after a `#declined`, where that is longer than the wait after an attempt."""
    asleep_cadences: int = 3
    """Cadences of silence after which a contact is asleep instead of overdue..."""
    asleep_days: int = 365
    """...if the silence has also lasted more than this many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``[report]``: what the weekly report shows."""

    folder: str = "Reports"
    """Where in the vault ``-o`` without a path and ``watch --report`` write."""
    due: int = 12
    """The most contacts that it lists as due."""
    reawaken: int = 3
    """How many contacts who are asleep it offers each week."""
    birthdays: int = 14
    """How many days ahead birthdays are shown."""
    hints: int = 2
    """How many of each kind it names as worth a thought: who drifts, a small favour; 0 for none."""
    snooze: str = "1w"
    """For how long ``[-]`` at a contact in a report snoozes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``[plan]``: how much of what is due fits into a week."""

    minutes: int = 0
    """Minutes a week for keeping in touch; 0 for no plan: the report lists the most overdue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """``[rhythm]``: what is made of how often you are really in touch."""

    preset: str = "dunbar"
    """Whose sizes say how many a tier has room for: ``dunbar``; empty for no sizes."""
    drift: bool = True
    """Whether those without a cadence are named once it is quiet against their own rhythm."""
    drift_contacts: int = 4
    """Days of contact that make a rhythm."""
    drift_gaps: int = 8
    """The latest gaps between them that count; the rhythm is their median."""
    drift_factor: int = 2
    """It is quiet after this many gaps of the usual length..."""
    drift_margin: int = 30
    """...and after one such gap and this many days more."""
    moves: bool = True
    """Whether a closer or a wider tier is suggested, going by real contact."""
    move_months: int = 18
    """How far back contact counts for that."""
    move_gaps: int = 3
    """The fewest gaps between contacts in that time."""
    move_factor: int = 2
    """How many times as often, or as seldom, as the tier's cadence is worth a suggestion."""
    ramp: int = 3
    """How many who get a cadence in ``triage`` begin in one week; 0 for all of them at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """``[review]``: what the report of a month says."""

    outcomes: bool = True
    """Whether it says what came of attempts."""
    few: int = 8
    """The fewest attempts of which a share that was answered is told."""
    answer_within: int = 30
    """Days within which contact after an attempt counts as its answer."""
    silence: int = 365
    """Days of silence after which a contact counts as reawakened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``[profile]``: the note about yourself."""

    note: str = "me.md"
    """Where it lies; its first paragraph is how you introduce yourself. Empty for none."""
    review_after: str = "quarterly"
    """How long after the day in its ``profile_reviewed`` a reminder comes; ``never`` for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Favours:
    """``[favours]``: what is made of give and take."""

    months: int = 24
    """How far back favours count."""
    owing: int = 1
    """How many more got than given are worth a word before you ask again; 0 for never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """``[load]``: how what the cadences ask for is held against what you really do."""

    weeks: int = 12
    """How many weeks back real contact is counted."""
    suggest: bool = True
    """Whether cadences to loosen are suggested, where they ask for more than you really do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions:
    """``[occasions]``: which days ``occasions`` shows."""

    ahead: int = 30
    """How many days it looks ahead."""
    birthdays: bool = True
    """Whether birthdays are among them."""
    round_birthdays: bool = True
    """Whether round birthdays are marked: 18, every tenth, from 70 on every fifth."""
    anniversaries: bool = True
    """Whether anniversaries of first meetings are, with those who have a tier or a cadence."""
    greetings: tuple[str, ...] = ("card", "letter", "gift")
    """Channels of log entries that count as a season's card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gifts:
    """``[gifts]``: what is said about gifts."""

    suggest: bool = True
    """Whether ideas are shown, and what was above the budget."""
    budget: int = 0
    """What one gift is to cost at most; 0 for no budget."""
    currency: str = "€"
    """The currency of it. Prices in others are not compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """``[mail]``: whom ``report --format eml`` is from and to."""

    sender: str = ""
    """Your address, ``Jo Lindner <jo@example.org>``; empty to leave it to the mail program."""
    to: str = ""
    """Where it goes, several between commas; empty where the mail program is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """``[git]``: what becomes of what is written."""

    commit: bool = False
    """Whether writing commands commit just the files that they wrote, as with ``--commit``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that can be configured, with its defaults."""

    tiers: Mapping[str, Period | None] = field(default_factory=lambda: dict(TIERS))
    """``[tiers]``: name = cadence, the closest first."""
    channels: Mapping[str, Channel] = field(
        default_factory=lambda: {channel.name: channel for channel in CHANNELS}
    )
    """``[channels.NAME]``: ``minutes`` and ``words``."""
    seasons: tuple[Season, ...] = ()
    """``[seasons.NAME]``: ``start``, ``end`` (``MM-DD``) and ``query``."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """``[properties]``: your property = the property it means."""
    ignore: tuple[str, ...] = ()
    """Globs of paths that are not read, such as ``Archive/**``."""
    language: str = ""
    """The language to speak, ``en`` or ``de``; empty for that of the locale."""
    timezone: str = ""
    """Your time zone, as an IANA name; empty for the computer's."""
    contacts: Contacts = field(default_factory=Contacts)
    log: Log = field(default_factory=Log)
    daily: Daily = field(default_factory=Daily)
    rules: Rules = field(default_factory=Rules)
    report: Report = field(default_factory=Report)
    plan: Plan = field(default_factory=Plan)
    rhythm: Rhythm = field(default_factory=Rhythm)
    review: Review = field(default_factory=Review)
    profile: Profile = field(default_factory=Profile)
    favours: Favours = field(default_factory=Favours)
    load: Load = field(default_factory=Load)
    occasions: Occasions = field(default_factory=Occasions)
    gifts: Gifts = field(default_factory=Gifts)
    mail: Mail = field(default_factory=Mail)
    git: Git = field(default_factory=Git)
    warnings: tuple[str, ...] = ()
    """Unknown keys and unusable values, one line each."""
    fingerprint: str = ""
    """Changes whenever notes may have to be read anew."""

    def channel_words(self) -> dict[str, str]:
        """Return the channel's name for each folded word that means one."""
        words: dict[str, str] = {}
        for channel in self.channels.values():
            for word in (channel.name, *channel.words):
                words[property_key(word)] = channel.name
        return words

    @property
    def default_cadence(self) -> Period | None:
        """Return the cadence of contacts without one and without a tier."""
        return parse_cadence(self.contacts.cadence)
