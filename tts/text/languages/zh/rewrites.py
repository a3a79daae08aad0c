"""Chinese text with what voices read wrongly rewritten; numbers stay in digits.

It is all that an online voice needs, which reads plain numbers, dates and amounts by itself, and the first half of what
the embedded ones need: `chinese` puts the numbers into words behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from tts.text.languages.en.numbers import RAISED, roman
from tts.text.languages.zh.numbers import DIGITS
from tts.text.languages.zh.units import AREAS, LETTER, MISREAD, MONEY, UNIT, name

HAN = "\u3400-\u9fff"
NUM = r"\d+(?:\.\d+)?"
YEAR = r"(?:1[0-9]|20)\d\d"
DASH = r"\s?[-—–~～－﹣―‒]{1,2}\s?"
LONG_DASH = r"\s?[—–~～－―]{1,2}\s?"
MEASURE = (
    "个個人岁歲天年月日号號周週小时時分秒米公里千克斤元名次位家万萬亿億级級章页頁届屆度℃倍种種条條项項成折点點课課"
    "集卷回期代层層楼樓节節杯片枚粒颗顆吨噸亩畝公顷毫厘升瓦寸口户戶只隻台臺辆輛架件套例起场場轮輪组組步招篇首册冊"
)
SCALES: Final = {
    "K": 1_000,
    "k": 1_000,
    "M": 1_000_000,
    "m": 1_000_000,
    "B": 10**9,
    "b": 10**9,
    "bn": 10**9,
    "T": 10**12,
}
COIN = r"(?:US|HK|NT|[ASC])?\$|[¥￥€£₩₹₽฿]|(?<![A-Za-z])(?:RMB|CNY|USD|EUR|GBP|HKD|TWD|JPY)"
WON = (
    r"战胜|戰勝|击败|擊敗|获胜|獲勝|取胜|取勝|领先|領先|力克|不敌|不敵|落后|落後|险胜|險勝|完胜|完勝|大胜|大勝|横扫|橫掃"
    r"|负于|負於|输给|輸給|憾负|小胜|击溃|逆转|逆轉|战平|戰平|打平|惜败|惜敗|告负|告負|淘汰|轻取|輕取|的?比分|的?比例|的?优势|的?優勢|扳平|大败|大敗|惨败|慘敗|绝杀"
)
BASIS = r"(?:[行调調降升加减減跌涨漲幅]|息|至|利差|[走收][阔闊窄])[了约約近逾超达達为為]?\s?"
"""What moves by basis points."""
HALVES: Final = {"a": "上午", "p": "下午"}
SCORED = re.compile(r"(?:比分|总分|總分|比例|比例尺|配比|比率|按照?|稀释|稀釋|以|画幅|比)(?:[为為是了约約])?\s?$")
"""What stands before a score or a ratio."""
Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def rules(*rows: tuple[str, str | Callable[[re.Match[str]], str]]) -> tuple[Rule, ...]:
    """Compiled; ASCII, so that a word may end where Chinese begins."""
    return tuple((re.compile(pattern, re.ASCII), became) for pattern, became in rows)


def apply(table: tuple[Rule, ...], text: str) -> str:
    for pattern, became in table:
        text = pattern.sub(became, text)
    return text


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _clock(match: re.Match[str]) -> str:
    """3：2 is a ratio, 14：30 a time; so is 14:30, but for what a match ended."""
    hour, sign, minute = match.groups()
    scored = SCORED.search(match.string[max(0, match.start() - 8) : match.start()]) or re.match(
        rf"\s?(?:{WON})", match.string[match.end() :]
    )
    is_time = len(minute) == 2 and int(minute) < 60 and int(hour) < 25 and sign != "∶" and not scored
    if is_time or (sign == ":" and len(minute) != 2):
        return f"{hour}:{minute}"
    return f"{hour}比{minute}"


def _bare_range(match: re.Match[str]) -> str:
    """3-5 is from three to five, 3-2 is what a match ended."""
    return f"{match[1]}{'到' if int(match[1]) < int(match[2]) else '比'}{match[2]}"


def _measured_range(match: re.Match[str]) -> str:
    """4-2点球 is no range."""
    is_score = "-" in match[0] and float(match[1]) > float(match[2])
    return match[1] + ("比" if is_score else "到")


def _sets(match: re.Match[str]) -> str:
    """11-7，9-11: what the sets of a match ended, as soon as one of them is no range."""
    pairs = [(int(low), int(high)) for low, high in re.findall(r"(\d+)-(\d+)", match[0])]
    return match[0].replace("-", "比").replace("/", "、") if any(low > high for low, high in pairs) else match[0]


def _decimal_range(match: re.Match[str]) -> str:
    return f"{match[1]}到{match[2]}" if float(match[1]) < float(match[2]) else match[0]


def _power(match: re.Match[str]) -> str:
    return f"的{match[1].translate(RAISED).replace('-', '负')}次方"


def _coins(match: re.Match[str]) -> str:
    """`$3.5亿`, `US$20K`: the amount, then the currency."""
    sign, amount, scale = match.groups()
    return _amount(amount, scale) + MONEY[sign]


def _amount(amount: str, scale: str) -> str:
    """The letters of thousands and millions in Chinese places: 1.5B is 15亿."""
    if scale not in SCALES:
        return amount + scale
    whole = Decimal(amount) * SCALES[scale]
    for unit, place in ((10**8, "亿"), (10**4, "万")):
        if whole >= unit:
            return f"{(whole / unit).normalize():f}{place}"
    return f"{whole.normalize():f}"


def _roman(match: re.Match[str]) -> str:
    return str(roman(match[0]))


def _numbered(match: re.Match[str]) -> str:
    """`⑴ 概述`: 1、概述."""
    number = int(unicodedata.numeric(match[1]))
    behind = match.string[match.end() : match.end() + 1]
    return f"{number}、" if behind.isalnum() else f"{number}"


def _wide_roman(match: re.Match[str]) -> str:
    return str(int(unicodedata.numeric(match[0])))


def _mixed_fraction(match: re.Match[str]) -> str:
    return f"{match[1]}又" * bool(match[1]) + unicodedata.normalize("NFKC", match[2]).replace("⁄", "/")


def _each(match: re.Match[str]) -> str:
    """`35μg/m³`: 每立方米35微克."""
    return f"每{AREAS[match[3]]}{match[1]}{name(match[2])}"


FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
ROMANS = r"(?:X{0,2}(?:IX|IV|V?I{1,3})|X{1,2}V?)"
SIGNS: Final = rules(
    (r"[０-９Ａ-Ｚａ-ｚ％．＋－／＝]", _plain),
    (r"[①-⑳](?=[①-⑳])", lambda m: _plain(m) + "、"),
    (r"([⑴-⒛⓪-⓿❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿])[ \u3000]?", _numbered),
    (r"[①-⑳₀-₉㎎㎏㎜㎝㎞㏄㎖㎗]", _plain),
    (r"(?<=[A-Za-z₀-₉])([²³⁴]?)⁺", lambda m: _plain(m)[:-1] + "加"),
    (r"(?<=[A-Za-z₀-₉])([²³⁴]?)⁻(?![⁰¹²³⁴-⁹])", lambda m: unicodedata.normalize("NFKC", m[1]) + "减"),
    (r"[Ⅰ-Ⅻⅰ-ⅻ]", _wide_roman),
    (rf"(?<=第)({ROMANS})(?=[章节節部卷篇编編回集季期届屆次])", _roman),
    (rf"(?<![A-Za-z\d-])(?:I{{1,3}}|IV|V?I{{1,3}}|IX)(?=[期型级級类類度][{HAN}，。、）]?)(?!型[机號号])", _roman),
    (rf"(?<=[{HAN}])(?:II|III|IV|VI{{2,3}}|IX|XI{{1,3}}|XIV|XVI{{0,3}}|XIX)(?![A-Za-z\d-])", _roman),
    (rf"(?<=[{HAN}])(?:[VX]|VI)(?=世[，。、的在与和]|世$)", _roman),
    (r"(\d?)([½⅓⅔¼¾⅛])", _mixed_fraction),
    (r"(?<=\d)°(\d{1,2})[′'’](?:(\d{1,2}(?:\.\d+)?)[″\"”])?", lambda m: f"度{m[1]}分" + (f"{m[2]}秒" if m[2] else "")),
    (r"§\s?(\d+)", r"第\1节"),
    (rf"({NUM})[\"″](?=\s?(?:[屏显顯笔筆触觸电電液高彩大]|的屏))", r"\1英寸"),
    (r"√\s?(?=[\da-zA-Z])", "根号"),
    (r"∞", "无穷大"),
    (r"±\s?(?=\d)", "±"),
    (r"≥|⩾", "≥"),
    (r"≤|⩽", "≤"),
)
"""Signs that have another form, or a name."""
NAMES: Final = rules(
    (r"\bCVE-(\d{4})-(\d{4,7})(?!\d)", lambda m: f"CVE {m[1]}杠{m[2]}".translate(DIGITS)),
    (r"(?<!\d)(0\d{2,3})[- ](\d{3,4})[- ]?(\d{4})(?!\d)", r"\1-\2\3"),
    (r"(?<!\d)(1[3-9]\d)[- ](\d{4})[- ](\d{4})(?!\d)", r"\1\2\3"),
    (r"(?<![A-Za-z\d])((?:波音|空客|Boeing |Airbus |Boeing|Airbus)\s?A?\d{3})-(\d{1,4})(?!\d)", r"\1杠\2"),
    (r"(?<![A-Za-z])([AB]\d{3})-(\d{1,4})(?!\d)", r"\1杠\2"),
    (r"\b([A-Za-z]+)-(\d+)([A-Za-z])(?![A-Za-z])", r"\1 \2 \3"),
    (r"\b([A-Za-z]{3,})[-−](?=\d+(?:\.\d+)?%)", r"\1负"),
    (r"\b([A-Za-z]+)-(?=\d)", r"\1 "),
    (
        rf"(?<=[{HAN}])(?<![月日年分秒米元克度时時点點里吨噸个個人万亿萬億千百初底末])[-－](\d+)(?!\d|\.\d|\s?[%℃°度分米元年月日\-~～—–至到])",
        r"\1",
    ),
    (r"\b[Nn][Oo]\.\s?(?=\d)|№\s?(?=\d)", "第"),
    (rf"(?<=\d)#(?=[{HAN}])", "号"),
    (r"\bC\+\+(?=\d)", "C++ "),
    (r"(?<=\d[Kk])@(?=\d)", " "),
    (r"(?<![\d.])(\d{1,2})['′’](\d{2})[\"″”]/(?:km|公里)(?![A-Za-z])", r"每公里\1分\2秒"),
    (r"(?<![\d.度分])(\d{1,2})[′'’](0\d|1[2-9]|[2-5]\d)[″\"”]", r"\1分\2秒"),
    (r"(?<=[满滿])(\d{2,})-(?=\d)", r"\1减"),
    (r"第(\d{1,3})(\+\d{1,2})?['’′](?!\d)", r"第\1\2分钟"),
    (r"(?<=\d)w(?=[+多]?(?:[元人粉]|$|[，。、）]))|(?<=\d)W(?=\+|[+多]?[元人粉])", "万"),
    (r"(?<=[A-Za-z])&(?=[A-Za-z])", " and "),
    (rf"(?<=[{HAN}A-Za-z]) ?[&＆] ?(?=[{HAN}A-Za-z])", "和"),
)
"""Telephone numbers, aircraft, versions, names of letters and digits."""
DATES: Final = rules(
    (
        r"(?<![\d.])((?:19|20)\d\d)([./])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d./])",
        lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日",
    ),
    (
        rf"(?<![\d.])((?:19|20)\d\d)\.(1[0-2]|0?[1-9]){DASH}((?:19|20)\d\d)\.(1[0-2]|0?[1-9])(?![\d.])",
        lambda m: f"{m[1]}年{int(m[2])}月到{m[3]}年{int(m[4])}月",
    ),
    (
        r"(?<![\d/])(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])(?=連假|连假|當天|当天|當日|当日|國慶|国庆"
        r"|(?:婦女|妇女|兒童|儿童|勞動|劳动|耶誕|圣诞|聖誕|教師|教师|情人)[節节])",
        lambda m: f"{int(m[1])}月{int(m[2])}日",
    ),
    (r"(?<=[率])\.(?=\d{3}(?!\d))", "0."),
    (
        r"(?<=[（(])((?:19|20)\d\d)\.(1[0-2]|0?[1-9])(?=[)）])",
        lambda m: f"{m[1]}年{int(m[2])}月",
    ),
    (r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)", lambda m: m[0].replace(",", "")),
    (
        r"(?<![\d,.])\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})*[\u00a0\u2009\u202f ]000(?!\d)",
        lambda m: re.sub(r"\s", "", m[0]),
    ),
    (rf"(?<!\d)([12]\d{{3}})年?{DASH}([12]\d{{3}})年", r"\1年到\2年"),
    (rf"(?<!\d)([12]\d{{3}}年){DASH}(?=前?[12]?\d{{1,3}}年)", r"\1到"),
    (r"(?<![\d.-])((?:19|20)\d\d)[-—–/](\d\d)(?=赛季|賽季|财年|財年|学年|學年|年度)", r"\1到\2"),
    (
        rf"(?<![\d.-])((?:19|20)\d\d)(?:{DASH}|/|到)((?:19|20)?\d\d)(?=学年|學年|赛季|賽季|财年|財年|年度|学期|學期)",
        lambda m: f"{m[1]}到{m[2]}".translate(DIGITS),
    ),
    (rf"(?<=[（(])({YEAR}){DASH}({YEAR})(?=[)）])", r"\1年到\2年"),
    (rf"(?<=[（(])({YEAR}){DASH}(?=[)）])", r"生于\1年"),
    (r"\b(1[89]|20)([1-9])0s\b", r"\1\g<2>0年代"),
    (r"(?<![\d.：:])(\d{1,2})：(\d{2})：(\d{2})(?![\d：])", r"\1:\2:\3"),
    (r"(福音|诗篇|詩篇|箴言|创世记|創世記|启示录|启示錄|罗马书|羅馬書)\s?(\d{1,3})[:：](\d{1,3})", r"\1\2章\3节"),
    (r"(?<![\d.])(\d+\.\d+\.\d+\.\d+):(\d{2,5})(?!\d)", lambda m: f"{m[1]}冒号{m[2].translate(DIGITS)}"),
    (r"(?<![\d：:.])(\d{1,2}[:：][0-5]\d)\s?([AaPp])\.?[Mm]\b\.?", lambda m: HALVES[m[2].lower()] + m[1]),
    (r"(?<![A-Za-z])([AaPp])\.?[Mm]\.?\s?(?=\d{1,2}[:：][0-5]\d(?!\d))", lambda m: HALVES[m[1].lower()]),
    (r"(?<![\d：:.])(\d{1,4})([:：∶])(\d{1,4})(?![\d：:]|\.\d)", _clock),
    (rf"(\d{{1,2}}[:：]\d{{2}}){DASH}(?=\d{{1,2}}[:：]\d{{2}})", r"\1到"),
)
"""Dates, years and times, and numbers in groups."""
AMOUNTS: Final = rules(
    (
        rf"(?<![A-Za-z\d])({NUM})\s?({UNIT}|{LETTER})/([a-z]*[ms][²³3])(?![A-Za-z\d])",
        lambda m: _each(m) if m[3] in AREAS else m[0],
    ),
    (rf"(?<=\d)\s?({'|'.join(sorted(MISREAD, key=len, reverse=True))})(?![A-Za-z])", lambda m: MISREAD[m[1]]),
    (rf"({NUM})([%‰])?{DASH}({NUM})([%‰])", r"\1\4到\3\4"),
    (rf"({NUM})‰", r"千分之\1"),
    (rf"({NUM})\s?({UNIT}|{LETTER})/100\s?(?:km|公里)(?![A-Za-z])", lambda m: f"每百公里{m[1]}{name(m[2])}"),
    (rf"({BASIS}{NUM})\s?(?:[Bb][Pp][Ss]?|BP[Ss])(?![A-Za-z])", r"\1个基点"),
    (rf"(?<=\d[万亿千萬億])/(?={UNIT}|{LETTER})", "每"),
    (rf"({NUM}[万亿萬億千]){DASH}(?={NUM}[多余餘]?[万亿萬億千])", r"\1到"),
    (
        rf"({COIN})\s?({NUM}){DASH}(?:{COIN})?\s?({NUM})\s?([万亿萬億千百]{{0,2}})(?:[美欧歐港]?元)?",
        lambda m: f"{m[2]}到{m[3]}{m[4]}{MONEY[m[1]]}",
    ),
    (
        rf"({COIN})\s?({NUM})\s?([万亿萬億千百]{{1,2}}|bn|[KkMmBbT](?![A-Za-z])|)(?:[美欧歐港澳加日韩韓]?元)?",
        _coins,
    ),
    (rf"({NUM}[万亿萬億千百]*)\s?(RMB|CNY|USD|EUR|GBP|HKD|TWD|JPY|\$)(?![A-Za-z\d])", lambda m: m[1] + MONEY[m[2]]),
    (r"(?<![A-Za-z])(?:[kcmdh]?m[²³]|km2)(?![A-Za-z\d])|[㎡㎢]", lambda m: AREAS.get(m[0], m[0])),
    (rf"(?<=[元人次分吨噸斤件个個张張台间間克升米瓦里])/(?=[{HAN}])", "每"),
)
"""Money, shares, areas and the units that are taken for others."""
RANGES: Final = rules(
    (r"(?<![\d.])(\d+)\.(\d+)\.(\d+)(?:\.(\d+))?(?![\d.])", lambda m: "点".join(n for n in m.groups() if n)),
    (rf"第(\d+){DASH}第?(?=\d)", r"第\1到"),
    (
        rf"((?:[\d℃]|[一二三四五六七八九十])[个個]?(?:[年月日号號时時點点分秒℃度米元岁歲克里吨噸][初底末中]?|小时|公里|摄氏度))"
        rf"{DASH}(?=[-−]?\d|前\d|公元|西元)",
        r"\1到",
    ),
    (r"(\d[kKwW])-(?=\d)", r"\1到"),
    (rf"((?<![\w.])[-−]{NUM})\s?[~～—–]\s?(?=[-−]?\d)", r"\1到"),
    (r"(?<![\d.-])\d{1,2}-\d{1,2}(?:[，、,；/]\s?\d{1,2}-\d{1,2})+(?![\d.-])", _sets),
    (rf"(?<![\d.\-])({NUM}){DASH}(?=({NUM})[多余餘]?\s?[{MEASURE}])(?!\d+-\d)", _measured_range),
    (rf"(?<![\d.\-])({NUM}){DASH}(?={NUM}\s?(?:{UNIT}|{LETTER})(?![A-Za-z]))", r"\1到"),
    (rf"(?<![\d.\-/])({NUM}){LONG_DASH}(?={NUM}(?![\d\-]))", r"\1到"),
    (r"(?<=比分)([为為是])?(\d+)-(\d+)", lambda m: f"{m[1] or ''}{m[2]}比{m[3]}"),
    (rf"(?<![\d\-])(\d{{1,3}})-(\d{{1,3}})(?={WON})", r"\1比\2"),
    (r"(?<=以)(\d{1,3})-(\d{1,3})(?![\d.\-/=])", r"\1比\2"),
    (r"(?<=[图圖表式例])\s?(\d{1,3})-(\d{1,3})(?![\d-])", r"\1杠\2"),
    (r"(?<![\d.\-/:A-Za-z])([1-9]\d{0,2}|0)-(\d{1,3})(?![\d.\-/=])", _bare_range),
    (r"(?<![\d.\-/:A-Za-z])(\d+\.\d+)-(\d+\.\d+)(?![\d.\-/=])", _decimal_range),
)
"""From one number to another, and scores."""
FORMULAS: Final = rules(
    (r"(?<=[A-Za-z\d)）])²(?![⁰¹²³⁴-⁹])", "的平方"),
    (r"(?<=[A-Za-z\d)）])³(?![⁰¹²³⁴-⁹])", "的立方"),
    (r"(?<=[A-Za-z\d)）])([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])", _power),
    (r"(?<=[A-Za-z\d)）])\^\{?([A-Za-z])(?![A-Za-z\d])\}?\^?", r"的\1次方"),
    (r"(?<=平方|立方|次方)\s?\+", "加"),
    (r"(?<![\w.])(\d(?:\.\d+)?)[eE]([-−]?)(\d{1,3})(?!\w)", lambda m: f"{m[1]}×10的{'负' if m[2] else ''}{m[3]}次方"),
    (r"(?<![\d/.])24/7(?![\d/.])", "二十四七"),
    (r"(?<!\d)9/11(?=事件|恐|袭|襲)", "九一一"),
    (r"(?<![\d/.])([1-9]0)/([1-9]0)(?![\d/.])", r"\1比\2"),
    (r"(?<![\d度分])(\d{1,2})[′'’] ?(1[01]|\d)[″\"”]", r"\1英尺\2英寸"),
    (r"(^|(?<=[\s，。；：、（(]))[~～≈](?=\d)", "约"),
    (rf"(?<=[{HAN}])[~～≈](?=\d)", "约"),
    (r"^(\s*\d{1,3})[.．、)）]\s*(?=[^\d\s”’」』）)\"'])", r"\1，"),
    (rf"(?<=[{HAN}”’」』）》])([,;:!?])(?=\s*(?:[{HAN}”’」』）》“‘]|[”’]*\s*$))", lambda m: m[1].translate(FULL_WIDTH)),
    (r"(?<=\d) ?\* ?(?=\d)", "×"),
    (rf"(?<=[{HAN}]) ?= ?(?=\d)", "等于"),
)
"""What is left: powers, shares of a day, marks of a list, ASCII signs between Chinese characters."""


def rewritten(text: str) -> str:
    """The text with what is read wrongly rewritten.

    >>> rewritten("2019—2021年增长10%—20%，歼-20以3：2领先")
    '2019年到2021年增长10%到20%，歼20以3比2领先'
    """
    for table in (SIGNS, NAMES, DATES, AMOUNTS, RANGES, FORMULAS):
        text = apply(table, text)
    return text
