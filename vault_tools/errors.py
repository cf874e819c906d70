"""Everything that may be raised at a user: one sentence and one exit code each."""

from collections.abc import Sequence
from pathlib import Path

from vault_tools.language import _, message, quoted

_SAID_BY_SYSTEM: dict[str, str] = {
    said: said
    for said in (
        message("No such file or directory"),
        message("Permission denied"),
        message("Operation not permitted"),
        message("Is a directory"),
        message("Not a directory"),
        message("File exists"),
        message("File name too long"),
        message("Too many levels of symbolic links"),
        message("Too many open files"),
        message("No space left on device"),
        message("Disk quota exceeded"),
        message("Read-only file system"),
        message("Input/output error"),
        message("Device or resource busy"),
    )
}
"""What the system says most, which it says in English."""


class VaultToolsError(Exception):
    """An error that is shown to the user as one line."""

    exit_code = 3


class QueryError(VaultToolsError):
    """A query that can't be read; the message points at the place with a caret."""

    exit_code = 2

    def __init__(self, query: str, position: int, reason: str) -> None:  # noqa: PLR0917 - in the order of the message
        said = _("can't read the query: {reason}", reason=reason)
        super().__init__(f"{said}\n  {query}\n  {' ' * position}^")
        self.query = query
        self.position = position
        self.reason = reason


class NoVaultError(VaultToolsError):
    """No vault was named and none was found around the working directory."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            _(
                "no vault found from {start} upwards. Name one with --vault DIR or"
                " VAULT_TOOLS_VAULT, or make this folder one with 'vault-tools init'.",
                start=start,
            )
        )


class VaultUnusableError(VaultToolsError):
    """The vault's folder can't be read."""


class ConfigError(VaultToolsError):
    """A configuration file can't be read."""


class NotesVanishedError(VaultToolsError):
    """So many notes are gone at once that an unmounted disk is likelier than a clean-up."""

    def __init__(self, gone: int, known: int) -> None:
        super().__init__(
            _(
                "{gone} of {known} notes are gone from the vault; the index was left as it is."
                " If you removed them, say so: vault-tools index --accept-deletions",
                gone=gone,
                known=known,
            )
        )


class IndexUnusableError(VaultToolsError):
    """The index can't be opened or written."""

    def __init__(self, message: str, *, damaged: bool = False) -> None:
        super().__init__(message)
        self.damaged = damaged
        """Whether it is the index itself that is broken, so that a new one will do."""


class NameUnknownError(VaultToolsError):
    """No contact goes by that name."""

    exit_code = 1

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        said = _("no contact is called {name}.", name=quoted(name))
        hint = did_you_mean(suggestions) or " " + _("'vault-tools list' shows all of them.")
        super().__init__(f"{said}{hint}")
        self.suggestions = suggestions


class NameAmbiguousError(VaultToolsError):
    """More than one contact goes by that name."""

    exit_code = 2

    def __init__(
        self, name: str, candidates: tuple[str, ...], *, paths: tuple[str, ...] = ()
    ) -> None:
        listed = "".join(f"\n  {candidate}" for candidate in candidates)
        said = _("{name} may be any of these; name one:", name=quoted(name))
        super().__init__(f"{said}{listed}")
        self.candidates = candidates
        """Name and path of each."""
        self.paths = paths


class PromiseUnknownError(VaultToolsError):
    """There is no such open promise."""

    exit_code = 1

    def __init__(self, name: str, text: str) -> None:
        super().__init__(
            _(
                "{name} has no open promise with {text} in it. 'vault-tools promises' lists them.",
                name=name,
                text=quoted(text),
            )
            if text
            else _("{name} has no open promise. 'vault-tools promises' lists them.", name=name)
        )


class PromiseAmbiguousError(VaultToolsError):
    """More than one open promise is meant."""

    exit_code = 2

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        listed = "".join(f"\n  {candidate}" for candidate in candidates)
        said = _("{name} has several such promises; say more of one:", name=name)
        super().__init__(f"{said}{listed}")


class NoteMovedOnError(VaultToolsError):
    """A note is no longer what the command that is to be undone made of it."""

    exit_code = 4

    def __init__(self, path: str) -> None:
        super().__init__(_("{path} has changed since; nothing was put back.", path=path))


class NothingToUndoError(VaultToolsError):
    """No writing command of the last 30 days has left anything that could be taken back."""

    exit_code = 1

    def __init__(self, path: str | None) -> None:
        super().__init__(
            _("there is nothing left to take back in {path}.", path=path)
            if path
            else _("there is nothing left to take back.")
        )


class TemplateError(VaultToolsError):
    """A report template is missing or broken."""


class ReportExistsError(VaultToolsError):
    """The file to write exists and is not a report of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{path} exists and is not a report of vault-tools; not overwritten. Name another"
                " file.",
                path=path,
            )
        )


class ReportEditedError(VaultToolsError):
    """The report to write holds what its owner has put into it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{path} has ticks or words of yours in it; not overwritten. 'vault-tools collect'"
                " takes in what is ticked; --force replaces the report.",
                path=path,
            )
        )


class WatchError(VaultToolsError):
    """The vault can't be watched."""


class UneditableError(VaultToolsError):
    """A note is laid out so that the edit can't be made safely; nothing was written."""

    def __init__(self, reason: str, *, line: int = 1, path: str = "") -> None:
        place = _("line {line}", line=line)
        if path:
            place = _("{name}, line {line}", name=path, line=line)
        super().__init__(_("{place}: {reason}; nothing was changed.", place=place, reason=reason))
        self.reason = reason
        self.line = line

    def at(self, path: str) -> "UneditableError":
        """Return the same error, with the note named."""
        return UneditableError(self.reason, line=self.line, path=path)


class EditRefusedError(VaultToolsError):
    """What an edit would make of a note can't be understood; nothing was written."""

    exit_code = 2

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(_("{path}: {reason}; nothing was written.", path=path, reason=reason))


class NoteChangedError(VaultToolsError):
    """The note on disk is no longer the note that was read."""

    exit_code = 4

    def __init__(self, path: str) -> None:
        super().__init__(
            _(
                "{path} changes all the time while it is written; nothing was written. Save it in"
                " your editor, then try again.",
                path=path,
            )
        )


class ContactExistsError(VaultToolsError):
    """Somebody in the vault goes by that name already."""

    exit_code = 2

    def __init__(self, name: str, paths: tuple[str, ...]) -> None:
        super().__init__(
            _(
                "{name} is in the vault already: {paths}. If this is somebody else, say so with"
                " --force.",
                name=name,
                paths=", ".join(paths),
            )
        )


class NoteExistsError(VaultToolsError):
    """There is something where a new note would be made."""

    def __init__(self, path: str) -> None:
        super().__init__(
            _("{path} exists already; not overwritten. Choose another name.", path=path)
        )


class BusyError(VaultToolsError):
    """Another process has been writing to the vault for too long."""

    def __init__(self, seconds: float) -> None:
        shown = f"{seconds:.0f}"
        super().__init__(
            _(
                "another vault-tools has been writing to this vault for {seconds} s;"
                " nothing was written. Try again once it is done.",
                seconds=shown,
            )
        )


class GitError(VaultToolsError):
    """Git is missing, or refuses."""


class RevisionUnknownError(GitError):
    """The history has no such commit."""

    exit_code = 2

    def __init__(self, revision: str) -> None:
        super().__init__(
            _(
                "{revision} is neither a day nor a commit of the vault's repository. 'git log'"
                " shows them; without any, 'git add --all' and 'git commit' make the first.",
                revision=quoted(revision),
            )
        )


class CommitError(GitError):
    """What was written could not be committed; it is written all the same."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("written, but not committed: {reason}", reason=reason))


class FormatError(VaultToolsError):
    """A file from elsewhere isn't of the format that it was said to be."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")


class ExportExistsError(VaultToolsError):
    """The file to write an export to is not ours, or has been changed since."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{path} is there and is not as vault-tools has written it; not overwritten."
                " --force replaces it.",
                path=path,
            )
        )


def cause(error: OSError) -> str:
    """Return why the system refused, in the language that is spoken when it is told."""
    said = error.strerror or str(error)
    return _SAID_BY_SYSTEM.get(said, said)


def did_you_mean(names: Sequence[str]) -> str:
    """Return the question whether one of *names* was meant, to stand behind a sentence."""
    return " " + _("Did you mean {name}?", name=_(" or ").join(names)) if names else ""
