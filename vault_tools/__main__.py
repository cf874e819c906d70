"""``vault-tools`` and ``python -m vault_tools``: one command in a process of its own."""

import gc

from vault_tools.cli import main

_MANY = 100_000
"""After so many new objects, cycles are looked for. Most commands end before they make as many."""


def run() -> None:
    """Run the command line to its end, and exit with its code."""
    gc.set_threshold(_MANY)
    try:
        main(prog_name="vault-tools")
    finally:
        gc.freeze()  # else the interpreter looks at everything once more before it ends


if __name__ == "__main__":
    run()
