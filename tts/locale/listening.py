"""The sentences of the players on the pages of a show: the list, the bar at the bottom, the
queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Listening:
    """The labels of buttons, and the status of an episode."""

    bar: str
    play: str
    pause: str
    back: str
    on: str
    next: str
    position: str
    speed: str
    queue: str
    queue_empty: str
    continuous: str
    close: str
    up: str
    down: str
    remove: str
    more: str
    play_next: str
    enqueue: str
    added: str
    mark_heard: str
    mark_new: str
    download: str
    left: str
    """The time left of a started episode, in minutes."""
    heard: str
    new: str
    """Published since the last visit."""
    go_on: str
    failed: str


_ENGLISH = Listening(
    bar="Now playing",
    play="Play",
    pause="Pause",
    back="Back 15 seconds",
    on="Forward 30 seconds",
    next="Next episode",
    position="Position",
    speed="Speed",
    queue="Queue",
    queue_empty="The queue is empty. Each episode’s menu has “Play next” and “Add to queue”.",
    continuous="Then continue with the list",
    close="Close",
    up="Move up",
    down="Move down",
    remove="Remove from the queue",
    more="More",
    play_next="Play next",
    enqueue="Add to queue",
    added="Added to the queue: {title}",
    mark_heard="Mark as heard",
    mark_new="Mark as not heard",
    download="Download",
    left="{n} min left",
    heard="Heard",
    new="New",
    go_on="Continue listening",
    failed="The audio is not available right now.",
)
_SIMPLIFIED = Listening(
    bar="正在播放",
    play="播放",
    pause="暂停",
    back="后退 15 秒",
    on="前进 30 秒",
    next="下一篇",
    position="播放位置",
    speed="倍速",
    queue="播放列表",
    queue_empty="列表是空的。每篇的菜单里有“接着播放”和“加入播放列表”。",
    continuous="列表播完后接着往下播",
    close="关闭",
    up="上移",
    down="下移",
    remove="移出播放列表",
    more="更多",
    play_next="接着播放",
    enqueue="加入播放列表",
    added="已加入播放列表：{title}",
    mark_heard="标记为已听",
    mark_new="标记为未听",
    download="下载",
    left="还剩 {n} 分钟",
    heard="已听",
    new="新",
    go_on="继续收听",
    failed="现在无法取得音频。",
)
_TRADITIONAL = Listening(
    bar="正在播放",
    play="播放",
    pause="暫停",
    back="後退 15 秒",
    on="前進 30 秒",
    next="下一篇",
    position="播放位置",
    speed="倍速",
    queue="播放清單",
    queue_empty="清單是空的。每篇的選單裡有「接著播放」和「加入播放清單」。",
    continuous="清單播完後接著往下播",
    close="關閉",
    up="上移",
    down="下移",
    remove="移出播放清單",
    more="更多",
    play_next="接著播放",
    enqueue="加入播放清單",
    added="已加入播放清單：{title}",
    mark_heard="標記為已聽",
    mark_new="標記為未聽",
    download="下載",
    left="還剩 {n} 分鐘",
    heard="已聽",
    new="新",
    go_on="繼續收聽",
    failed="現在無法取得音訊。",
)

LISTENING: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
