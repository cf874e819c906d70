"""Opens what a command needs: vault, configuration, index. No logic."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from vault_tools import vault
from vault_tools.config import Config, load_config, user_cache_folder, user_state_folder
from vault_tools.digests import blake2b
from vault_tools.errors import IndexUnusableError
from vault_tools.index import lease
from vault_tools.index.store import Store
from vault_tools.index.sync import Progress, Synced, sync


@dataclass(slots=True)
class App:
    """What is open while a command runs."""

    root: Path
    config: Config
    store: Store
    today: date

    def close(self) -> None:
        """Close the index."""
        self.store.close()


def open_app(start: Path, *, named: str | None, day_in: Callable[[str], date]) -> App:
    """Find the vault around *start*, or the one that is *named*, and open its index.

    *day_in* gives today's date in the time zone of that name, or in the computer's for "".

    Raises:
        NoVaultError: There is no vault.
        VaultUnusableError: It can't be read.
        ConfigError: A configuration file can't be read.
    """
    root = vault.find_vault(start, named=named)
    config = load_config(root)
    return App(root, config, Store.open(index_folder(root)), day_in(config.timezone))


def index_folder(root: Path) -> Path:
    """Return the folder of the index of the vault at *root*, in the user's caches."""
    return user_cache_folder() / _folder_name(root)


def copies_folder(root: Path) -> Path:
    """Return the folder of the copies of what was replaced in the vault at *root*."""
    return user_state_folder() / _folder_name(root)


def _folder_name(root: Path) -> str:
    key = blake2b(str(root).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return f"{root.name[:40]}-{key}"


def refresh(
    app: App,
    *,
    now_ns: int,
    rebuild: bool = False,
    accept_deletions: bool = False,
    progress: Progress | None = None,
) -> Synced:
    """Bring the index up to date with the vault; one that is damaged is made anew.

    Errors as `sync`.
    """
    bring = partial(
        sync,
        root=app.root,
        config=app.config,
        now_ns=now_ns,
        rebuild=rebuild,
        accept_deletions=accept_deletions,
        progress=progress,
    )
    try:
        return bring(app.store)
    except IndexUnusableError as error:
        if not error.damaged:
            raise
        app.store.close()
        app.store = Store.open(index_folder(app.root), anew=True)
        return bring(app.store)


def is_watched(app: App, *, now: float) -> bool:
    """Return whether a running watcher keeps the index up to date, so that no walk is needed."""
    return (
        lease.is_live(index_folder(app.root), now=now) and app.store.meta("fingerprint") is not None
    )
