"""``vault-tools`` and ``python -m vault_tools``: one command in a process of its own."""

import gc
import sys

_MANY = 100_000
"""After so many new objects, cycles are looked for. Most commands end before they make as many."""
_INTERRUPTED = 130


def run() -> None:
    """Run the command line to its end, and exit with its code."""
    gc.set_threshold(_MANY)
    try:
        from vault_tools.cli import main  # noqa: PLC0415 - it takes long enough to be interrupted

        main(prog_name="vault-tools")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)  # before there is a command, or while a shell asks what may follow
    finally:
        gc.freeze()  # else the interpreter looks at everything once more before it ends


if __name__ == "__main__":
    run()
