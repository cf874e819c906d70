"""Why, how and about what, in a few words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from vault_tools import links
from vault_tools.config import CHANNELS, Channel, Rules
from vault_tools.dates import Period
from vault_tools.followups import attempts, rest_until
from vault_tools.language import _, decimal, message, ngettext
from vault_tools.method import tags
from vault_tools.model import Due, Promise, Reason, ReasonKind, Standing
from vault_tools.report import times

if TYPE_CHECKING:  # `due` says nothing of these, and would have to load them
    from vault_tools.method.commitments import Tally as Kept
    from vault_tools.method.favours import Balance, Ledger
    from vault_tools.method.gatherings import Tally
    from vault_tools.method.keepsakes import Occasion
    from vault_tools.method.load import Load
    from vault_tools.method.planning import Effort, Plan

_REST_AFTER = 3
_NEWS_FOR = Period(days=90)
_USUAL_MINUTES = 10
USUAL_CHANNELS = {channel.name: channel for channel in CHANNELS}
"""The channels that are there without any configuration."""
_CHANNEL_NAMES = {
    "phone": message("phone"),
    "email": message("email"),
    "message": message("message"),
    "sms": message("sms"),
    "whatsapp": message("whatsapp"),
    "signal": message("signal"),
    "telegram": message("telegram"),
    "threema": message("threema"),
    "slack": message("slack"),
    "linkedin": message("linkedin"),
    "xing": message("xing"),
    "mastodon": message("mastodon"),
    "in-person": message("in-person"),
    "video": message("video"),
    "event": message("event"),
    "letter": message("letter"),
    "card": message("card"),
    "gift": message("gift"),
}
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


def reason_words(reason: Reason, due: Due, *, today: date) -> str:
    """Return why somebody is due, as one phrase without a full stop."""
    words = _reason_words(reason, due, today=today)
    if reason.rested or (reason.kind in _TOUCHES and due.attempts >= _REST_AFTER):
        ahead = reason.rested and reason.due_on > today
        wait = reason.due_on if ahead else None
        words += f"; {_unanswered_words(due.attempts, wait=wait, today=today)}"
    return words


def _unanswered_words(attempts: int, *, wait: date | None, today: date) -> str:
    """Return what to think of attempts that went unanswered; *wait* is until when to."""
    words = ngettext("{count} attempt unanswered", "{count} attempts unanswered", attempts)
    if wait:
        until = times.day_words(wait, today=today)
        words = _("{attempts}, next try not before {day}", attempts=words, day=until)
    if attempts >= _REST_AFTER:
        return _("{attempts}; perhaps let it rest", attempts=words)
    return words if wait else _("{attempts} so far", attempts=words)


def rest_words(standing: Standing, *, today: date, rules: Rules) -> str | None:
    """Return until when to let somebody rest whose last attempts went unanswered, if still so."""
    until = rest_until(standing, today=today, rules=rules)
    if until is None or until <= today:
        return None
    return _unanswered_words(attempts(standing, today=today), wait=until, today=today)


def talking_points(standing: Standing, *, today: date) -> list[str]:
    """Return what to talk about: what was said last, news of 90 days, then open promises."""
    points = []
    past = ((talk, _without_tags(talk.text)) for talk in standing.talks if talk.on <= today)
    said = next(((talk, text) for talk, text in past if text), None)
    if said:
        talk, text = said
        channel = f", {channel_words(talk.channel)}" if talk.channel else ""
        points.append(f"{text} ({times.day_words(talk.on, today=today)}{channel})")
    points += [
        _("news: {text} ({day})", text=text, day=times.day_words(on, today=today))
        for on, text in standing.news
        if on <= today <= _NEWS_FOR.after(on)
    ]
    points += [promise_words(promise) for promise in standing.promises if not promise.done]
    return points


def _without_tags(text: str) -> str:
    """Return what was said without the tags that have a meaning, but for give and take."""
    if "#" not in text:
        return " ".join(text.split())
    text = _FAVOUR_TAG.sub(tags.read, text)
    return " ".join(_OTHER_TAG.sub("", text).split())


def promise_words(promise: Promise) -> str:
    """Return an open promise with whose it is."""
    if promise.mine:
        return _("you promised: {text}", text=promise.text)
    return _("they promised: {text}", text=promise.text)


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


def channel_words(channel: str) -> str:
    """Return what a channel is called in the language that is spoken; one's own as it is."""
    return str(channel_name(channel))


def channel_name(channel: str) -> str:
    """Return what a channel is called as a message; one's own as it is."""
    return _CHANNEL_NAMES.get(channel, channel)


def minutes_of(channel: str | None, *, channels: Mapping[str, Channel] = USUAL_CHANNELS) -> int:
    """Return what one use of a channel costs; 10 minutes for one that nothing is known about."""
    known = channels.get(channel or "")
    return known.minutes if known else _USUAL_MINUTES


def plan_words(plan: "Plan", *, names: int = 0) -> str:
    """Return how far the minutes of a week go, and who has to wait: up to *names* by name."""
    said = [
        ngettext(
            "This week has time for {count} contact, who takes {minutes} of its {budget} minutes",
            "This week has time for {count} contacts, who take {minutes} of its {budget} minutes",
            len(plan.now),
            minutes=plan.minutes,
            budget=plan.budget,
        )
    ]
    soon = [each for week in plan.weeks[1:] for each in week]
    if soon:
        words = ngettext(
            "{count} waits for the next weeks", "{count} wait for the next weeks", len(soon)
        )
        said.append(_named(words, soon, most=names))
    if plan.later:
        words = ngettext("{count} waits for later", "{count} wait for later", len(plan.later))
        said.append(_named(words, plan.later, most=names))
    return "; ".join(said)


def _named(said: str, efforts: "Sequence[Effort]", *, most: int) -> str:
    """Return what is *said* of a few with their names; of more than *most*, as it is."""
    if len(efforts) > most:
        return said
    return f"{said} ({', '.join(each.due.standing.name for each in efforts)})"


def load_words(load: "Load") -> str:
    """Return what the cadences ask for against what is real, in contacts a week."""
    asked = _("the cadences ask for {number} contacts a week", number=decimal(load.asked))
    if not load.weeks:
        return asked
    real = ngettext(
        "the last week had {number}",
        "the last {count} weeks had {number}",
        load.weeks,
        number=decimal(load.real),
    )
    return f"{asked}; {real}"


def favour_words(balance: "Balance", *, months: int) -> str:
    """Return how give and take stand with somebody who gave more."""
    return ngettext(
        "you got {got} favour and gave {gave} in {span}",
        "you got {got} favours and gave {gave} in {span}",
        balance.got,
        got=times.number_words(balance.got),
        gave=times.number_words(balance.gave),
        span=times.span_words(months),
    )


def tally_sides(mine: "Kept", theirs: "Kept") -> str:
    """Return what became of the promises of both sides."""
    sides = []
    if mine.count:
        sides.append(_("of yours {counts}", counts=_kept_words(mine)))
    if theirs.count:
        sides.append(_("of theirs {counts}", counts=_kept_words(theirs)))
    return "; ".join(sides)


def occasion_words(occasion: "Occasion", *, today: date) -> str:
    """Return what the day is, as one phrase."""
    found, standing = occasion.greetings, occasion.standing
    if found:
        return ngettext(
            "until {day}, for {count} contact, {done} done",
            "until {day}, for {count} contacts, {done} done",
            len(found.cards),
            day=times.day_words(found.last, today=today),
            done=found.done,
        )
    if standing and occasion.kind == "anniversary":
        where = f" ({links.shown(standing.met_at)})" if standing.met_at else ""
        years = occasion.years or 0
        return ngettext("met {count} year ago", "met {count} years ago", years) + where
    return birthday_words(standing, occasion.on) if standing else occasion.kind.value


def ledger_words(found: "Ledger", *, months: int) -> str:
    """Return both sides of give and take."""
    return _(
        "Favours: {gave} given, {got} got in {span}",
        gave=found.gave,
        got=found.got,
        span=times.span_words(months),
    )


def names_words(names: Sequence[str], *, most: int) -> str:
    """Return the first *most* of *names*, and how many more there are."""
    shown, more = ", ".join(names[:most]), len(names) - most
    return _("{names} and {count} more", names=shown, count=more) if more > 0 else shown


def sentence(text: str) -> str:
    """Return *text* with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def tally_words(tally: "Tally") -> str:
    """Return how many were met, followed up in time, and are in touch months later."""
    if not tally.met:
        return _("nobody new")
    parts = [ngettext("{count} met", "{count} met", tally.met)]
    if tally.in_time_of:
        share = _share(tally.in_time, tally.in_time_of, tally.in_time_percent)
        parts.append(_("{share} followed up in time", share=share))
    if tally.waiting:
        parts.append(_("{count} with time left", count=tally.waiting))
    if tally.alive_of:
        share = _share(tally.alive, tally.alive_of, tally.alive_percent)
        parts.append(_("{share} in touch after months", share=share))
    else:
        parts.append(_("too early for more"))
    return ", ".join(parts)


def _reason_words(  # noqa: PLR0911 - one for each kind
    reason: Reason, due: Due, *, today: date
) -> str:
    standing, last = due.standing, due.last_contact
    day = times.day_words(last, today=today) if last else ""
    since = _("last contact {day}", day=day) if last else _("no contact yet")
    match reason.kind:
        case ReasonKind.PROMISE | ReasonKind.WAITING:
            return promise_words(reason.promise) if reason.promise else ""
        case ReasonKind.FIRST_FOLLOW_UP:
            where = f" ({links.shown(standing.met_at)})" if standing.met_at else ""
            met = times.day_words(standing.met, today=today) if standing.met else ""
            return _("met {day}; a first follow-up", day=f"{met}{where}")
        case ReasonKind.CADENCE:
            cadence = times.cadence_words(standing.cadence) if standing.cadence else _("in touch")
            return f"{cadence}, {since}"
        case ReasonKind.FOLLOW_UP:
            # A guard or a snooze moves only the day on which it is due.
            set_for = times.day_words(standing.follow_up or reason.due_on, today=today)
            return _("follow-up you set for {day}; {since}", day=set_for, since=since)
        case ReasonKind.BIRTHDAY:
            return birthday_words(standing, reason.due_on)
        case ReasonKind.SEASON:
            return reason.season or _("season")
        case ReasonKind.REAWAKEN:
            return _("asleep; {since}", since=since)


def birthday_words(standing: Standing, day: date) -> str:
    """Return ``birthday``, with the age where the year is known."""
    age = standing.birthday.age_on(day) if standing.birthday else None
    return _("birthday, turns {age}", age=age) if age is not None and age >= 0 else _("birthday")


def _share(part: int, whole: int, percent: int | None) -> str:  # noqa: PLR0917 - a fraction
    if percent is None:
        return _("{part} of {whole}", part=part, whole=whole)
    return _("{part} of {whole} ({percent} %)", part=part, whole=whole, percent=percent)


def _kept_words(tally: "Kept") -> str:
    parts = []
    if tally.kept:
        late = _(" ({count} after the day)", count=tally.late) if tally.late else ""
        parts.append(_("{count} kept", count=tally.kept) + late)
    if tally.open:
        late = _(" ({count} late)", count=tally.overdue) if tally.overdue else ""
        parts.append(_("{count} open", count=tally.open) + late)
    return ", ".join(parts)
