"""The languages with rules for numbers, dates and abbreviations, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tts.locale import language_tags
from tts.text.languages.de.language import GERMAN
from tts.text.languages.en.language import ENGLISH
from tts.text.languages.ja.language import JAPANESE
from tts.text.languages.language import Language
from tts.text.languages.zh.language import (
    SIMPLIFIED_CHINESE,
    SIMPLIFIED_HONG_KONG,
    TRADITIONAL_CHINESE,
    TRADITIONAL_HONG_KONG,
)

LANGUAGES: Final = (
    ENGLISH,
    SIMPLIFIED_CHINESE,
    TRADITIONAL_CHINESE,
    SIMPLIFIED_HONG_KONG,
    TRADITIONAL_HONG_KONG,
    GERMAN,
    JAPANESE,
)
"""To add a language, add its row here."""
_BY_TAG: Final = {tag: row for row in LANGUAGES for tag in row.tags}


@lru_cache(maxsize=500)
def find(tag: str) -> Language | None:
    """The row for a BCP 47 tag, by script, then region, then language; None if there is none.

    >>> [row.tag for tag in ("zh-CN", "zh_TW", "yue", "de-AT", "en-GB") if (row := find(tag))]
    ['zh-hans', 'zh-hant', 'zh-hant-hk', 'de', 'en']
    >>> find("fr")
    """
    rows = (_BY_TAG[known] for known in _narrowing(tag) if known in _BY_TAG)
    return next(rows, None)


def _narrowing(tag: str) -> Iterator[str]:
    """The tags under which a tag may be listed, the most specific first; for Chinese the script
    decides, and the meaning of a dollar sign."""
    if language_tags.is_chinese(tag):
        script = language_tags.display_language(tag).lower()
        yield f"{script}-hk" if language_tags.has_dollars(tag) else script
        return
    base = language_tags.base_of(tag)
    more = filter(None, (language_tags.script_of(tag), language_tags.region_of(tag)))
    yield from (f"{base}-{subtag}".lower() for subtag in more)
    yield base


def find_or_english(tag: str) -> Language:
    """The row for a tag; for a language without one, that of English."""
    return find(tag) or ENGLISH
