"""Occasions beyond the due list: anniversaries, round birthdays, seasons, gifts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Config, Season
from vault_tools.config.settings import Gifts, Occasions
from vault_tools.method import gifts, keepsakes
from vault_tools.method.keepsakes import is_round_age, personal_occasions, season_named
from vault_tools.model import (
    Attempt,
    Interaction,
    Note,
    NoteKind,
    Standing,
    Status,
    Timeline,
    Value,
)

CONFIG = Config()
YEAR_END = Season(name="Year-end card", start="12-01", end="12-20")
NEW_YEAR = Season(name="New year", start="12-20", end="01-10")


def _entry(on: str, text: str, *, channel: str = "gift", **more: tuple[str, ...]) -> Interaction:
    return Interaction(on=day(on), channel=channel, text=text, **more)  # type: ignore[arg-type]


def _timeline(how: Standing, *entries: Interaction, **properties: Value) -> Timeline:
    return Timeline(
        note=Note(path=how.path, kind=NoteKind.CONTACT, title=how.name, properties=properties),
        standing=how,
        interactions=entries,
        promises=(),
        links=(),
        backlinks=(),
    )


def _found(one: Standing, *, within: int = 30, config: Config = CONFIG) -> list[tuple[str, str]]:
    until = TODAY + timedelta(days=within)
    found = personal_occasions([one], today=TODAY, until=until, config=config)
    return [(each.kind.value, each.on.isoformat()) for each in found]


def test_a_birthday_and_an_anniversary_come_in_order_of_day() -> None:
    one = standing(birthday="1980-09-20", met="2021-09-16", cadence="monthly")

    found = personal_occasions([one], today=TODAY, until=day("09-20"), config=CONFIG)

    assert [(each.kind.value, each.on, each.years, each.is_round) for each in found] == [
        ("anniversary", day("09-16"), 5, True),
        ("birthday", day("09-20"), 46, False),
    ]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(standing(met="2025-09-14", cadence="3m"), True, id="one year ago"),
        pytest.param(standing(met="2025-10-14", cadence="3m"), True, id="the last day"),
        pytest.param(standing(met="2025-10-15", cadence="3m"), False, id="a day after it"),
        pytest.param(standing(met="2025-09-13", cadence="3m"), False, id="yesterday"),
        pytest.param(standing(met="2026-09-14", cadence="3m"), False, id="met today"),
        pytest.param(standing(met="2026-10-01", cadence="3m"), False, id="yet to be met"),
        pytest.param(standing(met="2025-09-20", tier="wide"), True, id="a tier"),
        pytest.param(standing(met="2025-09-20"), False, id="neither tier nor cadence"),
        pytest.param(
            replace(standing(met="2025-09-20", tier="wide"), unpaced=True), False, id="never"
        ),
        pytest.param(standing(met="2025-09-20", tier="wide", snooze="09-21"), False, id="snoozed"),
        pytest.param(standing(met="2025-09-20", tier="wide", snooze="09-20"), True, id="woken"),
        pytest.param(
            standing(met="2025-09-20", tier="wide", attempts="09-10"), False, id="guarded"
        ),
    ],
)
def test_who_has_an_anniversary(one: Standing, *, expected: bool) -> None:
    assert bool(_found(one)) is expected


@pytest.mark.parametrize("status", [Status.PAUSED, Status.CLOSED, Status.DECEASED])
def test_nobody_is_thought_of_who_is_not_to_be(status: Status) -> None:
    one = standing(birthday="--09-20", met="2020-09-20", cadence="monthly", status=status)

    assert _found(one) == []


def test_private_contacts_have_no_occasions() -> None:
    one = standing(birthday="--09-20", met="2020-09-20", cadence="monthly")

    assert _found(replace(one, private=True)) == []


def test_each_kind_can_be_turned_off() -> None:
    one = standing(birthday="1986-09-20", met="2020-09-20", cadence="monthly")
    birthdays = Config(occasions=Occasions(anniversaries=False, round_birthdays=False))
    anniversaries = Config(occasions=Occasions(birthdays=False))

    assert _found(one, config=birthdays) == [("birthday", "2026-09-20")]
    assert _found(one, config=anniversaries) == [("anniversary", "2026-09-20")]
    plain = personal_occasions([one], today=TODAY, until=day("09-20"), config=birthdays)
    assert [each.is_round for each in plain] == [False]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2027-02-01", "2027-02-28", id="a year without one"),
        pytest.param("2028-02-01", "2028-02-29", id="a leap year"),
    ],
)
def test_the_29th_of_february_is_kept_on_the_28th(today: str, expected: str) -> None:
    one = standing(birthday="2000-02-29", met="2024-02-29", cadence="2y")

    found = personal_occasions([one], today=day(today), until=day("2028-03-01"), config=CONFIG)

    assert {each.on.isoformat() for each in found} == {expected}
    assert len(found) == 2


def test_which_birthdays_are_round() -> None:
    marked = [age for age in range(106) if is_round_age(age)]

    assert marked == [
        *(18, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95),
        *(100, 101, 102, 103, 104, 105),
    ]


def test_the_age_of_somebody_yet_to_be_born_is_not_told() -> None:
    one = standing(birthday="2030-09-20")

    (found,) = personal_occasions([one], today=TODAY, until=day("09-20"), config=CONFIG)

    assert (found.years, found.is_round) == (None, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A book, €20", ("€20", Decimal(20), "eur"), id="sign before"),
        pytest.param("Tee für 20 €", ("20 €", Decimal(20), "eur"), id="sign after"),
        pytest.param("wine 19,90 EUR", ("19,90 EUR", Decimal("19.90"), "eur"), id="code"),
        pytest.param("a desk, 1.200 Euro", ("1.200 Euro", Decimal(1200), "eur"), id="thousands"),
        pytest.param("$1,200.50 each", ("$1,200.50", Decimal("1200.50"), "usd"), id="dollars"),
        pytest.param("20,- €", ("20,- €", Decimal(20), "eur"), id="a dash for the cents"),
        pytest.param("3 books for £15", ("£15", Decimal(15), "gbp"), id="another number"),
        pytest.param("200 kr", ("200 kr", Decimal(200), "kr"), id="one's own currency"),
        pytest.param("20 Europeans", None, id="no currency"),
        pytest.param("Room 20", None, id="no amount"),
        pytest.param("a neuro 20 book", None, id="within a word"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_prices(text: str, expected: tuple[str, Decimal, str] | None) -> None:
    assert gifts.price(text, currency="kr") == expected


@given(st.text() | st.text(alphabet="0123456789.,'€ EUR", max_size=3000))
def test_any_text_may_be_a_gift(text: str) -> None:
    found = gifts.price(text)

    assert found is None or (found[0] in text and found[1] >= 0)


@given(st.decimals(min_value=1, max_value=999, places=2))
def test_the_price_that_is_written_is_read(amount: Decimal) -> None:
    found = gifts.price(f"a scarf for {amount} €")

    assert found is not None
    assert found[1] == amount


def test_gifts_and_cards_are_what_was_given() -> None:
    timeline = _timeline(
        standing(),
        _entry("12-24", "planned"),
        _entry("09-14", "a book, €30\nand a long talk"),
        _entry("09-01", "#gave a plant", gave=("a plant",)),
        _entry("08-01", "a shell from Brittany", channel="card"),
        _entry("07-01", "#got a jar of honey", got=("a jar of honey",)),
        _entry("06-01", "a present", channel="phone"),
    )
    config = Config(gifts=Gifts(budget=25))

    found = gifts.given(timeline, today=TODAY, config=config)

    assert [(gift.text, gift.price, gift.over_budget) for gift in found] == [
        ("a book, €30", "€30", True),
        ("a plant", None, False),
        ("a shell from Brittany", None, False),
    ]


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        pytest.param("€25", Gifts(budget=25), False, id="just the budget"),
        pytest.param("€25.01", Gifts(budget=25), True, id="a cent above"),
        pytest.param("$90", Gifts(budget=25), False, id="another currency"),
        pytest.param("$90", Gifts(budget=25, currency="USD"), True, id="by its code"),
        pytest.param("€90", Gifts(), False, id="no budget"),
        pytest.param("€90", Gifts(budget=25, suggest=False), False, id="turned off"),
    ],
)
def test_what_is_above_the_budget(text: str, settings: Gifts, *, expected: bool) -> None:
    timeline = _timeline(standing(), _entry("09-01", text))

    (found,) = gifts.given(timeline, today=TODAY, config=Config(gifts=settings))

    assert found.over_budget is expected


@pytest.mark.parametrize(
    ("ideas", "expected"),
    [
        pytest.param("tea, a map of Bonn", ["a map of Bonn"], id="a text"),
        pytest.param(["Earl Grey, loose", "TEA"], ["Earl Grey, loose"], id="a list"),
        pytest.param([["[[The atlas]]"]], ["[[The atlas]]"], id="a link"),
        pytest.param("Tea (€12)", [], id="with its price"),
        pytest.param("tea towel", ["tea towel"], id="only a part was given"),
        pytest.param("te", ["te"], id="no part of a word"),
        pytest.param(["ginger Cake", "Gingerbread"], ["ginger Cake", "Gingerbread"], id="like"),
        pytest.param("Müsli", [], id="umlauts"),
        pytest.param(["tea", "soap", "soap", None, ""], ["soap"], id="twice"),
        pytest.param("€20", [], id="no words"),
        pytest.param(None, [], id="nothing"),
        pytest.param({"for her": "soap", "for him": "tea"}, ["soap"], id="a mapping"),
    ],
)
def test_an_idea_that_was_given_is_left_out(ideas: Value, expected: list[str]) -> None:
    given_before = _entry("2024-09-01", "Some tea and Muesli, €12")
    timeline = _timeline(standing(), given_before, **{"Gift Ideas": ideas})

    found = keepsakes.keepsakes(timeline, today=TODAY, config=CONFIG)

    assert [idea.text for idea in found.ideas] == expected


def test_ideas_may_have_a_property_of_ones_own_and_can_be_turned_off() -> None:
    timeline = _timeline(standing(), wishes="a kite €40, a bell")
    own = Config(properties={"wishes": "giftideas"}, gifts=Gifts(budget=25))

    found = keepsakes.keepsakes(timeline, today=TODAY, config=own)
    silent = replace(own, gifts=Gifts(suggest=False))

    assert [(idea.text, idea.over_budget) for idea in found.ideas] == [
        ("a kite €40", True),
        ("a bell", False),
    ]
    assert keepsakes.keepsakes(timeline, today=TODAY, config=silent).ideas == ()


@pytest.mark.parametrize(
    ("season", "today", "span"),
    [
        pytest.param(YEAR_END, "2026-09-14", ("2026-12-01", "2026-12-20"), id="before it"),
        pytest.param(YEAR_END, "2026-12-20", ("2026-12-01", "2026-12-20"), id="its last day"),
        pytest.param(YEAR_END, "2026-12-21", ("2027-12-01", "2027-12-20"), id="after it"),
        pytest.param(NEW_YEAR, "2027-01-10", ("2026-12-20", "2027-01-10"), id="over New Year"),
        pytest.param(NEW_YEAR, "2027-01-11", ("2027-12-20", "2028-01-10"), id="after that"),
    ],
)
def test_a_season_is_the_one_that_is_on_or_the_next(
    season: Season, today: str, span: tuple[str, str]
) -> None:
    found = keepsakes.greetings(season, [], today=day(today), config=CONFIG)

    assert (found.first.isoformat(), found.last.isoformat()) == span


@pytest.mark.parametrize(
    ("season", "on", "last_year", "this_year"),
    [
        pytest.param(YEAR_END, "2025-11-30", False, False, id="before last year's"),
        pytest.param(YEAR_END, "2025-12-01", True, False, id="its first day"),
        pytest.param(YEAR_END, "2025-12-20", True, False, id="its last day"),
        pytest.param(YEAR_END, "2025-12-21", False, False, id="after it"),
        pytest.param(YEAR_END, "2026-12-01", False, True, id="this year's first day"),
        pytest.param(YEAR_END, "2026-12-15", False, True, id="today"),
        pytest.param(YEAR_END, "2026-12-16", False, False, id="planned"),
        pytest.param(NEW_YEAR, "2026-01-10", True, False, id="over New Year"),
        pytest.param(NEW_YEAR, "2025-12-19", False, False, id="before New Year"),
    ],
)
def test_who_had_a_card_when(season: Season, on: str, *, last_year: bool, this_year: bool) -> None:
    timeline = _timeline(standing(), _entry(on, "a card", channel="card"))

    found = keepsakes.greetings(season, [timeline], today=day("2026-12-15"), config=CONFIG)

    (card,) = found.cards
    assert (bool(card.last_year), card.is_done) == (last_year, this_year)
    assert found.done == this_year


def test_a_card_is_what_goes_through_the_channels_that_count() -> None:
    mail = _entry("12-02", "greetings", channel="email")
    got = _entry("12-03", "#got a card", channel="card", got=("a card",))
    unanswered = replace(_entry("12-04", "a card", channel="letter"), attempt=Attempt.NO_REPLY)
    mailed = Config(occasions=Occasions(greetings=("email",)))

    def done(entry: Interaction, config: Config = CONFIG) -> int:
        timeline = _timeline(standing(), entry)
        return keepsakes.greetings(YEAR_END, [timeline], today=day("12-20"), config=config).done

    assert [done(mail), done(mail, mailed), done(got), done(unanswered)] == [0, 1, 0, 1]


def test_a_season_leaves_out_whom_it_must() -> None:
    people = [
        standing(name="ben"),
        standing(name="Anna"),
        replace(standing(name="Sam"), private=True),
        standing(name="Dora", status=Status.DECEASED),
        standing(name="Paul", status=Status.PAUSED),
    ]

    found = keepsakes.greetings(
        YEAR_END, [_timeline(one) for one in people], today=TODAY, config=CONFIG
    )

    assert [card.standing.name for card in found.cards] == ["Anna", "ben"]


def test_a_household_gets_one_card() -> None:
    people = [
        _timeline(standing(name="Anna"), address="Hauptstr. 1, 50667 Köln"),
        _timeline(standing(name="Ben"), address=["Hauptstr. 1", "50667 Koeln"]),
        _timeline(standing(name="Cleo"), address="Elsewhere 2"),
        _timeline(standing(name="Dan")),
    ]

    found = keepsakes.greetings(YEAR_END, people, today=TODAY, config=CONFIG)

    assert keepsakes.households(found.cards) == [
        (("Anna", "Ben"), ("Hauptstr. 1", "50667 Köln")),
        (("Cleo",), ("Elsewhere 2",)),
    ]


def test_only_seasons_for_somebody_are_shown_once_they_are_near() -> None:
    people = [_timeline(standing())]
    near = keepsakes.greetings(YEAR_END, people, today=day("11-30"), config=CONFIG)
    empty = keepsakes.greetings(YEAR_END, [], today=day("11-30"), config=CONFIG)

    assert keepsakes.season_occasions([near, empty], until=day("11-30")) == []
    (found,) = keepsakes.season_occasions([near, empty], until=day("12-01"))
    assert (found.kind.value, found.on, found.greetings) == ("season", day("12-01"), near)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Year-end card", "Year-end card", id="as it is"),
        pytest.param("YEAR_END_CARD", "Year-end card", id="other separators"),
        pytest.param("year end", "Year-end card", id="its beginning"),
        pytest.param("new", None, id="the beginning of two"),
        pytest.param("new year", "New year", id="one that begins another"),
        pytest.param("easter", None, id="none"),
        pytest.param(" ", None, id="nothing"),
    ],
)
def test_seasons_are_found_by_name(name: str, expected: str | None) -> None:
    eve = Season(name="New year's eve", start="12-31", end="12-31")

    found = season_named((YEAR_END, NEW_YEAR, eve), name)

    assert (found.name if found else None) == expected


@given(st.dates(min_value=date(1950, 1, 1)), st.dates(min_value=date(1, 1, 1)))
def test_no_occasion_lies_outside_its_days(met: date, today: date) -> None:
    one = standing(met=met.isoformat(), birthday="2000-02-29", cadence="monthly")
    until = min(today, date.max - timedelta(days=40)) + timedelta(days=40)

    found = personal_occasions([one], today=today, until=until, config=CONFIG)

    assert all(today <= each.on <= until for each in found)
    assert all((each.years or 1) >= 1 for each in found)
