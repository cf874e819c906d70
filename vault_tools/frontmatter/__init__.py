"""Front matter: where it begins and ends, and what its YAML says, as text with line numbers."""

from typing import TYPE_CHECKING

from vault_tools.frontmatter.fences import Parts, split
from vault_tools.frontmatter.plain import Property, plain_properties

if TYPE_CHECKING:
    from vault_tools.frontmatter.handler import NoteHandler
    from vault_tools.frontmatter.properties import read_properties

__all__ = ["NoteHandler", "Parts", "Property", "plain_properties", "read_properties", "split"]


def __getattr__(name: str) -> object:
    """Load what needs libyaml and python-frontmatter only for those who ask for it."""
    if name == "NoteHandler":
        from vault_tools.frontmatter.handler import NoteHandler  # noqa: PLC0415

        return NoteHandler
    if name == "read_properties":
        from vault_tools.frontmatter.properties import read_properties  # noqa: PLC0415

        return read_properties
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
