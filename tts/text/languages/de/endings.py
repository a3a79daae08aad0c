"""German endings: for an ordinal by the words before it, for a number by the gender of its noun."""

from __future__ import annotations

import re
from typing import Final

DATIVE: Final = frozenset(
    str.split(
        "am im vom zum beim zur dem den des der einem einen einer eines keinem keinen jedem jeden "
        "diesem diesen seinem seinen ihrem ihren seit ab nach vor bis mit von unter zwischen gegen "
        "um durch"
    )
)
"""Words before an ordinal that require the ending -en."""
PREPOSITIONS: Final = frozenset(
    str.split(
        "in an auf aus bei mit von nach zu vor unter seit während wegen trotz über zwischen "
        "neben hinter"
    )
)
"""Prepositions that make a following `der` dative or genitive."""
JOINING: Final = frozenset(str.split("und oder bis"))
WEEKDAYS: Final = frozenset(
    str.split("montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonntag, sonnabend,")
)
FEMININE: Final = frozenset(
    str.split(
        "Frau Tochter Schwester Mutter Stadt Nacht Person Hand Tür Wand Kraft Zahl Mark Bank "
        "Liga Etage Fahrt Art"
    )
)
MASCULINE: Final = frozenset(
    str.split("Junge Name Kunde Kollege Buchstabe Gedanke Zeuge Experte Löwe Termin Verein")
)
NEUTER: Final = frozenset(
    str.split(
        "Mal Jahr Jahrhundert Jahrtausend Kapitel Quartal Semester Halbjahr Buch Kind Spiel "
        "Tor Haus Bild Gebot"
    )
)
"""Common nouns whose gender does not follow from their ending."""


def words_before(match: re.Match[str]) -> list[str]:
    """The nearby words before a match in lower case, including commas."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return re.findall(r"[^\W\d_]+,?", before.lower())


def ordinal_ending(match: re.Match[str]) -> str:
    """The ending by the words before the ordinal: am dritten, der dritte, ein dritter."""
    before = match.string[: match.start()]
    words = words_before(match) if before.endswith((" ", "\u00a0")) else []
    last = words[-1] if words else ""
    if last == "der":
        return "en" if len(words) > 1 and words[-2] in PREPOSITIONS else "e"
    if last in JOINING and any(word in DATIVE or word.endswith("ten") for word in words[-4:-1]):
        return "en"
    if last in DATIVE or (last in WEEKDAYS and "am" in words):
        return "en"
    return "e" if last in {"die", "das", "jede", "diese", "eine", "keine"} else "er"


def ending_before_noun(match: re.Match[str]) -> str:
    """The ending of an ordinal; without an article it depends on the noun: erste Spalte, erstes
    Kapitel, erster Platz."""
    ending = ordinal_ending(match)
    noun = re.match(r"[ \u00a0]([A-ZÄÖÜ]\w+)", match.string[match.end() :])
    if ending != "er" or not noun:
        return ending
    return "e" if is_feminine(noun[1]) else "es" if noun[1] in NEUTER else "er"


def is_feminine(noun: str) -> bool:
    ends_so = re.search(r"(?:e|ung|heit|keit|schaft|ion|tät|ik|ur|in)$", noun)
    return noun in FEMININE or (ends_so is not None and noun not in MASCULINE)
