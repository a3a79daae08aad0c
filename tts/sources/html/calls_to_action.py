"""Lines in an article that are not part of it: requests to follow or subscribe, advertisement
labels, lines that novel sites insert."""

from __future__ import annotations

import re
from typing import Final

AD: Final = re.compile(
    r"\W*(?:advertisements?|advertising|ad|sponsored(?: content)?|广告|廣告|広告|anzeige|werbung"
    r"|publicité|publicidad(?:e)?|pubblicità|advertentie|reklam[ay]?|реклама|광고|إعلان|โฆษณา"
    r"|quảng cáo)"
    r"(?:\W{1,3}(?:scroll (?:down )?to continue(?: reading)?|continue reading below"
    r"|story continues below|article continues below.*|read more))?\W*",
    re.IGNORECASE,
)
"""Labels of advertisements, before, instead of, or around them."""
CONTINUES: Final = re.compile(
    r"\W*(?:(?:story|article|text) continues (?:after|below)(?: (?:the )?ad\w*)?"
    r"|(?:scroll (?:down )?|continue )to continue(?: reading)?"
    r"|skip (?:to (?:content|main content|advertisement)|advertisement|ad))\W*",
    re.IGNORECASE,
)
NOVEL: Final = re.compile(
    r"[(（【\[]?本章(?:节)?(?:未完|尚未结束|还未完)[^。]{0,40}"
    r"|.{0,12}一秒(?:钟)?记住.{0,80}|.{0,12}一秒(?:鐘)?記住.{0,80}"
    r"|.{0,6}手[机機]用[户戶]请?請?(?:浏览|瀏覽|访问|訪問|到).{0,60}"
    r"|.{0,20}(?:最快更新|无弹窗|無彈窗|無廣告|无广告).{0,60}"
    r"|请?請?(?:记住|記住|收藏)(?:本站|本书|本書)[^。]{0,80}。?"
    r"|(?:喜欢|喜歡).{1,40}请大家收藏.{0,80}|.{0,10}(?:加入书签|加入書籤).{0,20}"
    r"|.{0,10}(?:章节报错|章節報錯|投推荐票|投推薦票).{0,30}"
    r"|[(（]?(?:本章完|未完待续|未完待續)[)）。]?"
)
"""Lines between the paragraphs of novel sites; the whole paragraph."""
SURE: Final = re.compile(r"本章(?:节)?(?:未完|尚未结束|还未完)|本章完|未完待[续續]")
ADDRESSED: Final = re.compile(
    r"https?:|[a-z0-9]\.[a-z]{2,}|本站|网址|網址|手[机機]用[户戶]|书签|書籤|推[荐薦]票"
)
"""Words of which the other lines contain one as well."""
FOLLOW: Final = re.compile(
    r"(?:please )?(?:follow|like|join|find|connect with|subscribe to) .{1,60}\b(?:on|at)\b"
    r" .{0,30}\b(?:facebook|twitter|x|instagram|youtube|telegram|whatsapp|linkedin|threads|bluesky"
    r"|mastodon|tiktok|google news)\b.*"
    r"|(?:sign up|subscribe|register) (?:to|for|here|now|today)\b.{0,160}"
    r"|(?:get|download) (?:our|the) .{1,60}\bapp\b.{0,80}"
    r"|(?:do you )?have (?:a|you) .{0,20}(?:story|tip|question)s?\b.{0,120}"
    r"|(?:send|email|contact) us .{0,120}|share this (?:article|story|post)\b.{0,60}"
    r"|(?:this (?:article|story|post) (?:was|is) )?(?:originally )?(?:appeared"
    r"|published) (?:first )?on .{1,60}"
    r"|.{0,20}(?:[关關]注(?:我们|我們|本公众号|公众号|微信)|扫码|掃碼|扫一扫|二维码|二維碼|[长長]按).{0,40}"
    r"|.{0,10}点击(?:上方|下方|阅读原文|左下角).{0,30}",
    re.IGNORECASE,
)
"""Calls to action at the beginning or end of an article."""
LONGEST: Final = 220
"""Maximum characters of a call."""


def is_interruption(text: str) -> bool:
    """Whether a line interrupts an article, wherever it is.

    >>> is_interruption("Advertisement"), is_interruption("（本章未完，请翻页）"), is_interruption("广告业")
    (True, True, False)
    """
    if len(text) > LONGEST:
        return False
    if AD.fullmatch(text) or CONTINUES.fullmatch(text):
        return True
    if not NOVEL.fullmatch(text):
        return False
    return bool(SURE.search(text) or ADDRESSED.search(text))


def is_call(text: str) -> bool:
    """Whether a paragraph at the beginning or end of an article asks readers to follow or
    subscribe.

    >>> is_call("Follow the Landing on Facebook and X."), is_call("They follow a river.")
    (True, False)
    """
    return len(text) <= LONGEST and bool(FOLLOW.fullmatch(text.strip()))


def between_calls(texts: list[str]) -> slice:
    """Start and end of an article between such calls."""
    first, last = 0, len(texts)
    while first < last and is_call(texts[first]):
        first += 1
    while last > first and is_call(texts[last - 1]):
        last -= 1
    return slice(first, last) if first < last else slice(len(texts))
