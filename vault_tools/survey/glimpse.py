"""The first notes below a folder that may be anything, such as one's home: listed from the top."""

import os
from collections import deque
from pathlib import Path


def glimpse(root: Path, *, most: int) -> tuple[list[str], bool]:
    """Return paths of notes below *root*, and whether they are all.

    No more than *most* folders are listed, and no more than *most* notes returned.
    """
    found: list[str] = []
    pending = deque([""])
    for _listed in range(most):
        if not pending or len(found) > most:
            break
        prefix = pending.popleft()
        try:
            with os.scandir(root / prefix) as entries:
                for entry in sorted(entries, key=lambda each: each.name):
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(f"{prefix}{entry.name}/")
                    elif entry.name.endswith(".md"):
                        found.append(f"{prefix}{entry.name}")
        except OSError:
            continue  # closed to us: there are others
    return found[:most], not pending and len(found) <= most
