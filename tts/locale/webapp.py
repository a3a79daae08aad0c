"""The sentences of a show as an app: about episodes saved on the device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class App:
    """The messages of the pages' script, which fills in `{…}`."""

    save: str
    save_named: str
    """For people who hear the button without seeing its context."""
    cancel: str
    remove: str
    again: str
    renew: str
    waiting: str
    saving: str
    paused: str
    saved: str
    newer: str
    gone: str
    lost: str
    broken: str
    full: str
    save_next: str
    none_left: str
    list: str
    """The name of the page with saved episodes, and of links to it."""
    count: str
    count_one: str
    room: str
    may_vanish: str
    stays: str
    empty: str
    remove_all: str
    remove_all_sure: str
    missing: str
    retry: str
    needs: str
    install: str
    install_ios: str


_ENGLISH = App(
    save="Save for offline",
    save_named="Save for offline: {title}",
    cancel="Cancel",
    remove="Remove",
    again="Try again",
    renew="Save the new version",
    waiting="Waiting",
    saving="Saving, {percent}%",
    paused="Interrupted at {percent}%; continues when the network is back",
    saved="Saved on this device",
    newer="Saved; a newer version is available",
    gone="No longer published; the saved episode still plays",
    lost="Not saved: it no longer exists",
    broken="Not saved: the download was damaged. Please try again.",
    full=(
        "Not saved: not enough space. Remove saved episodes or free space on this device, "
        "then try again."
    ),
    save_next="Save the next {n}",
    none_left="All of this page’s unheard episodes are saved.",
    list="Saved episodes",
    count="{n} episodes, {size}",
    count_one="1 episode, {size}",
    room="This site uses {used} of the {quota} that the browser allows.",
    may_vanish="If the device runs out of space, the browser may remove them.",
    stays="They stay until you remove them.",
    empty=(
        "Nothing is saved on this device yet. "
        "An episode’s page and the list of episodes have a button for that."
    ),
    remove_all="Remove all",
    remove_all_sure="Really remove all",
    missing="That page needs a network connection. Saved on this device:",
    retry="Reload the page",
    needs="Saving episodes needs a page served over https, and a browser that runs scripts.",
    install="Install as an app",
    install_ios="As an app on this device: tap Share, then Add to Home Screen.",
)
_SIMPLIFIED = App(
    save="离线保存",
    save_named="离线保存：{title}",
    cancel="取消",
    remove="删除",
    again="重试",
    renew="保存新版",
    waiting="排队中",
    saving="正在保存 {percent}%",
    paused="在 {percent}% 处中断，网络恢复后继续",
    saved="已存到本机",
    newer="已保存，但现已有新版",
    gone="已不再发布，保存的仍可收听",
    lost="未能保存：文章已不存在",
    broken="未能保存：收到的文件已损坏，请重试。",
    full="未能保存：空间不足。请删除已保存的文章或清理本机空间，然后重试。",
    save_next="保存接下来 {n} 篇",
    none_left="本页未听的文章都已保存。",
    list="已保存的文章",
    count="{n} 篇，{size}",
    count_one="1 篇，{size}",
    room="浏览器允许本站使用 {quota}，已用 {used}。",
    may_vanish="本机空间不足时，浏览器可能会将其删除。",
    stays="删除之前会一直保留。",
    empty="本机还没有保存文章。每篇文章的页面和目录里都有保存按钮。",
    remove_all="全部删除",
    remove_all_sure="确认全部删除",
    missing="没有网络，打不开那一页。本机已保存的有：",
    retry="重新打开那一页",
    needs="通过 https 打开、浏览器允许脚本时，才能保存文章。",
    install="安装为应用",
    install_ios="在本机安装为应用：点“分享”，再点“添加到主屏幕”。",
)
_TRADITIONAL = App(
    save="離線儲存",
    save_named="離線儲存：{title}",
    cancel="取消",
    remove="刪除",
    again="重試",
    renew="儲存新版",
    waiting="排隊中",
    saving="正在儲存 {percent}%",
    paused="在 {percent}% 處中斷，網路恢復後繼續",
    saved="已存到本機",
    newer="已儲存，但現已有新版",
    gone="已不再發布，儲存的仍可收聽",
    lost="未能儲存：文章已不存在",
    broken="未能儲存：收到的檔案已損壞，請重試。",
    full="未能儲存：空間不足。請刪除已儲存的文章或清理本機空間，然後重試。",
    save_next="儲存接下來 {n} 篇",
    none_left="本頁未聽的文章都已儲存。",
    list="已儲存的文章",
    count="{n} 篇，{size}",
    count_one="1 篇，{size}",
    room="瀏覽器允許本站使用 {quota}，已用 {used}。",
    may_vanish="本機空間不足時，瀏覽器可能會將其刪除。",
    stays="刪除之前會一直保留。",
    empty="本機還沒有儲存文章。每篇文章的頁面和目錄裡都有儲存按鈕。",
    remove_all="全部刪除",
    remove_all_sure="確認全部刪除",
    missing="沒有網路，打不開那一頁。本機已儲存的有：",
    retry="重新打開那一頁",
    needs="透過 https 打開、瀏覽器允許指令碼時，才能儲存文章。",
    install="安裝為應用程式",
    install_ios="在本機安裝為應用程式：點「分享」，再點「加入主畫面」。",
)

APP: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
