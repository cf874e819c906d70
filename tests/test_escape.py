"""Text from notes in each output: harmless in a terminal, Markdown, JSON and addresses."""

import functools
import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vault_tools import links
from vault_tools.render import data, escape

BLNS = (
    Path(os.environ.get("VAULT_TOOLS_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus")
    / "naughty-strings"
    / "blns.json"
)
needs_blns = pytest.mark.skipif(not BLNS.is_file(), reason=f"there is no {BLNS}")
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@functools.cache
def _naughty() -> tuple[str, ...]:
    return tuple(json.loads(BLNS.read_text(encoding="utf-8")))


def _acts(character: str) -> bool:
    """Return whether a terminal or a line-based reader would act on *character*."""
    return character in BIDI or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


any_text = st.text() | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"]))


@given(any_text)
@example("\x1b]0;x\x07\x9b31m\r\t\x00\x7f\x85\u2028\u2029\ud800")
def test_nothing_acts_on_a_terminal(text: str) -> None:
    shown = escape.terminal(text)

    assert not [character for character in shown if _acts(character) and character != "\n"]
    assert shown.count("\n") == text.count("\n")
    shown.encode()


@given(any_text)
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    harmless = "".join(character for character in text if not _acts(character))

    assert escape.terminal(harmless) == harmless


@given(any_text)
def test_one_line_is_one_line(text: str) -> None:
    shown = escape.one_line(text)

    assert not [character for character in shown if _acts(character)]
    assert shown == shown.strip()


@needs_blns
def test_naughty_strings_do_not_act_on_a_terminal() -> None:
    for text in _naughty():
        assert not [c for c in escape.terminal(text) if _acts(c) and c != "\n"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\x9bb", "a\\x9bb"),
        ("a\u202eb", "a\\u202eb"),
        ("two\nlines", "two\nlines"),
        ("Zoë 👩‍💻 陈", "Zoë 👩‍💻 陈"),
    ],
)
def test_a_control_character_is_shown(text: str, expected: str) -> None:
    assert escape.terminal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \n\t b\r\n", "a b"),
        ("see [[People/Anna|her]]", "see her"),
        ("a [site](https://example.org)", "a site"),
    ],
)
def test_one_line_shows_what_a_reader_sees(text: str, expected: str) -> None:
    assert escape.one_line(text) == expected


@given(any_text)
def test_json_is_harmless_and_means_the_same(text: str) -> None:
    document = data.dumps([text])

    assert not [character for character in document if _acts(character) and character != "\n"]
    assert json.loads(document) == [
        text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    ]
    document.encode()


HOSTILE = (
    *("# x", "- x", "+ x", "* x", "1. x", "12) x", "> x", "---", "***", "===", "- - x", "-", "1."),
    *("a | b", "`x`", "``", "~~~", "```x", "==x==", "%%x%%", "%%", "$x$", "$$x$$", "~~x~~"),
    *("[a](javascript:alert(1))", "![](http://tracker/x)", "[a]: http://x", "[a][b]", "[ ] task"),
    *("<b>x</b>", "<!-- x", "-->", "<http://x>", "<a@b.example>", "<?x?>", "<![CDATA[x]]>", "&lt;"),
    *(
        "]] x [[",
        "[[",
        "[[]]",
        "[[|x]]",
        "[[#x]]",
        "*x*",
        "_x_",
        "**x**",
        "__x__",
        "a_b_c",
        "x^[y]",
    ),
    *(
        "a\n\n# b",
        "a\r\n---",
        "    code",
        "\tcode",
        "[^1]: x",
        "\\",
        "\\*x\\*",
        "a\\",
        "#tag",
        "^id",
    ),
    *(
        "{{7*7}}",
        "{% x %}",
        "key:: value",
        "(key:: value)",
        "\x00",
        "\u202ex",
        "\u2028# x",
        "x" * 500,
    ),
    *("$= dv.pages()", "<% tp.date.now() %>", "📅 2026-01-01", "a  \nb", "- [x] done", "|a|b|"),
)


def _shape(text: str) -> list[str]:
    """Return the tokens that a reader of Markdown with all extensions finds, text aside."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found: list[str] = []
    for token in parser.parse(text):
        found.append(token.type)
        found += [
            child.type
            for child in token.children or ()
            if child.type not in {"text", "text_special"}
        ]
    return found


PLACES = ("{}", "- {}", "- [ ] {} · today", "> - {}", "    - {}\n", "A | {}\n", "1. {}\n    - {}")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_note_is_only_text_in_markdown(text: str, place: str) -> None:
    shown = escape.markdown(text)

    assert _shape(place.replace("{}", f"{shown}x")) == _shape(place.replace("{}", "harmlessx"))
    assert "\n" not in shown


@pytest.mark.parametrize("sign", ["==", "%%", "$", "#", "|", "[", "]", "<", ">", "~", "`"])
def test_what_only_obsidian_takes_for_markup_is_escaped_too(sign: str) -> None:
    assert escape.markdown(f"a {sign}x") == f"a \\{sign}x"
    assert escape.wikilink("a.md", f"a {sign}x") == f"[a \\{sign}x](<a.md>)"


@needs_blns
def test_naughty_strings_are_only_text_in_markdown() -> None:
    for text in _naughty():
        shape = _shape(f"- Anna: {escape.markdown(text)} · today")
        assert shape == _shape("- Anna: harmless · today"), text


@given(st.text(st.sampled_from("ab 1-+=#*_`~[]()<>!|\\$%^&:.\n\t{}/'\"") | st.characters()))
def test_any_text_is_only_text_in_markdown(text: str) -> None:
    shown = escape.markdown(text)

    if not any(link.target for link in links.find(text)):
        assert _shape(f"- x{shown}x") == _shape("- harmless")
        assert _shape(f"- {shown}") == _shape("- harmless" if shown else "- ")


@given(st.text(st.sampled_from("ab 1-+=#*_`~()<>!\\$%^&:.{}/'\"")))
def test_markdown_reads_back_as_the_text(text: str) -> None:
    plain = " ".join(text.split()).replace("&", "")

    found = "".join(
        child.content
        for token in MarkdownIt("commonmark").parse(f"x {escape.markdown(plain)} x")
        for child in token.children or ()
    )

    assert found == " ".join(f"x {plain} x".split()) or not plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see [[People/Anna|her]] *now*", "see [[People/Anna|her]] \\*now\\*"),
        ("see [[#here]]", "see here"),
        ("an ![[image.png]]", "an [[image.png|image.png]]"),
        ("[[a|b]][[c]]", "[[a|b]][[c|c]]"),
        ("[[a#Heading|b]]", "[[a|b]]"),
        ("[[a|*b*]]", "[\\*b\\*](<a>)"),
    ],
)
def test_links_in_text_stay_links(text: str, expected: str) -> None:
    assert escape.markdown(text) == expected


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        pytest.param("People/Anna.md", "Anna", "[[People/Anna|Anna]]", id="plain"),
        pytest.param("Zoë_M.md", "Zoë & Söhne", "[[Zoë_M|Zoë & Söhne]]", id="harmless signs"),
        pytest.param("a.md", "x\n y", "[[a|x y]]", id="a line break in the name"),
        pytest.param("a.b.md", "O'Neill (work)", "[[a.b|O'Neill (work)]]", id="a dot"),
    ],
)
def test_a_note_is_linked_as_in_obsidian(path: str, name: str, expected: str) -> None:
    assert escape.wikilink(path, name) == expected


FORBIDDEN = (
    *("#", "^", "|", "[", "]", "[[", "]]", "\\", "`", "*", "<", ">", "$", "~", "%%", "=="),
    *("_a_", "\n", "\t", "\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2028"),
)


@pytest.mark.parametrize("sign", FORBIDDEN, ids=repr)
def test_a_path_that_no_wikilink_can_hold_becomes_a_link_to_the_file(sign: str) -> None:
    path = f"People/x {sign} y.md"

    found = escape.wikilink(path, "Anna")

    assert _target(found) == path
    assert _shape(found) == _shape("[Anna](<a.md>)")


@pytest.mark.parametrize("sign", [sign for sign in FORBIDDEN if not sign.isspace()], ids=repr)
def test_a_name_that_no_wikilink_can_hold_is_the_text_of_a_link(sign: str) -> None:
    found = escape.wikilink("a.md", f"x {sign} y")

    if found.startswith("[["):  # what acts on a terminal only is shown as it is written
        assert sign.isprintable()
    else:
        assert _target(found) == "a.md"
        assert _shape(found) == _shape("[Anna](<a.md>)")


def _target(markdown: str) -> str:
    (link,) = [
        child
        for token in MarkdownIt("commonmark").parse(markdown)
        for child in token.children or ()
        if child.type == "link_open"
    ]
    href = link.attrGet("href")
    assert isinstance(href, str)
    return unquote(href)


def _unlinked(text: str) -> list[str]:
    """Return the tokens apart from those of a link, which a harmless name's is not."""
    return [kind for kind in _shape(text) if not kind.startswith("link_")]


@needs_blns
def test_naughty_names_add_nothing_but_a_link() -> None:
    for text in _naughty():
        found = escape.wikilink(f"People/{text}.md", text)
        assert _unlinked(f"- [ ] {found} · x") == _unlinked("- [ ] [[a|b]] · x"), text


@given(name=st.text(min_size=1), path=st.text(min_size=1))
def test_no_name_and_no_path_adds_anything_but_a_link(name: str, path: str) -> None:
    found = escape.wikilink(path, name)

    assert _unlinked(f"- [ ] {found} · x") == _unlinked("- [ ] [[a|b]] · x")
    assert not [character for character in found if _acts(character)]


def test_a_path_that_is_not_utf_8_keeps_its_bytes() -> None:
    path = os.fsdecode(b"a\xff.md")

    assert escape.wikilink(path, "Anna") == "[Anna](<a%FF.md>)"
    assert escape.obsidian_url(Path("/v"), path) == "obsidian://open?path=%2Fv%2Fa%FF.md"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/x?y=1#z", "https://example.org/x?y=1#z"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+49221", "tel:+49221"),
        ("obsidian://open?path=x", "obsidian://open?path=x"),
        (" https://example.org\n", "https://example.org"),
        ("javascript:alert(1)", "#"),
        ("JaVaScRiPt:alert(1)", "#"),
        ("java\nscript:alert(1)", "#"),
        ("\x01javascript:alert(1)", "#"),
        ("\u202ejavascript:alert(1)", "#"),
        (" data:text/html,x", "#"),
        ("vbscript:x", "#"),
        ("file:///etc/passwd", "#"),
        ("//example.org/x", "#"),
        ("http://[", "#"),
        ("no scheme", "#"),
        ("", "#"),
    ],
)
def test_only_harmless_addresses_are_links(address: str, expected: str) -> None:
    assert escape.url(address) == expected


@given(any_text | any_text.map("javascript:{}".format) | any_text.map("https://{}".format))
def test_an_address_has_a_harmless_scheme_or_is_none(address: str) -> None:
    found = escape.url(address)

    assert found == "#" or urlsplit(found).scheme in {"http", "https", "mailto", "tel", "obsidian"}
    assert not [character for character in found if _acts(character)]


@pytest.mark.parametrize(
    ("make", "text", "expected"),
    [
        (escape.mail_url, "a.b+c@example.org", "mailto:a.b+c@example.org"),
        (escape.mail_url, "a b@x.org?cc=y&bcc=z", "mailto:a%20b@x.org%3Fcc%3Dy%26bcc%3Dz"),
        (escape.mail_url, "a@x.org\r\nBcc: b@x.org", "mailto:a@x.org%0D%0ABcc%3A%20b@x.org"),
        (escape.phone_url, "+49 (221) 12-3", "tel:+49221123"),
        (escape.phone_url, "12;ext=3<x>", "tel:123"),
        (escape.phone_url, "none", "tel:"),
    ],
)
def test_addresses_of_people(make: Callable[[str], str], text: str, expected: str) -> None:
    assert make(text) == expected


def test_the_address_of_a_note_opens_it_in_obsidian() -> None:
    found = escape.obsidian_url(Path("/my vault"), "a/Zoë & b.md")

    assert found == "obsidian://open?path=%2Fmy%20vault%2Fa%2FZo%C3%AB%20%26%20b.md"
