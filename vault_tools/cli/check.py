"""``check``."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.cli.session import Session, json_option, pass_session, writing_options
from vault_tools.errors import did_you_mean
from vault_tools.language import _, ngettext, quoted
from vault_tools.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from vault_tools.app import App
    from vault_tools.edit.tidy import Tidied

_FOUND = 1


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _param, code: _explain(ctx, code),
    help="Print what a problem means and how to mend it, and exit.",
)
@click.option("--fix", is_flag=True, help="Mend what is certain; --dry-run shows it first.")
@json_option
@writing_options
@pass_session
def check_command(session: Session, *, paths: tuple[str, ...], fix: bool, as_json: bool) -> None:
    """Show what can't be understood in the vault.

    Each problem is a line, path:line:column: CODE message. PATHs are notes or folders, from the
    working directory or from the vault. Exits with 1 if there is a problem left.
    """
    app = session.open()
    wanted = [_in_vault(path, app.root) for path in paths] or [""]
    session.refresh(app)
    if fix:
        _fix(session, app, wanted=wanted, diffs=not as_json)
    found = [problem for problem in _problems(app) if _is_below(problem.path, wanted)]
    if as_json:
        from vault_tools.render import data

        click.echo(data.dumps(data.problems(found)), nl=False)
    else:
        from vault_tools.render import terminal

        for line in terminal.problem_lines(found):
            click.echo(line)
        if not found:
            session.say(_("No problems."))
        elif not fix and (count := _mendable(session, app, found=found)):
            session.say(
                ngettext(
                    "'vault-tools check --fix' mends one of them.",
                    "'vault-tools check --fix' mends {count} of them.",
                    count,
                )
            )
    if found:
        raise click.exceptions.Exit(_FOUND)


def _explain(ctx: click.Context, code: str | None) -> None:
    """Print the page about a problem, and end the command."""
    if code is None or ctx.resilient_parsing:
        return
    import difflib

    from vault_tools.render import pages

    page = pages.explanation(code)
    if page is None:
        close = difflib.get_close_matches(code.lower(), pages.codes(), 3)
        said = _("no problem has the code {code}.", code=quoted(code))
        all_pages = _("See docs/problems for all.")
        msg = f"{said}{did_you_mean(close)} {all_pages}"
        raise click.UsageError(msg, ctx)
    click.echo(page, nl=False)
    ctx.exit()


def _problems(app: "App") -> list[Problem]:
    """Return the problems in the vault, and what interrupted writes have left behind."""
    from vault_tools.app import index_folder
    from vault_tools.config import setting_text
    from vault_tools.edit.notes import Vault, leftovers
    from vault_tools.index import queries
    from vault_tools.obsidian import TYPES_PATH, type_problems
    from vault_tools.parse.synonyms import meaning_table

    place = Vault(root=app.root, lock_folder=index_folder(app.root))
    message = _("a write was interrupted and has left this file; --fix removes it")
    unfinished = [Problem(path, 1, 1, "leftover", message) for path in leftovers(place)]
    types = type_problems(
        setting_text(app.root, TYPES_PATH), meanings=meaning_table(app.config.properties)
    )
    return sorted(queries.problems(app.store) + unfinished + types)


def _fix(session: Session, app: "App", *, wanted: list[str], diffs: bool) -> None:
    """Mend what is certain in the contacts below *wanted*, and tell it; a rehearsal by *diffs*."""
    from vault_tools.cli.writing import Edits
    from vault_tools.edit.notes import leftovers, remove_leftovers
    from vault_tools.edit.tidy import tidied
    from vault_tools.index import queries

    edits = Edits(session, app)
    for path in queries.contact_paths(app.store):
        if _is_below(path, wanted):
            mend = partial(tidied, path=path, grammar=edits.grammar, today=app.today)
            done = mend(edits.text(path)).done
            for each in done:
                session.say(_mended_words(each, dry_run=session.dry_run))
            if done:
                edits.apply(path, partial(_mended, mend))
    unfinished = [path for path in leftovers(edits.place) if _is_below(path, wanted)]
    if not session.dry_run:
        remove_leftovers(edits.place, unfinished)
    for path in unfinished:
        session.say(
            _("{path}: to be removed", path=path)
            if session.dry_run
            else _("{path}: removed", path=path)
        )
    edits.finish("", message="check --fix: mended spellings", diffs=diffs)
    session.refresh(app)


def _mendable(session: Session, app: "App", *, found: list[Problem]) -> int:
    """Return how many of the problems *found* would be mended."""
    from vault_tools.cli.writing import Edits
    from vault_tools.edit.tidy import tidied
    from vault_tools.index import queries

    edits = Edits(session, app)
    told = {(problem.path, problem.code) for problem in found}
    count = sum(problem.code == "leftover" for problem in found)
    for path in {path for path, _code in told}.intersection(queries.contact_paths(app.store)):
        done = tidied(edits.text(path), path=path, grammar=edits.grammar, today=app.today).done
        count += sum((path, each.code) in told for each in done)
    return count


def _mended_words(each: Problem, *, dry_run: bool) -> str:
    """Return what is mended, or would be."""
    place, code, reason = f"{each.path}:{each.line}", each.code, each.message
    if dry_run:
        return _("{place}: {code} to be mended: {reason}", place=place, code=code, reason=reason)
    return _("{place}: mended {code}: {reason}", place=place, code=code, reason=reason)


def _mended(mend: "Callable[[str], Tidied]", text: str) -> str:
    return mend(text).text


def _is_below(path: str, places: list[str]) -> bool:
    return any(place in ("", path) or path.startswith(f"{place}/") for place in places)


def _in_vault(path: str, root: Path) -> str:
    """Return *path* relative to the vault, as seen from the working directory or from the vault."""
    for place in (Path(path), root / path):
        resolved = Path(os.path.realpath(place))  # never raises, as Path's own may
        if os.path.exists(resolved) and resolved.is_relative_to(root):  # noqa: PTH110
            relative = resolved.relative_to(root).as_posix()
            return "" if relative == "." else relative
    msg = _("there is no {path} in the vault.", path=path)
    raise click.UsageError(msg)
