"""What scraped text carries along: buttons and menus, a head with title and author, spam at the end, numbered sections.

Nothing goes unless its line as a whole is known for what it is, and all that goes is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tts.model import Article, Block, Change
from tts.text.head import LINES, Head, date_of, find_facts, find_head
from tts.text.sections import LONGEST_HEADING, with_sections, without_markdown
from tts.text.unspoken import speakable

LONGEST: Final = 80
"""Characters of a line that can be chrome."""
TAIL: Final = 6
"""Blocks at the end of any article that are looked at for share lines and spam."""
WORDS: Final = frozenset(
    str.split("""
    手机版 手機版 电脑版 電腦版 首页 首頁 返回首页 返回首頁 返回 返回顶部 返回頂部 导航 導航 菜单 菜單 登录 登錄
    登入 注册 註冊 搜索 搜尋 打印 列印 打印本页 打印本頁 纠错 糾錯 分享 分享到 分享至 转发 轉發 收藏 评论 評論 点赞
    點贊 點讚 举报 舉報 关注 關注 订阅 訂閱 下载 下載 字号 字號 字体 字體 大号 中号 小号 放大 缩小 縮小 朗读 朗讀
    播放 暂停 暫停 音频 扫码 掃碼 扫一扫 掃一掃 微信扫一扫 微信掃一掃 微信扫码 扫码分享 扫描二维码 微信 微博
    新浪微博 腾讯微博 朋友圈 空间 QQ空间 QQ 支付宝 抖音 头条 今日头条 知乎 豆瓣 复制链接 複製連結 收听本文 收聽本文
    听新闻 聽新聞 欢迎使用手机浏览 歡迎使用手機瀏覽 上一篇 下一篇 上一页 上一頁 下一页 下一頁 阅读原文 閱讀原文
    查看更多 更多 相关阅读 相關閱讀 相关新闻 相關新聞 延伸阅读 延伸閱讀 猜你喜欢 热门推荐 熱門推薦 版权声明 版權聲明
    免责声明 广告 廣告 返回列表 关闭 關閉 展开全文 展開全文 阅读全文 閱讀全文 share tweet print email e-mail save
    bookmark facebook twitter x linkedin whatsapp pinterest reddit telegram weibo instagram youtube tiktok flipboard
    pin like reply follow report
    subscribe login advertisement advertisements ad ads sponsored menu home search comments newsletter copied
    """)
)
"""Words on buttons; a line of nothing else is chrome."""
PHRASES: Final = re.compile(
    r"(?:share (?:this|on|via|with|to)\b.{0,30}|(?:print|email|save|bookmark) (?:this|article|page|story)\b.{0,20}"
    r"|sign (?:in|up|out)\b.{0,40}|log ?in\b.{0,20}|click here\b.{0,60}"
    r"|(?:next|previous) (?:page|article|post|story)\b.{0,3}"
    r"|read (?:more|next)(?:\b.{0,3}|: .{1,70})|back to top|skip to (?:main )?content|copy link"
    r"|listen to (?:this|the) article.{0,20}"
    r"|(?:subscribe|sign up) (?:now|today|here|to (?:our|the|this))\b.{0,50}|related (?:articles|posts|stories|reading)"
    r"|(?:we|this (?:site|website)) uses? cookies\b.{0,60}|accept(?: all)?(?: cookies)?|all rights reserved\.?"
    r"|enter your e-?mail(?: address)?.{0,20}|click to (?:share|e-?mail|print|tweet)\b.{0,60}"
    r"|like this:?|(?:like )?loading(?:\.{3}|…)|(?:filed under|tagged(?: with)?|tags|categories|posted in):.{1,80}"
    r"|(?:copyright )?(?:©|\(c\)|copyright) ?(?:19|20)\d\d.{0,60}"
    r"|leave a (?:comment|reply)|follow us(?: on .{0,20})?|advertisement.{0,25}|(?:\d+ )?(?:comments?|shares?|likes?)"
    r"|\d+ min(?:ute)?s? read|(?:scroll|swipe) (?:down|to continue)\b.{0,20}|open in (?:new )?(?:window|tab|app)"
    r"|[\d\s]*(?:次)?(?:阅读|閱讀|浏览|瀏覽|点击|點擊)(?:量|数|數)?[:：]?\s*\d*|字[号號體体][:：].{0,12}"
    r"|.{0,6}(?:扫码|掃碼)(?:关注|關注).{0,20}"
    r"|(?:欢迎|歡迎)(?:关注|關注).{0,20}(?:公众号|公眾號|微信).{0,20}"
    r"|(?:点击|點擊)(?:此处|此處|这里|這裡|查看|阅读原文|閱讀原文).{0,20}"
    r"|[（(【\[]?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|审核|審核)[:：].{1,20})",
    re.IGNORECASE,
)
"""Lines that are chrome as a whole."""
COOKIES = re.compile(
    r"(?:(?:we|(?:this|our) (?:web)?site)\b.{0,40}\buses?\b|by (?:continuing|using)\b).{0,60}\bcookies\b.*"
    r"(?:experience|consent|agree|accept|improve|settings|policy|traffic|content)\b.*",
    re.IGNORECASE,
)
"""A banner, which has sentences, and may be as long as COOKIES_LONGEST."""
COOKIES_LONGEST: Final = 300
FOOTER_ITEM = (
    r"(?:privacy(?: policy)?|terms(?: (?:of (?:service|use)|and conditions|& conditions))?|contact(?: us)?"
    r"|about(?: us)?|cookie (?:policy|settings)|imprint|advertise(?: with us)?|careers|help|sitemap|site map|faq|rss)"
)
FOOTER = re.compile(rf"{FOOTER_ITEM}(?:\s*[|·•/–-]\s*{FOOTER_ITEM})+", re.IGNORECASE)
"""The links below a page."""
CLOCKS = re.compile(r"[\d:：/.\s|×xX✕·+\-]+")
"""Players' clocks, counters, closing crosses: `00:00/00:00`, `1 1 1`."""
SENTENCE = re.compile(r"[。！？!?；;.…]")
SPAM_ITEMS: Final = 8
SPAM_ITEM: Final = 12
"""Characters of the longest item of a spam line."""


def clean(article: Article) -> Article:
    """The article without what is not its text; of plain text, with the parts that its lines are."""
    blocks, changes = _without_spam(article.blocks)
    if not article.plain:
        blocks, dropped = _without_chrome(blocks, len(blocks) - TAIL)
        first = next((i for i, block in enumerate(blocks) if block.kind != "caption"), 0)
        lines = [block.text.strip() if block.kind == "paragraph" else "" for block in blocks[first : first + LINES + 1]]
        head = find_facts(lines, article.title)
        told = [*article.changes, *changes, *dropped, *head.changes]
        body = blocks[:first] + blocks[first + head.size :]
        return replace(_with_head(article, head), blocks=tuple(body), changes=tuple(told))
    blocks, pictures = without_markdown(blocks)
    blocks, dropped = _without_chrome(blocks, 0)
    first = next((i for i, block in enumerate(blocks) if block.kind != "caption"), 0)
    head = find_head([block.text.strip() for block in blocks[first:]])
    body = with_sections(blocks[:first] + blocks[first + head.size :])
    told = [*article.changes, *changes, *pictures, *dropped, *head.changes]
    return replace(_with_head(article, head), blocks=tuple(body), changes=tuple(told))


def is_chrome(line: str) -> bool:
    """
    >>> is_chrome("河湾网 打印 纠错"), is_chrome("收听本文 00:00/00:00"), is_chrome("Share this article")
    (True, True, True)
    >>> is_chrome("分享让人快乐"), is_chrome("Print was dying."), is_chrome("1999")
    (False, False, False)
    """
    line = line.strip()
    if FOOTER.fullmatch(line) or (len(line) <= COOKIES_LONGEST and COOKIES.fullmatch(line)):
        return True
    if len(line) > LONGEST or PHRASES.fullmatch(line) or re.search(r"[。！？]|[a-z]\.$", line):
        return len(line) <= LONGEST and PHRASES.fullmatch(line) is not None
    items = [item for item in re.split(r"[\s|｜/·•>»,，、【】\[\]]+|(?<=[\u3400-\u9fff])[:：]", line) if item]
    unknown = [item for item in items if not _is_button(item)]
    known = sum(item.strip(":：").lower() in WORDS for item in items)
    return known >= 1 and (not unknown or (known >= 2 and len(unknown) == 1 and len(unknown[0]) <= SPAM_ITEM))


def _is_button(item: str) -> bool:
    return item.strip(":：").lower() in WORDS or bool(CLOCKS.fullmatch(item)) or not speakable(item)


def is_spam(line: str) -> bool:
    """Many short items between bars, and no sentence: links sold to others.

    >>> is_spam("甲县| 乙市| 丙镇| 丁区| 房产| 戊县| 己市| 庚县|")
    True
    """
    items = [item.strip() for item in re.split(r"[|｜]", line) if item.strip()]
    return len(items) >= SPAM_ITEMS and all(len(item) <= SPAM_ITEM for item in items) and not SENTENCE.search(line)


def _without_spam(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """Spam stands at the end, below it at most chrome."""
    kept = list(blocks)
    changes: list[Change] = []
    while kept and kept[-1].kind != "table" and is_spam(kept[-1].text):
        changes.insert(0, Change(kept.pop().text, "", "links to elsewhere, not the article's text"))
    return kept, changes


def _without_chrome(blocks: Sequence[Block], first: int) -> tuple[list[Block], list[Change]]:
    """Without buttons and menus from block `first` on."""
    kept: list[Block] = []
    changes: list[Change] = []
    seen_text = False
    for i, block in enumerate(blocks):
        bare = not seen_text and bool(CLOCKS.fullmatch(text := block.text.strip())) and not date_of(text)
        if i >= first and block.kind in {"paragraph", "item"} and (bare or is_chrome(block.text)):
            changes.append(Change(block.text, "", "a button or menu of the page"))
            continue
        kept.append(block)
        seen_text = seen_text or len(block.text) > LONGEST_HEADING
    return kept, changes


def _with_head(article: Article, head: Head) -> Article:
    """What the source says of itself stays."""
    return replace(
        article,
        title=article.title or head.title,
        author=article.author or head.author,
        publication=article.publication or head.publication,
        date=article.date or head.date,
    )
