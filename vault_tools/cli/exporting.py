"""An export under way, and keeping a folder of cards in step with the vault."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.app import App
from vault_tools.cli.session import Session
from vault_tools.errors import VaultToolsError
from vault_tools.language import _, ngettext

if TYPE_CHECKING:
    from vault_tools.exporters.vdir import Plan
    from vault_tools.plugins import Exporter, ExportOptions
    from vault_tools.views.export import Leaving

_NOT_ALL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export under way."""

    session: Session
    app: App
    exporter: "Exporter"
    leaving: "Leaving"
    options: "ExportOptions"
    force: bool


def keep_in_step(export: Export, folder: Path) -> None:
    """Bring a folder of cards in step with the vault."""
    from vault_tools.exporters.vdir import plan, read_folder

    uids = export.options.uids
    wanted = {
        uids[person.note.path]: export.exporter.write([person], options=export.options)
        for person in export.leaving.people
    }
    present = [uids[path] for path in export.leaving.allowed]
    found = plan(read_folder(folder), wanted, present=present, force=export.force)
    if found.removes_too_many and not export.force:
        msg = _(
            "{count} of the cards in {folder} are of nobody in this vault; nothing was written. If"
            " that is right, say so with --force.",
            count=len(found.removed),
            folder=folder,
        )
        raise VaultToolsError(msg)
    if not export.session.dry_run:
        _carry_out(found, folder)
    _tell(export, found, folder=folder)
    if found.changed_there or found.lacking_there or found.gone_there:
        raise click.exceptions.Exit(_NOT_ALL)


def _carry_out(found: "Plan", folder: Path) -> None:
    """Write and remove what is planned; the manifest comes last, so that it never says too much."""
    from vault_tools.edit.exports import make_folder, remove_file, replace_file
    from vault_tools.exporters.vdir import MANIFEST, manifest

    make_folder(folder)
    for name, data in list(found.written.items()):
        if not replace_file(folder / name, old=found.before.get(name), new=data):
            found.miss(name)
    for name in list(found.removed):
        if not remove_file(folder / name, old=found.before[name]):
            found.miss(name)
    before, after = found.before.get(MANIFEST), manifest(found.known)
    if before != after:
        replace_file(folder / MANIFEST, old=before, new=after)


def _tell(export: Export, found: "Plan", *, folder: Path) -> None:
    """Say what was done, and what was left to the user."""
    counts = ", ".join(_count_words(export, found))
    export.session.say(f"{folder}: {counts}.")
    if found.changed_there:
        export.session.say(
            _(
                "Changed there, so left alone: {people}. 'vault-tools import vcard {folder}' takes"
                " that in; --force writes over it.",
                people=_who(export, found, names=found.changed_there),
                folder=folder,
            )
        )
    if found.lacking_there:
        export.session.say(
            _(
                "Something was removed there, so left alone: {people}. Remove it from the note too;"
                " --force puts it back.",
                people=_who(export, found, names=found.lacking_there),
            )
        )
    if found.gone_there:
        who = _who(export, found, names=found.gone_there)
        export.session.say(
            _("Removed there, so not written again: {people}. --force writes it.", people=who)
        )
    if found.strangers:
        export.session.say(
            ngettext(
                "{count} card there of nobody in the vault; 'vault-tools import vcard {folder}'"
                " takes in who is new.",
                "{count} cards there of nobody in the vault; 'vault-tools import vcard {folder}'"
                " takes in who is new.",
                len(found.strangers),
                folder=folder,
            )
        )


def _count_words(export: Export, found: "Plan") -> Iterator[str]:
    """Yield what becomes of how many cards, or would."""
    written, removed = len(found.written), len(found.removed)
    if export.session.dry_run:
        yield ngettext("{count} would be written", "{count} would be written", written)
    else:
        yield ngettext("{count} written", "{count} written", written)
    yield ngettext("{count} unchanged", "{count} unchanged", found.unchanged)
    if not removed:
        return
    who = _who(export, found, names=found.removed)
    if export.session.dry_run:
        yield ngettext(
            "{count} would be removed ({people})",
            "{count} would be removed ({people})",
            removed,
            people=who,
        )
    else:
        yield ngettext(
            "{count} removed ({people})", "{count} removed ({people})", removed, people=who
        )


def _who(export: Export, found: "Plan", *, names: Sequence[str]) -> str:
    """Return the names of the people whose cards are the files *names*."""
    from vault_tools.render.escape import one_line

    titles = {
        export.options.uids[note.path]: note.title
        for note in export.leaving.everybody
        if note.path in export.leaving.allowed
    }
    shown = [one_line(titles.get(found.uids.get(name, ""), name)) for name in names]
    return ", ".join(shown)
