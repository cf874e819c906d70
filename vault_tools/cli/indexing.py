"""``index``."""

import time

import click

from vault_tools.cli.session import Session, json_option, pass_session
from vault_tools.language import _, decimal, ngettext


@click.command("index")
@click.option("--rebuild", is_flag=True, help="Read every note anew.")
@click.option("--accept-deletions", is_flag=True, help="Most notes are gone, and that is right.")
@json_option
@pass_session
def index_command(
    session: Session, *, rebuild: bool, accept_deletions: bool, as_json: bool
) -> None:
    """Bring the index up to date, and count what changed."""
    from vault_tools.index import status

    started = time.monotonic()
    app = session.open()
    result = session.refresh(app, rebuild=rebuild, accept_deletions=accept_deletions)
    contacts, notes = status.counts(app.store)
    problems = status.problem_count(app.store)
    seconds = time.monotonic() - started
    if as_json:
        from vault_tools.render import data

        shape = data.synced(
            result, contacts=contacts, notes=notes, problems=problems, seconds=seconds
        )
        click.echo(data.dumps(shape), nl=False)
        return
    click.echo(
        _(
            "{contacts} in {notes}: {added} added, {changed} changed, {removed} removed,"
            " {unchanged} unchanged; {problems}; {seconds} s",
            contacts=ngettext("{count} contact", "{count} contacts", contacts),
            notes=ngettext("{count} note", "{count} notes", notes),
            added=result.added,
            changed=result.changed,
            removed=result.removed,
            unchanged=result.unchanged,
            problems=ngettext("{count} problem", "{count} problems", problems),
            seconds=decimal(seconds, places=2),
        )
    )
    if not contacts:
        session.say(
            _(
                "No contacts yet: a contact is a note with 'type: person' in its front matter,"
                " tagged #person, or in a folder People."
            )
        )
