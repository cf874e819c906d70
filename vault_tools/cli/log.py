"""``log``: noting that one was in touch."""

import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypedDict, Unpack

import click

from vault_tools.cli.days import Lean, spoken_day
from vault_tools.cli.naming import confirmed, contact, is_interactive
from vault_tools.cli.session import Session, pass_session, writing_options
from vault_tools.cli.writing import Edits, spoken
from vault_tools.edit.fields import remove_field, used_name
from vault_tools.edit.log import Entry, append_interaction, later_contact
from vault_tools.edit.notes import Change
from vault_tools.index import queries
from vault_tools.language import _, quoted
from vault_tools.model import Note
from vault_tools.names import property_key

_LONGEST = 64 * 1024
"""The longest text that is read, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the command line says about one interaction."""

    text: str
    via: str | None
    outcome: str | None
    gave: tuple[str, ...]
    got: tuple[str, ...]

    @property
    def is_bare(self) -> bool:
        return not (self.text or self.via or self.outcome or self.gave or self.got)

    def entry(self, on: date) -> Entry:
        """Return the entry that says all this."""
        first, newline, deeper = self.text.partition("\n")
        tags = [f"#{self.outcome}"] if self.outcome else []
        tags += [f"#gave {favour}" for favour in self.gave]
        tags += [f"#got {favour}" for favour in self.got]
        text = " ".join([first.strip(), *tags]).strip() + newline + deeper
        return Entry(on=on, channel=self.via, text=text, counts=self.outcome is None)


class _Options(TypedDict):
    """The options that say something about the interaction."""

    via: str | None
    outcome: str | None
    gave: tuple[str, ...]
    got: tuple[str, ...]


@click.command("log")
@click.argument("words", nargs=-1, required=True, metavar="NAME [NAME]... [TEXT]")
@click.option("--with", "others", multiple=True, metavar="NAME", help="Somebody else too.")
@click.option("--via", metavar="CHANNEL", help="How: phone, email, in-person, ...")
@click.option(
    "--on", "day", metavar="DAY", help="When: 2026-11-20, yesterday, last friday; else today."
)
@click.option("--gave", multiple=True, metavar="FAVOUR", help="What I did for them.")
@click.option("--got", multiple=True, metavar="FAVOUR", help="What they did for me.")
@click.option("--noreply", "outcome", flag_value="noreply", help="I tried; no answer.")
@click.option("--declined", "outcome", flag_value="declined", help="They said: not now.")
@click.option(
    "--clear-follow-up/--keep-follow-up",
    "clear",
    default=None,
    help="Remove a follow_up that is done with this; else you are asked.",
)
@writing_options
@pass_session
def log_command(
    session: Session,
    *,
    words: tuple[str, ...],
    others: tuple[str, ...],
    day: str | None,
    clear: bool | None,
    **options: Unpack[_Options],
) -> None:
    """Note that you were in touch with NAME.

    The entry goes to the right place of their log. Several NAMEs get the same entry. TEXT comes
    last; "-" reads it from standard input, and without it your editor opens.

    \b
    vault-tools log anna "Coffee, looks for a flat" --via in-person --on yesterday
    vault-tools log "Anna Berg" ben "Lunch at the fair" --gave "a broker's number"
    """  # noqa: D301 - \b keeps click from joining the lines
    names, text = (words[:-1], words[-1]) if len(words) > 1 else (words, None)
    app = session.fresh()
    edits = Edits(session, app)
    on = spoken(day, option="--on", read=partial(spoken_day, today=app.today, lean=Lean.PAST))
    on = on or app.today
    people = {note.path: note for note in (contact(app, name) for name in (*names, *others))}
    _require_channel(options["via"], edits)
    said = _Said(text="" if text in {None, "-"} else text or "", **options)
    if not said.text:
        said = _completed(said, [note.title for note in people.values()], reads=text == "-")
    if queries.is_name(app.store, said.text):
        msg = _(
            "{name} is a contact: give a TEXT last, or name them with --with.",
            name=quoted(said.text),
        )
        raise click.UsageError(msg)
    entry = said.entry(on)
    changes = {
        path: _change(edits, note, entry=entry, clear=clear) for path, note in people.items()
    }
    edits.apply_to_all(changes)
    _say_which_day(edits.session, day, on=on, today=app.today)
    listed = ", ".join(note.title for note in people.values())
    how = f" {said.via}" if said.via else ""
    edits.finish(f"{listed}: {on}{how}", message=f"log: {listed}, {on}{how}")


def _say_which_day(session: Session, words: str | None, *, on: date, today: date) -> None:
    """Say what day the *words* mean, where it may be another one than is expected."""
    if words is None or today.replace(month=1, day=1) <= on <= today:
        return
    from vault_tools.report import times

    day = times.day_words(on, today=today)
    if on > today:
        session.say(_("{day} is still to come: noted as planned, not yet as a contact.", day=day))
    elif f"{on.year}" not in words:
        ago = times.ago_words(on, today=today)
        session.say(_("{words} is {day}, {ago}.", words=quoted(words), day=day, ago=ago))


def _change(edits: Edits, note: Note, *, entry: Entry, clear: bool | None) -> Change:
    """Return the change that logs *entry*, with what follows from it for the properties."""
    spent = _spent_follow_up(note, entry)
    clears = spent is not None and (_wants_cleared(note, spent) if clear is None else clear)
    grammar = edits.grammar

    def change(text: str) -> str:
        text = append_interaction(text, entry, grammar=grammar)
        if entry.counts and entry.on <= edits.app.today:
            text = later_contact(text, entry.on, meanings=grammar.meanings)
        if clears:
            text = remove_field(text, used_name(text, "follow_up", meanings=grammar.meanings))
        return text

    if spent and not clears:
        edits.session.say(
            _(
                "The follow_up of {name} on {day} is done with this; --clear-follow-up removes it.",
                name=note.title,
                day=spent,
            )
        )
    return change


def _spent_follow_up(note: Note, entry: Entry) -> date | None:
    """Return the day of a follow_up that *entry* is the contact for, if there is one."""
    day = note.contact.follow_up if note.contact else None
    return day if day and entry.counts and entry.on >= day else None


def _wants_cleared(note: Note, day: date) -> bool:
    if not is_interactive():
        return False
    question = _(
        "The follow_up of {name} on {day} is done with this. Remove it?", name=note.title, day=day
    )
    return confirmed(question)


def _require_channel(via: str | None, edits: Edits) -> None:
    if via and property_key(via) not in edits.grammar.vocabulary.channels:
        known = ", ".join(edits.app.config.channels)
        msg = _("{name} is not a channel; there are {known}.", name=quoted(via), known=known)
        raise click.BadParameter(msg, param_hint="--via")


def _completed(said: _Said, people: list[str], *, reads: bool) -> _Said:
    """Return what is said, with its text from standard input or an editor where it needs one."""
    if reads or (said.is_bare and not sys.stdin.isatty()):
        said = replace(said, text=_piped())
    elif said.is_bare:
        said = replace(said, text=_edited(people))
    if said.is_bare:
        msg = _(
            "there is nothing to log: give a TEXT, or how it went, as --via phone or --noreply."
        )
        raise click.UsageError(msg)
    return said


def _piped() -> str:
    text = sys.stdin.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        msg = _("a TEXT has at most {count} characters; nothing was logged.", count=_LONGEST)
        raise click.UsageError(msg)
    return text.strip()


def _edited(people: list[str]) -> str:
    """Return what is written in the editor, above a line that everything ends at."""
    said = _("Everything from this line on is left out.")
    end = f"<!-- {said} -->"
    text = click.edit(f"\n\n{end}\n<!-- {', '.join(people)} -->\n", extension=".md") or ""
    return text.partition(end)[0].strip()
