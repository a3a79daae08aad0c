"""German numbers, dates, times, amounts and units in words.

Rules of our own: espeak-ng reads "3. Oktober" as "drei Oktober", "14:30 Uhr" as "vierzehn Uhr
dreißig Uhr", 1987 as a thousand and more, and passes over the dash of "5–7".
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.de.abbreviations import NEXT
from tts.text.languages.de.numbers import cardinal, digits, joined, number, ordinal, part, year
from tts.text.languages.de.units import CENTS, COIN, MONEY, SCALE, SCALES, UNIT, UNITS, Unit, per
from tts.text.languages.numerals import GLYPH, RAISED, plain_glyph, roman
from tts.text.languages.rule import Rule

SPACE: Final = r"[ \u00a0\u2009\u202f]?"
THOUSANDS: Final = r"\d{1,3}(?:[.'’\u00a0\u2009\u202f ]\d{3})+(?!\d)"
NUMBER: Final = rf"(?:{THOUSANDS}|\d+)(?:,\d+)?"
DASH: Final = r"\s?[-–—]\s?"
MONTHS: Final = str.split(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
)
MONTH: Final = rf"(?:{'|'.join(MONTHS)}|Jänner)"
SHORT: Final = {month[:3]: month for month in MONTHS} | {"Sept": "September"}
YEAR: Final = r"(?:1[0-9]|20)\d\d(?!\d|[.,]\d)"
NAMES: Final = (
    r"Ludwig|Friedrich|Wilhelm|Karl|Heinrich|Otto|Johann|Johannes|Paul|Franz|Joseph|Leopold|Maximilian|Rudolf|August"
    r"|Georg|Eduard|Edward|Jakob|Philipp|Alexander|Nikolaus|Iwan|Peter|Napoleon|Benedikt|Pius|Leo|Gregor|Innozenz"
    r"|Gustav|Christian|Richard|Ferdinand|Ramses|Elisabeth|Katharina|Margarete|Maria|Isabella"
)
QUEENS: Final = frozenset(str.split("Elisabeth Katharina Margarete Maria Isabella"))
DATIVE: Final = frozenset(
    str.split(
        "am im vom zum beim zur dem den des der einem einen einer eines keinem keinen jedem jeden "
        "diesem diesen seinem seinen ihrem ihren seit ab nach vor bis mit von unter zwischen gegen "
        "um durch"
    )
)
"""Words before an ordinal that give it the ending -en."""
PREPOSITIONS: Final = frozenset(
    str.split(
        "in an auf aus bei mit von nach zu vor unter seit während wegen trotz über zwischen neben hinter"
    )
)
"""Which turn `der` into a dative or a genitive."""
JOINING: Final = frozenset(str.split("und oder bis"))
WEEKDAYS: Final = frozenset(
    str.split("montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonntag, sonnabend,")
)
DATIVE_NAMES: Final = frozenset(str.split("unter von mit bei nach zu vor seit gegenüber dem"))


FEMININE: Final = frozenset(
    str.split(
        "Frau Tochter Schwester Mutter Stadt Nacht Person Hand Tür Wand Kraft Zahl Mark Bank Liga Etage Fahrt Art"
    )
)
MASCULINE: Final = frozenset(
    str.split("Junge Name Kunde Kollege Buchstabe Gedanke Zeuge Experte Löwe Termin Verein")
)
NEUTER: Final = frozenset(
    str.split(
        "Mal Jahr Jahrhundert Jahrtausend Kapitel Quartal Semester Halbjahr Buch Kind Spiel Tor Haus Bild Gebot"
    )
)
"""Common nouns whose ending does not tell their gender."""
LABELS: Final = frozenset(
    str.split(
        "Kapitel Nummer Teil Band Platz Seite Abbildung Tabelle Artikel Absatz Klasse Stufe Phase Typ Version"
    )
)
"""Before a number that is a name, and counts nothing."""


def _words_before(match: re.Match[str]) -> list[str]:
    before = match.string[max(0, match.start() - 40) : match.start()]
    return re.findall(r"[^\W\d_]+,?", before.lower())


def _ending(match: re.Match[str]) -> str:
    """Of an ordinal, by the words before it: am dritten, der dritte, ein dritter."""
    before = match.string[: match.start()]
    words = _words_before(match) if before.endswith((" ", "\u00a0")) else []
    last = words[-1] if words else ""
    if last == "der":
        return "en" if len(words) > 1 and words[-2] in PREPOSITIONS else "e"
    if last in JOINING and any(word in DATIVE or word.endswith("ten") for word in words[-4:-1]):
        return "en"
    if last in DATIVE or (last in WEEKDAYS and "am" in words):
        return "en"
    return "e" if last in {"die", "das", "jede", "diese", "eine", "keine"} else "er"


def _month(text: str) -> str:
    return MONTHS[int(text) - 1]


def _year(text: str | None) -> str:
    """With a space before it; empty where there is none."""
    return f" {year(int(text))}" if text else ""


def _date(match: re.Match[str]) -> str:
    """`3. Oktober 1990`"""
    return f"{ordinal(int(match[1]), _ending(match))} {match[2]}{_year(match[3])}"


def _dotted_date(match: re.Match[str]) -> str:
    """`03.10.1990`, `3.10.`; of a year in two figures too."""
    of = match[3]
    said = f"{ordinal(int(match[1]), _ending(match))} {_month(match[2])}"
    return said + (_year(of) if not of or len(of) == 4 else f" {number(of)}")


def _iso_date(match: re.Match[str]) -> str:
    return f"{ordinal(int(match[3]), _ending(match))} {_month(match[2])}{_year(match[1])}"


def _dates(match: re.Match[str]) -> str:
    """`3.–5. Oktober`: from one day to another."""
    ending = _ending(match)
    between = "und" if "/" in match[2] else "bis"
    return f"{ordinal(int(match[1]), ending)} {between} {ordinal(int(match[3]), ending)} "


def _ordinal(match: re.Match[str]) -> str:
    return ordinal(int(match[1]), _ending_before_noun(match))


def _ending_before_noun(match: re.Match[str]) -> str:
    """Without an article before it the noun decides: erste Spalte, erstes Kapitel, erster Platz."""
    ending = _ending(match)
    noun = re.match(r"[ \u00a0]([A-ZÄÖÜ]\w+)", match.string[match.end() :])
    if ending != "er" or not noun:
        return ending
    return "e" if _is_feminine(noun[1]) else "es" if noun[1] in NEUTER else "er"


def _roman_ordinal(match: re.Match[str]) -> str:
    return ordinal(roman(match[1]), _ending(match))


def _ruler(match: re.Match[str]) -> str:
    """`Ludwig XIV.`: der Vierzehnte, unter Ludwig dem Vierzehnten, Ludwigs des Vierzehnten."""
    name, figures = match[1], roman(match[3])
    queen = name in QUEENS
    words = _words_before(match)
    if match[2]:
        article, ending = ("der" if queen else "des"), "en"
    elif words and words[-1] in DATIVE_NAMES:
        article, ending = ("der" if queen else "dem"), "en"
    else:
        article, ending = ("die" if queen else "der"), "e"
    said = f"{name}{match[2]} {article} {ordinal(figures, ending).capitalize()}"
    at_end = not match.string[match.end() :].strip('"”“’)] ')
    return said + ("." if at_end else "")


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)} zu {cardinal(minute)}"
    return f"{joined(hour)} Uhr" + (f" {cardinal(minute)}" if minute else "")


def _duration(match: re.Match[str]) -> str:
    """`2:03:38`, of a race."""
    hour, minute, second = (int(group) for group in match.groups())
    return f"{UNITS['h'].of(str(hour))} {UNITS['min'].of(str(minute))} {UNITS['s'].of(str(second))}"


def _hours(match: re.Match[str]) -> str:
    return f"{joined(int(match[1]))} Uhr"


def _money(match: re.Match[str]) -> str:
    """`12,50 €`: zwölf Euro fünfzig."""
    return _amount_of_money(match[1], match[2])


def _coin_first(match: re.Match[str]) -> str:
    return _amount_of_money(match[2], match[1])


def _amount_of_money(amount: str, sign: str) -> str:
    whole, _, cents = amount.partition(",")
    if len(cents) != 2:
        return MONEY[sign].of(amount)
    if not int(whole.replace(".", "")) and sign in CENTS:
        return Unit(CENTS[sign]).of(cents.lstrip("0") or "0")
    said = MONEY[sign].of(whole)
    return said if cents == "00" else f"{said} {cardinal(int(cents))}"


def _scaled(match: re.Match[str]) -> str:
    """`3 Mio. €`, `1 Mrd.`"""
    amount, scale, sign = match.groups()
    coin = f" {MONEY[sign].many or MONEY[sign].one}" if sign else ""
    at_end = not coin and not match.string[match.end() :].strip('"”“’)] ')
    return SCALES[scale].of(amount) + coin + ("." if at_end else "")


def _measure(match: re.Match[str]) -> str:
    amount, unit, divisor = match.groups()
    return UNITS[unit].of(amount) + (f" pro {per(divisor)}" if divisor else "")


def _unit(match: re.Match[str]) -> str:
    """Without a number before it: `Angaben in km/h`."""
    unit = UNITS[match[1]]
    return f"{unit.many or unit.one} pro {per(match[2])}"


def _year_or_count(match: re.Match[str]) -> str:
    """A year but where a noun is counted: `1500 Menschen`."""
    counted = re.match(r"[ \u00a0][A-ZÄÖÜ][a-zäöüß]", match.string[match.end() :])
    words = _words_before(match)
    dated = words and words[-1] in YEARLY
    return cardinal(int(match[1])) if counted and not dated else year(int(match[1]))


YEARLY: Final = frozenset(
    str.split(
        "jahr jahre jahren jahres seit sommer winter herbst frühling frühjahr ende anfang mitte "
        "saison januar februar märz april mai juni juli august september oktober november dezember"
    )
)
"""Before a year, whatever follows it."""


def _fraction(match: re.Match[str]) -> str:
    """`3/4`, `2 1/2 km`"""
    whole, top, bottom = match[1], int(match[2]), int(match[3])
    said = _part(top, bottom)
    if whole and (top, bottom) == (1, 2):
        said = f"{joined(int(whole))}einhalb"
    elif whole:
        said = f"{cardinal(int(whole))} {said}"
    unit = UNITS.get(match[4] or "")
    return f"{said} {unit.many or unit.one}" if unit else said


def _part(top: int, bottom: int) -> str:
    if top + bottom == 100 or (top, bottom) == (24, 7):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if not 0 < top < bottom or bottom > 1000:
        return f"{cardinal(top)} durch {cardinal(bottom)}"
    return "ein halb" if bottom == 2 else f"{joined(top)} {part(bottom)}"


def _half(match: re.Match[str]) -> str:
    """`1/2 Liter`: ein halber Liter; `1/2 Stunde`: eine halbe Stunde."""
    return ("eine halbe " if _is_feminine(match[1]) else "ein halber ") + match[1]


def _is_feminine(noun: str) -> bool:
    ends_so = re.search(r"(?:e|ung|heit|keit|schaft|ion|tät|ik|ur|in)$", noun)
    return noun in FEMININE or (ends_so is not None and noun not in MASCULINE)


def _one(match: re.Match[str]) -> str:
    """`1 Zeile`: eine; `1 Tag`: ein. Not of `Kapitel 1 Die`."""
    before = match.string[: match.start()].split()
    if before and before[-1] in LABELS:
        return f"eins {match[1]}"
    return f"{'eine' if _is_feminine(match[1]) else 'ein'} {match[1]}"


def _power(match: re.Match[str]) -> str:
    raised = match[1].translate(RAISED)
    if raised == "2":
        return " Quadrat"
    return " hoch " + raised.replace("-", "minus ")


def _called(match: re.Match[str]) -> str:
    """A telephone number, its groups apart."""
    plus = "plus " if match[0].startswith("+") else ""
    return plus + ", ".join(map(digits, re.findall(r"\d+", match[0])))


def _range(match: re.Match[str]) -> str:
    return f"{match[1]} bis "


def _year_range(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    return f"{year(first)} bis {year(last) if last > 99 else cardinal(last)}"


def _decades(match: re.Match[str]) -> str:
    """`1990er`, `90ern`"""
    figures = int(match[1])
    words = year(figures) if 1100 <= figures < 2000 else joined(figures)
    return words + match[2]


def _compound(match: re.Match[str]) -> str:
    """`18-Jährige`, `3-mal`, `20%ig`: one word with what is behind."""
    words, behind = joined(int(match[1])), match[2]
    return words.capitalize() + behind.lower() if behind[0].isupper() else words + behind


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
DATES: Final = (
    Rule(
        rf"(?<![\w.])(\d{{1,2}})\.{SPACE}([-–/]|bis|und){SPACE}(\d{{1,2}})\.{SPACE}(?={MONTH})",
        _dates,
        "Vom 3.–5. Oktober ist Markt.",
        "Vom dritten bis fünften Oktober ist Markt.",
    ),
    Rule(
        rf"(?<![\w.])(\d{{1,2}})\.{SPACE}({MONTH})\b(?: ({YEAR}))?",
        _date,
        "Am 3. Oktober 1990 war es warm.",
        "Am dritten Oktober neunzehnhundertneunzig war es warm.",
    ),
    Rule(
        rf"(?<=\d\. )({'|'.join(SHORT)})\.?(?= \d{{4}}|,| [a-z])|\b({'|'.join(SHORT)})\.(?= \d{{4}})",
        lambda m: SHORT[m[1] or m[2]],
        "Stand: Okt. 1990",
        "Stand: Oktober neunzehnhundertneunzig",
    ),
    Rule(
        r"(?<![\d.])(0?[1-9]|[12]\d|3[01])\. ?(0?[1-9]|1[0-2])\. ?((?:19|20)\d\d|\d\d)(?![\d.]\d|\d)",
        _dotted_date,
        "Sie kam am 03.10.1990 an.",
        "Sie kam am dritten Oktober neunzehnhundertneunzig an.",
    ),
    Rule(
        r"(?<![\d.])(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.()(?!\d)",
        _dotted_date,
        "Bis zum 3.10. ist Zeit.",
        "Bis zum dritten Oktober ist Zeit.",
    ),
    Rule(
        r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])",
        _iso_date,
        "Vom 2026-04-05.",
        "Vom fünften April zweitausendsechsundzwanzig.",
    ),
    Rule(
        r"(?<![\w.,–-])((?:1[1-9]|20)\d\d)\s?[-–—/]\s?((?:1[1-9]|20)\d\d|\d\d)(?![\w.,]\d|\w)",
        _year_range,
        "Die Jahre 1914–1918 waren schwer.",
        "Die Jahre neunzehnhundertvierzehn bis neunzehnhundertachtzehn waren schwer.",
    ),
    Rule(
        r"(?<![\w.,])(\d{2}|\d{4})(ern?)\b",
        _decades,
        "In den 1990ern und 80er Jahren.",
        "In den neunzehnhundertneunzigern und achtziger Jahren.",
    ),
)
CLOCKS: Final = (
    Rule(
        r"(?<![\d:.])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\d:])",
        _duration,
        "Er lief 2:03:38.",
        "Er lief zwei Stunden drei Minuten achtunddreißig Sekunden.",
    ),
    Rule(
        rf"(?<=\d){DASH}(?=\d{{1,2}}(?:[:.]\d\d)? ?Uhr|\d{{1,2}}:\d\d)",
        " bis ",
        "Offen 8–12 Uhr.",
        "Offen acht bis zwölf Uhr.",
    ),
    Rule(
        r"(?<![\d:.,])(\d{1,2})[:.]([0-5]\d)[ \u00a0]?Uhr\b",
        _time,
        "Um 14:30 Uhr geht es los.",
        "Um vierzehn Uhr dreißig geht es los.",
    ),
    Rule(r"(?<![\d:.,])(\d{1,2})[ \u00a0]Uhr\b", _hours, "Um 1 Uhr nachts.", "Um ein Uhr nachts."),
    Rule(
        r"(?<![\d:.,])(\d{1,2}):(\d\d)(?![\d:])", _time, "Abfahrt 8:05.", "Abfahrt acht Uhr fünf."
    ),
    Rule(
        r"(?<![\d:.,])(\d+)[:∶](\d+)(?![\d:])",
        lambda m: f"{cardinal(int(m[1]))} zu {cardinal(int(m[2]))}",
        "Es endete 3:2.",
        "Es endete drei zu zwei.",
    ),
)
AMOUNTS: Final = (
    Rule(
        rf"(?<=[€$]) ?/ ?({UNIT})(?![\w²³])",
        lambda m: f" pro {per(m[1])}",
        "Holz kostet 5 €/kg.",
        "Holz kostet fünf Euro pro Kilogramm.",
    ),
    Rule(
        r"(?<=[€$]) ?/ ?(?=[A-ZÄÖÜ][a-zäöü])",
        " pro ",
        "Das sind 8 €/Monat.",
        "Das sind acht Euro pro Monat.",
    ),
    Rule(
        r"(?<=[a-zA-Z]) ?/ ?(?=100 ?km\b)",
        " pro ",
        "Er braucht 5 l/100 km.",
        "Er braucht fünf Liter pro einhundert Kilometer.",
    ),
    Rule(
        rf"(?<=\d)\s?(?:{COIN}|%)?{DASH}(?=\d+(?:,\d+)?\s?(?:{COIN}|%))(?!-\d+-)",
        " bis ",
        "Es kostet 5–7 €.",
        "Es kostet fünf bis sieben Euro.",
    ),
    Rule(
        rf"(?<!\w)({COIN}){SPACE}({NUMBER}){SPACE}({SCALE})",
        lambda m: f"{SCALES[m[3]].of(m[2])} {MONEY[m[1]].many or MONEY[m[1]].one}",
        "Das Werk kostet $ 5 Mio. im Jahr.",
        "Das Werk kostet fünf Millionen Dollar im Jahr.",
    ),
    Rule(
        rf"(?<![\w.,])({NUMBER}){SPACE}({SCALE})(?:{SPACE}({COIN})(?!\w))?",
        _scaled,
        "Es kostet 3 Mio. Euro.",
        "Es kostet drei Millionen Euro.",
    ),
    Rule(
        rf"(?<![\w.,])({NUMBER})(?:,[-–—])?{SPACE}({COIN})(?!\w)",
        _money,
        "Er zahlte 12,50 €.",
        "Er zahlte zwölf Euro fünfzig.",
    ),
    Rule(
        rf"(?<!\w)({COIN}){SPACE}({NUMBER})(?!\w)",
        _coin_first,
        "Für € 12 zu haben.",
        "Für zwölf Euro zu haben.",
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
MEASURES: Final = (
    Rule(
        r"(?<=\d) ?%-?(?=ig)",
        "-prozent",
        "Das ist 100%ig so.",
        "Das ist einhundertprozentig so.",
    ),
    Rule(
        rf"(?<![\w.,/-])({NUMBER}){DASH}(?={NUMBER}(?![\d.-]))",
        _range,
        "Es dauert 5–7 Tage.",
        "Es dauert fünf bis sieben Tage.",
    ),
    Rule(
        rf"(?<![\w.,])(\d+)(?:-|{SPACE}%-?)?((?:[Jj]ähr|[Mm]onat|[Ww]öch|[Tt]äg|[Ss]tünd|[Mm]inüt|köpf|stell|teil"
        r"|stöck|seit|sprach|prozent)ig\w*|(?:mal|fach)\w*)",
        _compound,
        "Eine 18-jährige Frau lief 3-mal.",
        "Eine achtzehnjährige Frau lief dreimal.",
    ),
    Rule(
        rf"(?<![\w.,/])(\d{{1,3}}) (\d{{1,3}})/(\d{{1,4}})(?![\w/]|[.,]\d)(?:{SPACE}({UNIT})(?![\w²³]))?",
        _fraction,
        "Noch 2 1/2 km bis zum See.",
        "Noch zweieinhalb Kilometer bis zum See.",
    ),
    Rule(
        r"(?<![\w.,/])1/2 ([A-ZÄÖÜ][a-zäöü]+)",
        _half,
        "Dazu 1/2 Liter Milch.",
        "Dazu ein halber Liter Milch.",
    ),
    Rule(
        rf"(?<![\w.,/])()(\d{{1,3}})/(\d{{1,4}})(?![\w/]|[.,]\d)(?:{SPACE}({UNIT})(?![\w²³]))?",
        _fraction,
        "Fast 3/4 der Leute.",
        "Fast drei Viertel der Leute.",
    ),
    Rule(
        rf"(?<![\w.,])({NUMBER}){SPACE}({UNIT})(?:/({UNIT}))?(?![\w²³])",
        _measure,
        "Er fuhr 120 km/h.",
        "Er fuhr einhundertzwanzig Kilometer pro Stunde.",
    ),
    Rule(
        r"(?<!\w)(km|m|g|kg|mg|l)/(h|s|l|kg|m²|m³)(?!\w)",
        _unit,
        "Angaben in km/h, 1. Spalte.",
        "Angaben in Kilometer pro Stunde, erste Spalte.",
    ),
    Rule(
        r"(?<=[\w)])([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])",
        _power,
        "Das sind 10⁶ Zellen.",
        "Das sind zehn hoch sechs Zellen.",
    ),
)
PLACES: Final = (
    "Platz|Preis|Liga|Bundesliga|Weltkrieg|Advent|Etage|Stock|Klasse|Runde|Jahrhundert|Tag|Halbzeit"
    "|FC|Kapitel|Abschnitt|Teil|Band|Akt|Buch|Schritt|Lektion|Semester|Quartal"
)
"""Nouns of an ordinal that begins a sentence; before others it numbers a heading or an item."""
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
"""Whatever number is left."""
NUMERIC: Final = (
    *SIGNED, *PHONES, *DATES, *CLOCKS, *AMOUNTS, *SIGNS, *MEASURES, *ORDINALS, *LEFT,
)  # fmt: skip
"""Applied in order, where anything of NEEDED is."""
NEEDED: Final = rf"[\dIVX²³¹⁰⁴-⁹]|{GLYPH}|(?<!\w)km/h|(?<!\w)m/s"
"""What needs words."""
