"""The sentences of the feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed's own sentences."""

    description: str
    """Description of a show that has none."""
    article: str
    """The label of the link to the article."""
    page: str
    """The label of the link to the page with the text."""
    join: str
    """Between the names of author and publication."""
    audiobook: str
    """The name that apps show for an M4B besides the MP3; at most 32 characters."""
    small_file: str
    """The same for Opus."""
    support: str
    """The text of the link for supporting the show; at most 128 characters."""


_ENGLISH = Feed(
    description="Articles, read aloud.",
    article="The article",
    page="Read along",
    join=", ",
    audiobook="Audiobook, M4B",
    small_file="Small file, Opus",
    support="Support this show",
)
_SIMPLIFIED = Feed(
    description="把文章读给你听。",
    article="原文",
    page="边听边读",
    join="，",
    audiobook="有声书 M4B",
    small_file="小文件 Opus",
    support="支持本节目",
)
_TRADITIONAL = Feed(
    description="把文章讀給你聽。",
    article="原文",
    page="邊聽邊讀",
    join="，",
    audiobook="有聲書 M4B",
    small_file="小檔案 Opus",
    support="支持本節目",
)

FEED: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
