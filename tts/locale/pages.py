"""The sentences of the pages of a show and of its episodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Pages:
    """Their sentences besides those of the article."""

    tag: str
    """The language of these sentences: the `lang` of a page."""
    colon: str
    print: str
    report: str
    report_subject: str
    report_sentence: str
    report_copied: str
    report_select: str
    phone: str
    phone_how: str
    qr: str
    keys: str
    """The player's keys."""
    keys_how: str
    keys_step: str
    space: str
    """The name of the space key."""
    download: str
    original: str
    source: str
    start: str
    written_by: str
    """A clause about the origin of the article; the next three may follow."""
    appeared_in: str
    dated: str
    appeared_on: str
    joined_by: str
    """Between two clauses about the origin of the article."""
    full_stop: str
    subscribe: str
    subscribe_how: str
    apple: str
    antennapod: str
    other_app: str
    feed_address: str
    copy_it: str
    copied: str
    newer: str
    older: str
    episodes: str
    neighbours: str
    pages: str
    range: str
    """The range of the episodes on a page of the list."""
    home: str
    search: str
    found: str
    found_none: str
    empty: str
    closed: str
    newest: str
    added: str
    """The day on which episodes were added, as a heading above them."""
    website: str
    table: str
    private: str


_ENGLISH = Pages(
    tag="en",
    colon=": ",
    print="Print",
    report="Report a misreading",
    report_subject="Misread: {title}",
    report_sentence="This sentence was misread:",
    report_copied=(
        "The sentence, its time and this page’s address are copied. Please send them to the "
        "editors."
    ),
    report_select="Select the sentence that was misread, or play up to it, and press again.",
    phone="Open on a phone",
    phone_how=(
        "Point your phone’s camera at the code to open this page there, and read or listen on the "
        "go."
    ),
    qr="QR code with the address of this page",
    keys="Keyboard shortcuts",
    keys_how="In the player; once playback has started, on the whole page.",
    keys_step="Back / forward 5 seconds",
    space="Space",
    download="Download",
    original="Read the original",
    source="About this article",
    start="This article",
    written_by=" is by {name}",
    appeared_in=" appeared in {name}",
    dated=" on {name}",
    appeared_on=" appeared on {name}",
    joined_by=" and",
    full_stop=".",
    subscribe="Subscribe",
    subscribe_how="New episodes arrive by themselves in any podcast app:",
    apple="Apple Podcasts",
    antennapod="AntennaPod",
    other_app="Another app",
    feed_address="Feed address",
    copy_it="Copy",
    copied="Copied",
    newer="Newer",
    older="Older",
    episodes="Episodes",
    neighbours="Other episodes",
    pages="Pages",
    range="{first} to {last}",
    home="All episodes",
    search="Search episodes",
    found="{n} found",
    found_none="Nothing found",
    empty="There are no episodes yet.",
    closed="This show is for its listeners only. Each has their own feed address.",
    newest="Newest episode",
    added="Added {date}",
    website="Website",
    table="Table",
    private="This page is not public. Please do not share it.",
)
_SIMPLIFIED = Pages(
    tag="zh-Hans",
    colon="：",
    print="打印",
    report="纠错",
    report_subject="读错了：{title}",
    report_sentence="这一句读错了：",
    report_copied="已复制这一句、它的时间和本页网址，请发给编辑部。",
    report_select="请先选中读错的那一句，或播放到那一句，再按一次。",
    phone="手机扫码",
    phone_how="用手机扫一扫，在手机上打开本页，边走边听。",
    qr="本页网址的二维码",
    keys="快捷键",
    keys_how="在播放器中有效；开始播放后，在整个页面有效。",
    keys_step="后退 / 前进 5 秒",
    space="空格",
    download="下载",
    original="阅读原文",
    source="关于本文",
    start="本文",
    written_by="由{name}撰写",
    appeared_in="原载于{name}",
    dated="（{name}）",
    appeared_on="发表于{name}",
    joined_by="，",
    full_stop="。",
    subscribe="订阅",
    subscribe_how="用任何播客应用订阅，有新内容会自动收到：",
    apple="Apple 播客",
    antennapod="AntennaPod",
    other_app="其他应用",
    feed_address="订阅地址",
    copy_it="复制",
    copied="已复制",
    newer="后一篇",
    older="前一篇",
    episodes="全部文章",
    neighbours="其他文章",
    pages="分页",
    range="第 {first} 至 {last} 篇",
    home="全部文章",
    search="搜索文章",
    found="找到 {n} 篇",
    found_none="没有找到",
    empty="还没有文章。",
    closed="本节目仅供受邀听众收听，每位听众都有自己的订阅地址。",
    newest="最新一篇",
    added="{date}加入",
    website="网站",
    table="表格",
    private="本页不公开，请勿转发。",
)
_TRADITIONAL = Pages(
    tag="zh-Hant",
    colon="：",
    print="列印",
    report="回報錯誤",
    report_subject="讀錯了：{title}",
    report_sentence="這一句讀錯了：",
    report_copied="已複製這一句、它的時間和本頁網址，請寄給編輯部。",
    report_select="請先選取讀錯的那一句，或播放到那一句，再按一次。",
    phone="手機掃碼",
    phone_how="用手機相機掃描，即可在手機上開啟本頁，邊走邊聽。",
    qr="本頁網址的 QR 碼",
    keys="快速鍵",
    keys_how="在播放器中有效；開始播放後，在整個頁面有效。",
    keys_step="後退 / 前進 5 秒",
    space="空白鍵",
    download="下載",
    original="閱讀原文",
    source="關於本文",
    start="本文",
    written_by="由{name}撰寫",
    appeared_in="原載於{name}",
    dated="（{name}）",
    appeared_on="發表於{name}",
    joined_by="，",
    full_stop="。",
    subscribe="訂閱",
    subscribe_how="用任何 Podcast 應用程式訂閱，有新內容會自動收到：",
    apple="Apple Podcasts",
    antennapod="AntennaPod",
    other_app="其他應用程式",
    feed_address="訂閱網址",
    copy_it="複製",
    copied="已複製",
    newer="後一篇",
    older="前一篇",
    episodes="全部文章",
    neighbours="其他文章",
    pages="分頁",
    range="第 {first} 至 {last} 篇",
    home="全部文章",
    search="搜尋文章",
    found="找到 {n} 篇",
    found_none="沒有找到",
    empty="還沒有文章。",
    closed="本節目僅供受邀聽眾收聽，每位聽眾都有自己的訂閱網址。",
    newest="最新一篇",
    added="{date}加入",
    website="網站",
    table="表格",
    private="本頁不公開，請勿轉發。",
)

PAGES: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
