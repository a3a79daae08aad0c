"""The command `tts`: all its commands, and the single place that handles errors.

Nothing heavy is imported before a command needs it, so `tts --help` is fast.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from tts import __version__
from tts.cli import defaults
from tts.cli.cache import cache
from tts.cli.check import check
from tts.cli.embed import embed
from tts.cli.errors import as_error, complain
from tts.cli.init import init
from tts.cli.keep import keep
from tts.cli.lexicon import lexicon
from tts.cli.listeners import listeners
from tts.cli.listing import list_episodes
from tts.cli.make import make
from tts.cli.manage import COMMANDS as SHOW_COMMANDS
from tts.cli.output import say
from tts.cli.play import play
from tts.cli.publish import publish
from tts.cli.say import say_command
from tts.cli.script import script
from tts.cli.serve import serve
from tts.cli.shell import completion, help_command
from tts.cli.show_status import standing
from tts.cli.sources import sources
from tts.cli.voices import voices
from tts.cli.watch import watch

INTERRUPTED = 130


class Commands(click.Group):
    """Handles every error: prints a message and exits with 1 (failed), 2 (usage) or 130
    (interrupted)."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, **kw: Any
    ) -> NoReturn:
        from click.exceptions import Abort, ClickException, Exit

        kw["standalone_mode"] = False
        typed = list(sys.argv[1:] if args is None else args)
        try:
            code = super().main(args, default_map=defaults.of_user(self, typed), **kw)
        except ClickException as e:
            _tell_usage(e)
            code = e.exit_code
        except Exit as e:
            code = e.exit_code
        except SystemExit as e:
            # click exits with 1 if nobody reads the output any more, but with `| head` that is
            # intended
            code = 0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else e.code
        except (KeyboardInterrupt, Abort) as e:
            code = _failed(_read_too_far(e))
        except Exception as e:
            code = _failed(e)
        try:
            sys.stdout.flush()
        except OSError as e:
            complain(as_error(OSError(e.errno, f"the output can't be written: {e.strerror}")))
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


def _read_too_far(interrupted: BaseException) -> EOFError:
    """click makes an Abort of an EOFError, too; whatever else it is, the command was
    interrupted, and ends here."""
    if isinstance(interrupted.__cause__, EOFError):
        return interrupted.__cause__
    _leave_now("interrupted; what was spoken is kept, and the same command continues from there")


def _failed(exception: Exception) -> int:
    """Print an error; returns its exit code."""
    error = as_error(exception)
    complain(error)
    return error.exit_code


def _tell_usage(error: click.ClickException) -> None:
    """Print click's message, which contains user input, with control characters escaped."""
    buffer = io.StringIO()
    error.show(buffer)
    say(buffer.getvalue() + defaults.named_by(error), end="")


def _leave_now(message: str) -> NoReturn:
    """Exit without waiting for running calls of engines, which leave no partial files."""
    say(message)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, "-V", "--version", prog_name="tts", message="%(prog)s (pagecast) %(version)s"
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Pagecast turns articles into audio that people want to listen to.

    \b
    tts make https://example.org/article     a web page
    tts make story.md paper.pdf              files: HTML, Markdown, text, PDF, Word
    tts make novel.epub                      a book (EPUB, FB2), one episode per chapter
    tts make https://example.org/feed.xml    all articles in a feed
    pbpaste | tts make -                     text from another program
    """
    if context.invoked_subcommand is None:
        standing()


COMMANDS = (
    make,
    script,
    say_command,
    voices,
    lexicon,
    play,
    check,
    publish,
    listeners,
    embed,
    serve,
    watch,
    sources,
    init,
    cache,
    keep,
    help_command,
    completion,
    list_episodes,
    *SHOW_COMMANDS,
)
for each in COMMANDS:
    cli.add_command(each)
