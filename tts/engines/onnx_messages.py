"""Reads and writes parts of an ONNX model file, which is a Protocol Buffers message.

Only what `integer_convolutions` needs: the package `onnx` would take 23 MB more. Field numbers and
types are those of
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_VARINT, _BYTES = 0, 2
_SIZES: Final = {_VARINT: 0, 1: 8, _BYTES: 0, 5: 4}
"""Fixed size of a field's content in bytes, by its wire type; 0 if it is stored with the field."""
_LONGEST = 10
"""Bytes of a number of 64 bits."""
_INT, _INTS = 2, 7
"""Attribute types of a node."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a message."""

    number: int
    content: memoryview
    """Empty for an integer."""
    value: int
    """The value of an integer; otherwise 0."""
    whole: memoryview
    """The encoded field: its key, its size and its content."""

    @property
    def text(self) -> str:
        return str(self.content, "utf-8")


def fields(message: memoryview) -> Iterator[Field]:
    """The fields of a message in order. Raises ValueError or IndexError if it is malformed."""
    at = 0
    while at < len(message):
        begin = at
        value = 0
        key, at = _number(message, at)
        kind = key & 7
        size = _SIZES.get(kind, -1)
        if size < 0:
            raise ValueError(f"no field has the type {kind}")
        if kind == _VARINT:
            value, at = _number(message, at)
        if kind == _BYTES:
            size, at = _number(message, at)
        end = at + size
        if end > len(message):
            raise ValueError(f"{end - len(message)} bytes are missing")
        content = message[at:end]
        whole = message[begin:end]
        at = end
        yield Field(key >> 3, content, value, whole)


def integers(content: memoryview) -> list[int]:
    """The integers of a packed field."""
    at = 0
    found = []
    while at < len(content):
        number, at = _number(content, at)
        found.append(number)
    return found


def _number(message: memoryview, at: int) -> tuple[int, int]:
    """A varint (seven bits a byte, the lowest first), and the position after it."""
    number = 0
    for shift in range(0, 7 * _LONGEST, 7):
        byte = message[at]
        seven = byte & 127
        number |= seven << shift
        at += 1
        if byte < 128:
            return number, at
    raise ValueError(f"a number has more than {_LONGEST} bytes")


# --- written --------------------------------------------------------------------------------------


def message(number: int, content: bytes) -> bytes:
    """An encoded field that holds a message, a string or bytes."""
    return head(number, len(content)) + content


def head(number: int, size: int) -> bytes:
    """The key and size that precede the content of such a field."""
    key = number << 3 | _BYTES
    return _varint(key) + _varint(size)


def integer(number: int, value: int) -> bytes:
    """An encoded field that holds an integer.

    >>> integer(1, 300).hex()
    '08ac02'
    """
    key = number << 3 | _VARINT
    return _varint(key) + _varint(value)


def _varint(number: int) -> bytes:
    rest = number & (1 << 64) - 1  # two's complement of negative numbers
    found = bytearray()
    while rest >= 128:
        seven = rest & 127
        found.append(seven | 128)
        rest >>= 7
    found.append(rest)
    return bytes(found)


def node(
    operator: str, inputs: Sequence[str], output: str, **attributes: int | Sequence[int]
) -> bytes:
    """A node, encoded as a field of a graph."""
    parts = []
    for name in inputs:
        parts.append(message(1, name.encode()))
    parts.append(message(2, output.encode()))
    parts.append(message(4, operator.encode()))
    for name, value in attributes.items():
        parts.append(message(5, _attribute(name, value)))
    whole = b"".join(parts)
    return message(1, whole)


def _attribute(name: str, value: int | Sequence[int]) -> bytes:
    parts = [message(1, name.encode())]
    if isinstance(value, int):
        parts.append(integer(3, value))
        parts.append(integer(20, _INT))
    else:
        for each in value:
            parts.append(integer(8, each))
        parts.append(integer(20, _INTS))
    return b"".join(parts)


def constant(name: str, numbers: Sequence[int]) -> bytes:
    """A node whose output is a one-dimensional tensor of int64."""
    return node("Constant", [], name, value_ints=numbers)
