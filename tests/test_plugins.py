"""Finding readers of foreign files, ours and others'."""

from importlib.metadata import Distribution, EntryPoint, EntryPoints
from pathlib import Path

import pytest

from vault_tools import plugins
from vault_tools.plugins import importers

GROUP = plugins.IMPORTERS


class Package(Distribution):
    """A package that offers an entry point."""

    def __init__(self, name: str) -> None:
        self._name = name

    def read_text(self, filename: str) -> str | None:
        return f"Metadata-Version: 2.1\nName: {self._name}\n" if filename == "METADATA" else None

    def locate_file(self, path: object) -> Path:
        return Path(str(path))


class Odd:
    """No importer."""


class Good:
    name = "odd"
    summary = "Nothing."
    suffixes = ()

    def read(self) -> None:
        """Do nothing."""


def point(name: str, value: str, package: str = "") -> EntryPoint:
    found = EntryPoint(name=name, value=value, group=GROUP)
    if package:
        vars(found)["dist"] = Package(package)
    return found


def offered(
    monkeypatch: pytest.MonkeyPatch, *points: EntryPoint
) -> tuple[dict[str, str], list[str]]:
    """Return name and class of the importers where *points* are installed, and the warnings."""
    installed = EntryPoints(points)
    monkeypatch.setattr(plugins, "entry_points", installed.select)
    warnings: list[str] = []
    found = importers(warn=warnings.append)
    return {name: type(importer).__name__ for name, importer in found.items()}, warnings


def test_our_own_importers_are_found_by_the_names_they_give_themselves() -> None:
    warnings: list[str] = []
    found = importers(warn=warnings.append)

    assert {"csv", "friends", "google", "linkedin", "monica", "outlook", "vcard", "xing"} <= {
        *found
    }
    assert all(importer.name == name for name, importer in found.items())
    assert all(importer.summary and importer.suffixes for importer in found.values())
    assert list(found) == sorted(found)
    assert warnings == []


def test_a_broken_importer_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found, warnings = offered(
        monkeypatch,
        point("gone", "no_such_module:X", "b-package"),
        point("odd", "tests.test_plugins:Odd", "c-package"),
        point("good", "tests.test_plugins:Good"),
    )

    assert found == {"good": "Good"}
    assert warnings == [
        "the format 'gone' of b-package can't be used: No module named 'no_such_module'",
        "the format 'odd' of c-package can't be used: it has no read.",
    ]


def test_of_two_by_one_name_ours_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    found, warnings = offered(
        monkeypatch,
        point("vcard", "tests.test_plugins:Good", "a-package"),
        point("vcard", "vault_tools.importers.vcard:VCardImporter", "vault-tools"),
    )

    assert found == {"vcard": "VCardImporter"}
    assert warnings == [
        "a-package has a format 'vcard' too; that of vault-tools is used.",
    ]
