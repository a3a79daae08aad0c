"""The entry point of the command: `--help` and `--version` are answered before anything is
imported.

All else goes to `tts.cli.main`.

click alone takes three times as long to import as Python takes to start, so the help is printed
from a file that `tools/make_cli_docs.py` writes; a test fails when it is stale.
"""

import io
import os
import sys

import tts
from tts.cli.plugin_help import installed


def _open_streams() -> None:
    """Streams that were closed by whoever started us are there again, and none fails on a character
    it has not: a console of Latin-1 shows it as \\u5348, a path with bytes that are no UTF-8 goes
    out as those bytes."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        sys.stdout.reconfigure(errors="surrogateescape" if utf8 else "backslashreplace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def main() -> None:
    """The command `tts`; exits."""
    _open_streams()
    asked = sys.argv[1:]
    if asked in (["--version"], ["-V"]):
        sys.stdout.write(f"tts (pagecast) {tts.__version__}\n")
    elif asked in (["--help"], ["-h"], ["help"]):
        with open(f"{tts.__path__[0]}/data/help.txt", encoding="utf-8") as f:
            sys.stdout.write(f.read() + installed())
    else:
        from tts.cli.main import cli
        from tts.cli.output import clean_all_else

        clean_all_else()
        cli()
