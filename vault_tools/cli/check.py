"""``check``."""

from pathlib import Path

import click

from vault_tools.cli.session import Session, json_option, pass_session

_FOUND = 1


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@json_option
@pass_session
def check_command(session: Session, *, paths: tuple[str, ...], as_json: bool) -> None:
    """Show what can't be understood in the vault, as path:line:column: CODE message.

    PATHs are notes or folders, from the working directory or from the vault. Exits with 1 if there
    is a problem.
    """
    from vault_tools.index import queries

    app = session.open()
    session.refresh(app)
    found = queries.problems(app.store)
    if paths:
        wanted = [_in_vault(path, app.root) for path in paths]
        found = [
            problem
            for problem in found
            if any(
                place in ("", problem.path) or problem.path.startswith(f"{place}/")
                for place in wanted
            )
        ]
    if as_json:
        from vault_tools.render import data

        click.echo(data.dumps(data.problems(found)), nl=False)
    else:
        from vault_tools.render import terminal

        for line in terminal.problem_lines(found):
            click.echo(line)
        if not found:
            session.say("No problems.")
    if found:
        raise click.exceptions.Exit(_FOUND)


def _in_vault(path: str, root: Path) -> str:
    """Return *path* relative to the vault, as seen from the working directory or from the vault."""
    for place in (Path(path), root / path):
        resolved = place.resolve()
        if place.exists() and resolved.is_relative_to(root):
            relative = resolved.relative_to(root).as_posix()
            return "" if relative == "." else relative
    msg = f"there is no {path} in the vault."
    raise click.UsageError(msg)
