"""The records of Monica's export, read without trusting their shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vault_tools.importers.days import birthday, day

_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object whose values stand in it or in its ``properties``."""

    value: object

    def _get(self, name: str) -> object:
        if not isinstance(self.value, Mapping):
            return None
        properties = self.value.get("properties")
        inner = properties.get(name) if isinstance(properties, Mapping) else None
        return self.value.get(name) if inner is None else inner

    def text(self, name: str) -> str:
        """Return a text or a number as it is written; empty for anything else."""
        value = self._get(name)
        if isinstance(value, bool):
            return ""
        return str(value).strip() if isinstance(value, str | int | float) else ""

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return whether something is said to be so."""
        value = self._get(name)
        return bool(value) if isinstance(value, bool | int) else default

    def part(self, name: str) -> "Record":
        """Return the record in it, an empty one where there is none."""
        return Record(self._get(name))

    def parts(self, name: str) -> list["Record"]:
        """Return the records of a list in it."""
        value = self._get(name)
        return list(map(Record, value[:_MOST])) if isinstance(value, list) else []

    def texts(self, name: str) -> list[str]:
        """Return the texts of a list in it."""
        value = self._get(name)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def collections(self, kind: str) -> list[object]:
        """Return the values of its collections of that kind, as they are."""
        data = self._get("data")
        found: list[object] = []
        for item in data if isinstance(data, list) else []:
            if isinstance(item, Mapping) and item.get("type") == kind:
                values = item.get("values")
                found += values[:_MOST] if isinstance(values, list) else []
        return found

    def references(self, kind: str) -> list[str]:
        """Return the ids of the records of that kind that it points to."""
        return [value for value in self.collections(kind) if isinstance(value, str)]


def records(record: Record, kind: str) -> list[Record]:
    """Return the records of that kind that belong to *record*."""
    return [Record(value) for value in record.collections(kind) if isinstance(value, Mapping)]


def moment(text: str) -> date | None:
    """Return the day of a date, with or without a time of day."""
    return day(text)


def day_of(text: str) -> str | None:
    """Return that day as a note writes it."""
    found = moment(text)
    return found.isoformat() if found else None


def birthday_of(record: Record) -> str | None:
    """Return a birthday as far as it is known: an age is only a year."""
    found = moment(record.text("date"))
    if found is None:
        return None
    if record.flag("is_age_based"):
        return birthday(f"{found.year:04}")
    return birthday(f"--{found:%m-%d}" if record.flag("is_year_unknown") else found.isoformat())
