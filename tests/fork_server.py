"""The process from which `tests/forked.py` forks commands: it imports the package, starts no thread, and does nothing
else.

It ends with the test process, however that ends, because its connection to it is then closed.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import ItemsView, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

MORE = (
    "PIL.ImageDraw", "PIL.ImageFont", "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "lxml.html", "markdown_it",
    "mutagen.mp3", "mutagen.id3", "aiohttp", "lameenc", "charset_normalizer", "jinja2",
)  # fmt: skip
"""What most commands import when they need it."""
FOR_CLUSTERS = ("distributed", "distributed.cli.utils", "distributed.http.proxy", "distributed.preloading")
"""Imported before the first command that needs them."""


def main(end: socket.socket) -> dict[str, Any]:
    """Returns only in forked processes, with their job; never in this one."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    while True:
        size, streams, _flags, _address = socket.recv_fds(end, 8, 3)
        if not size:
            os._exit(0)
        message = b""
        while len(message) < int.from_bytes(size, "big"):
            message += end.recv(1 << 20)
        job: dict[str, Any] = json.loads(message)
        if job["cluster"]:
            with _environment_of_the_start():
                _import(FOR_CLUSTERS)
        told, tell = os.pipe()
        waits, let = os.pipe()
        between = os.fork()
        if not between:  # it ends at once: the command becomes a child of the test process
            child = os.fork()
            if not child:
                os.close(let)
                os.read(waits, 1)
                for fd in (told, tell, waits, end.detach()):
                    os.close(fd)
                _settle_in(job, streams)
                return job
            os.write(tell, child.to_bytes(8, "big"))
            os._exit(0)
        os.waitpid(between, 0)
        os.write(let, b"1")
        end.sendall(os.read(told, 8))
        for fd in (told, tell, waits, let, *streams):
            os.close(fd)


_INTERRUPTS = (signal.SIGINT, signal.SIGQUIT)
"""A terminal sends them to all processes; this one ends with the test process."""


def _settle_in(job: dict[str, Any], streams: list[int]) -> None:
    """Makes this process look as if it had been started in that folder, with that environment and those streams."""
    if job["own_session"]:
        os.setsid()
    for own, given in enumerate(streams):
        os.dup2(given, own)
    for given in streams:
        os.close(given)
    os.umask(job["umask"])
    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job["environment"] | SET_BY_MODULES)
    time.tzset()
    tempfile.tempdir = None
    _open_streams()
    first = "" if job["arguments"][0] == "-c" else job["folder"]
    paths = [path for path in job["environment"].get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.path[:] = [first, *paths, *sys.path[1:]]
    importlib.invalidate_caches()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)


def _open_streams() -> None:
    """Opens the streams again: whether they are seekable or a terminal is determined when they are opened."""
    prompt = bool(os.environ.get("PYTHONUNBUFFERED"))
    for own, (name, mode) in enumerate((("stdin", "rb"), ("stdout", "wb"), ("stderr", "wb"))):
        before = getattr(sys, name)
        raw = open(own, mode, buffering=0 if prompt and own else -1, closefd=False)  # noqa: SIM115
        by_line = not prompt and (name == "stderr" or os.isatty(own))
        form = {"encoding": before.encoding, "errors": before.errors, "newline": "\n" if own else None}
        stream = io.TextIOWrapper(raw, **form, line_buffering=by_line, write_through=prompt)  # type: ignore[arg-type]
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


# --- what is imported -----------------------------------------------------------------------------------------------

SET_BY_MODULES: dict[str, str] = {}
"""What modules have set in the environment, as they do in every process that imports them."""
READ_AT_IMPORT: dict[str, str | None] = {}
"""What modules have read in the environment, and what they found: where it is another, nothing is forked."""


class _Noting(os._Environ):  # type: ignore[type-arg]
    """The environment, which records the names that are read and set. Code that iterates over all of it looks for a
    prefix; `forked` knows these prefixes."""

    def __getitem__(self, name: str) -> str:
        found = None
        try:
            found = super().__getitem__(name)
            return found
        finally:
            if name not in SET_BY_MODULES:
                READ_AT_IMPORT.setdefault(name, found)

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name, value)
        SET_BY_MODULES[name] = value

    def items(self) -> ItemsView[str, str]:
        return {os.fsdecode(name): os.fsdecode(value) for name, value in os.environb.items()}.items()


@contextmanager
def _environment_of_the_start() -> Iterator[None]:
    os.environ.__class__ = _Noting
    try:
        yield
    finally:
        os.environ.__class__ = os._Environ


def _import_package() -> None:
    """All of it, except modules that load a model or a decoder, and the API for programs, which silences logs."""
    import tts

    names = {module.name for module in pkgutil.iter_modules(tts.__path__, "tts.")} - {"tts.__main__", "tts.api"}
    inside = [module.name for name in names for module in pkgutil.walk_packages(_folders(name), f"{name}.")]
    _import([*sorted(names), *inside])
    _import(MORE)


def _folders(name: str) -> list[str]:
    return [*getattr(importlib.import_module(name), "__path__", ())]


def _import(names: Any) -> None:
    for name in names:
        importlib.import_module(name)
    threads = os.listdir("/proc/self/task")  # noqa: PTH208
    assert len(threads) == 1, f"{len(threads)} threads: a fork would have one of them"
    gc.collect()
    gc.freeze()  # what is never collected is not copied either


def _run(job: dict[str, Any]) -> None:
    """Runs a module or code, as Python does with its arguments."""
    kind, code, *arguments = job["arguments"]
    own = sys.modules["__main__"] = ModuleType("__main__")
    sys.argv = [kind, *arguments]
    try:
        if kind == "-m":
            runpy._run_module_as_main(code)  # type: ignore[attr-defined]
        else:
            exec(compile(code, "<string>", "exec"), own.__dict__)
    except SystemExit as ended:
        if isinstance(ended.code, int | None):
            _end(ended.code or 0)
        raise
    _end(0)


def _end(code: int) -> None:
    """Exits like Python, but without tearing down modules, which is most of what a small command costs. Returns if
    output can't be written: Python has its own message and exit code for that."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(code & 0xFF)


if __name__ == "__main__":
    with _environment_of_the_start():
        _import_package()
    connection = socket.socket(fileno=int(sys.argv[1]))
    imported = sorted({name.partition(".")[0] for name in (*sys.modules, *FOR_CLUSTERS)})
    greeting = json.dumps({"read": READ_AT_IMPORT, "imported": imported}).encode()
    connection.sendall(len(greeting).to_bytes(8, "big") + greeting)
    _run(main(connection))
