"""Edits of properties: pure functions from a note's text to its text, by line.

Every other byte stays. Each result is read again, and refused unless it says exactly what was
asked for and nothing else has changed. What can't be edited by line (values with an anchor or a
tag, mappings, lists of lists) is refused too. Names are taken as they are written in the note;
`used_name` finds which one a note uses.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from vault_tools.edit.front import front_of
from vault_tools.errors import UneditableError
from vault_tools.frontmatter import read_properties, split
from vault_tools.frontmatter.layout import Scalar, Shape
from vault_tools.frontmatter.written import needs_quotes, scalar
from vault_tools.language import _
from vault_tools.model import Value
from vault_tools.names import property_key
from vault_tools.parse.synonyms import meaning_of

_PLAIN_NAME = re.compile(r"[^\W\d_][\w -]*")


def set_field(text: str, name: str, *, value: str, typed: bool = False) -> str:
    """Return *text* with the property *name* set to *value*; one that is missing comes last.

    The quotes of the value that was there stay. *typed* values, such as days, are written without
    quotes where every reader takes them for the same thing.

    Raises:
        UneditableError: The value's layout, or the front matter, can't be edited by line.
    """
    front = front_of(text)
    field = front.field(name)
    if field is None:
        new = front.with_row(f"{_key(name)}: {scalar(value, typed=typed)}")
    elif field.shape is Shape.EMPTY:
        new = front.filled(field, scalar(value, typed=typed))
    elif front.values().get(name) == value:
        return text
    elif field.scalar:
        quotes = field.scalar.quotes if typed else _quotes_by_taste(field.scalar)
        written = scalar(value, typed=typed, quotes=quotes)
        new = front.spliced(field.value_start, field.value_end, new=written)
    else:
        raise front.refusal(field, _("it is a list"))
    return _proven(text, new, name=name, expected=value)


def remove_field(text: str, name: str) -> str:
    """Return *text* without the lines of the property *name*; the same if it has none.

    Raises:
        UneditableError: As `set_field`.
    """
    front = front_of(text)
    field = front.field(name)
    if field is None:
        return text
    new = front.spliced(field.start, field.end, new="")
    return _proven(text, new, name=name, expected=None)


def items_of(text: str, name: str) -> list[str]:
    """Return the values of the list *name*, or the one value that stands for a list.

    Raises:
        UneditableError: The front matter can't be read.
    """
    return _texts(front_of(text).values().get(name))


def set_items(text: str, name: str, *, items: Sequence[str]) -> str:
    """Return *text* with the list *name* holding just *items*; those that stay keep their lines.

    Raises:
        UneditableError: As `set_field`.
    """
    before = items_of(text, name)
    for item in items:
        text = add_item(text, name, item=item)
    for item in before:
        if item not in items:
            text = remove_item(text, name, item=item)
    return text


def add_item(text: str, name: str, *, item: str) -> str:
    """Return *text* with *item* at the end of the list *name*; the same if it is there already.

    A single value becomes a list; a property that is missing is made, in brackets.

    Raises:
        UneditableError: As `set_field`.
    """
    front = front_of(text)
    field = front.field(name)
    before = items_of(text, name)
    if item in before:
        return text
    listed = scalar(item, in_list=True)
    if field is None:
        new = front.with_row(f"{_key(name)}: [{listed}]")
    elif field.shape is Shape.EMPTY:
        new = front.filled(field, f"[{listed}]")
    elif field.scalar:
        first = front.written_in_list(field.scalar)
        new = front.spliced(field.value_start, field.value_end, new=f"[{first}, {listed}]")
    elif field.shape is Shape.FLOW_LIST:
        new = front.with_flow_item(field, listed)
    else:
        written = scalar(item, quotes=_quotes_by_taste(field.items[-1]))
        new = front.with_block_item(field, written)
    return _proven(text, new, name=name, expected=[*before, item])


def remove_item(text: str, name: str, *, item: str) -> str:
    """Return *text* without *item* in the list *name*; the same if it isn't there.

    Raises:
        UneditableError: As `set_field`.
    """
    front = front_of(text)
    field = front.field(name)
    before = items_of(text, name)
    if field is None or item not in before:
        return text
    at = before.index(item)
    if field.shape is Shape.SCALAR:
        new = front.spliced(field.colon, field.value_end, new="")
    elif field.shape is Shape.FLOW_LIST:
        new = front.without_flow_item(field, at)
    else:
        new = front.without_block_item(field, at)
    return _proven(text, new, name=name, expected=before[:at] + before[at + 1 :])


def remove_repeated(text: str, name: str) -> str:
    """Return *text* with each value of the list *name* once: the first of those that are alike.

    Raises:
        UneditableError: As `set_field`.
    """
    before = items_of(text, name)
    for at in reversed(range(len(before))):
        if before[at] in before[:at]:
            front = front_of(text)
            field = front.field(name)
            if field is None or not field.items:
                return text
            flow = field.shape is Shape.FLOW_LIST
            drop = front.without_flow_item if flow else front.without_block_item
            kept = before[:at] + before[at + 1 :]
            text = _proven(text, drop(field, at), name=name, expected=kept)
            before = kept
    return text


def without_trailing_blanks(text: str) -> str:
    """Return *text* without blanks at the ends of its properties' lines, where they say nothing.

    Raises:
        UneditableError: The front matter can't be read.
    """
    front = front_of(text)
    wanted = front.values()
    for start, end in reversed(front.trailing_blanks()):
        changed = front_of(text).spliced(start, end, new="")
        if front_of(changed).values() == wanted:
            text = changed
    return text


def replace_item(text: str, name: str, *, item: str, by: str, typed: bool = False) -> str:
    """Return *text* with *by* in the place of *item*, the one value of *name* or one of its list.

    Raises:
        UneditableError: As `set_field`.
    """
    front = front_of(text)
    field = front.field(name)
    before = items_of(text, name)
    if field is None or item not in before or by == item:
        return text
    at = before.index(item)
    old = field.scalar or field.items[at]
    listed = field.shape is Shape.FLOW_LIST
    quotes = _quotes_by_taste(old, in_list=listed)
    written = scalar(by, in_list=listed, quotes=quotes, typed=typed)
    new = front.spliced(old.start, old.end, new=written)
    return _proven(text, new, name=name, expected=[*before[:at], by, *before[at + 1 :]])


def spread(text: str, name: str, *, into: Callable[[str], list[str]]) -> str:
    """Return *text* with *name* as a list, where it is one text: of what *into* makes of that.

    Raises:
        UneditableError: As `set_field`.
    """
    front = front_of(text)
    field = front.field(name)
    if field is None or field.shape is not Shape.SCALAR or field.scalar is None:
        return text
    items = into(field.scalar.text)
    listed = ", ".join(scalar(item, in_list=True) for item in items)
    new = front.spliced(field.value_start, field.value_end, new=f"[{listed}]")
    return _proven(text, new, name=name, expected=items)


def used_name(text: str, name: str, *, meanings: Mapping[str, str]) -> str:
    """Return the name under which the note with *text* has the property *name*, or *name*.

    *meanings* are the canonical names by property key.

    Raises:
        UneditableError: It has more than one property of that meaning.
    """
    front = front_of(text)
    names = list(front.values())
    if name in names:
        return name
    wanted = meaning_of(name, meanings)
    same = [each for each in names if meaning_of(each, meanings) == wanted]
    alike = [each for each in same if property_key(each) == property_key(name)] or same
    if len(alike) > 1:
        both = _(" and ").join(alike)
        msg = _("{names} mean the same, {meaning}: say which one", names=both, meaning=wanted)
        raise UneditableError(msg, line=front.first_line)
    return (alike or [name])[0]


def _quotes_by_taste(old: Scalar, *, in_list: bool = False) -> str:
    """Return the quotes of a value that could do without them."""
    return old.quotes if old.quotes and not needs_quotes(old.text, in_list=in_list) else ""


def _key(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) and not needs_quotes(name) else scalar(name)


def _texts(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _proven(old: str, new: str, *, name: str, expected: str | list[str] | None) -> str:
    """Return *new* if it says *expected* for *name*, None for nothing, and else what *old* says."""
    before, after = split(old), split(new)
    was, *_rest = read_properties(before.block, path="", first_line=1)
    now, _problems, readable = read_properties(after.block, path="", first_line=1)
    said = {each.name: each.value for each in now}
    others = {each.name: each.value for each in was if each.name != name}
    value = said.pop(name, None)
    as_asked = value == expected if isinstance(expected, str) else _texts(value) == (expected or [])
    # Where front matter is new, the byte order mark has moved from the body to the fence.
    same_body = before.body in {after.body, f"\ufeff{after.body}"}
    if not (readable and as_asked and said == others and same_body):
        msg = _("{name} can't be edited by line here", name=name)
        raise UneditableError(msg)
    return new
