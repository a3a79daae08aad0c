"""Text for Taiwan uses the words of Taiwan, not those of the mainland."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import tts.locale
from tts.locale.translations import Translations

ELSEWHERE = {
    "設置": "設定",
    "搜索": "搜尋",
    "導入": "匯入",
    "導出": "匯出",
    "聯繫": "聯絡",
    "播客": "Podcast",
    "念": "唸",
    "發佈": "發布",
    "文件": "檔案",
    "文檔": "文件",
    "鏈接": "連結",
    "網絡": "網路",
    "在線": "線上",
    "音頻": "音訊",
    "視頻": "影片",
    "屏幕": "螢幕",
    "打印": "列印",
    "菜單": "選單",
    "默認": "預設",
    "緩存": "快取",
    "保存": "儲存",
    "服務器": "伺服器",
    "賬號": "帳號",
    "郵箱": "電子郵件",
    "二維碼": "QR 碼",
    "快捷鍵": "快速鍵",
    "用戶": "使用者",
    "登錄": "登入",
    "腳本": "指令碼",
    "平臺": "平台",
    "隊列": "佇列",
    "令牌": "權杖",
}
"""A word of the mainland -> Taiwan's."""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _versions() -> Iterator[tuple[str, Translations]]:
    for module in pkgutil.iter_modules(tts.locale.__path__):
        names = vars(importlib.import_module(f"tts.locale.{module.name}"))
        yield from ((f"{module.name}.{name}", each) for name, each in names.items() if isinstance(each, Translations))


@pytest.mark.parametrize(("name", "versions"), list(_versions()))
def test_traditional_words_are_taiwan_s(name: str, versions: Translations) -> None:
    texts = list(_texts(versions.traditional))

    assert texts
    found = [(text, word, ours) for text in texts for word, ours in ELSEWHERE.items() if word in text]
    assert not found, name
