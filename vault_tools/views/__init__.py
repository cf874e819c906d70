"""Answers from the index: what is asked of it, gathered for the functions that decide."""
