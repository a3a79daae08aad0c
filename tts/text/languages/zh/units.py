"""Units and currencies as written in Chinese text, and their names."""

from __future__ import annotations

import re
from typing import Final

MONEY: Final = {
    "¥": "元",
    "￥": "元",
    "RMB": "元",
    "CNY": "元",
    "$": "美元",
    "US$": "美元",
    "USD": "美元",
    "€": "欧元",
    "EUR": "欧元",
    "£": "英镑",
    "GBP": "英镑",
    "HK$": "港元",
    "HKD": "港元",
    "NT$": "新台币",
    "TWD": "新台币",
    "S$": "新加坡元",
    "A$": "澳元",
    "C$": "加元",
    "JPY": "日元",
    "₩": "韩元",
    "₹": "卢比",
    "₽": "卢布",
    "฿": "泰铢",
}
AREAS: Final = {
    "km²": "平方公里",
    "km2": "平方公里",
    "㎢": "平方公里",
    "m²": "平方米",
    "㎡": "平方米",
    "cm²": "平方厘米",
    "mm²": "平方毫米",
    "hm²": "公顷",
    "km³": "立方公里",
    "m³": "立方米",
    "cm³": "立方厘米",
    "dm³": "立方分米",
    "mm³": "立方毫米",
    "m2": "平方米",
    "m3": "立方米",
    "㎥": "立方米",
    "s²": "二次方秒",
}
MISREAD: Final = {
    "kWh": "千瓦时",
    "MWh": "兆瓦时",
    "GWh": "吉瓦时",
    "TWh": "太瓦时",
    "mAh": "毫安时",
    "Wh": "瓦时",
    "hPa": "百帕",
    "kPa": "千帕",
    "MPa": "兆帕",
    "GPa": "吉帕",
    "mmHg": "毫米汞柱",
    "Kbps": "千比特每秒",
    "kbps": "千比特每秒",
    "Mbps": "兆比特每秒",
    "Gbps": "吉比特每秒",
    "Tbps": "太比特每秒",
    "Hz": "赫兹",
    "kHz": "千赫兹",
    "MHz": "兆赫兹",
    "GHz": "吉赫兹",
    "THz": "太赫兹",
    "dB": "分贝",
    "MW": "兆瓦",
    "GW": "吉瓦",
    "kV": "千伏",
    "kcal": "千卡",
    "kJ": "千焦",
    "MJ": "兆焦",
    "mSv": "毫西弗",
    "μSv": "微西弗",
}
"""Units that are misread as a shorter unit followed by letters, or as letters."""
UNITS: Final = (
    MISREAD
    | AREAS
    | {
        "km": "公里",
        "cm": "厘米",
        "mm": "毫米",
        "dm": "分米",
        "nm": "纳米",
        "μm": "微米",
        "µm": "微米",
        "um": "微米",
        "kg": "千克",
        "KG": "千克",
        "Kg": "千克",
        "mg": "毫克",
        "μg": "微克",
        "µg": "微克",
        "ug": "微克",
        "ng": "纳克",
        "lb": "磅",
        "lbs": "磅",
        "oz": "盎司",
        "ft": "英尺",
        "ml": "毫升",
        "mL": "毫升",
        "ML": "毫升",
        "dL": "分升",
        "cl": "厘升",
        "μL": "微升",
        "ha": "公顷",
        "min": "分钟",
        "ms": "毫秒",
        "ns": "纳秒",
        "μs": "微秒",
        "kW": "千瓦",
        "kw": "千瓦",
        "mA": "毫安",
        "mV": "毫伏",
        "Pa": "帕",
        "bar": "巴",
        "mbar": "毫巴",
        "cal": "卡",
        "mol": "摩尔",
        "mmol": "毫摩尔",
        "μmol": "微摩尔",
        "rpm": "转每分",
        "r/min": "转每分",
        "fps": "帧每秒",
        "lx": "勒克斯",
        "lm": "流明",
        "Ω": "欧姆",
        "kΩ": "千欧",
        "MΩ": "兆欧",
        "ppm": "ppm",
        "px": "像素",
        "kN": "千牛",
        "Nm": "牛米",
        "N·m": "牛米",
        "Bq": "贝克勒尔",
        "mph": "英里每小时",
        "kmh": "公里每小时",
        "℃": "摄氏度",
        "°C": "摄氏度",
        "℉": "华氏度",
        "°F": "华氏度",
        "GB": "GB",
        "MB": "MB",
        "KB": "KB",
        "TB": "TB",
        "PB": "PB",
        "IU": "国际单位",
    }
)
LETTERS: Final = {
    "m": "米",
    "g": "克",
    "s": "秒",
    "h": "小时",
    "t": "吨",
    "L": "升",
    "l": "升",
    "V": "伏",
    "W": "瓦",
    "J": "焦耳",
    "d": "天",
}
"""One-letter units: not before text that makes them part of a name, as in `5g手机`."""
SHARES: Final = "天日月年周时秒人次户亩个只件台升吨斤"
"""Single characters after the slash of a unit: `毫升/天`."""


def _any(names: dict[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


UNIT: Final = _any(UNITS)
LETTER: Final = "|".join(LETTERS)
PER: Final = (
    rf"(?:/({UNIT}|{LETTER}|平方公里|平方米|立方米|立方厘米|公斤|千克|小时|分钟|[{SHARES}]))?"
)


def unit_name(unit: str) -> str:
    return UNITS.get(unit) or LETTERS.get(unit) or unit
