"""Chinese text with what voices read wrongly rewritten; numbers stay in digits.

It is all that an online voice needs, which reads plain numbers, dates and amounts by itself, and
the first half of what the embedded ones need: `spoken` puts the numbers into words behind it.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from tts.text.languages.numerals import RAISED, roman
from tts.text.languages.rule import Rule
from tts.text.languages.zh.numbers import DIGITS
from tts.text.languages.zh.units import AREAS, LETTER, MISREAD, MONEY, UNIT, name

HAN = "\u3400-\u9fff"
NUM = r"\d+(?:\.\d+)?"
YEAR = r"(?:1[0-9]|20)\d\d"
DASH = r"\s?[-—–~～－﹣―‒]{1,2}\s?"
LONG_DASH = r"\s?[—–~～－―]{1,2}\s?"
MEASURE = (
    "个人岁天年月日号周小时分秒米公里千克斤元名次位家万亿级章页届度℃倍种条项成折点课"
    "集卷回期代层楼节杯片枚粒颗吨亩公顷毫厘升瓦寸口户只台辆架件套例起场轮组步招篇首册"
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
    r"战胜|击败|获胜|取胜|领先|力克|不敌|落后|险胜|完胜|大胜|横扫"
    r"|负于|输给|憾负|小胜|击溃|逆转|战平|打平|惜败|告负|淘汰|轻取|的?比分|的?比例|的?优势|扳平|大败|惨败|绝杀"
)
BASIS = r"(?:[行调降升加减跌涨幅]|息|至|利差|[走收][阔窄])[了约近逾超达为]?\s?"
"""What moves by basis points."""
HALVES: Final = {"a": "上午", "p": "下午"}
SCORED = re.compile(r"(?:比分|总分|比例|比例尺|配比|比率|按照?|稀释|以|画幅|比)(?:[为是了约])?\s?$")
"""What stands before a score or a ratio."""


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _clock(match: re.Match[str]) -> str:
    """3：2 is a ratio, 14：30 a time; so is 14:30, but for what a match ended."""
    hour, sign, minute = match.groups()
    scored = SCORED.search(match.string[max(0, match.start() - 8) : match.start()]) or re.match(
        rf"\s?(?:{WON})", match.string[match.end() :]
    )
    is_time = (
        len(minute) == 2 and int(minute) < 60 and int(hour) < 25 and sign != "∶" and not scored
    )
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
    return (
        match[0].replace("-", "比").replace("/", "、")
        if any(low > high for low, high in pairs)
        else match[0]
    )


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
    return f"{match[1]}又" * bool(match[1]) + unicodedata.normalize("NFKC", match[2]).replace(
        "⁄", "/"
    )


def _each(match: re.Match[str]) -> str:
    """`35μg/m³`: 每立方米35微克."""
    return f"每{AREAS[match[3]]}{match[1]}{name(match[2])}"


FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
ROMANS = r"(?:X{0,2}(?:IX|IV|V?I{1,3})|X{1,2}V?)"
SIGNS: Final = (
    Rule(r"[０-９Ａ-Ｚａ-ｚ％．＋－／＝]", _plain, "第２版", "第2版"),
    Rule(r"[①-⑳](?=[①-⑳])", lambda m: _plain(m) + "、", "①②两步都要做。", "1、2两步都要做。"),
    Rule(
        r"([⑴-⒛⓪-⓿❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿])[ \u3000]?",
        _numbered,
        "⑴ 概述",
        "1，概述",
    ),
    Rule(r"[①-⑳₀-₉㎎㎏㎜㎝㎞㏄㎖㎗]", _plain, "3㎝", "3cm"),
    Rule(
        r"(?<=[A-Za-z₀-₉])([²³⁴]?)⁺",
        lambda m: _plain(m)[:-1] + "加",
        "水里有Na⁺离子。",
        "水里有Na加离子。",
    ),
    Rule(
        r"(?<=[A-Za-z₀-₉])([²³⁴]?)⁻(?![⁰¹²³⁴-⁹])",
        lambda m: unicodedata.normalize("NFKC", m[1]) + "减",
        "水里有Cl⁻离子。",
        "水里有Cl减离子。",
    ),
    Rule(r"[Ⅰ-Ⅻⅰ-ⅻ]", _wide_roman, "第Ⅲ章 以后", "第3章 以后"),
    Rule(
        rf"(?<=第)({ROMANS})(?=[章节部卷篇编回集季期届次])",
        _roman,
        "说明书第XX卷。",
        "说明书第20卷。",
    ),
    Rule(
        rf"(?<![A-Za-z\d-])(?:I{{1,3}}|IV|V?I{{1,3}}|IX)(?=[期型级类度][{HAN}，。、）]?)(?!型[机号])",
        _roman,
        "IV级",
        "4级",
    ),
    Rule(
        rf"(?<=[{HAN}])(?:II|III|IV|VI{{2,3}}|IX|XI{{1,3}}|XIV|XVI{{0,3}}|XIX)(?![A-Za-z\d-])",
        _roman,
        "路易XIV",
        "路易14",
    ),
    Rule(rf"(?<=[{HAN}])(?:[VX]|VI)(?=世[，。、的在与和]|世$)", _roman, "路易V世。", "路易5世。"),
    Rule(r"(\d?)([½⅓⅔¼¾⅛])", _mixed_fraction, "½", "1/2"),
    Rule(
        r"(?<=\d)°(\d{1,2})[′'’](?:(\d{1,2}(?:\.\d+)?)[″\"”])?",
        lambda m: f"度{m[1]}分" + (f"{m[2]}秒" if m[2] else ""),
        "12°30′",
        "12度30分",
    ),
    Rule(r"§\s?(\d+)", r"第\1节", "见§3的说明。", "见第3节的说明。"),
    Rule(rf"({NUM})[\"″](?=\s?(?:[屏显笔触电液高彩大]|的屏))", r"\1英寸", '15.6"屏', "15.6英寸屏"),
    Rule(r"√\s?(?=[\da-zA-Z])", "根号", "√2≈1.414", "根号2≈1.414"),
    Rule(r"∞", "无穷大", "趋于∞。", "趋于无穷大。"),
    Rule(r"±\s?(?=\d)", "±", "误差± 3米。", "误差±3米。"),
    Rule(r"≥|⩾", "≥", "当x⩾3时停下。", "当x≥3时停下。"),
    Rule(r"≤|⩽", "≤", "当x⩽3时停下。", "当x≤3时停下。"),
)
"""Signs that have another form, or a name."""
NAMES: Final = (
    Rule(
        r"\bCVE-(\d{4})-(\d{4,7})(?!\d)",
        lambda m: f"CVE {m[1]}杠{m[2]}".translate(DIGITS),
        "修复CVE-2024-3094漏洞。",
        "修复CVE 二零二四杠三零九四漏洞。",
    ),
    Rule(
        r"(?<!\d)(0\d{2,3})[- ](\d{3,4})[- ]?(\d{4})(?!\d)",
        r"\1-\2\3",
        "0571-8888 1234",
        "0571-88881234",
    ),
    Rule(
        r"(?<!\d)(1[3-9]\d)[- ](\d{4})[- ](\d{4})(?!\d)", r"\1\2\3", "138 0013 8000", "13800138000"
    ),
    Rule(
        r"(?<![A-Za-z\d])((?:波音|空客|Boeing |Airbus |Boeing|Airbus)\s?A?\d{3})-(\d{1,4})(?!\d)",
        r"\1杠\2",
        "乘坐波音737-800回家。",
        "乘坐波音737杠800回家。",
    ),
    Rule(
        r"(?<![A-Za-z])([AB]\d{3})-(\d{1,4})(?!\d)",
        r"\1杠\2",
        "一架A320-200停在那里。",
        "一架A320杠200停在那里。",
    ),
    Rule(r"\b([A-Za-z]+)-(\d+)([A-Za-z])(?![A-Za-z])", r"\1 \2 \3", "GPT-4o来了", "GPT 4 o来了"),
    Rule(
        r"\b([A-Za-z]{3,})[-−](?=\d+(?:\.\d+)?%)",
        r"\1负",
        "营收YoY+12%，QoQ-3%。",
        "营收YoY+12%，QoQ负3%。",
    ),
    Rule(r"\b([A-Za-z]+)-(?=\d)", r"\1 ", "U-23", "U 23"),
    Rule(
        rf"(?<=[{HAN}])(?<![月日年分秒米元克度时点里吨个人万亿千百初底末])[-－](\d+)(?!\d|\.\d|\s?[%℃°度分米元年月日\-~～—–至到])",
        r"\1",
        "歼-20首飞",
        "歼20首飞",
    ),
    Rule(r"\b[Nn][Oo]\.\s?(?=\d)|№\s?(?=\d)", "第", "他排No.1", "他排第1"),
    Rule(rf"(?<=\d)#(?=[{HAN}])", "号", "住在3#楼。", "住在3号楼。"),
    Rule(r"\bC\+\+(?=\d)", "C++ ", "C++17和C++都行，4K@60fps。", "C++ 17和C++都行，4K 60fps。"),
    Rule(r"(?<=\d[Kk])@(?=\d)", " ", "C++17和C++都行，4K@60fps。", "C++ 17和C++都行，4K 60fps。"),
    Rule(
        r"(?<![\d.])(\d{1,2})['′’](\d{2})[\"″”]/(?:km|公里)(?![A-Za-z])",
        r"每公里\1分\2秒",
        "配速2'48\"/km，耗时4′16″，身高5'10\"。",
        "配速每公里2分48秒，耗时4分16秒，身高5英尺10英寸。",
    ),
    Rule(
        r"(?<![\d.度分])(\d{1,2})[′'’](0\d|1[2-9]|[2-5]\d)[″\"”]",
        r"\1分\2秒",
        "配速2'48\"/km，耗时4′16″，身高5'10\"。",
        "配速每公里2分48秒，耗时4分16秒，身高5英尺10英寸。",
    ),
    Rule(
        r"(?<=满)(\d{2,})-(?=\d)",
        r"\1减",
        "满200-30，放大10×，翻了2番。",
        "满200减30，放大10×，翻了2番。",
    ),
    Rule(
        r"第(\d{1,3})(\+\d{1,2})?['’′](?!\d)",
        r"第\1\2分钟",
        "第15'和第67'，第90+3'绝杀。",
        "第15分钟和第67分钟，第90+3分钟绝杀。",
    ),
    Rule(
        r"(?<=\d)w(?=[+多]?(?:[元人粉]|$|[，。、）]))|(?<=\d)W(?=\+|[+多]?[元人粉])",
        "万",
        "3W元",
        "3万元",
    ),
    Rule(
        r"(?<=[A-Za-z])&(?=[A-Za-z])",
        " and ",
        "R&B、AT&T、Q&A、P2P、B2B、O2O、4S店、3C产品、5A级景区、A股、T恤、X光、卡拉OK",
        "R and B、AT and T、Q and A、P2P、B2B、O2O、4S店、3C产品、5A级景区、A股、T恤、X光、卡拉OK",
    ),
    Rule(rf"(?<=[{HAN}A-Za-z]) ?[&＆] ?(?=[{HAN}A-Za-z])", "和", "茶&咖啡都有。", "茶和咖啡都有。"),
)
"""Telephone numbers, aircraft, versions, names of letters and digits."""
DATES: Final = (
    Rule(
        r"(?<![\d.])((?:19|20)\d\d)([./])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d./])",
        lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日",
        "2024/3/8",
        "2024年3月8日",
    ),
    Rule(
        rf"(?<![\d.])((?:19|20)\d\d)\.(1[0-2]|0?[1-9]){DASH}((?:19|20)\d\d)\.(1[0-2]|0?[1-9])(?![\d.])",
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
        r"(福音|诗篇|箴言|创世记|启示录|罗马书)\s?(\d{1,3})[:：](\d{1,3})",
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
        r"(?<![\d：:.])(\d{1,2}[:：][0-5]\d)\s?([AaPp])\.?[Mm]\b\.?",
        lambda m: HALVES[m[2].lower()] + m[1],
        "11:59PM前登录，8:30am出发，PM5:00到达。",
        "下午11:59前登录，上午8:30出发，下午5:00到达。",
    ),
    Rule(
        r"(?<![A-Za-z])([AaPp])\.?[Mm]\.?\s?(?=\d{1,2}[:：][0-5]\d(?!\d))",
        lambda m: HALVES[m[1].lower()],
        "11:59PM前登录，8:30am出发，PM5:00到达。",
        "下午11:59前登录，上午8:30出发，下午5:00到达。",
    ),
    Rule(r"(?<![\d：:.])(\d{1,4})([:：∶])(\d{1,4})(?![\d：:]|\.\d)", _clock, "98:97", "98比97"),
    Rule(
        rf"(\d{{1,2}}[:：]\d{{2}}){DASH}(?=\d{{1,2}}[:：]\d{{2}})",
        r"\1到",
        "9:00-17:30",
        "9:00到17:30",
    ),
)
"""Dates, years and times, and numbers in groups."""
AMOUNTS: Final = (
    Rule(
        rf"(?<![A-Za-z\d])({NUM})\s?({UNIT}|{LETTER})/([a-z]*[ms][²³3])(?![A-Za-z\d])",
        lambda m: _each(m) if m[3] in AREAS else m[0],
        "加速度9.8m/s²",
        "加速度每二次方秒9.8米",
    ),
    Rule(
        rf"(?<=\d)\s?({'|'.join(sorted(MISREAD, key=len, reverse=True))})(?![A-Za-z])",
        lambda m: MISREAD[m[1]],
        "2.4GHz",
        "2.4吉赫兹",
    ),
    Rule(rf"({NUM})([%‰])?{DASH}({NUM})([%‰])", r"\1\4到\3\4", "5%-10%", "5%到10%"),
    Rule(rf"({NUM})‰", r"千分之\1", "盐度5‰", "盐度千分之5"),
    Rule(
        rf"({NUM})\s?({UNIT}|{LETTER})/100\s?(?:km|公里)(?![A-Za-z])",
        lambda m: f"每百公里{m[1]}{name(m[2])}",
        "单价6.5万/㎡，油耗5.6L/100km。",
        "单价6.5万每平方米，油耗每百公里5.6升。",
    ),
    Rule(
        rf"({BASIS}{NUM})\s?(?:[Bb][Pp][Ss]?|BP[Ss])(?![A-Za-z])",
        r"\1个基点",
        "利率下调30bp至2.0%，收益率下行2.5BP，200bp的片段。",
        "利率下调30个基点至2.0%，收益率下行2.5个基点，200bp的片段。",
    ),
    Rule(
        rf"(?<=\d[万亿千])/(?={UNIT}|{LETTER})",
        "每",
        "单价6.5万/㎡，油耗5.6L/100km。",
        "单价6.5万每平方米，油耗每百公里5.6升。",
    ),
    Rule(rf"({NUM}[万亿千]){DASH}(?={NUM}[多余]?[万亿千])", r"\1到", "3万~5万元", "3万到5万元"),
    Rule(
        rf"({COIN})\s?({NUM}){DASH}(?:{COIN})?\s?({NUM})\s?([万亿千百]{{0,2}})(?:[美欧港]?元)?",
        lambda m: f"{m[2]}到{m[3]}{m[4]}{MONEY[m[1]]}",
        "每份$3-5就够。",
        "每份3到5美元就够。",
    ),
    Rule(
        rf"({COIN})\s?({NUM})\s?([万亿千百]{{1,2}}|bn|[KkMmBbT](?![A-Za-z])|)(?:[美欧港澳加日韩]?元)?",
        _coins,
        "$5万",
        "5万美元",
    ),
    Rule(
        rf"({NUM}[万亿千百]*)\s?(RMB|CNY|USD|EUR|GBP|HKD|TWD|JPY|\$)(?![A-Za-z\d])",
        lambda m: m[1] + MONEY[m[2]],
        "100USD",
        "100美元",
    ),
    Rule(
        r"(?<![A-Za-z])(?:[kcmdh]?m[²³]|km2)(?![A-Za-z\d])|[㎡㎢]",
        lambda m: AREAS.get(m[0], m[0]),
        "m³",
        "立方米",
    ),
    Rule(rf"(?<=[元人次分吨斤件个张台间克升米瓦里])/(?=[{HAN}])", "每", "2人/间", "2人每间"),
)
"""Money, shares, areas and the units that are taken for others."""
RANGES: Final = (
    Rule(
        r"(?<![\d.])(\d+)\.(\d+)\.(\d+)(?:\.(\d+))?(?![\d.])",
        lambda m: "点".join(n for n in m.groups() if n),
        "2.0.1版本",
        "2点0点1版本",
    ),
    Rule(rf"第(\d+){DASH}第?(?=\d)", r"第\1到", "第1-3章", "第1到3章"),
    Rule(
        rf"((?:[\d℃]|[一二三四五六七八九十])个?(?:[年月日号时点分秒℃度米元岁克里吨][初底末中]?|小时|公里|摄氏度))"
        rf"{DASH}(?=[-−]?\d|前\d|公元|西元)",
        r"\1到",
        "3月5日—8日",
        "3月5日到8日",
    ),
    Rule(r"(\d[kKwW])-(?=\d)", r"\1到", "月薪20k-30k", "月薪20k到30k"),
    Rule(
        rf"((?<![\w.])[-−]{NUM})\s?[~～—–]\s?(?=[-−]?\d)",
        r"\1到",
        "室外-15~-8℃，明日-3～5℃。",
        "室外-15到-8℃，明日-3到5℃。",
    ),
    Rule(
        r"(?<![\d.-])\d{1,2}-\d{1,2}(?:[，、,；/]\s?\d{1,2}-\d{1,2})+(?![\d.-])",
        _sets,
        "11-9、9-11、12-10",
        "11比9、9比11、12比10",
    ),
    Rule(
        rf"(?<![\d.\-])({NUM}){DASH}(?=({NUM})[多余]?\s?[{MEASURE}])(?!\d+-\d)",
        _measured_range,
        "补贴0.5-1万元。",
        "补贴0.5到1万元。",
    ),
    Rule(
        rf"(?<![\d.\-])({NUM}){DASH}(?={NUM}\s?(?:{UNIT}|{LETTER})(?![A-Za-z]))",
        r"\1到",
        "剂量3~5mg/kg",
        "剂量3到5mg/kg",
    ),
    Rule(
        rf"(?<![\d.\-/])({NUM}){LONG_DASH}(?={NUM}(?![\d\-]))",
        r"\1到",
        "2倍、1~2间、2种、2次、2年后、2年级、2次元",
        "2倍、1到2间、2种、2次、2年后、2年级、2次元",
    ),
    Rule(
        r"(?<=比分)([为是])?(\d+)-(\d+)",
        lambda m: f"{m[1] or ''}{m[2]}比{m[3]}",
        "比分2-3。",
        "比分2比3。",
    ),
    Rule(
        rf"(?<![\d\-])(\d{{1,3}})-(\d{{1,3}})(?={WON})",
        r"\1比\2",
        "郑钦文6-2/3-6/6-4晋级，国足0-1负于对手。",
        "郑钦文6比2、3比6、6比4晋级，国足0比1负于对手。",
    ),
    Rule(r"(?<=以)(\d{1,3})-(\d{1,3})(?![\d.\-/=])", r"\1比\2", "以3-5输掉。", "以3比5输掉。"),
    Rule(r"(?<=[图表式例])\s?(\d{1,3})-(\d{1,3})(?![\d-])", r"\1杠\2", "表2-1", "表2杠1"),
    Rule(
        r"(?<![\d.\-/:A-Za-z])([1-9]\d{0,2}|0)-(\d{1,3})(?![\d.\-/=])",
        _bare_range,
        "胜算3-2",
        "胜算3比2",
    ),
    Rule(
        r"(?<![\d.\-/:A-Za-z])(\d+\.\d+)-(\d+\.\d+)(?![\d.\-/=])",
        _decimal_range,
        "水深3.5-4.2。",
        "水深3.5到4.2。",
    ),
)
"""From one number to another, and scores."""
FORMULAS: Final = (
    Rule(r"(?<=[A-Za-z\d)）])²(?![⁰¹²³⁴-⁹])", "的平方", "E=mc²。", "E=mc的平方。"),
    Rule(r"(?<=[A-Za-z\d)）])³(?![⁰¹²³⁴-⁹])", "的立方", "10²和10³", "10的平方和10的立方"),
    Rule(r"(?<=[A-Za-z\d)）])([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])", _power, "10⁶人", "10的6次方人"),
    Rule(
        r"(?<=[A-Za-z\d)）])\^\{?([A-Za-z])(?![A-Za-z\d])\}?\^?",
        r"的\1次方",
        "x^n+1",
        "x的n次方加1",
    ),
    Rule(r"(?<=平方|立方|次方)\s?\+", "加", "x²+1", "x的平方加1"),
    Rule(
        r"(?<![\w.])(\d(?:\.\d+)?)[eE]([-−]?)(\d{1,3})(?!\w)",
        lambda m: f"{m[1]}×10的{'负' if m[2] else ''}{m[3]}次方",
        "1e-5",
        "1×10的负5次方",
    ),
    Rule(r"(?<![\d/.])24/7(?![\d/.])", "二十四七", "24/7营业", "二十四七营业"),
    Rule(r"(?<!\d)9/11(?=事件|恐|袭)", "九一一", "9/11事件之后。", "九一一事件之后。"),
    Rule(r"(?<![\d/.])([1-9]0)/([1-9]0)(?![\d/.])", r"\1比\2", "五五开，50/50", "五五开，50比50"),
    Rule(r"(?<![\d度分])(\d{1,2})[′'’] ?(1[01]|\d)[″\"”]", r"\1英尺\2英寸", "6′2″", "6英尺2英寸"),
    Rule(
        r"(^|(?<=[\s，。；：、（(]))[~～≈](?=\d)",
        "约",
        "约：~5公里，三月~5月",
        "约：约5公里，三月到5月",
    ),
    Rule(rf"(?<=[{HAN}])[~～≈](?=\d)", "约", "30多°，1吨≈2000斤", "30多°，1吨约2000斤"),
    Rule(
        r"^(\s*\d{1,3})[.．、)）]\s*(?=[^\d\s”’」』）)\"'])", r"\1，", "1. 打开盖子", "1，打开盖子"
    ),
    Rule(
        rf"(?<=[{HAN}”’」』）》])([,;:!?])(?=\s*(?:[{HAN}”’」』）》“‘]|[”’]*\s*$))",
        lambda m: m[1].translate(FULL_WIDTH),
        "去不去?去!",
        "去不去？去！",
    ),
    Rule(r"(?<=\d) ?\* ?(?=\d)", "×", "一共3*4个。", "一共3×4个。"),
    Rule(rf"(?<=[{HAN}]) ?= ?(?=\d)", "等于", "地方=7:3", "地方等于7:3"),
)
"""What is left: powers, shares of a day, marks of a list, ASCII signs between Chinese
characters."""
REWRITES: Final = (*SIGNS, *NAMES, *DATES, *AMOUNTS, *RANGES, *FORMULAS)
"""Applied in order."""
