"""Gathering what a report or a view shows into plain values; no formatting, no clock."""
