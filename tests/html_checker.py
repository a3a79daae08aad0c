"""The Nu HTML Checker, for a few pages at a time."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.needs import NPM

JAR = NPM / "vnu-jar" / "build" / "dist" / "vnu.jar"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
"""Options of Java for processes that last two seconds: to compile thoroughly takes longer than it saves. The stack is
what the checker needs for code that is compiled so."""


def checked(pages: Iterable[Path], *options: str) -> subprocess.CompletedProcess[str]:
    """The checker's run on these pages; its messages are in `stderr`."""
    command = ["java", *QUICK, "-jar", str(JAR), *options, *map(str, pages)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
