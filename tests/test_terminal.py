"""Lines for the terminal: what they say, how wide they are, and that nothing in them acts."""

import os
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from tests.conftest import EXAMPLE, MakeVault, Run
from vault_tools.config import Rules
from vault_tools.dates import Birthday, Period
from vault_tools.followups import due
from vault_tools.index.queries import Hit
from vault_tools.model import (
    Contact,
    Due,
    Interaction,
    Note,
    NoteKind,
    Problem,
    Promise,
    Reason,
    ReasonKind,
    Standing,
    Status,
    Talk,
    Timeline,
)
from vault_tools.render import terminal

EVIL = "x\x1b]0;owned\x07\x9b31m\u202e\ny"
SHOWN = "x\\x1b]0;owned\\x07\\x9b31m\\u202e y"


def _note(contact: Contact | None, path: str = "People/Anna.md") -> Note:
    return Note(path=path, kind=NoteKind.CONTACT, title="Anna", contact=contact)


def test_a_contact_is_one_line() -> None:
    anna = _note(Contact(name="Anna", company="Halden"))

    found = list(
        terminal.contact_lines(
            [
                (anna, day("09-01"), day("09-20")),
                (_note(Contact(name="Ben")), None, None),
                (_note(None), None, day("09-20")),
            ]
        )
    )

    assert found == [
        f"{'Anna':<28}  {'Halden':<24}  last 2026-09-01  due 2026-09-20",
        f"{'Ben':<28}  {'':<24}  last -",
        f"{'Anna':<28}  {'':<24}  last -           due 2026-09-20",
    ]


def test_a_contact_fits_a_narrow_terminal() -> None:
    anna = _note(Contact(name="Anna", company="Halden Analytics and Sons"))
    row = (anna, day("09-01"), day("09-20"))

    usual, narrow, least = (
        list(terminal.contact_lines([row], width=width)) for width in (100, 80, 40)
    )

    ending = "last 2026-09-01  due 2026-09-20"
    assert usual == [f"{'Anna':<28}  Halden Analytics and So…  {ending}"]
    assert narrow == [f"{'Anna':<28}  Halden Analytics…  {ending}"]
    assert len(narrow[0]) == 80
    assert least == [f"{'Anna':<28}  Halden …  {ending}"]


def test_who_is_asleep_is_not_due_today() -> None:
    asleep = standing(status=Status.DORMANT, contacts="09-01")
    found = due([asleep], today=TODAY, until=TODAY, rules=Rules(), reawaken=True)

    first, *_ = terminal.due_lines(found, today=TODAY)

    assert first.split()[-1] == "asleep"


def test_who_is_due_comes_with_why_and_what_about() -> None:
    one = Standing(
        path="a.md",
        name="Anna",
        channel="phone",
        cadence=Period(days=7),
        boundaries="not after six",
        contact_days=(day("09-01"),),
        talks=(Talk(day("09-01"), "phone", "New job.", "a.md"),),
        promises=(Promise(text="the plan", due=day("09-10")), Promise(text="open")),
    )
    found = due([one, standing(follow_up="09-14")], today=TODAY, until=TODAY, rules=Rules())

    assert list(terminal.due_lines(found, today=TODAY, emphasis=str.upper)) == [
        f"{'ANNA':<28}  6 days late  phone",
        "    every week, last contact 1 September",
        "    you promised: the plan",
        "    ! not after six",
        "    - New job. (1 September, phone)",
        "    - you promised: open",
        f"{'ANNA':<28}  today",
        "    follow-up you set for 14 September; no contact yet",
    ]


FULL = Contact(
    name="Anna",
    role="Head",
    company="Halden",
    city="Köln",
    email=("a@x", "b@x"),
    phone=("1",),
    birthday=Birthday.parse("--04-12"),
    tags=("climbing", "work"),
    tier="inner",
    cadence=Period(days=42),
    channel="phone",
    avoid=("email",),
    boundaries="not after six",
    status=Status.PAUSED,
    met=day("2025-03-01"),
    met_at="[[Energy fair]]",
    introduced_by=("[[People/Carla Mendes|Carla]]", "Ben"),
)


def _timeline(contact: Contact | None, *, interactions: bool = True) -> Timeline:
    said = (
        Interaction(on=day("09-20"), channel="in-person", text="lunch"),
        Interaction(on=day("09-14"), text="today\n  and more\n  - [x] done"),
    )
    return Timeline(
        note=_note(contact),
        standing=standing(follow_up="09-20", attempts="09-10", contacts="09-07"),
        interactions=said if interactions else (),
        promises=(Promise(text="plan", due=TODAY), Promise(text="b"), Promise(text="c", done=True)),
        links=("A.md", "B.md") if interactions else (),
        backlinks=("C.md",),
    )


def test_one_contact_is_shown_with_all_there_is() -> None:
    found = terminal.timeline_lines(_timeline(FULL), today=TODAY, rules=Rules())

    assert (
        "\n".join(found)
        == """\
Anna
  work      Head, Halden
  city      Köln
  email     a@x, b@x
  phone     1
  birthday  --04-12
  tags      climbing, work
  tier      inner
  cadence   every 6 weeks
  channel   phone
  avoid     email
  mind      not after six
  status    paused
  met       2025-03-01, Energy fair, introduced by Carla, Ben
  last      2026-09-07, 7 days ago
  due       2026-09-24
  rests     1 attempt unanswered, next try not before 24 September
  note      People/Anna.md

  [ ] you promised: plan (due 2026-09-14)
  [ ] you promised: b

  2026-09-20  planned: in-person: lunch
  2026-09-14  today
              and more
              - [x] done

  links to: A.md, B.md

  linked from: C.md"""
    )


def test_what_is_not_known_takes_no_line() -> None:
    found = terminal.timeline_lines(
        Timeline(
            note=_note(None),
            standing=standing(),
            interactions=(),
            promises=(),
            links=(),
            backlinks=(),
        ),
        today=TODAY,
        rules=Rules(),
    )

    assert list(found) == ["Anna", "  note      People/Anna.md"]


def test_problems_have_a_place_that_editors_understand() -> None:
    problems = [Problem("a b.md", 3, 7, "code", "what\nis wrong \x1b")]

    assert list(terminal.problem_lines(problems)) == ["a b.md:3:7: code what is wrong \\x1b"]


def test_what_was_found_has_a_place() -> None:
    hits = [Hit(path="a.md", name="A", line=3, snippet="… the [[B|flat]] \x07", score=1.0)]

    assert list(terminal.hit_lines(hits)) == ["a.md:3: … the flat \\x07"]


def _evil_note(text: str) -> Timeline:
    contact = Contact(
        name=text,
        role=text,
        company=text,
        city=text,
        email=(text,),
        phone=(text,),
        tags=(text,),
        tier=text,
        channel=text,
        avoid=(text,),
        boundaries=text,
    )
    return Timeline(
        note=_note(contact, path=text),
        standing=_evil_standing(text),
        interactions=(Interaction(on=TODAY, channel=text, text=text),),
        promises=(Promise(text=text),),
        links=(text,),
        backlinks=(text,),
    )


def _evil_standing(text: str) -> Standing:
    return Standing(
        path=text,
        name=text,
        channel=text,
        boundaries=text,
        met=TODAY,
        met_at=text,
        talks=(Talk(TODAY, text, text, text),),
        promises=(Promise(text=text),),
    )


@given(st.just(EVIL) | st.text() | st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp"])))
def test_nothing_in_a_note_acts_on_the_terminal(text: str) -> None:
    evil = _evil_note(text)
    reasons = tuple(
        Reason(kind=kind, due_on=TODAY, promise=Promise(text=text), season=text)
        for kind in ReasonKind
    )
    lines = [
        *terminal.contact_lines([(evil.note, None, None)]),
        *terminal.due_lines([Due(standing=evil.standing, reasons=reasons)], today=TODAY),
        *terminal.timeline_lines(evil, today=TODAY, rules=Rules()),
        *terminal.problem_lines([Problem(text, 1, 1, "x", text)]),
        *terminal.hit_lines([Hit(path=text, name=text, line=1, snippet=text, score=0.0)]),
    ]

    bad = {"Cc", "Cs", "Zl", "Zp"}
    assert not [line for line in lines for sign in line if unicodedata.category(sign) in bad]
    assert not set("".join(lines)) & set("\u061c\u200e\u200f\u202a\u202e\u2066\u2069")


def test_a_hostile_vault_shows_what_is_in_it(run: Run, vault: MakeVault) -> None:
    evil = EVIL.replace("\n", " ").encode("unicode_escape").decode().replace("\\x", "\\u00")
    head = f'type: contact\nname: "{evil}"\ncadence: weekly\nboundaries: "{evil}"'
    root = vault({"A.md": f"---\n{head}\n---\n"})

    for command in ("due", "list", "check"):
        found = run("--vault", root, "--today", "2026-11-23", command)
        assert "\x1b" not in found.output
    assert SHOWN in run("--vault", root, "due").stdout


_MAIN = "from vault_tools.cli import main; main()"


@pytest.mark.parametrize(
    "arguments",
    [["due"], ["due", "--json"], ["list"], ["list", "--json"], ["show", "Mara Hoffstedt"]],
    ids=" ".join,
)
def test_the_same_day_gives_the_same_bytes(tmp_path: Path, arguments: list[str]) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", _MAIN, "--vault", EXAMPLE, "--today", "2026-11-23", *arguments],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / seed)},
        ).stdout
        for seed in ("0", "1")
    }

    assert len(outputs) == 1
    assert outputs != {b""}


def test_the_day_may_lie_at_either_end_of_the_calendar(run: Run, vault: MakeVault) -> None:
    root = vault({"A.md": "---\ntype: contact\ncadence: weekly\nbirthday: 2000-01-01\n---\n"})

    for today in (date.min, date.max):
        found = run("--vault", root, "--today", today.isoformat(), "due", "--within", "30d")
        assert "every week, no contact yet" in found.stdout
