"""Chinese as spoken: numbers, dates, amounts, units and names with digits in words.

Our own rules, applied after those in `rewrites`. wetext's grammar, with which the tests compare
them where it is right, says 第两个 and 二月两日, reads 1e12 as 一千亿零, and takes 0.7 s to load.
"""

from __future__ import annotations

from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.amounts import MEASURES
from tts.text.languages.zh.codes import CODES
from tts.text.languages.zh.dates import CLOCKS, YEARS
from tts.text.languages.zh.identifiers import NUMBERED
from tts.text.languages.zh.numbers import number
from tts.text.languages.zh.patterns import NUM, TWO
from tts.text.languages.zh.symbols import SUMS

NOT_TWO = r"(?<![\d.第月周期初图表例卷:：/A-Za-z·杠比点-])"
"""Text after which it is a name or an ordinal, and stays 二."""
COUNTS: Final = (
    Rule(rf"第\s?({NUM})", lambda m: "第" + number(m[1]), "第2次", "第二次"),
    Rule(rf"{NOT_TWO}2(?=\s?(?:{TWO}))", "两", "2次", "两次"),
    Rule(rf"(?<!\d)({NUM})(?: (?={TWO}))?", lambda m: number(m[1]), "Q3", "Q三"),
)
"""Rules for any remaining numbers."""
NEEDED: Final = r"[\d%‰℃°±×÷=≠≈<>≥≤+−/&²³]"
"""Text that requires these rules."""
TRADITIONAL: Final = str.maketrans(
    "点两负亿万号时摄币欧镑华转约杠级减除节区东", "點兩負億萬號時攝幣歐鎊華轉約槓級減除節區東"
)
SPOKEN: Final = (*CODES, *YEARS, *CLOCKS, *NUMBERED, *SUMS, *MEASURES, *COUNTS)
"""Applied in order if anything in NEEDED occurs."""
