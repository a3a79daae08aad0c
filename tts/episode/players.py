"""Programs on this system that play MP3 from a pipe, and how to feed them."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO, Protocol

from tts.model import TtsError

PLAYERS: dict[str, tuple[str, ...]] = {
    "mpv": (
        "--no-video",
        "--really-quiet",
        "--demuxer-lavf-format=mp3",
        "--demuxer-lavf-probesize=4096",
        "-",
    ),
    "ffplay": (
        "-nodisp",
        "-autoexit",
        "-loglevel",
        "error",
        "-f",
        "mp3",
        "-probesize",
        "4096",
        "-analyzeduration",
        "0",
        "-i",
        "pipe:0",
    ),
    "mpg123": ("-q", "-"),
    "cvlc": ("--quiet", "--play-and-exit", "-"),
    "mplayer": ("-really-quiet", "-"),
    "play": ("-q", "-t", "mp3", "-"),
}
"""Name -> command that plays standard input. The first installed one is used. `play` is SoX."""

BROWSER = "browser"

Pieces = Callable[[], Iterator[bytes]]
"""Yields the audio from its beginning, each piece as soon as it exists."""


class PlayerError(TtsError):
    """The audio can't be played."""


class Player(Protocol):
    """Plays until the end, or until it is stopped from another thread."""

    name: str
    closed_early: bool
    """Whether the user closed it before the end."""

    def play(self, pieces: Pieces) -> None: ...

    def stop(self) -> None: ...


def command(wanted: str) -> list[str]:
    """The command of the player, with arguments; empty for the browser.

    `wanted` is a name in the table, or any command that plays MP3 from stdin; empty means the first
    installed one. Raises PlayerError if it is missing.
    """
    wanted = wanted.strip()
    if wanted == BROWSER:
        return []
    if not wanted:
        return next(
            ([path, *how] for name, how in PLAYERS.items() if (path := shutil.which(name))), []
        )
    name, *arguments = _split(wanted)
    path = shutil.which(name)
    if path is None:
        there = [name for name in PLAYERS if shutil.which(name)]
        raise PlayerError(
            f"there is no player {name!r}", hint=f"available: {', '.join([*there, BROWSER])}"
        )
    return [path, *(arguments or PLAYERS.get(name, ()))]


def _split(wanted: str) -> list[str]:
    try:
        return shlex.split(wanted)
    except ValueError as error:  # a quotation that does not end
        raise PlayerError(
            f"{wanted!r} is not a command: {str(error).lower()}", hint="quote it as for a shell"
        ) from error


class Program:
    """An installed player."""

    def __init__(self, command: Sequence[str]) -> None:
        self.name = command[0].rpartition("/")[2]
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self.closed_early = False

    def play(self, pieces: Pieces) -> None:
        """Play. Raises PlayerError if the player can't be started, or fails."""
        with tempfile.TemporaryFile() as complaints:
            for piece in pieces():
                if self._stopped.is_set() or not self._feed(piece, complaints):
                    break
            code = self._end()
            if code and not self._stopped.is_set():
                complaints.seek(0)
                last = complaints.read().decode(errors="replace").strip().splitlines()[-1:]
                reason = f": {last[0]}" if last else ""
                raise PlayerError(
                    f"the player {self.name} failed{reason}",
                    hint="choose another with --player, or use browser",
                )

    def stop(self) -> None:
        """Stop playing immediately."""
        self._stopped.set()
        process = self._process
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()

    def _feed(self, piece: bytes, complaints: BinaryIO) -> bool:
        """Whether the player accepted the piece. It is started with the first piece, so that it is
        ready when the voice begins."""
        if self._process is None:
            self._process = self._started(complaints)
            if self._stopped.is_set():  # meanwhile
                self.stop()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(piece)
            self._process.stdin.flush()
        except (OSError, ValueError):
            self.closed_early = True
            return False
        return True

    def _started(self, complaints: BinaryIO) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
            )
        except OSError as error:
            raise PlayerError(
                f"the player {self.name} can't be started: {error.strerror}"
            ) from error

    def _end(self) -> int:
        """Its exit code, after it has played everything."""
        if self._process is None:
            return 0
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        return self._process.wait()
