"""The charset of bytes that declare none, where statistics mislead: mostly ASCII text, and short
East Asian text.

A guess from the bytes alone takes `naïve` in an English text for Czech or Lithuanian as readily:
too few of its bytes are not ASCII. So the letters are looked at: where they stand, and whether one
language has them all.
"""

from __future__ import annotations

import re

MOST_HIGH = 0.2
"""Share of bytes that are no ASCII, of letters with accents in a Western text, at most."""
FEW = 0.02
"""The same, of a text that only borrows words: its accents may be of several languages."""

CODES = (*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x180), 0x218, 0x219, 0x21A, 0x21B)
LETTERS = "".join(map(chr, CODES))
CAPITALS = "".join(letter for letter in LETTERS if letter.isupper())
MISPLACED = re.compile(
    rf"(?<=[A-Za-z{LETTERS}])[¡-¦¨«¬®¯±´-¶¸»¿](?=[A-Za-z{LETTERS}])"  # a sign between letters
    rf"|[¡-¯±-´¶¸¹¼-¾](?=[a-z{LETTERS}])(?<![¡«­®©])"  # a sign before a small letter
    rf"|[£¥](?=[A-Za-z])|(?<=[A-Za-z])[ºª°](?=[a-z])"
    rf"|¿(?![\w¡\"«“(])|(?<=\w)¿"
    rf"|(?<=[a-z])[{CAPITALS}]"  # a capital behind a small letter
    rf"|(?<![A-Z{CAPITALS}])[{CAPITALS}]{{2}}(?![A-Z{CAPITALS}])|[{LETTERS}]{{3}}"
)
"""Signs that no text in Latin letters has where they stand: letters of another charset."""

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
"""Charsets of Latin letters, and the letters beyond ASCII of the languages that use them."""

PAIRS = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]|[\x80-\xff]")
KANA = range(0xA4, 0xA6)
COMMON = range(0xB0, 0xD8)
WESTERN_SIGN = re.compile(r"[£€]\d|[a-z]’(?:s|t|d|m|ll|re|ve)\b")
ENGLISH = re.compile(
    r"\b(the|and|of|is|was|with|for|that|this|his|her|not|are|at|by|from|you)\b", re.IGNORECASE
)


def latin(content: bytes) -> str:
    """The charset of a text that is mostly ASCII: the first that gives one language's letters; empty when none does.

    >>> latin("naïve and crème brûlée, the bill was £9.50".encode("cp1252"))
    'cp1252'
    >>> latin("w mieście była noc".encode("cp1250"))
    'cp1250'
    """
    high = sum(byte >= 0x80 for byte in content)
    if not high or high > len(content) * MOST_HIGH:
        return ""
    return next(
        (
            name
            for name, languages in CHARSETS
            if _fits(content, name, languages, high / len(content))
        ),
        "",
    )


def _fits(content: bytes, name: str, languages: tuple[str, ...], share: float) -> bool:
    """Whether its letters are those of one language, or a text in English borrows them from Western
    ones."""
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


def paired(content: bytes) -> str:
    """`gb18030` or `euc_jp` of text in double bytes, by where these stand in the tables; empty where they do not tell.

    GB 2312 has its common characters at rows B0-D7, by sound; KS X 1001 has Hangul at B0-C8 and rare Hanja behind;
    JIS X 0208 has kana at A4 and A5.

    >>> paired("今天天气很好".encode("gbk"))
    'gb18030'
    """
    pairs = PAIRS.findall(content)
    leads = [pair[0] for pair in pairs]
    if not leads or any(len(pair) == 1 for pair in pairs):
        return ""
    if sum(lead in KANA for lead in leads) >= 0.3 * len(leads):
        return "euc_jp"
    signs = [lead for lead in leads if lead > 0xA9]
    common = sum(lead in COMMON for lead in signs) >= 0.95 * len(signs) > 0
    return "gb18030" if common and sum(lead > 0xC8 for lead in signs) > 0.15 * len(signs) else ""


def _is_czech(letters: set[str]) -> bool:
    """Letters that Czech, Slovene or Croatian text in windows-1250 gives: several of them and no
    others."""
    return bool(letters & set("šž")) and bool(letters & set("èìøæð"))
