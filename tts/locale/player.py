"""The sentences of the player; its script receives all three versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Player:
    """The labels of its buttons, menu and times, and its messages if audio fails."""

    listen: str
    player: str
    play: str
    pause: str
    position: str
    of: str
    """Between the current time and the duration."""
    hour: str
    """Including the space before it. The player adds the s of the English plural."""
    minute: str
    second: str
    rewind: str
    forward: str
    sentence_back: str
    sentence_on: str
    paragraph_back: str
    paragraph_on: str
    speed: str
    chapters: str
    more: str
    sleep: str
    off: str
    chapter: str
    episode: str
    copy: str
    copied: str
    share: str
    link: str
    mail: str
    print: str
    phone: str
    scan: str
    download: str
    report: str
    follow: str
    everywhere: str
    back: str
    close: str
    retry: str
    offline: str
    broken: str
    missing: str


_ENGLISH = Player(
    listen="Listen to this article",
    player="Audio player",
    play="Play",
    pause="Pause",
    position="Position",
    of=" of ",
    hour=" hour",
    minute=" minute",
    second=" second",
    rewind="Back 15 seconds",
    forward="Forward 30 seconds",
    sentence_back="Previous sentence",
    sentence_on="Next sentence",
    paragraph_back="Previous paragraph",
    paragraph_on="Next paragraph",
    speed="Speed",
    chapters="Chapters",
    more="More",
    sleep="Sleep timer",
    off="Off",
    chapter="End of chapter",
    episode="End of episode",
    copy="Copy link at this moment",
    copied="Copied",
    share="Share",
    link="Copy link",
    mail="E-mail",
    print="Print",
    phone="Open on a phone",
    scan="Scan to listen on a phone.",
    download="Download",
    report="Report a misreading",
    follow="Auto-scroll",
    everywhere="Shortcuts on the whole page",
    back="Back to the sentence",
    close="Close",
    retry="Try again",
    offline="There is no network connection.",
    broken="The audio broke off.",
    missing="The audio is missing, or can't be played.",
)
_SIMPLIFIED = Player(
    listen="收听本文",
    player="音频播放器",
    play="播放",
    pause="暂停",
    position="播放位置",
    of="，共 ",
    hour="小时",
    minute="分钟",
    second="秒钟",
    rewind="后退 15 秒",
    forward="前进 30 秒",
    sentence_back="上一句",
    sentence_on="下一句",
    paragraph_back="上一段",
    paragraph_on="下一段",
    speed="倍速",
    chapters="章节",
    more="更多",
    sleep="定时关闭",
    off="不限",
    chapter="本章结束",
    episode="全文结束",
    copy="复制此刻的链接",
    copied="已复制",
    share="分享",
    link="复制链接",
    mail="电子邮件",
    print="打印",
    phone="手机扫码",
    scan="扫码后在手机上收听。",
    download="下载音频",
    report="纠错",
    follow="随朗读滚动",
    everywhere="在整个页面使用快捷键",
    back="回到朗读处",
    close="关闭",
    retry="重试",
    offline="网络未连接。",
    broken="音频加载中断。",
    missing="音频不存在，或此浏览器无法播放。",
)
_TRADITIONAL = Player(
    listen="收聽本文",
    player="音訊播放器",
    play="播放",
    pause="暫停",
    position="播放位置",
    of="，共 ",
    hour=" 小時",
    minute=" 分鐘",
    second=" 秒",
    rewind="後退 15 秒",
    forward="前進 30 秒",
    sentence_back="上一句",
    sentence_on="下一句",
    paragraph_back="上一段",
    paragraph_on="下一段",
    speed="倍速",
    chapters="章節",
    more="更多",
    sleep="定時關閉",
    off="不限",
    chapter="本章結束",
    episode="全文結束",
    copy="複製此刻的連結",
    copied="已複製",
    share="分享",
    link="複製連結",
    mail="電子郵件",
    print="列印",
    phone="手機掃碼",
    scan="掃碼後在手機上收聽。",
    download="下載音訊",
    report="回報錯誤",
    follow="隨朗讀捲動",
    everywhere="在整個頁面使用快速鍵",
    back="回到朗讀處",
    close="關閉",
    retry="重試",
    offline="網路未連線。",
    broken="音訊載入中斷。",
    missing="音訊不存在，或此瀏覽器無法播放。",
)

PLAYER: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
