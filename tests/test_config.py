"""The configuration of a vault and of its user."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from tests.conftest import MakeVault
from vault_tools.config import (
    CONFIG_PATH,
    Channel,
    Config,
    Daily,
    Report,
    Rules,
    Season,
    environment_vault,
    load_config,
    user_cache_folder,
    user_config,
    user_state_folder,
)
from vault_tools.config.settings import CHANNELS, TIERS, Contacts, Log
from vault_tools.dates import Period
from vault_tools.errors import ConfigError
from vault_tools.language import Message
from vault_tools.parse import Grammar

DAILY = ".obsidian/daily-notes.json"
PERIODIC = ".obsidian/plugins/periodic-notes/data.json"
FOLDERS = [("cache", user_cache_folder), ("state", user_state_folder)]


def test_a_vault_needs_no_configuration(vault: MakeVault) -> None:
    config = load_config(vault({}))

    assert config == Config(fingerprint=config.fingerprint)
    assert config.default_cadence is None


def test_everything_can_be_configured(vault: MakeVault) -> None:
    root = vault(
        {
            CONFIG_PATH: """
ignore = ["Archive/**"]
timezone = "Europe/Berlin"

[tiers]
Inner = "2w"
rare = 700
gone = "never"

[contacts]
types = ["kontakt"]
cadence = "yearly"

[log]
headings = "Tagebuch"

[channels]
phone = 5
pigeon = { minutes = 90, words = ["Brieftaube"] }
email = { words = "post" }

[seasons.cards]
start = "12-01"
end = "12-31"
query = "tier:inner"

[properties]
"Letzter Anruf" = "last_contact"

[daily]
format = "DD.MM.YYYY"
folder = "Tage"

[rules]
promise_after = 7

[report]
folder = "Berichte"
"""
        }
    )

    config = load_config(root)

    channels = {channel.name: channel for channel in CHANNELS}
    assert config == Config(
        ignore=("Archive/**",),
        timezone="Europe/Berlin",
        tiers={**TIERS, "inner": Period(days=14), "rare": Period(days=700), "gone": None},
        contacts=Contacts(types=("kontakt",), cadence="yearly"),
        log=Log(headings=("Tagebuch",)),
        channels={
            **channels,
            "phone": Channel(name="phone", minutes=5, words=channels["phone"].words),
            "pigeon": Channel(name="pigeon", minutes=90, words=("Brieftaube",)),
            "email": Channel(name="email", minutes=10, words=("e-mail", "mail", "post")),
        },
        seasons=(Season(name="cards", start="12-01", end="12-31", query="tier:inner"),),
        properties={"letzteranruf": "lastcontact"},
        daily=Daily(format="DD.MM.YYYY", folder="Tage"),
        rules=Rules(promise_after=7),
        report=Report(folder="Berichte"),
        fingerprint=config.fingerprint,
    )
    assert config.default_cadence == Period(months=12)
    assert config.channel_words()["brieftaube"] == "pigeon"


@pytest.mark.parametrize(
    ("toml", "warning"),
    [
        pytest.param("colour = 1", "unknown key 'colour'", id="key"),
        pytest.param("[colour]", "unknown table 'colour'", id="table"),
        pytest.param("[report]\nlines = 1", "unknown key 'report.lines'", id="key in a table"),
        pytest.param(
            "[channels.fax]\ncost = 1", "unknown key 'channels.fax.cost'", id="channel key"
        ),
        pytest.param("report = 1", "'report' must be a table", id="no table"),
        pytest.param("contacts = 1", "'contacts' must be a table", id="no table of contacts"),
        pytest.param("tiers = 1", "'tiers' must be a table", id="no table of tiers"),
        pytest.param("ignore = 1", "'ignore' must be a list of texts", id="no list"),
        pytest.param("ignore = ['a', 1]", "'ignore' must be a list of texts", id="no texts"),
        pytest.param("timezone = 1", "'timezone' must be a text", id="no text"),
        pytest.param(
            "[contacts]\ntypes = 5", "'contacts.types' must be a list of texts", id="no types"
        ),
        pytest.param(
            "[report]\ndue = 'x'",
            "'report.due' must be a whole number of at least 0",
            id="no number",
        ),
        pytest.param(
            "[report]\ndue = true",
            "'report.due' must be a whole number of at least 0",
            id="a boolean",
        ),
        pytest.param(
            "[report]\ndue = -1", "'report.due' must be a whole number of at least 0", id="negative"
        ),
        pytest.param("[report]\nfolder = 1", "'report.folder' must be a text", id="no folder"),
        pytest.param("[tiers]\ninner = 'often'", "tiers.inner: 'often' is not a period", id="tier"),
        pytest.param(
            "[contacts]\ncadence = 'often'",
            "contacts.cadence: 'often' is not a period",
            id="cadence",
        ),
        pytest.param(
            "[channels]\nphone = 'x'",
            "'channels.phone' must be a table or a number of minutes",
            id="channel",
        ),
        pytest.param(
            "[channels]\nphone = true",
            "'channels.phone' must be a table or a number of minutes",
            id="channel of a boolean",
        ),
        pytest.param(
            "[channels.phone]\nminutes = 'x'",
            "'channels.phone.minutes' must be a whole number of at least 0",
            id="minutes",
        ),
        pytest.param(
            "[seasons.cards]\nstart = '12-01'",
            "'seasons.cards' needs start and end, such as '12-01'",
            id="half a season",
        ),
        pytest.param(
            "[seasons.cards]\nstart = 'W01-1'\nend = '12-31'",
            "'seasons.cards' needs start and end, such as '12-01'",
            id="a week as a season",
        ),
        pytest.param("[seasons]\ncards = 1", "'seasons.cards' needs start and end", id="no season"),
        pytest.param(
            "[seasons.cards]\nstart = '12-01'\nend = '12-31'\nquery = 1",
            "'seasons.cards.query' must be a text",
            id="no query",
        ),
        pytest.param(
            "[properties]\nx = ['tags']", "'properties.x' must be a text", id="no property"
        ),
    ],
)
def test_what_can_not_be_used_is_a_warning_and_the_default_stays(
    vault: MakeVault, toml: str, warning: str
) -> None:
    config = load_config(vault({CONFIG_PATH: toml}))

    (found,) = config.warnings
    assert found.startswith(warning)
    assert isinstance(found, Message)  # said only when the language is known
    expected = {**Config().channels}
    if "fax" in toml:
        expected["fax"] = Channel(name="fax", minutes=10)
    assert config == Config(channels=expected, warnings=(found,), fingerprint=config.fingerprint)
    Grammar.of(config)


def test_a_key_that_a_season_has_not_is_a_warning(vault: MakeVault) -> None:
    season = "[seasons.cards]\nstart = '12-01'\nend = '12-31'\nwhom = 'tier:inner'"

    config = load_config(vault({CONFIG_PATH: season}))

    assert config.warnings == ("unknown key 'seasons.cards.whom'",)
    assert config.seasons == (Season(name="cards", start="12-01", end="12-31"),)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"[tiers", id="TOML"),
        pytest.param(b"x = '\xe9'", id="Latin-1"),
        pytest.param(b"x = " + b"[" * 100_000, id="brackets"),
    ],
)
def test_a_configuration_that_is_no_toml_is_an_error(vault: MakeVault, source: bytes) -> None:
    root = vault({CONFIG_PATH: ""})
    (root / CONFIG_PATH).write_bytes(source)

    with pytest.raises(ConfigError, match=re.escape(f"{CONFIG_PATH} is not readable as TOML")):
        load_config(root)


def test_a_configuration_that_can_not_be_opened_is_an_error(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    root = vault({CONFIG_PATH: ""})
    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(ConfigError, match=r"config\.toml can't be read: Permission denied"):
        load_config(root)


def test_a_byte_order_mark_is_no_error(vault: MakeVault) -> None:
    assert load_config(vault({CONFIG_PATH: '\ufeffignore = ["x"]'})).ignore == ("x",)


@pytest.mark.parametrize(
    ("files", "daily"),
    [
        pytest.param({DAILY: "{}"}, Daily(format="YYYY-MM-DD"), id="defaults"),
        pytest.param(
            {DAILY: '{"folder": "/Tage/", "format": "YYYY/DD"}'},
            Daily(format="YYYY/DD", folder="Tage"),
            id="Obsidian",
        ),
        pytest.param(
            {PERIODIC: '{"daily": {"format": "DD.MM.YYYY", "enabled": true}}'},
            Daily(format="DD.MM.YYYY"),
            id="Periodic Notes",
        ),
        pytest.param({PERIODIC: '{"daily": {"enabled": false}}'}, Daily(), id="switched off"),
        pytest.param({PERIODIC: '{"daily": 1}'}, Daily(), id="no table"),
        pytest.param(
            {DAILY: "{", PERIODIC: '{"daily": {"format": "D"}}'}, Daily(format="D"), id="no JSON"
        ),
        pytest.param({DAILY: "[" * 200_000}, Daily(), id="brackets"),
        pytest.param(
            {DAILY: "{}", CONFIG_PATH: "[daily]\nformat = 'YY'"}, Daily(format="YY"), id="our own"
        ),
    ],
)
def test_daily_notes_are_where_obsidian_keeps_them(
    vault: MakeVault, files: dict[str, str], daily: Daily
) -> None:
    assert load_config(vault(files)).daily == daily


def test_the_fingerprint_changes_with_the_files(vault: MakeVault) -> None:
    prints = [
        load_config(vault(files)).fingerprint
        for files in ({}, {CONFIG_PATH: ""}, {CONFIG_PATH: "#"}, {DAILY: "{}"}, {DAILY: "{}"})
    ]

    assert len(set(prints)) == 4
    assert prints[3] == prints[4]


@pytest.mark.parametrize("system", [sys.platform, "darwin"])
def test_a_users_own_configuration_names_a_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr(
        "platformdirs.user_config_path", lambda name, **_options: tmp_path / "config" / name
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert user_config() == {}

    folder = tmp_path / "config" / "vault-tools"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('vault = "~/notes"', encoding="utf-8")

    assert user_config() == {"vault": "~/notes"}


@pytest.mark.parametrize(("kind", "folder"), FOLDERS)
def test_elsewhere_platformdirs_says_where_the_users_folders_are(
    monkeypatch: pytest.MonkeyPatch, kind: str, folder: Callable[[], Path]
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(f"platformdirs.user_{kind}_path", lambda name, **_options: Path("/c", name))

    assert folder() == Path("/c/vault-tools")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("named", [None, "", " ", "/c", "/c/"])
@pytest.mark.parametrize(("kind", "folder"), FOLDERS)
def test_the_users_folders_are_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, kind: str, folder: Callable[[], Path], named: str | None
) -> None:
    monkeypatch.delenv(f"XDG_{kind.upper()}_HOME", raising=False)
    if named is not None:
        monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", named)

    says = getattr(platformdirs, f"user_{kind}_path")
    assert folder() == says("vault-tools", appauthor=False)


def test_the_environment_may_name_a_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_TOOLS_VAULT", "/notes")
    assert environment_vault() == "/notes"

    monkeypatch.setenv("VAULT_TOOLS_VAULT", "")
    assert environment_vault() is None
