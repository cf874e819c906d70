"""What ``vault-tools`` alone says: what there is here, and what to do next."""

from collections.abc import Iterator
from pathlib import Path

import click

from vault_tools import vault
from vault_tools.cli.session import Session, working_directory
from vault_tools.errors import NoVaultError
from vault_tools.language import _, ngettext

_GLIMPSE = 500
"""The most folders and notes that are looked at where nobody has said that they are a vault."""


def show_overview(session: Session) -> None:
    """Say what is here, and the next steps."""
    from vault_tools.render.escape import terminal

    try:
        session.open()
    except NoVaultError:
        lines = list(_outside(working_directory()))
    else:
        lines = list(_inside(session))
    for line in lines:
        click.echo(terminal(line))


def _outside(folder: Path) -> Iterator[str]:
    """Yield what there is in a *folder* in no vault."""
    from vault_tools.config import Config
    from vault_tools.survey import survey

    found = survey(folder, config=Config(), most=_GLIMPSE)
    if not found.notes:
        yield _("{folder} is no vault, and holds no Markdown notes.", folder=folder)
        yield from _steps(
            ("init ~/Notes", _("make a folder a vault")),
            ("--vault ~/Notes import vcard FILE", _("make one of an address book")),
            ("--vault ~/Notes due", _("use the vault that you have")),
        )
        return
    people = found.contacts + found.likely
    notes = ngettext("{count} Markdown note", "{count} Markdown notes", found.notes)
    if not found.whole:
        notes = _("More than {notes}", notes=notes)
    if not people:
        yield _("{folder} is no vault yet. {notes}, none about people.", folder=folder, notes=notes)
    else:
        yield ngettext(
            "{folder} is no vault yet. {notes}, of which {count} seems to be a contact.",
            "{folder} is no vault yet. {notes}, of which {count} seem to be contacts.",
            people,
            folder=folder,
            notes=notes,
        )
    yield from _steps(
        ("init --dry-run", _("show what would be made of it, and write nothing")),
        ("init", _("make it a vault; asks first")),
        ("--vault ~/Notes due", _("use the vault that you have")),
    )


def _inside(session: Session) -> Iterator[str]:
    """Yield what there is in the vault."""
    from vault_tools.config import CONFIG_PATH
    from vault_tools.index.queries import unpaced_count
    from vault_tools.index.status import counts
    from vault_tools.views.due import who_is_due

    app = session.fresh()
    contacts, notes = counts(app.store)
    people = ngettext("{count} contact", "{count} contacts", contacts)
    yield ngettext(
        "{vault}: {people} in {count} note.",
        "{vault}: {people} in {count} notes.",
        notes,
        vault=app.root,
        people=people,
    )
    if not contacts:
        configured = vault.exists(app.root, CONFIG_PATH)
        yield from _steps(
            *(() if configured else (("init --dry-run", _("show who may be a contact")),)),
            ('new "Ada Winter" met=today', _("make a note for a contact")),
            ("import vcard FILE", _("take in an address book")),
        )
        return
    due = who_is_due(app.store, config=app.config, today=app.today, until=app.today)
    if due:
        yield ngettext("{count} of them is due.", "{count} of them are due.", len(due))
    else:
        yield _("Nobody is due. Enjoy it.")
    if unpaced := unpaced_count(app.store):
        yield ngettext(
            "{count} has no cadence, so that their turn never comes: 'vault-tools triage'.",
            "{count} have no cadence, so that their turn never comes: 'vault-tools triage'.",
            unpaced,
        )
    yield from _steps(
        ("due", _("whom to get in touch with, and why")),
        ("report weekly -o", _("write the week's report into the vault")),
        ('log NAME "TEXT"', _("note that you were in touch")),
    )


def _steps(*steps: tuple[str, str]) -> Iterator[str]:
    """Yield commands with what they do, and where there is more."""
    yield ""
    told = [(f"vault-tools {command}", said) for command, said in steps]
    told.append(("vault-tools --help", _("all commands")))
    width = max(len(command) for command, _said in told)
    yield from (f"  {command:{width}}  {said}" for command, said in told)
