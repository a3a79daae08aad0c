"""The sentences of the page opened by the QR code of `tts serve`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Landing:
    """Its sentences besides those shared with the pages of the show."""

    lead: str
    gpodder: str
    """The app that a link opens."""
    feed: str
    """The apps that the generic link opens."""
    by_hand: str
    apps: str
    can: str
    cannot: str
    while_on: str
    loopback: str
    listen: str


_ENGLISH = Landing(
    lead="Subscribe on this phone, and new episodes arrive by themselves.",
    gpodder="gPodder and others",
    feed="Any app that opens feed:// links",
    by_hand=("If nothing opens, copy the address, and choose “add podcast by URL” in the app."),
    apps="Which apps can use it?",
    can="Apps that download on the phone itself: Apple Podcasts, AntennaPod, gPodder.",
    cannot=(
        "Not Overcast, Pocket Casts or Spotify: their servers fetch the feed, and can’t reach "
        "this network."
    ),
    while_on="It works while this computer is on and the phone is on the same network.",
    loopback=(
        "This address works only on this computer. For phones, start it with: tts serve --lan"
    ),
    listen="Listen here",
)
_SIMPLIFIED = Landing(
    lead="在这部手机上订阅，有新内容会自动收到。",
    gpodder="gPodder 等",
    feed="能打开 feed:// 链接的应用",
    by_hand="如果没有反应：复制订阅地址，在应用里选择“通过网址（URL）添加播客”。",
    apps="哪些应用可以订阅？",
    can="由手机自己抓取的应用可以：Apple 播客、AntennaPod、gPodder。",
    cannot="Overcast、Pocket Casts 和 Spotify 不行：它们由自己的服务器抓取，看不到这个局域网。",
    while_on="需要这台电脑开着，并且手机在同一个网络里。",
    loopback="这个地址只能在本机上使用。要给手机用，请这样启动：tts serve --lan",
    listen="在这里收听",
)
_TRADITIONAL = Landing(
    lead="在這支手機上訂閱，有新內容會自動收到。",
    gpodder="gPodder 等",
    feed="能開啟 feed:// 連結的應用程式",
    by_hand="如果沒有反應：複製訂閱網址，在應用程式裡選擇「以網址（URL）加入 Podcast」。",
    apps="哪些應用程式可以訂閱？",
    can="由手機自己抓取的應用程式可以：Apple Podcasts、AntennaPod、gPodder。",
    cannot="Overcast、Pocket Casts 和 Spotify 不行：它們由自己的伺服器抓取，看不到這個區域網路。",
    while_on="這台電腦要開著，手機要在同一個網路裡。",
    loopback="這個網址只能在本機使用。要給手機用，請這樣啟動：tts serve --lan",
    listen="在這裡收聽",
)

LANDING: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
