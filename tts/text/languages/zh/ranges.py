"""Chinese ranges of numbers, and how they differ from scores."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.patterns import DASH, LONG_DASH, NUM, WON
from tts.text.languages.zh.units import LETTER, UNIT

MEASURE = (
    "个人岁天年月日号周小时分秒米公里千克斤元名次位家万亿级章页届度℃倍种条项成折点课"
    "集卷回期代层楼节杯片枚粒颗吨亩公顷毫厘升瓦寸口户只台辆架件套例起场轮组步招篇首册"
)


def _bare_range(match: re.Match[str]) -> str:
    """Read 3-5 as a range, 3-2 as a score."""
    return f"{match[1]}{'到' if int(match[1]) < int(match[2]) else '比'}{match[2]}"


def _measured_range(match: re.Match[str]) -> str:
    """Read a range before a measure word; but not 4-2点球."""
    is_score = "-" in match[0] and float(match[1]) > float(match[2])
    return match[1] + ("比" if is_score else "到")


def _sets(match: re.Match[str]) -> str:
    """Read 11-7，9-11 as the sets of a match if one of them can't be a range."""
    pairs = [(int(low), int(high)) for low, high in re.findall(r"(\d+)-(\d+)", match[0])]
    return (
        match[0].replace("-", "比").replace("/", "、")
        if any(low > high for low, high in pairs)
        else match[0]
    )


def _decimal_range(match: re.Match[str]) -> str:
    return f"{match[1]}到{match[2]}" if float(match[1]) < float(match[2]) else match[0]


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
        r"(?<![\d.\-/:A-Za-z])([1-9]\d{0,2}|0)-(\d{1,3})(?![\d.\-/=]|\s?等于)",
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
"""Ranges of numbers, and scores."""
