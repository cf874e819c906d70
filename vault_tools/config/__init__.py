"""The configuration of a vault and of its user."""

from vault_tools.config.places import (
    environment_vault,
    user_cache_folder,
    user_config,
    user_state_folder,
)
from vault_tools.config.reading import (
    CONFIG_PATH,
    SETTINGS_PATHS,
    config_of,
    load_config,
    setting_text,
)
from vault_tools.config.settings import CHANNELS, Channel, Config, Daily, Report, Rules, Season

__all__ = [
    "CHANNELS",
    "CONFIG_PATH",
    "SETTINGS_PATHS",
    "Channel",
    "Config",
    "Daily",
    "Report",
    "Rules",
    "Season",
    "config_of",
    "environment_vault",
    "load_config",
    "setting_text",
    "user_cache_folder",
    "user_config",
    "user_state_folder",
]
