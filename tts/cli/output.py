"""All output goes through this module, which escapes control characters, so that no title, file
name or message can control a terminal.

`result` writes to stdout, `say` to stderr. If nobody reads one of them any more (`| head -1`), the
rest of it is discarded, and the command does all that it was asked.

Colours are separate parts (`styled`), so that text can't contain any. Control characters and those
that change the writing direction are written as escapes: ESC as `\\x1b`.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import click

_CLEAR = "\r\x1b[K"
"""Clears the progress line."""
_STEERS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb"
"""C0 without tab and line feed, DEL, C1, Unicode's Bidi_Control, its line separators and
annotations."""
_STEERING = re.compile(f"[{_STEERS}\ud800-\udfff]")
_STEERING_LINE = re.compile(f"[{_STEERS}\t\n\ud800-\udfff]")
_JSON_STEERING = re.compile(f"[{_STEERS}\ud800-\udfff]".replace("\x00-\x08\x0b-\x1f", ""))
"""Characters that JSON does not escape itself: they occur only inside strings, where an escape
means the same."""
_unread: set[bool] = set()
"""The streams that nobody reads any more: False is stdout, True is stderr."""
_PATH_BYTE = range(0xDC80, 0xDD00)
"""Python's surrogates for bytes in a path that are not UTF-8."""


@dataclass(frozen=True, slots=True)
class Styled:
    """Part of a line with colours for a terminal; plain text elsewhere."""

    text: str
    look: dict[str, Any] = field(default_factory=dict)
    """Arguments for `click.style`."""

    def __str__(self) -> str:
        return line(self.text)

    def drawn(self) -> str:
        """The escaped text, with its colours."""
        return click.style(str(self), **self.look)


Part = str | Styled | Path


def styled(text: str, **look: Any) -> Styled:
    """Text on one line with colours; `look` has the arguments for `click.style`."""
    return Styled(text, look)


def bold(text: str) -> Styled:
    return styled(text, bold=True)


def good() -> Styled:
    return styled("✓", fg="green")


def bad() -> Styled:
    return styled("✗", fg="red")


def arrow() -> Styled:
    return styled("→", fg="cyan")


def clean(text: str) -> str:
    """A text with everything that could control a terminal escaped; line breaks and tabs are kept.

    >>> clean("a\\x1b[31m\\u202eb\\n")
    'a\\\\x1b[31m\\\\u202eb\\n'
    """
    return _STEERING.sub(_written_out, text)


def line(text: str) -> str:
    """The same on one line, so that a name can't imitate a line of ours.

    >>> line("a\\nerror: b")
    'a\\\\nerror: b'
    """
    return _STEERING_LINE.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code in _PATH_BYTE:
        return f"\\x{code & 0xFF:02x}"
    return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}.get(found[0]) or (
        f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    )


def result(*parts: Part, end: str = "\n") -> None:
    """Print to stdout, which is only for results. Bytes in a path that are not UTF-8 are written
    unchanged, but not to a terminal."""
    _write(parts, end=end, err=False)


def say(*parts: Part, end: str = "\n") -> None:
    """Print to stderr, for the user at the terminal."""
    _write(parts, end=end, err=True)


def discard(text: str) -> None:
    """Replaces `say` if the user requested only errors."""


def draw(lines: list[str]) -> None:
    """Print a QR code from `serve.terminal_qr` to stderr, always in colour; it contains no foreign
    text."""
    for each in lines:
        _echo(each + "\n", err=True, color=True)


def status(text: str) -> None:
    """Replace the progress line on stderr; does nothing unless stderr is a terminal."""
    if sys.stderr.isatty():
        _echo(f"{_CLEAR}{line(text)}", err=True)


def print_json(value: object) -> None:
    """Print JSON to stdout. Characters that could control a terminal and lone surrogates are
    escaped, so it remains valid JSON."""
    _echo(_as_json(value, indent=1) + "\n")


def print_json_line(value: object) -> None:
    """Print a line of JSON Lines, immediately."""
    _echo(_as_json(value, indent=None) + "\n")


def _as_json(value: object, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _JSON_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _write(parts: tuple[Part, ...], *, end: str, err: bool) -> None:
    keep_bytes = not err and not sys.stdout.isatty()
    shown = [_shown(part, keep_bytes) for part in parts]
    text = "".join([*shown, end])
    _echo(text, err=err)


def is_unread() -> bool:
    """Whether nobody reads stdout any more, so that a command that only shows something can end."""
    return False in _unread


def _echo(text: str, *, err: bool = False, color: bool | None = None) -> None:
    try:
        click.echo(text, err=err, nl=False, color=color)
    except BrokenPipeError:
        _unread.add(err)
        _discard_rest(sys.stderr if err else sys.stdout)
    except OSError as e:
        _discard_rest(sys.stderr if err else sys.stdout)
        if err:  # there is nowhere to report it
            return
        raise OSError(e.errno, f"the output can't be written: {e.strerror}") from e


def _discard_rest(stream: TextIO) -> None:
    """Lead a stream nowhere, with what is in its buffer (Python's documentation of SIGPIPE)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _shown(part: Part, keep_bytes: bool) -> str:
    if isinstance(part, Styled):
        return part.drawn()
    if not isinstance(part, Path):
        return clean(part)
    if not keep_bytes:
        return line(str(part))
    pieces = re.split("([\udc80-\udcff]+)", str(part))
    return "".join(piece if at % 2 else line(piece) for at, piece in enumerate(pieces))


# --- what other packages print --------------------------------------------------------------------


class CleanFormatter(logging.Formatter):
    """Escapes log records like all other output, since they contain addresses and titles."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


def log_to_stderr() -> None:
    """Print warnings of all packages, slightly indented."""
    logging.basicConfig(level=logging.WARNING, handlers=[_handler("  %(message)s")])


def _handler(layout: str) -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(CleanFormatter(layout))
    return handler


def clean_all_else() -> None:
    """Escape what Python prints itself: tracebacks, warnings, and log records without a handler."""
    sys.excepthook = _tell_exception
    threading.excepthook = _tell_thread_exception
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").addHandler(_handler("%(message)s"))
    if logging.lastResort:
        logging.lastResort.setFormatter(CleanFormatter("%(message)s"))


def _tell_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    say("".join(traceback.format_exception(kind, error, trace)), end="")


def _tell_thread_exception(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and failed.exc_type is not SystemExit:
        _tell_exception(failed.exc_type, failed.exc_value, failed.exc_traceback)


def plural(count: int, noun: str) -> str:
    """A count and its noun.

    >>> plural(1, "episode"), plural(2000, "episode")
    ('1 episode', '2,000 episodes')
    """
    return f"{count:,} {noun}{'s' * (count != 1)}"
