"""The way back into the vault: edits as functions from text to text, and the one writer."""
