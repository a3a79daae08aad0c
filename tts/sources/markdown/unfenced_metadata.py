"""Front matter of Markdown without fences: JSON as in Hugo, the title block of Pandoc."""

from __future__ import annotations

import json
import re
from typing import Any, Final

MOST: Final = 65_536
"""Maximum characters of such metadata."""
JSON: Final = re.compile(r"\ufeff?\{[ \t]*\n")
PANDOC: Final = re.compile(
    r"\ufeff?%[ \t]*(?P<title>[^\n]*(?:\n[ \t]+[^\n]+)*)\n"
    r"(?:%[ \t]*(?P<author>[^\n]*(?:\n[ \t]+[^\n]+)*)\n)?(?:%[ \t]*(?P<date>[^\n]*)\n)?"
    r"(?=[ \t]*\n|\Z)"
)


def head_of(text: str) -> tuple[dict[str, Any], int] | None:
    """The values by lower-case name, and where they end; None if a text has no such metadata.

    >>> head_of("% The ferry\\n% Ann Lee; Bo Ek\\n\\nText.")
    ({'title': 'The ferry', 'author': ['Ann Lee', 'Bo Ek'], 'date': ''}, 29)
    """
    if found := PANDOC.match(text[:MOST]):
        authors = re.split(r";|\n", found["author"] or "")
        named = [name.strip() for name in authors if name.strip()]
        return {
            "title": found["title"],
            "author": named,
            "date": found["date"] or "",
        }, found.end()
    if not JSON.match(text):
        return None
    start = text.index("{")
    try:
        values, size = json.JSONDecoder().raw_decode(text[start : start + MOST])
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    return {str(key).lower(): value for key, value in values.items()}, start + size
