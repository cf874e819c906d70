"""Readers of foreign files: from bytes to drafts. They never write, and never raise for a bad record."""
