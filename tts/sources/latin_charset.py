"""The charset of undeclared, mostly ASCII text, where statistics mislead.

A statistical guess takes `naïve` in an English text for Czech or Lithuanian as readily, because too
few of its bytes are non-ASCII. So the letters are examined: where they are, and whether one
language uses all of them.
"""

from __future__ import annotations

import re

MOST_HIGH = 0.4
"""Maximum share of non-ASCII bytes (letters with accents) in a Western text."""
FEW = 0.02
"""The same for a text that only borrows words, whose accents may be from several languages."""

CODES = (*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x180), 0x218, 0x219, 0x21A, 0x21B)
LETTERS = "".join(map(chr, CODES))
CAPITALS = "".join(letter for letter in LETTERS if letter.isupper())
MISPLACED = re.compile(
    rf"(?<=[A-Za-z{LETTERS}])[¡-¦¨«¬®¯±´-¶¸»¿](?=[A-Za-z{LETTERS}])"  # a sign between letters
    rf"|[¡-¯±-´¶¸¹¼-¾](?=[a-z{LETTERS}])(?<![¡«­®©])"  # a sign before a small letter
    rf"|[£¥](?=[A-Za-z])|(?<=[A-Za-z])[ºª°](?=[a-z])"
    rf"|¿(?![\w¡\"«“(])|(?<=\w)¿"
    rf"|(?<=[a-z])[{CAPITALS}]"  # a capital behind a small letter
    rf"|(?<![A-Z{CAPITALS}])[{CAPITALS}]{{2}}(?![A-Z{CAPITALS}])|[{LETTERS}]{{5}}"
)
"""Signs in positions impossible in Latin text: letters of another charset."""

BORROWED = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœšžß")
WESTERN = (
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüßéèàê",  # German
    "áéíóúüñçªº",  # Spanish
    "áâãàçéêíóôõúüªº",  # Portuguese
    "àèéìíîòóùúªº",  # Italian
    "åäöæøéèàüó",  # Danish, Norwegian, Swedish, Finnish
    "äöüõ",  # Estonian
    "áéíóúýðþæö",  # Icelandic
    "éèëêïíöüóáà",  # Dutch
    "àèéíïòóúüç·ªº",  # Catalan
)
CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian, Slovene
    "ăâîşţ",  # Romanian
)
CHARSETS = (
    ("cp1252", WESTERN),
    ("cp1250", CENTRAL),
    ("iso8859-2", CENTRAL),
    ("cp1254", ("çğıöşüâîû",)),  # Turkish
    ("cp1257", ("ąčęėįšųūž", "āčēģīķļņšūž")),  # Lithuanian, Latvian
)
"""Charsets of Latin letters, and the non-ASCII letters of their languages."""

WESTERN_SIGN = re.compile(r"[£€]\d|[a-z]’(?:s|t|d|m|ll|re|ve)\b")
ENGLISH = re.compile(
    r"\b(the|and|of|is|was|with|for|that|this|his|her|not|are|at|by|from|you)\b", re.IGNORECASE
)


def latin(content: bytes) -> list[str]:
    """The charsets in which the letters of a mostly ASCII text belong to one language, the most
    common first.

    >>> latin("naïve and crème brûlée, the bill was £9.50".encode("cp1252"))[0]
    'cp1252'
    >>> latin("w mieście była noc".encode("cp1250"))
    ['cp1250']
    """
    high = sum(byte >= 0x80 for byte in content)
    if not high or high > len(content) * MOST_HIGH:
        return []
    share = high / len(content)
    return [name for name, languages in CHARSETS if _fits(content, name, languages, share)]


def _fits(content: bytes, name: str, languages: tuple[str, ...], share: float) -> bool:
    """Whether its letters belong to one language, or to Western words borrowed in English text."""
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        return False
    if MISPLACED.search(text) or re.search(r"[\x80-\x9f]", text):
        return False
    letters = {letter for letter in text.lower() if letter in LETTERS}
    if any(letters.issubset(own) for own in languages):
        return True
    borrows = share < FEW or WESTERN_SIGN.search(text) or len(ENGLISH.findall(text)) >= 2
    return name == "cp1252" and bool(borrows) and letters <= BORROWED and not _is_czech(letters)


def _is_czech(letters: set[str]) -> bool:
    """Letters that result from Czech, Slovene or Croatian text in windows-1250: several of them,
    and no others."""
    return bool(letters & set("šž")) and bool(letters & set("èìøæð"))
