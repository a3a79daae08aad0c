"""The entry point of the command: `--help` and `--version` are answered before anything is
imported.

Everything else is passed to `tts.cli.main`.

Importing click alone takes three times as long as starting Python, so the help is printed from a
file written by `tools/make_cli_docs.py`; a test fails if it is outdated.
"""

import io
import os
import sys

import tts
from tts.cli.plugin_help import installed


def _open_streams() -> None:
    """Reopen standard streams closed by the parent process, and make sure that no character causes
    an error: a Latin-1 console shows an unknown one as \\u5348, and bytes in paths that are not
    UTF-8 are written unchanged."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        sys.stdout.reconfigure(errors="surrogateescape" if utf8 else "backslashreplace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def _print(text: str) -> None:
    """Write to stdout; it is no fault if nobody reads it to its end."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as e:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries again
        if not isinstance(e, BrokenPipeError):
            sys.exit(f"error: the output can't be written: {e.strerror}")


def main() -> None:
    """Run the command `tts`, and exit."""
    _open_streams()
    asked = sys.argv[1:]
    if asked in (["--version"], ["-V"]):
        _print(f"tts (pagecast) {tts.__version__}\n")
    elif asked in (["--help"], ["-h"], ["help"]):
        with open(f"{tts.__path__[0]}/data/help.txt", encoding="utf-8") as f:
            _print(f.read() + installed())
    else:
        try:
            from tts.cli.interrupts import keep_interrupts
            from tts.cli.main import cli
            from tts.cli.output import clean_all_else
        except KeyboardInterrupt:  # from here on `cli` ends with a message
            sys.exit(130)
        keep_interrupts()
        clean_all_else()
        cli()
