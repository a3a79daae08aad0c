"""German numbers, dates, times, amounts and units in words.

Our own rules, because espeak-ng reads "3. Oktober" as "drei Oktober", "14:30 Uhr" as "vierzehn Uhr
dreißig Uhr" and 1987 as one thousand and so on, and ignores the dash in "5–7".
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.de.amounts import AMOUNTS, MEASURES
from tts.text.languages.de.dates import CLOCKS, DATES
from tts.text.languages.de.endings import is_feminine, words_before
from tts.text.languages.de.numbers import cardinal, digits, number, year
from tts.text.languages.de.ordinals import ORDINALS
from tts.text.languages.de.patterns import THOUSANDS
from tts.text.languages.numerals import GLYPH, plain_glyph
from tts.text.languages.rule import Rule

LABELS: Final = frozenset(
    str.split(
        "Kapitel Nummer Teil Band Platz Seite Abbildung Tabelle Artikel Absatz Klasse Stufe "
        "Phase Typ Version"
    )
)
"""Words before a number that is a name and does not count anything."""
YEARLY: Final = frozenset(
    str.split(
        "jahr jahre jahren jahres seit sommer winter herbst frühling frühjahr ende anfang mitte "
        "saison januar februar märz april mai juni juli august september oktober november dezember"
    )
)
"""Words before a year, whatever follows it."""


def _called(match: re.Match[str]) -> str:
    """A telephone number, in groups."""
    plus = "plus " if match[0].startswith("+") else ""
    return plus + ", ".join(map(digits, re.findall(r"\d+", match[0])))


SIGNED: Final = (
    Rule(GLYPH, lambda m: plain_glyph(m[0]), "Noch ¾ Liter.", "Noch  drei Viertel Liter."),
    Rule(
        r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))",
        ".",
        "Es waren 1\u202f234 Leute.",
        "Es waren eintausendzweihundertvierunddreißig Leute.",
    ),
    Rule(
        r"(?<=\d)['’](?=\d{3}(?!\d))",
        ".",
        "Rund 12'500 Leute.",
        "Rund zwölftausendfünfhundert Leute.",
    ),
)
PHONES: Final = (
    Rule(
        r"(?<![\w+])\+\d{1,3}(?:[ /-]?\(?\d{1,5}\)?){2,6}(?![\w,]\d|\w)",
        _called,
        "Anruf unter +49 30 123456.",
        "Anruf unter plus vier neun, drei null, eins zwei drei vier fünf sechs.",
    ),
    Rule(
        r"(?<![\w.,/-])(?<!\d )\(?0\d{2,5}\)?[ /-]{1,3}\d{2,8}(?:[ -]\d{2,6}){0,4}(?![\w,]\d|\w)",
        _called,
        "Telefon 030 123456.",
        "Telefon null drei null, eins zwei drei vier fünf sechs.",
    ),
    Rule(
        r"(?<![\w.,/-])(?!\d{4}-\d\d-\d\d(?!-))\d+(?:-\d+){2,}(?![\w-])",
        lambda m: ", ".join(map(digits, m[0].split("-"))),
        "Es hat die Nummer 978-3-16.",
        "Es hat die Nummer neun sieben acht, drei, eins sechs.",
    ),
    Rule(
        r"(?<=Notruf )\d{3}(?!\d)|(?<=wählen Sie )\d{3,6}(?!\d)",
        lambda m: digits(m[0]),
        "Der Notruf 112 hilft.",
        "Der Notruf eins eins zwei hilft.",
    ),
    Rule(
        r"(?<=, )(?:D-)?(\d{5})(?= [A-ZÄÖÜ][a-zäöü])",
        lambda m: digits(m[1]),
        "Gartenweg 4, 10115 Berlin",
        "Gartenweg vier, eins null eins eins fünf Berlin",
    ),
    Rule(
        r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d|\w)",
        lambda m: " Punkt ".join(map(digits, m[0].split("."))),
        "Die Adresse 10.0.0.1 ist frei.",
        "Die Adresse eins null Punkt null Punkt null Punkt eins ist frei.",
    ),
)
SIGNS: Final = (
    Rule(
        r"(?<![\w.)%°-])(?<!\d )[-−–](?=\d)(?!\d+[-–]\d)",
        "minus ",
        "Nachts sind es −5 °C.",
        "Nachts sind es minus fünf Grad Celsius.",
    ),
    Rule(r"± ?(?=\d)", "plus minus ", "Genau bis ±2 mm.", "Genau bis plus minus zwei Millimeter."),
    Rule(
        r"(?<=[\w)])\s?\+\s?(?=\d)|(?<!\w)\+(?=\d)|(?<=\w) \+ (?=\w)",
        " plus ",
        "Wir rechnen 3 + 4.",
        "Wir rechnen drei plus vier.",
    ),
    Rule(r"(?<=[\w)])\s?[=]\s?(?=[\w-])", " gleich ", "Also x = 7.", "Also x gleich sieben."),
    Rule(r"(?<![\w≈~])[~≈] ?(?=\d)", "etwa ", "Es sind ~50 Leute.", "Es sind etwa fünfzig Leute."),
    Rule(r"[≥⩾] ?(?=\d)", "mindestens ", "Ab x ≥ 5 reicht es.", "Ab x mindestens fünf reicht es."),
    Rule(r"[≤⩽] ?(?=\d)", "höchstens ", "Nur x ≤ 5 geht.", "Nur x höchstens fünf geht."),
    Rule(
        r"(?<![<\w])< ?(?=\d)",
        "unter ",
        "Kinder < 6 fahren frei.",
        "Kinder unter sechs fahren frei.",
    ),
    Rule(
        r"(?<![>\w])> ?(?=\d)",
        "über ",
        "Wer > 65 ist, darf sitzen.",
        "Wer über fünfundsechzig ist, darf sitzen.",
    ),
    Rule(
        r"(?<=\d) ?[×x] ?(?=\d)",
        " mal ",
        "Ein Beet von 3 x 4 m.",
        "Ein Beet von drei mal vier Meter.",
    ),
    Rule(
        r"(?<=\d) ?÷ ?(?=\d)", " geteilt durch ", "Rechne 8 ÷ 2.", "Rechne acht geteilt durch zwei."
    ),
)


def _year_or_count(match: re.Match[str]) -> str:
    """A year, unless it counts a noun: `1500 Menschen`."""
    number = int(match[1])
    behind = match.string[match.end() :]
    is_counted = re.match(r"[ \u00a0][A-ZÄÖÜ][a-zäöüß]", behind) is not None
    words = words_before(match)
    is_dated = words and words[-1] in YEARLY
    return cardinal(number) if is_counted and not is_dated else year(number)


def _one(match: re.Match[str]) -> str:
    """Read `1 Zeile` with eine, `1 Tag` with ein; but not `Kapitel 1 Die`."""
    before = match.string[: match.start()].split()
    if before and before[-1] in LABELS:
        return f"eins {match[1]}"
    return f"{'eine' if is_feminine(match[1]) else 'ein'} {match[1]}"


LEFT: Final = (
    Rule(
        r"(?<![\w.,])(1[1-9]\d\d)(?![\w]|[.,]\d)",
        _year_or_count,
        "Im Jahr 1987 zog sie um.",
        "Im Jahr neunzehnhundertsiebenundachtzig zog sie um.",
    ),
    Rule(
        r"(?<![\w.,])1[ \u00a0]([A-ZÄÖÜ][a-zäöüß]+)",
        _one,
        "Es fehlt 1 Zeile.",
        "Es fehlt eine Zeile.",
    ),
    Rule(r"(?<=[A-Za-zÄÖÜäöüß])-?(?=\d)", " ", "Der Virus COVID-19.", "Der Virus COVID neunzehn."),
    Rule(
        rf"(?<![\d,])({THOUSANDS}(?:,\d+)?)",
        lambda m: number(m[1]),
        "Es kamen 1.234.567 Gäste.",
        "Es kamen eine Million zweihundertvierunddreißigtausendfünfhundertsiebenundsechzig Gäste.",
    ),
    Rule(
        r"(?<=\d)\.(?=\d)",
        " Punkt ",
        "Es gilt Version 3.11 hier.",
        "Es gilt Version drei Punkt elf hier.",
    ),
    Rule(
        r"(\d+(?:,\d+)?)(?=([A-Za-zÄÖÜäöüß-])?)",
        lambda m: number(m[1]) + (" " if m[2] and m[2] != "-" else ""),
        "Es sind 3,14 und 5G.",
        "Es sind drei Komma eins vier und fünf G.",
    ),
)
"""Rules for any remaining numbers."""
NUMERIC: Final = (
    *SIGNED,
    *PHONES,
    *DATES,
    *CLOCKS,
    *AMOUNTS,
    *SIGNS,
    *MEASURES,
    *ORDINALS,
    *LEFT,
)
"""Applied in order if anything in NEEDED occurs."""
NEEDED: Final = rf"[\dIVX²³¹⁰⁴-⁹]|{GLYPH}|(?<!\w)km/h|(?<!\w)m/s"
"""Text that requires these rules."""
