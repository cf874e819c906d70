"""What the cadences ask for against what is real, and what would fit better."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, standing
from vault_tools.config.settings import Load as Settings
from vault_tools.dates import Period, parse_cadence
from vault_tools.method.load import OWN, load
from vault_tools.model import Standing, Status

TIERS = {
    "inner": parse_cadence("weekly"),
    "close": parse_cadence("monthly"),
    "wide": parse_cadence("quarterly"),
}
CADENCES = {"inner": "weekly", "close": "monthly", "wide": "quarterly"}
SETTINGS = Settings()


def _people(tier: str, count: int, *, contacts: str = "", cadence: str = "") -> list[Standing]:
    return [
        standing(
            name=f"{tier}{number}",
            tier=tier,
            cadence=cadence or CADENCES[tier],
            contacts=contacts,
        )
        for number in range(count)
    ]


def test_a_cadence_asks_for_seven_days_by_its_length() -> None:
    found = load(
        _people("inner", 2) + _people("close", 3), today=TODAY, tiers=TIERS, settings=SETTINGS
    )

    assert [(share.tier, share.contacts, round(share.asked, 2)) for share in found.shares] == [
        ("inner", 2, 2.0),
        ("close", 3, 0.7),
    ]
    assert round(found.asked, 2) == 2.7


def test_a_cadence_of_ones_own_is_counted_apart() -> None:
    people = [*_people("close", 1), *_people("close", 1, cadence="14d")]

    found = load(people, today=TODAY, tiers=TIERS, settings=SETTINGS)

    assert [(share.tier, share.cadence) for share in found.shares] == [
        ("close", TIERS["close"]),
        (OWN, None),
    ]


def test_only_who_is_active_and_not_private_counts() -> None:
    (one,) = _people("inner", 1, contacts="09-10")
    others = [replace(one, status=status) for status in Status if status is not Status.ACTIVE]

    found = load(
        [one, *others, replace(one, private=True)], today=TODAY, tiers=TIERS, settings=SETTINGS
    )

    assert found.asked == 1


@pytest.mark.parametrize(
    ("contacts", "weeks", "real"),
    [
        pytest.param("", 0, 0, id="no contact yet"),
        pytest.param("09-14", 1, 1, id="the first one today"),
        pytest.param("09-01 09-14", 2, 1, id="a fortnight ago and today"),
        pytest.param("2020-01-01 09-14", 12, 1 / 12, id="twelve weeks at most"),
        pytest.param("2020-01-01 06-22", 12, 0, id="twelve weeks ago to the day"),
        pytest.param("2020-01-01 06-23", 12, 1 / 12, id="a day less"),
        pytest.param("09-20", 0, 0, id="planned"),
    ],
)
def test_real_contact_is_counted_over_the_last_weeks(
    contacts: str, weeks: int, real: float
) -> None:
    found = load(
        _people("inner", 1, contacts=contacts), today=TODAY, tiers=TIERS, settings=SETTINGS
    )

    assert (found.weeks, found.real) == (weeks, real)


def test_another_cadence_can_be_tried() -> None:
    people = _people("inner", 4)

    found = load(
        people, today=TODAY, tiers=TIERS, settings=SETTINGS, instead={"inner": Period(days=14)}
    )

    assert found.asked == 2
    assert found.shares[0].cadence == Period(days=14)


def _busy() -> list[Standing]:
    """Return thirty people every month, of whom two a week are really met, over many weeks."""
    people = _people("close", 30)
    weeks = [TODAY - timedelta(days=7 * back + 1) for back in range(20)]
    days = tuple(sorted(weeks))
    return [
        replace(one, contact_days=days) if number < 2 else one for number, one in enumerate(people)
    ]


def test_what_would_fit_better_brings_both_together() -> None:
    found = load(_busy(), today=TODAY, tiers=TIERS, settings=SETTINGS)

    assert (round(found.asked, 1), found.real) == (7.0, 2.0)
    (step,) = found.loosenings
    assert (step.tier, str(step.proposed)) == ("close", str(Period(months=3)))
    assert round(found.asked - step.saved, 1) == 2.3


def test_nothing_is_suggested_where_that_is_off_or_too_early_or_not_needed() -> None:
    off = load(_busy(), today=TODAY, tiers=TIERS, settings=Settings(suggest=False))
    early = load(
        _people("close", 30, contacts="09-10"), today=TODAY, tiers=TIERS, settings=SETTINGS
    )
    easy = load(_busy()[:2], today=TODAY, tiers=TIERS, settings=SETTINGS)
    never = load(_people("close", 30), today=TODAY, tiers=TIERS, settings=SETTINGS)

    assert [found.loosenings for found in (off, early, easy, never)] == [(), (), (), ()]


@given(
    sizes=st.fixed_dictionaries(dict.fromkeys(TIERS, st.integers(0, 40))),
    met=st.integers(0, 60),
)
def test_no_tier_is_to_ask_for_less_than_its_people_got_by_more_than_a_step(
    sizes: dict[str, int], met: int
) -> None:
    people = [one for tier, count in sizes.items() for one in _people(tier, count)]
    days = tuple(TODAY - timedelta(days=back) for back in range(90, -1, -9))
    people = [
        replace(one, contact_days=days) if number < met else one
        for number, one in enumerate(people)
    ]

    found = load(people, today=TODAY, tiers=TIERS, settings=SETTINGS)

    for step in found.loosenings:
        share = next(share for share in found.shares if share.tier == step.tier)
        assert step.proposed.approximate_days > step.cadence.approximate_days
        assert share.asked > share.real
        assert step.saved > 0
    assert len({step.tier for step in found.loosenings}) == len(found.loosenings)
