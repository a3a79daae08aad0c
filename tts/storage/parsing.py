"""Parses untrusted JSON and TOML: content nested too deeply is treated like a syntax error.

Python's parsers raise RecursionError for it, which no caller expects, and what they accept may be
too deep for a function that walks the values.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

MOST_LEVELS = 100
"""Levels of nested lists and tables; a script has five, JSON-LD of real pages fewer than twenty."""
_KEY = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(
    rf"(?:^|[{{,\[])[ \t]*+{_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{{MOST_LEVELS}}}", re.MULTILINE
)
"""A dotted key, `a.b.c`, is a table for each part, and the parser searches all earlier ones for
each."""
_TOO_DEEP = f"it is nested more than {MOST_LEVELS} levels deep"


def parsed_json(text: str | bytes, *, strict: bool = True) -> Any:
    """Parse JSON. Raises ValueError, also if it is nested too deeply; `strict` is passed to
    `json.loads`."""
    try:
        value = json.loads(text) if strict else json.loads(text, strict=False)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    if _may_be_deep(text) and _is_deep(value):
        raise ValueError(_TOO_DEEP)
    return value


def parsed_toml(text: str) -> dict[str, Any]:
    """Parse TOML. Raises TOMLDecodeError, also if it is nested too deeply."""
    if _LONG_KEY.search(text):
        raise tomllib.TOMLDecodeError(_TOO_DEEP)
    try:
        value = tomllib.loads(text)
    except RecursionError as error:
        raise tomllib.TOMLDecodeError(_TOO_DEEP) from error
    if _is_deep(value):
        raise tomllib.TOMLDecodeError(_TOO_DEEP)
    return value


def _may_be_deep(text: str | bytes) -> bool:
    """Whether there are enough brackets, which are quick to count."""
    if isinstance(text, bytes):
        return text.count(b"[") + text.count(b"{") > MOST_LEVELS
    return text.count("[") + text.count("{") > MOST_LEVELS


def _is_deep(value: Any) -> bool:
    """Checks level by level, because recursion would fail on the very input it looks for."""
    level = [value]
    for _ in range(MOST_LEVELS):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return False
    return True


def _children(value: Any) -> list[Any]:
    """Those of the children that have children themselves."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [child for child in inner if isinstance(child, dict | list)]
