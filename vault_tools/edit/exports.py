"""Writing what leaves the vault: a file of ours is replaced, one of somebody else's never is.

Which files are ours is kept beside the index, as checksums: a file that has changed since is no
longer ours. If that is lost, nothing is but a question.
"""

import json
from contextlib import suppress
from pathlib import Path

from vault_tools.digests import digest
from vault_tools.edit.files import replaceable, unwritable
from vault_tools.edit.swap import place_new, removed, swap
from vault_tools.errors import ExportExistsError, VaultToolsError

_RECORD = "exports.json"


def write_export(path: Path, data: bytes, *, index_folder: Path, force: bool = False) -> bool:
    """Write an export to *path*, all or nothing; return False where it already says just that.

    Its owner alone can read it. *index_folder* is where it is noted down that the file is ours.

    Raises:
        ExportExistsError: There is a file that is not ours, or no longer as we wrote it.
        VaultToolsError: It can't be written.
    """
    path = path.resolve()
    record = _read_record(index_folder)
    known = record.get(str(path))
    changed = _put(path, data, known=known, force=force)
    if known != digest(data):
        _write_record(index_folder, {**record, str(path): digest(data)})
    return changed


def known_exports(index_folder: Path) -> list[Path]:
    """Return the files that were written by `write_export` and are still there."""
    return [path for path in map(Path, sorted(_read_record(index_folder))) if path.exists()]


def replace_file(path: Path, *, old: bytes | None, new: bytes) -> bool:
    """Make *path* hold *new* where it holds *old*, or isn't there for None; return whether it does.

    Raises:
        VaultToolsError: It can't be written.
    """
    try:
        return place_new(path, new, private=True) if old is None else swap(path, old=old, new=new)
    except OSError as error:
        raise unwritable(path, error) from error


def remove_file(path: Path, *, old: bytes) -> bool:
    """Remove *path* if it holds *old*; return whether it is gone.

    Raises:
        VaultToolsError: It can't be removed.
    """
    try:
        return path.read_bytes() == old and removed(path, old=old)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise unwritable(path, error) from error


def make_folder(path: Path) -> None:
    """Make the folder *path*, for its owner alone, if it isn't there.

    Raises:
        VaultToolsError: It can't be made.
    """
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def _put(path: Path, data: bytes, *, known: str | None, force: bool) -> bool:
    before = replaceable(path)
    if before == data:
        return False
    if before is not None and known != digest(before) and not force:
        raise ExportExistsError(path)
    if not replace_file(path, old=before, new=data):
        raise ExportExistsError(path)
    return True


def _read_record(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    table = found if isinstance(found, dict) else {}
    return {path: each for path, each in table.items() if isinstance(each, str)}


def _write_record(folder: Path, record: dict[str, str]) -> None:
    """Note down what is ours; where nothing can be kept, it is asked for next time."""
    path = folder / _RECORD
    data = json.dumps(record, indent=1, sort_keys=True).encode()
    with suppress(VaultToolsError):
        replace_file(path, old=replaceable(path), new=data)
