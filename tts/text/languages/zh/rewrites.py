"""Chinese text with what voices read wrongly rewritten; numbers stay in digits.

It is all that an online voice needs, which reads plain numbers, dates and amounts by itself, and
the first half of what the embedded ones need: `spoken` puts the numbers into words behind it.
"""

from __future__ import annotations

from typing import Final

from tts.text.languages.zh.amounts import AMOUNTS
from tts.text.languages.zh.dates import DATES
from tts.text.languages.zh.names import NAMES
from tts.text.languages.zh.ranges import RANGES
from tts.text.languages.zh.signs import FORMULAS, SIGNS

REWRITES: Final = (*SIGNS, *NAMES, *DATES, *AMOUNTS, *RANGES, *FORMULAS)
"""Applied in order."""
