"""The error message for an exception, wherever the article was made: a command, the queue or `tts
watch`."""

from __future__ import annotations

from tts.model import TtsError


def is_foreseen(error: Exception) -> bool:
    """Whether it is one of our errors, or a system error with a reason."""
    return isinstance(error, TtsError) or bool(isinstance(error, OSError) and error.strerror)


def fault_of(error: Exception, then: str, bug: str) -> TtsError:
    """The message for an exception; an unforeseen one is reported as a bug of ours.

    `then` is the hint if the system refused something, `bug` the hint for a bug.

    >>> fault_of(FileNotFoundError(2, "No such file", "a.md"), "try again", "report this").message
    'No such file: a.md'
    """
    if isinstance(error, TtsError):
        return error
    if isinstance(error, OSError) and error.strerror:
        where = f": {error.filename}" if error.filename else ""
        return TtsError(f"{error.strerror}{where}", then)
    if isinstance(error, RecursionError):
        message = "the source is nested too deeply to be read"
        return TtsError(message, "use a simpler copy")
    if isinstance(error, MemoryError):
        message = "there is not enough memory"
        return TtsError(message, "make only a part of it, or close other programs")
    named = f"{type(error).__name__}: {error}"
    return TtsError(f"Pagecast failed unexpectedly: {named}", bug)
