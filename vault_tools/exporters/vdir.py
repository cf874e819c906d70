"""A folder with a card for each person, kept in step with a phone: what would be done to it.

Others change the folder too: vdirsyncer puts in it what was changed on a phone. So three things are
compared for each card: what the note says, what the file says, and what both said last, of which
the folder keeps checksums. What was changed elsewhere is never overwritten before it is in the
vault. Properties that a note has no place for, pictures say, stay in the file.
"""

import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from vault_tools.digests import digest
from vault_tools.errors import VaultToolsError, cause
from vault_tools.exporters.lines import (
    LABEL,
    Line,
    all_keys,
    folded,
    keys,
    lines_of,
    may_be_ours,
    unescaped,
)
from vault_tools.language import _

MANIFEST = ".vault-tools.json"
"""The file in the folder that says which cards are ours, and what they said."""
_SAFE_NAME = re.compile(r"[A-Za-z0-9@_+-][A-Za-z0-9.@_+-]{0,99}")
_SCHEME = "urn:uuid:"
_LARGEST = 16 * 1024 * 1024
"""Bytes of a card, with a picture."""
_MOST_AT_ONCE = 5
_END = b"END:VCARD\r\n"


class Known(NamedTuple):
    """What the manifest says of a card."""

    uid: str
    made: str
    """Checksum of what we made of the note last, whatever stayed of the file besides."""
    said: frozenset[str]
    """Checksums of everything that it said."""


@dataclass(slots=True, kw_only=True)
class Folder:
    """What is in the folder now."""

    cards: Mapping[str, bytes]
    """By the file's name."""
    manifest: bytes = b""
    known: Mapping[str, Known] = field(init=False)
    """By the file's name, what the manifest says."""

    def __post_init__(self) -> None:
        self.known = read_manifest(self.manifest)


@dataclass(slots=True, kw_only=True)
class Plan:
    """What would be done to the folder."""

    before: Mapping[str, bytes]
    """By the file's name, what was there when it was planned; the manifest too."""
    uids: dict[str, str] = field(default_factory=dict)
    """By the file's name, whose card it is."""
    written: dict[str, bytes] = field(default_factory=dict)
    """By the file's name."""
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    changed_there: list[str] = field(default_factory=list)
    """Files that say what is not in the vault yet; left as they are."""
    lacking_there: list[str] = field(default_factory=list)
    """Files that have lost something which the vault still says, and nothing else; left too."""
    gone_there: list[str] = field(default_factory=list)
    """Files of ours that somebody has removed; not written again."""
    strangers: list[str] = field(default_factory=list)
    """Cards of nobody in the vault."""
    known: dict[str, Known] = field(default_factory=dict)
    """The manifest afterwards."""

    @property
    def removes_too_many(self) -> bool:
        """Return whether so much goes that another vault is likelier than a clean-up."""
        return len(self.removed) > max(_MOST_AT_ONCE, (len(self.removed) + len(self.known)) // 2)

    def miss(self, name: str) -> None:
        """Note that a file has changed just now, so that it was left alone."""
        self.written.pop(name, None)
        self.known.pop(name, None)
        self.changed_there.append(name)
        self.removed = [each for each in self.removed if each != name]


def plan(
    folder: Folder, wanted: Mapping[str, bytes], *, present: Iterable[str], force: bool = False
) -> Plan:
    """Return what is to be done so that the folder holds the cards that are *wanted*, by uid.

    *present* are the uids of all who may have a card at all: a card of ours of anybody else goes.
    With *force*, the vault wins over what was changed in the folder.
    """
    found = Plan(
        before={**folder.cards, MANIFEST: folder.manifest} if folder.manifest else folder.cards
    )
    names = _names(folder)
    gone = folder.known if folder.cards else {}
    taken = {name.casefold() for name in (*folder.cards, *folder.known)}
    for uid, data in wanted.items():
        name = names.get(uid) or _file_name(uid, taken=taken)
        taken.add(name.casefold())
        found.uids[name] = uid
        if name in gone and name not in folder.cards and not force:
            found.gone_there.append(name)
            found.known[name] = gone[name]
        else:
            _put(found, name, uid=uid, data=data, folder=folder, force=force)
    _clear(found, folder, wanted=wanted, present=frozenset(present))
    return found


def read_folder(path: Path) -> Folder:
    """Return what is in the folder at *path*; nothing where it isn't there yet.

    Raises:
        VaultToolsError: It can't be read.
    """
    try:
        if not path.exists():
            return Folder(cards={})
        cards = {
            file.name: file.read_bytes()
            for file in sorted(path.glob("[!.]*.vcf"))
            if file.is_file() and file.stat().st_size <= _LARGEST
        }
        own = path / MANIFEST
        return Folder(cards=cards, manifest=own.read_bytes() if own.is_file() else b"")
    except OSError as error:
        msg = _("{path} can't be read: {reason}.", path=path, reason=cause(error))
        raise VaultToolsError(msg) from error


def read_manifest(data: bytes) -> dict[str, Known]:
    """Return what a manifest says; nothing where it is none of ours."""
    try:
        table = json.loads(data)["cards"]
        return {
            str(name): Known(str(each["uid"]), str(each["made"]), frozenset(map(str, each["said"])))
            for name, each in table.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def manifest(known: Mapping[str, Known]) -> bytes:
    """Return the manifest as it is written."""
    cards = {
        name: {"uid": each.uid, "made": each.made, "said": sorted(each.said)}
        for name, each in sorted(known.items())
    }
    return (json.dumps({"vault-tools": "vdir", "cards": cards}, indent=1) + "\n").encode()


def _names(folder: Folder) -> dict[str, str]:
    """Return the file of each uid: the one that we know, else the first that holds it."""
    found = {each.uid: name for name, each in folder.known.items()}
    for name in sorted(folder.cards):
        uid = _uid(folder.cards[name])
        if uid and found.get(uid) not in folder.cards:
            found[uid] = name
    return found


def _uid(data: bytes) -> str:
    uids = [unescaped(line.value).strip() for line in lines_of(data) if line.name == "UID"]
    return uids[0] if uids else ""


def _file_name(uid: str, *, taken: Container[str]) -> str:
    """Return a name that every system can hold, and that is none of those *taken*, in any case."""
    bare = uid.removeprefix(_SCHEME)
    name = f"{bare}.vcf"
    if not _SAFE_NAME.fullmatch(bare) or name.casefold() in taken:
        name = f"{_checksum(uid)}.vcf"
    return name


def _put(found: Plan, name: str, *, uid: str, data: bytes, folder: Folder, force: bool) -> None:
    """Plan what becomes of one card."""
    there, before = folder.cards.get(name), folder.known.get(name)
    if there == data and before and before.made == _checksum_of(data):
        found.unchanged += 1
        found.known[name] = before
        return
    ours = lines_of(data)
    now = Known(uid, _checksum_of(data), _checksums(ours))
    if there is None:
        found.written[name] = data
        found.known[name] = now
        return
    theirs = lines_of(there)
    before = before or Known(uid, now.made, frozenset())
    added, lost = _changes(ours, theirs, said=before.said)
    if (added or lost) and not force:
        (found.changed_there if added else found.lacking_there).append(name)
        if name in folder.known:
            found.known[name] = before
        return
    carried = _carried(ours, theirs, said=before.said)
    if before.made == now.made and _said([*ours, *carried]) == _said(theirs):
        found.unchanged += 1
    else:
        found.written[name] = _with(data, carried)
    found.known[name] = now


def _changes(
    ours: Sequence[Line], theirs: Sequence[Line], *, said: frozenset[str]
) -> tuple[bool, bool]:
    """Return whether the file has come to say what the note doesn't, and not to say what it does.

    Only of what a note has a place for.
    """
    mine, other = (
        all_keys(line for line in lines if may_be_ours(line)) for lines in (ours, theirs)
    )
    added = any(_checksum(key) not in said for key in other - mine)
    lost = any(_checksum(key) in said for key in mine - other)
    return added, lost


def _carried(ours: Sequence[Line], theirs: Sequence[Line], *, said: frozenset[str]) -> list[Line]:
    """Return the lines of the file that a note has no place for, but what we put there."""
    mine = all_keys(ours)
    stay = [
        line
        for line in theirs
        if line.name != LABEL
        and not may_be_ours(line)
        and any(key not in mine and _checksum(key) not in said for key in keys(line))
    ]
    groups = {line.group for line in stay if line.group}
    stay += [line for line in theirs if line.name == LABEL and line.group in groups]
    taken = {line.group.casefold() for line in ours if line.group}
    return [
        replace(line, group=f"x-{line.group}") if line.group.casefold() in taken else line
        for line in stay
    ]


def _said(lines: Iterable[Line]) -> frozenset[str]:
    return all_keys(line for line in lines if line.name != LABEL)


def _with(data: bytes, carried: Sequence[Line]) -> bytes:
    """Return a card with more lines at its end."""
    return data.removesuffix(_END) + folded(carried) + _END


def _clear(
    found: Plan, folder: Folder, *, wanted: Mapping[str, bytes], present: frozenset[str]
) -> None:
    """Plan what becomes of cards that are not wanted: ours go if nobody else has changed them."""
    for name, known in folder.known.items():
        if known.uid in wanted or name not in folder.cards:
            continue
        found.uids[name] = known.uid
        theirs = (line for line in lines_of(folder.cards[name]) if may_be_ours(line))
        if known.uid in present:
            found.known[name] = known
        elif _checksums(theirs) <= known.said:
            found.removed.append(name)
        else:
            found.changed_there.append(name)
            found.known[name] = known
    for name in sorted(folder.cards.keys() - folder.known.keys() - found.known.keys()):
        uid = _uid(folder.cards[name])
        if uid not in present and uid not in wanted:
            found.strangers.append(name)


def _checksums(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset(map(_checksum, all_keys(lines)))


def _checksum(text: str) -> str:
    return _checksum_of(text.encode("utf-8", "replace"))


def _checksum_of(data: bytes) -> str:
    return digest(data, size=8)
