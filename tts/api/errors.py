"""Converts any exception to an error of `tts.model`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tts.model import SourceError, TtsError


@contextmanager
def translated() -> Iterator[None]:
    """Convert OSError and RecursionError to our errors."""
    try:
        yield
    except (OSError, RecursionError) as error:
        raise as_ours(error) from error


def as_ours(error: Exception) -> TtsError:
    """The error to raise for a program."""
    if isinstance(error, TtsError):
        return error
    if isinstance(error, RecursionError):
        return SourceError("the source is nested too deeply to be read", "use a simpler copy")
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return TtsError(f"{error.strerror or error}{where}", "fix that and try again")
    return SourceError(f"the source can't be read: {type(error).__name__}: {error}", _REPORT)


_REPORT = "this is a bug: please report it, with the source"
