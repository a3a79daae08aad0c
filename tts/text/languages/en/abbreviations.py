"""Abbreviations and signs of English text, and what is said for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tts.text.sentences import STARTERS

MONTHS: Final = str.split("January February March April May June July August September October November December")
STOP = rf"(?=[\"'”’)\]]*(?:\s*$|\s+[\"“‘'(]?(?:{'|'.join(word.title() for word in sorted(STARTERS))})\b))"
"""Where the full stop of an abbreviation ends the sentence too, and stays."""
TITLES: Final = {
    "Dr": "Doctor", "Mr": "Mister", "Mrs": "Missus", "Ms": "Ms", "Prof": "Professor", "St": "Saint", "Mt": "Mount",
    "Capt": "Captain", "Lt": "Lieutenant", "Sgt": "Sergeant", "Col": "Colonel", "Gen": "General", "Sen": "Senator",
    "Gov": "Governor", "Rev": "Reverend", "Rep": "Representative", "Hon": "Honorable", "Ft": "Fort",
}  # fmt: skip
BEFORE_NUMBERS: Final = {
    "Fig": "Figure", "Figs": "Figures", "fig": "figure", "pp": "pages", "p": "page", "Vol": "Volume", "vol": "volume",
    "Ch": "Chapter", "ch": "chapter", "Sec": "Section", "Eq": "Equation", "Art": "Article",
}  # fmt: skip
ENDINGS: Final = {
    "Jr": "Junior", "Sr": "Senior", "Inc": "Incorporated", "Ltd": "Limited", "Corp": "Corporation", "Ave": "Avenue",
    "Blvd": "Boulevard", "Rd": "Road", "etc": "et cetera", "approx": "approximately", "Approx": "Approximately",
    "dept": "department", "Dept": "Department", "al": "al", "ca": "circa", "Co": "Company", "Bros": "Brothers",
    "Univ": "University", "Assn": "Association", "govt": "government", "max": "maximum", "temp": "temperature",
}  # fmt: skip
DAYS: Final = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Thur": "Thursday",
    "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
STATES: Final = {
    "Ala": "Alabama", "Ariz": "Arizona", "Ark": "Arkansas", "Calif": "California", "Colo": "Colorado",
    "Conn": "Connecticut", "Del": "Delaware", "Fla": "Florida", "Ga": "Georgia", "Ill": "Illinois", "Ind": "Indiana",
    "Kan": "Kansas", "Ky": "Kentucky", "La": "Louisiana", "Md": "Maryland", "Mass": "Massachusetts",
    "Mich": "Michigan", "Minn": "Minnesota", "Miss": "Mississippi", "Mo": "Missouri", "Mont": "Montana",
    "Neb": "Nebraska", "Nev": "Nevada", "Okla": "Oklahoma", "Ore": "Oregon", "Pa": "Pennsylvania",
    "Tenn": "Tennessee", "Tex": "Texas", "Va": "Virginia", "Vt": "Vermont", "Wash": "Washington", "Wis": "Wisconsin",
    "Wyo": "Wyoming",
}  # fmt: skip
"""As newspapers shorten them, behind a town or a party: `Cheney (R-Wyo.)`."""
NAMESAKES: Final = frozenset(["Del", "Ind", "La", "Mass", "Miss", "Mo", "Pa", "Wash"])
"""Which at a sentence's end may be somebody or a word: `Thank you, Miss.`"""
OVER: Final = {"YoY": "year over year", "QoQ": "quarter over quarter", "MoM": "month over month"}
MONTH_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
"""Written with a full stop: `Sept. 4`."""


def _spelt(names: dict[str, str], behind: str) -> tuple[str, Callable[[re.Match[str]], str]]:
    """A rule for abbreviations of which each stands for a word."""
    return rf"\b({'|'.join(names)}){behind}", lambda match: f"{names[match[1]]} "


def _charge(match: re.Match[str]) -> str:
    """`Ca²⁺`: two plus."""
    count = {"": "", "²": " two", "³": " three", "⁴": " four"}[match[1]]
    return count + (" plus" if match[2] == "⁺" else " minus")


ABBREVIATIONS: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    _spelt({name: word for name, word in TITLES.items() if name in {"Dr", "Mr", "Mrs", "Prof"}}, r"\.? (?=[A-Z])"),
    _spelt(TITLES, r"\. (?=[A-Z])"),
    _spelt(BEFORE_NUMBERS, r"\. ?(?=\(?\d|[IVX]+\b)"),
    (r"§ ?(?=\d)", "section "),
    (r"\bext\. ?(?=\d)", "extension "),
    (r"\best\. ?(?=1|20)", "established "),
    (r"\bApt\. ?(?=\d)", "Apartment "),
    (r"\bSgt\. (?=1st)", "Sergeant "),
    (r"\b(AAA|AA|A|BBB|BB|B|CCC|CC|C|D)[-−](?=[;,.)]|\s*$| (?!and [A-Z]-|or [A-Z]-|to\b))", r"\1 minus"),
    (r"(?<=[a-z])([²³⁴]?)([⁺⁻])(?![⁰¹²³⁴-⁹])", _charge),
    (r"(?<=\d)ft (?=\d{1,2}in\b)(?=(\d{1,2})in\b)\d{1,2}in\b", r" foot \1"),
    (r"(?<![\w.'’′])(\d{1,2})[′'’](0\d|1[2-9]|[2-5]\d)[″\"”]", r"\1 min \2 sec"),
    (r"(?<=\d)[×x](?=\d+(?:\.\d+)?\s?(?:mm|cm|in|ft)\b)", " by "),
    (r"(?<=[A-Za-z])/(?=100 ?km\b)", " per "),
    (r"/bbl\b", " per barrel"),
    (r"(?<=\d[a-z]g|\dml|\d\sg)/(?=(?:day|week|month|hour)\b)", " per "),
    (r"(?<= [mkµμ]g|tes|urs)/(?=(?:day|week|month|hour)\b)", " per "),
    (r"(?<=\ds)[–—](?=\d\ds)|(?<=\.\d)[–—](?=\d+\.\d+\.\d)", " to "),
    (rf"\b([DRI])-({'|'.join(STATES)})\.", lambda m: f"{m[1]}, {STATES[m[2]]}"),
    (
        rf"(?<=[a-z], )({'|'.join(sorted(set(STATES) - NAMESAKES))})(\.{STOP}|(?=\.))\.?(?!\w)",
        lambda m: STATES[m[1]] + m[2],
    ),
    (rf"(?<=[a-z], )({'|'.join(sorted(NAMESAKES))})\.(?=,| [a-z])", lambda m: STATES[m[1]]),
    (rf"(?<=\d%) ({'|'.join(OVER)})\b", lambda m: f" {OVER[m[1]]}"),
    (r"(?<=\d) sq\. (ft|mi|km|m|in)\b", r" sq \1"),
    (rf"(?<=/)(mo|yr|hr|wk)\.(?!{STOP[3:-1]})", r"\1"),
    (r"(?<![\w,.])0x([\dA-Fa-f]+)\b", lambda m: f"zero x {' '.join(m[1])}"),
    (r"(?<=\d)([\"″]) ?[x×] ?(\d+(?:\.\d+)?)[\"″]", r" inches by \2 inches"),
    (r"(?<=\d) ?(ft|in|cm|mm|m)\b\.? [x×] (?=\d)", r" \1 by "),
    (r"(?<=\d[Kkp])@(?=\d)", " at "),
    (r"(?<=\d) in\.(?=,? [a-z\d]|,)|(?<=\d) in(?=\.[\"'”’)]*\s*$)", " inches"),
    (rf"(?<=[a-z\d] )St(\.{STOP}|\b)\.?(?! [A-Z])", r"Street\1"),
    (rf"\b({'|'.join(ENDINGS)})(\.{STOP}|(?=\.))\.?", lambda m: ENDINGS[m[1]] + m[2]),
    (rf"\b({MONTH_SHORT})(\.{STOP}|(?=\.))\.?(?= [a-z(]| (?:1[1-9]|20)\d\d\b|,|\.)", lambda m: month_name(m[1]) + m[2]),
    (r"\b(?:[A-Z]\. )+[A-Z]\. (?=[A-Z][a-z])", lambda m: m[0].replace(".", "")),
    (r"\bvs?\.(?=[ ,])|\bvs\b", "versus"),
    (r"\be\.g(?=\.[\"'”’)\]]*\s*$)", "for example"),
    (r"\bi\.e(?=\.[\"'”’)\]]*\s*$)", "that is"),
    (r"\be\.g\.,?(?!\w)", "for example,"),
    (r"\bi\.e\.,?(?!\w)", "that is,"),
    (r"\bw/ ?(?=[a-z\d])", "with "),
    (r"(?<=\d) ?hp\b", " horsepower"),
    (r"(?<= )@(?= )", "at"),
    (r"\bc\. ?(?=\d)", "circa "),
    (
        rf"\b({'|'.join(DAYS)})\.? ?[-–] ?({'|'.join(DAYS)})\b(?:\.(?= [a-z\d]))?",
        lambda m: f"{DAYS[m[1]]} to {DAYS[m[2]]}",
    ),
    (rf"\b({'|'.join(DAYS)})\.(?=,| [a-z\d]| (?:{MONTH_SHORT}))", lambda m: DAYS[m[1]]),
    (r" ?& ?", " and "),
    (r"(?<=\w) ?= ?(?=[\w−-])", " equals "),
    (r"(?<=\w) ?≈ ?(?=\w)", " is about "),
    (r"(?<=\d) ?[×*] ?(?=\d)|(?<=\d) x (?=\d)", " times "),
    (r"(?<=[A-Za-z\d)])\^\{?([A-Za-z])(?![A-Za-z\d])\}?\^?", r" to the \1"),
    (r"(?<=\d) ?÷ ?(?=\d)", " divided by "),
    (r"\bC\+\+", "C plus plus"),
    (r"\b([CF])#", r"\1 sharp"),
    (r"(?<=\d) ?\+ ?(?=\d)|(?<=[A-Za-z])\+(?=\d)|(?<=\w) \+ (?=\w)", " plus "),
    (r"\b[vV](?=\d+\.)", "version "),
    (r"± ?(?=\d)", "plus or minus "),
    (r"(?<=[\w)]) ?[≥⩾] ?(?=[\w$€£−-])", " is at least "),
    (r"(?<=[\w)]) ?[≤⩽] ?(?=[\w$€£−-])", " is at most "),
    (r"(?<=[A-Za-z\d)]) ?≠ ?(?=[\w−-])", " is not "),
    (r"(?<=[A-Za-z)]) ?< ?(?=[\d−-])", " is less than "),
    (r"(?<=[A-Za-z)]) ?> ?(?=[\d−-])", " is more than "),
    (r"[≥⩾] ?(?=[\d$€£])", "at least "),
    (r"[≤⩽] ?(?=[\d$€£])", "at most "),
    (r"√ ?(?=[\w(])", "the square root of "),
    (r"∞", "infinity"),
    (r"(?<=[\d,A-Za-z])\+(?=[\s,.;:)’”\"]|$)(?<!\+\+)", " plus"),
    (r"(?<=\d)¢", " cents"),
    (r"(?<![\w<])< ?(?=[\d$€£])", "less than "),
    (r"(?<![\w>])> ?(?=[\d$€£])", "more than "),
    (r"(?<![\w~])[~≈] ?(?=[\d$€£])", "about "),
)


def month_name(short: str) -> str:
    """Of its first three letters or more."""
    return next(month for month in MONTHS if month.startswith(short[:3]))


SHORTENED: Final = tuple((re.compile(pattern), became) for pattern, became in ABBREVIATIONS)


def spelt_abbreviations(text: str) -> str:
    for pattern, became in SHORTENED:
        text = pattern.sub(became, text)
    return text
