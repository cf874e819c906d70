"""Front matter: where it begins and ends, and what its YAML says, as text with line numbers."""

from vault_tools.frontmatter.fences import Parts, split
from vault_tools.frontmatter.handler import NoteHandler
from vault_tools.frontmatter.properties import Property, read_properties

__all__ = ["NoteHandler", "Parts", "Property", "read_properties", "split"]
