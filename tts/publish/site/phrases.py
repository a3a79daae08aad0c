"""The words of the pages, in the languages that they come in; a page in any other language has English ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

_ENGLISH: Final = {
    "tag": "en",
    "colon": ": ",
    "print": "Print",
    "report": "Report a misreading",
    "report_subject": "Misread: {title}",
    "report_sentence": "This sentence was misread:",
    "phone": "Open on a phone",
    "phone_how": "Point a phone’s camera at the code: this page opens there, to read or to listen on the way.",
    "qr": "QR code with the address of this page",
    "download": "Download",
    "original": "Read the original",
    "source": "About this article",
    "start": "This article",
    "by": " is by {name}",
    "in": " appeared in {name}",
    "on": " on {name}",
    "on_alone": " appeared on {name}",
    "and": " and",
    "stop": ".",
    "subscribe": "Subscribe",
    "subscribe_how": "New episodes come by themselves, in any podcast app:",
    "apple": "Apple Podcasts",
    "antennapod": "AntennaPod",
    "other_app": "Another app",
    "feed_address": "Address of the feed",
    "copy_it": "Copy",
    "copied": "Copied",
    "newer": "Newer",
    "older": "Older",
    "episodes": "Episodes",
    "neighbours": "Other episodes",
    "pages": "Pages",
    "range": "{first} to {last}",
    "home": "All episodes",
    "search": "Search the titles",
    "found": "{n} found",
    "found_none": "Nothing found",
    "empty": "There is no episode yet.",
    "website": "Website",
    "table": "Table",
    "private": "This page is not public. Please do not pass it on.",
}
_SIMPLIFIED: Final = {
    "tag": "zh-Hans",
    "colon": "：",
    "print": "打印",
    "report": "纠错",
    "report_subject": "读错了：{title}",
    "report_sentence": "这一句读错了：",
    "phone": "手机版",
    "phone_how": "用手机扫一扫，在手机上打开本页，边走边听。",
    "qr": "本页网址的二维码",
    "download": "下载",
    "original": "阅读原文",
    "source": "关于本文",
    "start": "本文",
    "by": "由{name}撰写",
    "in": "原载于{name}",
    "on": "（{name}）",
    "on_alone": "发表于{name}",
    "and": "，",
    "stop": "。",
    "subscribe": "订阅",
    "subscribe_how": "用任何播客应用订阅，新的一期会自动送到：",
    "apple": "Apple 播客",
    "antennapod": "AntennaPod",
    "other_app": "其他应用",
    "feed_address": "订阅地址",
    "copy_it": "复制",
    "copied": "已复制",
    "newer": "后一篇",
    "older": "前一篇",
    "episodes": "全部文章",
    "neighbours": "其他文章",
    "pages": "分页",
    "range": "第 {first} 至 {last} 篇",
    "home": "全部文章",
    "search": "搜索标题",
    "found": "找到 {n} 篇",
    "found_none": "没有找到",
    "empty": "还没有文章。",
    "website": "网站",
    "table": "表格",
    "private": "本页不公开，请勿转发。",
}
_TRADITIONAL: Final = {
    "tag": "zh-Hant",
    "colon": "：",
    "print": "列印",
    "report": "糾錯",
    "report_subject": "讀錯了：{title}",
    "report_sentence": "這一句讀錯了：",
    "phone": "手機版",
    "phone_how": "用手機掃一掃，在手機上打開本頁，邊走邊聽。",
    "qr": "本頁網址的 QR 碼",
    "download": "下載",
    "original": "閱讀原文",
    "source": "關於本文",
    "start": "本文",
    "by": "由{name}撰寫",
    "in": "原載於{name}",
    "on": "（{name}）",
    "on_alone": "發表於{name}",
    "and": "，",
    "stop": "。",
    "subscribe": "訂閱",
    "subscribe_how": "用任何 Podcast 應用程式訂閱，新的一集會自動送到：",
    "apple": "Apple Podcasts",
    "antennapod": "AntennaPod",
    "other_app": "其他應用程式",
    "feed_address": "訂閱網址",
    "copy_it": "複製",
    "copied": "已複製",
    "newer": "後一篇",
    "older": "前一篇",
    "episodes": "全部文章",
    "neighbours": "其他文章",
    "pages": "分頁",
    "range": "第 {first} 至 {last} 篇",
    "home": "全部文章",
    "search": "搜尋標題",
    "found": "找到 {n} 篇",
    "found_none": "沒有找到",
    "empty": "還沒有文章。",
    "website": "網站",
    "table": "表格",
    "private": "本頁不公開，請勿轉發。",
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"en": _ENGLISH, "zh-Hans": _SIMPLIFIED, "zh-Hant": _TRADITIONAL}
)
LOCALES: Final = {"en": "en_US", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}
"""As Open Graph writes languages."""

_TRADITIONAL_IN: Final = {"hant", "tw", "hk", "mo"}
_RIGHT_TO_LEFT: Final = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@lru_cache
def words(language: str) -> Mapping[str, str]:
    """The words for pages in that language.

    >>> words("zh-TW")["print"], words("zh")["print"], words("fr")["print"]
    ('列印', '打印', 'Print')
    """
    primary, *others = language.lower().replace("_", "-").split("-")
    if primary != "zh":
        return WORDS["en"]
    return WORDS["zh-Hant" if _TRADITIONAL_IN & {*others} else "zh-Hans"]


@lru_cache
def direction(language: str) -> str:
    """`rtl` for a language written from right to left, else empty."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else ""


@lru_cache(1_000)
def day(date: str, tag: str) -> str:
    """An ISO date as people write it; one that is none stays as it is.

    >>> day("2026-04-08", "en"), day("2026-04-08", "zh-Hant")
    ('8 April 2026', '2026年4月8日')
    """
    year, _, rest = date[:10].partition("-")
    month, _, number = rest.partition("-")
    if not (year.isdigit() and month.isdigit() and number.isdigit() and 1 <= int(month) <= 12):
        return date
    if tag.startswith("zh"):
        return f"{int(year)}年{int(month)}月{int(number)}日"
    return f"{int(number)} {_MONTHS[int(month) - 1]} {int(year)}"


def clock(ms: int) -> str:
    """A length as players show it.

    >>> clock(581_000), clock(3_600_000)
    ('9:41', '1:00:00')
    """
    seconds = round(ms / 1000)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def iso_duration(ms: int) -> str:
    """A length as schema.org and HTML write it.

    >>> iso_duration(581_400), iso_duration(0)
    ('PT9M41S', 'PT0S')
    """
    seconds = round(ms / 1000)
    hours, minutes = divmod(seconds // 60, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds % 60, "S"))
    return "PT" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0S")


def size(number: int) -> str:
    """Bytes as people read them.

    >>> size(4_212_345), size(900)
    ('4.2 MB', '1 KB')
    """
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(1, round(number / 1000))} KB"
