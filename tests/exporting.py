"""People as exporters see them, made of properties and a text."""

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from vault_tools.config import Config
from vault_tools.exporters.lines import Line, lines_of
from vault_tools.frontmatter import Property
from vault_tools.model import Contact, Note, NoteKind, Standing, Timeline, Value
from vault_tools.parse import Grammar
from vault_tools.parse.contact import Vocabulary, read_contact
from vault_tools.parse.values import Values
from vault_tools.plugins import ExportOptions

TODAY = date(2026, 11, 23)
CONFIG = Config()
GRAMMAR = Grammar.of(CONFIG)
OPTIONS = ExportOptions(today=TODAY, config=CONFIG)

PLAIN = (
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], include_characters="\n"),
        min_size=1,
        max_size=300,
    )
    .map(str.strip)
    .filter(lambda text: text not in {"", "~", "null", "Null", "NULL"})
)
"""Texts without control characters: names with emoji, from right to left, quotes, newlines."""
NASTY = st.one_of(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(
            [
                *("\r", "\n", "\r\n ", "\x85", "\u2028", ";", ",", ":", "\\", "\\n", '"', "TEL:1"),
                *("END:VCARD", "BEGIN:VCARD", "=1+1", "@x", "\t", "\0", "\udcff", "😀" * 30, "ß"),
            ]
        ),
        max_size=8,
    ).map("".join),
)
"""Texts that try to be more than one value."""


def note(properties: Mapping[str, Value], *, path: str = "People/Anna.md", text: str = "") -> Note:
    """Return the contact that a note with these *properties* would be."""
    values = Values(
        [Property(name, value, 1, 1) for name, value in properties.items()],
        meanings=GRAMMAR.meanings,
        path=path,
    )
    title = path.rpartition("/")[2].removesuffix(".md")
    contact = read_contact(values, Vocabulary.of(CONFIG), title=title, tags=())
    return Note(
        path=path,
        kind=NoteKind.CONTACT,
        title=contact.name,
        aliases=contact.aliases,
        contact=contact,
        properties=dict(properties),
        text=text,
    )


def person(
    properties: Mapping[str, Value], *, path: str = "People/Anna.md", text: str = ""
) -> Timeline:
    """Return all that is known about the contact of such a note."""
    found = note(properties, path=path, text=text)
    contact = found.contact or Contact(name=found.title)
    return Timeline(
        note=found,
        standing=Standing(
            path=path, name=contact.name, birthday=contact.birthday, status=contact.status
        ),
        interactions=(),
        promises=(),
        links=(),
        backlinks=(),
    )


def rows(data: bytes) -> list[str]:
    """Return the lines of a card, unfolded, as a reader that knows no escapes sees them."""
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def said(data: bytes, name: str) -> list[str]:
    """Return the values of a property, as they are written."""
    return [line.value for line in lines_of(data) if line.name == name]


def lines(data: bytes, *names: str) -> list[Line]:
    """Return the lines of these properties."""
    return [line for line in lines_of(data) if line.name in names]
