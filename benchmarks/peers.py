"""Other programs for the same data, where they can be installed, and what to ask them."""

import shutil
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path

import made_up
from measuring import TOOL, Case

_SLOW = 5_000
"""From so many contacts on, khard takes ten seconds, once will do; and mddb takes minutes."""


def installed(place: Path) -> dict[str, Path]:
    """Return where khard and mddb are, installed for this run only; without those that can't be."""
    found = {}
    venv.create(place / "peers", with_pip=True)
    pip = [place / "peers/bin/pip", "install", "--quiet", "khard"]
    if subprocess.run(pip, check=False).returncode == 0:
        found["khard"] = place / "peers/bin/khard"
    npm = shutil.which("npm")
    command = [npm or "npm", "install", "--silent", "--prefix", place / "npm", "mddb"]
    if npm and subprocess.run(command, check=False).returncode == 0:
        found["mddb"] = place / "npm/node_modules/.bin/mddb"
    return found


def cases(peers: dict[str, Path], vault: Path, *, place: Path, size: int) -> Iterator[Case]:
    """Yield ours beside each peer that is there, at what comes closest to the same work."""
    tool = (*TOOL, "--vault", str(vault))
    runs = 1 if size > _SLOW else 3
    if "khard" in peers:
        settings = _address_book(place, size=size)
        khard = (str(peers["khard"]), "-c", str(settings), "list")
        listed = (*tool, "list")
        yield Case("`list`", listed, khard, "`khard list`", runs=runs)
    if "mddb" in peers and size < _SLOW:
        rebuilt = (*tool, "index", "--rebuild")
        mddb = (str(peers["mddb"]), str(vault))
        yield Case("`index --rebuild`", rebuilt, mddb, "`mddb`", runs=runs)


def _address_book(place: Path, *, size: int) -> Path:
    """Write the same people as vCards; return khard's settings for them."""
    cards = place / f"{size}" / "cards"
    for _ in made_up.cards(cards, contacts=size):
        pass
    settings = cards.with_name("khard.conf")
    settings.write_text(f"[addressbooks]\n[[all]]\npath = {cards}\n", encoding="utf-8")
    return settings
