"""Writes JSON that people can read, with the bytes of `json.dumps`.

Where that indents, it is written in Python and passes on every brace and comma by itself, which
takes longer.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from math import isfinite
from typing import Any


def indented(value: Any, line: str = "\n") -> str:
    """JSON with a line for each item; `line` begins one, at the depth of the value.

    >>> print(indented({"夜": [1.5, None], "rest": []}))
    {
     "夜": [
      1.5,
      null
     ],
     "rest": []
    }
    """
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return repr(value)
    if kind is float and isfinite(value):
        return repr(value)
    if value and isinstance(value, dict):
        entries = _entries(value, f"{line} ")
        return _enclosed(entries, line, "{", "}")
    if value and isinstance(value, list | tuple):
        deeper = f"{line} "
        items = [indented(each, deeper) for each in value]
        return _enclosed(items, line, "[", "]")
    return json.dumps(value, ensure_ascii=False)


def _entries(value: dict[Any, Any], line: str) -> list[str]:
    entries = []
    for key, each in value.items():
        name = encode_basestring(key)
        inner = indented(each, line)
        entries.append(f"{name}: {inner}")
    return entries


def _enclosed(items: list[str], line: str, begin: str, end: str) -> str:
    between = f",{line} "
    inside = between.join(items)
    return f"{begin}{line} {inside}{line}{end}"
