"""Reading a vault's configuration: its TOML file over the defaults, warnings instead of failures.

A vault's own file can only set data: no key names a command, a path outside the vault or a
template's code.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from vault_tools.config import settings
from vault_tools.config.settings import Channel, Config, Daily, Season
from vault_tools.dates import Period, parse_cadence, parse_day, parse_period
from vault_tools.digests import digest
from vault_tools.errors import ConfigError, cause
from vault_tools.language import Message, _, message, quoted, reason
from vault_tools.names import property_key

CONFIG_PATH = ".vault-tools/config.toml"
"""Where a vault's configuration lies, relative to the vault."""
_DAILY_SETTINGS = (
    ".obsidian/daily-notes.json",
    ".obsidian/plugins/periodic-notes/data.json",
)
SETTINGS_PATHS = (CONFIG_PATH, *_DAILY_SETTINGS)
"""The files that a vault's configuration is read from."""
_MAX_SETTINGS = 1024 * 1024


def load_config(root: Path) -> Config:
    """Return the configuration of the vault at *root*: its file over the defaults.

    Unknown keys and values of the wrong kind are warnings, and the default stays.

    Raises:
        ConfigError: The file is not TOML, or can't be read.
    """
    sources = [_bytes_or_none(root / name) for name in SETTINGS_PATHS]
    fingerprint = digest(repr(sources).encode())
    table = _parsed(sources[0], root / CONFIG_PATH)
    reader = _TableReader()
    config = reader.config(table)
    daily = config.daily if config.daily.format else _daily_settings(root, config.daily)
    return replace(config, daily=daily, warnings=tuple(reader.warnings), fingerprint=fingerprint)


def config_of(text: str) -> Config:
    """Return the configuration that *text* would be, which is known to be TOML."""
    return _TableReader().config(_parsed(text.encode(), Path(CONFIG_PATH)))


def read_toml(path: Path) -> dict[str, object]:
    """Return the table that the file at *path* holds; an empty one where there is no file.

    Raises:
        ConfigError: The file is not TOML, or can't be read.
    """
    return _parsed(_bytes_or_none(path), path)


def setting_text(root: Path, name: str) -> str:
    """Return the text of another program's settings in the vault; empty where there are none.

    Raises:
        ConfigError: The file can't be read.
    """
    return (_bytes_or_none(root / name) or b"").decode("utf-8-sig", "replace")


def _bytes_or_none(path: Path) -> bytes | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(_MAX_SETTINGS)
    except OSError as error:
        msg = _("{path} can't be read: {reason}", path=path, reason=cause(error))
        raise ConfigError(msg) from error


def _parsed(source: bytes | None, path: Path) -> dict[str, object]:
    if source is None:
        return {}
    import tomllib  # noqa: PLC0415 - most vaults do without a file of their own

    try:
        return tomllib.loads(source.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # bad UTF-8, bad TOML, brackets without end
        msg = _(
            "{path} is not readable as TOML: {reason}. Mend it, or move it away to go on without.",
            path=path,
            reason=error,
        )
        raise ConfigError(msg) from error


def _daily_settings(root: Path, default: Daily) -> Daily:
    """Return the daily notes' folder and format as Obsidian or Periodic Notes keep them."""
    import json  # noqa: PLC0415 - only vaults with Obsidian's settings pay for it

    for name in _DAILY_SETTINGS:
        source = _bytes_or_none(root / name)
        if source is None:
            continue
        try:
            found = json.loads(source)
        except (ValueError, RecursionError):
            continue
        found = found.get("daily", found) if isinstance(found, dict) else {}
        if isinstance(found, dict) and found.get("enabled", True):
            style = str(found.get("format") or "YYYY-MM-DD")
            return Daily(format=style, folder=str(found.get("folder") or "").strip("/"))
    return default


class _TableReader:
    """Reads TOML tables into what `settings` has, collecting warnings instead of failing."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def config(self, table: Mapping[str, object]) -> Config:
        read: dict[str, object] = {}
        for key, value in table.items():
            reader = self._READERS.get(key)
            if reader is None:
                known = (*self._READERS, *_SECTIONS, "ignore", *_TEXTS)
                self._unknown(key, value, known=known)
            read |= reader(self, value) if reader else self._plain(key, value)
        return Config(**read)  # type: ignore[arg-type]  # each reader returns its field's type

    def _unknown(self, key: str, value: object, *, known: Iterable[str]) -> None:
        if key not in known:
            is_table = isinstance(value, dict)
            self.warnings.append(
                message("unknown table {key}", key=quoted(key))
                if is_table
                else message("unknown key {key}", key=quoted(key))
            )

    def _unusable(self, key: str, error: ValueError) -> None:
        self.warnings.append(message("{key}: {reason}", key=key, reason=reason(error)))

    def _plain(self, key: str, value: object) -> dict[str, object]:
        if key in _SECTIONS:
            return {key: self._section(key, value)}
        if key == "ignore":
            return {key: self._texts(key, value, default=())}
        if key in _TEXTS and isinstance(value, str):
            return {key: value}
        if key in _TEXTS:
            self.warnings.append(_must_be(str, key))
        return {}

    def _section(self, key: str, value: object) -> object:
        """Return the settings of a table: what of it can be used, over the defaults."""
        default: Any = _SECTIONS[key]()
        if not isinstance(value, dict):
            self.warnings.append(message("{key} must be a table", key=quoted(key)))
            return default
        known = {item.name: getattr(default, item.name) for item in fields(default)}
        self._unknown_in(key, value, known=known)
        read: dict[str, object] = {}
        for name, item in value.items():
            place, expected = f"{key}.{name}", known.get(name)
            if isinstance(expected, tuple):
                read[name] = self._texts(place, item, default=expected)
            elif name in known and self._is_usable(place, item, expected=expected):
                read[name] = item
        return replace(default, **read)

    def _unknown_in(self, place: str, table: Mapping[str, object], *, known: Iterable[str]) -> None:
        """Warn of the keys of a table that are none."""
        for key, value in table.items():
            self._unknown(f"{place}.{key}", value, known=[f"{place}.{each}" for each in known])

    def _is_usable(self, place: str, value: object, *, expected: object) -> bool:
        if type(value) is not type(expected) or (isinstance(value, int) and value < 0):
            self.warnings.append(_must_be(type(expected), place))
            return False
        try:
            if place in _PERIODS:
                _PERIODS[place](value)
        except ValueError as error:
            self._unusable(place, error)
            return False
        return True

    def _texts(self, place: str, value: object, *, default: tuple[str, ...]) -> tuple[str, ...]:
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            self.warnings.append(message("{key} must be a list of texts", key=quoted(place)))
            return default
        return tuple(str(item) for item in items)

    def _tiers(self, value: object) -> dict[str, object]:
        tiers: dict[str, Period | None] = dict(settings.TIERS)
        for name, cadence in self._pairs("tiers", value):
            try:
                tiers[name.casefold()] = parse_cadence(str(cadence))
            except ValueError as error:
                self._unusable(f"tiers.{name}", error)
        return {"tiers": tiers}

    def _channels(self, value: object) -> dict[str, object]:
        channels = {channel.name: channel for channel in settings.CHANNELS}
        for name, table in self._pairs("channels", value):
            known = channels.get(name, Channel(name=name, minutes=10))
            given = {"minutes": table} if _is_whole(table) else table
            if not isinstance(given, dict):
                text = message(
                    "'channels.{name}' must be a table or a number of minutes", name=name
                )
                self.warnings.append(text)
                continue
            self._unknown_in(f"channels.{name}", given, known=("minutes", "words"))
            minutes = given.get("minutes", known.minutes)
            if not _is_whole(minutes):
                self.warnings.append(_must_be(int, f"channels.{name}.minutes"))
                minutes = known.minutes
            place = f"channels.{name}.words"
            words = self._texts(place, given.get("words", []), default=())
            channels[name] = Channel(name=name, minutes=minutes, words=(*known.words, *words))
        return {"channels": channels}

    def _seasons(self, value: object) -> dict[str, object]:
        seasons = []
        for name, table in self._pairs("seasons", value):
            given = table if isinstance(table, dict) else {}
            self._unknown_in(f"seasons.{name}", given, known=("start", "end", "query"))
            start, end = str(given.get("start", "")), str(given.get("end", ""))
            query = given.get("query", "")
            if not (_is_month_and_day(start) and _is_month_and_day(end)):
                text = message("'seasons.{name}' needs start and end, such as '12-01'", name=name)
                self.warnings.append(text)
            elif not isinstance(query, str):
                self.warnings.append(_must_be(str, f"seasons.{name}.query"))
            else:
                seasons.append(Season(name=name, start=start, end=end, query=query))
        return {"seasons": tuple(seasons)}

    def _properties(self, value: object) -> dict[str, object]:
        meanings = {}
        for own, known in self._pairs("properties", value):
            if isinstance(known, str):
                meanings[property_key(own)] = property_key(known)
            else:
                self.warnings.append(_must_be(str, f"properties.{own}"))
        return {"properties": meanings}

    def _pairs(self, place: str, value: object) -> list[tuple[str, object]]:
        if isinstance(value, dict):
            return list(value.items())
        self.warnings.append(message("{key} must be a table", key=quoted(place)))
        return []

    _READERS = {  # noqa: RUF012 - a table of methods, never changed
        "tiers": _tiers,
        "channels": _channels,
        "seasons": _seasons,
        "properties": _properties,
    }


_TEXTS = ("language", "timezone")
_SECTIONS: dict[str, Any] = {
    item.name: item.default_factory for item in fields(Config) if is_dataclass(item.default_factory)
}
"""The tables that are read key by key, and their defaults."""
_PERIODS: dict[str, Callable[[Any], object]] = {
    "contacts.cadence": parse_cadence,
    "profile.review_after": parse_cadence,
    "report.snooze": parse_period,
}
"""Texts that are more than texts."""


def _must_be(kind: type, key: str) -> Message:
    """Return the warning that the value of *key* is not of its kind."""
    if kind is bool:
        return message("{key} must be true or false", key=quoted(key))
    if kind is int:
        return message("{key} must be a whole number of at least 0", key=quoted(key))
    return message("{key} must be a text", key=quoted(key))


def _is_month_and_day(text: str) -> bool:
    try:
        parse_day(f"2000-{text}")
    except ValueError:
        return False
    return True


def _is_whole(value: object) -> bool:
    """Return whether *value* is a whole number of at least 0; to Python, booleans are numbers."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
