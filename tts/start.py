"""Where the command begins: `--help` and `--version` answer before anything is imported, all else goes to `tts.cli`.

click alone takes three times as long to import as Python takes to start, so the help is printed from a file that
`tools/make_cli_docs.py` writes; a test fails when it is stale.
"""

import io
import sys

import tts


def main() -> None:
    """The command `tts`; exits."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of Latin-1 shows what it has not as \\u5348
            stream.reconfigure(errors="backslashreplace")
    asked = sys.argv[1:]
    if asked == ["--version"]:
        sys.stdout.write(f"tts (pagecast) {tts.__version__}\n")
    elif asked in (["--help"], ["-h"]):
        with open(f"{tts.__path__[0]}/data/help.txt", encoding="utf-8") as f:
            sys.stdout.write(f.read())
    else:
        from tts.cli import cli

        cli()
