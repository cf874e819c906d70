"""``init``."""

from pathlib import Path

import click

from vault_tools.cli.session import Session, pass_session

_CONFIG = """\
# Settings of vault-tools for this vault. Every line can go: what is not said here has a default.
# They are explained in docs/configuration.md.

[tiers]  # name = how often to be in touch, the closest first
inner = "monthly"
close = "quarterly"
active = "half-yearly"
wide = "yearly"

[contacts]
# folders = ["People", "Contacts"]   # notes with front matter in these are contacts
# cadence = "none"                   # for contacts with neither a cadence nor a tier
"""
_PERSON = """\
---
type: person
name: "{{title}}"
aliases: []
tags: []
company:
role:
email:
phone:
birthday:
met: {{date}}
met_at:
introduced_by:
channel:
tier:
---

## Log

"""


@click.command("init")
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
@pass_session
def init_command(session: Session, *, folder: Path) -> None:
    """Make DIR a vault: a commented configuration and a note template. Nothing is overwritten."""
    from vault_tools.config import CONFIG_PATH
    from vault_tools.edit.notes import create

    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is not a folder."
        raise click.UsageError(msg)
    for name, text in ((CONFIG_PATH, _CONFIG), ("Templates/Person.md", _PERSON)):
        made = create(folder / name, text)
        click.echo(f"{'made' if made else 'kept'}  {folder / name}")
    session.say(
        f"{folder.resolve()} is a vault. Put contacts into {folder / 'People'}/, then try:"
        " vault-tools check; vault-tools due; vault-tools report weekly"
    )
