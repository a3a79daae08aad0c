"""Names in capitals that the embedded voices would misread, and how to respell them."""

from __future__ import annotations

import re
from typing import Final

SPELT: Final = frozenset(str.split("WHO CO IoT IaaS PaaS DaaS GMAT DPRK ROE ROI OA"))
"""Names that are spelled out."""
SAID: Final = {
    "JSON": "Jason",
    "TOEFL": "toe full",
    "LiDAR": "lidar",
    "YAML": "yammel",
    "CSV": "C S V",
    "NaCl": "N A C L",
    "cAMP": "cyclic A M P",
    "WWII": "World War two",
    "WWI": "World War one",
    "EPUB": "E pub",
    "DOCX": "doc X",
    "C++": "C plus plus",
    "C#": "C sharp",
    "AT and T": "A T and T",
}
_LONGEST_FIRST = sorted(map(re.escape, {*SPELT, *SAID}), key=len, reverse=True)
WORD = re.compile(
    rf"(?<![A-Za-z])(?:{'|'.join(_LONGEST_FIRST)})(?![A-Za-z+#])"
    r"|(?<![A-Za-z])(?:SO|NO)(?= ?(?:[二三四]|two|three|four))"
)
SHOUTED = re.compile(r"(?<![A-Za-z.])(?:US|IT|WHO|AM|OR|ME|AID|AIDS|PM|IN|AT|ON|NO)(?![A-Za-z.])")
"""Words, if the whole sentence is in capitals."""


def spelt(text: str) -> str:
    """The text with such names respelled as pronounced.

    >>> spelt("The WHO and JSON"), spelt("WHO TOLD US"), spelt("CO 二")
    ('The W H O and Jason', 'who TOLD us', 'C O 二')
    """
    if text.isupper() and len(text.split()) > 2:
        return SHOUTED.sub(lambda m: m[0].lower(), text)
    return WORD.sub(lambda m: SAID.get(m[0]) or " ".join(m[0]), text)
