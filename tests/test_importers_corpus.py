"""Files that other programs wrote: every record gives a draft or a refusal, and none is lost.

The corpus is no part of the project; ``VAULT_TOOLS_CORPUS`` says where it is.
"""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.test_corpus import CORPUS
from vault_tools.drafts import Draft, Refusal
from vault_tools.importers.friends import FriendsImporter
from vault_tools.importers.linkedin import LinkedInImporter
from vault_tools.importers.vcard import VCardImporter
from vault_tools.plugins import Importer, ImportOptions, Source

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")

BEGIN = re.compile(rb"^BEGIN:VCARD", re.IGNORECASE | re.MULTILINE)


def files(pattern: str) -> Iterator[Source]:
    paths = sorted(CORPUS.glob(pattern))
    assert paths
    for path in paths:
        yield Source(name=path.relative_to(CORPUS).as_posix(), data=path.read_bytes())


def read(importer: Importer, source: Source) -> list[Draft | Refusal]:
    return list(importer.read(source, options=ImportOptions(photos=True)))


def test_every_card_is_a_draft_or_a_refusal() -> None:
    counts: Counter[str] = Counter()
    agents = 0
    for source in files("vcard/**/*.vcf"):
        found = read(VCardImporter(), source)
        counts.update(type(item).__name__ for item in found)
        agents += sum(isinstance(item, Draft) and "AGENT" in item.dropped for item in found)
        counts["cards"] += len(BEGIN.findall(source.data))

    assert counts["Draft"] + counts["Refusal"] == counts["cards"]
    assert counts["Refusal"] * 5 < counts["cards"]
    assert agents


def test_hardly_a_line_of_a_card_is_unreadable() -> None:
    unreadable = [
        (source.name, name)
        for source in files("vcard/**/*.vcf")
        for item in read(VCardImporter(), source)
        if isinstance(item, Draft)
        for name in item.dropped
        if name.startswith("line ")
    ]

    # A phone cut a letter in two where it broke the line, and lost the rest.
    assert unreadable == [("vcard/ez-vcard/io/text/John_Doe_ANDROID.vcf", "line 82")]


def test_every_connection_is_a_draft() -> None:
    for source in files("csv/linkedin/**/*.csv"):
        found = read(LinkedInImporter(), source)
        rows = source.data.count(b"https://www.linkedin.com/in/")

        assert sum(isinstance(item, Draft) for item in found) == len(found) == rows


def test_every_friend_is_a_draft() -> None:
    for source in files("friends/*.md"):
        found = read(FriendsImporter(), source)

        assert all(isinstance(item, Draft) for item in found)
        assert sum(len(item.entries) for item in found if isinstance(item, Draft)) == (
            source.data.split(b"### Notes")[0].count(b"**") // 2
        )
