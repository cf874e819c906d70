"""Readers of foreign files: from bytes to drafts; never writing, never raising for one record."""
