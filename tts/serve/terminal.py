"""A QR code in characters. Light and dark are set, not assumed: it can be read on any ground."""

from __future__ import annotations

_ON, _OFF = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
"""Black on white of the fixed 256 colours: themes change the first sixteen, and not all terminals
know more."""
_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
BORDERS = (4, 2)
"""Light modules around it: as the standard wants, and what cameras are content with."""


def qr(address: str, columns: int) -> tuple[list[str], int]:
    """Lines for a terminal of that many columns, and how many it takes; no lines where it is too
    narrow."""
    import segno

    code = segno.make(address, error="l", micro=False, boost_error=False)
    needed = 0
    for border in BORDERS:
        rows = [[int(cell) for cell in row] for row in code.matrix_iter(border=border)]
        needed = len(rows)
        if needed <= columns:
            return _lines(rows), needed
    return [], needed


def _lines(rows: list[list[int]]) -> list[str]:
    """Two rows of modules a line: characters are about twice as high as wide."""
    if len(rows) % 2:
        rows = [*rows, [0] * len(rows[0])]
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return [_ON + "".join(_HALVES[pair] for pair in zip(*two, strict=True)) + _OFF for two in pairs]
