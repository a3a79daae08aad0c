"""Protects TeX from Markdown, which would interpret its backslashes and underscores."""

from __future__ import annotations

import re
from typing import Final

from tts.sources.markdown.code_spans import line_stretches

MATH: Final = "tex"
"""Names of formula fences."""
DISPLAY_TEX: Final = re.compile(
    r"(?:^|(?<=\n))([ \t]{0,3})(?:\$\$(?!\$)((?:(?!\n\s*\n|\$\$).){1,2000}?)\$\$"
    r"|\\\[((?:(?!\n\s*\n).){1,2000}?)\\\])[ \t]*(?=\n|$)",
    re.DOTALL,
)
r"""`$$ … $$` and `\[ … \]` on their own lines."""
INLINE_TEX: Final = re.compile(
    r"(?<![\w$\\`])\$(?=[^\s$`])([^$\n`]{1,300}?)(?<=[^\s\\])\$(?![\w$])|\\\((?:[^\n`]{1,300}?)\\\)"
)
TEX: Final = re.compile(r"\\[A-Za-z]|[_^{}]")
"""Signs that amounts of money don't contain, and that Markdown would change."""


def with_formulas(text: str) -> str:
    """A displayed formula becomes a fenced block, an inline one a code span. Code is unchanged."""
    pieces = line_stretches(text)
    return "".join(piece if is_code else _marked_up(piece) for is_code, piece in pieces)


def _marked_up(text: str) -> str:
    text = DISPLAY_TEX.sub(_fenced, text)
    return INLINE_TEX.sub(_as_code, text)


def _fenced(found: re.Match[str]) -> str:
    tex = (found[2] or found[3]).strip()
    return f"{found[1]}````{MATH}\n{tex}\n{found[1]}````"


def _as_code(found: re.Match[str]) -> str:
    tex = found[0]
    return tex if found[1] and not TEX.search(found[1]) else f"```` {tex} ````"
