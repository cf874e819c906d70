"""Writing reports: never over a note that is none, nor over what the owner has put into one.

A report in Markdown carries a checksum of what was written below its front matter. One that still
agrees with its checksum is as we left it, and may be replaced by a newer one.
"""

import re
from pathlib import Path

from vault_tools.digests import digest
from vault_tools.edit.files import replaceable, unwritable
from vault_tools.edit.notes import create
from vault_tools.edit.swap import swap
from vault_tools.errors import ReportEditedError, ReportExistsError, VaultToolsError
from vault_tools.frontmatter import read_properties, split
from vault_tools.language import _
from vault_tools.parse.text import unified

_KEY = "checksum"
_TICKED = re.compile(r"^[ \t]*[-*+][ \t]+\[[^ ]\]", re.MULTILINE)


class TicksLeftError(VaultToolsError):
    """A report that would be removed has ticks that are not in the notes yet."""

    exit_code = 4

    def __init__(self, path: str) -> None:
        super().__init__(
            _(
                "{path} has ticks that are not taken in; nothing was removed. 'vault-tools"
                " collect' takes them in; untick what it can't.",
                path=path,
            )
        )


def write_report(path: Path, text: str, *, force: bool = False) -> bool:
    """Write a report to *path*, all or nothing; return False where it already says just that.

    Raises:
        ReportExistsError: There is a note that is no report of ours.
        ReportEditedError: The owner has written into the report; *force* replaces it all the same.
        VaultToolsError: It can't be written.
    """
    path = path.resolve()
    markdown = path.suffix.lower() == ".md"
    data = (sealed(text) if markdown else text).encode("utf-8", "backslashreplace")
    before = replaceable(path)
    if before == data:
        return False
    if before is None:
        return create(path, data.decode("utf-8"), private=True)
    if markdown:
        _require_untouched(path, before, force=force)
    try:
        if not swap(path, old=before, new=data):
            raise ReportEditedError(path)
    except OSError as error:
        raise unwritable(path, error) from error
    return True


def sealed(text: str) -> str:
    """Return a report with the checksum of its body in its front matter, if it is one of ours."""
    if not is_report(text):
        return text
    parts = split(text)
    rows = [row for row in parts.block.splitlines(keepends=True) if not row.startswith(f"{_KEY}:")]
    seal = f"{_KEY}: {_checksum(parts.body)}\n"
    return f"{parts.opening}{''.join(rows)}{seal}{parts.closing}{parts.body}"


def is_report(text: str) -> bool:
    """Return whether the front matter of a note says that it is a report of ours."""
    return _properties(text).get("vault_tools") == "report"


def is_untouched(text: str) -> bool:
    """Return whether a report is as it was written, or else has nothing ticked."""
    body = split(text).body
    seal = _properties(text).get(_KEY)
    return seal == _checksum(body) if seal else _TICKED.search(body) is None


def _require_untouched(path: Path, data: bytes, *, force: bool) -> None:
    text = data.decode("utf-8", "replace")
    if not is_report(text):
        raise ReportExistsError(path)
    if not force and not is_untouched(text):
        raise ReportEditedError(path)


def _properties(text: str) -> dict[str, object]:
    found, _problems, _readable = read_properties(split(text).block, path="", first_line=1)
    return {each.name: each.value for each in found}


def _checksum(body: str) -> str:
    data = unified(body).encode("utf-8", "replace")
    return f"x{digest(data, size=5)}"  # the x keeps it a text in YAML
