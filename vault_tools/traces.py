"""What sync tools and editors leave beside a note, told by its name.

Sources: Syncthing's docs, "Understanding Synchronization"; Dropbox's, Nextcloud's and Obsidian's
help on conflicts; the swap and lock files of Vim and Emacs. A name that only looks like one, such
as ``Plan (Conflicted).md``, is a note like any other.
"""

import re
from collections.abc import Iterator

_SUFFIX = ".md"
_COPY = re.compile(
    r"""
    (?P<stem>.+?)
    (?:
      \.sync-conflict-[0-9]{8}-[0-9]{6}(?:-[A-Z2-7]{7})?             # Syncthing
      | _conflict-[0-9]{8}-[0-9]{6}                                  # ownCloud, before 2.5
      | [ ]\((?:[^()]*[ ])?conflicted[ ]copy[ ](?:[^()]*[ ])?        # Dropbox, Nextcloud, Obsidian
        (?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ ][0-9]+)?|[0-9]{12})\)
      | [ ]\((?:[^()]*[ ])?in[ ]konflikt[ ]stehende[ ]kopie[ ](?:[^()]*[ ])?
        [0-9]{4}-[0-9]{2}-[0-9]{2}\)                                 # Dropbox in German
    )
    (?:[ ]\([0-9]+\))?
    \.md
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EDITORS = (
    (".{}.swp", "Vim"),
    (".{}.swo", "Vim"),
    (".#{}", "Emacs"),
    (".~lock.{}#", "LibreOffice"),
)
_BACKUPS = ("{}~", "#{}#", ".{}.swp", ".{}.swo", ".{}.un~")


def original(name: str) -> str | None:
    """Return the name of the note of which *name* is a conflict copy; None for any other file."""
    match = _COPY.fullmatch(name)
    return f"{match['stem']}{_SUFFIX}" if match else None


def note_of(path: str) -> str:
    """Return the path of the note that *path* is a conflict copy of, or a copy's copy; else it."""
    folder, slash, name = path.rpartition("/")
    while of := original(name):
        name = of
    return f"{folder}{slash}{name}"


def placeholder_for(name: str) -> str | None:
    """Return the name of the note for which a file called *name* stands until iCloud has it."""
    if name.startswith(".") and name.endswith(f"{_SUFFIX}.icloud"):
        return name[1:].removesuffix(".icloud")
    return None


def backups(name: str) -> Iterator[str]:
    """Yield the names of the files in which Vim and Emacs keep what *name* held, or is to hold."""
    return (form.format(name) for form in _BACKUPS)


def marks(name: str) -> Iterator[tuple[str, str]]:
    """Yield the names of the files by which editors mark *name* as open, with the editor's."""
    for form, editor in _EDITORS:
        yield form.format(name), editor
