"""Chinese: its rows in the registry, for both scripts and for the money of Hong Kong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from tts.text.languages.en.acronyms import spelt
from tts.text.languages.en.sentence_ends import ENGLISH_ENDS
from tts.text.languages.language import Language, Signs
from tts.text.languages.rule import Rule, Table
from tts.text.languages.zh.amounts import DOLLARS
from tts.text.languages.zh.rewrites import REWRITES
from tts.text.languages.zh.spoken import NEEDED, SPOKEN, TRADITIONAL
from tts.text.languages.zh.variants import SIMPLER
from tts.text.unspoken import HAN_DOMAINS

CHINESE_DOMAINS = "|".join(d for d in HAN_DOMAINS.split("|") if not SIMPLER.keys() & map(ord, d))
DOTTED: Final = (
    Rule(
        r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2,})(?<![A-Z]\.)",
        "点",
        "打开main.py文件",
        "打开main点py文件",
    ),
    Rule(
        rf"(?<=[A-Za-z0-9\u3400-\u9fff])\.(?={CHINESE_DOMAINS})"
        r"|(?<=[\u3400-\u9fff])\.(?=[a-z]{2,5}(?![A-Za-z ]))",
        "点",
        "打开说明.txt文件",
        "打开说明点txt文件",
    ),
)
ANNOUNCEMENTS: Final = {
    "code": "代码，共{n}行。",
    "table": "表格，共{n}行。",
    "formula": "公式。",
    "caption": "图片：",
    "quote": "引文：",
    "note": "注释：",
}
ANNOUNCEMENTS_TRADITIONAL: Final = {
    "code": "程式碼，共{n}行。",
    "table": "表格，共{n}行。",
    "formula": "公式。",
    "caption": "圖片：",
    "quote": "引文：",
    "note": "註釋：",
}
ADDRESSES: Final = {
    ".": "点",
    "/": "斜杠",
    "-": "杠",
    "_": "下划线",
    "@": "at",
    "?": "问号",
    "=": "等于",
    "&": "和",
    "#": "井号",
    ":": "冒号",
    "%": "百分号",
    "+": "加",
    "~": "波浪号",
}


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


SIMPLIFIED_CHINESE: Final = Language(
    tags=("zh-hans",),
    digits=REWRITES,
    words=(*REWRITES, Table(DOTTED), Table(SPOKEN, flags=re.ASCII, needs=NEEDED)),
    ends=ENGLISH_ENDS,
    announcements=ANNOUNCEMENTS,
    addresses=ADDRESSES,
    wide=True,
    signs=Signs("：", "，", "。"),
    date=_written,
    names=spelt,
    folds=SIMPLER,
)
TRADITIONAL_CHINESE: Final = replace(
    SIMPLIFIED_CHINESE,
    tags=("zh-hant",),
    announcements=ANNOUNCEMENTS_TRADITIONAL,
    script=TRADITIONAL,
)


def _in_hong_kong(row: Language) -> Language:
    """The row with a bare `$` read as in Hong Kong."""
    dollars = Table(DOLLARS)
    return replace(
        row,
        tags=(f"{row.tag}-hk",),
        digits=(dollars, *row.digits),
        words=(dollars, *row.words),
    )


SIMPLIFIED_HONG_KONG: Final = _in_hong_kong(SIMPLIFIED_CHINESE)
TRADITIONAL_HONG_KONG: Final = _in_hong_kong(TRADITIONAL_CHINESE)
