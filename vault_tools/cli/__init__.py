"""The command line: arguments, the clock, the terminal and exit codes. The only door to click."""

from vault_tools.cli.main import main

__all__ = ["main"]
