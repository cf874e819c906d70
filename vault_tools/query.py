"""The query language of `list`, `due` and `report`: text to a query, a query to yes or no."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from operator import eq, ge, gt, le, lt

from vault_tools.dates import Period, parse_day, parse_local_day, parse_period
from vault_tools.errors import QueryError
from vault_tools.language import _
from vault_tools.names import fold, fold_umlauts, link_key, property_key
from vault_tools.records import dataclass

MAX_LENGTH, MAX_DEPTH = 10_000, 50

_Value = tuple[str, ...] | date | None
_COMPARE: dict[str, Callable[..., bool]] = {":": eq, "=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}

_SYNONYMS = {"last": "lastcontact", "due": "dueon", "tag": "tags", "mail": "email"}
_SYNONYMS |= dict.fromkeys(("org", "organisation", "organization"), "company")
_AHEAD_NAMES = frozenset({"dueon", "followup", "snoozeuntil", "birthday", "deadline"})
_DAY_NAMES = _AHEAD_NAMES | {"lastcontact", "met"}
_WHOLE_NAMES = frozenset({"tier", "status", "channel", "private"})
_TEXT_NAMES = _WHOLE_NAMES.union(
    ("tags", "name", "aliases", "company", "role", "email", "phone", "address", "city", "timezone"),
    ("metat", "introducedby", "avoid", "boundaries", "goals"),
)

_TOKEN = re.compile(
    r"""\s*(?:(?P<end>\Z) | (?P<open>\() | (?P<close>\))
    | (?P<not>-(?=\S) | not(?![^\s()"])) | (?P<and>and(?![^\s()"])) | (?P<or>or(?![^\s()"]))
    | (?P<name>"(?:[^"\\]|\\.)*+" | [^\s()":<>=]*) (?P<operator>:?(?:[<>]=?|=)|:)
      (?P<value>"(?:[^"\\]|\\.)*+" | ".* | [^\s()"]*)
    | (?P<word>"(?:[^"\\]|\\.)*+" | ".* | [^\s()":<>=]+))""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FOLDINGS = (lru_cache(maxsize=32_768)(fold), lru_cache(maxsize=32_768)(fold_umlauts))
_UNCLOSED = re.compile(r'"(?:[^"\\]|\\.)*+\\?', re.DOTALL)
_BARE = re.compile(r'(?!(?:or|and|not|\*)\Z)[^-\s()":<>=!][^\s()":<>=!]*', re.IGNORECASE)
_NUMBER = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a query is asked about: a contact, as far as queries see it."""

    fields: Mapping[str, _Value]
    """Values by the `property_key` of the property's canonical or own name."""
    words: tuple[str, ...] = ()
    """Where words without a property are looked for, in reading order: phrases may span them."""


@dataclass(frozen=True, slots=True)
class Everything:
    """``*``, or no query at all: matches every subject."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a phrase that may stand anywhere."""

    text: str

    def __str__(self) -> str:
        return _quoted(self.text)


@dataclass(frozen=True, slots=True)
class Term:
    """A property compared with a value, such as ``tier:inner`` or ``last:>1y``."""

    name: str
    """The property key; a synonym's is that of the canonical name."""
    comparison: str
    """One of ``:``, ``=``, ``<``, ``<=``, ``>`` and ``>=``."""
    value: str
    """After ``:``, ``*`` stands for any value and ``none`` for no value."""

    def __str__(self) -> str:
        colon = ":" if self.comparison[0] in "<>" else ""
        value = self.value if self.value == "*" else _quoted(self.value)
        return f"{_quoted(self.name)}{colon}{self.comparison}{value}"


@dataclass(frozen=True, slots=True)
class Not:
    """Matches what its part doesn't."""

    part: "Query"

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, And | Or) else f"-{self.part}"


@dataclass(frozen=True, slots=True)
class And:
    """Matches what all of its two or more parts do."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        return " ".join(f"({p})" if isinstance(p, And | Or) else str(p) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Matches what any of its two or more parts does."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        return " or ".join(f"({p})" if isinstance(p, Or) else str(p) for p in self.parts)


Query = Everything | Word | Term | Not | And | Or


def parse(text: str) -> Query:
    """Return the query that *text* writes; ``str`` of it is its canonical spelling.

    Raises:
        QueryError: It can't be read. Nothing else is raised, whatever the text.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(repr(text[:60]) + "…", 0, _("it is longer than 10,000 characters"))
    return _Parser(text).query() if text.strip() else Everything()


def matches(query: Query, subject: Subject, *, today: date) -> bool:
    """Return whether *subject* is one that *query* asks for, seen from *today*."""
    match query:
        case Term(name):
            return _value_test(query)(subject.fields.get(name), today)
        case Word(text):
            return _text_test(":", text)(" ".join(subject.words))
        case Not(part):
            return not matches(part, subject, today=today)
        case And(parts):
            return all(matches(part, subject, today=today) for part in parts)
        case Or(parts):
            return any(matches(part, subject, today=today) for part in parts)
        case Everything():  # pragma: no branch - there is nothing else
            return True


class _Parser:
    """Takes a query's tokens from left to right; the last one, the end, always stays."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_TOKEN.finditer(text))[::-1]

    def query(self) -> Query:
        found = self._any(depth=0)
        if stray := self._taken("close"):
            raise _error(stray, _("this bracket was never opened"))
        return found

    def _any(self, *, depth: int) -> Query:
        rows = [[self._one(depth=depth)]]
        while self._tokens[-1].lastgroup not in {"close", "end"}:
            if not self._taken("and") and self._taken("or"):
                rows.append([])
            rows[-1].append(self._one(depth=depth))
        parts = [row[0] if len(row) == 1 else And(tuple(row)) for row in rows]
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _one(self, *, depth: int) -> Query:
        first = self._tokens[-1]
        if self._taken("word", "value"):
            return _leaf(first)
        if not self._taken("not", "open"):
            raise _error(first, _("something to look for is missing here"))
        if depth == MAX_DEPTH:
            raise _error(first, _("this is nested deeper than {count} levels", count=MAX_DEPTH))
        if first["not"]:
            return Not(self._one(depth=depth + 1))
        inner = self._any(depth=depth + 1)
        if not self._taken("close"):
            raise _error(first, _("this bracket is not closed"))
        return inner

    def _taken(self, *kinds: str) -> re.Match[str] | None:
        return self._tokens.pop() if self._tokens[-1].lastgroup in kinds else None


def _leaf(token: re.Match[str]) -> Query:
    if _UNCLOSED.fullmatch(token["word"] or token["value"]):
        raise _error(token, _("this quote is not closed"))
    if token["word"]:
        return Everything() if token["word"] == "*" else Word(_unquoted(token["word"]))
    if not (key := property_key(_unquoted(token["name"]))):
        raise _error(token, _("the name of a property is missing here"), group="name")
    if token["name"][-1] == "!" and token["operator"] == "=":
        raise _error(token, _("'is not' is a minus in front, as in -tier:inner"), group="operator")
    comparison = token["operator"].lstrip(":") or ":"
    if not token["value"]:
        raise _error(token, _("a value is missing here"))
    term = Term(_SYNONYMS.get(key, key), comparison, _unquoted(token["value"]))
    try:
        _value_test(term)
    except ValueError as error:
        raise _error(token, str(error)) from error
    return term


def _unquoted(written: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", written[1:-1]) if written[:1] == '"' else written


def _quoted(text: str) -> str:
    return text if _BARE.fullmatch(text) else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _error(token: re.Match[str], reason: str, *, group: str | None = None) -> QueryError:
    shown = "".join(char if char.isprintable() else " " for char in token.string)
    return QueryError(shown, token.start(group or token.lastgroup or 0), reason)


@lru_cache(maxsize=1024)
def _value_test(term: Term) -> Callable[[_Value, date], bool]:
    """Return the ready test of a value; ValueError if the property can't have what is asked."""
    comparison, value = term.comparison, term.value.strip()
    if comparison == ":" and value.lower() in {"*", "none"}:
        return lambda found, _: (value == "*") == (isinstance(found, date) or any(found or ()))
    is_text = term.name in _TEXT_NAMES
    number = None if is_text else _number(value)
    on_day = None if is_text else _day_test(comparison, value, ahead=term.name in _AHEAD_NAMES)
    if on_day is None and term.name in _DAY_NAMES:
        msg = _("this is no day or period, such as 2026-01-31, 2026-01, 2026, today, 30d, 2w or 1y")
        raise ValueError(msg)
    is_whole = comparison == ":" and term.name in _WHOLE_NAMES
    text_test = _tag_test if term.name == "tags" else _text_test
    on_text = text_test("=" if is_whole else comparison, value)
    # Never is longer ago than any period; but it is no day, neither before nor after another.
    of_none = term.name == "lastcontact" and comparison[0] == ">" and _period(value) is not None

    def on_item(item: str, today: date) -> bool:
        if number is not None and (other := _number(item)) is not None:
            return _COMPARE[comparison](other, number)
        if on_day is not None and (day := _day(item)) is not None:
            return on_day(day, today)
        return on_text(item)

    def on_value(found: _Value, today: date) -> bool:
        if isinstance(found, date):
            return on_day is not None and on_day(found, today)
        return of_none if found is None else any(on_item(item, today) for item in found)

    return on_value


def _day_test(comparison: str, value: str, *, ahead: bool) -> Callable[[date, date], bool] | None:
    """Return the test of a subject's day and today, None if *value* is no day and no period."""
    compare = _COMPARE[comparison]
    if value.lower() == "today":
        return compare
    if span := _span(value):
        first, last = span
        if comparison in {":", "="}:
            return lambda day, _: first <= day <= last
        bound = first if comparison in {"<", ">="} else last
        return lambda day, _: compare(day, bound)
    if (period := _period(value)) is None:
        return None
    nearer = le if comparison == ":" else compare
    edge = lru_cache(maxsize=1)(period.after if ahead else period.before)
    if ahead:
        return lambda day, today: nearer(day, edge(today))
    return lambda day, today: nearer(edge(today), day)


def _span(value: str) -> tuple[date, date] | None:
    """Return the first and the last day of the day, month or year that *value* writes."""
    try:
        first = parse_day(f"{value}-01-01"[: max(len(value), 10)])
    except ValueError:
        return None
    month = 12 if len(value) == len("2026") else first.month
    last = date(first.year, month, monthrange(first.year, month)[1])
    return first, first if len(value) == len("2026-01-31") else last


def _period(value: str) -> Period | None:
    try:
        return None if _span(value) else parse_period(value)  # four digits are a year
    except ValueError:
        return None


def _day(item: str) -> date | None:
    try:
        return parse_local_day(item)
    except ValueError:
        return None


def _number(text: str) -> float | None:
    """Return the number that *text* is to YAML 1.2 (core schema)."""
    if _NUMBER.fullmatch(text) is None:
        return None
    try:
        return int(text, 0)
    except ValueError:
        return float(text.lower().replace(".inf", "inf"))


def _tag_test(comparison: str, value: str) -> Callable[[str], bool]:
    wanted, compare = _tag(value), _COMPARE[comparison]
    if comparison == ":":
        return lambda tag: f"{_tag(tag)}/".startswith(f"{wanted}/")
    return lambda tag: compare(_tag(tag), wanted)


def _tag(text: str) -> str:
    return link_key(text.strip().removeprefix("#").strip("/"))


@lru_cache(maxsize=1024)
def _text_test(comparison: str, value: str) -> Callable[[str], bool]:
    """Return the test of a text; either spelling of its umlauts may be the one that fits."""
    wanted = _spellings(value)[: 2 if comparison in {":", "="} else 1]
    compare = _has_start if comparison == ":" else _COMPARE[comparison]
    return lambda text: any(map(compare, _spellings(text), wanted))


def _has_start(text: str, start: str) -> bool:
    """Return whether a word of *text* begins with *start*, which may run on into the next."""
    at = text.find(start)
    # Scripts without small letters, such as Chinese, put nothing between words: any place counts.
    if start[:1].islower() or start[:1].isdigit():
        while at > 0 and text[at - 1].isalnum():
            at = text.find(start, at + 1)
    return at >= 0


@lru_cache(maxsize=256)
def _spellings(text: str) -> tuple[str, ...]:
    if text.isascii():
        return (" ".join(text.lower().split()),) * 2
    return tuple([" ".join(map(folded, text.split())) for folded in _FOLDINGS])
