"""Where the user's own folders are: the cache, the user's configuration, the environment."""

import os
import sys
from pathlib import Path

from vault_tools.config.reading import read_toml


def user_cache_folder() -> Path:
    """Return the folder of the user's caches in which indexes lie."""
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        # What platformdirs says too, after 5 ms of loading.
        named = os.environ.get("XDG_CACHE_HOME", "")
        return Path(named if named.strip() else os.path.expanduser("~/.cache")) / "vault-tools"  # noqa: PTH111
    from platformdirs import user_cache_path  # noqa: PLC0415 - not needed where it is overridden

    return user_cache_path("vault-tools", appauthor=False)


def user_state_folder() -> Path:
    """Return the folder of what is kept between runs and is no cache: copies of replaced notes."""
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        named = os.environ.get("XDG_STATE_HOME", "")
        home = named if named.strip() else os.path.expanduser("~/.local/state")  # noqa: PTH111
        return Path(home) / "vault-tools"
    from platformdirs import user_state_path  # noqa: PLC0415 - not needed where it is overridden

    return user_state_path("vault-tools", appauthor=False)


def user_config() -> dict[str, object]:
    """Return the user's own configuration: ``vault``, the vault to use where none is near.

    Raises:
        ConfigError: The file is not TOML, or can't be read.
    """
    from platformdirs import user_config_path  # noqa: PLC0415

    path = user_config_path("vault-tools", appauthor=False) / "config.toml"
    return read_toml(path)


def environment_vault() -> str | None:
    """Return the vault that ``VAULT_TOOLS_VAULT`` names."""
    return os.environ.get("VAULT_TOOLS_VAULT") or None
