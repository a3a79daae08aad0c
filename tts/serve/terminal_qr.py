"""A QR code in characters, with explicit colours, so that it can be scanned on any background."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

_ON, _OFF = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
"""Black on white from the fixed part of the 256 colours: themes change the first sixteen, and not
all terminals support more."""
_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
BORDERS = (4, 2)
"""Light modules around the code: as the standard requires, and as few as cameras accept."""


Modules = list[list[int]]
"""Rows of modules: 1 is dark."""


def qr(address: str, columns: int) -> tuple[list[str], int]:
    """Lines for a terminal of that many columns, and the columns needed; no lines if it is too
    narrow."""
    import segno

    code = segno.make(address, error="l", micro=False, boost_error=False)
    needed = 0
    for border in BORDERS:
        rows = _rows(code, border)
        needed = len(rows)
        if needed <= columns:
            lines = _lines(rows)
            return lines, needed
    return [], needed


def _rows(code: QRCode, border: int) -> Modules:
    rows = []
    for cells in code.matrix_iter(border=border):
        row = list(map(int, cells))
        rows.append(row)
    return rows


def _lines(rows: Modules) -> list[str]:
    """Two rows of modules per line: characters are about twice as high as wide."""
    is_odd = len(rows) % 2
    if is_odd:
        light = [0] * len(rows[0])
        rows = [*rows, light]
    uppers, lowers = rows[::2], rows[1::2]
    return list(map(_line, uppers, lowers))


def _line(upper: list[int], lower: list[int]) -> str:
    pairs = zip(upper, lower, strict=True)
    halves = "".join(_HALVES[pair] for pair in pairs)
    return f"{_ON}{halves}{_OFF}"
