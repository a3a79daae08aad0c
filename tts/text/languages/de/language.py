"""German: its row in the registry."""

from __future__ import annotations

from typing import Final

from tts.text.languages.de.abbreviations import ABBREVIATIONS
from tts.text.languages.de.sentence_ends import GERMAN_ENDS
from tts.text.languages.de.spoken import NEEDED, NUMERIC
from tts.text.languages.language import Language
from tts.text.languages.rule import Rule, Table

DOTTED: Final = (
    Rule(
        r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2,})(?<![A-Z]\.)",
        " Punkt ",
        "Öffne index.html bitte.",
        "Öffne index Punkt html bitte.",
    ),
)
ANNOUNCEMENTS: Final = {
    "code": "Code, {n} Zeilen.",
    "table": "Eine Tabelle mit {n} Zeilen.",
    "formula": "Eine Formel.",
    "caption": "Bild: ",
    "quote": "Zitat: ",
    "note": "Anmerkung: ",
}
ADDRESSES: Final = {
    ".": "Punkt",
    "/": "Schrägstrich",
    "-": "Bindestrich",
    "_": "Unterstrich",
    "@": "at",
    "?": "Fragezeichen",
    "=": "gleich",
    "&": "und",
    "#": "Raute",
    ":": "Doppelpunkt",
    "%": "Prozent",
    "+": "plus",
    "~": "Tilde",
}

GERMAN: Final = Language(
    tags=("de",),
    digits=(),
    words=(Table(ABBREVIATIONS), Table(NUMERIC, needs=NEEDED), Table(DOTTED)),
    ends=GERMAN_ENDS,
    announcements=ANNOUNCEMENTS,
    singular=(("Zeilen", "Zeile"),),
    addresses=ADDRESSES,
)
