"""``triage``: contacts without a tier, a few at a time, one key for each."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import click

from vault_tools.cli.opening import opened
from vault_tools.cli.properties import assigned, setter
from vault_tools.cli.session import Session, json_option, pass_session, writing_options
from vault_tools.cli.writing import Edits
from vault_tools.edit.notes import Written
from vault_tools.errors import VaultToolsError
from vault_tools.language import _
from vault_tools.method import rhythm
from vault_tools.method.rhythm import Candidate
from vault_tools.render import escape, tiers
from vault_tools.report import times

_SKIP, _NEVER, _OPEN, _QUIT, _UNDO = "snoqu"
_ESCAPE = "\x1b"
_YES = frozenset("yj\r\n ")


@click.command("triage")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@writing_options
@json_option
@pass_session
def triage_command(session: Session, *, limit: int, as_json: bool) -> None:
    """Give a tier or a cadence to those who have neither.

    A few come at a time, with one key for each. The most promising come first. Where there is no
    terminal to press keys on, they are listed.
    """
    from vault_tools.views.tiers import candidates, follow_up_days

    app = session.fresh()
    found = candidates(app.store, config=app.config, today=app.today)
    today = found[:limit]
    if as_json:
        from vault_tools.render import data

        shape = tiers.triage_shape(today, total=len(found), today=app.today)
        click.echo(data.dumps(shape), nl=False)
    elif not found:
        session.say(_("Everybody has a tier or a cadence."))
    elif not is_terminal():
        _list(session, today, total=len(found), day=app.today)
    else:
        taken = follow_up_days(app.store, today=app.today)
        Round(Edits(session, app), today, total=len(found), taken=taken).run()


def is_terminal() -> bool:
    """Return whether there is somebody to press keys."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _list(session: Session, found: Sequence[Candidate], *, total: int, day: date) -> None:
    for candidate in found:
        session.show(tiers.card_lines(candidate, today=day))
    session.say(
        _(
            "{shown} of {total} without tier and cadence. On a terminal, one key decides each;"
            " else: vault-tools set NAME tier=TIER.",
            shown=len(found),
            total=total,
        )
    )


@dataclass(frozen=True, slots=True)
class _Decision:
    """What somebody got, and how to take it back."""

    place: int
    written: Written
    begins: date | None = None


@dataclass(slots=True)
class Round:
    """One walk through some of those without a tier."""

    edits: Edits
    found: Sequence[Candidate]
    total: int = field(kw_only=True)
    taken: list[date] = field(kw_only=True)
    """Days on which somebody begins already."""
    keys: dict[str, str] = field(init=False)
    _place: int = 0
    _decided: list["_Decision"] = field(default_factory=list)
    """The latest at the end."""

    def __post_init__(self) -> None:
        names = list(self.edits.app.config.tiers)
        self.keys = tiers.tier_keys(names, taken=f"{_SKIP}{_NEVER}{_OPEN}{_QUIT}{_UNDO}")

    def run(self) -> None:
        """Ask about one after the other until all are asked about or the owner has enough."""
        click.echo(_("{shown} of {total} today.", shown=len(self.found), total=self.total))
        self._show_keys()
        try:
            while self._asked():
                pass
        finally:
            self._finish()

    def _asked(self) -> bool:
        """Ask about the next one; return whether to go on."""
        if self._place >= len(self.found):
            return self._is_undone()
        candidate = self.found[self._place]
        click.echo("")
        self.edits.session.show(tiers.card_lines(candidate, today=self.edits.app.today))
        while True:
            key = _pressed("  ? ")
            if key in {_QUIT, _ESCAPE}:
                return False
            if key in {_SKIP, _UNDO}:
                self._move(key)
                return True
            if key == _OPEN:
                self._open(candidate)
            elif key == _NEVER or key in self.keys:
                self._decide(candidate, key)
                return True
            else:
                self._show_keys()

    def _show_keys(self) -> None:
        self.edits.session.show(
            [_tier_words(self.keys), _("s skip   n never   o open the note   u undo   q quit")]
        )

    def _is_undone(self) -> bool:
        """Return whether the last choice of all is taken back after all."""
        question = _("That was it. u undo, else done")
        undone = bool(self._decided) and _pressed(f"\n{question} ") == _UNDO
        if undone:
            self._undo()
        return undone

    def _move(self, key: str) -> None:
        if key == _SKIP:
            self._place += 1
        elif not self._decided:
            self._echo(_("nothing to undo"))
        else:
            self._undo()

    def _decide(self, candidate: Candidate, key: str) -> None:
        """Write the choice; where it can't be written, say why and go on."""
        tier = self.keys.get(key)
        name, value = ("tier", tier) if tier else ("cadence", "never")
        self._place += 1
        try:
            written = self._set(candidate, name=name, value=value)
            self._decided.append(_Decision(self._place - 1, written))
            self._echo(f"{name}: {escape.one_line(value)}")
            if tier:
                self._ease(candidate, tier)
        except (VaultToolsError, click.UsageError) as error:
            self._tell(error)

    def _ease(self, candidate: Candidate, tier: str) -> None:
        """Where somebody is due at once by their new tier, offer another day to begin on."""
        app = self.edits.app
        standing = replace(candidate.standing, tier=tier, cadence=app.config.tiers[tier])
        days = rhythm.ramp(
            [standing],
            today=app.today,
            rules=app.config.rules,
            per_week=app.config.rhythm.ramp,
            taken=self.taken,
        )
        for day in days.values():
            question = _(
                "due at once; begin on {weekday}, {day} instead?",
                weekday=times.weekday_words(day),
                day=day,
            )
            choice = _("Y/n")
            if _pressed(f"    {question} [{choice}] ") in _YES:
                written = self._set(candidate, name="follow_up", value=day.isoformat())
                last = self._decided[-1]
                both = replace(written, before=last.written.before)
                self._decided[-1] = _Decision(last.place, both, begins=day)
                self.taken.append(day)

    def _set(self, candidate: Candidate, *, name: str, value: str) -> Written:
        wanted = [(name, "=", value)]
        change = partial(assigned, wanted=wanted, by=setter(self.edits))
        return self.edits.apply(candidate.standing.path, change)

    def _undo(self) -> None:
        """Make the latest choice undone, unless the note has changed since."""
        last = self._decided.pop()
        try:
            self.edits.apply(last.written.path, partial(_restored, written=last.written))
        except VaultToolsError as error:
            self._tell(error)
            return
        if last.begins:
            self.taken.remove(last.begins)
        self._place = last.place
        self._echo(_("undone"))

    def _tell(self, error: VaultToolsError | click.UsageError) -> None:
        said = error.message if isinstance(error, click.UsageError) else str(error)
        self.edits.session.say(f"    {said}")

    def _echo(self, said: str) -> None:
        click.echo(f"    {said}")

    def _open(self, candidate: Candidate) -> None:
        address = escape.obsidian_url(self.edits.app.root, candidate.standing.path)
        self._echo(address)
        opened(address)

    def _finish(self) -> None:
        count = len(self._decided)
        left = self.total - count
        said = _("{count} sorted, {left} left for another day.", count=count, left=left)
        summary = said if count else ""
        people = "contact" if count == 1 else "contacts"
        self.edits.finish(summary, message=f"triage: {count} {people}")


def _restored(text: str, *, written: Written) -> str:
    """Return the note as it was before, if it is as it was left."""
    if text != written.after:
        msg = _("{path} has changed since; it stays as it is.", path=written.path)
        raise VaultToolsError(msg)
    return written.before


def _tier_words(keys: dict[str, str]) -> str:
    """Return each tier with the keys that mean it."""
    by_tier: dict[str, list[str]] = {}
    for key, tier in keys.items():
        by_tier.setdefault(tier, []).append(key)
    return "   ".join(
        f"{'/'.join(found)} {escape.one_line(name)}" for name, found in by_tier.items()
    )


def _pressed(prompt: str) -> str:
    """Return the key that is pressed next, in lower case; the end of input quits."""
    click.echo(prompt, nl=False)
    try:
        key = click.getchar().casefold() or _QUIT
    except EOFError:
        key = _QUIT
    click.echo(key if key.isprintable() else "")
    return key
