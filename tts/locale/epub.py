"""The sentences of an EPUB with synchronized audio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Epub:
    """The book's own sentences."""

    cover: str
    """The title of the cover page, and the description of the picture."""
    contents: str
    about: str
    """The heading of the page about the origin of the text and the voice."""
    article: str
    """The label of the link to the article."""
    colon: str
    """The colon after a label, with the following space."""
    by_sentence: str
    """For catalogues: a description of reading along with highlighted sentences."""
    by_word: str
    """The same with highlighted words."""


_ENGLISH = Epub(
    cover="Cover",
    contents="Contents",
    about="About this edition",
    article="The article",
    colon=": ",
    by_sentence="The text is read aloud, and each sentence is highlighted while it is heard.",
    by_word="The text is read aloud, and each word is highlighted while it is heard.",
)
_SIMPLIFIED = Epub(
    cover="封面",
    contents="目录",
    about="关于本书",
    article="原文",
    colon="：",
    by_sentence="全文配有朗读，读到哪一句，哪一句就会突出显示。",
    by_word="全文配有朗读，读到哪个词，哪个词就会突出显示。",
)
_TRADITIONAL = Epub(
    cover="封面",
    contents="目錄",
    about="關於本書",
    article="原文",
    colon="：",
    by_sentence="全文附有朗讀，讀到哪一句，哪一句就會醒目顯示。",
    by_word="全文附有朗讀，讀到哪個詞，哪個詞就會醒目顯示。",
)

EPUB: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
