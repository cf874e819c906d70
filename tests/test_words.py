"""Why, when, how and about what, in a few calm words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules, Season
from vault_tools.dates import Period
from vault_tools.followups import Invitation, due
from vault_tools.model import Due, Promise, Reason, ReasonKind, Standing, Status, Talk
from vault_tools.report import times, words

BLAME = (
    *("abandon", "blame", "delinquent", "dropped the ball", "fail", "forgot", "ghost", "guilt"),
    *("ignor", "lazy", "neglect", "overdue", "rude", "shame", "should have", "silent treatment"),
    *("too long", "unfriend", "urgent", "!!"),
)
RULES = Rules()


def _reason_texts(one: Standing, *, season: str | None = None) -> list[str]:
    found = due(
        [one],
        today=TODAY,
        until=TODAY + timedelta(days=400),
        rules=RULES,
        reawaken=True,
        invitations=(
            (Invitation(Season(name=season, start="09-01", end="09-30"), frozenset({one.path})),)
            if season
            else ()
        ),
    )
    return [
        words.reason_words(reason, item, today=TODAY) for item in found for reason in item.reasons
    ]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(
            standing(cadence="monthly", contacts="2025-12-24"),
            "every month, last contact 24 December 2025",
            id="cadence",
        ),
        pytest.param(standing(cadence="weekly"), "every week, no contact yet", id="never in touch"),
        pytest.param(standing(met="09-09"), "met 9 September; a first follow-up", id="first"),
        pytest.param(
            standing(follow_up="09-20"),
            "follow-up you set for 20 September; no contact yet",
            id="follow-up",
        ),
        pytest.param(
            standing(follow_up="09-20", snooze="10-01"),
            "follow-up you set for 20 September; no contact yet",
            id="follow-up that is snoozed keeps its day",
        ),
        pytest.param(standing(birthday="--09-20"), "birthday", id="birthday"),
        pytest.param(standing(birthday="1976-09-20"), "birthday, turns 50", id="with the age"),
        pytest.param(standing(birthday="2030-09-20"), "birthday", id="not born yet"),
        pytest.param(
            standing(status=Status.DORMANT, contacts="2020-01-02"),
            "asleep; last contact 2 January 2020",
            id="asleep",
        ),
        pytest.param(
            standing(status=Status.DORMANT), "asleep; no contact yet", id="asleep from the start"
        ),
        pytest.param(
            standing(promises=(Promise(text="x", due=TODAY),)), "you promised: x", id="mine"
        ),
        pytest.param(
            standing(promises=(Promise(text="x", due=TODAY, mine=False),)),
            "they promised: x",
            id="theirs",
        ),
    ],
)
def test_every_reason_has_its_words(one: Standing, expected: str) -> None:
    assert _reason_texts(one) == [expected]


def test_a_season_is_called_by_its_name() -> None:
    assert _reason_texts(standing(), season="year-end") == ["year-end"]


def test_a_first_follow_up_says_where_you_met() -> None:
    one = Standing(
        path="a.md",
        name="a",
        met=day("09-09"),
        met_at="[[Events/Fair 2026|the fair]]",
        contact_days=(day("09-09"),),
    )

    assert _reason_texts(one) == ["met 9 September (the fair); a first follow-up"]


ONCE = "; 1 attempt unanswered so far"
SO_FAR = "; 1 attempt unanswered, next try not before 24 September"
TWICE = "; 2 attempts unanswered, next try not before 17 September"
THRICE = "; 3 attempts unanswered, next try not before 1 October; perhaps let it rest"
THRICE_MOVED_NOTHING = "; 3 attempts unanswered; perhaps let it rest"


@pytest.mark.parametrize(
    ("one", "ending"),
    [
        pytest.param(standing(cadence="monthly", contacts="06-01"), "1 June", id="none"),
        pytest.param(
            standing(cadence="monthly", contacts="06-01", attempts="08-20"), ONCE, id="one"
        ),
        pytest.param(
            standing(cadence="monthly", contacts="06-01", attempts="08-10 08-20"), TWICE, id="two"
        ),
        pytest.param(
            standing(cadence="monthly", contacts="06-01", attempts="08-01 08-10 08-20"),
            THRICE,
            id="three",
        ),
        pytest.param(
            standing(follow_up="09-20", contacts="06-01", attempts="09-10"), SO_FAR, id="follow-up"
        ),
        pytest.param(
            standing(cadence="half-yearly", contacts="06-01", attempts="06-02"),
            "1 June",
            id="one that moved nothing",
        ),
        pytest.param(
            standing(cadence="half-yearly", contacts="06-01", attempts="06-02 06-03 06-04"),
            THRICE_MOVED_NOTHING,
            id="three are said although they moved nothing",
        ),
        pytest.param(
            standing(status=Status.DORMANT, contacts="01-01", attempts="01-02 01-03 01-04"),
            THRICE_MOVED_NOTHING,
            id="asleep",
        ),
        pytest.param(
            standing(birthday="--12-20", contacts="01-01", attempts="01-02 01-03 01-04"),
            "birthday",
            id="a birthday stays a birthday",
        ),
    ],
)
def test_attempts_are_told_in_neutral_words(one: Standing, ending: str) -> None:
    (found,) = _reason_texts(one)

    assert found.endswith(ending)


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
reasons = st.builds(
    Reason,
    kind=st.sampled_from(ReasonKind),
    due_on=days,
    promise=st.just(Promise(text="the plan")),
    season=st.none() | st.just("year-end"),
    rested=st.booleans(),
)


@given(
    reason=reasons,
    cadence=st.none() | st.builds(Period, months=st.integers(0, 40), days=st.integers(1, 99)),
    last=st.none() | days,
    attempts=st.integers(0, 9),
    met=st.none() | days,
)
def test_no_reason_is_without_words_and_none_blames(
    reason: Reason, cadence: Period | None, last: date | None, attempts: int, met: date | None
) -> None:
    one = Standing(path="a.md", name="a", cadence=cadence, met=met)
    item = Due(standing=one, reasons=(reason,), last_contact=last, attempts=attempts)

    found = words.reason_words(reason, item, today=TODAY)

    assert found
    assert found == found.strip()
    assert not found.endswith(".")
    assert not [word for word in BLAME if word in found.casefold()]


def test_a_promise_without_its_text_has_no_words() -> None:
    reason = Reason(kind=ReasonKind.PROMISE, due_on=TODAY)

    assert words.reason_words(reason, Due(standing=standing(), reasons=()), today=TODAY) == ""


@given(st.integers(-4000, 4000))
def test_no_lateness_blames(days_late: int) -> None:
    found = times.lateness_words(days_late)

    assert found
    assert not [word for word in BLAME if word in found]


@pytest.mark.parametrize(
    ("days_late", "expected"),
    [(0, "today"), (1, "1 day late"), (12, "12 days late"), (-1, "in 1 day"), (-3, "in 3 days")],
)
def test_lateness_in_words(days_late: int, expected: str) -> None:
    assert times.lateness_words(days_late) == expected


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (60, "8 weeks ago"),
        (61, "2 months ago"),
        (364, "12 months ago"),
        (365, "1 year ago"),
        (730, "2 years ago"),
    ],
)
def test_how_long_ago_in_words(days_ago: int, expected: str) -> None:
    assert times.ago_words(TODAY - timedelta(days=days_ago), today=TODAY) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2026-07-30", "30 July"), ("2025-07-30", "30 July 2025"), ("2027-01-01", "1 January 2027")],
)
def test_a_day_in_words_has_a_year_where_it_is_another(on: str, expected: str) -> None:
    assert times.day_words(date.fromisoformat(on), today=TODAY) == expected


def test_days_of_the_week_in_words() -> None:
    found = [times.weekday_words(date(2026, 11, 23) + timedelta(days=n)) for n in range(7)]

    assert (found[0], found[6], len(set(found))) == ("Monday", "Sunday", 7)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(days=1), "every day"),
        (Period(days=7), "every week"),
        (Period(days=42), "every 6 weeks"),
        (Period(days=90), "every 90 days"),
        (Period(months=1), "every month"),
        (Period(months=3), "every 3 months"),
        (Period(months=12), "every year"),
        (Period(months=18), "every 18 months"),
        (Period(months=24), "every 2 years"),
        (Period(months=1, days=1), "every 1 month and 1 day"),
    ],
    ids=str,
)
def test_a_cadence_in_words(period: Period, expected: str) -> None:
    assert times.cadence_words(period) == expected


def _talked(
    *channels: str | None,
    channel: str | None = None,
    avoid: tuple[str, ...] = (),
    email: str | None = None,
    phone: str | None = None,
) -> Standing:
    """Return someone last met over *channels*, the newest first."""
    talks = tuple(
        Talk(day("09-01") - timedelta(days=place), name, "said", "a.md")
        for place, name in enumerate(channels)
    )
    return Standing(
        path="a.md",
        name="a",
        talks=talks,
        channel=channel,
        avoid=avoid,
        email=email,
        phone=phone,
    )


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(_talked("phone", channel="email"), "email", id="theirs"),
        pytest.param(_talked("phone", channel="email", avoid=("email",)), "phone", id="avoided"),
        pytest.param(_talked("xing", "phone"), "xing", id="the last one"),
        pytest.param(_talked("in-person", "video"), "video", id="no meeting outright"),
        pytest.param(_talked("event", email="a@x"), "email", id="an address"),
        pytest.param(_talked("event", phone="1"), "phone", id="a number"),
        pytest.param(
            _talked(email="a@x", phone="1", avoid=("email",)), "phone", id="a number, no mail"
        ),
        pytest.param(
            _talked("phone", email="a@x", phone="1", avoid=("email", "phone")), None, id="neither"
        ),
        pytest.param(_talked(None), None, id="nothing known"),
    ],
)
def test_the_channel_is_theirs_or_the_last_or_one_we_can_use(
    one: Standing, expected: str | None
) -> None:
    assert words.suggested_channel(one, today=TODAY) == expected


def test_a_channel_still_to_be_used_is_not_the_last() -> None:
    assert words.suggested_channel(_talked("phone"), today=day("08-31")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Asked for the slides.", "Asked for the slides. (1 September, phone)", id="x"),
        pytest.param("#gave a tip", "gave a tip (1 September, phone)", id="gave"),
        pytest.param("nice #Got a book", "nice Got a book (1 September, phone)", id="got"),
        pytest.param("hello #noreply", "hello (1 September, phone)", id="no answer"),
        pytest.param("#intro to Ben", "to Ben (1 September, phone)", id="introduction"),
        pytest.param("#gaveup #work", "#gaveup #work (1 September, phone)", id="other tags stay"),
    ],
)
def test_the_last_talk_is_what_to_talk_about(text: str, expected: str) -> None:
    one = Standing(path="a.md", name="a", talks=(Talk(day("09-01"), "phone", text, "a.md"),))

    assert words.talking_points(one, today=TODAY) == [expected]


def test_talking_points_are_what_was_said_last_and_what_is_promised() -> None:
    one = Standing(
        path="a.md",
        name="a",
        talks=(
            Talk(day("10-01"), "event", "still to come", "a.md"),
            Talk(day("09-02"), "phone", "", "a.md"),
            Talk(day("09-01"), None, "said", "a.md"),
            Talk(day("08-01"), None, "older", "a.md"),
        ),
        promises=(
            Promise(text="x"),
            Promise(text="kept", done=True),
            Promise(text="y", mine=False),
        ),
    )

    assert words.talking_points(one, today=TODAY) == [
        "said (1 September)",
        "you promised: x",
        "they promised: y",
    ]
    assert words.talking_points(Standing(path="a.md", name="a"), today=TODAY) == []
