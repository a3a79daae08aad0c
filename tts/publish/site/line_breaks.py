"""Where lines break. Those of a Chinese heading at its signs, if each of its clauses fits a line:
a longer one breaks anywhere, as Chinese does, for kept together it would leave the line before it
all but empty, `一、` and nothing behind it. And which paragraphs are not justified on a phone.
"""

from __future__ import annotations

import re
from typing import Final

from tts.locale.language_tags import is_chinese

_NUMBER: Final = re.compile(
    r"\s*(第?[〇零一二三四五六七八九十百\d]{1,4}[、．.章节節回]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*"
)
"""What counts a heading: too short for a line of its own."""
_BREAKS: Final = re.compile(
    r"(?<=[、，。：；！？）》」』”’—…·,;:!?)\s])(?=[^、，。：；！？）》」』”’—…])"
)
"""Behind a sign, where no other sign follows."""
_ANY_WIDTH, _WIDE_ONLY = 10, 16
"""Characters of a title that fit a line of a phone 320 px wide, and of a column from 640 px on."""
_UNBROKEN: Final = re.compile(r"[!-~\u00a1-\u024f]{10,}")
"""Letters and signs in a row that a line takes whole, half a character wide each."""
_ANYWHERE: Final = 24
"""As many leave a gap that tears a line of the widest column too."""


def clauses_class(text: str, language: str) -> str:
    """The class of a heading, as an attribute: its clauses stay whole everywhere, where there is
    room, or nowhere.

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
    """A heading's number belongs to its first clause.

    >>> _clauses("（一）春天，和（它的）河")
    ['（一）春天，', '和（它的）', '河']
    """
    number = _NUMBER.match(text)
    begin = number.end() if number else 0
    first, *others = _BREAKS.split(text[begin:])
    return [text[:begin] + first, *others]


def ragged_mark(text: str, language: str) -> str:
    """An attribute for a Chinese paragraph that holds a long word of Latin letters, or an address:
    it goes to the next line whole, and justified the line before it would be torn; on a phone, or
    anywhere.

    >>> ragged_mark("他用 Kubernetes 部署", "zh"), ragged_mark("他用 Python 部署", "zh")
    (' data-ragged="narrow"', '')
    """
    longest = max(map(len, _UNBROKEN.findall(text)), default=0)
    if not longest or not is_chinese(language):
        return ""
    return ' data-ragged="always"' if longest >= _ANYWHERE else ' data-ragged="narrow"'
