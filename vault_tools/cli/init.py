"""``init``."""

from pathlib import Path

import click

from vault_tools.cli.session import Session, pass_session
from vault_tools.language import _, message

_CONFIG = message("""\
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
""")
_ATTRIBUTE = "*.md merge=vault-tools"
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
@click.option("--git", "with_git", is_flag=True, help="Also have git merge notes by their meaning.")
@pass_session
def init_command(session: Session, *, folder: Path, with_git: bool) -> None:
    """Make DIR a vault: a commented configuration and a note template. Nothing is overwritten.

    --git adds a line to .gitattributes, to be committed, and registers the merge driver in this
    clone's git configuration; say it once in each clone.
    """
    from vault_tools.config import CONFIG_PATH
    from vault_tools.edit.notes import create

    if folder.exists() and not folder.is_dir():
        msg = _("{folder} is not a folder.", folder=folder)
        raise click.UsageError(msg)
    for name, text in ((CONFIG_PATH, str(_CONFIG)), ("Templates/Person.md", _PERSON)):
        made = create(folder / name, text)
        _tell(folder / name, made=made)
    if with_git:
        _set_up_git(folder)
    session.say(
        _(
            "{vault} is a vault. Put contacts into {folder}/, then try: vault-tools check;"
            " vault-tools due; vault-tools report weekly",
            vault=folder.resolve(),
            folder=folder / "People",
        )
    )


def _set_up_git(folder: Path) -> None:
    """Have git merge the vault's notes with ``git-merge``."""
    from vault_tools.edit.git import register_driver, with_line
    from vault_tools.edit.notes import create

    command = "vault-tools git-merge %O %A %B %P"
    register_driver(folder, "vault-tools", command=command, title="notes of vault-tools")
    place = folder / ".gitattributes"
    made = create(place, f"{_ATTRIBUTE}\n") or with_line(place, _ATTRIBUTE)
    _tell(place, made=made)


def _tell(path: Path, *, made: bool) -> None:
    click.echo(_("made  {path}", path=path) if made else _("kept  {path}", path=path))
