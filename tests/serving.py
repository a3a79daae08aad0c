"""`tts serve` in a separate process, and clients that send exactly the requests of a test."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import forked
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.show import library


def make(folder: Path, name: str, text: str, *, cache: Path) -> library.Episode:
    """A silent episode in `folder`/show."""
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    show = library.open_show(folder / "show")
    return pipeline.make(str(folder / f"{name}.md"), show, Options(engine="silent"), cache=Cache(cache)).episode


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    """Headers by names in lower case."""
    body: bytes


@dataclass
class Served:
    """A running server."""

    told: dict[str, Any]
    """Its JSON output."""
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        return int(self.told["port"])

    @property
    def base(self) -> str:
        """The prefix of all paths."""
        return f"/{self.told['token']}/" if self.told["token"] else "/"

    def ask(
        self, path: str, method: str = "GET", *, host: str = "", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """`path` goes into the request unchanged; without a leading slash it is relative to the
        show."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(
                method, path if path.startswith("/") else self.base + path, skip_host=True, skip_accept_encoding=True
            )
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            got = connection.getresponse()
            return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        finally:
            connection.close()

    def raw(self, sent: bytes, *, seconds: float = 60.0) -> bytes:
        """The response to these bytes, until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as s:
            s.sendall(sent)
            got = b""
            while data := s.recv(65536):
                got += data
            return got

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def open_files(self) -> int:
        """Number of open files and connections."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))  # noqa: PTH208  # it counts

    def memory(self) -> int:
        """Resident memory in bytes."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def served(show: Path, *args: str, before: str = "", environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """`tts serve -o SHOW ARGS`; `before` is Python that runs first in its process."""
    code = f"import sys\n{before}\nfrom tts.cli.main import cli\nsys.argv[0] = 'tts'\ncli()"
    command = [sys.executable, "-c", code, "serve", "-o", str(show), "--json", *args]
    with tempfile.NamedTemporaryFile(prefix="serve-", suffix=".log") as log:
        process = forked.Popen(command, stdout=subprocess.PIPE, stderr=log, env={**os.environ, **(environment or {})})
        try:
            assert process.stdout
            told = b""
            while not told.endswith(b"\n}\n"):
                line = process.stdout.readline()
                assert line, Path(log.name).read_text(encoding="utf-8")
                told += line
            yield Served(json.loads(told), process, Path(log.name))
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(60)
            if process.stdout:
                process.stdout.close()
