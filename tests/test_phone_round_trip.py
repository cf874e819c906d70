"""The way to a phone and back, with the real programs: vdirsyncer, Radicale, khard and khal."""

import base64
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import Run
from tests.exporting import lines, said
from vault_tools.exporters.lines import all_keys, lines_of

TODAY = ("--today", "2026-11-23")
MARA = "urn:uuid:8f2ec504-681d-52dd-920a-3c418a38f728"
NEW = """BEGIN:VCARD
VERSION:3.0
PRODID:-//A phone//EN
UID:5c9d7a4e-1111-4222-8333-944445555666
REV:2026-11-23T12:00:00Z
N:Sommer;Kim;;;
FN:Kim Sommer
TEL;TYPE=CELL:+49 171 5550 100
END:VCARD
""".replace("\n", "\r\n")
COLLECTION = """<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav">
<set><prop><resourcetype><collection/><C:addressbook/></resourcetype></prop></set></mkcol>"""


def _needs(*names: str) -> pytest.MarkDecorator:
    missing = [name for name in names if find_spec(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def _program(name: str) -> str:
    """Return the program of that name beside this Python."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or name


def _call(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@dataclass(frozen=True)
class Server:
    """An address book on a server, as a phone sees it."""

    url: str
    folder: Path
    """Where the server keeps the cards."""

    def ask(self, method: str, *, name: str = "", data: str = "") -> bytes:
        """Return the answer to a request for the address book, or for a card in it."""
        login = base64.b64encode(b"me:secret").decode()
        request = urllib.request.Request(  # noqa: S310 - http to this machine
            self.url + name, data=data.encode() or None, method=method
        )
        request.add_header("Authorization", f"Basic {login}")
        request.add_header("Content-Type", "text/vcard" if name else "application/xml")
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            body: bytes = answer.read()
        return body

    def card(self, uid: str) -> tuple[str, bytes]:
        """Return name and content of the card with that uid, as a phone gets it."""
        for path in sorted(self.folder.rglob("*.vcf")):
            if said(path.read_bytes(), "UID") == [uid]:
                return path.name, self.ask("GET", name=path.name)
        pytest.fail(f"there is no card {uid}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Run Radicale on a free port of this machine, with an empty address book."""
    config = tmp_path / "cache" / "radicale.ini"
    config.parent.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path / "cache" / "collections"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[logging]\nlevel = info\n"
        f"[storage]\nfilesystem_folder = {folder}\n"
    )
    command = [sys.executable, "-m", "radicale", "--config", str(config)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stderr
            said_by_it = []
            for line in process.stderr:
                said_by_it.append(line)
                if "Listening on" in line:
                    break
            assert "Listening on" in said_by_it[-1], "".join(said_by_it)
            threading.Thread(target=process.stderr.read, daemon=True).start()  # lest it fills up
            found = Server(f"http://127.0.0.1:{port}/me/book/", folder)
            found.ask("MKCOL", data=COLLECTION)
            yield found
        finally:
            process.terminate()


@dataclass(frozen=True)
class Ways:
    """The vault, the folder, and how each is brought in step with the next."""

    vault: Path
    folder: Path
    config: Path
    run: Run

    def export(self) -> str:
        """Bring the folder in step with the vault; return what was said."""
        result = self.run("--vault", self.vault, *TODAY, "export", "vcard", "-o", self.folder)
        return result.stderr

    def take_in(self) -> Result:
        """Import the folder into the vault."""
        return self.run("--vault", self.vault, *TODAY, "import", "vcard", self.folder)

    def notes(self) -> dict[Path, str]:
        """Return the text of every note."""
        return {path: path.read_text() for path in self.vault.rglob("*.md")}

    def sync(self) -> str:
        """Bring folder and server in step; return what was said."""
        return _call(_program("vdirsyncer"), "-c", self.config, "sync")

    def cards(self) -> dict[str, bytes]:
        """Return the cards in the folder by uid."""
        found = [path.read_bytes() for path in sorted(self.folder.glob("*.vcf"))]
        return {said(data, "UID")[0]: data for data in found}


@pytest.fixture
def ways(tmp_path: Path, example: Path, server: Server, run: Run) -> Ways:
    """Return the ways between a copy of the example vault and the server."""
    config = tmp_path / "cache" / "vdirsyncer.conf"
    folder = tmp_path / "phone"
    folder.mkdir()
    config.write_text(
        f"""
[general]
status_path = "{tmp_path / "cache" / "status"}"
[pair phone]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{folder}"
fileext = ".vcf"
[storage there]
type = "carddav"
url = "{server.url}"
username = "me"
password = "secret"
"""
    )
    _call(_program("vdirsyncer"), "-c", config, "discover")
    return Ways(example, folder, config, run)


def _as_a_phone_would(card: bytes) -> str:
    """Return a card with a number more, its lines in another order, and marks of the phone."""
    rows = card.decode().replace("\r\n ", "").strip().split("\r\n")
    inner = [row for row in rows[2:-1] if not row.startswith(("REV", "PRODID"))]
    changed = [
        *("BEGIN:VCARD", "VERSION:3.0", "PRODID:-//A phone//EN", "REV:20261123T120000Z"),
        *reversed(inner),
        *("TEL;TYPE=CELL:+49 171 5550 111", "END:VCARD", ""),
    ]
    return "\r\n".join(changed)


@_needs("radicale", "vdirsyncer")
def test_a_server_takes_each_card_and_gives_it_back(ways: Ways, server: Server) -> None:
    ways.export()
    ways.sync()

    cards = ways.cards()

    assert len(cards) > 20
    for uid, card in cards.items():
        assert all_keys(lines_of(server.card(uid)[1])) == all_keys(lines_of(card))
    before = ways.sync()
    assert "item" not in before
    assert "0 written" in ways.export()


@_needs("radicale", "vdirsyncer")
def test_what_a_phone_changes_comes_back_and_is_not_written_over(
    ways: Ways, server: Server
) -> None:
    ways.export()
    ways.sync()
    name, card = server.card(MARA)
    server.ask("PUT", name=name, data=_as_a_phone_would(card))
    server.ask("PUT", name="kim.vcf", data=NEW)

    ways.sync()
    told = ways.export()
    ways.sync()

    cards = ways.cards()
    assert said(cards[MARA], "TEL") == ["+49 171 5550 111", "+49 40 66969 214"][::-1]
    assert said(cards["5c9d7a4e-1111-4222-8333-944445555666"], "FN") == ["Kim Sommer"]
    assert "Changed there, so left alone: Mara Hoffstedt." in told
    assert "1 card there of nobody in the vault" in told
    assert [line.value for line in lines(server.card(MARA)[1], "TEL")] == said(cards[MARA], "TEL")


@_needs("radicale", "vdirsyncer")
def test_what_is_changed_in_the_vault_reaches_the_phone(ways: Ways, server: Server) -> None:
    ways.export()
    ways.sync()
    result = ways.run("--vault", ways.vault, *TODAY, "set", "Mara", "phone=+49 40 1", "tags+=new")
    assert result.exit_code == 0

    told = ways.export()
    ways.sync()

    assert "1 written" in told
    assert said(server.card(MARA)[1], "TEL") == ["+49 40 1"]


@_needs("radicale", "vdirsyncer")
def test_what_a_phone_changes_gets_into_the_vault(ways: Ways, server: Server) -> None:
    ways.export()
    before = ways.notes()
    ways.sync()
    name, card = server.card(MARA)
    server.ask("PUT", name=name, data=_as_a_phone_would(card))
    server.ask("PUT", name="kim.vcf", data=NEW)
    ways.sync()

    result = ways.take_in()
    after = ways.notes()
    told = ways.export()
    again = ways.take_in()
    ways.sync()

    assert (result.exit_code, again.exit_code) == (0, 0), result.output
    assert sorted(path.stem for path, text in after.items() if before.get(path) != text) == [
        "Kim Sommer",
        "Mara Hoffstedt",
    ]
    assert ways.notes() == after
    assert "Changed there" not in told
    assert "of nobody in the vault" not in told
    shown = ways.run("--vault", ways.vault, *TODAY, "-q", "export", "vcard", "--name", "Kim Sommer")
    assert said(shown.stdout_bytes, "TEL") == ["+49 171 5550 100"]
    assert set(said(server.card(MARA)[1], "TEL")) == {"+49 40 66969 214", "+49 171 5550 111"}


@_needs("khard")
@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_khard_lists_every_card(version: str, example: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "phone"
    run("--vault", example, "export", "vcard", "--format-version", version, "-o", f"{folder}/")
    config = tmp_path / "cache" / "khard.conf"
    config.write_text(f"[addressbooks]\n[[phone]]\npath = {folder}\n")

    listed = _call(_program("khard"), "-c", config, "email", "--parsable", "--remove-first-line")
    names = _call(_program("khard"), "-c", config, "list", "--parsable").splitlines()

    found = [path.read_bytes() for path in folder.glob("*.vcf")]
    assert sorted(name.split("\t")[1] for name in names) == sorted(
        said(data, "FN")[0] for data in found
    )
    assert len(listed.splitlines()) == sum(len(said(data, "EMAIL")) for data in found)


@_needs("khal")
def test_khal_reads_every_event(example: Path, tmp_path: Path, run: Run) -> None:
    calendar = tmp_path / "vault-tools.ics"
    run("--vault", example, *TODAY, "export", "ics", "-o", calendar)
    config = tmp_path / "cache" / "khal.conf"
    config.write_text(
        f"[calendars]\n[[own]]\npath = {tmp_path / 'cache' / 'calendar'}\n"
        "[locale]\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path / 'cache' / 'khal.db'}\n"
    )

    shown = _call(_program("khal"), "-c", config, "printics", calendar)

    events = calendar.read_bytes().count(b"BEGIN:VEVENT")
    assert events > 20
    assert f"{events} events found" in shown
