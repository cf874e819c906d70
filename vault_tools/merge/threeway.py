"""Merging two versions of a note that grew from one: what ``git-merge`` does.

The front matter is merged property by property (`merge.fronts`), the log entry by entry
(`merge.logs`). What is left is merged line by line, by the rules of whoever calls: git's own.
"""

from dataclasses import dataclass

from vault_tools.frontmatter import split
from vault_tools.merge.fronts import merged_front
from vault_tools.merge.logs import entry_counts, unified_logs
from vault_tools.parse import Grammar


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Three versions of a note in which only lines are left to merge."""

    base: str
    ours: str
    theirs: str
    conflicts: tuple[str, ...] = ()
    """Properties that stand between conflict markers, in all three."""


def prepared(base: str, *, ours: str, theirs: str, grammar: Grammar) -> Prepared:
    """Return the three versions with the same front matter and the same log, where that can be.

    *base* is empty where both sides have made the note. What can't be merged here, a front matter
    that can't be edited by line, several logs, is left as it is.
    """
    texts = unified_logs((base, ours, theirs), grammar=grammar) or (base, ours, theirs)
    front = merged_front(base, ours=ours, theirs=theirs, meanings=grammar.meanings)
    if front is None:
        return Prepared(base=texts[0], ours=texts[1], theirs=texts[2])
    base, ours, theirs = (_with_head(text, front.head) for text in texts)
    return Prepared(base=base, ours=ours, theirs=theirs, conflicts=front.conflicts)


def is_whole(merged: str, *, base: str, ours: str, theirs: str, grammar: Grammar) -> bool:
    """Return whether a merged note has each entry of the log just as often as it should.

    An entry that a side has added is there, once if both have; one that a side has removed is not.
    """
    known, mine, others, found = (
        entry_counts(text, grammar=grammar) for text in (base, ours, theirs, merged)
    )
    kept = mine - ((known - others) - (known - mine))
    return found == kept + ((others - known) - (mine - known))


def _with_head(text: str, head: str) -> str:
    """Return a version with *head* for its front matter, if it has one."""
    parts = split(text)
    return head + parts.body if parts.has_block else text
