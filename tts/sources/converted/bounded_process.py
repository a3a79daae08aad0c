"""Runs another program with limits: time, output, no network, a separate folder."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MOST_SECONDS = 120.0
MOST_OUTPUT = 200_000_000
"""Maximum bytes in its folder, including its input."""
STEP = 0.05
"""Seconds between two checks."""
NOWHERE = "http://127.0.0.1:9"
"""A proxy that never answers, so that programs can't fetch anything."""
LONGEST_ERROR = 4000
LONGEST_REASON = 300
WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """The result of a program."""

    output: bytes
    """The output file; empty if it failed."""
    error: str = ""
    """Its own error message; empty if it succeeded."""


def run(command: list[str], files: Mapping[str, bytes], output: str) -> ProcessResult:
    """Run a program in a folder with these files, and return the file `output` that it writes
    there.

    It gets its own home, and no network by any setting that programs respect. If it is too slow or
    writes too much, it is killed with all its child processes.
    """
    with tempfile.TemporaryDirectory(prefix="pagecast-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        try:
            error = _watched(command, folder)
        except OSError as failed:
            return ProcessResult(b"", f"it can't be run: {failed}")
        path = folder / output
        if error or not path.is_file():
            return ProcessResult(b"", error or "it wrote nothing")
        return ProcessResult(path.read_bytes())


def _watched(command: list[str], folder: Path) -> str:
    """Run it; returns why it failed, or an empty string."""
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
        )
        try:
            reason = _why_stopped(process, folder)
        finally:
            _kill(process)
    if reason:
        return reason
    return "" if process.returncode == 0 else _last_words(folder / "errors")


def _why_stopped(process: subprocess.Popen[bytes], folder: Path) -> str:
    """Wait for its end; returns why it has to be stopped earlier, if so."""
    until = time.monotonic() + MOST_SECONDS
    while process.poll() is None:
        if time.monotonic() > until:
            return f"it did not finish within {MOST_SECONDS:.0f} seconds"
        if _size(folder) > MOST_OUTPUT:
            return f"it wrote more than {MOST_OUTPUT // 1_000_000} MB"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STEP)
    return "" if _size(folder) <= MOST_OUTPUT else "it wrote too much"


def _size(folder: Path) -> int:
    return sum(_sizes(folder))


def _sizes(folder: Path) -> Iterator[int]:
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                yield (Path(parent) / name).lstat().st_size


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it and its child processes."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Its home and temporary files are in the folder; it learns nothing about the user's."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "PATHEXT")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    home = str(folder)
    for name in (
        "HOME",
        "USERPROFILE",
        "TMPDIR",
        "TEMP",
        "TMP",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
    ):
        environment[name] = home
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        environment[name] = NOWHERE
    return environment | {
        "CALIBRE_CONFIG_DIRECTORY": str(folder / "calibre"),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }


def _last_words(path: Path) -> str:
    """Its error message: from the line marked as an error on, otherwise the last line."""
    text = path.read_bytes()[-LONGEST_ERROR:].decode("utf-8", "replace")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    said = [line for line in lines if WORD.search(line)]
    for place, line in enumerate(said):
        if line.startswith(("Error", "error")):
            return ", ".join(said[place : place + 2])[:LONGEST_REASON]
    return said[-1][:LONGEST_REASON] if said else "it gives no reason"


def found(program: str) -> str:
    """The path of a program on PATH; empty if it is missing."""
    return shutil.which(program) or ""
