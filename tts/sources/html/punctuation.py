"""The signs of running text, in the scripts that have them, and the scripts that have none."""

from __future__ import annotations

import re

PAUSES = "。！？；，、…｡､．،؛؟۔।॥၊။።፣፤፧។៕։՝"
"""Signs that stand in running text of any script but the Latin, Greek and Cyrillic."""
SIGNS = re.compile(
    rf"[{PAUSES}]|[.!?,;](?=[\s\"”’)»]|$)"
    r"|(?<=[\u4e00-\u9fff]{4})[ \u3000](?=[\u4e00-\u9fff]{4})"
)
"""What stands in running text, and rarely in menus; colons are in the lines that name author and
date as well. Some write Chinese with spaces for signs."""
UNSIGNED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]")
"""Thai, Lao, Burmese, Khmer, Tibetan: written without signs, or with few."""
CLOSING = "”’」』）)\"'»›\\]"
ENDS = re.compile(rf"[。！？!?.…｡．؟۔।॥။።፧។៕։][{CLOSING}]*$")
"""How sentences end."""
SENTENCE = re.compile(r"[。！？!?.…｡．؟۔।॥။።፧។៕։]")


def lacks_punctuation(text: str) -> bool:
    """Whether most of its letters are of a script without signs."""
    return len(UNSIGNED.findall(text)) * 2 > len(text)
