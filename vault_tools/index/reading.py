"""Reading stale notes into rows: in this process, or for many notes in one for each processor.

The notes come back in the order asked for, whichever process has read them. A process that dies
or can't be made only costs time: what it would have read is read here.
"""

import fcntl
import gc
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vault_tools import vault
from vault_tools.config import Config
from vault_tools.digests import blake2b
from vault_tools.index.entries import Entry, entry_of
from vault_tools.model import Note, NoteKind
from vault_tools.parse import Grammar, parse_note
from vault_tools.parse.values import claims
from vault_tools.vault import Stat, UnreadableError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

FEW = 400
"""So many notes are read faster here than processes are made."""
_CHUNK = 32
"""How many notes are passed on at once."""
_PIPE = 2**20
"""Bytes that a pipe holds; Linux gives 64 KiB by itself, which is less than most chunks."""
_MOST = 4
"""The most processes: one stores what they read, and can't keep up with more."""
Wanted = tuple[str, Stat, bytes | None]
"""A note's path, its state, and the hash of its bytes where they are known."""


class Outcome(NamedTuple):
    """What became of one note."""

    path: str
    state: Stat
    """Of the file whose bytes were read."""
    digest: bytes | None
    """None where it could not be read."""
    entry: Entry | None
    """None where the bytes are the known ones."""
    retry: bool = False
    """Whether the next time may go better though the file's state stays the same."""
    says_private: bool = False
    """Whether it is broken, and a line of it says that the contact is private."""


def read(root: Path, wanted: Sequence[Wanted], *, config: Config) -> Iterator[Outcome | str]:
    """Yield what became of each note in *wanted*, in order; the path alone of one that is gone."""
    chunks = [wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK)]
    count = min(_processors(), _MOST) if len(wanted) >= FEW else 1
    if count > 1:
        yield from _side_by_side(root, chunks, config=config, count=count)
        return
    reader = _Reader(root, config)
    for chunk in chunks:
        yield from reader.read(chunk)


class _Reader:
    """Reads notes in this process."""

    def __init__(self, root: Path, config: Config) -> None:
        self._root = root
        self._grammar = Grammar.of(config)
        self._rules = config.rules

    def read(self, chunk: Sequence[Wanted]) -> list[Outcome | str]:
        """Return what became of each note; the path alone of one that is gone."""
        return [self._outcome(*wanted) for wanted in chunk]

    def _outcome(self, path: str, state: Stat, known: bytes | None) -> Outcome | str:  # noqa: PLR0917
        try:
            data, state = vault.read_note(self._root, path)
        except FileNotFoundError:
            return path
        except UnreadableError as error:
            note = _unreadable(path, error)
            entry = entry_of(note, rules=self._rules)
            # A disk may recover, and the file's state won't tell.
            return Outcome(path, state, None, entry, error.problem.code == "unreadable")
        digest = blake2b(data, digest_size=16).digest()
        if digest == known:
            return Outcome(path, state, digest, None)
        note = parse_note(data, path=path, grammar=self._grammar)
        entry = entry_of(note, rules=self._rules)
        meanings = self._grammar.meanings
        private = entry.is_broken and claims(data, "private", meanings=meanings)
        return Outcome(path, state, digest, entry, says_private=private)


def _unreadable(path: str, error: UnreadableError) -> Note:
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    return Note(path=path, kind=NoteKind.UNREADABLE, title=stem, problems=(error.problem,))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _can_fork() -> bool:
    """Return whether a fork is safe: it copies the locks of other threads as they are."""
    return sys.platform == "linux" and threading.active_count() == 1


def _side_by_side(
    root: Path, chunks: list[Sequence[Wanted]], *, config: Config, count: int
) -> Iterator[Outcome | str]:
    """Have every *count*-th chunk read by the same process, and take them in turn.

    A process waits while its pipe is full, so that no more is read ahead than that holds.
    """
    import multiprocessing  # noqa: PLC0415 - few notes do without

    forking = _can_fork()
    context: BaseContext = multiprocessing.get_context("fork" if forking else "spawn")
    pipes: list[Connection | None] = []
    processes = []
    try:
        for first in range(count):
            receiver, sender = context.Pipe(duplex=False)
            _widen(sender)
            others = [*pipes, receiver] if forking else []
            share = chunks[first::count]
            process = context.Process(  # type: ignore[attr-defined]  # each of them has one
                target=_send, args=(sender, others, root, config, share), daemon=True
            )
            process.start()
            sender.close()
            pipes.append(receiver)
            processes.append(process)
        yield from _in_turn(pipes, chunks, here=_Reader(root, config))
    finally:
        for pipe in pipes:
            if pipe:
                pipe.close()
        for process in processes:
            process.join()


def _widen(pipe: "Connection") -> None:
    """Let a pipe hold more than one chunk, so that a process reads on while we store."""
    if sys.platform == "linux":
        with suppress(OSError):  # a user may have only so much in pipes; it works with less
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _in_turn(
    pipes: "list[Connection | None]", chunks: list[Sequence[Wanted]], *, here: _Reader
) -> Iterator[Outcome | str]:
    for number, chunk in enumerate(chunks):
        place = number % len(pipes)
        pipe = pipes[place]
        found: list[Outcome | str] | None = None
        if pipe:
            try:
                found = pipe.recv()
            except (EOFError, OSError):
                pipe.close()
                pipes[place] = None
        yield from here.read(chunk) if found is None else found


def _send(  # noqa: PLR0917 - what a process is given
    pipe: "Connection",
    others: "list[Connection | None]",
    root: Path,
    config: Config,
    chunks: list[Sequence[Wanted]],
) -> None:
    """Read *chunks* and send what became of them, until the process that asked is gone."""
    for other in others:  # else this process would keep alive what another one waits for
        if other:
            other.close()
    gc.disable()  # it finds nothing here, and the process is soon gone
    reader = _Reader(root, config)
    try:
        for chunk in chunks:
            pipe.send(reader.read(chunk))
    except (BrokenPipeError, KeyboardInterrupt):
        return
