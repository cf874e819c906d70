"""The rules for one contact, each at its edges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules
from vault_tools.dates import Period
from vault_tools.followups import candidates_from, due, due_day, is_asleep, reasons, settled_on
from vault_tools.followups.rules import attempts, last_contact, rest_until
from vault_tools.model import Promise, Reason, ReasonKind, Standing, Status

RULES = Rules()


def _found(one: Standing, today: date = TODAY) -> list[tuple[str, str]]:
    found = reasons(one, today=today, rules=RULES)
    return [(reason.kind.value, reason.due_on.isoformat()) for reason in found]


def test_the_last_contact_is_the_latest_day_up_to_today() -> None:
    one = standing(contacts="02-01 05-31 10-01", attempts="09-01")

    assert last_contact(one, today=TODAY) == day("05-31")
    assert last_contact(one, today=day("05-30")) == day("02-01")
    assert last_contact(one, today=day("01-31")) is None


@pytest.mark.parametrize(
    ("met", "others", "expected"),
    [
        pytest.param("09-09", "", [("first-follow-up", "2026-09-12")], id="met lately"),
        pytest.param("07-16", "", [("first-follow-up", "2026-07-19")], id="sixty days ago"),
        pytest.param("07-15", "", [], id="sixty-one days ago"),
        pytest.param("09-09", "09-10", [], id="in touch since"),
        pytest.param("09-09", "08-01", [("first-follow-up", "2026-09-12")], id="only before"),
        pytest.param("09-20", "", [], id="still to be met"),
    ],
)
def test_a_first_follow_up_is_due_three_days_after_a_first_meeting(
    met: str, others: str, expected: list[tuple[str, str]]
) -> None:
    assert _found(standing(met=met, contacts=others)) == expected


@pytest.mark.parametrize(
    ("cadence", "contacts", "expected"),
    [
        pytest.param("quarterly", "05-31", "2026-08-31", id="months"),
        pytest.param("monthly", "2026-01-31", "2026-02-28", id="clipped"),
        pytest.param("2w", "09-10", "2026-09-24", id="still to come"),
        pytest.param("yearly", "", "2026-09-14", id="never in touch: today"),
        pytest.param("never", "05-31", None, id="never"),
    ],
)
def test_a_cadence_counts_from_the_last_contact(
    cadence: str, contacts: str, expected: str | None
) -> None:
    found = due_day(standing(cadence=cadence, contacts=contacts), today=TODAY, rules=RULES)

    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("follow_up", "contacts", "expected"),
    [
        pytest.param("09-14", "07-01", [("follow-up", "2026-09-14")], id="today"),
        pytest.param("10-01", "07-01", [("follow-up", "2026-10-01")], id="ahead"),
        pytest.param("08-01", "07-01", [("follow-up", "2026-08-01")], id="passed, not kept"),
        pytest.param("08-01", "08-01", [("cadence", "2026-08-15")], id="kept on the day"),
        pytest.param("08-01", "08-20", [("cadence", "2026-09-03")], id="kept later"),
        pytest.param("09-01", "07-01 10-01", [("follow-up", "2026-09-01")], id="only planned"),
    ],
)
def test_a_follow_up_stands_in_for_the_cadence_until_it_is_spent(
    follow_up: str, contacts: str, expected: list[tuple[str, str]]
) -> None:
    one = standing(cadence="2w", follow_up=follow_up, contacts=contacts)

    assert _found(one) == expected


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        pytest.param("08-20", "2026-09-03", id="one"),
        pytest.param("08-20 09-05", "2026-10-03", id="two"),
        pytest.param("08-01 08-20 09-05", "2026-10-17", id="three"),
        pytest.param("08-01 08-10 08-20 09-05", "2026-10-31", id="four"),
        pytest.param("07-20 08-01 08-10 08-20 09-05", "2026-10-31", id="five wait like four"),
        pytest.param("05-01", "2026-07-01", id="before the last contact"),
        pytest.param("06-01", "2026-07-01", id="on the day of the last contact"),
        pytest.param("06-05", "2026-07-01", id="ends before the due day"),
        pytest.param("10-05", "2026-07-01", id="still to come"),
    ],
)
def test_the_guard_moves_the_due_day(tries: str, expected: str) -> None:
    one = standing(cadence="monthly", contacts="06-01", attempts=tries)

    assert due_day(one, today=TODAY, rules=RULES) == date.fromisoformat(expected)


def test_a_guarded_reason_says_so() -> None:
    one = standing(cadence="monthly", contacts="06-01", attempts="08-20")

    assert reasons(one, today=TODAY, rules=RULES) == (
        Reason(kind=ReasonKind.CADENCE, due_on=day("09-03"), rested=True),
    )
    assert attempts(one, today=TODAY) == 1
    assert rest_until(standing(contacts="06-01"), today=TODAY, rules=RULES) is None


def test_the_guard_counts_attempts_without_any_contact() -> None:
    one = standing(cadence="monthly", attempts="09-10")

    assert _found(one) == [("cadence", "2026-09-24")]


@pytest.mark.parametrize(
    ("planned", "silent"),
    [
        pytest.param("10-14", True, id="one cadence ahead"),
        pytest.param("10-15", False, id="a day more"),
        pytest.param("09-15", True, id="tomorrow"),
    ],
)
def test_something_planned_silences_the_cadence(planned: str, *, silent: bool) -> None:
    one = standing(cadence="monthly", contacts=f"06-01 {planned}")

    assert (_found(one) == []) is silent


@pytest.mark.parametrize(
    ("snooze", "expected"),
    [
        pytest.param("12-01", "2026-12-01", id="ahead"),
        pytest.param("09-14", "2026-07-08", id="over today"),
        pytest.param("09-15", "2026-09-15", id="until tomorrow"),
    ],
)
def test_snoozing_moves_what_is_due(snooze: str, expected: str) -> None:
    one = standing(cadence="weekly", contacts="07-01", snooze=snooze)

    assert _found(one) == [("cadence", expected)]


PROMISES = (
    Promise(text="the plan", due=day("09-10")),
    Promise(text="hers", due=day("09-02"), mine=False),
    Promise(text="kept", due=day("08-01"), done=True),
    Promise(text="open"),
)
BOTH = [("waiting", "2026-09-02"), ("promise", "2026-09-10")]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(standing(promises=PROMISES), BOTH, id="alone"),
        pytest.param(standing(promises=PROMISES, status=Status.PAUSED), BOTH, id="paused"),
        pytest.param(standing(promises=PROMISES, status=Status.DORMANT), BOTH, id="dormant"),
        pytest.param(standing(promises=PROMISES, snooze="12-01"), BOTH, id="snoozed"),
        pytest.param(standing(promises=PROMISES, attempts="09-13"), BOTH, id="guarded"),
        pytest.param(standing(promises=PROMISES, status=Status.CLOSED), [], id="closed"),
        pytest.param(standing(promises=PROMISES, status=Status.DECEASED), [], id="deceased"),
    ],
)
def test_promises_are_due_whatever_else_is_silent(
    one: Standing, expected: list[tuple[str, str]]
) -> None:
    assert _found(one) == expected


@pytest.mark.parametrize("status", [Status.PAUSED, Status.DORMANT])
def test_paused_and_dormant_silence_the_cadence(status: Status) -> None:
    assert _found(standing(cadence="weekly", contacts="07-01", status=status)) == []


@pytest.mark.parametrize(
    ("cadence", "contacts", "expected"),
    [
        pytest.param("monthly", "2025-09-13", True, id="a year and a day, twelve cadences"),
        pytest.param("monthly", "2025-09-14", False, id="a year to the day"),
        pytest.param("half-yearly", "2025-03-14", False, id="three cadences to the day"),
        pytest.param("half-yearly", "2025-03-13", True, id="a day more"),
        pytest.param("yearly", "2024-01-01", False, id="a long cadence"),
        pytest.param("monthly", "", False, id="never in touch"),
        pytest.param("never", "2020-01-01", False, id="no cadence"),
    ],
)
def test_who_is_silent_for_long_is_asleep(cadence: str, contacts: str, *, expected: bool) -> None:
    one = standing(cadence=cadence, contacts=contacts)

    assert is_asleep(one, today=TODAY, rules=RULES) is expected
    assert (_found(one) == []) is (expected or cadence == "never")


days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
standings = st.builds(
    Standing,
    path=st.just("a.md"),
    name=st.just("a"),
    cadence=st.none() | st.builds(Period, months=st.integers(0, 12), days=st.integers(1, 60)),
    status=st.sampled_from(Status),
    contact_days=st.lists(days, unique=True, max_size=5).map(lambda found: tuple(sorted(found))),
    attempt_days=st.lists(days, max_size=4).map(lambda found: tuple(sorted(found))),
    met=st.none(),
    follow_up=st.none() | days,
    snooze_until=st.none() | days,
    promises=st.lists(
        st.builds(Promise, text=st.just("x"), due=st.none() | days, mine=st.booleans()), max_size=2
    ).map(tuple),
)


@given(one=standings, ahead=st.integers(0, 400), within=st.integers(0, 60))
def test_nobody_is_due_before_the_index_says_they_may_be(
    one: Standing, ahead: int, within: int
) -> None:
    today = (settled_on(one) or date(2025, 1, 1)) + timedelta(days=ahead)
    bound = candidates_from(one, rules=RULES)

    found = due([one], today=today, until=today + timedelta(days=within), rules=RULES)

    if found:
        assert bound is not None
        assert bound <= today + timedelta(days=within)


@given(one=standings, today=days, later=days)
def test_a_later_contact_never_makes_anyone_due_earlier_by_cadence(
    one: Standing, today: date, later: date
) -> None:
    def by_cadence(found: Standing) -> date:
        kinds = {r.kind: r.due_on for r in reasons(found, today=today, rules=RULES)}
        return kinds.get(ReasonKind.CADENCE, date.max)

    last = last_contact(one, today=today)
    if last is None or later <= last or later > today or is_asleep(one, today=today, rules=RULES):
        return
    follow_up_spent_by_it = one.follow_up and last < one.follow_up <= later
    more = Standing(
        path="a.md",
        name="a",
        cadence=one.cadence,
        status=one.status,
        contact_days=tuple(sorted({*one.contact_days, later})),
        follow_up=one.follow_up,
        snooze_until=one.snooze_until,
    )
    fewer = Standing(
        path="a.md",
        name="a",
        cadence=one.cadence,
        status=one.status,
        contact_days=one.contact_days,
        follow_up=one.follow_up,
        snooze_until=one.snooze_until,
    )

    if not follow_up_spent_by_it:
        assert by_cadence(more) >= by_cadence(fewer)


@given(one=standings, today=days)
def test_nothing_is_ever_due_for_closed_contacts(one: Standing, today: date) -> None:
    if one.status in (Status.CLOSED, Status.DECEASED):
        assert reasons(one, today=today, rules=RULES) == ()
