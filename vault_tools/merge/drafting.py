"""What a draft adds to a contact: never over what the owner wrote, and nothing twice.

Explained with examples in docs/merging.md.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vault_tools import links
from vault_tools.dates import Birthday
from vault_tools.drafts import Draft, DraftEntry, DraftPromise
from vault_tools.edit.fields import add_item, set_field, spread, used_name
from vault_tools.edit.front import front_of
from vault_tools.edit.log import Entry, append_interactions
from vault_tools.edit.page import Page
from vault_tools.edit.tasks import add_task
from vault_tools.edit.values import SEVERAL_IN_ONE
from vault_tools.frontmatter.written import scalar
from vault_tools.merge.keys import email_key, name_key, phone_key, profile_key
from vault_tools.model import Note
from vault_tools.names import fold, property_key
from vault_tools.parse import Grammar
from vault_tools.profiles import NETWORKS

_LISTS = frozenset({"aliases", "tags", "email", "phone", "address", "website", "vcard", "news"})
_ALWAYS_LISTS = frozenset({"aliases", "tags", "vcard", "news"})
_FILLED_ALONE = frozenset({"uid", "photo", "linkedin_connected"})
"""Properties that differ from source to source; one that is there is right."""
_TYPED = frozenset({"birthday", "met", "last_contact", "linkedin_connected", "cadence"})
_WORK = ("role", "company")
_MEANS_SOMETHING = re.compile(
    r"^[ \t]*+(?:#|[-*+>|]|[0-9]++[.)]|```|~~~|[^\n]*::)|^[ \t]*+[=-]++[ \t]*+$", re.MULTILINE
)
_ORDER = (
    *("type", "name", "aliases", "tags", "company", "role", "email", "phone", "address", "city"),
    *("timezone", "website", "linkedin", "xing", "github", "mastodon", "birthday", "met", "met_at"),
    *("introduced_by", "linkedin_connected", "uid", "photo", "vcard"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A property that the owner has written otherwise than the record."""

    name: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """What a draft adds to a note."""

    items: tuple[tuple[str, str], ...] = ()
    """Canonical property and one more value of its list."""
    values: tuple[tuple[str, str], ...] = ()
    """Canonical property and its value: one that is missing, or one to take over."""
    entries: tuple[DraftEntry, ...] = ()
    promises: tuple[DraftPromise, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.items or self.values or self.entries or self.promises or self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A contact as far as a draft is held against them."""

    note: Note
    properties: Mapping[str, Sequence[str]]
    """By canonical name, each with all its texts."""

    def texts(self, name: str) -> Sequence[str]:
        """Return what a property holds, by its canonical name."""
        return self.properties.get(name) or self.properties.get(property_key(name), ())


def additions(
    draft: Draft, known: Known, *, today: date, update: bool, region: str = ""
) -> tuple[Additions, list[Difference]]:
    """Return what *draft* adds to somebody known, and what it says otherwise.

    What is missing is filled in, and lists get what they don't hold yet. Another value is a
    difference; with *update* it is taken over. Another role or company is noted as news as well.
    """
    keys = _Keys(region=region)
    items: list[tuple[str, str]] = []
    values: list[tuple[str, str]] = []
    differences: list[Difference] = []
    for name, texts in _with_alias(draft, known).items():
        ours = known.texts(name)
        if name in _LISTS or name in NETWORKS:
            items += [(name, text) for text in keys.new(name, texts, than=ours)]
        elif not ours:
            values += [(name, text) for text in texts[:1]]
        elif name in _FILLED_ALONE:
            continue
        elif texts and not keys.same(name, ours[0], texts[0]):
            differences.append(Difference(name=name, ours=links.shown(ours[0]), theirs=texts[0]))
            values += [(name, texts[0])] if update else []
    items += [("news", news) for news in _news(draft, known, differences=differences, today=today)]
    found = Additions(
        items=tuple(items),
        values=tuple(values),
        entries=tuple(_new_entries(draft, known.note)),
        promises=tuple(_new_promises(draft, known.note)),
        text="" if _holds_text(known.note, harmless(draft.text)) else harmless(draft.text),
    )
    return found, differences


def with_additions(text: str, found: Additions, *, grammar: Grammar) -> str:
    """Return the note *text* with *found* in it, under the names that the note uses.

    Raises:
        UneditableError: One can't be put in safely.
    """
    for name, value in found.values:
        used = used_name(text, name, meanings=grammar.meanings)
        text = set_field(text, used, value=value, typed=name in _TYPED)
    for name, item in found.items:
        text = _with_item(text, name, item=item, grammar=grammar)
    for promise in found.promises:
        waiting = not promise.mine
        text = add_task(text, promise.text, due=promise.due, waiting=waiting, grammar=grammar)
    entries = [Entry(on=each.on, channel=each.channel, text=each.text) for each in found.entries]
    text = append_interactions(text, entries, grammar=grammar)
    return _with_text(text, found.text, grammar=grammar) if found.text else text


def new_note(draft: Draft, *, grammar: Grammar) -> str:
    """Return the text of a note about somebody new.

    No tier and no cadence: nobody is to be overdue because of an import.

    Raises:
        UneditableError: An entry or a promise can't be put in safely.
    """
    properties = {"type": ("contact",), "name": (draft.name,), **draft.properties}
    order = sorted(properties, key=_place)
    rows = [_row(name, properties[name]) for name in order if properties[name]]
    text = "".join(("---\n", *rows, "---\n"))
    if draft.text:
        text += f"{harmless(draft.text)}\n"
    rest = Additions(entries=draft.entries, promises=draft.promises)
    return with_additions(text, rest, grammar=grammar)


def harmless(text: str) -> str:
    """Return words from elsewhere so that nothing in them means anything in a note.

    Lines that could be a heading, a task, an entry of a log or a fence make all of it a quote,
    which is never read for such; no comment is opened, and no link leads anywhere.
    """
    plain = text.strip().replace("<!--", "&lt;!--").replace("%%", "% %").replace("[[", "[ [")
    if not _MEANS_SOMETHING.search(plain):
        return plain
    return "\n".join(f"> {row}".rstrip() for row in plain.split("\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keys:
    """How the values of a property compare."""

    region: str

    def new(self, name: str, texts: Iterable[str], *, than: Iterable[str]) -> list[str]:
        """Return the values that are not there yet, each once."""
        known = {self._of(name, text) for text in than}
        found = []
        for text in texts:
            key = self._of(name, text)
            if key not in known:
                known.add(key)
                found.append(text)
        return found

    def same(self, name: str, ours: str, theirs: str) -> bool:  # noqa: PLR0917 - a comparison
        return self._of(name, ours) == self._of(name, theirs)

    def _of(self, name: str, text: str) -> str:
        if name == "phone":
            return phone_key(text, region=self.region) or text.strip()
        if name == "email":
            return email_key(text) or fold(text.strip())
        if name in NETWORKS or name == "website":
            return profile_key(text) or fold(text.strip().strip("@"))
        if name == "tags":
            return fold(text.strip("# "))
        if name == "birthday":
            return _birthday(text)
        return fold(" ".join(links.shown(text).split()))


def _birthday(text: str) -> str:
    try:
        return Birthday.parse(text).text
    except ValueError:
        return text.strip()


def _with_alias(draft: Draft, known: Known) -> dict[str, tuple[str, ...]]:
    """Return a draft's properties, with its name as an alias if it is another than the note's."""
    found = dict(draft.properties)
    contact = known.note.contact
    names = (known.note.title, *(contact.aliases if contact else ()))
    aliases = (draft.name, *found.get("aliases", ()))
    keys = {name_key(name) for name in names}
    new = [alias for alias in aliases if name_key(alias) not in keys]
    found["aliases"] = tuple(dict.fromkeys(new))
    return found


def _news(
    draft: Draft, known: Known, *, differences: Sequence[Difference], today: date
) -> list[str]:
    """Return the change of work that *differences* tell of, unless it is noted already."""
    changed = {each.name for each in differences} & set(_WORK)
    if not changed:
        return []
    theirs, ours = (
        {name: next(iter(texts.get(name, ())), "") for name in _WORK}
        for texts in (draft.properties, known.properties)
    )
    now = f"now {_work(theirs)}"
    is_noted = any(f" {now} (was " in item for item in known.texts("news"))
    return [] if is_noted else [f"{today} {now} (was {_work(ours)})"]


def _work(texts: Mapping[str, str]) -> str:
    role, company = links.shown(texts["role"]), links.shown(texts["company"])
    return f"{role} at {company}" if role and company else role or f"at {company}"


def _new_entries(draft: Draft, note: Note) -> Iterator[DraftEntry]:
    said = {(entry.on, _words(entry.text)) for entry in note.log}
    for entry in draft.entries:
        key = (entry.on, _words(entry.text))
        if key not in said:
            said.add(key)
            yield entry


def _new_promises(draft: Draft, note: Note) -> Iterator[DraftPromise]:
    known = {_words(promise.text) for promise in note.promises}
    return (promise for promise in draft.promises if _words(promise.text) not in known)


def _holds_text(note: Note, text: str) -> bool:
    return _words(text) in _words(note.text)


def _words(text: str) -> str:
    return fold(" ".join(text.split()))


def _with_item(text: str, name: str, *, item: str, grammar: Grammar) -> str:
    used = used_name(text, name, meanings=grammar.meanings)
    if name in SEVERAL_IN_ONE:
        text = spread(text, used, into=SEVERAL_IN_ONE[name])
    if name not in _ALWAYS_LISTS and not front_of(text).values().get(used):
        return set_field(text, used, value=item)
    return add_item(text, used, item=item)


def _with_text(text: str, words: str, *, grammar: Grammar) -> str:
    """Return the note with *words* as a paragraph before its first heading, else at its end."""
    page = Page(text, grammar)
    headings = (at for at, row in enumerate(page.rows) if row.startswith("#"))
    at = next(headings, len(page.rows))
    rows = words.strip().split("\n")
    before = [] if at == 0 or page.is_blank(at - 1) else [""]
    after = [] if at == len(page.rows) else [""]
    return page.with_rows(at, [*before, *rows, *after])


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _row(name: str, texts: Sequence[str]) -> str:
    if len(texts) == 1 and name not in _ALWAYS_LISTS:
        return f"{scalar(name)}: {scalar(texts[0], typed=name in _TYPED)}\n"
    if name in {"vcard", "address"}:
        return "".join((f"{name}:\n", *(f"  - {scalar(text)}\n" for text in texts)))
    return f"{scalar(name)}: [{', '.join(scalar(text, in_list=True) for text in texts)}]\n"
