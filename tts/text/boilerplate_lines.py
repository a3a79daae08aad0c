"""Remains of the web page in scraped text: buttons, menus, breadcrumbs, players, counters, credits,
banners.

A line is only removed if all of it is recognized. What could also be text counts only after the
last paragraph, where sites put it.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from tts.text.unspoken import speakable

LONGEST: Final = 80
"""Maximum characters of a line that can be chrome."""
LONGEST_BANNER: Final = 300
ODD: Final = 12
"""Maximum characters of the one unknown item allowed among known ones, such as a site's name."""
MENU: Final = 4
"""Minimum words in a menu."""
SECTION: Final = re.compile(r"[\u3400-\u9fff]{2,5}")
"""A word in a Chinese menu."""


def _buttons() -> frozenset[str]:
    text = files("tts").joinpath("data", "buttons.txt").read_text("utf-8")
    _, _, words = text.partition("\n")
    return frozenset(words.split())


WORDS: Final = _buttons()
"""Words on buttons; a line with nothing else is chrome."""
RELATED: Final = re.compile(
    r"(?:相关|相關|推荐|推薦|热门|熱門|延伸|更多|精彩|最新|猜你|猜您|您?可能)(?:阅读|閱讀|新闻|新聞|文章|链接|連結|推荐|推薦"
    r"|内容|內容|资讯|資訊|喜欢|喜歡|专题|專題|(?:还|還)?(?:感兴趣|感興趣|喜欢|喜歡)的?(?:文章|内容|內容)?)\s*[:：]?"
    r"|(?:related|recommended|popular|latest|trending"
    r"|more)(?: (?:articles|posts|stories|reading|news|now))\s*:?"
    r"|(?:you (?:might|may) (?:also )?(?:like|enjoy|be interested in)|recommended for you"
    r"|most (?:popular|read)"
    r"|(?:read|up) next|more (?:from|in|on) (?-i:[A-Z])[^.!?]{1,40})\s*:?",
    re.IGNORECASE,
)
"""Headings of lists of other articles."""

ANY_NUMBER = r"[\d,.]+\s*[万萬wk]?\+?"
STEP = r"[>＞»›→/]+[^>＞»›→/。！？]{1,40}"
PERSON = r"[\u3400-\u9fff·]{2,4}"
STAFF = (
    r"(?:(?:责任|責任|本文)?(?:编辑|編輯)|责编|責編|校对|校對|审核|審核|监制|監製|值班|排版|美编)"
)
SURE: Final = {
    "paths": (
        r"(?:[您你]?(?:当前|當前|现在|現在|目前)?(?:所在|的|所在的)?位置|you are here)"
        r"\s*[:：]?\s*[^>＞»›→/。！？]{1,40}"
        rf"(?:{STEP})+|(?:首[页頁]|主[页頁]|home)[\s-]*(?:{STEP}){{2,6}}"
    ),
    "pages": (
        r"(?=.*(?:\d|[页頁]))(?=.*(?:[页頁]|next|prev|page))(?:(?:共\s*\d+\s*[页頁]|第\s*\d+\s*[页頁]"
        r"|\d{1,4}(?!\d)|…|\.{3}"
        r"|(?:首|上一?|下一?|尾|末)[页頁]|previous|prev|next|last|first|page \d+ of \d+)[\s|,，/«»‹›<>]*)+"
        r"|[«‹<]\s*(?:previous|prev)\b[\s\d.…]*(?:next\s*[»›>])?"
        r"|(?:next|previous) (?:page|article|post|story)\b(?:.{0,3}|\s*[:：] .{1,60})"
        r"|[上下]一?(?:篇|条|條|则|則)(?:文章|新闻|新聞)?\s*[:：].{1,60}"
    ),
    "shares": (
        r"share (?:this|on|via|with|to)\b.{0,30}|(?:read|view|share) (?:the )?full (?:article"
        r"|story)"
        r"|(?:print|email|save|bookmark|gift) (?:this|article|page|story)\b.{0,20}"
        r"|click to (?:share|e-?mail|print|tweet)\b.{0,60}|copy link|like this:?"
        r"|follow us(?: on .{0,20})?"
        r"|(?=.*(?:手[机機]|微信|二[维維][码碼]|分享|[关關]注|打[开開]|公[众眾][号號]))(?:[请請]?(?:使?用|打[开開])?"
        r"(?:微信|手[机機]|QQ|支付宝)?[“\"「]?(?:[扫掃]一[扫掃]|[扫掃]描|[扫掃][码碼])(?![了过過着著])[^。！？]{0,30})"
        r"|打[开開]微信.{0,30}[扫掃]一[扫掃].{0,6}即可.{0,20}"
        r"|.{0,6}(?:扫码|掃碼)(?:关注|關注).{0,20}|(?:欢迎|歡迎)(?:关注|關注).{0,20}(?:公众号|公眾號|微信).{0,20}"
    ),
    "players": (
        r"listen(?: to (?:(?:this|the) )?(?:article|story|post))?"
        r"(?:[\s·•|:(–—-]*\d{1,3}(?::\d\d)*\s*(?:min(?:ute)?s?)?\)?)"
        r"(?: learn more)?|listen to (?:this|the) (?:article|story|post)"
        r"|\d+ min(?:ute)?s? (?:read|listen)"
        r"|\d{1,2}:\d\d(?::\d\d)?\s*/\s*\d{1,2}:\d\d(?::\d\d)?|(?:倍速|speed)\s*\d(?:\.\d+)?\s?[x×]?"
        r"|\d(?:\.\d+)?[x×](?:\s+\d(?:\.\d+)?[x×])+"
    ),
    "sizes": r"(?:字[号號體体](?:大小)?|font size)[:：].{0,12}|a\s?-(?:\s+a)?\s+a\s?\+|t\s+t\s+t",
    "counters": (
        r"[\d\s]*(?:次)?(?:阅读|閱讀|浏览|瀏覽|点击|點擊|访问|訪問)(?:次[数數]|量|数|數)?(?:[:：]?\s*"
        rf"(?:{ANY_NUMBER}\s*次?)?)|(?:\d+ )?(?:comments?|shares?|likes?|views?)"
    ),
    "credits": (
        rf"[（(【\[]?\s*(?:(?:本文)?[来來]源\s*[:：]\s*\S{{1,20}}\s+)?{STAFF}\s*[:：/丨｜|].{{1,24}}"
        rf"|[（(【\[]?(?:{STAFF}\s*[:：/丨｜|\s]\s*{PERSON}[\s,，;；)）】\]]*){{2,}}"
    ),
    "accounts": (
        r"sign (?:in|up|out)\b.{0,40}|log ?in\b.{0,20}"
        r"|(?:subscribe|sign up) (?:now|today|here|to (?:our|the|this))\b.{0,50}"
        r"|enter your e-?mail(?: address)?.{0,20}|leave a (?:comment|reply)"
    ),
    "menus": (
        r"click here\b.{0,60}|read (?:more|next)(?:\b.{0,3}|: .{1,70})|back to top"
        r"|skip to (?:main )?content"
        r"|related (?:articles|posts|stories|reading)|(?:like )?loading(?:\.{3}|…)"
        r"|[加載载][载入入]中(?:\.{3}|…+)?"
        r"|(?:scroll|swipe) (?:down|to continue)\b.{0,20}|open in (?:new )?(?:window|tab|app)"
        r"|advertisement.{0,25}"
        r"|(?:filed under|tagged(?: with)?|tags|categories|posted in):.{1,80}"
        r"|(?:点击|點擊)(?:此处|此處|这里|這裡|查看|阅读原文|閱讀原文).{0,20}"
    ),
    "consent": (
        r"(?:we|this (?:site|website)) uses? cookies\b(?:\.| (?:to|for|on|and)\b.{0,60})"
        r"|accept(?: all)?(?: cookies)?"
        r"|manage (?:cookies|preferences|consent)|(?:reject|decline) all(?: cookies)?"
    ),
    "rights": (
        r"all rights reserved\.?|(?:copyright )?(?:©|\(c\)|copyright) ?(?:19|20)\d\d.{0,60}"
        r"|版[权權]所有(?:[:：\s].{0,40})?|.{0,4}ICP[备備证證].{0,30}|.{1,4}公[网網]安[备備].{0,24}"
        r"|未[经經].{0,8}(?:授[权權]|[许許]可|同意).{0,12}(?:[转轉][载載]|使用).{0,10}"
        r"|[转轉][载載][请請].{0,8}(?:注明|註明|[联聯][系繫]).{0,16}"
    ),
}
"""Lines that are always chrome."""
BELOW: Final = {
    "sources": r"(?:本文)?(?:来源|來源|稿源|转自|轉自|原文[链鏈][接結])\s*[:：]\s*\S.{0,40}",
    "tags": r"(?:标签|標籤|标签|关键词|關鍵詞|关键字|關鍵字|专题|專題)\s*[:：][^。！？]{1,60}",
    "next": r"(?:next|previous|prev|read also|see also)\s*[:：»›→]\s*.{1,70}(?<![.。])",
    "apps": r"(?:打开|下载|点击下载|点击打开|前往|打開|下載)[^。！？，]{0,8}(?:APP|客户端|客戶端)[^。！？]{0,12}",
}
"""Lines that are chrome after the last paragraph; elsewhere they may be text."""
PHRASES: Final = re.compile("|".join(f"(?:{pattern})" for pattern in SURE.values()), re.IGNORECASE)
LOW: Final = re.compile("|".join(f"(?:{pattern})" for pattern in BELOW.values()), re.IGNORECASE)
SIZES: Final = re.compile(
    r"[【\[（(]?(?:字[号號體体](?:大小)?\s*[:：]?)?\s*大\s+中\s+小\s*[】\]）)]?"
)
COOKIES: Final = re.compile(
    r"(?:(?:we|(?:this|our) (?:web)?site)\b.{0,40}\buses?\b"
    r"|by (?:continuing|using)\b).{0,60}\bcookies\b.*"
    r"(?:experience|consent|agree|accept|improve|settings|policy|traffic|content)\b.*"
    r"|[^。]{0,12}使用.{0,6}cookies?.{0,40}(?:体验|體驗|同意|政策|设置|設定|服务|服務).{0,80}",
    re.IGNORECASE,
)
"""A cookie banner, which has sentences and may be as long as LONGEST_BANNER."""
FOOTER_ITEM = (
    r"(?:privacy(?: policy)?|terms(?: (?:of (?:service|use)|and conditions|& conditions))?"
    r"|contact(?: us)?"
    r"|about(?: us)?|cookie (?:policy|settings)|imprint|advertise(?: with us)?|careers|help"
    r"|sitemap|site map|faq|rss"
    r"|[关關][于於]我[们們]|[联聯][系繫絡]我[们們]|网站地图|網站地圖|[隐隱]私政策|广告服务|廣告服務|招聘信息|服[务務][条條]款"
    r"|友情链接|人才招聘|法律声明)"
)
FOOTER: Final = re.compile(
    rf"{FOOTER_ITEM}(?:\s*[|｜·•/–-]\s*{FOOTER_ITEM}|\s+{FOOTER_ITEM})+", re.IGNORECASE
)
"""Links in a page's footer."""
CLOCKS: Final = re.compile(r"[\d:：/.\s|×xX✕·+\-]+")
"""Players' times, counters, closing crosses: `00:00/00:00`, `1 1 1`."""
ENDED: Final = re.compile(r"[。！？]|[a-z]\.$")
BETWEEN: Final = re.compile(r"[\s|｜/·•>»,，、【】\[\]]+|(?<=[\u3400-\u9fff])[:：]")


def is_chrome(line: str, *, below: bool = False) -> bool:
    """Whether a line is chrome; `below` means that no paragraph follows.

    >>> is_chrome("河湾网 打印 纠错"), is_chrome("收听本文 00:00/00:00"), is_chrome("首页 > 新闻 > 正文")
    (True, True, True)
    >>> is_chrome("分享让人快乐"), is_chrome("Print was dying.")
    (False, False)
    >>> is_chrome("1999"), is_chrome("Home / away")
    (False, False)
    >>> is_chrome("来源：河湾日报"), is_chrome("来源：河湾日报", below=True)
    (False, True)
    """
    line = line.strip()
    if FOOTER.fullmatch(line) or (len(line) <= LONGEST_BANNER and COOKIES.fullmatch(line)):
        return True
    if len(line) > LONGEST:
        return False
    if PHRASES.fullmatch(line) or (below and LOW.fullmatch(line)):
        return True
    return not ENDED.search(line) and _is_buttons(line)


def is_bare(line: str) -> bool:
    """Whether it consists only of digits and crosses."""
    return CLOCKS.fullmatch(line) is not None


def _is_buttons(line: str) -> bool:
    """Whether it consists of words on buttons, with at most one unknown item such as a site's name;
    or is a menu of short words that includes some of them."""
    rest = SIZES.sub(" ", line)
    items = list(filter(None, BETWEEN.split(rest)))
    unknown = [item for item in items if not _is_button(item)]
    known = sum(item.strip(":：").lower() in WORDS for item in items)
    if rest != line:
        known += 1
    if not unknown:
        return known >= 1
    if known < 2:
        return False
    is_one_name = len(unknown) == 1 and len(unknown[0]) <= ODD
    if is_one_name:
        return True
    is_menu = len(items) >= MENU and known * 3 >= len(items)
    return is_menu and all(map(SECTION.fullmatch, unknown))


def _is_button(item: str) -> bool:
    return item.strip(":：").lower() in WORDS or bool(CLOCKS.fullmatch(item)) or not speakable(item)
