"""German ordinals and Roman numerals in words: the third floor, Ludwig the Fourteenth."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.de.abbreviations import NEXT
from tts.text.languages.de.endings import ending_before_noun, ordinal_ending, words_before
from tts.text.languages.de.numbers import cardinal, ordinal
from tts.text.languages.numerals import roman
from tts.text.languages.rule import Rule

NAMES: Final = (
    r"Ludwig|Friedrich|Wilhelm|Karl|Heinrich|Otto|Johann|Johannes|Paul|Franz|Joseph|Leopold"
    r"|Maximilian|Rudolf|August"
    r"|Georg|Eduard|Edward|Jakob|Philipp|Alexander|Nikolaus|Iwan|Peter|Napoleon|Benedikt"
    r"|Pius|Leo|Gregor|Innozenz"
    r"|Gustav|Christian|Richard|Ferdinand|Ramses|Elisabeth|Katharina|Margarete|Maria|Isabella"
)
QUEENS: Final = frozenset(str.split("Elisabeth Katharina Margarete Maria Isabella"))
DATIVE_NAMES: Final = frozenset(str.split("unter von mit bei nach zu vor seit gegenüber dem"))
PLACES: Final = (
    "Platz|Preis|Liga|Bundesliga|Weltkrieg|Advent|Etage|Stock|Klasse|Runde|Jahrhundert|Tag|Halbzeit"
    "|FC|Kapitel|Abschnitt|Teil|Band|Akt|Buch|Schritt|Lektion|Semester|Quartal"
)
"""Nouns of an ordinal at the beginning of a sentence; before other words it numbers a heading or an
item."""


def _ordinal(match: re.Match[str]) -> str:
    return ordinal(int(match[1]), ending_before_noun(match))


def _roman_ordinal(match: re.Match[str]) -> str:
    return ordinal(roman(match[1]), ordinal_ending(match))


def _ruler(match: re.Match[str]) -> str:
    """Read `Ludwig XIV.` as der Vierzehnte, unter Ludwig dem Vierzehnten, Ludwigs des
    Vierzehnten."""
    name, figures = match[1], roman(match[3])
    queen = name in QUEENS
    words = words_before(match)
    if match[2]:
        article, ending = ("der" if queen else "des"), "en"
    elif words and words[-1] in DATIVE_NAMES:
        article, ending = ("der" if queen else "dem"), "en"
    else:
        article, ending = ("die" if queen else "der"), "e"
    said = f"{name}{match[2]} {article} {ordinal(figures, ending).capitalize()}"
    at_end = not match.string[match.end() :].strip('"”“’)] ')
    return said + ("." if at_end else "")


ORDINALS: Final = (
    Rule(
        rf"^(\s*\d{{1,2}})\.(?= [A-ZÄÖÜ])(?! (?:{PLACES}))",
        r"\1,",
        "2. Einleitung",
        "zwei, Einleitung",
    ),
    Rule(
        rf"\b((?:{NAMES}))(s?) ([IVXL]+)\.",
        _ruler,
        "Unter Ludwig XIV. wuchs der Hof.",
        "Unter Ludwig dem Vierzehnten wuchs der Hof.",
    ),
    Rule(
        r"(?<![\w.])([IVXL]+)\.(?= [A-ZÄÖÜ][a-zäöü])",
        _roman_ordinal,
        "Im XIX. Jahrhundert kam die Bahn.",
        "Im neunzehnten Jahrhundert kam die Bahn.",
    ),
    Rule(
        r"\b(Kapitel|Band|Teil|Akt|Typ|Weltkrieg|Apollo) ([IVXL]+)(?!\w)",
        lambda m: f"{m[1]} {cardinal(roman(m[2]))}",
        "Das steht in Kapitel IV.",
        "Das steht in Kapitel vier.",
    ),
    Rule(
        r"(?<![\w.,])(\d{1,3})\.(?= (?:und|bis|oder) \d{1,3}\. )",
        _ordinal,
        "Im 3. und 4. Stock.",
        "Im dritten und vierten Stock.",
    ),
    Rule(
        rf"(?<![\w.,])(\d{{1,3}})\.(?=[ \u00a0][A-ZÄÖÜa-zäöü])(?! (?:{NEXT})\b)",
        _ordinal,
        "Sie kam auf den 1. Platz.",
        "Sie kam auf den ersten Platz.",
    ),
)
