"""Understanding notes: from a file's bytes to a `Note`, every oddity a `Problem`."""

from vault_tools.parse.note import Grammar, parse_note

__all__ = ["Grammar", "parse_note"]
