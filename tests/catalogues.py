"""The catalogues of other languages: what stands in them, and what should.

``python -m tests.catalogues`` brings ``vault_tools/locale/*/LC_MESSAGES/vault_tools.po`` up to date
with the texts in the code, the templates and the help, compiles them, and says what is not
translated. A new language is ``python -m tests.catalogues fr``, and then its ``.po`` file.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from vault_tools import language
from vault_tools.cli.speaking import paragraphs

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "message": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
"""The functions of `vault_tools.language` that are given a text, and where it stands."""
_WIDTH = 100


class Text(NamedTuple):
    """A text that is said to people, and where."""

    place: str
    """The file; lines change too often to be kept."""
    text: str | tuple[str, str]
    """The text, or its two forms."""
    context: str | None


def texts() -> Iterator[Text]:
    """Yield every text of ours."""
    for path in sorted((ROOT / "vault_tools").rglob("*.py")):
        yield from _extracted(path, "python")
        yield from _help(path)
    for path in sorted((ROOT / "templates").glob("*.j2")):
        yield from _extracted(path, "jinja2")


def clicks_texts() -> Iterator[Text]:
    """Yield the texts of click, which it looks up by the same names."""
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for _, text, _, context in extract("python", BytesIO(path.read_bytes()), KEYWORDS):
            yield Text("click", _forms(text), context)


def catalogues() -> list[Path]:
    """Return the paths of the catalogues."""
    return sorted(language.FOLDER.glob("*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """Return the catalogue at *path*."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def current(old: Catalog) -> Catalog:
    """Return *old* with the texts that there are now, and no others."""
    template = Catalog()
    for text in (*texts(), *clicks_texts()):
        template.add(text.text, locations=[(text.place, 1)], context=text.context)
    new = Catalog(
        locale=old.locale,
        domain=language.DOMAIN,
        project="vault-tools",
        header_comment="# What vault-tools says, in another language.",
        fuzzy=False,
    )
    known = {(message.id, message.context): message for message in old if message.id}
    for message in sorted(template, key=_order):
        if not message.id:
            continue
        said = known.get((message.id, message.context))
        new.add(
            message.id,
            said.string if said else None,
            locations=sorted(set(message.locations)),
            user_comments=said.user_comments if said else (),
            context=message.context,
        )
    return new


def untranslated(catalogue: Catalog) -> list[str]:
    """Return our texts that *catalogue* doesn't say; what click says in some version may lack."""
    lacking = []
    for text in sorted(set(texts()), key=str):
        found = catalogue.get(text.text, text.context)
        if not found or found.fuzzy or not _is_said(found):
            lacking.append(f"{text.place}: {text.text}")
    return lacking


def as_text(catalogue: Catalog) -> bytes:
    """Return *catalogue* as the text of a ``.po`` file."""
    file = BytesIO()
    write_po(file, catalogue, width=_WIDTH, omit_header=False, include_lineno=False)
    rows = file.getvalue().decode().splitlines(keepends=True)
    # Dates, people and versions would change the file with nothing changed in it.
    names = ("POT-Creation", "PO-Revision", "Last-Trans", "Language-Team", "Generated", "Report")
    return "".join(
        row for row in rows if not row.startswith(tuple(f'"{n}' for n in names))
    ).encode()


def write_made_up(folder: Path, *, say: Callable[[str], str]) -> None:
    """Write into *folder* the catalogue of a language ``xx``, in which *say* says every text."""
    catalogue = Catalog(locale="de")
    for text in (*texts(), *clicks_texts()):
        forms = text.text
        said = say(forms) if isinstance(forms, str) else tuple(map(say, forms))
        catalogue.add(forms, said, context=text.context)
    place = folder / "xx" / "LC_MESSAGES" / f"{language.DOMAIN}.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalogue)


def main(codes: list[str]) -> int:
    """Bring the catalogues up to date, and make those of new languages."""
    for code in codes:
        path = language.FOLDER / code / "LC_MESSAGES" / f"{language.DOMAIN}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    lacking = 0
    for path in catalogues():
        catalogue = current(read(path))
        path.write_bytes(as_text(catalogue))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        missing = untranslated(catalogue)
        lacking += len(missing)
        rows = (f"{path.relative_to(ROOT)}: {len(missing)} texts are not translated", *missing)
        sys.stdout.write("\n  ".join(rows) + "\n")
    return 1 if lacking else 0


def _extracted(path: Path, kind: str) -> Iterator[Text]:
    found = extract(kind, BytesIO(path.read_bytes()), KEYWORDS)
    for _, text, _, context in found:
        yield Text(path.relative_to(ROOT).as_posix(), _forms(text), context)


def _forms(text: str | tuple[str, ...]) -> str | tuple[str, str]:
    if isinstance(text, str):
        return text
    one, many = text[:2]
    return one, many


def _help(path: Path) -> Iterator[Text]:
    """Yield what the commands in the module at *path* say of themselves."""
    place = path.relative_to(ROOT).as_posix()
    if not place.startswith("vault_tools/cli/"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            docstring = ast.get_docstring(node, clean=False)
            for part in paragraphs(docstring or ""):
                if not part.startswith("\b"):
                    yield Text(place, part, None)
        help_text = node.value if isinstance(node, ast.keyword) and node.arg == "help" else None
        if isinstance(help_text, ast.Constant):
            yield Text(place, str(help_text.value), None)


def _is_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in {"command", "group"}


def _order(message: Message) -> tuple[str, str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return (min(message.locations)[0] if message.locations else "", first)


def _is_said(message: Message) -> bool:
    said = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(said)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
