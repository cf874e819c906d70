"""The rules for one contact, each at its edges."""

import dataclasses
import tempfile
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from tests.conftest import MakeVault
from tests.indexing import synced_store
from vault_tools.config import Report, Rules
from vault_tools.dates import Period
from vault_tools.followups import candidates_from, due, due_day, is_asleep, reasons, settled_on
from vault_tools.followups.rules import attempts, last_contact, may_be_woken, rest_until
from vault_tools.index import queries
from vault_tools.model import Promise, Reason, ReasonKind, Standing, Status

RULES = Rules()


def _found(one: Standing, today: date = TODAY) -> list[tuple[str, str]]:
    found = reasons(one, today=today, rules=RULES)
    return [(reason.kind.value, reason.due_on.isoformat()) for reason in found]


def _note(properties: str, *entries: str) -> str:
    log = "".join(f"- {entry}\n" for entry in entries)
    return f"---\ntype: contact\n{properties}\n---\n\n## Log\n{log}"


def _read(root: Path) -> Standing:
    """Return the standing of the one contact of a vault, as the index has it."""
    with synced_store(root) as index:
        (found,) = queries.standings(index)
    return found


def test_the_last_contact_is_the_latest_day_up_to_today() -> None:
    one = standing(contacts="02-01 05-31 10-01", attempts="09-01")

    assert last_contact(one, today=TODAY) == day("05-31")
    assert last_contact(one, today=day("05-30")) == day("02-01")
    assert last_contact(one, today=day("01-31")) is None


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        pytest.param({"A.md": _note("met: 2026-01-05")}, "2026-01-05", id="met"),
        pytest.param({"A.md": _note("last_contact: 2026-02-05")}, "2026-02-05", id="property"),
        pytest.param({"A.md": _note("", "2026-03-05 phone: x")}, "2026-03-05", id="log"),
        pytest.param(
            {"A.md": _note(""), "2026-04-05.md": "saw [[A]]\n"}, "2026-04-05", id="dated note"
        ),
        pytest.param(
            {"A.md": _note("met: 2026-01-05\nlast_contact: 2026-05-05", "2026-03-05 x")},
            "2026-05-05",
            id="the property where it is the latest",
        ),
        pytest.param(
            {"A.md": _note("last_contact: 2026-01-05", "2026-03-05 x")},
            "2026-03-05",
            id="the property is only a floor",
        ),
        pytest.param(
            {"A.md": _note("", "2026-03-05 x", "2026-08-05 email: hello #noreply")},
            "2026-03-05",
            id="no answer is no contact",
        ),
        pytest.param(
            {"A.md": _note("", "2026-03-05 x", "2026-08-05 email: lunch? #declined")},
            "2026-03-05",
            id="not now is no contact",
        ),
        pytest.param(
            {"A.md": _note("", "2026-03-05 x", "2025-08-05 written down late")},
            "2026-03-05",
            id="backdated",
        ),
        pytest.param({"A.md": _note("", "2026-09-15 lunch")}, None, id="tomorrow"),
        pytest.param({"A.md": _note("", "2026-09-14 lunch")}, "2026-09-14", id="today"),
    ],
)
def test_the_last_contact_is_the_latest_of_all_sources(
    vault: MakeVault, notes: dict[str, str], expected: str | None
) -> None:
    found = last_contact(_read(vault(notes)), today=TODAY)

    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("line", "due_on", "kind"),
    [
        pytest.param("- [ ] send it 📅 2026-09-10", "2026-09-10", "promise", id="its own day"),
        pytest.param("- [ ] send it [due:: 2026-09-10]", "2026-09-10", "promise", id="Dataview"),
        pytest.param("- [ ] send it #waiting 📅 2026-09-10", "2026-09-10", "waiting", id="theirs"),
        pytest.param("- 2026-09-01 x\n  - [ ] send it", "2026-09-15", "promise", id="in an entry"),
        pytest.param(
            "- 2026-09-01 x\n  - [ ] send it 📅 2026-09-02", "2026-09-02", "promise", id="both"
        ),
        pytest.param("- [ ] send it", None, None, id="without any date: open, never due"),
        pytest.param("- [x] send it 📅 2026-09-10", None, None, id="kept"),
        pytest.param("- [-] send it 📅 2026-09-10", None, None, id="gone"),
    ],
)
def test_a_promise_is_due_on_its_day_or_two_weeks_after_its_entry(
    vault: MakeVault, line: str, due_on: str | None, kind: str | None
) -> None:
    root = vault({"A.md": f"---\ntype: contact\n---\n## Log\n{line}\n"})

    assert _found(_read(root)) == ([(kind, due_on)] if kind else [])


def test_a_promise_in_a_dated_note_is_due_two_weeks_after_it(vault: MakeVault) -> None:
    root = vault({"A.md": _note(""), "2026-09-01.md": "- [ ] send [[A]] the plan\n"})

    assert _found(_read(root)) == [("promise", "2026-09-15")]


@pytest.mark.parametrize(
    ("met", "others", "expected"),
    [
        pytest.param("09-09", "", [("first-follow-up", "2026-09-12")], id="met lately"),
        pytest.param("07-16", "", [("first-follow-up", "2026-07-19")], id="sixty days ago"),
        pytest.param("07-15", "", [], id="sixty-one days ago"),
        pytest.param("09-09", "09-10", [], id="in touch since"),
        pytest.param("09-09", "08-01", [("first-follow-up", "2026-09-12")], id="only before"),
        pytest.param("09-20", "", [], id="still to be met"),
        pytest.param("09-14", "", [("first-follow-up", "2026-09-17")], id="met today"),
        pytest.param("09-09", "09-20", [("first-follow-up", "2026-09-12")], id="only planned"),
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
        pytest.param("monthly", "2024-01-31", None, id="clipped in a leap year, now asleep"),
        pytest.param("quarterly", "2025-11-30", "2026-02-28", id="clipped three months on"),
        pytest.param("yearly", "2024-02-29", "2025-02-28", id="clipped a year on"),
        pytest.param("daily", "09-14", "2026-09-15", id="in touch today"),
        pytest.param("90", "06-16", "2026-09-14", id="days, today"),
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
        pytest.param("08-01", "07-31", [("follow-up", "2026-08-01")], id="the day before it"),
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


def test_the_guard_moves_a_follow_up_too_and_leaves_promises() -> None:
    promise = Promise(text="x", due=day("09-10"))
    one = standing(contacts="06-01", attempts="09-05", follow_up="09-14", promises=(promise,))

    assert _found(one) == [("promise", "2026-09-10"), ("follow-up", "2026-09-19")]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("09-04", "2026-07-01", id="before the attempt"),
        pytest.param("09-05", "2026-09-19", id="on its day"),
        pytest.param("09-20", "2026-09-19", id="after the guard"),
    ],
)
def test_an_attempt_counts_from_its_own_day(today: str, expected: str) -> None:
    one = standing(cadence="monthly", contacts="06-01", attempts="09-05")

    assert due_day(one, today=day(today), rules=RULES) == date.fromisoformat(expected)


def test_an_answer_ends_the_guard() -> None:
    one = standing(cadence="weekly", contacts="06-01 09-06", attempts="08-01 08-20 09-05")

    assert _found(one) == [("cadence", "2026-09-13")]
    assert attempts(one, today=TODAY) == 0


def test_an_attempt_on_the_day_of_a_contact_is_answered() -> None:
    one = standing(cadence="daily", contacts="09-10", attempts="09-10")

    assert attempts(one, today=TODAY) == 0
    assert _found(one) == [("cadence", "2026-09-11")]


def test_a_guard_that_ends_on_the_due_day_moved_nothing() -> None:
    one = standing(follow_up="09-19", attempts="09-05")

    assert reasons(one, today=TODAY, rules=RULES) == (
        Reason(kind=ReasonKind.FOLLOW_UP, due_on=day("09-19")),
    )


@pytest.mark.parametrize("count", range(6))
def test_the_numbers_of_the_guard_are_configurable(count: int) -> None:
    days = " ".join(f"08-{number + 1:02}" for number in range(count))
    one = standing(contacts="06-01", attempts=days)

    found = rest_until(one, today=TODAY, rules=Rules(rest_step=10, rest_steps=2))

    latest = date(2026, 8, max(count, 1))
    assert found == (latest + timedelta(days=10 * min(count, 2)) if count else None)


def test_only_the_cadence_is_silenced_by_a_plan() -> None:
    met = standing(cadence="weekly", met="09-09", contacts="09-16")
    asked = standing(cadence="weekly", follow_up="09-14", contacts="09-16")

    assert _found(met) == [("first-follow-up", "2026-09-12")]
    assert _found(asked) == [("follow-up", "2026-09-14")]


def test_a_plan_silences_the_cadence_of_someone_never_contacted() -> None:
    assert _found(standing(cadence="monthly", contacts="10-01")) == []
    assert _found(standing(cadence="monthly", contacts="12-01")) == [("cadence", "2026-09-14")]


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


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(standing(status=Status.DORMANT), True, id="dormant"),
        pytest.param(standing(cadence="weekly", contacts="09-01"), False, id="awake"),
        pytest.param(standing(status=Status.DORMANT, snooze="09-15"), False, id="snoozed"),
        pytest.param(standing(status=Status.DORMANT, snooze="09-14"), True, id="snooze is over"),
        pytest.param(standing(status=Status.DORMANT, attempts="09-01"), False, id="guarded"),
        pytest.param(standing(status=Status.DORMANT, attempts="08-31"), True, id="guard is over"),
        pytest.param(standing(status=Status.DORMANT, contacts="12-01"), False, id="planned"),
        pytest.param(standing(status=Status.DORMANT, follow_up="12-01"), False, id="a day is set"),
        pytest.param(
            standing(status=Status.DORMANT, follow_up="05-01", contacts="06-01"), True, id="spent"
        ),
    ],
)
def test_someone_asleep_is_offered_unless_something_speaks_against_it(
    one: Standing, *, expected: bool
) -> None:
    assert may_be_woken(one, today=TODAY, rules=RULES) is expected


def test_a_follow_up_that_is_set_wakes_the_dormant() -> None:
    one = standing(cadence="weekly", status=Status.DORMANT, follow_up="09-20", met="09-10")

    assert _found(one) == [("follow-up", "2026-09-20")]


def test_the_calendar_ends_without_a_crash() -> None:
    last = date(9999, 12, 31)
    one = standing(cadence="yearly", met="9999-12-31", attempts="9999-12-31")

    assert due_day(one, today=last, rules=RULES) == last


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
    fewer = dataclasses.replace(one, attempt_days=())
    more = dataclasses.replace(fewer, contact_days=tuple(sorted({*one.contact_days, later})))

    if not follow_up_spent_by_it:
        assert by_cadence(more) >= by_cadence(fewer)


@given(one=standings, today=days)
def test_nothing_is_ever_due_for_closed_contacts(one: Standing, today: date) -> None:
    for status in (Status.CLOSED, Status.DECEASED):
        closed = dataclasses.replace(one, status=status)
        found = due([closed], today=today, until=date.max, rules=RULES, reawaken=True)
        assert found == []
        assert candidates_from(closed, rules=RULES) is None


@given(one=standings, today=days)
def test_before_a_snooze_or_a_guard_ends_only_promises_are_due(one: Standing, today: date) -> None:
    rest = rest_until(one, today=today, rules=RULES) or date.min
    snooze = one.snooze_until if one.snooze_until and one.snooze_until > today else date.min

    early = [
        reason
        for reason in reasons(one, today=today, rules=RULES)
        if reason.due_on < max(rest, snooze)
    ]

    assert all(reason.promise for reason in early)


@given(one=standings, today=days, backdated=days)
def test_a_backdated_entry_changes_no_last_contact(
    one: Standing, today: date, backdated: date
) -> None:
    last = last_contact(one, today=today)
    if last is None or backdated > last:
        return
    more = dataclasses.replace(one, contact_days=tuple(sorted({*one.contact_days, backdated})))

    assert last_contact(more, today=today) == last
    assert reasons(more, today=today, rules=RULES) == reasons(one, today=today, rules=RULES)


ENTRIES = (
    "2026-06-01 phone: met for lunch",
    "2026-09-20 event: a talk to come",
    "2026-07-10 email: hello #noreply",
    "2026-08-20 email: lunch? #declined",
    "2025-01-31 email: long ago",
    "2026-06-01 email: the same day",
    "2026-05-20 said\n  - [ ] send the plan",
    "[ ] pay the bill 📅 2026-09-02",
)


@settings(max_examples=25)
@given(entries=st.permutations(ENTRIES))
def test_the_order_of_entries_changes_nothing(entries: list[str]) -> None:
    def found(order: tuple[str, ...]) -> tuple[object, ...]:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "A.md").write_text(_note("cadence: monthly", *order), encoding="utf-8")
            one = _read(Path(folder))
        return one.contact_days, one.attempt_days, settled_on(one), _found(one)

    assert found(tuple(entries)) == found(ENTRIES)


def test_the_documentation_shows_the_defaults() -> None:
    text = Path(__file__).parent.parent.joinpath("docs", "rules.md").read_text(encoding="utf-8")
    shown = tomllib.loads(text.partition("```toml\n")[2].partition("```")[0])

    assert shown["rules"] == dataclasses.asdict(Rules())
    assert shown["report"].items() <= dataclasses.asdict(Report()).items()
