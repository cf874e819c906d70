"""``set``, ``follow-up`` and ``snooze``: changing the properties of a contact."""

import re
from collections.abc import Callable, Collection
from datetime import date
from functools import partial

import click

from vault_tools.cli.days import Lean, spoken_day, spoken_end
from vault_tools.cli.naming import contact
from vault_tools.cli.session import Session, pass_session, writing_options
from vault_tools.cli.writing import Edits, spoken
from vault_tools.edit.values import AHEAD, Setter
from vault_tools.errors import did_you_mean
from vault_tools.language import _, quoted
from vault_tools.names import fold
from vault_tools.parse.synonyms import lookup_key

_ASSIGNMENT = re.compile(r"([^=]+?)(\+=|-=|=)(.*)", re.DOTALL)
_NONE = frozenset({"none", "never", "off", "clear", "-", "nie", "kein", "keine"})


def setter(edits: Edits) -> Setter:
    """Return what sets properties, with days in words."""

    def read_day(name: str, words: str) -> date:
        lean = Lean.FUTURE if name in AHEAD else Lean.PAST
        return spoken_day(words, today=edits.app.today, lean=lean)

    return Setter(edits.grammar.meanings, read_day=read_day)


def assignments(arguments: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return name, operator and value of each ``KEY=VALUE``, ``KEY+=VALUE`` or ``KEY-=VALUE``.

    Raises:
        click.UsageError: One is written otherwise.
    """
    found = []
    for argument in arguments:
        match = _ASSIGNMENT.fullmatch(argument)
        if match is None or not match[1].strip():
            text = quoted(argument)
            msg = _("{text} is not of the form KEY=VALUE, KEY+=VALUE or KEY-=VALUE.", text=text)
            raise click.UsageError(msg)
        value = match[3].strip()
        if "\n" in value or "\r" in value:
            msg = _("{key}: a value of several lines is set in an editor only.", key=match[1])
            raise click.UsageError(msg)
        if match[2] != "=" and not value:
            msg = _("{text} names nothing to add or remove.", text=quoted(argument))
            raise click.UsageError(msg)
        found.append((match[1].strip(), match[2], value))
    return found


def assigned(text: str, wanted: list[tuple[str, str, str]], *, by: Setter) -> str:
    """Return the note *text* with all *wanted* assignments made.

    Raises:
        click.UsageError: A value can't be one of its property.
    """
    for name, how, value in wanted:
        try:
            text = by.change(text, name, how=how, value=value)
        except ValueError as error:
            msg = f"{name}: {error}."
            raise click.UsageError(msg) from error
    return text


def doubt(edits: Edits, wanted: list[tuple[str, str, str]], *, known: Collection[str]) -> None:
    """Say which of the properties to be set are likely others with a letter or a word wrong.

    What a note has by now, among *known*, is meant; so is what resembles nothing.
    """
    meanings = edits.grammar.meanings
    there = {*meanings, *map(lookup_key, known)}
    doubtful = {name for name, _how, value in wanted if value and lookup_key(name) not in there}
    if not doubtful:
        return
    from vault_tools.survey.guesses import mistyped, synonym

    for name in sorted(doubtful):
        meant = mistyped(name, meanings=meanings) or synonym(name, meanings=meanings)
        if meant:
            said = _("{name} means nothing to vault-tools.", name=name)
            edits.session.say(f"{said}{did_you_mean([meant])}")


@click.command("set")
@click.argument("name")
@click.argument("values", nargs=-1, required=True, metavar="KEY=VALUE...")
@writing_options
@pass_session
def set_command(session: Session, *, name: str, values: tuple[str, ...]) -> None:
    """Set properties of NAME.

    They go under the names that the note uses for them. KEY+=VALUE and KEY-=VALUE add to a list and
    take from it; KEY= removes the property. Days may be words: met=yesterday.

    \b
    vault-tools set anna tier=close cadence=6w tags+=mentor
    """  # noqa: D301 - \b keeps click from joining the lines
    wanted = assignments(values)
    app = session.fresh()
    edits = Edits(session, app)
    note = contact(app, name)
    edits.apply(note.path, partial(assigned, wanted=wanted, by=setter(edits)))
    doubt(edits, wanted, known=note.properties)
    said = ", ".join(f"{key} {how} {value}".rstrip(" =") for key, how, value in wanted)
    keys = ", ".join(key for key, *_rest in wanted)
    edits.finish(f"{note.title}: {said}", message=f"set: {note.title}, {keys}")


@click.command("follow-up")
@click.argument("name")
@click.argument("words", nargs=-1, required=True, metavar="DAY")
@writing_options
@pass_session
def follow_up_command(session: Session, *, name: str, words: tuple[str, ...]) -> None:
    """Get back to NAME on DAY, and not before.

    DAY is 2026-12-01, friday, in 2 weeks and the like; none removes it.
    """
    read = partial(spoken_day, today=session.open().today, lean=Lean.FUTURE)
    _set_day(session, name, key="follow_up", words=words, shown="DAY", read=read)


@click.command("snooze")
@click.argument("name")
@click.argument("words", nargs=-1, required=True, metavar="PERIOD")
@writing_options
@pass_session
def snooze_command(session: Session, *, name: str, words: tuple[str, ...]) -> None:
    """Let NAME rest for a PERIOD, but for promises.

    PERIOD is 2w, 3 months, until january and the like; none ends it.
    """
    read = partial(spoken_end, today=session.open().today)
    _set_day(session, name, key="snooze_until", words=words, shown="PERIOD", read=read)


def _set_day(
    session: Session,
    name: str,
    *,
    key: str,
    words: tuple[str, ...],
    shown: str,
    read: Callable[[str], date],
) -> None:
    """Set a property to the day that *words* mean; *shown* is what the usage calls them."""
    said = " ".join(words)
    value = ""
    if fold(said) not in _NONE:
        day = spoken(said, option=shown, read=read)
        if day and day < session.open().today:
            msg = _("{day} is past.", day=day)
            raise click.UsageError(msg)
        value = f"{day}"
    app = session.fresh()
    edits = Edits(session, app)
    note = contact(app, name)
    by = setter(edits)
    edits.apply(note.path, partial(assigned, wanted=[(key, "=", value)], by=by))
    title = note.title
    said = f"{title}: {key} {value}" if value else _("{name}: {key} removed", name=title, key=key)
    edits.finish(said, message=f"{title}: {key} {value or 'removed'}")
