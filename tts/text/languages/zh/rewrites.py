"""Rewrites what voices misread in Chinese text; numbers stay in digits.

It is all that an online voice needs, which reads plain numbers, dates and amounts by itself, and
the first half of what the embedded ones need: `spoken` puts the numbers into words behind it.
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
"""Applied in order; ASCII, so that a word may end where Chinese begins."""
