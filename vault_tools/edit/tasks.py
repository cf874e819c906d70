"""Edits of promises, which are tasks: adding one, and ticking one that is kept.

The fields are those of the Obsidian Tasks plugin, or Dataview's where the note uses these.
"""

import re
from datetime import date

from vault_tools.edit.page import Bullet, Page
from vault_tools.errors import UneditableError
from vault_tools.language import _, quoted
from vault_tools.model import Promise
from vault_tools.parse import Grammar
from vault_tools.parse.body import Body, heading_text
from vault_tools.parse.lines import running_lines
from vault_tools.parse.text import unified

_HEADINGS = frozenset(
    {
        *("promises", "tasks", "todo", "todos", "to-do", "to-dos"),
        *("zusagen", "versprechen", "aufgaben"),
    }
)
_NEW_HEADING = "## Promises"
_NEW_IN_GERMAN = "## Zusagen"
_GERMAN = frozenset(
    {
        *("kontakte", "verlauf", "gespräche", "treffen", "notizen", "notiz", "themen", "ziele"),
        *("hintergrund", "persönliches", "privates", "familie", "beruf", "interessen", "über"),
        *("geschenke", "geschenkideen", "wichtig", "sonstiges", "kennengelernt", "adresse"),
    }
)
"""What German notes about people have as headings, and English ones have not."""
_BOX = re.compile(r"(\[)[^\[\]](\][ \t\u00a0])")
_DONE_DAY = re.compile(r"✅|\[completion::")
_BLOCK_ID = re.compile(r"(?<![ \t])[ \t]++\^[A-Za-z0-9-]++\Z")


def add_task(
    text: str, task: str, *, due: date | None = None, waiting: bool = False, grammar: Grammar
) -> str:
    """Return the note *text* with one more open *task*, due on a day or none; *waiting* is theirs.

    It goes below the tasks that stand outside the log, else under a heading for promises, which
    is made before the log, or at the end, where missing; in German where the note's headings are.

    Raises:
        UneditableError: The task would not be read there, or would change how the rest is read.
    """
    page = Page(text, grammar)
    fields = _due_field(text, due) if due else ""
    said = f"[ ] {' '.join(task.split())}{' #waiting' if waiting else ''}{fields}"
    at, before, bullet, after = _place(page)
    changed = page.with_rows(at, [*before, f"{bullet}{said}", *after])
    place = at + len(before)
    found = [each for each in Page(changed, grammar).body.promises if each.line == place]
    if [(each.due, each.done, each.mine) for each in found] != [(due, False, not waiting)]:
        msg = _("the promise would not be read here as it is meant; is a comment above still open?")
        raise UneditableError(msg, line=page.first_line + at)
    return changed


def tick(text: str, *, task: str, line: int, on: date, grammar: Grammar) -> str:
    """Return the note *text* with an open *task* kept on a day; the same if it is kept already.

    Of several alike the one on *line* of the file is meant, else the first.

    Raises:
        UneditableError: There is no such task, or it can't be ticked alone.
    """
    page = Page(text, grammar)
    alike = [each for each in page.body.promises if each.text == task]
    alike.sort(key=lambda each: (each.line != line - page.first_line, each.done))
    if not alike:
        msg = _("there is no task {task} any more", task=quoted(task))
        raise UneditableError(msg, line=line)
    found = alike[0]
    if found.done:
        return text
    row = page.rows[found.line].rstrip("\r\n")
    ticked = _BOX.sub(r"\1x\2", row, count=1)
    said = ticked.rstrip(" \t")
    name = _BLOCK_ID.search(said)
    end = name.start() if name else len(said)
    day = "" if _DONE_DAY.search(ticked) else _done_field(row, on)
    changed = page.with_row(found.line, f"{ticked[:end]}{day}{ticked[end:]}")
    after = Page(changed, grammar).body
    if _around(after, found) != _around(page.body, found):
        msg = _("this task can't be ticked alone")
        raise UneditableError(msg, line=page.first_line + found.line)
    return changed


def _place(page: Page) -> tuple[int, list[str], Bullet, list[str]]:
    """Return before which row a task goes, the rows before it, its bullet, and the rows after."""
    logs = page.body.logs
    promises = [each.line for each in page.body.promises]
    outside = [line for line in promises if not any(line in log for log in logs)]
    if outside:
        return page.item_end(outside[-1]), [], page.bullet(outside[-1]), []
    lines = running_lines(unified("".join(page.rows)), first=0)
    headings = {
        line.number: said.casefold() for line in lines if (said := heading_text(line.prose))
    }
    for row, said in headings.items():
        if said in _HEADINGS:
            at = page.below(row)
            return at, [], Bullet(), page.gap_before(at)
    new = _NEW_HEADING if _GERMAN.isdisjoint(headings.values()) else _NEW_IN_GERMAN
    if logs:
        return logs[0].heading, [new], Bullet(), [""]
    return len(page.rows), [*page.gap_at_end(), new], Bullet(), []


def _due_field(text: str, day: date) -> str:
    return f" [due:: {day}]" if _uses_dataview(text) else f" 📅 {day}"


def _done_field(row: str, day: date) -> str:
    return f" [completion:: {day}]" if _uses_dataview(row) else f" ✅ {day}"


def _uses_dataview(text: str) -> bool:
    """Return whether the tasks of a text have Dataview's fields, not the Tasks plugin's signs."""
    return "[due::" in text and "📅" not in text


def _around(body: Body, ticked: Promise) -> tuple[object, ...]:
    """Return what may not change where a task is ticked; the entry it stands in says its words."""
    return (
        [(each.line, each.on, each.channel) for each in body.log],
        [(each.line, each.target) for each in body.links],
        [each for each in body.promises if each.line != ticked.line],
    )
