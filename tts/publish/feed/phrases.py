"""What the feed says in words of its own, in the language of what it stands beside."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "description": "Articles, read aloud.",
            "article": "The article",
            "page": "Read along",
            "join": ", ",
        },
        "zh-Hans": {
            "description": "把文章读给你听。",
            "article": "原文",
            "page": "边听边读",
            "join": "，",
        },
        "zh-Hant": {
            "description": "把文章讀給你聽。",
            "article": "原文",
            "page": "邊聽邊讀",
            "join": "，",
        },
    }
)
_TRADITIONAL = ("hant", "tw", "hk", "mo")


def words(language: str) -> Mapping[str, str]:
    """In simplified or traditional Chinese, else in English.

    >>> words("zh-TW")["article"], words("de")["article"]
    ('原文', 'The article')
    """
    parts = language.casefold().split("-")
    if parts[0] not in ("zh", "yue", "cmn", "wuu", "nan", "hak"):
        return _WORDS["en"]
    spoken_there = parts[0] in ("yue", "nan", "hak") and "hans" not in parts
    traditional = spoken_there or any(part in _TRADITIONAL for part in parts[1:])
    return _WORDS["zh-Hant" if traditional else "zh-Hans"]
