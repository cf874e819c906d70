"""The python-frontmatter handler for notes: safe to read with, text values, nothing lost.

``frontmatter.load(path, handler=NoteHandler())`` reads a note as vault_tools does. Its writer
serves new notes; an existing note is only ever edited by line.
"""

import re

from frontmatter.default_handlers import BaseHandler

from vault_tools.frontmatter.fences import split
from vault_tools.frontmatter.plain import Property
from vault_tools.frontmatter.properties import read_properties
from vault_tools.frontmatter.written import dumped
from vault_tools.model import Problem, Value


class NoteHandler(BaseHandler):
    """Reads and writes front matter under the rules of a vault.

    Args:
        path: What problems name as their file.
        first_line: The line of that file on which the block begins.
    """

    FM_BOUNDARY = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, *, path: str = "", first_line: int = 1) -> None:
        super().__init__()
        self._path = path
        self._first_line = first_line
        self.properties: tuple[Property, ...] = ()
        """After `load`: each property with its place."""
        self.problems: tuple[Problem, ...] = ()
        """After `load`: what could not be understood."""
        self.readable = True
        """After `load`: whether the block could be read at all."""

    def detect(self, text: str) -> bool:
        """Return whether *text* begins with front matter in YAML."""
        return split(text).has_block

    def split(self, text: str) -> tuple[str, str]:
        """Return the block and the text below it, both to the letter.

        Raises:
            ValueError: There is no front matter; python-frontmatter then takes all for text.
        """
        parts = split(text)
        if not parts.has_block:
            msg = "no front matter"
            raise ValueError(msg)
        return parts.block, parts.body

    def load(self, fm: str, **_: object) -> dict[str, Value]:
        """Return the properties of the block *fm*, every scalar as the text that was written."""
        self.properties, self.problems, self.readable = read_properties(
            fm, path=self._path, first_line=self._first_line
        )
        return {found.name: found.value for found in self.properties}

    def export(self, metadata: dict[str, object], **_: object) -> str:
        """Return *metadata* as YAML, in its order, that means the same in YAML 1.1 and 1.2."""
        return dumped(metadata)
