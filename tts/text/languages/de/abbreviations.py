"""German abbreviations and symbols, and what is spoken for them."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.de.sentence_ends import STARTERS
from tts.text.languages.rule import Rule

NEXT: Final = "|".join(word.title() for word in sorted(STARTERS))
LAST: Final = rf"(?=[\"”“’)\]]*(?:\s*$|\s+[\"„‚(]?(?:{NEXT})\b))"
"""Where the full stop of an abbreviation also ends the sentence, and so is kept."""
PHRASES: Final = {
    "z. B.": "zum Beispiel",
    "d. h.": "das heißt",
    "u. a.": "unter anderem",
    "i. d. R.": "in der Regel",
    "z. T.": "zum Teil",
    "u. U.": "unter Umständen",
    "m. E.": "meines Erachtens",
    "s. o.": "siehe oben",
    "s. u.": "siehe unten",
    "o. Ä.": "oder Ähnliches",
    "o. ä.": "oder ähnlich",
    "u. Ä.": "und Ähnliches",
    "v. a.": "vor allem",
    "a. D.": "außer Dienst",
    "p. a.": "pro Jahr",
    "i. A.": "im Auftrag",
    "z. Zt.": "zurzeit",
    "z. Z.": "zurzeit",
    "v. Chr.": "vor Christus",
    "n. Chr.": "nach Christus",
    "u. v. m.": "und vieles mehr",
    "e. V.": "eingetragener Verein",
}
WORDS: Final = {
    "usw": "und so weiter",
    "usf": "und so fort",
    "bzw": "beziehungsweise",
    "ca": "circa",
    "etc": "et cetera",
    "ggf": "gegebenenfalls",
    "evtl": "eventuell",
    "inkl": "inklusive",
    "exkl": "exklusive",
    "zzgl": "zuzüglich",
    "einschl": "einschließlich",
    "vgl": "vergleiche",
    "Vgl": "Vergleiche",
    "sog": "sogenannte",
    "bes": "besonders",
    "geb": "geboren",
    "gest": "gestorben",
    "gegr": "gegründet",
    "max": "maximal",
    "mind": "mindestens",
    "insb": "insbesondere",
    "urspr": "ursprünglich",
    "Std": "Stunden",
    "Tel": "Telefon",
    "Hrsg": "Herausgeber",
    "Aufl": "Auflage",
    "engl": "englisch",
    "lat": "lateinisch",
    "frz": "französisch",
    "bzgl": "bezüglich",
    "Jh": "Jahrhundert",
}
TITLES: Final = {
    "Dr": "Doktor",
    "Prof": "Professor",
    "Hr": "Herr",
    "Fr": "Frau",
    "St": "Sankt",
    "Dipl": "Diplom",
}
BEFORE_NUMBERS: Final = {
    "Nr": "Nummer",
    "Nrn": "Nummern",
    "S": "Seite",
    "Abb": "Abbildung",
    "Tab": "Tabelle",
    "Kap": "Kapitel",
    "Bd": "Band",
    "Abs": "Absatz",
    "Art": "Artikel",
    "Ziff": "Ziffer",
    "Anm": "Anmerkung",
}


def _phrase_pattern() -> str:
    """A pattern with or without spaces of any width between the letters."""
    spaced = sorted(PHRASES, key=len, reverse=True)
    patterns = (re.escape(phrase).replace(r"\ ", r"[ \u00a0\u202f\u2009]?") for phrase in spaced)
    return rf"(?<![\w.])({'|'.join(patterns)})"


def _phrase(match: re.Match[str]) -> str:
    letters = re.sub(r"\s", "", match[1])
    said = next(said for phrase, said in PHRASES.items() if phrase.replace(" ", "") == letters)
    return said + _stop(match)


def _stop(match: re.Match[str]) -> str:
    """The full stop if it ends the sentence."""
    return "." if re.match(LAST[3:-1], match.string[match.end() :]) else ""


def _word(match: re.Match[str]) -> str:
    return WORDS[match[1]] + _stop(match)


ABBREVIATIONS: Final = (
    Rule(
        r"(?<=\bdes )(\d{1,2}\.) Jh\.",
        lambda m: f"{m[1]} Jahrhunderts" + _stop(m),
        "Anfang des 19. Jh. war es ruhig.",
        "Anfang des neunzehnten Jahrhunderts war es ruhig.",
    ),
    Rule(
        _phrase_pattern(),
        _phrase,
        "Er mag Obst, z. B. Birnen.",
        "Er mag Obst, zum Beispiel Birnen.",
    ),
    Rule(
        rf"\b({'|'.join(WORDS)})\.",
        _word,
        "Äpfel, Birnen usw. liegen hier.",
        "Äpfel, Birnen und so weiter liegen hier.",
    ),
    Rule(
        rf"\b({'|'.join(TITLES)})\.[ \u00a0]?(?=[A-ZÄÖÜ])",
        lambda m: f"{TITLES[m[1]]} ",
        "Dr. Lee kam später.",
        "Doktor Lee kam später.",
    ),
    Rule(
        rf"\b({'|'.join(BEFORE_NUMBERS)})\.[ \u00a0\u202f]?(?=[\dIVXL])",
        lambda m: f"{BEFORE_NUMBERS[m[1]]} ",
        "Siehe S. 12 und Nr. 5.",
        "Siehe Seite zwölf und Nummer fünf.",
    ),
    Rule(
        r"№ ?(?=\d)|(?<![\w&])#(?=\d)",
        "Nummer ",
        "Los #7 ist weg.",
        "Los Nummer sieben ist weg.",
    ),
    Rule(
        r"(?<=\d) ff?\.",
        lambda m: (" folgende" if m[0] == " ff." else " folgend") + _stop(m),
        "Seite 12 ff. zeigt es.",
        "Seite zwölf folgende zeigt es.",
    ),
    Rule(
        r"§§ ?(?=\d)", "Paragrafen ", "Es gelten §§ 3 und 4.", "Es gelten Paragrafen drei und vier."
    ),
    Rule(
        r"§ ?(?=\d)", "Paragraf ", "Nach § 5 ist es erlaubt.", "Nach Paragraf fünf ist es erlaubt."
    ),
    Rule(
        r"(?<=[a-zäöü])str\.(?= \d|,|$)",
        "straße",
        "Er wohnt in der Gartenstr. 4.",
        "Er wohnt in der Gartenstraße vier.",
    ),
    Rule(r"(?<=\w) ?& ?(?=\w)", " und ", "Das Haus Lee & Sohn.", "Das Haus Lee und Sohn."),
)
"""Applied before the rules for numbers, because they apply to numbers in digits."""
