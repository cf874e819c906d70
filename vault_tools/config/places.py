"""Where the user's own folders are: the cache, the user's configuration, the environment."""

import os
import sys
from pathlib import Path

from vault_tools.config.reading import read_toml


def user_cache_folder() -> Path:
    """Return the folder of the user's caches in which indexes lie."""
    folder = _xdg_folder("XDG_CACHE_HOME", otherwise="~/.cache")
    if folder is None:
        from platformdirs import user_cache_path  # noqa: PLC0415 - not needed on Linux

        folder = user_cache_path("vault-tools", appauthor=False)
    return folder


def user_state_folder() -> Path:
    """Return the folder of what is kept between runs and is no cache: copies of replaced notes."""
    folder = _xdg_folder("XDG_STATE_HOME", otherwise="~/.local/state")
    if folder is None:
        from platformdirs import user_state_path  # noqa: PLC0415 - not needed on Linux

        folder = user_state_path("vault-tools", appauthor=False)
    return folder


def user_config() -> dict[str, object]:
    """Return the user's own configuration: ``vault``, the vault to use where none is near.

    Raises:
        ConfigError: The file is not TOML, or can't be read.
    """
    folder = _xdg_folder("XDG_CONFIG_HOME", otherwise="~/.config")
    if folder is None:
        from platformdirs import user_config_path  # noqa: PLC0415 - not needed on Linux

        folder = user_config_path("vault-tools", appauthor=False)
    return read_toml(folder / "config.toml")


def _xdg_folder(variable: str, *, otherwise: str) -> Path | None:
    """Return what platformdirs says on Linux, which takes 5 ms to load; None elsewhere."""
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ:
        return None
    named = os.environ.get(variable, "")
    return Path(named if named.strip() else os.path.expanduser(otherwise)) / "vault-tools"  # noqa: PTH111


def environment_vault() -> str | None:
    """Return the vault that ``VAULT_TOOLS_VAULT`` names."""
    return os.environ.get("VAULT_TOOLS_VAULT") or None
