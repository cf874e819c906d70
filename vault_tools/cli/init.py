"""``init``: making a folder a vault, and the look at what lies in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.cli.naming import confirmed, is_interactive
from vault_tools.cli.session import Session, pass_session
from vault_tools.language import _, message

if TYPE_CHECKING:
    from vault_tools.survey import Survey

_CONFIG = message("""\
# Settings of vault-tools for this vault. Every line can go: what is not said here has a default.
# They are explained in docs/configuration.md.

[tiers]  # name = how often to be in touch, the closest first
inner = "monthly"
close = "quarterly"
active = "half-yearly"
wide = "yearly"

[contacts]
# folders = ["People", "Contacts"]   # notes with front matter in these are contacts
# cadence = "none"                   # for contacts with neither a cadence nor a tier
""")
_TEMPLATER = ".obsidian/plugins/templater-obsidian"
_TEMPLATE_SETTINGS = (
    (".obsidian/templates.json", "folder"),
    (f"{_TEMPLATER}/data.json", "templates_folder"),
)
"""Where Obsidian and its plugin Templater say in which folder templates lie."""
_DRIVER = "vault-tools"
_DRIVER_COMMAND = "vault-tools git-merge %O %A %B %P"
_ATTRIBUTE = f"*.md merge={_DRIVER}"


@click.command("init")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--git", "with_git", is_flag=True, help="Also have git merge notes by their meaning.")
@click.option(
    "--obsidian",
    "with_obsidian",
    is_flag=True,
    help="Also make what Obsidian shows contacts with: a base, types of properties, templates.",
)
@click.option("-y", "--yes", is_flag=True, help="Write what is proposed without asking.")
@click.option("-n", "--dry-run", is_flag=True, help="Write nothing; show all that would be made.")
@pass_session
def init_command(
    session: Session,
    *,
    folder: Path | None,
    with_git: bool,
    with_obsidian: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Make DIR a vault.

    It gets a commented configuration and a note template. Nothing is overwritten. Where there are
    notes already, it says which of them are contacts, what it understands in them and what it would
    configure, and asks before it writes.

    --obsidian makes People.base, with views of who is due, asleep, at which company and whose
    birthday it is, and gives properties without a type theirs in .obsidian/types.json.

    --git adds a line to .gitattributes, to be committed, and registers the merge driver in this
    clone's git configuration; say it once in each clone.
    """
    folder = folder or Path(session.named or ".")
    if folder.exists() and not folder.is_dir():
        msg = _("{folder} is not a folder.", folder=folder)
        raise click.UsageError(msg)
    making = _Making(folder)
    if with_git:
        making.add_git()
    making.look(session)
    if with_obsidian:
        making.add_obsidian()
    if dry_run:
        making.show(session)
        return
    if not yes and making.found and not _agreed(session, making):
        return
    making.write(tell=session.tell)
    making.say_what_next(session)


def make_vault(folder: Path, *, tell: Callable[[str], None]) -> None:
    """Make *folder* a vault, as ``init`` does where there is nothing yet; *tell* what was made."""
    _Making(folder).write(tell=tell)


@dataclass(slots=True)
class _Making:
    """What is to be made of a folder."""

    folder: Path
    found: "Survey | None" = None
    """What is in it; None where there are no notes."""
    files: dict[str, str] = field(default_factory=dict)
    """By path relative to the folder: the text of each file that a vault begins with."""

    changes: dict[str, Callable[[str], str]] = field(default_factory=dict)
    """By path: what is changed in files that may be there."""

    with_git: bool = False
    """Whether git is told how to merge notes."""

    def __post_init__(self) -> None:
        from vault_tools import obsidian
        from vault_tools.config import CONFIG_PATH

        template = f"{_template_folder(self.folder)}Person.md"
        self.files = {CONFIG_PATH: str(_CONFIG), template: obsidian.core_note()}

    def look(self, session: Session) -> None:
        """Look at the notes that there are, and tell it."""
        from vault_tools.config import CONFIG_PATH, load_config
        from vault_tools.render.survey import survey_lines
        from vault_tools.survey import survey
        from vault_tools.survey.proposal import configured, snippet

        if not self.folder.is_dir():
            return
        config = load_config(self.folder)
        found = survey(self.folder, config=config)
        if not found.notes:
            return
        self.found = found
        for line in survey_lines(found):
            session.tell(line)
        if not found.proposes:
            return
        if (self.folder / CONFIG_PATH).exists():
            session.tell(_("{path} is there already; put this into it:", path=CONFIG_PATH))
            session.tell(snippet(found, config=config))
        else:
            self.files[CONFIG_PATH] = configured(str(_CONFIG), found, config=config)

    def add_obsidian(self) -> None:
        """Add what Obsidian works with, by the settings that are to be."""
        from vault_tools import obsidian
        from vault_tools.config import CONFIG_PATH, config_of, load_config

        there = (self.folder / CONFIG_PATH).exists()
        text = self.files[CONFIG_PATH]
        config = load_config(self.folder) if there else config_of(text)
        self.files[obsidian.BASE_PATH] = obsidian.people_base(config)
        self.changes[obsidian.TYPES_PATH] = obsidian.with_types
        if (self.folder / _TEMPLATER).is_dir():
            template = f"{_template_folder(self.folder)}Person (Templater).md"
            self.files[template] = obsidian.templater_note(config)

    def add_git(self) -> None:
        """Add that git merges the vault's notes with ``git-merge``.

        Raises:
            GitError: There is no git, or no repository.
        """
        from vault_tools.edit.git import prefix, with_line

        prefix(self.existing)
        self.with_git = True
        self.changes[".gitattributes"] = partial(with_line, line=_ATTRIBUTE)

    @property
    def existing(self) -> Path:
        """Return the folder, or the closest above it that is there."""
        root = self.folder.resolve()
        return next(each for each in (root, *root.parents) if each.is_dir())

    @property
    def proposes(self) -> bool:
        """Return whether the configuration to be written says more than the usual one."""
        return str(_CONFIG) not in self.files.values()

    @property
    def missing(self) -> Mapping[str, str]:
        """Return those of the files that are not there."""
        return {
            path: text for path, text in self.files.items() if not (self.folder / path).exists()
        }

    def show(self, session: Session) -> None:
        """Print what would be written."""
        from vault_tools.cli.writing import diff
        from vault_tools.config import setting_text
        from vault_tools.edit.git import driver
        from vault_tools.edit.notes import Written

        self.require_inside()
        written = [Written(path, "", text) for path, text in self.missing.items()]
        for path, change in self.changes.items():
            before = setting_text(self.folder, path)
            written.append(Written(path, before, change(before)))
        for each in written:
            click.echo(diff(each), nl=False)
        tells_git = self.with_git and driver(self.existing, _DRIVER) != _DRIVER_COMMAND
        if tells_git:
            setting = f'merge.{_DRIVER}.driver = "{_DRIVER_COMMAND}"'
            session.tell(_("git's configuration would be given: {setting}", setting=setting))
        if not tells_git and not any(each.changed for each in written):
            session.say(_("Nothing is missing; nothing would be written."))

    def require_inside(self) -> None:
        """Refuse to write through a link that leads out of the folder, before anything is written.

        Raises:
            VaultToolsError: There is one.
        """
        from vault_tools.edit.notes import inside

        for path in (*self.files, *self.changes):
            inside(self.folder, path)

    def write(self, *, tell: Callable[[str], None]) -> None:
        """Write what is not there, and *tell* of each file."""
        from vault_tools.edit.git import register_driver
        from vault_tools.edit.notes import create
        from vault_tools.edit.settings import rewritten

        self.require_inside()
        for path, text in self.files.items():
            place = self.folder / path
            tell(_made_words(place, made=create(place, text)))
        for path, change in self.changes.items():
            place = self.folder / path
            made = create(place, change("")) or rewritten(place, change=change)
            tell(_made_words(place, made=made))
        if self.with_git:
            title = "notes of vault-tools"
            register_driver(self.folder, _DRIVER, command=_DRIVER_COMMAND, title=title)

    def say_what_next(self, session: Session) -> None:
        """Name the next steps."""
        from vault_tools.obsidian import BASE_PATH

        root = self.folder.resolve()
        if (self.folder / ".obsidian").is_dir() and not (self.folder / BASE_PATH).exists():
            session.say(
                _("Obsidian is used here: 'vault-tools init --obsidian' makes a base and more.")
            )
        if self.found and (self.found.contacts or self.found.likely):
            session.say(
                _(
                    "{vault} is a vault. Next: vault-tools check; vault-tools due;"
                    " vault-tools report weekly",
                    vault=root,
                )
            )
            return
        session.say(
            _(
                "{vault} is a vault. Put contacts into {folder}/, then try: vault-tools check;"
                " vault-tools due; vault-tools report weekly",
                vault=root,
                folder=self.folder / "People",
            )
        )


def _template_folder(root: Path) -> str:
    """Return where note templates lie: as Obsidian's settings say, else where there are some."""
    import json

    from vault_tools.config import setting_text

    for name, key in _TEMPLATE_SETTINGS:
        try:
            found = json.loads(setting_text(root, name) or "{}")
        except (ValueError, RecursionError):
            continue
        folder = str(found.get(key) or "").strip("/") if isinstance(found, dict) else ""
        if folder and (root / folder).resolve().is_relative_to(root.resolve()):
            return f"{folder}/"
    names = ("Templates/", "templates/")
    return next((name for name in names if (root / name).is_dir()), names[0])


def _agreed(session: Session, making: _Making) -> bool:
    """Return whether the owner of a folder with notes wants it to be made a vault.

    Where there is nobody to ask, the usual files are what was asked for, and a proposal is not.
    """
    if not making.missing:
        return True
    names = _(" and ").join(making.missing)
    if is_interactive():
        if confirmed(_("Write {files}?", files=names)):
            return True
        session.say(_("Nothing was written."))
        return False
    if making.proposes:
        msg = _(
            "nothing was written, as there is nobody to ask: --yes writes what is proposed,"
            " --dry-run shows it."
        )
        raise click.UsageError(msg)
    return True


def _made_words(path: Path, *, made: bool) -> str:
    return _("made  {path}", path=path) if made else _("kept  {path}", path=path)
