"""English numbers that are names (aircraft, rooms, telephones, coordinates), and units that look
like them."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.en.numbers import ONES, cardinal, digits, number, ordinal, two_digits, year
from tts.text.languages.en.street_abbreviations import KIND, STREET_NAME
from tts.text.languages.en.units import MANY
from tts.text.languages.rule import Rule

NUMBER = r"(?:\d+(?:,\d{3})*(?:\.\d+)?|(?<![\w.])\.\d+)"
SIZED = "screen|display|TV|monitor|pipe|disk|disc|wheels?|laptop|tablet|panel|model"
QUARTERS: Final = {"N": "north", "S": "south", "E": "east", "W": "west"}
NAMED = (
    "Xbox|Form|Office|Nikon|BMW|Boeing|Airbus|Room|Suite|Apt|Apartment|Route|Highway|Interstate"
    "|Flight|flight|room|port|Port|Fahrenheit|Studio|Channel|RTX|GTX|RX|Ryzen|Snapdragon|Pixel"
    "|Galaxy|Unit|Gate|Bus|Line"
)
DAILY = (
    "second|minute|hour|day|night|week|month|year|person|head|user|share|barrel|mile|gallon|unit"
    "|bottle|ton|tonne|pound|ounce|seat"
)

PERIOD = "(?:second|minute|hour|day|night|week|month|year|person)"
COUNTED = (
    "people|users|customers|jobs|homes|tonnes|tons|barrels|units|copies|views|followers"
    "|subscribers|downloads|records|years|residents|visitors|passengers|parameters|tokens|dollars"
    "|euros|workers|members|students|children|viewers|listeners|vehicles|cars"
)


def name_of_digits(text: str) -> str:
    """A number that is a name: 747, 302, 4090, 1080.

    >>> name_of_digits("747"), name_of_digits("302"), name_of_digits("4090"), name_of_digits("3000")
    ('seven forty-seven', 'three oh two', 'forty ninety', 'three thousand')
    """
    size = len(text)
    is_round = size == 4 and text.endswith("000")
    if size in (3, 4) and text[0] != "0" and not is_round:
        head, tail = text[:-2], text[-2:]
        return f"{cardinal(int(head))} {two_digits(tail)}"
    return digits(text) if size == 5 else number(text)


def _scientific(match: re.Match[str]) -> str:
    """Read `6.02e23` or `1e-5`."""
    power = int(match[3])
    raised = f"minus {cardinal(power)}" if match[2] in {"-", "−"} else ordinal(power)
    return f"{number(match[1])} times ten to the {raised}"


def _aircraft(match: re.Match[str]) -> str:
    """Read 747-400 or A320-200."""
    kind = match[1]
    series = name_of_digits(match[2])
    if kind.startswith("A"):
        return f"A {two_digits(kind[1:])} {series}"
    return f"{name_of_digits(kind)} {series}"


def _called(match: re.Match[str]) -> str:
    """A telephone number digit by digit, in groups."""
    groups = re.findall(r"\d+", match[0])
    plus = "plus " if match[0].startswith("+") else ""
    return plus + ", ".join(map(digits, groups))


def _season(match: re.Match[str]) -> str:
    """Read 2023/24."""
    first, last = match[1], int(match[2])
    is_next = int(first[2:]) + 1 == last
    return f"{year(int(first))} to {cardinal(last)}" if is_next else match[0]


NAMES: Final = (
    Rule(
        r"\bCVE-(\d{4})-(\d{4,7})\b",
        lambda m: f"CVE {year(int(m[1]))}, {digits(m[2])}",
        "See CVE-2024-3094.",
        "See CVE twenty twenty-four, three zero nine four.",
    ),
    Rule(
        r"(?<![\w.])(\d+\.\d+\.\d+\.\d+):(?=\d{2,5}\b)",
        lambda m: f"{m[1]} port ",
        "Ask at 192.168.0.1:8080 for it.",
        "Ask at one nine two dot one six eight dot zero dot one port eighty eighty for it.",
    ),
    Rule(
        r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)",
        lambda m: " dot ".join(digits(n) for n in m.groups()),
        "10.0.0.1",
        "one zero dot zero dot zero dot one",
    ),
    Rule(
        r"(?<![\w.])(\d(?:\.\d+)?)[eE]([-−+]?)(\d{1,3})(?![\w.]\d|\w)",
        _scientific,
        "6.02e23",
        "six point zero two times ten to the twenty-third",
    ),
    Rule(
        r"(?<![\w+])\+\d{1,3}(?:[ -]\(?\d{2,4}\)?){2,4}(?!\w)",
        _called,
        "+1 555 123 4567",
        "plus one, five five five, one two three, four five six seven",
    ),
    Rule(
        r"(?<![\w.])(?:\(0\d{2,4}\)|0\d{2,4}) \d{3,4} \d{3,4}(?!\w)",
        _called,
        "Ring 020 7946 0958.",
        "Ring zero two zero, seven nine four six, zero nine five eight.",
    ),
    Rule(
        r"(?<![\w.])\d{3}\.\d{3}\.\d{4}(?!\w|\.\d)",
        _called,
        "555.123.4567",
        "five five five, one two three, four five six seven",
    ),
    Rule(
        r"(?<![\w-])1-\d{3}-\d{3}-\d{4}(?![\w-])",
        _called,
        "1-800-555-0199",
        "one, eight zero zero, five five five, zero one nine nine",
    ),
    Rule(
        r"(?i)(?<=\bcall |\bdial )(\d{3})(?![\w,]\d|\w|[%-]| (?:people|times|days|of))",
        lambda m: digits(m[1]),
        "Call 911",
        "Call nine one one",
    ),
    Rule(
        r"(?<![\w$.,])(911)(?= (?:call|dispatch|operator|emergency))",
        lambda m: digits(m[1]),
        "The 911 call was short.",
        "The nine one one call was short.",
    ),
    Rule(
        r"(?i)\b((?:ending|ends|ended) (?:in|with) )(?!(?:19|20)\d\d)(\d{4})(?![\w,%]|\.\d)",
        lambda m: m[1] + digits(m[2]),
        "The card ends in 8876.",
        "The card ends in eight eight seven six.",
    ),
    Rule(
        r"\b((?:PIN|[Pp]asscode|(?:[Aa]rea|[Zz]ip|ZIP|[Pp]ostal|[Aa]ccess|[Ss]ecurity) code)"
        r"(?: is| number|:)? )(\d{3,})(?![\w,%]|\.\d)",
        lambda m: m[1] + digits(m[2]),
        "The area code is 212.",
        "The area code is two one two.",
    ),
    Rule(
        rf"(?<![\w.,$€£:/-])(?!(?:19|20)\d\d )(\d{{3,5}})(?= {STREET_NAME}(?:{KIND})\b)",
        lambda m: number(m[1]) if m[1].endswith("00") else name_of_digits(m[1]),
        "Nancy lived at 1428 Elm Street.",
        "Nancy lived at fourteen twenty-eight Elm Street.",
    ),
    Rule(
        r"(?<=\b[A-Z]{2} )\d{5}(?![\w-]|[,.]\d)",
        lambda m: digits(m[0]),
        "Washington, DC 20500.",
        "Washington, DC two zero five zero zero.",
    ),
    Rule(
        r"\bH\.(26[345])\b",
        lambda m: f"H {name_of_digits(m[1])}",
        "It plays H.265 video.",
        "It plays H two sixty-five video.",
    ),
    Rule(
        r"(?<=\d)-(?=\d/\d)",
        lambda m: " ",
        "1-10-100, 3-2-1, 2-1/2 inches, 1-2-3.",
        "one, one zero, one zero zero, three, two, one, two and a half inches, one, two, three.",
    ),
    Rule(
        r"(?<![\w.,])(\d+\.\d+)\s?[kK](?!\w)",
        lambda m: f"{m[1]} thousand",
        "About 2.5k stars.",
        "About two point five thousand stars.",
    ),
    Rule(
        rf"(?<=\d)[\"″](?= (?:{SIZED}))",
        lambda m: " inch",
        'A 27" screen is enough.',
        "A twenty-seven inch screen is enough.",
    ),
    Rule(
        r"(?<=extension )(\d{2,5})\b", lambda m: digits(m[1]), "ext. 123", "extension one two three"
    ),
    Rule(
        r"(?<![\w.,])(\d+) ?- ?(\d+)(?= ?(?:=|equals))",
        lambda m: f"{m[1]} minus {m[2]}",
        "Since 9 - 4 = 5 we stop.",
        "Since nine minus four equals five we stop.",
    ),
    Rule(
        r"\b([7A]\d{2})-(\d{3,4}|8|9)(?![\w-])",
        _aircraft,
        "The 747-400 and the A320neo",
        "The seven forty-seven four hundred and the A three twenty neo",
    ),
    Rule(
        rf"\b({NAMED}) (\d{{3,4}})(?![\w,]\d|\w|[.]\d| (?:people|percent|million|billion))",
        lambda m: f"{m[1]} {name_of_digits(m[2])}",
        "RTX 4090",
        "RTX forty ninety",
    ),
    Rule(
        r"(?<=[A-Z])(\d{3,4})(?![\w,]\d|[a-z]{2}|\.\d|%)",
        lambda m: " " + name_of_digits(m[1]),
        "Airbus A380",
        "Airbus A three eighty",
    ),
    Rule(
        r"(?<![\w.,])(\d{3,4})(?=[pPi]\b)",
        lambda m: name_of_digits(m[1]) + " ",
        "1080p",
        "ten eighty p",
    ),
    Rule(r"\b([PBOCGM])2([PBOCGM])\b", r"\1 to \2", "B2B", "B to B"),
    Rule(r"(?<=Q\d)['’](?=\d\d\b)", lambda m: " ", "Q4'23", "Q four twenty-three"),
    Rule(r"\b([A-Z]{1,3})-(?=\d+s\b)", lambda m: f"{m[1]} ", "B-52s", "B fifty-twos"),
    Rule(
        r"\b([A-Z]{1,3})-(\d{3})([A-Z]?)\b(?!-)",
        lambda m: f"{m[1]} {name_of_digits(m[2])} {m[3]}".strip(),
        "MiG-29, Su-57, F/A-18, C-130J, B-2.",
        "MiG twenty-nine, Su fifty-seven, F/A eighteen, C one thirty J, B two.",
    ),
    Rule(
        r"\bA(\d)(\d\d)(?=neo\b|ceo\b|XLR\b)",
        lambda m: f"A {ONES[int(m[1])]} {two_digits(m[2])} ",
        "The 747-400 and the A320neo",
        "The seven forty-seven four hundred and the A three twenty neo",
    ),
    Rule(
        r"(?<![\w$.,])(401|403)(?=\(?[kb]\b)\(?([kb])\)?",
        lambda m: f"{name_of_digits(m[1])} {m[2]}",
        "My 401k is low.",
        "My four oh one k is low.",
    ),
    Rule(
        r"(?<![\w.,])(0\d)00(?= hours\b)",
        lambda m: f"oh {ONES[int(m[1])]} hundred",
        "5:30 pm EST, 17:30 UTC, 0800 hours, 7 p.m. ET",
        "five thirty p.m. EST, seventeen thirty UTC, oh eight hundred hours, seven p.m. ET",
    ),
    Rule(
        r"(?<![\w.,-])50[-–]50(?![\w-])",
        lambda m: "fifty fifty",
        "50-50 chance.",
        "fifty fifty chance.",
    ),
    Rule(
        r"(?<![\w.,])(\d+\.\d+) ?s\b",
        lambda m: f"{m[1]} sec",
        "It took 9.58s in all.",
        "It took nine point five eight seconds in all.",
    ),
    Rule(
        r"(?<=\bthe )([1-9]\d*00)m\b",
        lambda m: f"{m[1]} m",
        "She ran the 100m in March.",
        "She ran the one hundred meters in March.",
    ),
    Rule(
        r"(?<![\w.])(\d+)ers\b",
        lambda m: cardinal(int(m[1])) + ("ers" if int(m[1]) % 10 != 9 else "rs"),
        "49ers",
        "forty-niners",
    ),
    Rule(r"(?<=\d)-(to|of|for|in|by|on)-(?=\d)", lambda m: f" {m[1]} ", "2-to-1", "two to one"),
    Rule(
        r"(?<![\w.,])(\d{1,2}|1\d\d|2[0-4]\d|250|\d{1,3}\.\d+) ?bps\b",
        lambda m: f"{m[1]} basis points",
        "Rates rose 25 bps.",
        "Rates rose twenty-five basis points.",
    ),
    Rule(
        r"(?<=\b(?:fell|rose|lost|down|cuts|hike) )(\d+(?:\.\d+)?) ?bp\b",
        lambda m: f"{m[1]} basis points",
        "The yield fell 3 bp today.",
        "The yield fell three basis points today.",
    ),
    Rule(
        r"(?<=\b(?:by|up) )(\d+(?:\.\d+)?) ?bp\b",
        lambda m: f"{m[1]} basis points",
        "Yields were up 25 bp today.",
        "Yields were up twenty-five basis points today.",
    ),
    Rule(
        r"\b([A-Za-z]{3,})[-−](?=\d+(?:\.\d+)?%)",
        lambda m: f"{m[1]} minus ",
        "Sales rose 6% YoY, but QoQ-3%.",
        "Sales rose six percent year over year, but QoQ minus three percent.",
    ),
    Rule(
        r"\b([bd])\. ((?:1[1-9]|20)\d\d)\b",
        lambda m: f"{'born' if m[1] == 'b' else 'died'} {year(int(m[2]))}",
        "Leonardo (b. 1452, d. 1519); AD 1066 and A.D. 1492.",
        "Leonardo (born fourteen fifty-two, died fifteen nineteen); "
        "AD ten sixty-six and A.D. fourteen ninety-two.",
    ),
    Rule(
        r"\b(A\.?D\.?|C\.?E\.?) (1[1-9]\d\d|10[1-9]\d)\b(?![,.]\d)",
        lambda m: f"{m[1]} {year(int(m[2]))}",
        "Leonardo (b. 1452, d. 1519); AD 1066 and A.D. 1492.",
        "Leonardo (born fourteen fifty-two, died fifteen nineteen); "
        "AD ten sixty-six and A.D. fourteen ninety-two.",
    ),
    Rule(r"(?<=\d)[x×](?=\d)", lambda m: " by ", "4x4", "four by four"),
    Rule(
        r"(?<=\d)[x×](?= (?:faster|more|as|larger|bigger|better|higher|slower|cheaper|the))",
        lambda m: " times",
        "2x faster",
        "two times faster",
    ),
    Rule(
        r"(?<![\w.])(\d{1,2})h ?(\d{1,2}) ?m(?:in)?\b",
        lambda m: f"{m[1]} h {m[2]} min",
        "2h15m",
        "two hours fifteen minutes",
    ),
    Rule(
        r"(?<=\d)°(\d{1,2})[′'](?:(\d{1,2})[″\"])?",
        lambda m: f" degrees {m[1]} minutes" + (f" {m[2]} seconds" if m[2] else ""),
        "45°30′N",
        "forty-five degrees thirty minutes north",
    ),
    Rule(
        r"(?<=\d)°\s?([NSEW])\b",
        lambda m: " degrees " + QUARTERS[m[1]],
        "30°N",
        "thirty degrees north",
    ),
    Rule(
        r"(?<=minutes|seconds)\s?([NSEW])\b",
        lambda m: " " + QUARTERS[m[1]],
        "45°30′N",
        "forty-five degrees thirty minutes north",
    ),
    Rule(
        r"(?<![\d.,/-])((?:19|20)\d\d)/(\d\d)(?![\w/])",
        _season,
        "2023/24",
        "twenty twenty-three to twenty-four",
    ),
    Rule(
        r"(?<![\w.,])([1-9]\d*00)m(?= (?:sprint|dash|race|freestyle|hurdles|relay|away|tall|high"
        r"|deep|long|wide"
        r"|below|above|butterfly|backstroke|final|world|from))",
        lambda m: f"{m[1]} m",
        "100m sprint",
        "one hundred meters sprint",
    ),
    Rule(
        rf"(?<![\w.,$€£¥])({NUMBER})\s?(m|M|bn|B|b)(?=\+? (?:{COUNTED}))"
        rf"|(?<![\w.,$€£¥])({NUMBER})\s?(bn)\b",
        lambda m: f"{m[1] or m[3]} {MANY[(m[2] or m[4]).lower()]}",
        "3bn",
        "three billion",
    ),
    Rule(rf"(?<=[\d¢])/({DAILY})\b", lambda m: f" per {m[1]}", "100/day", "one hundred per day"),
    Rule(r"(?<=\d)[VW](?![\w-])", lambda m: " " + m[0], "60W", "sixty watts"),
)
