"""What a note is: contact, event, goal, template, report, plain or unreadable."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.config import Config
from vault_tools.config.settings import Contacts
from vault_tools.model import Note, NoteKind, Problem
from vault_tools.parse import Grammar, parse_note
from vault_tools.parse.text import split_lines

GRAMMAR = Grammar.of(Config())
GOOD = (
    "\ufeff---\r\ntype: contact\r\nname: Zoë\r\ntags: [a, 'b']\r\nlast_contact: 2026-11-02\r\n"
    "via: [[Ben]]\r\n---\r\n# Zoë\r\n- [ ] x 📅 2026-11-30\r\n## Log\r\n"
    "- 2026-11-02 phone: y #gave z `c` %% d %%\r\n  - deeper [[Anna|A]]\r\n```\r\ncode\r\n```\r\n"
)


def read(data: str | bytes, path: str = "Notes/a.md", *, grammar: Grammar = GRAMMAR) -> Note:
    return parse_note(
        data if isinstance(data, bytes) else data.encode(), path=path, grammar=grammar
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param("---\ntype: contact\n---\n", "a.md", id="type"),
        pytest.param("---\nType: [note, Person]\n---\n", "a.md", id="an item of the type"),
        pytest.param('---\ntype: "[[People]]"\n---\n', "a.md", id="linked type"),
        pytest.param("---\ntags: [x, person]\n---\n", "a.md", id="tag"),
        pytest.param("---\ntags: '#people/work, x'\n---\n", "a.md", id="nested tag"),
        pytest.param("---\ntag: Contact\n---\n", "a.md", id="tag in the singular"),
        pytest.param("Text #person/friend.\n", "a.md", id="tag in the text"),
        pytest.param("# Zoë #person\n", "a.md", id="tag in a heading"),
        pytest.param("---\nFN: Zoë\n---\n", "a.md", id="vCard"),
        pytest.param("---\nN.GN: Zoë\n---\n", "a.md", id="vCard, given name"),
        pytest.param("---\nN: {FN: Z}\n---\n", "a.md", id="vCard, nested"),
        pytest.param("---\nx: y\n---\n", "People/a.md", id="folder"),
        pytest.param("---\n---\n", "Contacts/work/a.md", id="below a folder"),
        pytest.param("---\ntype:\n---\n", "People/a.md", id="empty type"),
        pytest.param("\ufeff---\r\ntype: contact\r\n...\r\n", "a.md", id="BOM, CRLF, dots"),
        pytest.param("---\rtype: contact\r---\r", "a.md", id="CR"),
    ],
)
def test_a_note_is_a_contact_by_type_tag_vcard_or_folder(text: str, path: str) -> None:
    note = read(text, path)

    assert (note.kind, note.problems) == (NoteKind.CONTACT, ())
    assert note.contact is not None
    assert note.title == note.contact.name


@pytest.mark.parametrize(
    ("text", "path", "kind"),
    [
        pytest.param("---\ntype: firm\n---\n#person", "People/a.md", NoteKind.NOTE, id="type wins"),
        pytest.param("---\ntype: event\n---\n", "People/a.md", NoteKind.EVENT, id="event"),
        pytest.param("---\ntype: goal\ntags: person\n---\n", "a.md", NoteKind.GOAL, id="goal"),
        pytest.param("Text\n", "People/a.md", NoteKind.NOTE, id="no front matter"),
        pytest.param("---\nx: y\n---\n", "Peoples/a.md", NoteKind.NOTE, id="another folder"),
        pytest.param("---\nx: y\n---\n", "People.md", NoteKind.NOTE, id="a file of that name"),
        pytest.param("`#person` %% #person %%\n", "a.md", NoteKind.NOTE, id="tag in code"),
        pytest.param("```\n#person\n```\n", "a.md", NoteKind.NOTE, id="tag in a fence"),
        pytest.param("a#person ##person #personal\n", "a.md", NoteKind.NOTE, id="no tag"),
        pytest.param("## Log\n- 2026-11-02 x #person\n", "a.md", NoteKind.NOTE, id="tag in a log"),
        pytest.param("---\nhello\n---\n", "a.md", NoteKind.NOTE, id="scalar"),
        pytest.param("---\n- a\n---\n", "a.md", NoteKind.NOTE, id="list"),
        pytest.param("---\n\nhello\n\n---\nmore", "a.md", NoteKind.NOTE, id="rules"),
        pytest.param("---\n\nhello\n", "a.md", NoteKind.NOTE, id="rule first"),
        pytest.param("", "a.md", NoteKind.NOTE, id="empty"),
        pytest.param(
            "---\ntype: contact\n---\n", "Templates/a.md", NoteKind.TEMPLATE, id="templates"
        ),
        pytest.param(
            "---\ntype: contact\n---\n", "x/templates/a.md", NoteKind.TEMPLATE, id="nested"
        ),
        pytest.param(
            "---\ntype: contact\nname: {{title}}\n---\n", "a.md", NoteKind.TEMPLATE, id="title"
        ),
        pytest.param("---\ncreated: {{date:YYYY}}\n---\n", "a.md", NoteKind.TEMPLATE, id="date"),
        pytest.param(
            "---\nname: <% tp.file.title %>\n---\n", "a.md", NoteKind.TEMPLATE, id="Templater"
        ),
        pytest.param("---\nx: '}} {{ <% {{'\n---\n", "a.md", NoteKind.NOTE, id="no placeholder"),
        pytest.param("---\nx: '{{'\ny: '}}'\n---\n", "a.md", NoteKind.NOTE, id="two lines"),
        pytest.param("---\ntype: goal\n---\n{{title}}\n", "a.md", NoteKind.GOAL, id="in the text"),
        pytest.param(
            "---\nvault_tools: report\ntype: contact\n---\n", "a.md", NoteKind.REPORT, id="report"
        ),
        pytest.param("---\nvault-tools: x\n---\n", "a.md", NoteKind.NOTE, id="no report"),
    ],
)
def test_other_notes_are_no_contacts(text: str, path: str, kind: NoteKind) -> None:
    note = read(text, path)

    assert (note.kind, note.contact, note.problems) == (kind, None, ())


def test_words_and_folders_can_be_configured() -> None:
    contacts = Contacts(types=("Kontakt",), tags=("#mensch",), folders=("/Leute/",), templates=())
    grammar = Grammar.of(Config(contacts=contacts))

    def kind(text: str, path: str = "a.md") -> NoteKind:
        return read(text, path, grammar=grammar).kind

    assert kind("---\ntype: kontakt\n---\n") is NoteKind.CONTACT
    assert kind("#Mensch/Freund") is NoteKind.CONTACT
    assert kind("---\n---\n", "Leute/a.md") is NoteKind.CONTACT
    assert kind("---\ntype: contact\n---\n") is NoteKind.NOTE
    assert kind("---\n---\n", "People/a.md") is NoteKind.NOTE
    assert kind("---\ntype: kontakt\n---\n", "Templates/a.md") is NoteKind.CONTACT


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"ab\nc\xe9", (2, 2, "not-utf-8"), id="Latin-1"),
        pytest.param("ab\r\ré".encode() + b"\xff", (3, 2, "not-utf-8"), id="after CR"),
        pytest.param(b"\x85\n", (1, 1, "not-utf-8"), id="at once"),
        pytest.param(b"\xed\xa0\x80", (1, 1, "not-utf-8"), id="surrogate"),
        pytest.param("---\na: b\n---\n".encode("utf-16"), (1, 1, "utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff\0a", (1, 1, "utf-16"), id="UTF-16, big-endian"),
        pytest.param("x".encode("utf-32"), (1, 1, "utf-16"), id="UTF-32"),
        pytest.param(b"\0\0\xfe\xff\0\0\0x", (1, 1, "binary"), id="UTF-32, big-endian"),
        pytest.param(b"\x89PNG\r\n\0", (1, 1, "binary"), id="picture"),
        pytest.param(b"a\n" * 5000 + b"\0", (5001, 1, "binary"), id="late NUL"),
        pytest.param(b"---\ntype: contact\n", (1, 1, "front-matter-open"), id="unclosed"),
        pytest.param(b"---toml\n---\n", (1, 1, "front-matter-language"), id="TOML"),
        pytest.param(b"+++\nx = 1\n+++\n", (1, 1, "front-matter-language"), id="plus signs"),
        pytest.param(b"---\ntype: a: b\n---\n", (2, 8, "yaml-syntax"), id="YAML"),
        pytest.param(b"---\ntype: contact\n\tx: y\n---\n", (3, 1, "yaml-syntax"), id="tab"),
        pytest.param(b"---\na: 1\n<<<<<<< x\n---\n", (3, 1, "conflict-marker"), id="conflict"),
        pytest.param(b"\xef\xbb\xbf---\r\n\r\na: @\r\n---", (3, 4, "yaml-syntax"), id="BOM, CRLF"),
    ],
)
def test_a_note_that_can_not_be_read_says_where(data: bytes, problem: tuple[int, int, str]) -> None:
    note = read(data, "People/a.md")

    assert note.kind is NoteKind.UNREADABLE
    assert note.contact is None
    assert [(line, column, code) for _, line, column, code, _ in note.problems] == [problem]


def test_a_conflict_in_the_text_is_a_problem_where_it_stands() -> None:
    note = read("---\ntype: contact\n---\na\n<<<<<<< ours\nb\n=======\n>>>>>>> theirs\n")

    assert note.kind is NoteKind.CONTACT
    assert note.problems == (
        Problem("Notes/a.md", 5, 1, "conflict-marker", "a merge conflict is not resolved here"),
    )
    assert read("```\n<<<<<<< ours\n```\n").problems == ()


def test_the_text_begins_below_the_front_matter() -> None:
    note = read("---\r\na: b\r\n---\r\n\ufeffone\r\rtwo\n")

    assert (note.text, note.text_line) == ("one\n\ntwo\n", 4)


def test_lines_end_where_editors_end_them() -> None:
    assert split_lines("a\nb\r\nc\rd\x0b\x0c\x1c\x85\u2028e") == [
        "a",
        "b",
        "c",
        "d\x0b\x0c\x1c\x85\u2028e",
    ]


@pytest.mark.parametrize("end", range(0, len(GOOD.encode()), 1))
def test_a_half_saved_note_is_read_without_an_error(end: int) -> None:
    note = read(GOOD.encode()[:end])

    assert note.kind in (NoteKind.CONTACT, NoteKind.NOTE, NoteKind.UNREADABLE)


@given(
    st.binary()
    | st.text().map(lambda text: text.encode(errors="surrogatepass"))
    | st.text().map(lambda text: f"---\n{text}\n---\n{text}".encode(errors="surrogatepass")),
    st.sampled_from(["a.md", "People/a.md", "2026-11-02.md", "Templates/a.md", ""]),
)
def test_any_bytes_make_a_note(data: bytes, path: str) -> None:
    note = read(data, path)

    assert all(problem.line >= 1 and problem.column >= 1 for problem in note.problems)


@given(st.data())
def test_a_damaged_note_makes_a_note(data: st.DataObject) -> None:
    good = GOOD.encode()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 40)))
    damage = data.draw(
        st.binary(max_size=8) | st.sampled_from([b"[[", b"---\n", b"\t", b"#", b"`"])
    )
    note = read(good[:start] + damage + good[end:])

    lines = len(split_lines(good.decode())) + 9
    assert all(1 <= problem.line <= lines for problem in note.problems)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# " + " " * 100_000 + "x", id="blanks in a heading"),
        pytest.param("%% a %%" * 50_000, id="comments"),
        pytest.param("`" * 3 + "a`" * 100_000, id="code spans"),
        pytest.param("[[" * 100_000, id="open links"),
        pytest.param("![](" * 50_000, id="open pictures"),
        pytest.param("#" + "1" * 200_000, id="digits in a tag"),
        pytest.param("- [ ] [due::" + " " * 100_000 + "x", id="blanks in a field"),
        pytest.param("## Log\n- 2026-11-02 [gave::" + " " * 100_000 + "x", id="blanks in a favour"),
        pytest.param(
            "## Log\n- 2026-11-02 #gave" + " " * 100_000 + ":" * 100_000, id="blanks behind a tag"
        ),
        pytest.param("---\nx: " + "{{" * 100_000 + "\n---\n", id="open placeholders"),
        pytest.param("---\n" + "--- x\n" * 50_000, id="fences"),
        pytest.param("---\ncadence: " + "a" * 200_000 + "!\n---\n#person", id="endless cadence"),
        pytest.param("> " * 100_000, id="quotes"),
        pytest.param("\t" * 100_000 + "- x", id="indents"),
    ],
)
def test_no_line_is_slow_to_read(text: str) -> None:
    before = os.times().user

    read(text)

    assert os.times().user - before < 2
