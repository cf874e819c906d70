"""The dashboard: how the network does, in pictures; one plain value for its templates."""

from collections.abc import Sequence
from datetime import date

from vault_tools.config import Config
from vault_tools.dates import Period
from vault_tools.language import _
from vault_tools.method import trends
from vault_tools.method.counts import NO_CHANNEL, Counts, counts, none_words
from vault_tools.method.keepsakes import Occasion
from vault_tools.method.load import Load, Share, load
from vault_tools.method.trends import Health, HeatWeek, MonthFavours, WeekCount
from vault_tools.model import Standing, Status, Timeline
from vault_tools.records import dataclass
from vault_tools.report import times, words
from vault_tools.report.drawing import Group

_SHOWN_CHANNELS = 8
_WEEK = 7
_SHOWN_OCCASIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Heatmap:
    """A year of days with contact."""

    weeks: tuple[HeatWeek, ...]
    """The oldest first."""
    months: tuple[tuple[int, str], ...]
    """The number of the week in which each month begins, and its name."""
    total: int
    """How many contacts there were."""
    days: int
    """On how many days there was contact."""
    weekdays: tuple[str, ...]
    """What the days of a week are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A name and a number."""

    name: str
    """A channel's name in data; ``none`` and ``others`` are no channels."""
    count: int
    """How many contacts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextOccasion:
    """A day to think of somebody."""

    on: date
    """The day."""
    name: str
    """Whom to think of."""
    path: str | None
    """Of their note, where they have one."""
    words: str
    """What the day is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """Everything that the templates of the dashboard see."""

    today: date
    """The day as of which it is told."""
    contacts: int
    """How many contacts there are."""
    heat: Heatmap
    """The last year, day by day."""
    weeks: tuple[WeekCount, ...]
    """The last half year, week by week."""
    asked: float
    """Contacts a week that the cadences ask for."""
    load: str
    """What is asked for against what is done, in a sentence; empty where too little is known."""
    shares: tuple[Share, ...]
    """What each tier's cadence asks for, and what there was."""
    minutes: int
    """What the cadences ask for in a week, by the suggested channels."""
    budget: int
    """The minutes that are planned for a week; 0 for no plan."""
    health: tuple[Health, ...]
    """How each tier does."""
    favours: tuple[MonthFavours, ...]
    """Give and take, month by month."""
    channels: tuple[Bar, ...]
    """What contact went over."""
    occasions: tuple[NextOccasion, ...]
    """The next ones."""
    groups: tuple[Group, ...] = ()
    """Who is tied with whom, of those in the picture of the network."""
    left_out: int = 0
    """How many that picture has no room for."""

    @property
    def is_empty(self) -> bool:
        """Return whether there is nobody to show anything of."""
        return not self.contacts


def dashboard(
    timelines: Sequence[Timeline],
    occasions: Sequence[Occasion],
    *,
    today: date,
    config: Config,
) -> Dashboard:
    """Return the dashboard as of *today*; who is private is left out."""
    told = [each for each in timelines if not each.standing.private]
    standings = [each.standing for each in told]
    found = counts(told, today=today, tiers=tuple(config.tiers))
    asked: Load = load(standings, today=today, tiers=config.tiers, settings=config.load)
    months = tuple(found.by_month)
    return Dashboard(
        today=today,
        contacts=len(told),
        heat=heatmap(timelines=told, today=today),
        weeks=tuple(trends.weeks(standings, today=today, rules=config.rules)),
        asked=round(asked.asked, 1),
        load=words.sentence(words.load_words(asked)) if asked.shares else "",
        shares=asked.shares,
        minutes=round(_minutes(standings, today=today, config=config)),
        budget=config.plan.minutes,
        health=tuple(trends.health(standings, today=today, rules=config.rules, tiers=config.tiers)),
        favours=tuple(trends.monthly_favours(standings, months=months, today=today)),
        channels=_channels(found),
        occasions=tuple(_occasion(one, today=today) for one in occasions[:_SHOWN_OCCASIONS]),
    )


def heatmap(timelines: Sequence[Timeline], *, today: date) -> Heatmap:
    """Return a year's days of contact with those of *timelines*."""
    found = trends.heat((each.standing for each in timelines), today=today)
    numbers = [count for week in found for count in week.counts if count]
    return Heatmap(
        weeks=tuple(found),
        months=tuple(_months(found)),
        total=sum(numbers),
        days=len(numbers),
        weekdays=tuple(times.weekday_words(date.fromordinal(number)) for number in range(1, 8)),
    )


def _minutes(standings: Sequence[Standing], *, today: date, config: Config) -> float:
    """Return how many minutes a week the cadences ask for."""
    return sum(
        _WEEK
        / max(one.cadence.approximate_days, 1)
        * words.minutes_of(
            words.suggested_channel(one, today=today, channels=config.channels),
            channels=config.channels,
        )
        for one in standings
        if one.cadence and one.status is Status.ACTIVE
    )


def _months(found: Sequence[HeatWeek]) -> list[tuple[int, str]]:
    """Return in which week each month begins."""
    sundays = [(number, Period(days=6).after(week.monday)) for number, week in enumerate(found)]
    return [(number, times.month_words(day)) for number, day in sundays if day.day <= _WEEK]


def _channels(found: Counts) -> tuple[Bar, ...]:
    bars = [Bar(name=_channel(name), count=count) for name, count in found.by_channel.items()]
    rest = sum(bar.count for bar in bars[_SHOWN_CHANNELS:])
    shown = bars[:_SHOWN_CHANNELS]
    return (*shown, Bar(name=_("others"), count=rest)) if rest else tuple(shown)


def _channel(name: str) -> str:
    return none_words() if name == NO_CHANNEL else words.channel_words(name)


def _occasion(one: Occasion, *, today: date) -> NextOccasion:
    standing, found = one.standing, one.greetings
    return NextOccasion(
        on=one.on,
        name=standing.name if standing else found.season.name if found else "",
        path=standing.path if standing else None,
        words=words.occasion_words(one, today=today),
    )
