"""Why, how and about what, in a few words."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from vault_tools import links
from vault_tools.config import CHANNELS, Channel, Rules
from vault_tools.dates import Period
from vault_tools.followups import attempts, rest_until
from vault_tools.model import Due, Promise, Reason, ReasonKind, Standing

if TYPE_CHECKING:  # `due` says nothing of these, and would have to load them
    from vault_tools.method.commitments import Tally as Kept
    from vault_tools.method.favours import Balance, Ledger
    from vault_tools.method.gatherings import Tally
    from vault_tools.method.keepsakes import Occasion
    from vault_tools.method.load import Load
    from vault_tools.method.planning import Plan

_MONTHS = "January February March April May June July August September October November December"
_MONTH_NAMES = _MONTHS.split()
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six")
_REST_AFTER = 3
_NEWS_FOR = Period(days=90)
_USUAL_MINUTES = 10
USUAL_CHANNELS = {channel.name: channel for channel in CHANNELS}
"""The channels that are there without any configuration."""
_TOUCHES = frozenset(
    {
        ReasonKind.FIRST_FOLLOW_UP,
        ReasonKind.CADENCE,
        ReasonKind.FOLLOW_UP,
        ReasonKind.REAWAKEN,
    }
)
_MEETINGS = frozenset({"in-person", "event", "gift", "card"})
_FAVOUR_TAG = re.compile(r"(?<!\S)#(gave|got)(?![\w/-])", re.IGNORECASE)
_OTHER_TAG = re.compile(r"(?<!\S)#(?:intro|noreply|declined)(?![\w/-])", re.IGNORECASE)


def day_words(day: date, *, today: date) -> str:
    """Return ``30 July``, with the year where it is another one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTH_NAMES[day.month - 1]}{year}"


def month_words(day: date) -> str:
    """Return ``November``."""
    return _MONTH_NAMES[day.month - 1]


def weekday_words(day: date) -> str:
    """Return ``Monday``."""
    return _WEEKDAYS[day.weekday()]


def cadence_words(period: Period) -> str:
    """Return ``every month``, ``every 6 weeks``, ``every 90 days``."""
    if period.months and period.days:
        return f"every {_counted(period.months, 'month')} and {_counted(period.days, 'day')}"
    if period.months:
        years, rest = divmod(period.months, 12)
        return _every(period.months, "month") if rest else _every(years, "year")
    weeks, rest = divmod(period.days, 7)
    return _every(period.days, "day") if rest else _every(weeks, "week")


def reason_words(reason: Reason, due: Due, *, today: date) -> str:
    """Return why somebody is due, as one phrase without a full stop."""
    words = _reason_words(reason, due, today=today)
    if reason.rested or (reason.kind in _TOUCHES and due.attempts >= _REST_AFTER):
        ahead = reason.rested and reason.due_on > today
        wait = f", next try not before {day_words(reason.due_on, today=today)}" if ahead else ""
        words += f"; {unanswered_words(due.attempts, wait=wait)}"
    return words


def unanswered_words(attempts: int, *, wait: str = "") -> str:
    """Return what to think of attempts that went unanswered; *wait* is until when to."""
    if attempts >= _REST_AFTER:
        return f"{attempts} attempts unanswered{wait}; perhaps let it rest"
    return f"{_counted(attempts, 'attempt')} unanswered{wait or ' so far'}"


def rest_words(standing: Standing, *, today: date, rules: Rules) -> str | None:
    """Return until when to let somebody rest whose last attempts went unanswered, if still so."""
    until = rest_until(standing, today=today, rules=rules)
    if until is None or until <= today:
        return None
    wait = f", next try not before {day_words(until, today=today)}"
    return unanswered_words(attempts(standing, today=today), wait=wait)


def talking_points(standing: Standing, *, today: date) -> list[str]:
    """Return what to talk about: what was said last, news of 90 days, then open promises."""
    points = []
    past = ((talk, _without_tags(talk.text)) for talk in standing.talks if talk.on <= today)
    said = next(((talk, text) for talk, text in past if text), None)
    if said:
        talk, text = said
        channel = f", {talk.channel}" if talk.channel else ""
        points.append(f"{text} ({day_words(talk.on, today=today)}{channel})")
    points += [
        f"news: {text} ({day_words(on, today=today)})"
        for on, text in standing.news
        if on <= today <= _NEWS_FOR.after(on)
    ]
    points += [promise_words(promise) for promise in standing.promises if not promise.done]
    return points


def _without_tags(text: str) -> str:
    """Return what was said without the tags that have a meaning: ``#gave`` reads ``gave``."""
    if "#" not in text:
        return " ".join(text.split())
    text = _FAVOUR_TAG.sub(r"\1", text)
    return " ".join(_OTHER_TAG.sub("", text).split())


def promise_words(promise: Promise) -> str:
    """Return an open promise with whose it is."""
    return f"you promised: {promise.text}" if promise.mine else f"they promised: {promise.text}"


def suggested_channel(
    standing: Standing, *, today: date, channels: Mapping[str, Channel] = USUAL_CHANNELS
) -> str | None:
    """Return the channel they prefer, else the one last used, else one that we have an address for.

    Never one to avoid; and who was only ever met is not asked for another meeting outright. Where
    the last attempt went unanswered, the lightest of these, by what one use of each costs.
    """
    used = [talk.channel for talk in standing.talks if talk.on <= today]
    options = [standing.channel, *(name for name in used if name not in _MEETINGS)]
    options += ["email" if standing.email else None, "phone" if standing.phone else None]
    allowed = [name for name in options if name and name not in standing.avoid]
    if not attempts(standing, today=today):
        return next(iter(allowed), None)
    return min(allowed, key=lambda name: minutes_of(name, channels=channels), default=None)


def minutes_of(channel: str | None, *, channels: Mapping[str, Channel] = USUAL_CHANNELS) -> int:
    """Return what one use of a channel costs; 10 minutes for one that nothing is known about."""
    known = channels.get(channel or "")
    return known.minutes if known else _USUAL_MINUTES


def plan_words(plan: "Plan") -> str:
    """Return how far the minutes of a week go, and when the rest is for."""
    words = f"This week: {len(plan.now)} in {plan.minutes} of {plan.budget} minutes"
    ahead = [len(week) for week in plan.weeks[1:]]
    if any(ahead):
        words += f"; the next weeks: {', '.join(str(count) for count in ahead if count)}"
    return f"{words}; later: {len(plan.later)}" if plan.later else words


def load_words(load: "Load") -> str:
    """Return what the cadences ask for against what is real, in contacts a week."""
    asked = f"the cadences ask for {load.asked:.1f} contacts a week"
    if not load.weeks:
        return asked
    return f"{asked}; {_last_weeks(load.weeks)} had {load.real:.1f}"


def favour_words(balance: "Balance", *, months: int) -> str:
    """Return how give and take stand with somebody who gave more."""
    got = f"you got {_number(balance.got)} favour{'' if balance.got == 1 else 's'}"
    return f"{got} and gave {_number(balance.gave)} in {span_words(months)}"


def span_words(months: int) -> str:
    """Return ``two years``, ``18 months``."""
    years, rest = divmod(months, 12)
    if rest or not years:
        return _counted(months, "month")
    return "a year" if years == 1 else f"{_number(years)} years"


def tally_sides(mine: "Kept", theirs: "Kept") -> str:
    """Return what became of the promises of both sides."""
    sides = (("of yours", mine), ("of theirs", theirs))
    return "; ".join(f"{whose} {_kept_words(tally)}" for whose, tally in sides if tally.count)


def occasion_words(occasion: "Occasion", *, today: date) -> str:
    """Return what the day is, as one phrase."""
    found, standing = occasion.greetings, occasion.standing
    if found:
        last = day_words(found.last, today=today)
        return f"until {last}, for {_counted(len(found.cards), 'contact')}, {found.done} done"
    if standing and occasion.kind == "anniversary":
        where = f" ({links.shown(standing.met_at)})" if standing.met_at else ""
        return f"met {_counted(occasion.years or 0, 'year')} ago{where}"
    return birthday_words(standing, occasion.on) if standing else occasion.kind.value


def ledger_words(found: "Ledger", *, months: int) -> str:
    """Return both sides of give and take."""
    return f"Favours: {found.gave} given, {found.got} got in {span_words(months)}"


def sentence(text: str) -> str:
    """Return *text* with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def tally_words(tally: "Tally") -> str:
    """Return how many were met, followed up in time, and are in touch months later."""
    if not tally.met:
        return "nobody new"
    parts = [f"{tally.met} met"]
    if tally.in_time_of:
        share = _share(tally.in_time, tally.in_time_of, tally.in_time_percent)
        parts.append(f"{share} followed up in time")
    if tally.waiting:
        parts.append(f"{tally.waiting} with time left")
    if tally.alive_of:
        share = _share(tally.alive, tally.alive_of, tally.alive_percent)
        parts.append(f"{share} in touch after months")
    else:
        parts.append("too early for more")
    return ", ".join(parts)


def anniversary_words(years: int, on: date, *, today: date) -> str:
    """Return ``met ten years ago on 26 November``."""
    ago = "a year" if years == 1 else f"{_number(years)} years"
    return f"{ago} since you met, on {day_words(on, today=today)}"


def lateness_words(days: int) -> str:
    """Return ``12 days late``, ``today``, ``in 3 days``."""
    if days == 0:
        return "today"
    return f"{_counted(days, 'day')} late" if days > 0 else f"in {_counted(-days, 'day')}"


def ago_words(day: date, *, today: date) -> str:
    """Return how long ago *day* was, in the unit a person would use."""
    days = (today - day).days
    for length, unit in ((365, "year"), (61, "month"), (14, "week")):
        if days >= length:
            return f"{_counted(days // {'year': 365, 'month': 30, 'week': 7}[unit], unit)} ago"
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"


def _reason_words(  # noqa: PLR0911 - one for each kind
    reason: Reason, due: Due, *, today: date
) -> str:
    standing, last = due.standing, due.last_contact
    since = f"last contact {day_words(last, today=today)}" if last else "no contact yet"
    match reason.kind:
        case ReasonKind.PROMISE | ReasonKind.WAITING:
            return promise_words(reason.promise) if reason.promise else ""
        case ReasonKind.FIRST_FOLLOW_UP:
            where = f" ({links.shown(standing.met_at)})" if standing.met_at else ""
            met = f"met {day_words(standing.met, today=today)}{where}" if standing.met else "met"
            return f"{met}; a first follow-up"
        case ReasonKind.CADENCE:
            cadence = cadence_words(standing.cadence) if standing.cadence else "in touch"
            return f"{cadence}, {since}"
        case ReasonKind.FOLLOW_UP:
            day = standing.follow_up or reason.due_on  # a guard or a snooze moves only the latter
            return f"follow-up you set for {day_words(day, today=today)}; {since}"
        case ReasonKind.BIRTHDAY:
            return birthday_words(standing, reason.due_on)
        case ReasonKind.SEASON:
            return reason.season or "season"
        case ReasonKind.REAWAKEN:
            return f"asleep; {since}"


def birthday_words(standing: Standing, day: date) -> str:
    """Return ``birthday``, with the age where the year is known."""
    age = standing.birthday.age_on(day) if standing.birthday else None
    return f"birthday, turns {age}" if age is not None and age >= 0 else "birthday"


def _share(part: int, whole: int, percent: int | None) -> str:  # noqa: PLR0917 - a fraction
    return f"{part} of {whole}" if percent is None else f"{part} of {whole} ({percent} %)"


def _kept_words(tally: "Kept") -> str:
    parts = []
    if tally.kept:
        parts.append(f"{tally.kept} kept{f' ({tally.late} after the day)' if tally.late else ''}")
    if tally.open:
        parts.append(f"{tally.open} open{f' ({tally.overdue} late)' if tally.overdue else ''}")
    return ", ".join(parts)


def _last_weeks(weeks: int) -> str:
    return "the last week" if weeks == 1 else f"the last {weeks} weeks"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _every(count: int, unit: str) -> str:
    return f"every {unit}" if count == 1 else f"every {count} {unit}s"


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
