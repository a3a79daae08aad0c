"""Japanese: its row in the registry."""

from __future__ import annotations

from datetime import date
from typing import Final

from tts.text.languages.en.sentence_ends import ENGLISH_ENDS
from tts.text.languages.ja.spoken import NEEDED, SPOKEN, WIDE
from tts.text.languages.language import Language, Signs
from tts.text.languages.rule import Rule, Table

DOTTED: Final = (
    Rule(
        r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2,})(?<![A-Z]\.)",
        "ドット",
        "main.pyを開く。",
        "mainドットpyを開く。",
    ),
)
ANNOUNCEMENTS: Final = {
    "code": "コード、{n}行。",
    "table": "表、{n}行。",
    "formula": "数式。",
    "caption": "画像、",
    "quote": "引用、",
    "note": "注、",
}
ADDRESSES: Final = {
    ".": "ドット",
    "/": "スラッシュ",
    "-": "ハイフン",
    "_": "アンダーバー",
    "@": "アットマーク",
    "?": "クエスチョン",
    "=": "イコール",
    "&": "アンド",
    "#": "シャープ",
    ":": "コロン",
    "%": "パーセント",
    "+": "プラス",
    "~": "チルダ",
}


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


JAPANESE: Final = Language(
    tags=("ja",),
    digits=(),
    words=(Table(SPOKEN, needs=NEEDED), Table(DOTTED)),
    ends=ENGLISH_ENDS,
    announcements=ANNOUNCEMENTS,
    addresses=ADDRESSES,
    wide=True,
    signs=Signs("、", "、", "。"),
    date=_written,
    folds=WIDE,
)
