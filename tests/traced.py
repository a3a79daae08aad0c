"""A command run under strace: which sockets it and its children use, and which files they write."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_SYSCALLS = (
    "socket,connect,sendto,sendmsg,sendmmsg,bind,"
    "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
)
_CALL = re.compile(r"^(?:\[pid +)?\d*\]? *(\w+)\((.*)$")
_NAMES = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_NETWORK = ("socket", "connect", "sendto", "sendmsg", "sendmmsg", "bind")


@dataclass(frozen=True)
class Traced:
    """The result of a command, and its system calls."""

    result: subprocess.CompletedProcess[str]
    network: list[str]
    """Calls for sockets of any family except AF_UNIX, as written by strace."""
    written: set[Path]
    """Files and folders opened for writing, created, or moved to another's place."""


def traced(*command: str, cwd: Path, log: Path, environment: dict[str, str], timeout: float = 240) -> Traced:
    """Run `python COMMAND` with only that environment, observing all its processes and threads."""
    watch = ["strace", "-f", "--seccomp-bpf", "-s", "4096", "-e", f"trace={_SYSCALLS}", "-o", str(log)]
    result = subprocess.run(
        [*watch, sys.executable, *command],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **environment},
        timeout=timeout,
        check=False,
    )
    calls = [m.groups() for line in log.read_text(errors="replace").splitlines() if (m := _CALL.match(line))]
    assert any(name == "openat" for name, _ in calls), "strace saw nothing: is it allowed here?"
    return Traced(result, _network(calls), _written(calls, cwd))


def _network(calls: list[tuple[str, str]]) -> list[str]:
    asked = [f"{name}({rest}" for name, rest in calls if name in _NETWORK]
    return [call for call in asked if "AF_UNIX" not in call and re.search(r"AF_|sa_family|port", call)]


def _written(calls: list[tuple[str, str]], cwd: Path) -> set[Path]:
    found = set()
    for name, rest in calls:
        if name in _NETWORK or rest.endswith("ENOENT (No such file or directory)"):
            continue
        if name in ("open", "openat") and not _WRITING.search(rest):
            continue
        names = _NAMES.findall(rest)
        if names:
            found.add(cwd / names[-1])
    return found
