"""``git-merge``: the merge driver that git calls."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.cli.session import Session, pass_session
from vault_tools.language import ngettext

if TYPE_CHECKING:
    from vault_tools.parse import Grammar

_CONFLICT = 1
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("git-merge")
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.argument("path", required=False)
@pass_session
def git_merge_command(
    session: Session, *, base: Path, ours: Path, theirs: Path, path: str | None
) -> None:
    """Merge two versions of a note, for git.

    Git calls it, as 'vault-tools init --git' sets up. OURS is written over with the result.
    Properties are merged one by one, lists as sets, the log entry by entry, everything else by
    git's own rules. Exits with 1 if a conflict is left.
    """
    from vault_tools.edit.git import put_result

    versions = (base.read_bytes(), ours.read_bytes(), theirs.read_bytes())
    merged, conflicts = _merged(*versions, grammar=_grammar(session))
    put_result(ours, merged)
    if conflicts:
        session.say(
            ngettext(
                "{path}: {count} conflict to settle by hand.",
                "{path}: {count} conflicts to settle by hand.",
                conflicts,
                path=path or ours,
            )
        )
        raise click.exceptions.Exit(_CONFLICT)


def _merged(  # noqa: PLR0917 - git's order
    base: bytes, ours: bytes, theirs: bytes, *, grammar: "Grammar"
) -> tuple[bytes, int]:
    """Return the merged note, and how many conflicts are left in it."""
    from vault_tools.edit.git import merged_lines
    from vault_tools.merge.threeway import is_whole, prepared
    from vault_tools.parse.text import decode

    by_lines = merged_lines(base, ours=ours, theirs=theirs)
    texts = [decode(data, path="") for data in (base, ours, theirs)]
    before, mine, others = (text if isinstance(text, str) else None for text in texts)
    if before is None or mine is None or others is None:
        return by_lines
    found = prepared(before, ours=mine, theirs=others, grammar=grammar)
    merged, conflicts = merged_lines(
        found.base.encode(), ours=found.ours.encode(), theirs=found.theirs.encode()
    )
    text = merged.decode()
    if not conflicts and not is_whole(text, base=before, ours=mine, theirs=others, grammar=grammar):
        return by_lines
    return merged, conflicts + len(found.conflicts)


def _grammar(session: Session) -> "Grammar":
    """Return how the notes of the vault around here are read; the usual way without a vault."""
    from vault_tools import vault
    from vault_tools.config import Config, load_config
    from vault_tools.errors import NoVaultError
    from vault_tools.parse import Grammar

    try:
        return Grammar.of(load_config(vault.find_vault(Path.cwd(), named=session.named)))
    except NoVaultError:
        return Grammar.of(Config())
