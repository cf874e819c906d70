"""What a vault seems to hold, as lines for the terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from vault_tools.language import _, ngettext
from vault_tools.render.escape import one_line
from vault_tools.report import words
from vault_tools.survey import Named, Sign, Survey

_MANY = 12
"""The most names that one line lists."""


def survey_lines(found: Survey) -> Iterator[str]:
    """Yield what was found: which notes are contacts, what is understood, and what is not."""
    yield _counted(found)
    if found.likely:
        seem = ngettext(
            "{count} more seems to be about a person: {places}.",
            "{count} more seem to be about people: {places}.",
            found.likely,
            places="; ".join(_places(found)),
        )
        yield one_line(seem)
    if found.outsiders:
        said = _(
            "Among the contacts, but not read as one, as front matter doesn't begin in the first"
            " line or can't be read: {paths}.",
            paths=_listed(found.outsiders),
        )
        yield one_line(said)
    if found.understood:
        yield one_line(_("Understood: {names}.", names=_listed(_by_meaning(found.understood))))
    if found.synonyms:
        yield _("Not read as things are, and most likely:")
        yield from _guesses(found.synonyms)
    tiers = [each._replace(name=f"tier: {each.name}") for each in found.mistyped_tiers]
    if found.mistyped or tiers:
        yield _("Perhaps mistyped:")
        yield from _guesses((*found.mistyped, *tiers), mistyped=True)
    if found.tiers:
        listed = _listed(f"{tier} {count}" for tier, count in found.tiers.items())
        yield one_line(_("Tiers that are not configured: {tiers}.", tiers=listed))
    if found.others:
        yield one_line(_("Kept, without a meaning of ours: {names}.", names=_listed(found.others)))


def _counted(found: Survey) -> str:
    notes = ngettext("{count} note", "{count} notes", found.notes)
    if not found.whole:
        notes = _("More than {notes}", notes=notes)
    if not found.contacts:
        return _("{notes}; none of them is a contact as things are.", notes=notes)
    return ngettext(
        "{notes}; {count} of them is a contact: {signs}.",
        "{notes}; {count} of them are contacts: {signs}.",
        found.contacts,
        notes=notes,
        signs=", ".join(_signs(found.signs)),
    )


def _signs(signs: Mapping[Sign, int]) -> Iterator[str]:
    if count := signs.get(Sign.TYPE):
        yield _("{count} by the type", count=count)
    if count := signs.get(Sign.TAG):
        yield _("{count} by a tag", count=count)
    if count := signs.get(Sign.VCARD):
        yield _("{count} like a vCard", count=count)
    if count := signs.get(Sign.FOLDER):
        yield _("{count} by the folder", count=count)


def _places(found: Survey) -> Iterator[str]:
    for name, count in found.types.items():
        yield _("{count} of type {name}", count=count, name=name)
    for name, count in found.folders.items():
        yield _("{count} in {name}/", count=count, name=name)
    for name, count in found.tags.items():
        yield _("{count} tagged {name}", count=count, name=f"#{name}")


def _by_meaning(found: Sequence[Named]) -> Iterator[str]:
    """Yield each property with how many contacts have it, and the other names it goes by."""
    for meaning in dict.fromkeys(each.meaning for each in found):
        same = [each for each in found if each.meaning == meaning]
        count = sum(each.notes for each in same)
        others = ", ".join(each.name for each in same if each.name != meaning)
        yield f"{meaning} {count} ({others})" if others else f"{meaning} {count}"


def _guesses(found: Iterable[Named], *, mistyped: bool = False) -> Iterator[str]:
    for each in found:
        values = {"name": each.name, "meaning": each.meaning, "path": each.path}
        if mistyped:
            said = ngettext(
                "{name} looks like {meaning}: {count} note, {path}",
                "{name} looks like {meaning}: {count} notes, such as {path}",
                each.notes,
                **values,
            )
        else:
            said = ngettext(
                "{name} is {meaning}: {count} note, {path}",
                "{name} is {meaning}: {count} notes, such as {path}",
                each.notes,
                **values,
            )
        yield f"  {one_line(said)}"


def _listed(names: Iterable[str]) -> str:
    return words.names_words([*names], most=_MANY)
