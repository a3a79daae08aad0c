"""Chinese dates and times in short, computer and foreign notations: converted to the form used in
`dates`."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.numbers import DIGITS
from tts.text.languages.zh.patterns import COUNTED, DASH

YEAR = r"((?:19|20)\d\d)"
MONTH = r"(0?[1-9]|1[0-2])"
PADDED_MONTH = r"(0[1-9]|1[0-2])"
DAY = r"(0?[1-9]|[12]\d|3[01])"
HOUR = r"(?:[01]?\d|2[0-4])"
DECADE = r"(1[89]|20)([1-9])0s"
LASTING = r"(?<![了满近约达作共整已超过干教当第每用花处刑期\d.])"
"""Text after which two digits and 年 are a duration."""
THEN = (
    r"毕业|出生|生人|入学|入伍|参军|入党|上学|参加|考上|考入|结婚(?!纪念)|创办|创立|成立|建成|建校|投产"
    r"|上市|退休|下岗|下海|转业|复员|的?(?:世界杯|奥运|亚运|欧洲杯|春晚|夏天|冬天|春天|秋天|洪水|金融危机"
    r"|高考)|[春夏秋冬](?!节)|[初底末](?!间)|款|产(?![生量])|版(?!本)|那[年会时场]|到0\d年|至0\d年"
)
"""What is done in a year, or belongs to it."""
BEFORE_CHRIST = r"(?:[公西]元|纪元)?前\s?"
WEEK = r"(?:周|星期|礼拜)"
DAYS = "一二三四五六日天"
DASHED_DAYS = rf"[{DAYS}月]\s?[-—–~～]"
MONTHS = "[一二三四五六七八九十]{1,2}月"
HALF = r"([AaPp])\.?[Mm]\b\.?"
PART_OF_DAY = re.compile(r"(?:[上下]午|[早晚]上|凌晨|中午|傍晚|清晨|夜里|[今明昨]晚)\s?$")
HALVES: Final = {"a": "上午", "p": "下午"}
SPLIT_MARKS = r"(?![\d./-])"


def _month_of(match: re.Match[str], year: int, month: int) -> str:
    return f"{match[year]}年{int(match[month])}月"


def _dotted(match: re.Match[str]) -> str:
    """Read `25.12.2023` with the day first, as usual with dots."""
    return f"{match[3]}年{int(match[2])}月{int(match[1])}日"


def _moment(match: re.Match[str]) -> str:
    """Read `2023-05-06T14:30:00Z`: the date, the time zone, the time."""
    year, month, day, clock, seconds, zone = match.groups()
    has_seconds = int(seconds or "0") != 0
    exact = f"{clock}:{seconds}" if has_seconds else clock
    date = f"{year}年{int(month)}月{int(day)}日"
    return date + _zone(zone or "") + exact


def _zone(zone: str) -> str:
    """Read `+08:00` as 东八区, without half hours."""
    hours = int(zone[1:3] or 0) if zone else 0
    if not hours:
        return "世界时" if zone else ""
    side = "东" if zone[0] == "+" else "西"
    return f"{side}{hours}区"


def _two_digits(match: re.Match[str]) -> str:
    return match[0].translate(DIGITS)


def _half(match: re.Match[str]) -> str:
    """Read `7:45pm`, `13:10pm` or `晚上7:45pm`: the part of the day once, and only with a 12-hour
    time."""
    clock, half = match.groups()
    return clock if int(clock.split(":")[0]) > 12 else _half_named(match, half) + clock


def _hour(match: re.Match[str]) -> str:
    """Read `5pm`."""
    hour, half, dotted = match.groups()
    return f"{_half_named(match, half or dotted)}{hour}点"


def _half_named(match: re.Match[str], half: str) -> str:
    """The part of the day; empty if it is already named."""
    before = match.string[max(0, match.start() - 3) : match.start()]
    return "" if PART_OF_DAY.search(before) else HALVES[half.lower()]


MOMENTS: Final = (
    Rule(
        rf"(?<![\d.-]){YEAR}-{PADDED_MONTH}-(\d\d)(?:T|\s(?=\d\d:\d\d:|\d\d:\d\d[Z+]))(\d\d:\d\d)"
        r"(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?(?![\d:])",
        _moment,
        "2023-05-06T14:30:00Z发布。",
        "2023年5月6日世界时14:30发布。",
    ),
    Rule(
        rf"(?<![\d.]){DAY}\.{MONTH}\.{YEAR}(?![\d.])",
        _dotted,
        "自25.12.2023起。",
        "自2023年12月25日起。",
    ),
    Rule(
        rf"(?<![\d./-]){YEAR}(?:-{PADDED_MONTH}|/{MONTH}){SPLIT_MARKS}(?!{COUNTED}|赛季|财年|学年|年|届)",
        lambda m: f"{m[1]}年{int(m[2] or m[3])}月",
        "从2024-12开始。",
        "从2024年12月开始。",
    ),
    Rule(
        r"(?<![\d.-])((?:19|20)\d\d)-(\d\d)(?=年(?!级))",
        lambda m: f"{m[1]}到{m[2]}".translate(DIGITS) if m[1][2:] < m[2] else m[0],
        "在2010-12年间。",
        "在二零一零到一二年间。",
    ),
    Rule(
        rf"(?:^|(?<=[（(\s]))(?<!\d\s){YEAR}\.{PADDED_MONTH}(?=$|[）)\s，、。]|{DASH}{YEAR})",
        lambda m: _month_of(m, 1, 2),
        "2008.08",
        "2008年8月",
    ),
    Rule(
        rf"(?<![\d./-]){PADDED_MONTH}/{YEAR}{SPLIT_MARKS}",
        lambda m: _month_of(m, 2, 1),
        "08/2008开始。",
        "2008年8月开始。",
    ),
    Rule(
        r"(?<![\d.:第-])(0[1-9])-(0[1-9]|[12]\d|3[01])(?![\d.-]|[章节集期页课号])",
        lambda m: f"{int(m[1])}月{int(m[2])}日",
        "日期：08-16。",
        "日期：8月16日。",
    ),
    Rule(
        r"^(0[1-9])\.(0[1-9]|[12]\d|3[01])$",
        lambda m: f"{int(m[1])}月{int(m[2])}日",
        "08.08",
        "8月8日",
    ),
    Rule(
        r"(?<![判处刑期\d.])\d\d(?=年\s?(?:0?[1-9]|1[0-2])月)",
        _two_digits,
        "写于86年8月18日。",
        "写于八六年8月18日。",
    ),
    Rule(
        rf"{LASTING}[3-9]\d(?=年(?:{THEN}))",
        _two_digits,
        "他98年毕业。",
        "他九八年毕业。",
    ),
    Rule(
        rf"{LASTING}[12]\d(?=年(?:毕业|出生|入学|入伍|参军|的?世界杯|的?奥运|款))",
        _two_digits,
        "他12年出生。",
        "他一二年出生。",
    ),
    Rule(
        r"(?<![\d.第])[0-26-9]\d(?=级(?:学生|校友|同学|新生|毕业|本科|研究生|硕士|博士))",
        _two_digits,
        "98级学生来了。",
        "九八级学生来了。",
    ),
    Rule(
        rf"\b{DECADE}{DASH}(?:(1[89]|20))?([1-9])0s\b",
        lambda m: f"{m[1]}{m[2]}0年代到{m[3] or m[1]}{m[4]}0年代",
        "1960s-1980s的歌",
        "1960年代到1980年代的歌",
    ),
    Rule(
        rf"(?:{BEFORE_CHRIST})?(?<![\dA-Za-z.])(\d{{1,4}})\s?"
        r"(?:B\.?C\.?(?:E\.?)?|b\.?c\.?)(?![A-Za-z\d])年?",
        r"公元前\1年",
        "建于公元前221BC。",
        "建于公元前221年。",
    ),
    Rule(
        r"(?:[公西]元\s?)?(?<![\dA-Za-z.])(\d{2,4})\s?(?:A\.?D\.?|a\.d\.)(?![A-Za-z\d])年?",
        r"公元\1年",
        "建于公元641AD。",
        "建于公元641年。",
    ),
    Rule(
        rf"(?:{BEFORE_CHRIST})?(?<![A-Za-z\d.])B\.?C\.?(?:E\.?)?\s?(\d{{1,4}})年",
        r"公元前\1年",
        "建于BC221年。",
        "建于公元前221年。",
    ),
    Rule(
        r"(?:[公西]元\s?)?(?<![A-Za-z\d.])A\.?D\.?\s?(\d{1,4})年",
        r"公元\1年",
        "建于AD641年。",
        "建于公元641年。",
    ),
    Rule(
        rf"(?<![\d.:：$])(1[0-2]|0?[1-9])\.(?=[0-5]\d\s?{HALF})",
        r"\1:",
        "7.45pm开始。",
        "下午7:45开始。",
    ),
    Rule(
        rf"(?<![\d.])(?<!\d[：:])({HOUR})：(?=[0-5]\d(?:：[0-5]\d)?\s?{HALF})",
        r"\1:",
        "7：45pm开始。",
        "下午7:45开始。",
    ),
    Rule(
        rf"(?<![\d.])(?<!\d:)({HOUR}:[0-5]\d(?::[0-5]\d)?)\s?{HALF}",
        _half,
        "1:02:36 am出发。",
        "上午1:02:36出发。",
    ),
    Rule(
        r"(?<![\d.:：A-Za-z-])(1[0-2]|[1-9])\s?"
        r"(?:([AaPp])[Mm]|([AaPp])\.[Mm]\.)(?![A-Za-z\d])",
        _hour,
        "5pm见。",
        "下午5点见。",
    ),
    Rule(
        rf"(?<![\d.])(?<!\d[：:])({HOUR})[：:]([0-5]\d)分(?![钟之])",
        r"\1:\2",
        "17：30分开始。",
        "17:30开始。",
    ),
    Rule(
        rf"({WEEK}[{DAYS}]){DASH}(?={WEEK}[{DAYS}])",
        r"\1到",
        "周一~周五开放。",
        "周一到周五开放。",
    ),
    Rule(
        rf"({WEEK}[{DAYS}])\s?[-–~～]\s?(?=[{DAYS}](?:[，。、；\s）)\d]|$|[上下早晚每营开休放有均都不停]))",
        r"\1到",
        "周一-五休息。",
        "周一到五休息。",
    ),
    Rule(
        rf"({MONTHS})\s?[-–~～]\s?(?={MONTHS})",
        r"\1到",
        "一月~三月下雪。",
        "一月到三月下雪。",
    ),
)
"""Applied before all rules for ranges, scores and times."""
