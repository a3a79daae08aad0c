"""Chinese amounts: money, percentages, areas and units, normalized to one form, then put into
words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.numbers import count, digits, number
from tts.text.languages.zh.patterns import DASH, HAN, NUM
from tts.text.languages.zh.units import AREAS, LETTER, MISREAD, MONEY, PER, UNIT, unit_name

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
BASIS = r"(?:[行调降升加减跌涨幅]|息|至|利差|[走收][阔窄])[了约近逾超达为]?\s?"
"""Changes measured in basis points."""


def _coins(match: re.Match[str]) -> str:
    """Read `$3.5亿` or `US$20K`: the amount, then the currency."""
    sign, amount, scale = match.groups()
    return _amount(amount, scale) + MONEY[sign]


def _coin_range(match: re.Match[str]) -> str:
    """Read `$50.00-$100.00` without the zero cents."""
    sign, low, high, scale = match.groups()
    return f"{low.removesuffix('.00')}到{high.removesuffix('.00')}{scale}{MONEY[sign]}"


def _amount(amount: str, scale: str) -> str:
    """An amount with letters for thousands and millions converted to Chinese units: 1.5B is 15亿."""
    if scale not in SCALES:
        return amount + scale
    whole = Decimal(amount) * SCALES[scale]
    for unit, place in ((10**8, "亿"), (10**4, "万")):
        if whole >= unit:
            return f"{(whole / unit).normalize():f}{place}"
    return f"{whole.normalize():f}"


def _each(match: re.Match[str]) -> str:
    """Read `35μg/m³` as 每立方米35微克."""
    return f"每{AREAS[match[3]]}{match[1]}{unit_name(match[2])}"


DOLLARS: Final = (
    Rule(
        r"(?<![A-Za-z])\$(?=\s?\d)(?!\s?[\d.,]+\s?[万亿千百]{0,2}[美港加澳]元)",
        "¥",
        "一碗面$22，机票US$300。",
        "一碗面二十二元，机票三百美元。",
    ),
    Rule(r"(?<=[\d万亿千百])\s?\$(?![A-Za-z\d])", "元", "一碗面22$。", "一碗面二十二元。"),
)
"""Rules where a bare `$` is the country's own money: it is read 元, like `¥`."""
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
    Rule(rf"(?<!\d)({NUM})([%‰])?{DASH}({NUM})([%‰])", r"\1\4到\3\4", "5%-10%", "5%到10%"),
    Rule(rf"(?<!\d)({NUM})‰", r"千分之\1", "盐度5‰", "盐度千分之5"),
    Rule(
        rf"(?<!\d)({NUM})\s?({UNIT}|{LETTER})/100\s?(?:km|公里)(?![A-Za-z])",
        lambda m: f"每百公里{m[1]}{unit_name(m[2])}",
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
    Rule(
        rf"(?<!\d)({NUM}[万亿千]){DASH}(?={NUM}[多余]?[万亿千])", r"\1到", "3万~5万元", "3万到5万元"
    ),
    Rule(
        rf"({COIN})\s?({NUM}){DASH}(?:{COIN})?\s?({NUM})\s?([万亿千百]{{0,2}})(?:[美欧港]?元)?",
        _coin_range,
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
        rf"(?<!\d)({NUM}[万亿千百]*)\s?(RMB|CNY|USD|EUR|GBP|HKD|TWD|JPY|\$)(?![A-Za-z\d])",
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
"""Money, percentages, areas, and units that are misread."""


def _measure(match: re.Match[str]) -> str:
    """Read `3到5mg/L` as 每升三到五毫克."""
    low, high, unit, per = match.groups()
    said = f"{number(low)}到{number(high)}" if low else count(high)
    amount = said + unit_name(unit)
    before = match.string[: match.start()]
    says_per = before.endswith(("时速", "时速为", "时速达", "时速约"))
    return f"每{unit_name(per)}{amount}" if per and not says_per else amount


def _fraction(match: re.Match[str]) -> str:
    top, bottom = match[1], match[2]
    if len(top) > 4 or len(bottom) > 4:
        return f"{number(top)}斜杠{number(bottom)}"
    return f"{number(bottom)}分之{number(top)}"


def _share(match: re.Match[str]) -> str:
    """Read `负3%` as 负百分之三."""
    return (match[1] or "") + "百分之" + ("百" if match[2] == "100" else number(match[2]))


def _price(match: re.Match[str]) -> str:
    """Read `100.00元` without the zero cents."""
    return number(match[1].rstrip("0").rstrip(".")) + match[2]


MEASURES: Final = (
    Rule(
        r"(?<=杠)(\d{3,})(?!\d)",
        lambda m: digits(m[1]),
        "乘坐波音737-800回家。",
        "乘坐波音七三七杠八零零回家。",
    ),
    Rule(
        r"(?<=\d秒)(\d{2,3})(?![\d秒分.])|(?<=\d米)(\d{2})(?![\d.])",
        lambda m: digits(m[0]),
        "身高1米75",
        "身高一米七五",
    ),
    Rule(
        r"(?<=年到)(\d{3})(?=年)",
        lambda m: digits(m[1]),
        "（前202年—220年）",
        "（前二零二年到二二零年）",
    ),
    Rule(
        r"(?<![A-Za-z\d])(\d{1,2})\s?h\s?(\d{1,2})\s?(?:min|m)(?![A-Za-z])",
        lambda m: f"{count(m[1])}小时{number(m[2])}分钟",
        "飞行时间约2h15min。",
        "飞行时间约两小时十五分钟。",
    ),
    Rule(rf"(正负|[正负])?(?<!\d)({NUM})%", _share, "A股涨3%", "A股涨百分之三"),
    Rule(
        r"(?<![\d.])(\d{1,3})点(\d{1,3})点(\d{1,3})点(\d{1,3})(?![\d.])",
        lambda m: "点".join(digits(n) for n in m.groups()),
        "192.168.1.1",
        "一九二点一六八点一点一",
    ),
    Rule(
        rf"(?<!\d)({NUM})\s?分之\s?({NUM})",
        lambda m: f"{number(m[1])}分之{number(m[2])}",
        "3分之1",
        "三分之一",
    ),
    Rule(
        r"(?<![\d./])(\d{2,3})/(\d{2,3})(?=\s?(?:毫米汞柱|mmHg))",
        r"\1、\2",
        "血压120/80mmHg",
        "血压一百二十、八十毫米汞柱",
    ),
    Rule(
        r"(?<=[A-Za-z]{2})(\d)/(?=\d(?!\d))",
        r"\1、",
        "基因BRCA1/2突变，占1/2。",
        "基因BRCA一、二突变，占二分之一。",
    ),
    Rule(r"(?<![\d./])(\d+)/(\d+)(?![\d./])", _fraction, "1/3", "三分之一"),
    Rule(
        rf"(?<=\d[万亿千])\s?({UNIT})(?![A-Za-z\d/])",
        lambda m: unit_name(m[1]),
        "直径139万km，ΔH=-571.6kJ/mol。",
        "直径一百三十九万公里，ΔH=负五百七十一点六千焦每摩尔。",
    ),
    Rule(
        rf"(?<![A-Za-z\d.])(?:({NUM})到)?({NUM})\s?({UNIT}){PER}(?![A-Za-z\d²³])",
        _measure,
        "气温25℃",
        "气温二十五摄氏度",
    ),
    Rule(
        rf"(?<![A-Za-z\d.])(?:({NUM})到)?({NUM})\s?({LETTER}){PER}(?![A-Za-z\d²³'’]|[手网基时代移信商套技])",
        _measure,
        "3L装",
        "三升装",
    ),
    Rule(
        rf"(?<=[元角分米升克吨焦卡瓦伏安帕])/({UNIT}|{LETTER})(?![A-Za-z])",
        lambda m: "每" + unit_name(m[1]),
        "3元/kg",
        "三元每千克",
    ),
    Rule(r"(?<=[多余几])°", "度", "30多°，1吨≈2000斤", "三十多度，一吨约两千斤"),
    Rule(rf"(?<!\d)({NUM})°(?![CFcf])", lambda m: count(m[1]) + "度", "30°角", "三十度角"),
    Rule(r"(?<!\d)(\d+\.\d?0)(\s?[元美欧港英])", _price, "1,000.50元", "一千点五元"),
    Rule(
        r"(?<![\d.])0(\d)(?=[分秒点时](?!之))",
        lambda m: "零" + digits(m[1]),
        "2分02秒",
        "两分零二秒",
    ),
)
"""Percentages, fractions and units."""
