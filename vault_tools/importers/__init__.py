"""Readers of foreign files: from bytes to drafts. None writes, and none raises for a bad record."""
