"""What a survey proposes to configure, as TOML."""

import json
from collections.abc import Iterator

from vault_tools.config import Config
from vault_tools.language import ngettext
from vault_tools.survey.surveying import Survey

_CONTACTS = "\n[contacts]\n"


def configured(text: str, found: Survey, *, config: Config) -> str:
    """Return the new configuration *text* with what *found* proposes in its sections."""
    head, section, tail = text.partition(_CONTACTS)
    tiers = "".join(f"{line}\n" for line in _tiers(found))
    contacts = "".join(f"{line}\n" for line in _contacts(found, config))
    properties = "".join(f"{line}\n" for line in _properties(found))
    table = f"\n[properties]\n{properties}" if properties else ""
    return f"{head}{tiers}{section}{tail}{contacts}{table}"


def snippet(found: Survey, *, config: Config) -> str:
    """Return what *found* proposes, to be put into a configuration that there is already."""
    sections = (
        ("tiers", _tiers(found)),
        ("contacts", _contacts(found, config)),
        ("properties", _properties(found)),
    )
    written = ((name, list(lines)) for name, lines in sections)
    return "\n".join("\n".join((f"[{name}]", *lines, "")) for name, lines in written if lines)


def _tiers(found: Survey) -> Iterator[str]:
    for tier, count in found.tiers.items():
        said = ngettext(
            "{count} contact; say how often",
            "{count} contacts; say how often",
            count,
        )
        yield f'{_text(tier)} = "quarterly"  # {said}'


def _contacts(found: Survey, config: Config) -> Iterator[str]:
    contacts = config.contacts
    for key, known, more in (
        ("types", contacts.types, found.types),
        ("folders", contacts.folders, found.folders),
        ("tags", contacts.tags, found.tags),
    ):
        if more:
            listed = ", ".join(_text(each) for each in (*known, *more))
            yield f"{key} = [{listed}]"


def _properties(found: Survey) -> Iterator[str]:
    for each in found.synonyms:
        yield f"{_text(each.name)} = {_text(each.meaning)}"


def _text(text: str) -> str:
    # JSON's texts are TOML's, but for one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
