"""Frozen dataclasses that are made in a quarter of the time: for what every command loads.

The standard library writes and compiles six methods for each dataclass when its module is loaded,
whether they are ever called or not. Here each is written when it is first called. Otherwise these
are dataclasses like any other: `dataclasses.fields`, `replace` and `asdict` know them.
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
        """Return the decorator that makes a class a dataclass with these options.

        Both *frozen* and *slots* have to be true; as with them in the standard library, the class
        is replaced, so its methods can't say ``super()``.
        """
        if not (frozen and slots):
            msg = "only dataclasses with frozen and slots are made here"
            raise TypeError(msg)
        return lambda cls: _made(cls, kw_only=kw_only)


class _Written:
    """A method that takes its own place once it is looked up, and is written only then."""

    def __init__(self, source: Any) -> None:  # noqa: ANN401 - a function from a class to source
        self._source = source

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: object, owner: type | None = None) -> Any:  # noqa: ANN401
        cls, name = self._owner, self._name
        source, names = self._source(cls)
        exec(source, names)  # noqa: S102 - made of the names of fields, as in the standard library
        method = names[name]
        method.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)
        return method.__get__(instance, owner)


def _made(cls: type, *, kw_only: bool) -> type:
    """Return *cls* again, with slots and the methods of a frozen dataclass."""
    known: Any = dataclasses.dataclass(
        init=False, repr=False, eq=False, match_args=False, kw_only=kw_only
    )(cls)
    names = tuple(known.__dataclass_fields__)
    own = {key: value for key, value in vars(known).items() if key not in names}
    for name in ("__dict__", "__weakref__"):
        own.pop(name, None)
    made = type(cls)(
        cls.__name__,
        cls.__bases__,
        {
            "__init__": _Written(_init),
            "__eq__": _Written(_eq),
            "__hash__": _Written(_hash),
            "__repr__": _repr,
            "__setattr__": _setattr,
            "__delattr__": _delattr,
            "__getstate__": _getstate,
            "__setstate__": _setstate,
            "__match_args__": () if kw_only else names,
            **own,
            "__slots__": tuple(name for name in names if not hasattr(cls.__base__, name)),
        },
    )
    made.__qualname__ = cls.__qualname__
    return made


def _init(cls: type) -> tuple[str, dict[str, Any]]:
    """Return the source of ``__init__``; a slot's own setter is not kept from setting."""
    names: dict[str, Any] = {"_unset": object()}
    parameters, rows = ["self"], []
    fields = dataclasses.fields(cls)
    for field in sorted(fields, key=lambda field: bool(field.kw_only)):
        name = field.name
        if field.kw_only and "*" not in parameters:
            parameters.append("*")
        names[f"_set_{name}"] = getattr(cls, name).__set__
        value, default = name, ""
        if field.default is not dataclasses.MISSING:
            names[f"_default_{name}"], default = field.default, f"=_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_make_{name}"], default = field.default_factory, "=_unset"
            value = f"_make_{name}() if {name} is _unset else {name}"
        parameters.append(name + default)
        rows.append(f" _set_{name}(self, {value})\n")
    return f"def __init__({', '.join(parameters)}):\n{''.join(rows) or ' pass'}", names


def _eq(cls: type) -> tuple[str, dict[str, Any]]:
    rows = (
        "def __eq__(self, other):",
        " if other.__class__ is not self.__class__: return NotImplemented",
        f" return {_values('self', cls)} == {_values('other', cls)}",
    )
    return "\n".join(rows), {}


def _hash(cls: type) -> tuple[str, dict[str, Any]]:
    return f"def __hash__(self):\n return hash({_values('self', cls)})", {}


def _values(instance: str, cls: type) -> str:
    names = (field.name for field in dataclasses.fields(cls) if field.compare)
    return f"({''.join(f'{instance}.{name},' for name in names)})"


def _repr(self: Any) -> str:  # noqa: ANN401 - a dataclass
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self))
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _setattr(self: object, name: str, value: object) -> None:  # noqa: ARG001, PLR0917
    msg = f"cannot assign to field {name!r}"
    raise dataclasses.FrozenInstanceError(msg)


def _delattr(self: object, name: str) -> None:  # noqa: ARG001
    msg = f"cannot delete field {name!r}"
    raise dataclasses.FrozenInstanceError(msg)


def _getstate(self: Any) -> list[object]:  # noqa: ANN401 - a dataclass
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _setstate(self: Any, state: list[object]) -> None:  # noqa: ANN401 - a dataclass
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
