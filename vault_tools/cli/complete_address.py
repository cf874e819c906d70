"""``complete-address``: e-mail addresses while a message is written."""

import click

from vault_tools.cli.session import Session, json_option, pass_session
from vault_tools.language import _, ngettext

_NOTHING = 1


@click.command("complete-address")
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.option("--bare", is_flag=True, help="Leave out the first line, as aerc wants it.")
@json_option
@pass_session
def complete_address_command(
    session: Session, *, words: tuple[str, ...], bare: bool, as_json: bool
) -> None:
    """Print e-mail addresses for a mail program to complete.

    They are those of everybody with all of QUERY in their names or addresses. As mutt's
    query_command wants it: a line for the reader, then one for each address, with tabs between
    address, name and company. Who is private is found by their whole name or address only.
    """
    from vault_tools.exporters.addresses import address_lines, addresses
    from vault_tools.index.addresses import by_words

    session.quiet = True  # mutt would show on its screen whatever else is said
    app = session.fresh()
    found = addresses(by_words(app.store, " ".join(words)))
    if as_json:
        from vault_tools.render import data

        click.echo(data.dumps([address._asdict() for address in found]), nl=False)
    else:
        if not bare:
            click.echo(_count(len(found), app.root.name))
        for line in address_lines(found):
            click.echo(line)
    if not found:
        raise click.exceptions.Exit(_NOTHING)


def _count(found: int, vault: str) -> str:
    if not found:
        return _("No addresses in {vault}", vault=vault)
    return ngettext(
        "{count} address in {vault}", "{count} addresses in {vault}", found, vault=vault
    )
