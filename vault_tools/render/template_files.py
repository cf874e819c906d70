"""Where a vault's own templates lie, and which reports there are: known without jinja2."""

from pathlib import Path

OWN_TEMPLATES = ".vault-tools/templates"
"""Where a vault's own templates lie; they count before the shipped ones of the same name."""
REPORTS = ("weekly", "review", "dashboard")
"""The shipped reports; the other templates are for one contact, or for notes."""
_ENDING = ".j2"


def report_names(root: Path) -> list[str]:
    """Return the names of the reports in the vault at *root*: the shipped ones, then its own."""
    own = {path.name.split(".")[0] for path in (root / OWN_TEMPLATES).glob(f"*{_ENDING}")}
    return [*REPORTS, *sorted(own - set(REPORTS))]
