"""The front matter of one note under edit: its fields, and splices that leave all else alone."""

import re
from functools import lru_cache

from vault_tools.edit.line_ends import line_end_of
from vault_tools.errors import UneditableError
from vault_tools.frontmatter import read_properties, split
from vault_tools.frontmatter.fences import line_count
from vault_tools.frontmatter.layout import Field, Layout, Scalar, layout, line_end, line_start
from vault_tools.frontmatter.written import needs_quotes, scalar
from vault_tools.language import _
from vault_tools.model import Value

_TRAILING = re.compile(r"(?<=[^ \t\r\n])[ \t]+(?=[\r\n])")
_BULLET = re.compile(r"[ \t]*-[ \t]+")


@lru_cache(maxsize=8)  # an edit asks for the same note's a few times, and never changes it
def front_of(text: str) -> "Front":
    """Return the front matter of a note for editing.

    Raises:
        UneditableError: It can't be read, so nothing in it can be edited.
    """
    return Front(text)


class Front:
    """The front matter of a note, as far as it can be edited by line.

    Raises:
        UneditableError: It can't be read, so nothing in it can be edited.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts = split(text)
        self.first_line = 1 + line_count(self._parts.opening)
        """The line of the file on which the block begins."""
        self._properties, problems, readable = read_properties(
            self._parts.block, path="", first_line=self.first_line
        )
        self._refuse(_("front matter begins here and never ends"), when=self._parts.unclosed)
        self._refuse(_("front matter is edited in YAML only"), when=self._parts.other_language)
        if not readable:
            raise UneditableError(problems[0].message, line=problems[0].line)
        marked = self._parts.block.startswith("\ufeff")
        self._refuse(_("a byte order mark stands in the front matter"), when=marked)

    def values(self) -> dict[str, Value]:
        """Return the value of each property."""
        return {found.name: found.value for found in self._properties}

    def field(self, name: str) -> Field | None:
        """Return where the property *name* stands, or None if there is none.

        Raises:
            UneditableError: It stands there twice, or in a layout that can't be edited by line.
        """
        fields = [field for field in self._layout().fields if field.name == name]
        if len(fields) > 1:
            raise self.refusal(fields[1], _("it is set twice; remove one"))
        if fields and fields[0].obstacle:
            raise self.refusal(fields[0], fields[0].obstacle)
        return fields[0] if fields else None

    def trailing_blanks(self) -> list[tuple[int, int]]:
        """Return where in the block blanks stand at the end of a line."""
        return [match.span() for match in _TRAILING.finditer(self._parts.block)]

    def refusal(self, field: Field, why: str) -> UneditableError:
        """Return the error that says why *field* is not edited."""
        msg = _("{name} can't be edited by line: {reason}", name=field.name, reason=why)
        return UneditableError(msg, line=self.first_line + field.line)

    def spliced(self, start: int, end: int, *, new: str) -> str:
        """Return the note with *new* between two offsets of its block."""
        parts = self._parts
        block = parts.block[:start] + new + parts.block[end:]
        return parts.opening + block + parts.closing + parts.body

    def with_row(self, row: str) -> str:
        """Return the note with one more row at the end of its front matter, made where missing."""
        ending = line_end_of(self._text)
        if not self._parts.has_block:
            mark = "\ufeff" if self._text.startswith("\ufeff") else ""
            return f"{mark}---{ending}{row}{ending}---{ending}{self._text.removeprefix(mark)}"
        end = len(self._parts.block)
        return self.spliced(end, end, new=f"{self._layout().indent}{row}{ending}")

    def filled(self, field: Field, written: str) -> str:
        """Return the note with a value where *field* has none, before a comment on its line."""
        rest = self._parts.block[field.colon : field.end].rstrip("\r\n")
        end = field.colon if rest.strip() else field.colon + len(rest)
        return self.spliced(field.colon, end, new=f" {written}")

    def written_in_list(self, value: Scalar) -> str:
        """Return a value as it is written, or as it has to be between brackets."""
        if value.quotes or not needs_quotes(value.text, in_list=True):
            return self._parts.block[value.start : value.end]
        return scalar(value.text, in_list=True)

    def with_flow_item(self, field: Field, written: str) -> str:
        """Return the note with one more item in a list in brackets."""
        if not field.items:
            return self.spliced(field.value_start, field.value_end, new=f"[{written}]")
        end = field.items[-1].end
        return self.spliced(end, end, new=f", {written}")

    def with_block_item(self, field: Field, written: str) -> str:
        """Return the note with one more item in a list of lines."""
        row = f"{self._bullet(field, field.items[-1])}{written}{line_end_of(self._text)}"
        return self.spliced(field.end, field.end, new=row)

    def without_flow_item(self, field: Field, at: int) -> str:
        """Return the note without the item *at* that place of a list in brackets."""
        items, block = field.items, self._parts.block
        if len(items) == 1:
            start, end = field.value_start + 1, field.value_end - 1
        elif at:
            start, end = items[at - 1].end, items[at].end
        else:
            start, end = items[0].start, items[1].start
        if "#" in block[start : items[at].start] + block[items[at].end : end]:
            raise self.refusal(field, _("a comment stands between its values"))
        return self.spliced(start, end, new="")

    def without_block_item(self, field: Field, at: int) -> str:
        """Return the note without the item *at* that place of a list of lines."""
        item = field.items[at]
        start = item.start - len(self._bullet(field, item))
        return self.spliced(start, line_end(self._parts.block, item.end), new="")

    def _bullet(self, field: Field, item: Scalar) -> str:
        """Return the indentation and the dash before *item*, if nothing else stands there."""
        block = self._parts.block
        row = block[line_start(block, item.start) : item.start]
        if _BULLET.fullmatch(row) is None:
            raise self.refusal(field, _("its list is laid out unusually"))
        return row

    def _layout(self) -> Layout:
        found = layout(self._parts.block)
        reason = _("the front matter can't be edited: {reason}", reason=found.obstacle)
        self._refuse(reason, when=found.obstacle)
        return found

    def _refuse(self, reason: str, *, when: object) -> None:
        if when:
            line = self.first_line if self._parts.has_block else 1
            raise UneditableError(reason, line=line)
