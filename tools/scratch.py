"""Where `make test` keeps its files: in memory where there is room, else where the system keeps what is temporary.

Tests make thousands of episodes, and each is synced to the disk: that is what they wait for most.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 8_000_000_000
"""Bytes that have to be free. The files come to less than 3 GB; browsers and voices want the rest."""


def folder() -> str:
    """The user's choice comes first."""
    if "TMPDIR" in os.environ or not _has_room():
        return tempfile.gettempdir()
    return str(MEMORY)


def _has_room() -> bool:
    """Some containers have little memory there, and others start no program of it, as tests do."""
    try:
        here = os.statvfs(MEMORY)
        memory = Path("/proc/meminfo").read_text(encoding="ascii")
    except (OSError, AttributeError):
        return False
    available = int(memory.partition("MemAvailable:")[2].split()[0]) * 1024
    free = min(here.f_bavail * here.f_frsize, available)
    return free > ROOM and not here.f_flag & os.ST_NOEXEC and os.access(MEMORY, os.W_OK)


if __name__ == "__main__":
    print(folder())
