"""Frozen dataclasses of our own making are dataclasses like any other."""

import dataclasses
import inspect
import pickle
from dataclasses import field
from typing import Any

import pytest

from vault_tools.model import Standing
from vault_tools.records import dataclass


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """As the standard library makes it."""

    name: str
    tags: tuple[str, ...] = ()
    table: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> str:
        return self.name[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """As we make it."""

    name: str
    tags: tuple[str, ...] = ()
    table: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> str:
        return self.name[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    name: str
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Placed:
    one: int
    other: int = 2


def test_it_is_made_shown_and_compared_like_any_other() -> None:
    made = Ours(name="Anna", tags=("a",))

    assert (made.name, made.tags, made.table, made.first) == ("Anna", ("a",), {}, "A")
    assert repr(made) == repr(Usual(name="Anna", tags=("a",))).replace("Usual", "Ours")
    assert made == Ours(name="Anna", tags=("a",))
    assert made != Ours(name="Ben")
    other: object = Usual(name="Anna", tags=("a",))
    assert made != other
    assert Ours(name="Anna").table is not Ours(name="Anna").table
    assert len({Placed(1), Placed(1, 2), Placed(1, 3)}) == 2


def test_a_field_may_be_left_out_of_comparing() -> None:
    assert Noted(name="Anna", line=3) == Noted(name="Anna", line=4)
    assert len({Noted(name="Anna", line=3), Noted(name="Anna", line=4)}) == 1


def test_the_standard_library_knows_it() -> None:
    made = Ours(name="Anna")

    assert dataclasses.replace(made, tags=("b",)) == Ours(name="Anna", tags=("b",))
    assert dataclasses.asdict(made) == {"name": "Anna", "tags": (), "table": {}}
    assert [each.name for each in dataclasses.fields(Ours)] == ["name", "tags", "table"]
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - just made
    assert list(inspect.signature(Ours).parameters) == list(inspect.signature(Usual).parameters)


def test_it_is_frozen_and_has_no_room_for_more() -> None:
    made = Ours(name="Anna")

    with pytest.raises(dataclasses.FrozenInstanceError):
        made.name = "Ben"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.name
    assert not hasattr(made, "__dict__")


@pytest.mark.parametrize("arguments", [{}, {"name": "Anna", "nick": "Annie"}])
def test_what_is_missing_or_unknown_is_an_error(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Ours(**arguments)


def test_keywords_only_means_that() -> None:
    with pytest.raises(TypeError):
        Ours("Anna")  # type: ignore[call-arg]
    match Placed(1, 3):
        case Placed(one, other):
            assert (one, other) == (1, 3)


def test_what_hash_can_not_hold_is_an_error_as_ever() -> None:
    with pytest.raises(TypeError):
        hash(Ours(name="Anna"))
    assert hash(Standing(path="a.md", name="Anna")) == hash(Standing(path="a.md", name="Anna"))


def test_only_frozen_ones_with_slots_are_made() -> None:
    with pytest.raises(TypeError):
        dataclass(frozen=False, slots=True)
