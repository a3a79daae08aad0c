"""Lines that are the heading of a part or a chapter, in the words that books use for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Rank = Literal["part", "chapter", "section", "beside"]
"""What a heading begins; `beside`: a prologue, an afterword, an unnumbered chapter."""

LONGEST: Final = 60
"""Maximum characters of a heading."""
LONGEST_ATTACHED: Final = 20
"""The same for a title directly attached to its number."""

HAN_NUMBER = (
    r"[零〇○一二三四五六七八九十百千万萬两兩廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟\d０-９Ⅰ-Ⅻ]{1,10}"
)
GAP = r"[ \u3000]{0,3}"
SEPARATED = r"(?:[\s\u3000:：.．、,，·—–_~～-]|(?=[《「『（(【“‘]))+"
SENTENCE_END = r"(?<![。；;，,、：:])"
ROMAN = r"(?=[IVXLC])[IVXLC]{1,9}(?![A-Za-z])"
ONES = "one|two|three|four|five|six|seven|eight|nine"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last"
ENGLISH_NUMBER = (
    rf"(?:\d{{1,4}}|{ROMAN}|(?i:(?:{TENS})(?:[- ](?:{ONES}))?|{TEENS}|{ONES}|the (?:{ORDINALS})))"
)
NUMBER_END = r"(?![\w'’])"
COUNTED = rf"(?:\d{{1,4}}|{ROMAN})"


@dataclass(frozen=True, slots=True)
class Heading:
    """A parsed heading."""

    rank: Rank
    text: str
    """Without surrounding signs: `【第三章】` becomes 第三章."""
    number: int = 0
    """Its number; 0 if there is none, or it can't be parsed."""
    title: str = ""
    """What follows the number; may be empty."""


def _chinese(units: str, no_unit: str = "", *, attaching: bool = True) -> str:
    """第N章 with its title: separate, or attached if it does not continue as a sentence."""
    attached = rf"[^的是里裡中讲講说說和与與之后後前以有还還已就才没沒，。；：、\s][^。；，]{{0,{LONGEST_ATTACHED}}}"
    unit = rf"(?:{units})" + (rf"(?!{no_unit})" if no_unit else "")
    number = rf"第{GAP}(?P<number>{HAN_NUMBER}){GAP}{unit}"
    either = rf"|(?P<attached>{attached})" if attaching else ""
    return rf"{number}(?:{SEPARATED}(?P<title>[^。]*?){either})?"


BEFORE = r"(?:正文|VIP章节|(?:第[^\s章]{1,8}[卷部]|卷[^\s章]{1,5})[^\s章]{0,20}?)?[\s\u3000·:：-]*"
_PATTERNS: Final[tuple[tuple[Rank, str], ...]] = (
    (
        "chapter",
        BEFORE + _chinese("章|回", "[合头頭来來去到家见見答事族信应應顾顧忆憶]"),
    ),
    (
        "chapter",
        BEFORE + _chinese("[话話]", "[题題筒剧劇音说說语語]"),
    ),
    (
        "chapter",
        BEFORE + _chinese("幕|折|集", "[后後僚扣叠疊团團合中市体體]"),
    ),
    (
        "section",
        BEFORE + _chinese("[节節]", attaching=False),
    ),
    (
        "part",
        _chinese("卷", "[尺轴軸]"),
    ),
    (
        "part",
        _chinese("部|篇|编|編|册|冊|季|辑|輯", attaching=False),
    ),
    (
        "part",
        rf"卷之?{GAP}(?P<number>{HAN_NUMBER})(?:{SEPARATED}(?P<title>[^。]*))?",
    ),
    (
        "part",
        rf"[上中下][卷部篇册冊编編](?:{SEPARATED}(?P<title>[^。]{{0,20}}))?",
    ),
    (
        "beside",
        r"(?P<title>(?:楔子|序[章幕言曲]?|自序|代序|引[子言]|前[言奏]|开[篇场]|開[篇場]|尾[声聲]|[终終][章幕曲]|后[记话]"
        r"|後[記話]|番外篇?|外[传傳]|[间間]章|幕[间間]|附[录錄]|跋|[大完]?[结結]局|作者的?话|作者的?話|完本感言|完结感言|上架感言"
        r"|プロローグ|エピローグ|あとがき|まえがき|終章|幕間|프롤로그|에필로그|외전)"
        rf"(?:[ \u3000]?[（(]?(?:之?{HAN_NUMBER}|[上中下])[）)]?)?"
        rf"(?:{SEPARATED}[^。，]{{0,30}}|之[^。，]{{1,12}})?)",
    ),
    (
        "chapter",
        rf"제{GAP}(?P<number>\d{{1,4}}){GAP}[장화회](?:{SEPARATED}(?P<title>.*))?",
    ),
    (
        "part",
        rf"제{GAP}(?P<number>\d{{1,4}}){GAP}[부권](?:{SEPARATED}(?P<title>.*))?",
    ),
    (
        "chapter",
        rf"(?:(?i:chapter|chap\.?|ch\.)|Kapitel|Chapitre|Cap[ií]tulo|Capitolo|Hoofdstuk"
        rf"|Глава|CHAPITRE|KAPITEL|CAP[IÍ]TULO|ГЛАВА)"
        rf"[\s.:·-]{{0,3}}(?P<number>{ENGLISH_NUMBER}|premier){NUMBER_END}"
        r"(?P<title>.*)",
    ),
    (
        "part",
        rf"(?:Part|PART|Book|BOOK|Volume|VOLUME|Vol\.|Act|ACT|Canto|CANTO|Teil|TEIL"
        rf"|Partie|Livre|Parte|PARTE|Часть|Deel)"
        rf"[\s.:·-]{{1,3}}(?P<number>{ENGLISH_NUMBER}){NUMBER_END}(?P<title>.*)",
    ),
    (
        "section",
        rf"(?:Scene|SCENE)[\s.:-]{{1,3}}(?P<number>{ENGLISH_NUMBER}){NUMBER_END}(?P<title>.*)",
    ),
    (
        "chapter",
        r"(?P<number>\d{1,3})\. (?:Kapitel|KAPITEL)(?P<title>[.:].*)?"
        r"|(?i:(?:erstes|zweites|drittes|viertes|fünftes|sechstes|siebtes|siebentes|achtes"
        r"|neuntes|zehntes|elftes|zwölftes|letztes) kapitel)(?:[.:].*)?",
    ),
    (
        "beside",
        r"(?P<title>(?i:prologue|epilogue|preface|foreword|introduction|afterword|interlude"
        r"|postscript|conclusion|prolog|epilog|vorwort|nachwort|préface|épilogue|prólogo"
        r"|epílogo|prefacio|пролог|эпилог)"
        r"(?:\.|\s?[:—–-]\s?.{1,40}|\s[IVX\d]{1,4}\.?)?)",
    ),
)
ROWS: Final = tuple((rank, re.compile(pattern + SENTENCE_END)) for rank, pattern in _PATTERNS)
"""Forms of headings; the first row that matches the whole line counts."""
WRAPPED: Final = re.compile(
    r"[\s\u3000]*(?:[=*#~★☆◆◇●○■□※〓—-]{1,40}[、,.\s]*|[【〖\[［<「『《(（])?(?P<inner>\S.*?)"
    r"(?:[】〗\]］>」』》)）](?P<behind>[^】]*)|[\s=*#~★☆◆◇●○■□※〓—-]{1,40})?[\s\u3000]*"
)
STARRED: Final = re.compile(r"[☆★◇◆]\s?[、.．]\s?(?P<title>\S.{0,40})")
"""How one site of web novels begins each chapter: `☆、The title`."""
FILLED: Final = re.compile(r"[\s.…·．]{4,}\d*$|\t\d+$")
"""Dots and a page number after an entry of a table of contents."""
DIGITS: Final = dict(
    zip(
        "零〇○一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖两兩",
        map(int, "00012345678912233456678922"),
        strict=True,
    )
)
SCALES: Final = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "廿": 20,
    "卅": 30,
}
HINT: Final = re.compile(
    r"[第卷☆★◇◆]|[上中下][卷部篇册冊编編]|楔|序|引[子言]|前[言奏]|[开開][篇场場]|尾|终|終|后|後|番外|外[传傳]|[间間]|附|跋|结局|結局|作者|感言"
    r"|プロ|エピ|あとがき|まえ|[제프에외]|Глава|ГЛАВА|Часть"
    r"|(?i:cha?p|ch\.|kapitel|cap[ií]t|hoofd|part|book|vol|act|canto|teil|livre|deel|scene)"
    r"|(?i:prolog|epilog|pref|fore|introd|after|inter|posts|concl|vorw|nachw|préf|épil|prólo|epíl"
    r"|пролог|эпилог)"
)
"""Occurs in all of them, but in few other lines."""


def heading_of(line: str) -> Heading | None:
    """The heading on a line; None for any other line.

    >>> heading_of("第一百二十一章 出发").number, heading_of("【第三章】").text
    (121, '第三章')
    >>> heading_of("CHAPTER XII. The Storm").number, heading_of("☆、雨夜").title
    (12, '雨夜')
    >>> heading_of("第一章讲的是一座桥。"), heading_of("Chapter 4 was the hardest to write.")
    (None, None)
    """
    line = FILLED.sub("", line.strip())
    if not line or len(line) > LONGEST or not HINT.search(line):
        return None
    if match := STARRED.fullmatch(line):
        return heading_of(match["title"]) or Heading("chapter", match["title"], 0, match["title"])
    found = _plain_heading(line)
    if found:
        return found
    wrapped = WRAPPED.fullmatch(line)
    if not wrapped or wrapped["inner"] == line:
        return None
    behind = (wrapped["behind"] or "").strip()
    return _plain_heading(f"{wrapped['inner']} {behind}".strip())


def _plain_heading(line: str) -> Heading | None:
    for rank, pattern in ROWS:
        match = pattern.fullmatch(line)
        if match:
            groups = match.groupdict()
            title = (groups.get("title") or groups.get("attached") or "").strip(" .:：—–-\u3000")
            if line.isascii() and not _is_title(title, line):
                return None
            return Heading(rank, line, value(groups.get("number") or ""), title)
    return None


def _is_title(title: str, line: str) -> bool:
    """Whether what follows an English number is a title, rather than the rest of a sentence: it is
    separated by a sign, in capitals, or most of its words are capitalized."""
    words = re.findall(r"[A-Za-z][\w'’-]*", title)
    if not words or title.isupper():
        return True
    ends = line.rstrip().endswith((".", ",", ";"))
    long = [word for word in words if len(word) > 3]
    capital = sum(word[0].isupper() for word in long)
    is_set = words[0][0].isupper() and capital * 2 >= len(long)
    set_off = re.search(r"[\dIVXLCa-z][.:—–-]+\s", line) is not None
    return is_set if ends else is_set or (set_off and words[0][0].isupper())


def is_title_below(heading: str, line: str) -> bool:
    """Whether a line below the number of a chapter in Latin letters is its title.

    >>> is_title_below("CHAPTER I.", "MY EARLY HOME"), is_title_below("Chapter 2", "It rained.")
    (True, False)
    """
    found = heading_of(heading)
    if found is None or found.title or not heading.isascii() or len(line) > LONGEST:
        return False
    is_capital = line.isupper() or not line.endswith((".", "!", "?", ":", ","))
    return is_capital and line[:1].isupper() and _is_title(line, f"{line}.")


def value(number: str) -> int:
    """The value of a chapter's number; 0 if it is none.

    >>> value("一百二十一"), value("一千零五"), value("12"), value("XIV"), value("一二三"), value("Eleven")
    (121, 1005, 12, 14, 123, 11)
    """
    number = number.strip()
    if number.isdecimal():
        return int(number)
    if re.fullmatch(ROMAN, number):
        return _roman(number)
    if number.isascii():
        return _in_words(number.lower())
    if not set(number) & (SCALES.keys() | {"万", "萬"}):
        digits = "".join(str(DIGITS.get(char, char)) for char in number)
        return int(digits) if digits.isdecimal() else 0
    return _by_scales(number)


def _by_scales(number: str) -> int:
    total = digit = 0
    for char in number:
        if char in "万萬":
            total, digit = (total + digit) * 10_000, 0
        elif char in "廿卅":
            total += SCALES[char]
        elif char in SCALES:
            total += (digit or 1) * SCALES[char]
            digit = 0
        else:
            digit = DIGITS.get(char, 0)
    return total + digit


def _roman(number: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[char] for char in number]
    after = [*values[1:], 0]
    return sum(
        value if value >= behind else -value for value, behind in zip(values, after, strict=True)
    )


def _in_words(number: str) -> int:
    names = [*ONES.split("|"), *TEENS.split("|")]
    tens = TENS.split("|")
    ordinals = ORDINALS.split("|")
    total = 0
    for word in re.split(r"[- ]", number.removeprefix("the ")):
        if word in names:
            total += names.index(word) + 1
        elif word in tens:
            total += 10 * tens.index(word) + 20
        elif word in ordinals[:-1]:
            total += ordinals.index(word) + 1
    return total
