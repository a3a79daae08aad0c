"""How errors are printed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tts.cli.output import arrow, line, say, styled

if TYPE_CHECKING:
    from tts.model import TtsError


def as_error(error: Exception) -> TtsError:
    """The error to report for an exception. An unforeseen one is a bug; its traceback is shown on
    request."""
    from tts.episode.fault import fault_of, is_foreseen

    if os.environ.get("PAGECAST_DEBUG") and not is_foreseen(error):
        raise error
    return fault_of(
        error,
        then="fix that and run the same command again",
        bug="this is a bug: please report it with the output of PAGECAST_DEBUG=1; what was "
        "spoken is kept",
    )


LISTED = "\n  - "
"""The start of a list item in a message; any other line break comes from a name or another
package."""


def complain(error: TtsError) -> None:
    say(
        styled("error:", fg="red", bold=True),
        f" {LISTED.join(map(line, error.message.split(LISTED)))}",
    )
    if error.hint:
        say("  ", arrow(), f" {line(error.hint)}")
