"""Where lines break. A Chinese heading breaks at its punctuation if each of its clauses fits a
line. A longer clause breaks anywhere, as is normal in Chinese; kept together, it would leave the
line before it nearly empty: `一、` and nothing after it. Also: which paragraphs are not justified on
a phone."""

from __future__ import annotations

import re
from typing import Final

from tts.locale.language_tags import is_chinese

_NUMBER: Final = re.compile(
    r"\s*(第?[〇零一二三四五六七八九十百\d]{1,4}[、．.章节節回]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*"
)
"""A heading's number: too short for its own line."""
_BREAKS: Final = re.compile(
    r"(?<=[、，。：；！？）》」』”’—…·,;:!?)\s])(?=[^、，。：；！？）》」』”’—…])"
)
"""After a punctuation mark, unless another one follows."""
_ANY_WIDTH, _WIDE_ONLY = 10, 16
"""Characters of a clause that fit a line on a phone 320 px wide, and in a column from 640 px on."""
_UNBROKEN: Final = re.compile(r"[!-~\u00a1-\u024f]{10,}")
"""Letters and signs in a row that are not broken, each half a character wide."""
_ANYWHERE: Final = 24
"""Length at which they leave a gap that spoils justification even in the widest column."""


def clauses_class(text: str, language: str) -> str:
    """The class attribute of a heading: its clauses stay unbroken everywhere, only on wide screens,
    or nowhere.

    >>> clauses_class("春天里的故宫：一座城与光影", "zh")
    ' class="clauses"'
    >>> clauses_class("一、提升基层治理效能的四条路径", "zh"), clauses_class("A title", "en")
    (' class="clauses-wide"', '')
    """
    if not is_chinese(language):
        return ""
    longest = max(map(len, _clauses(text)), default=0)
    if longest <= _ANY_WIDTH:
        return ' class="clauses"'
    return ' class="clauses-wide"' if longest <= _WIDE_ONLY else ""


def _clauses(text: str) -> list[str]:
    """Clauses; a heading's number belongs to the first one.

    >>> _clauses("（一）春天，和（它的）河")
    ['（一）春天，', '和（它的）', '河']
    """
    number = _NUMBER.match(text)
    begin = number.end() if number else 0
    first, *others = _BREAKS.split(text[begin:])
    return [text[:begin] + first, *others]


def ragged_mark(text: str, language: str) -> str:
    """The attribute of a Chinese paragraph with a long Latin word or an address, which moves to the
    next line as a whole and would stretch the justified line before it; on a phone, or at any
    width.

    >>> ragged_mark("他用 Kubernetes 部署", "zh"), ragged_mark("他用 Python 部署", "zh")
    (' data-ragged="narrow"', '')
    """
    if not is_chinese(language):
        return ""
    found = _UNBROKEN.findall(text)
    if not found:
        return ""
    longest = max(map(len, found))
    return ' data-ragged="always"' if longest >= _ANYWHERE else ' data-ragged="narrow"'
