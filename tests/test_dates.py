"""Days, birthdays, periods and weeks."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.dates import (
    Birthday,
    Period,
    Week,
    add_months,
    parse_cadence,
    parse_day,
    parse_local_day,
    parse_period,
)

FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
SOME_DAYS = st.dates(min_value=date(1, 1, 8), max_value=date(9999, 12, 20))


@given(st.dates())
def test_a_day_written_in_iso_format_is_that_day(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_local_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2026-02-30", id="no such day"),
        pytest.param("2026-13-01", id="no such month"),
        pytest.param("0000-00-00", id="zeros"),
        pytest.param("2026-7-5", id="short"),
        pytest.param("5.7.2026", id="German"),
        pytest.param("07/05/26", id="ambiguous"),
        pytest.param("20260705", id="basic format"),
        pytest.param("2026-W27-7", id="week date"),
        pytest.param("--07-05", id="no year"),
        pytest.param("1984", id="a year"),
        pytest.param("2026-07-05".translate(FULL_WIDTH), id="full width"),
        pytest.param("2026-07-05\n", id="line end"),
        pytest.param("2026-07-05 soon", id="text behind"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_day_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="day"):
        parse_day(text)
    with pytest.raises(ValueError, match="day"):
        parse_local_day(text)


@pytest.mark.parametrize(
    "time",
    ["T23:30", " 23:30", " 23:30:00", "T23:30:00Z", " 23:30:00+02:00", "T23:30:00.123 -0700"],
)
def test_a_time_of_day_does_not_move_the_day(time: str) -> None:
    assert parse_local_day(f"2026-07-05{time}") == date(2026, 7, 5)


@given(SOME_DAYS, st.integers(-24, 24))
def test_adding_months_keeps_the_day_or_clips_it(day: date, months: int) -> None:
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = year + (1 if month else -1), month % 12 or 12
    if not 1 <= year <= 9999:
        with pytest.raises(ValueError, match="year"):
            add_months(day, months)
        return

    expected = day.day
    while expected > calendar.monthrange(year, month)[1]:
        expected -= 1

    assert add_months(day, months) == date(year, month, expected)


def test_monthly_from_the_31st_is_clipped_but_stays_anchored() -> None:
    start = date(2027, 1, 31)

    assert [add_months(start, months) for months in (1, 2, 3, 13)] == [
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2028, 2, 29),
    ]


@pytest.mark.parametrize(
    ("text", "normal", "year"),
    [
        pytest.param("1986-04-12", "1986-04-12", 1986, id="full"),
        pytest.param("--04-12", "--04-12", None, id="no year"),
        pytest.param("--0412", "--04-12", None, id="vCard"),
        pytest.param("04-12", "--04-12", None, id="month and day"),
        pytest.param("1604-04-12", "--04-12", None, id="Apple's placeholder"),
        pytest.param("0000-04-12", "--04-12", None, id="zero"),
        pytest.param("1604-02-29", "--02-29", None, id="leap day without a year"),
        pytest.param("1986", "1986", 1986, id="year"),
        pytest.param("1986-04", "1986-04", 1986, id="year and month"),
    ],
)
def test_a_birthday_is_read_as_far_as_it_is_known(text: str, normal: str, year: int | None) -> None:
    birthday = Birthday.parse(text)

    assert (birthday.text, birthday.year) == (normal, year)
    assert Birthday.parse(birthday.text) == birthday


@pytest.mark.parametrize(
    "text",
    [
        *("", "tomorrow", "1986-4-12", "12.04.1986", "1900-02-29", "02-30", "1986-0412"),
        *("1604", "0000", "1604-04", "1986-13", "--13-01", "86-04-12", "19860412"),
    ],
)
def test_what_is_no_birthday_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"birthday|no day"):
        Birthday.parse(text)


def test_a_leap_day_is_kept_on_28_february_in_other_years() -> None:
    birthday = Birthday.parse("1988-02-29")

    kept = [birthday.next_on(date(year, 1, 1)) for year in range(2023, 2029)]

    assert kept == [
        date(2023, 2, 28),
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]
    assert birthday.next_on(date(2024, 2, 28)) == date(2024, 2, 29)
    assert birthday.next_on(date(2024, 3, 1)) == date(2025, 2, 28)


@given(st.dates(max_value=date(9998, 12, 31)), st.dates(min_value=date(1605, 1, 1)))
def test_the_next_birthday_is_within_a_year(today: date, born: date) -> None:
    found = Birthday.parse(born.isoformat()).next_on(today)

    assert found is not None
    assert today <= found <= today + timedelta(days=366)
    assert (found.month, found.day) == (born.month, born.day) or (
        (born.month, born.day) == (2, 29) and (found.month, found.day) == (2, 28)
    )


def test_a_birthday_without_a_day_is_never_celebrated() -> None:
    assert Birthday.parse("1986").next_on(date(2026, 1, 1)) is None
    assert Birthday.parse("1986-04").next_on(date(2026, 1, 1)) is None


def test_no_birthday_comes_after_the_end_of_the_calendar() -> None:
    assert Birthday.parse("--01-01").next_on(date(9999, 12, 31)) is None


def test_an_age_needs_a_year() -> None:
    assert Birthday.parse("1986-04-12").age_on(date(2026, 4, 12)) == 40
    assert Birthday.parse("--04-12").age_on(date(2026, 4, 12)) is None


@pytest.mark.parametrize(
    ("period", "texts"),
    [
        pytest.param(Period(days=1), ["daily", "Daily", "every day", "täglich", "1d"], id="1 day"),
        pytest.param(
            Period(days=7),
            ["weekly", "wöchentlich", "every week", "jede Woche", "1w", "P1W", "7", "p7d"],
            id="1 week",
        ),
        pytest.param(
            Period(days=14),
            [
                *("biweekly", "bi-weekly", "fortnightly", "every two weeks", "every other week"),
                *("zweiwöchentlich", "14-tägig", "vierzehntägig", "alle zwei Wochen", "14"),
                *("alle 14 Tage", "2 weeks", "2w", "P2W"),
            ],
            id="2 weeks",
        ),
        pytest.param(
            Period(days=42),
            ["6w", "6 w", "6 weeks", "every 6 weeks", "Alle  6 Wochen", "alle sechs Wochen", "P6W"],
            id="6 weeks",
        ),
        pytest.param(Period(days=30), ["30", "30d", "30 days", "every 30", "P30D"], id="30 days"),
        pytest.param(
            Period(months=1),
            ["monthly", "MONTHLY", "monatlich", "every month", "jeden Monat", "1m", "P1M"],
            id="1 month",
        ),
        pytest.param(
            Period(months=2),
            ["bimonthly", "bi-monthly", "zweimonatlich", "every 2 months", "alle zwei Monate"],
            id="2 months",
        ),
        pytest.param(
            Period(months=3),
            ["quarterly", "vierteljährlich", "quartalsweise", "3m", "every quarter", "1q", "P3M"],
            id="quarter",
        ),
        pytest.param(
            Period(months=6),
            ["half-yearly", "half yearly", "halfyearly", "semi-annually", "halbjährlich", "6m"],
            id="half a year",
        ),
        pytest.param(
            Period(months=12),
            ["yearly", "annually", "annual", "jährlich", "jedes Jahr", "1y", "P1Y", "P12M"],
            id="year",
        ),
        pytest.param(Period(months=24), ["jedes zweite Jahr", "2y", "2 Jahre"], id="2 years"),
        pytest.param(Period(months=14, days=17), ["P1Y2M2W3D"], id="mixed"),
    ],
)
def test_a_cadence_may_be_put_in_many_words(period: Period, texts: list[str]) -> None:
    assert [parse_cadence(text) for text in texts] == [period] * len(texts)


@pytest.mark.parametrize("text", ["never", "none", "None", " Never ", "nie", "niemals", "keine"])
def test_a_cadence_may_be_never(text: str) -> None:
    assert parse_cadence(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "0d", "P", "P0D", "PT5H", "every", "week", "every blue moon", "-3", "1.5m"),
        *(
            "several weeks",
            "6 weeks ago",
            "weeks 6",
            "99999",
            "12345d",
            "3w".translate(FULL_WIDTH),
            "every 0 weeks",
        ),
        "² weeks",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        parse_period(text)


def test_an_endless_word_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="is not a period"):
        parse_period("a" * 200_000 + "!")


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_period_is_read_back_from_its_own_text(months: int, days: int) -> None:
    period = Period(months=months, days=days)

    if months or days:
        assert parse_period(str(period)) == period
    else:
        assert str(period) == "P0D"


@given(SOME_DAYS, st.integers(0, 40_000), st.integers(0, 4_000_000))
def test_a_period_never_leaves_the_calendar(day: date, months: int, days: int) -> None:
    period = Period(months=months, days=days)

    assert period.before(day) <= day <= period.after(day)


def test_a_period_ends_where_the_calendar_ends() -> None:
    assert Period(months=120_000).after(date(2026, 1, 1)) == date.max
    assert Period(months=120_000).before(date(2026, 1, 1)) == date.min
    assert Period(days=10**10).after(date(2026, 1, 1)) == date.max
    assert Period(days=10**10).before(date(2026, 1, 1)) == date.min


def test_a_period_can_be_taken_several_times() -> None:
    assert Period(months=1, days=2) * 3 == Period(months=3, days=6)
    assert [Period(months=12).approximate_days, Period(days=10).approximate_days] == [365, 10]


@given(SOME_DAYS)
def test_every_day_lies_in_one_week(day: date) -> None:
    week = Week.of(day)

    assert week.monday <= day <= week.sunday
    assert Week.parse(str(week)) == week
    assert Week.of(week.sunday) == week
    assert Week.of(week.sunday + timedelta(days=1)).monday == week.sunday + timedelta(days=1)


def test_consecutive_weeks_cover_every_day_once() -> None:
    week = Week.of(date(2019, 12, 30))
    covered: list[date] = []
    while week.monday.year < 2033:
        covered += [week.monday + timedelta(days=day) for day in range(7)]
        week = Week.of(week.sunday + timedelta(days=1))

    assert covered == [covered[0] + timedelta(days=day) for day in range(len(covered))]


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        pytest.param("2026-W48", date(2026, 11, 23), id="plain"),
        pytest.param("2026w48", date(2026, 11, 23), id="without a hyphen"),
        pytest.param("2026-W53", date(2026, 12, 28), id="a 53rd week"),
        pytest.param("2025-W01", date(2024, 12, 30), id="a week of two years"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(text: str, monday: date) -> None:
    week = Week.parse(text)

    assert (week.monday, week.sunday) == (monday, monday + timedelta(days=6))


@pytest.mark.parametrize(
    "text", ["2026-48", "W48", "2025-W53", "2026-W00", "2026-W60", "0000-W01", "9999-W52", ""]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="week"):
        Week.parse(text)
