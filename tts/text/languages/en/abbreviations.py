"""Abbreviations and symbols in English text, and what is spoken for them."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.en.identifiers import PERIOD
from tts.text.languages.en.sentence_ends import STARTERS
from tts.text.languages.rule import Rule, spelt

MONTHS: Final = str.split(
    "January February March April May June July August September October November December"
)
_STARTER = "|".join(word.title() for word in sorted(STARTERS))
STOP = rf"(?=[\"'”’)\]]*(?:\s*$|\s+[\"“‘'(]?(?:{_STARTER})\b))"
"""Where the full stop of an abbreviation also ends the sentence, and so is kept."""
TITLES: Final = {
    "Dr": "Doctor",
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Ms",
    "Prof": "Professor",
    "St": "Saint",
    "Mt": "Mount",
    "Capt": "Captain",
    "Lt": "Lieutenant",
    "Sgt": "Sergeant",
    "Col": "Colonel",
    "Gen": "General",
    "Sen": "Senator",
    "Gov": "Governor",
    "Rev": "Reverend",
    "Rep": "Representative",
    "Hon": "Honorable",
    "Ft": "Fort",
}
BEFORE_NUMBERS: Final = {
    "Fig": "Figure",
    "Figs": "Figures",
    "fig": "figure",
    "pp": "pages",
    "p": "page",
    "Vol": "Volume",
    "vol": "volume",
    "Ch": "Chapter",
    "ch": "chapter",
    "Sec": "Section",
    "Eq": "Equation",
    "Art": "Article",
    "Rm": "Room",
    "Apt": "Apartment",
    "Bldg": "Building",
    "Ste": "Suite",
}
ENDINGS: Final = {
    "Jr": "Junior",
    "Sr": "Senior",
    "Inc": "Incorporated",
    "Ltd": "Limited",
    "Corp": "Corporation",
    "Ave": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "etc": "et cetera",
    "approx": "approximately",
    "Approx": "Approximately",
    "dept": "department",
    "Dept": "Department",
    "al": "al",
    "ca": "circa",
    "Co": "Company",
    "Bros": "Brothers",
    "Univ": "University",
    "Assn": "Association",
    "govt": "government",
    "max": "maximum",
    "temp": "temperature",
}
DAYS: Final = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Tues": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Thur": "Thursday",
    "Thurs": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}
STATES: Final = {
    "Ala": "Alabama",
    "Ariz": "Arizona",
    "Ark": "Arkansas",
    "Calif": "California",
    "Colo": "Colorado",
    "Conn": "Connecticut",
    "Del": "Delaware",
    "Fla": "Florida",
    "Ga": "Georgia",
    "Ill": "Illinois",
    "Ind": "Indiana",
    "Kan": "Kansas",
    "Ky": "Kentucky",
    "La": "Louisiana",
    "Md": "Maryland",
    "Mass": "Massachusetts",
    "Mich": "Michigan",
    "Minn": "Minnesota",
    "Miss": "Mississippi",
    "Mo": "Missouri",
    "Mont": "Montana",
    "Neb": "Nebraska",
    "Nev": "Nevada",
    "Okla": "Oklahoma",
    "Ore": "Oregon",
    "Pa": "Pennsylvania",
    "Tenn": "Tennessee",
    "Tex": "Texas",
    "Va": "Virginia",
    "Vt": "Vermont",
    "Wash": "Washington",
    "Wis": "Wisconsin",
    "Wyo": "Wyoming",
}
"""As abbreviated in newspapers, after a town or a party: `Cheney (R-Wyo.)`."""
NAMESAKES: Final = frozenset(["Del", "Ind", "La", "Mass", "Miss", "Mo", "Pa", "Wash"])
"""Abbreviations that may be a name or a word at the end of a sentence: `Thank you, Miss.`"""
OVER: Final = {"YoY": "year over year", "QoQ": "quarter over quarter", "MoM": "month over month"}
MONTH_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
"""Months written with a full stop: `Sept. 4`."""


def _charge(match: re.Match[str]) -> str:
    """Read the charge in `Ca²⁺` as two plus."""
    count = {"": "", "²": " two", "³": " three", "⁴": " four"}[match[1]]
    return count + (" plus" if match[2] == "⁺" else " minus")


ABBREVIATIONS: Final = (
    Rule(
        *spelt(
            {name: word for name, word in TITLES.items() if name in {"Dr", "Mr", "Mrs", "Prof"}},
            r"\.? (?=[A-Z])",
        ),
        "Prof Lee said so.",
        "Professor Lee said so.",
    ),
    Rule(*spelt(TITLES, r"\. (?=[A-Z])"), "Gen. Lee", "General Lee"),
    Rule(*spelt(BEFORE_NUMBERS, r"\. ?(?=\(?\d|[IVX]+\b)"), "Ch. 5", "Chapter five"),
    Rule(r"§ ?(?=\d)", "section ", "§ 3", "section three"),
    Rule(r"\bext\. ?(?=\d)", "extension ", "ext. 123", "extension one two three"),
    Rule(r"\best\. ?(?=1|20)", "established ", "est. 1999", "established nineteen ninety-nine"),
    Rule(
        r"(?<!\d )\bfl\. ?(?=\d{3,4}\b)",
        "flourished ",
        "fl. 380 BC",
        "flourished three hundred eighty BC",
    ),
    Rule(r"\bFl\. ?(?=\d{1,3}\b)", "Floor ", "Bldg. 7, Fl. 3", "Building seven, Floor three"),
    Rule(
        r"\bSgt\. (?=1st)",
        "Sergeant ",
        "Tell Sgt. 1st Class Smith.",
        "Tell Sergeant first Class Smith.",
    ),
    Rule(
        r"\b(AAA|AA|A|BBB|BB|B|CCC|CC|C|D)[-−](?=[;,.)]|\s*$| (?!and [A-Z]-|or [A-Z]-|to\b))",
        r"\1 minus",
        "Moody's cut it from AA+ to A-; the A- and B-sides.",
        "Moody's cut it from AA plus to A minus; the A- and B-sides.",
    ),
    Rule(
        r"(?<=[a-z])([²³⁴]?)([⁺⁻])(?![⁰¹²³⁴-⁹])",
        _charge,
        "Na⁺ and Ca²⁺ ions; the 1960s–70s.",
        "Na plus and Ca two plus ions; the nineteen sixties to seventies.",
    ),
    Rule(
        r"(?<=\d)ft (?=\d{1,2}in\b)(?=(\d{1,2})in\b)\d{1,2}in\b",
        r" foot \1",
        "He ran a split of 4'16\"; a 6ft 2in man is 5'11\".",
        "He ran a split of four minutes sixteen seconds; a six foot two man is five foot eleven.",
    ),
    Rule(
        r"(?<![\w.'’′])(\d{1,2})[′'’](0\d|1[2-9]|[2-5]\d)[″\"”]",
        r"\1 min \2 sec",
        "He ran a split of 4'16\"; a 6ft 2in man is 5'11\".",
        "He ran a split of four minutes sixteen seconds; a six foot two man is five foot eleven.",
    ),
    Rule(
        r"(?<=\d)[×x](?=\d+(?:\.\d+)?\s?(?:mm|cm|in|ft)\b)",
        " by ",
        "Two 5.56×45 mm rounds.",
        "Two five point five six by forty-five millimeters rounds.",
    ),
    Rule(
        r"(?<=[A-Za-z])/(?=100 ?km\b)",
        " per ",
        "Use 5 kWh/100 km.",
        "Use five kilowatt hours per one hundred kilometers.",
    ),
    Rule(
        rf"(?<=\d)( ?[A-Za-zµμ]{{1,3}})/(?={PERIOD}\b)",
        r"\1 per ",
        "Take 50mg/day, walk 20 km/day.",
        "Take fifty milligrams per day, walk twenty kilometers per day.",
    ),
    Rule(
        r"/bbl\b",
        " per barrel",
        "It cost $68.45/bbl today.",
        "It cost sixty-eight dollars and forty-five cents per barrel today.",
    ),
    Rule(
        r"(?<=\ds)[–—](?=\d\ds)|(?<=\.\d)[–—](?=\d+\.\d+\.\d)",
        " to ",
        "Na⁺ and Ca²⁺ ions; the 1960s–70s.",
        "Na plus and Ca two plus ions; the nineteen sixties to seventies.",
    ),
    Rule(
        rf"\b([DRI])-({'|'.join(STATES)})\.",
        lambda m: f"{m[1]}, {STATES[m[2]]}",
        "So said Cheney (R-Wyo.) to us.",
        "So said Cheney (R, Wyoming) to us.",
    ),
    Rule(
        rf"(?<=[a-z], )({'|'.join(sorted(set(STATES) - NAMESAKES))})(\.{STOP}|(?=\.))\.?(?!\w)",
        lambda m: STATES[m[1]] + m[2],
        "He lives in Miami, Fla., now.",
        "He lives in Miami, Florida, now.",
    ),
    Rule(
        rf"(?<=[a-z], )({'|'.join(sorted(NAMESAKES))})\.(?=,| [a-z])",
        lambda m: STATES[m[1]],
        "She grew up in Gary, Ind., and left.",
        "She grew up in Gary, Indiana, and left.",
    ),
    Rule(
        rf"(?<=\d%) ({'|'.join(OVER)})\b",
        lambda m: f" {OVER[m[1]]}",
        "Sales rose 6% YoY, but QoQ-3%.",
        "Sales rose six percent year over year, but QoQ minus three percent.",
    ),
    Rule(
        r"(?<=\d) sq\. (ft|mi|km|m|in)\b",
        r" sq \1",
        "Room for 120 sq. ft in all.",
        "Room for one hundred twenty square feet in all.",
    ),
    Rule(
        rf"(?<=/)(mo|yr|hr|wk)\.(?!{STOP[3:-1]})",
        r"\1",
        "Pay $5.99/mo. for it.",
        "Pay five dollars and ninety-nine cents per month for it.",
    ),
    Rule(
        r"(?<![\w,.])0x([\dA-Fa-f]+)\b",
        lambda m: f"zero x {' '.join(m[1])}",
        "See 0x1F4 there.",
        "See zero x one F four there.",
    ),
    Rule(
        r"(?<=\d)([\"″]) ?[x×] ?(\d+(?:\.\d+)?)[\"″]",
        r" inches by \2 inches",
        'A 12"x18" frame.',
        "A twelve inches by eighteen inches frame.",
    ),
    Rule(
        r"(?<=\d) ?(ft|in|cm|mm|m)\b\.? [x×] (?=\d)",
        r" \1 by ",
        "About 12 ft x 10 ft in all.",
        "About twelve feet by ten feet in all.",
    ),
    Rule(
        r"(?<=\d[Kkp])@(?=\d)",
        " at ",
        "It has 4K@120 Hz.",
        "It has four K at one hundred twenty hertz.",
    ),
    Rule(
        r"(?<=\d) in\.(?=,? [a-z\d]|,)|(?<=\d) in(?=\.[\"'”’)]*\s*$)",
        " inches",
        "12 in.",
        "twelve inches.",
    ),
    Rule(rf"(?<=[a-z\d] )St(\.{STOP}|\b)\.?(?! [A-Z])", r"Street\1", "Main St.", "Main Street."),
    Rule(
        rf"\b({'|'.join(ENDINGS)})(\.{STOP}|(?=\.))\.?",
        lambda m: ENDINGS[m[1]] + m[2],
        "Inc.",
        "Incorporated.",
    ),
    Rule(
        rf"\b({MONTH_SHORT})(\.{STOP}|(?=\.))\.?(?= [a-z(]| (?:1[1-9]|20)\d\d\b|,|\.)",
        lambda m: month_name(m[1]) + m[2],
        "He came in Sept.",
        "He came in September.",
    ),
    Rule(
        r"\b(?:[A-Z]\. )+[A-Z]\. (?=[A-Z][a-z])",
        lambda m: m[0].replace(".", ""),
        "J. R. R. Smith met George W. Bush and U.S. Grant in the U.S.",
        "J R R Smith met George W. Bush and U.S. Grant in the U.S.",
    ),
    Rule(
        r"\bvs?\.(?=[ ,])|\bvs\b", "versus", "Mrs. Lee vs. Mr. Roe", "Missus Lee versus Mister Roe"
    ),
    Rule(
        r"\be\.g(?=\.[\"'”’)\]]*\s*$)",
        "for example",
        "Bring fruit, e.g.",
        "Bring fruit, for example.",
    ),
    Rule(
        r"\bi\.e(?=\.[\"'”’)\]]*\s*$)",
        "that is",
        "He meant the ferry, i.e.",
        "He meant the ferry, that is.",
    ),
    Rule(r"\be\.g\.,?(?!\w)", "for example,", "e.g. 10", "for example, ten"),
    Rule(r"\bi\.e\.,?(?!\w)", "that is,", "i.e. 5", "that is, five"),
    Rule(
        r"\bw/ ?(?=[a-z\d])",
        "with ",
        "Rinse w/ water for 24h.",
        "Rinse with water for twenty-four hours.",
    ),
    Rule(
        r"(?<=\d) ?hp\b",
        " horsepower",
        "A motor of 350 hp.",
        "A motor of three hundred fifty horsepower.",
    ),
    Rule(
        r"(?<= )@(?= )",
        "at",
        "Two boats @ $3.5M each.",
        "Two boats at three point five million dollars each.",
    ),
    Rule(
        r"(?<=[\d%])@(?=[$€£]?\d)",
        " at ",
        "Sold 12@$5 each.",
        "Sold twelve at five dollars each.",
    ),
    Rule(
        r"(?<!\S)%(?!\S)",
        "percent",
        "Is it 5 or 6 % or more?",
        "Is it five or six percent or more?",
    ),
    Rule(r"(?<!\S)\$(?!\S)", "dollar", "The $ and the pound.", "The dollar and the pound."),
    Rule(r"^(Mt|Rev|Gov|Sen|Prof|Dr|Capt|Gen)\.$", lambda m: TITLES[m[1]], "Rev.", "Reverend"),
    Rule(r"\bc\. ?(?=\d)", "circa ", "c. 1540", "circa fifteen forty"),
    Rule(
        rf"\b({'|'.join(DAYS)})\.? ?[-–~] ?({'|'.join(DAYS)})\b(?:\.(?= [a-z\d]))?",
        lambda m: f"{DAYS[m[1]]} to {DAYS[m[2]]}",
        "Open Mon-Fri 9am-5pm, Sat. 10-4.",
        "Open Monday to Friday nine a.m. to five p.m., Saturday ten to four.",
    ),
    Rule(
        rf"\b({'|'.join(DAYS)})\.(?=,| [a-z\d]| (?:{MONTH_SHORT}))",
        lambda m: DAYS[m[1]],
        "Open Mon-Fri 9am-5pm, Sat. 10-4.",
        "Open Monday to Friday nine a.m. to five p.m., Saturday ten to four.",
    ),
    Rule(r" ?& ?", " and ", "R&B", "R and B"),
    Rule(r"(?<=\w) ?= ?(?=[\w−-])", " equals ", "x = 5", "x equals five"),
    Rule(r"(?<=\w) ?≈ ?(?=\w)", " is about ", "Here b ≈ a.", "Here b is about a."),
    Rule(r"(?<=\d) ?[×*] ?(?=\d)|(?<=\d) x (?=\d)", " times ", "3×4", "three times four"),
    Rule(
        r"(?<=[A-Za-z\d)])\^\{?([A-Za-z])(?![A-Za-z\d])\}?\^?",
        r" to the \1",
        "So x^n grows.",
        "So x to the n grows.",
    ),
    Rule(r"(?<=\d) ?÷ ?(?=\d)", " divided by ", "10÷2", "ten divided by two"),
    Rule(r"\bC\+\+", "C plus plus", "C++ and C#", "C plus plus and C sharp"),
    Rule(r"\b([CF])#", r"\1 sharp", "C++ and C#", "C plus plus and C sharp"),
    Rule(
        r"(?<=\d) ?\+ ?(?=\d)|(?<=[A-Za-z])\+(?=\d)|(?<=\w) \+ (?=\w)",
        " plus ",
        "x² + y²",
        "x squared plus y squared",
    ),
    Rule(r"\b[vV](?=\d+\.)", "version ", "v2.0.1", "version two point zero point one"),
    Rule(r"± ?(?=\d)", "plus or minus ", "±5", "plus or minus five"),
    Rule(r"(?<=[\w)]) ?[≥⩾] ?(?=[\w$€£−-])", " is at least ", "z≥2", "z is at least two"),
    Rule(r"(?<=[\w)]) ?[≤⩽] ?(?=[\w$€£−-])", " is at most ", "Here a ≤ b.", "Here a is at most b."),
    Rule(r"(?<=[A-Za-z\d)]) ?≠ ?(?=[\w−-])", " is not ", "Here a ≠ b.", "Here a is not b."),
    Rule(r"(?<=[A-Za-z)]) ?< ?(?=[\d−-])", " is less than ", "x<5", "x is less than five"),
    Rule(r"(?<=[A-Za-z)]) ?> ?(?=[\d−-])", " is more than ", "y>3", "y is more than three"),
    Rule(
        r"[≥⩾] ?(?=[\d$€£])",
        "at least ",
        "≥ 5, ≤ 10, ~3, ±2",
        "at least five, at most ten, about three, plus or minus two",
    ),
    Rule(
        r"[≤⩽] ?(?=[\d$€£])",
        "at most ",
        "≥ 5, ≤ 10, ~3, ±2",
        "at least five, at most ten, about three, plus or minus two",
    ),
    Rule(r"√ ?(?=[\w(])", "the square root of ", "√2", "the square root of two"),
    Rule(r"∞", "infinity", "As n goes to ∞ it ends.", "As n goes to infinity it ends."),
    Rule(r"(?<=[\d,A-Za-z])\+(?=[\s,.;:)’”\"]|$)(?<!\+\+)", " plus", "LGBTQ+", "LGBTQ plus"),
    Rule(r"(?<=\d)¢", " cents", "50¢", "fifty cents"),
    Rule(r"(?<![\w<])< ?(?=[\d$€£])", "less than ", "<10", "less than ten"),
    Rule(r"(?<![\w>])> ?(?=[\d$€£])", "more than ", ">50", "more than fifty"),
    Rule(r"(?<![\w~])[~≈] ?(?=[\d$€£])", "about ", "≈5", "about five"),
)


def month_name(short: str) -> str:
    """The name of a month from its first three letters or more."""
    return next(month for month in MONTHS if month.startswith(short[:3]))
