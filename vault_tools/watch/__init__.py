"""Watching the vault: says *when* to refresh, never what changed. The only door to watchdog."""

from vault_tools.watch.debounce import Debounce, Timing, is_relevant
from vault_tools.watch.loop import Batch, Callbacks, watch

__all__ = ["Batch", "Callbacks", "Debounce", "Timing", "is_relevant", "watch"]
