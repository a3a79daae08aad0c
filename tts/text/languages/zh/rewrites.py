"""Rewrites Chinese that voices misread; numbers stay in digits.

An online voice needs nothing else, since it reads plain numbers, dates and amounts. For embedded
voices, `spoken` then puts the numbers into words.
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.rule import Table
from tts.text.languages.zh.amounts import AMOUNTS
from tts.text.languages.zh.codes import LABELLED
from tts.text.languages.zh.date_notations import DASHED_DAYS, MOMENTS
from tts.text.languages.zh.dates import DATES
from tts.text.languages.zh.identifiers import NAMES
from tts.text.languages.zh.labels import LABELS
from tts.text.languages.zh.ranges import RANGES
from tts.text.languages.zh.standards import STANDARDS
from tts.text.languages.zh.symbols import FORMULAS, SIGNS

REWRITES: Final = (
    Table(STANDARDS, flags=re.ASCII, needs=r"[A-Z](?:/[TZ])?\s?\d\d"),
    Table(LABELLED, SIGNS, flags=re.ASCII),
    Table(LABELS, flags=re.ASCII, needs=r"\d\s?[：:]|[-−º\"″]|\.\d|0{8}"),
    Table(
        MOMENTS,
        flags=re.ASCII,
        needs=rf"\d[-./：:]\d|\d\d[年级]|\d0s|\d\s?[ABPabp]|[CDE]\.?\s?\d|{DASHED_DAYS}",
    ),
    Table(NAMES, DATES, AMOUNTS, RANGES, FORMULAS, flags=re.ASCII),
)
"""Applied in order; ASCII, so that a word may end before a Chinese character."""
