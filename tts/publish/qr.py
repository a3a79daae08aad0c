"""QR codes as SVG without inline styles, so that they work under a strict Content-Security-Policy:
as a PNG, which is shorter, for our own pages, which allow pictures in `data:` and have a
style that keeps its pixels sharp; as lines for players, whatever page they are in.

A code is linear: its modules are the sum, modulo 2, of the patterns and of the contribution of each
bit of the text (its own module and those of its check bits). The contributions are computed once
per version; a code then takes about a hundred additions, a small fraction of segno's time
(`benchmarks/bench_pages.py`), which matters for ten thousand pages. segno draws the patterns, and
complete codes for texts too long for the versions here; `tests/test_publish_site.py` checks that
both produce the same modules.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from html import escape
from itertools import compress
from operator import xor
from typing import Final
from zlib import adler32, crc32

QUIET: Final = 4
"""Modules of white margin around a code."""
MASK: Final = 3
"""Any mask can be read; trying all eight for the best one would take four times as long."""
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
    1: (),
    2: (6, 18),
    3: (6, 22),
    4: (6, 26),
    5: (6, 30),
    6: (6, 34),
    7: (6, 22, 38),
    8: (6, 24, 42),
    9: (6, 26, 46),
    10: (6, 28, 50),
}
"""Version -> centres of the small squares, on both axes; annex E."""


def lines(text: str, label: str) -> str:
    """The code of a text, with a label for those who can't see it, for a page with any policy."""
    rows = modules(text)
    side = len(rows) + 2 * QUIET
    dark = f'<path stroke="#000" d="{_path(rows)}"/>'
    return _svg(side, label, ' shape-rendering="crispEdges"', dark)


def picture(text: str, label: str) -> str:
    """The same for a page of ours: `page.css` lets its pixels stay sharp."""
    address, side = _png(text)
    place = f'x="{QUIET}" y="{QUIET}" width="{side}" height="{side}"'
    dark = f'<image {place} href="{address}"/>'
    return _svg(side + 2 * QUIET, label, "", dark)


def _svg(side: int, label: str, attribute: str, dark: str) -> str:
    wide = 4 * side
    size = f'viewBox="0 0 {side} {side}" width="{wide}" height="{wide}"'
    shown = escape(label)
    named = f'role="img" aria-label="{shown}"'
    white = f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
    return f'<svg class="qr" {size} {named}{attribute}>{white}{dark}</svg>'


# --- as a picture ---------------------------------------------------------------------------------


def _png(text: str) -> tuple[str, int]:
    """The address of a PNG, and its side."""
    dark, side = _code(text)
    scanlines = dark.to_bytes(side * _row_bytes(side))
    content = _chunk(b"IDAT", _stored(scanlines))
    png = _head(side) + content + _END
    text = b2a_base64(png, newline=False).decode()
    return f"data:image/png;base64,{text}", side


@lru_cache
def _head(side: int) -> bytes:
    """The beginning of a PNG with a bit a pixel: white, or black."""
    size = side.to_bytes(4)
    header = _chunk(b"IHDR", size + size + b"\x01\x03\0\0\0")
    colors = _chunk(b"PLTE", b"\xff\xff\xff\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + header + colors


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    size = len(content).to_bytes(4)
    check = crc32(checked).to_bytes(4)
    return size + checked + check


_END: Final = _chunk(b"IEND", b"")


def _stored(content: bytes) -> bytes:
    """In zlib's format without being compressed: a code would not become smaller."""
    size = len(content)
    stated = size.to_bytes(2, "little")
    inverted = (size ^ 0xFFFF).to_bytes(2, "little")
    check = adler32(content).to_bytes(4)
    return b"\x78\x01\x01" + stated + inverted + content + check


# --- as lines -------------------------------------------------------------------------------------


def _path(rows: Sequence[str]) -> str:
    """A line through each run of dark modules."""
    line = _lines(len(rows)).__getitem__
    ends = _ends("0".join(rows))
    runs = zip(ends[::2], ends[1::2], strict=True)
    return "".join(map(line, runs))


def _ends(modules: str) -> list[int]:
    """Alternately the start and end of each run of dark modules: where a module differs from the
    one before it."""
    count = len(modules) + 1
    dark = int(modules, 2) << 1
    changes = dark ^ dark >> 1
    flags = format(changes, f"0{count}b").encode().translate(_FLAGS)
    return list(compress(_numbers(count), flags))


@lru_cache
def _numbers(count: int) -> tuple[int, ...]:
    """The numbers of all modules, created once: creating them for each code takes as long as
    choosing from them."""
    return tuple(range(count))


_FLAGS: Final = bytes.maketrans(b"01", b"\0\1")


class _Lines(dict[tuple[int, int], str]):
    """Cached lines for runs, by their position in all rows, one module apart: codes have much in
    common, and formatting numbers takes most of the time."""

    def __init__(self, side: int) -> None:
        self._row = side + 1

    def __missing__(self, run: tuple[int, int]) -> str:
        start, end = run
        y, x = divmod(start, self._row)
        left = x + QUIET
        top = y + QUIET
        line = f"M{left} {top}.5h{end - start}"
        self[run] = line
        return line


_lines: Final = lru_cache(_Lines)
"""By the number of rows of the code."""


# --- modules --------------------------------------------------------------------------------------


def modules(text: str) -> list[str]:
    """The modules row by row; 1 is dark."""
    dark, side = _code(text)
    row = 8 * _row_bytes(side)
    count = side * row
    bits = format(dark, f"0{count}b")
    starts = range(8, count, row)
    return [bits[start : start + side] for start in starts]


@lru_cache(4)
def _code(text: str) -> tuple[int, int]:
    """The modules as the bits of a number, in the order of a PNG, and how many are in a row.

    Cached: an episode's page and its player for other sites show the same code.
    """
    content = text.encode()
    version = _smallest(len(content))
    if version:
        dark = _patterns(version) ^ _added(version, content)
        return dark, _side(version)
    rows = _drawn(content)
    return _number(rows), len(rows)


def _row_bytes(side: int) -> int:
    """Bytes of a row in a PNG: its filter, which is none, then a bit a module."""
    return 1 + (side + 7) // 8


def _number(rows: Sequence[str]) -> int:
    side = len(rows)
    row = 8 * _row_bytes(side)
    bits = ""
    for modules in rows:
        bits += f"{'0' * 8}{modules}".ljust(row, "0")
    return int(bits, 2)


def _smallest(length: int) -> int:
    """The smallest version that has room for so many bytes of text; 0 if none has."""
    for version in _BLOCKS:
        if length <= _room(version):
            return version
    return 0


def _side(version: int) -> int:
    """Modules of a row."""
    return 17 + 4 * version


@lru_cache
def _room(version: int) -> int:
    """Bytes of text that a version has room for besides mode and length."""
    head = 2 if version < 10 else 3
    return _data_bytes(version) - head


@lru_cache
def _data_bytes(version: int) -> int:
    _, sizes = _BLOCKS[version]
    return sum(sizes)


def _added(version: int, content: bytes) -> int:
    """What a text adds to the patterns, as the bits of one number."""
    data = _data(version, content)
    return reduce(xor, map(list.__getitem__, _brought(version), data))


def _data(version: int, content: bytes) -> bytes:
    """Mode, length, text, end and padding: exactly the bytes of the version."""
    size = _data_bytes(version)
    length_bits = 8 if version < 10 else 16
    text_bits = 8 * len(content)
    mode_and_length = 4 << length_bits | len(content)
    bits = mode_and_length << text_bits | int.from_bytes(content)
    ended = bits << 4
    used = ended.to_bytes((8 + length_bits + text_bits) // 8)
    filling = b"\xec\x11" * size
    return (used + filling)[:size]


@lru_cache
def _patterns(version: int) -> int:
    """What is the same in every code of a version, taken from a full code, which has no padding."""
    content = b"a" * _room(version)
    rows = _drawn(content)
    return _number(rows) ^ _added(version, content)


def _drawn(content: bytes) -> list[str]:
    import segno

    code = segno.make_qr(content, error=LEVEL, mode="byte", mask=MASK, boost_error=False)
    rows = []
    for row in code.matrix:
        rows.append("".join(map(str, row)))
    return rows


@lru_cache
def _brought(version: int) -> list[list[int]]:
    """For each data byte, and each value it can have, the modules that it flips."""
    count, sizes = _BLOCKS[version]
    at = _byte_places(version)
    out = []
    for block, size in enumerate(sizes):
        check_places = [at[block, size + n] for n in range(count)]
        for byte, checks in enumerate(_checks(count, size)):
            own_places = at[block, byte]
            bits = []
            for b in range(8):
                value = 1 << b
                own = _module(own_places, value)
                bits.append(own | _modules(check_places, checks, value))
            out.append(_sums(bits))
    return out


def _byte_places(version: int) -> dict[tuple[int, int], list[int]]:
    """(block, byte) -> the bits of its eight modules."""
    places = list(_places(version))
    checks, sizes = _BLOCKS[version]
    at = {}
    for n, where in enumerate(_order(checks, sizes)):
        first = 8 * n
        at[where] = places[first : first + 8]
    return at


def _sums(bits: Sequence[int]) -> list[int]:
    """The sum for each value of a byte, computed from those of its bits."""
    sums = [0]
    for bit in bits:
        sums += [bit ^ before for before in sums]
    return sums


def _module(places: Sequence[int], value: int) -> int:
    total = 0
    for n, place in enumerate(places):
        if value >> (7 - n) & 1:
            total |= 1 << place
    return total


def _modules(places: Sequence[Sequence[int]], checks: Sequence[int], value: int) -> int:
    total = 0
    for where, check in zip(places, checks, strict=True):
        product = _times(check, value)
        total |= _module(where, product)
    return total


def _order(checks: int, sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(block, byte) in the order of writing: the first bytes of all blocks, the second ones, and so
    on; check bytes last."""
    for n in range(max(sizes)):
        for block, size in enumerate(sizes):
            if n < size:
                yield block, n
    for n in range(checks):
        for block, size in enumerate(sizes):
            yield block, size + n


def _places(version: int) -> Iterator[int]:
    """The bit of each data module, two columns at a time, up and down from the right."""
    side = _side(version)
    row = 8 * _row_bytes(side)
    last = side * row - 1
    downward = range(side)
    upward = downward[::-1]
    rows, next_rows = upward, downward
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for y in rows:
            for x in (right, right - 1):
                if not _is_pattern(version, x, y):
                    yield last - (y * row + 8 + x)
        rows, next_rows = next_rows, rows


def _is_pattern(version: int, x: int, y: int) -> bool:
    """Whether a module belongs to the corners, the two timing lines, the version or a small
    square."""
    side = _side(version)
    low, high = sorted((x, y))
    in_corner = high < 9 or (low < 9 and high >= side - 8)
    on_dots = low == 6
    in_version = version >= 7 and low < 6 and high >= side - 11
    return in_corner or on_dots or in_version or _in_square(version, x, y)


def _in_square(version: int, x: int, y: int) -> bool:
    """Squares that would overlap the corners are left out."""
    middle = (_middle(version, x), _middle(version, y))
    far = _side(version) - 7
    corners = ((6, 6), (6, far), (far, 6))
    return all(middle) and middle not in corners


def _middle(version: int, at: int) -> int:
    """The centre of the square that a column or row crosses; 0 for none."""
    for middle in _SQUARES[version]:
        if abs(middle - at) <= 2:
            return middle
    return 0


# --- Reed and Solomon's checks, in the field of 256 elements --------------------------------------


def _checks(count: int, size: int) -> list[list[int]]:
    """The check bytes produced by a 1 at each place of a block: x to that power, modulo the
    generator."""
    generator = _generator(count)
    rest = [1] + [0] * (count - 1)
    out = []
    for _ in range(size):
        lead, *others = rest
        product = [_times(lead, factor) for factor in generator[1:]]
        rest = _sum([*others, 0], product)
        out.append(rest)
    return out[::-1]


def _generator(count: int) -> list[int]:
    """The product of (x + 2ⁿ) for the first powers of 2, the highest coefficient first."""
    product = [1]
    for n in range(count):
        root = _power(n)
        with_root = [_times(factor, root) for factor in product]
        product = _sum([*product, 0], [0, *with_root])
    return product


def _sum(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [a ^ b for a, b in zip(one, other, strict=True)]


def _power(n: int) -> int:
    value = 1
    for _ in range(n):
        value = _times(value, 2)
    return value


def _times(a: int, b: int) -> int:
    """A product in the field modulo x⁸ + x⁴ + x³ + x² + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        carry = 0x11D if a & 0x80 else 0
        a = a << 1 ^ carry
        b >>= 1
    return product
