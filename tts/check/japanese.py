"""Converts Japanese to its sounds, to compare a text with its transcription."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tts.engines.japanese.analysis import is_installed, words
from tts.engines.japanese.kana import as_pronounced, katakana
from tts.text.normalize import to_spoken

IN_KANA: Final = re.compile("[ぁ-ヺー、。！？\\s]+")
ALIKE: Final = str.maketrans("ヲヂヅ", "オジズ")
"""Kana that sound like others."""


def morae(text: str) -> list[str]:
    """The individual kana of a text, and words in other scripts; its characters if the packages
    that read Japanese are not installed.

    >>> morae("おとうさんわ")
    ['オ', 'ト', 'ー', 'サ', 'ン', 'ワ']
    """
    plain = unicodedata.normalize("NFKC", text)
    as_said = IN_KANA.fullmatch(plain)
    kana = katakana(plain) if as_said else _read(to_spoken(plain, "ja"))
    said = as_pronounced(kana.translate(ALIKE))
    return re.findall(r"[a-z]+|[^\W_]", said)


def _read(text: str) -> str:
    if not is_installed():
        return text
    return "".join(word.kana or f" {word.text.lower()} " for word in words(text))
