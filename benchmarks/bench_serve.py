"""200 clients at once, each taking ranges of an episode: `tts serve` against nginx, where there is one, and against
`python -m http.server`, which knows no ranges, with whole files.

Servers and clients share the machine; all speak over loopback. A show of 10,000 episodes is served, too.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from common import report

from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.show import library

CLIENTS, EACH, ROUNDS = 200, 4, 3
SIZE = 20_000_000
"""Bytes of the episode: most of an hour."""
PIECE = 262_144
"""Bytes of a range: what players ask for at a time."""
WHOLE = 1_000_000
"""Bytes of the file that is taken whole."""
PATIENCE = 20
"""Seconds until a round is given up: whoever waits then counts as refused."""
EPISODES = int(os.environ.get("EPISODES", "10000"))


@dataclass
class Load:
    """What the clients met."""

    served: int = 0
    """Clients that got all they asked for."""
    wrong: int = 0
    seconds: float = 0.0
    received: int = 0
    waits: list[float] = field(default_factory=list)
    """Seconds from each request to its last byte."""


async def _client(
    port: int, path: str, content: bytes, n: int, load: Load, *, ranges: bool
) -> None:
    chance = random.Random(n)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        for _ in range(EACH):
            start = chance.randrange(len(content) - PIECE) if ranges else 0
            end = start + PIECE if ranges else len(content)
            told = f"Range: bytes={start}-{end - 1}\r\n" if ranges else ""
            begun = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{told}\r\n".encode())
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(end - start)
            load.waits.append(time.perf_counter() - begun)
            load.received += len(body)
            good = head.startswith(b"HTTP/1.1 206" if ranges else b"HTTP/1.")
            load.wrong += not (good and body == content[start:end])
            if head.startswith(b"HTTP/1.0"):
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        writer.close()
        load.served += 1
    except (OSError, EOFError):
        return


async def _all(port: int, path: str, content: bytes, *, ranges: bool) -> Load:
    load, begun = Load(), time.perf_counter()
    clients = [_client(port, path, content, n, load, ranges=ranges) for n in range(CLIENTS)]
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*clients), PATIENCE)
    load.seconds = time.perf_counter() - begun
    return load


def measured(port: int, path: str, content: bytes, *, ranges: bool) -> Load:
    return asyncio.run(_all(port, path, content, ranges=ranges))


# --- servers ------------------------------------------------------------------------------------------------


@contextmanager
def running(*command: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        if not port:
            told = ""
            while not told.endswith("\n}\n"):
                told += process.stdout.readline()
            port = json.loads(told)["port"]
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield process, port
    finally:
        process.terminate()
        process.wait()


def ours(show: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "tts", "serve", "-o", str(show), "--json")


def pythons(show: Path, port: int) -> tuple[str, ...]:
    return (
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(show),
    )


def nginx(folder: Path, show: Path, port: int) -> tuple[str, ...]:
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log /dev/null; events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; sendfile on; server {{ listen 127.0.0.1:{port}; root {show}; }} }}\n"
    )
    return ("nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder))


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def resident(process: subprocess.Popen[str]) -> int:
    return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * os.sysconf(
        "SC_PAGE_SIZE"
    )


# --- shows --------------------------------------------------------------------------------------------------


def episode(folder: Path, name: str, size: int) -> tuple[str, bytes]:
    """An episode whose audio has at least `size` bytes: its path, and the audio."""
    (folder / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n\nThe lamp is lit at dusk.\n")
    made = pipeline.make(
        str(folder / f"{name}.md"), library.open_show(folder / "show"), Options(engine="silent"),
        cache=Cache(folder / "clips"),
    ).episode  # fmt: skip
    content = made.audio.read_bytes()
    content += random.Random(1).randbytes(max(0, size - len(content)))
    made.audio.write_bytes(content)
    about = json.loads((made.folder / library.MANIFEST).read_text())
    about["audio"]["bytes"] = about["files"][made.audio.name] = len(content)
    (made.folder / library.MANIFEST).write_text(json.dumps(about))
    return f"/{made.folder.name}/{made.audio.name}", content


def archive(folder: Path, count: int) -> Path:
    """A show of many episodes, with small files."""
    path, _ = episode(folder, "one", 0)
    first = folder / "show" / path.split("/")[1]
    text = (first / library.MANIFEST).read_text()
    about = json.loads(text)
    for n in range(count - 1):
        copy = first.with_name(f"copy-{n:012x}")
        copy.mkdir()
        for name in about["files"]:
            os.link(first / name, copy / name)
        changed = {**about, "guid": f"guid-{n}", "number": n + 2, "title": f"Number {n}"}
        (copy / library.MANIFEST).write_text(json.dumps(changed))
    return folder / "show"


# --- what is measured ---------------------------------------------------------------------------------------


def against(folder: Path, rival: str, *, ranges: bool, size: int) -> None:
    """`tts serve` and a rival in turn, or alone where the rival is not installed."""
    path, content = episode(folder, f"episode-{size}", size)
    show, port = folder / "show", free_port()
    commands = {"nginx": nginx(folder, show, port), "http.server": pythons(show, port), "": None}
    with ExitStack() as stack:
        process, own = stack.enter_context(running(*ours(show)))
        ports, memory = {"tts": own}, [resident(process)]
        if rival:
            ports[rival] = stack.enter_context(running(*commands[rival], port=port))[1]
        loads: dict[str, list[Load]] = {who: [] for who in ports}
        for _ in range(ROUNDS):
            for who, at in ports.items():
                loads[who].append(measured(at, path, content, ranges=ranges))
                memory += [resident(process)] if who == "tts" else []
    rows = [row for who, runs in loads.items() for row in _rows(who, runs)]
    if rival:
        both = [statistics.median(run.seconds for run in loads[who]) for who in ("tts", rival)]
        rows.append((f"{rival} takes, against tts", f"{both[1] / both[0]:.2f} x"))
    rows.append(
        (
            "tts: memory before and after each round",
            ", ".join(f"{m / 1e6:.0f}" for m in memory) + " MB",
        )
    )
    kind = f"ranges of {PIECE // 1024} KiB" if ranges else f"whole files of {size / 1e6:.0f} MB"
    report(
        f"{CLIENTS} clients at once, {EACH} requests each: {kind}",
        rows,
        "none refused, memory flat",
    )


def _rows(who: str, runs: list[Load]) -> list[tuple[str, str]]:
    waits = sorted(w for run in runs for w in run.waits)
    rate = statistics.median(run.received / run.seconds for run in runs)
    return [
        (f"{who}: MB a second", f"{rate / 1e6:.0f}"),
        (
            f"{who}: a request takes, median and 99 %",
            f"{_at(waits, 0.5):.2f} s, {_at(waits, 0.99):.2f} s",
        ),
        (
            f"{who}: clients refused, answers wrong",
            f"{sum(CLIENTS - r.served for r in runs)}, {sum(r.wrong for r in runs)}",
        ),
    ]


def _at(waits: list[float], share: float) -> float:
    return waits[min(len(waits) - 1, int(len(waits) * share))] if waits else float("nan")


def large(folder: Path) -> None:
    show = archive(folder, EPISODES)
    begun = time.perf_counter()
    with running(*ours(show)) as (process, port):
        rows = [("until it answers", f"{time.perf_counter() - begun:.1f} s")]
        for what in (
            "feed.xml, first",
            "feed.xml, again",
            "index.html, first",
            "feed.xml, after a new episode",
        ):
            if "new" in what:
                episode(folder, "two", 0)
                time.sleep(1.1)
            begun = time.perf_counter()
            with urlopen(f"http://127.0.0.1:{port}/{what.split(',')[0]}") as answer:
                answer.read()
            rows.append((what, f"{time.perf_counter() - begun:.2f} s"))
        rows.append(("memory", f"{resident(process) / 1e6:.0f} MB"))
    report(f"A show of {EPISODES:,} episodes", rows)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        against(Path(name), "nginx" if shutil.which("nginx") else "", ranges=True, size=SIZE)
        against(Path(name), "http.server", ranges=False, size=WHOLE)
    with tempfile.TemporaryDirectory() as name:
        large(Path(name))
