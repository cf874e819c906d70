"""Refreshing an index in a test as the program does, and comparing it with a rebuilt one."""

import os
from pathlib import Path

from tests.indexing import LATER, Dump, dump
from vault_tools.config import load_config
from vault_tools.index.store import Store
from vault_tools.index.sync import Synced, sync


def synced(
    root: Path, store: Store, *, rebuild: bool = False, accept_deletions: bool = True
) -> Synced:
    """Bring *store* up to date with the vault at *root*."""
    return sync(
        store,
        root,
        config=load_config(root),
        now_ns=LATER,
        rebuild=rebuild,
        accept_deletions=accept_deletions,
    )


def rebuilt(root: Path, folder: Path) -> Dump:
    """Return the dump of an index that is made from nothing in *folder*."""
    store = Store.open(folder)
    try:
        synced(root, store, rebuild=True)
        return dump(store)
    finally:
        store.close()


def backdate(path: Path, *, seconds: int) -> None:
    """Give a file a time of its own, so that the states of files never depend on luck."""
    os.utime(path, (seconds, seconds))
