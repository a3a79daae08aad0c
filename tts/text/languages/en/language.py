"""English: its row in the registry."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from tts.text.languages.en.abbreviations import ABBREVIATIONS, MONTHS
from tts.text.languages.en.acronyms import spelt
from tts.text.languages.en.online_voices import ONLINE
from tts.text.languages.en.rewrites import IN_WORDS, REWRITES
from tts.text.languages.en.sentence_ends import ENGLISH_ENDS
from tts.text.languages.en.spoken import GLYPHS_IN_WORDS, NEEDED, NUMERIC
from tts.text.languages.language import Language
from tts.text.languages.rule import Rule, Table
from tts.text.unspoken import SIGNS

DOTTED: Final = (
    Rule(
        r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2,})(?<![A-Z]\.)", " dot ", "index.html", "index dot html"
    ),
)
ANNOUNCEMENTS: Final = {
    "code": "Code, {n} lines.",
    "table": "A table of {n} rows.",
    "formula": "A formula.",
    "caption": "Picture: ",
    "quote": "Quote: ",
    "note": "Note: ",
}


def _written(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


ENGLISH: Final = Language(
    tags=("en",),
    digits=(*REWRITES, Table(ONLINE, flags=re.ASCII)),
    words=(
        *REWRITES,
        Table(IN_WORDS, needs=r"\d"),
        Table(ABBREVIATIONS),
        Table(GLYPHS_IN_WORDS),
        Table(NUMERIC, needs=NEEDED),
        Table(DOTTED),
    ),
    ends=ENGLISH_ENDS,
    announcements=ANNOUNCEMENTS,
    singular=(("lines", "line"), ("rows", "row")),
    addresses=SIGNS,
    date=_written,
    names=spelt,
)
