"""Reading texts as if they were files, for the tests of importers."""

from vault_tools.drafts import Draft, Refusal
from vault_tools.plugins import Importer, ImportOptions, Source

NAME = "file"


def read(
    importer: Importer, text: str | bytes, *, options: ImportOptions | None = None
) -> list[Draft | Refusal]:
    data = text.encode() if isinstance(text, str) else text
    source = Source(name=NAME, data=data)
    return list(importer.read(source, options=options or ImportOptions()))


def drafts(
    importer: Importer, text: str | bytes, *, options: ImportOptions | None = None
) -> list[Draft]:
    found = read(importer, text, options=options)
    assert all(isinstance(item, Draft) for item in found), found
    return [item for item in found if isinstance(item, Draft)]


def refusals(importer: Importer, text: str | bytes) -> list[tuple[int, int, str]]:
    """Return line, record and reason of each refusal."""
    return [
        (item.place.line, item.place.record, item.reason)
        for item in read(importer, text)
        if isinstance(item, Refusal)
    ]
