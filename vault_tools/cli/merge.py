"""``merge`` and ``rename``: two notes as one, and one under another name; links follow."""

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import click

from vault_tools.cli.naming import contact
from vault_tools.cli.session import Session, pass_session, writing_options
from vault_tools.cli.writing import Edits
from vault_tools.edit.file_names import file_stem
from vault_tools.edit.notes import Change
from vault_tools.language import _, ngettext
from vault_tools.model import Note

if TYPE_CHECKING:
    from vault_tools.index.backlinks import Backlinks


@click.command("merge")
@click.argument("name", metavar="A")
@click.argument("other", metavar="B")
@writing_options
@pass_session
def merge_command(session: Session, *, name: str, other: str) -> None:
    """Join the note of B into that of A.

    Every link to B then leads to A. A keeps what it says; what only B says is added: properties,
    log, text. What B says otherwise stands in A's text. B's note is removed at the very end. All of
    it is done, or nothing.
    """
    from vault_tools.index.backlinks import backlinks
    from vault_tools.merge.joining import joined

    app = session.fresh()
    edits = Edits(session, app)
    mine, theirs = contact(app, name), contact(app, other)
    if mine.path == theirs.path:
        msg = _("both names mean {path}.", path=mine.path)
        raise click.UsageError(msg)
    gone = edits.text(theirs.path)
    links = backlinks(app.store, theirs.path)
    changes = _following(links, to=mine.path, without={mine.path, theirs.path})
    own = links.get(mine.path)

    def join(text: str) -> str:
        text = _relinked(text, own, to=mine.path) if own else text
        return joined(text, gone, notes=(mine, theirs), grammar=edits.grammar).text

    edits.apply_to_all({mine.path: join, **changes})
    edits.remove(theirs.path, gone)
    said = joined(
        edits.text(mine.path), gone, notes=(mine, theirs), grammar=edits.grammar
    ).said_otherwise
    for key, value in said:
        session.say(
            _(
                "{name} said otherwise, kept in the text: {key}: {value}",
                name=theirs.title,
                key=key,
                value=value,
            )
        )
    summary = _(
        "{other} is one with {name} now; {links}",
        other=theirs.title,
        name=mine.title,
        links=_links_there(len(changes)),
    )
    edits.finish(summary, message=f"merge: {theirs.title} into {mine.title}")


@click.command("rename")
@click.argument("name")
@click.argument("new", metavar="NEW")
@writing_options
@pass_session
def rename_command(session: Session, *, name: str, new: str) -> None:
    """Give the note of NAME the name NEW.

    Every link follows, and the old name becomes an alias.
    """
    from vault_tools.index.backlinks import backlinks

    app = session.fresh()
    edits = Edits(session, app)
    note = contact(app, name)
    new = " ".join(new.split())
    try:
        to = f"{PurePosixPath(note.path).with_name(file_stem(new))}.md"
    except ValueError as error:
        msg = f"{error}."
        raise click.UsageError(msg) from error
    links = backlinks(app.store, note.path)
    changes = _following(links, to=to, without={note.path})
    own = links.get(note.path)
    change = partial(_renamed, note=note, new=new, edits=edits)
    edits.require_free(to, unless=note.path)

    def rename(text: str) -> str:
        return change(_relinked(text, own, to=to) if own else text)

    edits.rehearse(changes)
    # The old name is an alias before the note moves: links find it at every moment.
    edits.apply_to_all({note.path: rename})
    edits.move(note.path, to)
    edits.apply_to_all(changes)
    there = _links_there(len(changes))
    summary = _("{name} is {new} now; {links}", name=note.title, new=new, links=there)
    edits.finish(summary, message=f"rename: {new}")


def _following(links: "dict[str, Backlinks]", *, to: str, without: set[str]) -> dict[str, Change]:
    """Return the change of each note whose links have to follow."""
    return {
        path: partial(_relinked, links=each, to=to)
        for path, each in links.items()
        if path not in without
    }


def _relinked(text: str, links: "Backlinks", *, to: str) -> str:
    from vault_tools.merge.relinking import relinked

    return relinked(text, lines=links.lines, targets=links.targets, to=to)


def _renamed(text: str, *, note: Note, new: str, edits: Edits) -> str:
    """Return the note under another name, with the old one as an alias."""
    from vault_tools.edit.fields import add_item, set_field, used_name
    from vault_tools.edit.front import front_of

    meanings = edits.grammar.meanings
    used = used_name(text, "name", meanings=meanings)
    if front_of(text).values().get(used):
        text = set_field(text, used, value=new)
    aliases = used_name(text, "aliases", meanings=meanings)
    stem = PurePosixPath(note.path).stem
    for old in dict.fromkeys((note.title, stem)):
        if old != new and old not in note.aliases:
            text = add_item(text, aliases, item=old)
    return text


def _links_there(notes: int) -> str:
    return ngettext("{count} note links there", "{count} notes link there", notes)
