"""Chinese dates, years and times of day: normalized to one form, then put into words."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.numbers import DIGITS, cardinal, count, digits, number
from tts.text.languages.zh.patterns import COUNTED, DASH, WON, YEAR

HALVES: Final = {"a": "上午", "p": "下午"}
SCORED = re.compile(r"(?:比分|总分|比例|比例尺|配比|比率|按照?|稀释|以|画幅|比)(?:[为是了约])?\s?$")
"""Text before a score or a ratio."""
ERA = r"(?:公元前|西元前|公元|西元|纪元前|(?<=[（(，、到至])前)\s?"
SCRIPTURE = (
    r"福音|诗篇|箴言|创世记|启示录|罗马书|出埃及记|利未记|民数记|申命记|约书亚记|士师记|路得记|列王[纪记][上下]|约伯记|传道书|雅歌"
    r"|以赛亚书|耶利米书|以西结书|但以理书|使徒行传|加拉太书|以弗所书|腓立比书|歌罗西书|希伯来书|雅各书|提多书"
    r"|(?:哥林多|帖撒罗尼迦|提摩太|彼得)[前后]书|约翰[一二三]书"
)
KEPT = r"前(?![后夕])|来|多|余|以前|以来|历史|的?历[史程]|古|后|间"


def _year_of_era(year: str) -> str:
    """A year of an era: 221 digit by digit, round hundreds and shorter ones as numbers: 公元前五百年,
    公元七十九年."""
    by_digits = len(year) == 3 and not year.endswith("00")
    return digits(year) if by_digits else number(year)


def _clock(match: re.Match[str]) -> str:
    """Read a time or a ratio: 3：2 is a ratio, 14：30 a time; so is 14:30, unless it is the result of
    a match."""
    hour, sign, minute = match.groups()
    start, end = match.span()
    before = match.string[max(0, start - 8) : start]
    behind = match.string[end:]
    is_score = SCORED.search(before) or re.match(rf"\s?(?:{WON})", behind)
    has_two_digits = len(minute) == 2
    may_be_time = has_two_digits and int(minute) < 60 and int(hour) < 25
    is_time = may_be_time and sign != "∶" and not is_score
    if is_time or (sign == ":" and not has_two_digits):
        return f"{hour}:{minute}"
    return f"{hour}比{minute}"


DATES: Final = (
    Rule(
        r"(?<![\d.])((?:19|20)\d\d)([./])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d./])",
        lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日",
        "2024/3/8",
        "2024年3月8日",
    ),
    Rule(
        rf"(?<![\d.])((?:19|20)\d\d)\.(1[0-2]|0?[1-9]){DASH}"
        r"((?:19|20)\d\d)\.(1[0-2]|0?[1-9])(?![\d.])",
        lambda m: f"{m[1]}年{int(m[2])}月到{m[3]}年{int(m[4])}月",
        "1994.3-1996.5",
        "1994年3月到1996年5月",
    ),
    Rule(
        r"(?<![\d/])(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])(?=连假|当天|当日|国庆"
        r"|(?:妇女|儿童|劳动|耶诞|圣诞|教师|情人)节)",
        lambda m: f"{int(m[1])}月{int(m[2])}日",
        "12/25当日停业。",
        "12月25日当日停业。",
    ),
    Rule(r"(?<=率)\.(?=\d{3}(?!\d))", "0.", "打击率.312很高。", "打击率0.312很高。"),
    Rule(
        r"(?<=[（(])((?:19|20)\d\d)\.(1[0-2]|0?[1-9])(?=[)）])",
        lambda m: f"{m[1]}年{int(m[2])}月",
        "旧作（2019.5）重印。",
        "旧作（2019年5月）重印。",
    ),
    Rule(
        r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)",
        lambda m: m[0].replace(",", ""),
        "1,000.50元",
        "1000.50元",
    ),
    Rule(
        r"(?<![\d,.])\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})*[\u00a0\u2009\u202f ]000(?!\d)",
        lambda m: re.sub(r"\s", "", m[0]),
        "1 000人",
        "1000人",
    ),
    Rule(
        rf"(?<!\d)([12]\d{{3}})年?{DASH}([12]\d{{3}})年",
        r"\1年到\2年",
        "2019—2021年",
        "2019年到2021年",
    ),
    Rule(
        rf"(?<!\d)([12]\d{{3}}年){DASH}(?=前?[12]?\d{{1,3}}年)",
        r"\1到",
        "1998年—99年间他在外地。",
        "1998年到99年间他在外地。",
    ),
    Rule(
        r"(?<![\d.-])((?:19|20)\d\d)[-—–/](\d\d)(?=赛季|财年|学年|年度)",
        r"\1到\2",
        "2023-24赛季",
        "二零二三到二四赛季",
    ),
    Rule(
        rf"(?<![\d.-])((?:19|20)\d\d)(?:{DASH}|/|到)((?:19|20)?\d\d)(?=学年|赛季|财年|年度|学期)",
        lambda m: f"{m[1]}到{m[2]}".translate(DIGITS),
        "2018-2019学年",
        "二零一八到二零一九学年",
    ),
    Rule(
        rf"(?<=[（(])({YEAR}){DASH}({YEAR})(?=[)）])",
        r"\1年到\2年",
        "鲁迅（1881—1936）",
        "鲁迅（1881年到1936年）",
    ),
    Rule(
        rf"(?<=[（(])({YEAR}){DASH}(?=[)）])",
        r"生于\1年",
        "老人（1931—）还在写。",
        "老人（生于1931年）还在写。",
    ),
    Rule(r"\b(1[89]|20)([1-9])0s\b", r"\1\g<2>0年代", "1990s的歌", "1990年代的歌"),
    Rule(
        r"(?<![\d.：:])(\d{1,2})：(\d{2})：(\d{2})(?![\d：])",
        r"\1:\2:\3",
        "用时1：02：03跑完。",
        "用时1:02:03跑完。",
    ),
    Rule(
        rf"({SCRIPTURE})\s?(\d{{1,3}})[:：](\d{{1,3}})",
        r"\1\2章\3节",
        "诗篇23:1很短。",
        "诗篇23章1节很短。",
    ),
    Rule(
        r"(?<![\d.])(\d+\.\d+\.\d+\.\d+):(\d{2,5})(?!\d)",
        lambda m: f"{m[1]}冒号{m[2].translate(DIGITS)}",
        "地址192.168.0.1:8080。",
        "地址192点168点0点1冒号八零八零。",
    ),
    Rule(
        r"(?<![A-Za-z])([AaPp])\.?[Mm]\.?\s?(?=\d{1,2}[:：][0-5]\d(?!\d))",
        lambda m: HALVES[m[1].lower()],
        "11:59PM前登录，8:30am出发，PM5:00到达。",
        "下午11:59前登录，上午8:30出发，下午5:00到达。",
    ),
    Rule(
        r"(?<![\d.∶])(?<!\d[：:])(\d{1,4})([:：∶])(\d{1,4})(?![\d：:]|\.\d)",
        _clock,
        "98:97",
        "98比97",
    ),
    Rule(
        rf"(\d{{1,2}}[:：]\d{{2}}){DASH}(?=\d{{1,2}}[:：]\d{{2}})",
        r"\1到",
        "9:00-17:30",
        "9:00到17:30",
    ),
)
"""Dates, years and times, and grouped numbers."""


def _date(match: re.Match[str]) -> str:
    of, month, day = match.groups()
    return f"{digits(of)}年{cardinal(int(month))}月{cardinal(int(day))}日"


def _year(match: re.Match[str]) -> str:
    """Read a year digit by digit, except 2000年前 and the like."""
    text = match[1]
    if text.endswith("000") and re.match(KEPT, match.string[match.end() :]):
        return number(text) + "年"
    return digits(text) + "年" if text != "1000" else "一千年"


def _month_day(match: re.Match[str]) -> str:
    return cardinal(int(match[1])) + match[2] + cardinal(int(match[3])) + match[4]


def _time(match: re.Match[str]) -> str:
    """Read a time of day; otherwise a ratio: 3:2."""
    hour, minute = int(match[1]), int(match[2])
    second = int(match[3] or "0")
    if minute > 59 or hour > 24:
        parts = filter(None, match.groups())
        return "比".join(map(number, parts))
    said = f"{count(str(hour))}点"
    is_stopwatch = match[3] and match[1].startswith("0") and hour < 24
    if is_stopwatch:
        return f"{said}{cardinal(minute)}分{cardinal(second)}秒"
    if minute or second:
        said += f"{_two_digits(minute)}分"
    if second:
        said += f"{_two_digits(second)}秒"
    return said


def _two_digits(number: int) -> str:
    """Minutes or seconds: 零五, 十五; just 零 for zero."""
    if number == 0:
        return "零"
    return f"零{cardinal(number)}" if number < 10 else cardinal(number)


def _lap(match: re.Match[str]) -> str:
    """Read `3:25.68`, the time of a race."""
    return f"{count(match[1])}分{cardinal(int(match[2]))}秒{digits(match[3])}"


YEARS: Final = (
    Rule(
        r"(?<!\d)((?:19|20)\d\d)[-/](0?[1-9]|1[0-2])[-/](0?[1-9]|[12]\d|3[01])(?![\d/-])",
        _date,
        "2021-03-04",
        "二零二一年三月四日",
    ),
    Rule(
        r"(?<![\d/.])(?:0?([1-9])|(1[0-2]))/(0?[1-9]|[12]\d|3[01])/((?:19|20)\d\d)(?![\d/])",
        lambda m: f"{digits(m[4])}年{cardinal(int(m[1] or m[2]))}月{cardinal(int(m[3]))}日",
        "写于5/12/2019。",
        "写于二零一九年五月十二日。",
    ),
    Rule(
        r"(?<![\d.,])((?:19|20)\d\d)(?=[、和及与至到/]\s?"
        r"(?:(?:19|20)\d\d[、和及与至到/]\s?)*(?:19|20)\d\d(?:年|[款版届级]))",
        lambda m: digits(m[1]),
        "2018、2019年都很冷。",
        "二零一八、二零一九年都很冷。",
    ),
    Rule(r"(?<![\d.,])([12]\d{3})\s?年", _year, "2000年前后", "二零零零年前后"),
    Rule(
        rf"({ERA})(\d{{1,3}})(?=\s?年(?!代))",
        lambda m: m[1] + _year_of_era(m[2]),
        "公元前221年秦统一六国",
        "公元前二二一年秦统一六国",
    ),
    Rule(
        r"(?<![\d.,])(\d{3})年?(到|至|[-—–])(\d{3})年",
        lambda m: f"{digits(m[1])}年到{digits(m[3])}年",
        "唐朝（618年—907年）",
        "唐朝（六一八年到九零七年）",
    ),
    Rule(
        r"(?<=[从在自于])([6-9][1-9])年(?![前来间的多内])",
        lambda m: digits(m[1]) + "年",
        "自87年起。",
        "自八七年起。",
    ),
    Rule(
        r"(?<![\d.])(\d[05])后(?![来续悔半退])", lambda m: digits(m[1]) + m[0][-1], "90后", "九零后"
    ),
    Rule(
        r"(?<![\d.,$A-Za-z])((?:19|20)\d\d)(?=\s?(?:[款版级届春夏秋冬]|赛季|财年|学年|年度|奥运|巴黎|东京"
        r"|北京|世界杯|亚运|欧洲杯|Q[1-4]|H[12]|考研|高考|国考|财报|新年|元旦|跨年|世博|中国|全国|全球"
        r"|国际|世界|亚洲))",
        lambda m: digits(m[1]),
        "2023款",
        "二零二三款",
    ),
    Rule(
        r"(?<![\d.])((?:19|20)\d\d)-?(?=-?n?CoV)",
        lambda m: digits(m[1]) + " ",
        "H1N1、H5N1、新冠病毒（2019-nCoV）",
        "H一N一、H五N一、新冠病毒（二零一九 nCoV）",
    ),
    Rule(
        r"(?<=[（(〔\[])((?:1[6-9]|20)\d\d)(?=[)）〕\]])",
        lambda m: digits(m[1]),
        "光绪二十四年（1898）",
        "光绪二十四年（一八九八）",
    ),
    Rule(
        rf"(?<![\d.\-/到])((?:19|20)\d\d){DASH}((?:19|20)\d\d)(?![\d.\-/]|{COUNTED})",
        lambda m: digits(m[1]) + "到" + digits(m[2]) if m[1] < m[2] else m[0],
        "1998-2008",
        "一九九八到二零零八",
    ),
    Rule(
        r"(?<=[（(])(\d{3})(?=年[)）])",
        lambda m: digits(m[1]),
        "贞观十五年（641年），建于618年，于300年间。",
        "贞观十五年（六四一年），建于六一八年，于三百年间。",
    ),
    Rule(
        r"(?<=于)(\d{2}[1-9])(?=年(?![前后间的来内多里历]))",
        lambda m: digits(m[1]),
        "贞观十五年（641年），建于618年，于300年间。",
        "贞观十五年（六四一年），建于六一八年，于三百年间。",
    ),
    Rule(
        r"(?<=《)((?:19|20)\d\d)(?=[》\u3400-\u9fff])(?!年)",
        lambda m: digits(m[1]),
        "《1984》",
        "《一九八四》",
    ),
    Rule(
        r"(?<!\d)(\d{1,2})([月/])(\d{1,2})(日|号)",
        lambda m: (
            _month_day(m) if m[2] == "月" else f"{cardinal(int(m[1]))}月{cardinal(int(m[3]))}{m[4]}"
        ),
        "05月06日、2021年03月04日",
        "五月六日、二零二一年三月四日",
    ),
    Rule(r"(?<![\d.])0(\d)(?=月)", lambda m: cardinal(int(m[1])), "在05月出发。", "在五月出发。"),
    Rule(r"(?<![\d.])2(?=日(?!游)|月)", "二", "2日讯", "二日讯"),
)
"""Years, and days of the year."""
CLOCKS: Final = (
    Rule(
        r"(?<![\d:.])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?!\d)",
        _lap,
        "最后一圈3:25.68。",
        "最后一圈三分二十五秒六八。",
    ),
    Rule(r"(?<![\d.])(?<!\d:)(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])", _time, "2:30", "两点三十分"),
    Rule(r"(?<=\d)\s?[:∶：]\s?(?=\d)", "比", "3:2", "三比二"),
    Rule(
        r"(?<=[“「『])(\d{1,2})[·•.](\d{1,2})(?=[”」』])",
        lambda m: digits(m[1] + m[2]),
        "在“9.18”以后。",
        "在“九一八”以后。",
    ),
    Rule(
        r"(?<![\d.])(\d{1,2})\.(\d{1,2})(?=事变|事件|惨案|大地震)",
        lambda m: digits(m[1] + m[2]),
        "9.18事变之后。",
        "九一八事变之后。",
    ),
    Rule(
        r"(?<![\d.])(\d{1,2})[·•](\d{1,2})(?![\d.])",
        lambda m: digits(m[1] + m[2]),
        "3·15晚会",
        "三一五晚会",
    ),
)
