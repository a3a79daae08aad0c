"""Scripts and styles as small as they get: by esbuild, then by terser. Both are Node's: `npm ci --prefix tests/npm`."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BIN = ROOT / "tests" / "npm" / "node_modules" / ".bin"
ESBUILD = _BIN / "esbuild"
TERSER = _BIN / "terser"
TARGET = "--target=es2022"


def head(*sources: str) -> str:
    """The first line of a file: it names the sources, so that a stale file is known without Node."""
    digest = hashlib.sha256("".join(sources).encode())
    return f"/* Pagecast, MIT; of {digest.hexdigest()[:8]} */"


def minified(source: str, loader: str, *options: str) -> str:
    """What esbuild makes of it."""
    command = [str(ESBUILD), f"--loader={loader}", *options]
    return subprocess.run(
        command, input=source, capture_output=True, encoding="utf-8", check=True
    ).stdout


def packed(code: str, *, ascii_only: bool = False) -> str:
    """What esbuild made, a hundredth smaller once it is gzipped: it keeps names as they repeat."""
    options = "passes=2,ecma=2022,inline=0,reduce_vars=false,collapse_vars=false"
    form = f"ascii_only={str(ascii_only).lower()}"
    command = [str(TERSER), "--compress", options, "--mangle", "--format", form]
    made = subprocess.run(command, input=code, capture_output=True, encoding="utf-8", check=True)
    return f"{made.stdout.strip()}\n"


def enclosed(*code: str) -> str:
    """As a script that leaves no name behind in the page."""
    return "\n".join(['(() => {"use strict";', *code, "})();"])


def write(targets: Mapping[Path, Callable[[], str]]) -> None:
    """Each file, in their order, and its size told; or an end that says what is missing or wrong."""
    if not (ESBUILD.exists() and TERSER.exists()):
        sys.exit("esbuild or terser is not installed: npm ci --prefix tests/npm")
    for target, code in targets.items():
        try:
            target.write_text(code(), encoding="utf-8", newline="\n")
        except subprocess.CalledProcessError as e:
            sys.exit(f"the sources can't be packed for {target.name}:\n{e.stderr}")
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")
