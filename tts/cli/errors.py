"""How what went wrong is told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tts.cli.output import arrow, line, say, styled

if TYPE_CHECKING:
    from tts.model import TtsError


def as_error(error: Exception) -> TtsError:
    """What to tell of an exception. One that nobody foresaw is a fault of ours: its place is shown
    on request."""
    from tts.model import TtsError

    if isinstance(error, TtsError):
        return error
    if isinstance(error, OSError) and error.strerror:
        where = f": {error.filename}" if error.filename else ""
        return TtsError(
            f"{error.strerror}{where}", hint="mend that and give the same command again"
        )
    if os.environ.get("PAGECAST_DEBUG"):
        raise error
    if isinstance(error, RecursionError):
        return TtsError(
            "what was given is nested too deeply to be read", hint="give a simpler copy of it"
        )
    if isinstance(error, MemoryError):
        return TtsError(
            "there is not enough memory for that", hint="give a part of it, or close other programs"
        )
    return TtsError(
        f"Pagecast failed in a way that it should not: {type(error).__name__}: {error}",
        hint="this is a bug, please report it with what PAGECAST_DEBUG=1 shows; what was spoken is kept",
    )


LISTED = "\n  - "
"""How a line of a list in a message begins; any other line break came with a name, or from another
package."""


def complain(error: TtsError) -> None:
    say(
        styled("error:", fg="red", bold=True),
        f" {LISTED.join(map(line, error.message.split(LISTED)))}",
    )
    if error.hint:
        say("  ", arrow(), f" {line(error.hint)}")
