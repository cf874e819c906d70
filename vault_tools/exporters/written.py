"""What a note says beyond the properties that have a type: texts by meaning, pages."""

from collections.abc import Mapping

from vault_tools.frontmatter import Property
from vault_tools.model import Note
from vault_tools.parse.values import Values

PAGES = (
    *("website", "linkedin", "xing", "github", "gitlab", "mastodon", "bluesky", "x"),
    *("instagram", "facebook", "youtube", "tiktok", "threads", "orcid"),
)
"""The properties that hold addresses of pages, or names on a network."""


def written(note: Note, *, meanings: Mapping[str, str]) -> Values:
    """Return the properties of *note* by what they mean, each still a text."""
    found = (Property(name, value, 1, 1) for name, value in note.properties.items())
    return Values(found, meanings=meanings, path=note.path)
