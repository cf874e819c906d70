"""Days, months and spans in words, in the language that is spoken."""

from datetime import date

from vault_tools.dates import Period
from vault_tools.language import _, message, ngettext, pgettext

_MONTHS = (
    message("January"),
    message("February"),
    message("March"),
    message("April"),
    message("May"),
    message("June"),
    message("July"),
    message("August"),
    message("September"),
    message("October"),
    message("November"),
    message("December"),
)
_WEEKDAYS = (
    message("Monday"),
    message("Tuesday"),
    message("Wednesday"),
    message("Thursday"),
    message("Friday"),
    message("Saturday"),
    message("Sunday"),
)
_YEAR, _TWO_MONTHS, _TWO_WEEKS = 365, 61, 14
"""Days of silence from which they are counted in years, months, weeks."""


def day_words(day: date, *, today: date) -> str:
    """Return ``30 July``, with the year where it is another one."""
    if day.year == today.year:
        return _("{day} {month}", day=day.day, month=month_words(day))
    return _("{day} {month} {year}", day=day.day, month=month_words(day), year=day.year)


def month_words(day: date) -> str:
    """Return ``November``."""
    return str(_MONTHS[day.month - 1])


def weekday_words(day: date) -> str:
    """Return ``Monday``."""
    return str(_WEEKDAYS[day.weekday()])


def cadence_words(period: Period) -> str:
    """Return ``every month``, ``every 6 weeks``, ``every 90 days``."""
    if period.months and period.days:
        months = ngettext("every {count} month", "every {count} months", period.months)
        days = ngettext("{count} day", "{count} days", period.days)
        return _("{months} and {days}", months=months, days=days)
    if period.months:
        years, rest = divmod(period.months, 12)
        if rest:
            return ngettext("every month", "every {count} months", period.months)
        return ngettext("every year", "every {count} years", years)
    weeks, rest = divmod(period.days, 7)
    if rest:
        return ngettext("every day", "every {count} days", period.days)
    return ngettext("every week", "every {count} weeks", weeks)


def span_words(months: int) -> str:
    """Return ``two years``, ``18 months``."""
    years, rest = divmod(months, 12)
    if rest or not years:
        return ngettext("{count} month", "{count} months", months)
    return ngettext("a year", "{number} years", years, number=number_words(years))


def anniversary_words(years: int, on: date, *, today: date) -> str:
    """Return ``ten years since you met, on 26 November``."""
    return ngettext(
        "a year since you met, on {day}",
        "{number} years since you met, on {day}",
        years,
        number=number_words(years),
        day=day_words(on, today=today),
    )


def lateness_words(days: int) -> str:
    """Return ``12 days late``, ``today``, ``in 3 days``."""
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("{count} day late", "{count} days late", days)
    return ngettext("in {count} day", "in {count} days", -days)


def ago_words(day: date, *, today: date) -> str:
    """Return how long ago *day* was, in the unit a person would use."""
    days = (today - day).days
    if days >= _YEAR:
        return ngettext("{count} year ago", "{count} years ago", days // _YEAR)
    if days >= _TWO_MONTHS:
        return ngettext("{count} month ago", "{count} months ago", days // 30)
    if days >= _TWO_WEEKS:
        return ngettext("{count} week ago", "{count} weeks ago", days // 7)
    if days in {0, 1}:
        return _("yesterday") if days else _("today")
    return ngettext("{count} day ago", "{count} days ago", days)


def number_words(count: int) -> str:
    """Return a small number, of favours or years, as a word: ``two``; a larger one in digits."""
    small = (
        pgettext("favours", "none"),
        pgettext("favours", "one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
    )
    return small[count] if count < len(small) else str(count)
