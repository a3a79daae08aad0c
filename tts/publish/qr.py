"""QR codes as SVG, without a style of their own, so that a strict Content-Security-Policy lets them
stand.

A code is linear: its modules are those of the patterns, and, added to them modulo 2, what each bit
of the text brings along (its own module and those of its checks). What a bit brings is worked out
once for a version; a code is then some hundred additions, and costs a small part of what segno
takes (`benchmarks/bench_pages.py`), which counts with ten thousand pages. segno draws the patterns,
and all of a text that is too long for the versions here; `tests/test_publish_site.py` holds both to
the same modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Final

QUIET: Final = 4
"""Modules of white around a code."""
MASK: Final = 3
"""Any can be read; trying all eight for the fairest would take four times as long."""
LEVEL: Final = "m"

_BLOCKS: Final = {
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32, 32)),
    5: (24, (43, 43)),
    6: (16, (27, 27, 27, 27)),
    7: (18, (31, 31, 31, 31)),
    8: (22, (38, 38, 39, 39)),
    9: (22, (36, 36, 36, 37, 37)),
    10: (26, (43, 43, 43, 43, 44)),
}
"""Version -> check bytes of a block, data bytes of each block; ISO/IEC 18004, table 9, level M."""

_SQUARES: Final = {
    1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42),
    9: (6, 26, 46), 10: (6, 28, 50),
}  # fmt: skip
"""Version -> middles of the small squares, on both axes; annex E."""


def svg(text: str, label: str) -> str:
    """The code of a text, named for those who don't see it."""
    drawn, side = _drawing(text)
    return (
        f'<svg class="qr" viewBox="0 0 {side} {side}" width="{4 * side}" height="{4 * side}" role="img" '
        f'aria-label="{escape(label)}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path stroke="#000" d="{drawn}"/></svg>'
    )


@lru_cache(4)
def _drawing(text: str) -> tuple[str, int]:
    """Its path and its side: an episode's page and its player for other sites show the same
    code."""
    rows = modules(text)
    return _path(rows), len(rows) + 2 * QUIET


def _path(rows: Sequence[str]) -> str:
    """A line through each run of dark modules."""
    line = _lines(len(rows)).__getitem__
    return "".join(map(line, map(re.Match.span, _RUN.finditer("0".join(rows)))))


_RUN: Final = re.compile("1+")


class _Lines(dict[tuple[int, int], str]):
    """The line for each run that was met, by where it stands in all rows, one module apart: codes
    have much in common, and putting numbers into text is what takes time."""

    def __init__(self, side: int) -> None:
        self._row = side + 1

    def __missing__(self, run: tuple[int, int]) -> str:
        y, x = divmod(run[0], self._row)
        self[run] = line = f"M{x + QUIET} {y + QUIET}.5h{run[1] - run[0]}"
        return line


_lines: Final = lru_cache(_Lines)
"""For codes of so many rows."""


def modules(text: str) -> list[str]:
    """Row by row, 1 is dark."""
    content = text.encode()
    version = next((v for v in _BLOCKS if len(content) <= _room(v)), 0)
    if not version:
        return _drawn(content)
    side = 17 + 4 * version
    whole = format(_patterns(version) ^ _added(version, content), f"0{side * side}b")
    return [whole[at : at + side] for at in range(0, side * side, side)]


@lru_cache
def _room(version: int) -> int:
    """Bytes of text that a version holds beside mode and length."""
    return sum(_BLOCKS[version][1]) - (2 if version < 10 else 3)


def _added(version: int, content: bytes) -> int:
    """What a text adds to the patterns. Modules are the bits of one number."""
    total = 0
    for brought, byte in zip(_brought(version), _data(version, content), strict=True):
        total ^= brought[byte]
    return total


def _data(version: int, content: bytes) -> bytes:
    """Mode, length, text, end, filling: as many bytes as the version has."""
    size = sum(_BLOCKS[version][1])
    length = 8 if version < 10 else 16
    bits = (4 << length | len(content)) << 8 * len(content) + 4 | int.from_bytes(content) << 4
    head = bits.to_bytes((8 + length) // 8 + len(content))
    return (head + b"\xec\x11" * size)[:size]


@lru_cache
def _patterns(version: int) -> int:
    """All that is the same in every code of a version; had from one that is full, and has no
    filling."""
    content = b"a" * _room(version)
    return int("".join(_drawn(content)), 2) ^ _added(version, content)


def _drawn(content: bytes) -> list[str]:
    import segno

    code = segno.make_qr(content, error=LEVEL, mode="byte", mask=MASK, boost_error=False)
    return ["".join(map(str, row)) for row in code.matrix]


@lru_cache
def _brought(version: int) -> list[list[int]]:
    """For each byte of data, and each value it can have, the modules that it darkens or
    lightens."""
    places = list(_places(version))
    checks, sizes = _BLOCKS[version]
    order = list(_order(checks, sizes))
    at = {where: places[8 * n : 8 * n + 8] for n, where in enumerate(order)}
    out = []
    for block, size in enumerate(sizes):
        for byte, check in enumerate(_checks(checks, size)):
            own, others = at[block, byte], [at[block, size + n] for n in range(checks)]
            bits = [_module(own, 1 << b) | _modules(others, check, 1 << b) for b in range(8)]
            out.append(_sums(bits))
    return out


def _sums(bits: Sequence[int]) -> list[int]:
    """The sum for each value of a byte, from those for its bits."""
    sums = [0]
    for bit in bits:
        sums += [bit ^ before for before in sums]
    return sums


def _module(places: Sequence[int], value: int) -> int:
    return sum(1 << place for n, place in enumerate(places) if value >> (7 - n) & 1)


def _modules(places: Sequence[Sequence[int]], check: Sequence[int], value: int) -> int:
    return sum(_module(where, _times(c, value)) for where, c in zip(places, check, strict=True))


def _order(checks: int, sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(block, byte) as they are written: the first bytes of all blocks, the second ones, and so on;
    checks last."""
    for n in range(max(sizes)):
        yield from ((block, n) for block, size in enumerate(sizes) if n < size)
    for n in range(checks):
        yield from ((block, size + n) for block, size in enumerate(sizes))


def _places(version: int) -> Iterator[int]:
    """The bit of each module that holds data, two columns at a time, up and down from the right."""
    side = 17 + 4 * version
    upward = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for y in range(side - 1, -1, -1) if upward else range(side):
            for x in (right, right - 1):
                if not _is_pattern(version, x, y):
                    yield side * side - 1 - (y * side + x)
        upward = not upward


def _is_pattern(version: int, x: int, y: int) -> bool:
    """Whether a module belongs to the corners, the two dotted lines, the version or a small
    square."""
    side = 17 + 4 * version
    low, high = sorted((x, y))
    if low == 6 or high < 9 or (low < 9 and high >= side - 8):
        return True
    if version >= 7 and low < 6 and high >= side - 11:
        return True
    near = [next((c for c in _SQUARES[version] if abs(c - at) <= 2), 0) for at in (x, y)]
    corners = ([6, 6], [6, side - 7], [side - 7, 6])
    return all(near) and near not in corners


# --- Reed and Solomon's checks, in the field of 256 elements --------------------------------------


def _checks(count: int, size: int) -> list[list[int]]:
    """The check bytes that a 1 at each place of a block brings: x to that power, modulo the
    generator."""
    generator = [1]
    for n in range(count):
        root = _power(n)
        generator = [
            a ^ _times(b, root) for a, b in zip([*generator, 0], [0, *generator], strict=True)
        ]
    rest = [1] + [0] * (count - 1)
    out = []
    for _ in range(size):
        lead, rest = rest[0], [*rest[1:], 0]
        rest = [a ^ _times(lead, b) for a, b in zip(rest, generator[1:], strict=True)]
        out.append(rest)
    return out[::-1]


def _power(n: int) -> int:
    value = 1
    for _ in range(n):
        value = _times(value, 2)
    return value


def _times(a: int, b: int) -> int:
    """A product, modulo x⁸ + x⁴ + x³ + x² + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product
