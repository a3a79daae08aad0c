"""The punctuation of running text, and the scripts that have hardly any."""

from __future__ import annotations

import re

PAUSES = "。！？；，、…｡､．،؛؟۔।॥၊။።፣፤፧។៕։՝"
"""Punctuation in scripts other than Latin, Greek and Cyrillic."""
SIGNS = re.compile(
    rf"[{PAUSES}]|[.!?,;](?=[\s\"”’)»]|$)"
    r"|(?<=[\u4e00-\u9fff]{4})[ \u3000](?=[\u4e00-\u9fff]{4})"
)
"""Punctuation of running text that is rare in menus; colons also occur in lines with author and
date. Some write Chinese with spaces as punctuation."""
UNSIGNED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]")
"""Thai, Lao, Burmese, Khmer, Tibetan: written with little or no punctuation."""
CLOSING = "”’」』）)\"'»›\\]"
ENDS = re.compile(rf"[。！？!?.…｡．؟۔।॥။።፧។៕։][{CLOSING}]*$")
"""Ends of sentences."""
SENTENCE = re.compile(r"[。！？!?.…｡．؟۔।॥။።፧។៕։]")


def lacks_punctuation(text: str) -> bool:
    """Whether most of its letters are in a script without punctuation."""
    return len(UNSIGNED.findall(text)) * 2 > len(text)
