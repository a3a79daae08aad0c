"""All output goes through here and is cleaned: no title, file name or message can control a
terminal.

`result` writes to stdout, `say` to stderr; colours are parts of their own (`styled`), so that a
text can bring none. Control characters and marks that turn the direction of writing are written
out: ESC as `\\x1b`.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import click

_CLEAR = "\r\x1b[K"
"""Takes the line of progress away."""
_STEERS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb"
"""C0 without tab and line feed, DEL, C1, Unicode's Bidi_Control, its line separators and
annotations."""
_STEERING = re.compile(f"[{_STEERS}\ud800-\udfff]")
_STEERING_LINE = re.compile(f"[{_STEERS}\t\n\ud800-\udfff]")
_JSON_STEERING = re.compile(f"[{_STEERS}\ud800-\udfff]".replace("\x00-\x08\x0b-\x1f", ""))
"""Of what JSON leaves as it is: only inside of strings, where an escape means the same."""
_PATH_BYTE = range(0xDC80, 0xDD00)
"""Python's surrogates for bytes of a path that are no UTF-8."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A line's part in colours, for a terminal; plain text elsewhere."""

    text: str
    look: dict[str, Any] = field(default_factory=dict)
    """As `click.style` takes it."""

    def __str__(self) -> str:
        return line(self.text)

    def drawn(self) -> str:
        """The text cleaned, with its colours."""
        return click.style(str(self), **self.look)


Part = str | Styled | Path


def styled(text: str, **look: Any) -> Styled:
    """One line of a text in colours; `look` as `click.style` takes it."""
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
    """A text in which nothing steers a terminal; its lines and tabs stay.

    >>> clean("a\\x1b[31m\\u202eb\\n")
    'a\\\\x1b[31m\\\\u202eb\\n'
    """
    return _STEERING.sub(_written_out, text)


def line(text: str) -> str:
    """The same in one line: a name can't pretend to be a line of ours.

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
    """To stdout, where results alone go. Bytes of a path that are no UTF-8 go out as they are, but
    to no terminal."""
    _write(parts, end=end, err=False)


def say(*parts: Part, end: str = "\n") -> None:
    """To stderr, for the person at the terminal."""
    _write(parts, end=end, err=True)


def discard(text: str) -> None:
    """In place of `say`, where the person asked for errors alone."""


def draw(lines: list[str]) -> None:
    """A QR code of `serve.terminal_qr` on stderr, in its colours whatever stderr is; nobody else
    has a word in it."""
    for each in lines:
        click.echo(each, err=True, color=True)


def status(text: str) -> None:
    """The line of progress on stderr, in place of the one before; nothing where stderr is no
    terminal."""
    if sys.stderr.isatty():
        click.echo(f"{_CLEAR}{line(text)}", err=True, nl=False)


def print_json(value: object) -> None:
    """To stdout as JSON. What would steer a terminal, and halves of surrogates, are escaped: it
    stays valid JSON."""
    click.echo(_as_json(value, indent=1))


def print_json_line(value: object) -> None:
    """The same in one line, at once: of JSON Lines."""
    click.echo(_as_json(value, indent=None))


def _as_json(value: object, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _JSON_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _write(parts: tuple[Part, ...], *, end: str, err: bool) -> None:
    keep_bytes = not err and not sys.stdout.isatty()
    shown = [_shown(part, keep_bytes) for part in parts]
    text = "".join([*shown, end])
    click.echo(text, err=err, nl=False)


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
    """Log records cleaned as all else is: addresses and titles are in them."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


def log_to_stderr() -> None:
    """Warnings of all packages, a little set off."""
    logging.basicConfig(level=logging.WARNING, handlers=[_handler("  %(message)s")])


def _handler(layout: str) -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(CleanFormatter(layout))
    return handler


def clean_all_else() -> None:
    """What Python prints by itself is cleaned: tracebacks, warnings, log records that no handler
    was set up for."""
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
