"""``erase``: removing a person for good, and saying where they are still named."""

import shlex
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.app import App, copies_folder, index_folder
from vault_tools.cli.naming import confirmed, contact, is_interactive
from vault_tools.cli.session import Session, pass_session, writing_options
from vault_tools.cli.writing import Edits
from vault_tools.edit import erasing, git
from vault_tools.edit.exports import known_exports
from vault_tools.edit.named import Mention, Names, linking, mentions, naming
from vault_tools.edit.reports import TicksLeftError, is_untouched
from vault_tools.language import _, ngettext
from vault_tools.model import Note
from vault_tools.records import dataclass

if TYPE_CHECKING:
    from vault_tools.edit.copies import Copy, Operation

_SHOWN = 20
"""Lines that name somebody which are listed; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is about somebody."""

    note: Note
    contents: dict[str, bytes]
    """What the files to be removed hold, by path; the note is the last, so that an interrupted
    erase can be repeated."""
    copies: "tuple[tuple[Operation, tuple[Copy, ...]], ...]"
    written: tuple[str, ...]
    """The paths of reports among them in which the owner has ticked or written something."""
    mentions: tuple[Mention, ...]
    """In notes that stay."""
    files: tuple[Mention, ...] = field(default=())
    """In files beside the reports that are no reports of ours."""
    pictures: tuple[str, ...] = field(default=())
    """Of theirs, that other notes link to as well."""
    versions: tuple[str, ...] = field(default=())
    """Older versions that sync tools keep in the vault."""


@click.command("erase")
@click.argument("name")
@click.option("-y", "--yes", is_flag=True, help="Don't ask.")
@writing_options
@pass_session
def erase_command(session: Session, *, name: str, yes: bool) -> None:
    """Remove the note of NAME for good.

    Whatever else was made of it here goes, too. That is its conflict copies, its picture, the
    reports that name them, all copies that undo has kept, and every byte in the index. Ticks in
    such a report are to be collected first: exit code 4. What can't be removed from here is listed
    with what to do: git's history, what sync tools keep, and other notes that name them. There is
    no undo.
    """
    app = session.fresh()
    edits = Edits(session, app)
    found = _found(app, contact(app, name))
    _show(session, found)
    if ticked := next((path for path in found.written if _is_ticked(app.root / path)), None):
        raise TicksLeftError(ticked)
    if session.dry_run:
        _show_rest(app, found)
        return
    if not yes:
        if not is_interactive():
            msg = _("there is nobody to ask; --yes erases {name}.", name=found.note.title)
            raise click.UsageError(msg)
        if not confirmed(_("Remove all this for good?"), enter=False):
            raise click.Abort
    erasing.forget_copies(copies_folder(app.root), found.copies)
    edits.erase(found.contents)
    session.refresh(app, rebuild=True, accept_deletions=True)
    app.store.compact()
    summary = _("{name} is erased.", name=found.note.title)
    edits.finish(summary, message="erase: a contact")
    _show_rest(app, found)


def _found(app: App, note: Note) -> _Found:
    from vault_tools.index import status

    names = Names(note)
    known = status.paths_by_kind(app.store)
    reports = [path for path, kind in known.items() if kind == "report"]
    named = naming(app.root, reports, names=names)
    pages, files = erasing.files_of_reports(app.root, app.config.report.folder, names=names)
    removed = (
        *erasing.conflict_copies(app.root, note.path),
        *named,
        *pages,
        *erasing.unfinished(app.root, names=names),
    )
    others = known.keys() - {*removed, note.path}
    pictures = {
        path: linking(app.root, others, file=path) for path in erasing.pictures(app.root, note)
    }
    own = [path for path, links in pictures.items() if not links]
    return _Found(
        note=note,
        contents=erasing.contents(app.root, (*removed, *own, note.path)),
        copies=tuple(erasing.named_copies(copies_folder(app.root), note, names=names)),
        written=tuple(path for path in named if not is_untouched(_text(app.root / path))),
        mentions=tuple(mentions(app.root, others, names=names)),
        files=files,
        pictures=tuple(path for path, links in pictures.items() if links),
        versions=tuple(erasing.older_versions(app.root, note.path)),
    )


def _is_ticked(report: Path) -> bool:
    """Return whether there are ticks that nobody has taken in, of whomever."""
    from vault_tools.report.ticks import ticks

    return bool(ticks(_text(report)))


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _show(session: Session, found: _Found) -> None:
    """Say what is removed."""
    for path in found.contents:
        session.say(
            _("to be removed: {path} (you have ticked or written in it)", path=path)
            if path in found.written
            else _("to be removed: {path}", path=path)
        )
    count = sum(len(gone) for _operation, gone in found.copies)
    if count:
        session.say(
            ngettext(
                "to be removed: {count} copy that undo has kept",
                "to be removed: {count} copies that undo has kept",
                count,
            )
        )


def _show_rest(app: App, found: _Found) -> None:
    """Print where they are named all the same, and what can be done about it."""
    from vault_tools.render.escape import terminal

    rows = [
        *_mention_rows(_("Other notes name them:"), found.mentions),
        *_mention_rows(_("Files beside the reports name them:"), found.files),
        *_picture_rows(found),
        *_version_rows(app, found),
        *_git_rows(app, found),
        *_export_rows(app),
        _("A sync service or a backup may hold what was there."),
    ]
    for row in rows:
        click.echo(terminal(row))


def _mention_rows(title: str, named: tuple[Mention, ...]) -> list[str]:
    if not named:
        return []
    rows = [title]
    rows += [f"  {mention.path}:{mention.line}" for mention in named[:_SHOWN]]
    more = len(named) - _SHOWN
    if more > 0:
        said = ngettext("and {count} line more", "and {count} lines more", more)
        rows.append(f"  {said}")
    return rows


def _picture_rows(found: _Found) -> list[str]:
    title = _("Other notes link their picture, which stays:")
    return [title, *(f"  {path}" for path in found.pictures)] if found.pictures else []


def _version_rows(app: App, found: _Found) -> list[str]:
    rows = []
    if found.versions:
        rows.append(_("Older versions lie in the vault; this removes them:"))
        paths = " ".join(shlex.quote(str(app.root / path)) for path in found.versions)
        rows.append(f"  rm -- {paths}")
    if (app.root / ".obsidian").is_dir():
        rows.append(
            _("Obsidian's File recovery may keep versions; its settings have a button Clear.")
        )
    return rows


def _git_rows(app: App, found: _Found) -> list[str]:
    kept = {old: None for path in found.contents for old in git.past_paths(app.root, path)}
    if not kept:
        return []
    options = [f"--path {shlex.quote(path)}" for path in kept]
    repository = shlex.quote(str(app.root))
    return [
        _("Git's history holds them. With git-filter-repo, once their removal is committed:"),
        f"  git -C {repository} filter-repo --invert-paths {' '.join(options)}",
        _("Every other clone, and the server, holds it until it is made anew from that."),
    ]


def _export_rows(app: App) -> list[str]:
    there = known_exports(index_folder(app.root))
    return [_("Exported files may name them:"), *(f"  {path}" for path in there)] if there else []
