"""Where files lie that come with the program: in the checkout, else in the installed package."""

from pathlib import Path


def shipped(folder: str) -> Path:
    """Return where a *folder* of the checkout is; the package has it under its last name."""
    package = Path(__file__).parent.parent
    beside = package.parent / folder
    in_checkout = (package.parent / "pyproject.toml").is_file() and beside.is_dir()
    return beside if in_checkout else package / beside.name
