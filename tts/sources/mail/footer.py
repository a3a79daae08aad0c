"""What newsletters put around their text: links to the web version, buttons, how to unsubscribe."""

from __future__ import annotations

import re

from tts.model import Block, Change
from tts.sources.plain import columns

ABOVE = re.compile(
    r"\b(?:view|read|open|see)\b.{0,40}\b(?:browser|online|web|app)\b|\bweb version\b"
    r"|(?:can.t|cannot|having trouble|problems?|unable to) (?:see|read|view|display)|not displaying"
    r"|to your address book|forwarded this (?:e-?mail|newsletter)|(?:sign up|subscribe) here\b"
    r"|在?[浏瀏][览覽]器中?(?:查看|打开|閱讀|阅读|開啟|浏览)|(?:网页|網頁|在线|線上)版"
    r"|[无無]法正常(?:[显顯]示|[浏瀏][览覽])"
    r"|im browser|dans (?:le|votre) navigateur|en (?:el|tu) navegador",
    re.IGNORECASE,
)
BELOW = re.compile(
    r"\bunsubscribe\b|\bopt[- ]out\b|\b(?:manage|update|change|edit) (?:your |my )?"
    r"(?:e-?mail |subscription |notification )*(?:preferences|settings|subscriptions?|profile)\b"
    r"|\byou(?:.re| are) (?:receiving|getting|subscribed|on (?:this|our) list)"
    r"|\bthis (?:e-?mail|message|newsletter) (?:was|is|has been) sent\b"
    r"|\bsent to you (?:by|because)"
    r"|no longer (?:wish|want) to (?:receive|get)|(?:©|\(c\)|copyright)\s*(?:\d{4}|by)"
    r"|all rights reserved|our mailing address|privacy policy|退[订訂]|取消(?:订阅|訂閱)"
    r"|不想再收到|管理(?:订阅|訂閱)|版[权權]所有|abmelden|abbestellen|désabonner|désinscrire"
    r"|darse de baja|cancelar (?:la )?suscripción|配信停止|수신 ?거부|отписаться",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"share|tweet|forward|facebook|twitter|instagram|linkedin|mastodon|bluesky|youtube|follow us"
    r"|get the app|start writing|powered by|\b\d{5}\b|street|avenue|\bsuite\b|分享|[关關]注|[转轉][发發]",
    re.IGNORECASE,
)
"""Short blocks above the unsubscribe line."""
BUTTON = re.compile(
    r"\W*(?:subscribe(?: now)?|share(?: this post)?|leave a comment|upgrade(?: to paid| now)?|like"
    r"|likes|comments?|reply|restack"
    r"|(?:read|open) in (?:the )?app|give a gift subscription|refer a friend"
    r"|pledge your support"
    r"|分享|订阅|訂閱|立即(?:订阅|訂閱))\W*",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"\W*(?:hi|hey|hello|dear)(?: (?:there|reader|friend|subscriber|\S{1,20}))?\W*", re.IGNORECASE
)
"""Greetings before a button: `Hi subscriber, Upgrade to paid`."""
COUNT = re.compile(r"\W*\d*\W*")
BETWEEN = re.compile(r"[\t\n|·•,，、]+|\s[-–—/]\s|[.!。！]\s+")
"""Separators between buttons."""
LENGTH = re.compile(
    r"(?:[^.!?。！？]{0,80}[·•|,–—-]\s*)?(?:"
    r"\d{1,3}[ -]?min(?:ute)?s?\.?[ -]"
    r"(?:read|de lecture|de lectura|de leitura|di lettura|lesezeit)"
    r"|(?:reading time|lesezeit|temps de lecture)\W{1,3}\d{1,3} ?min\w*\.?"
    r"|(?:全文)?(?:[阅閱][读讀]|[预預][计計])?(?:[时時][间間])?[:：]?\s*(?:大?[约約])?\s*\d{1,3}\s*分[钟鐘]"
    r"(?:[阅閱][读讀]|[读讀]完|可[读讀]完)?"
    r"|読了(?:時間|目安)?[:：]?\s*約?\s*\d{1,3}\s*分|約?\d{1,3}分で読めます)\W*",
    re.IGNORECASE,
)
"""Reading time, after the date or author."""
LINE = 300
"""Maximum columns of a newsletter's own block; an ordinary paragraph that mentions one is
longer."""
SHORT = 100
FIRST = 6
"""Number of blocks at the beginning, and `LAST` at the end, that are checked."""
LAST = 20
HEAD = "the newsletter's header"
FOOT = "the newsletter's footer"
BUTTONS = "a button"


def without_frame(blocks: list[Block]) -> tuple[list[Block], list[Change]]:
    """The text of a newsletter, and what was removed around it; everything if nothing else would be
    left."""
    last = _foot(blocks)
    kept: list[Block] = []
    changes: list[Change] = []
    for place, block in enumerate(blocks):
        reason = FOOT if place >= last else _reason(block, place)
        if reason:
            changes.append(Change(block.text, "", reason))
        else:
            kept.append(block)
    return (kept, changes) if kept else (blocks, [])


def _reason(block: Block, place: int) -> str:
    if _is_buttons(block.text):
        return BUTTONS
    if place >= FIRST or columns(block.text) > LINE:
        return ""
    is_head = ABOVE.search(block.text) or LENGTH.fullmatch(block.text)
    return HEAD if is_head else ""


def _is_buttons(text: str) -> bool:
    """Whether it is one or more buttons, with counts or a greeting.

    >>> _is_buttons("12\\tLIKE\\tSHARE"), _is_buttons("Hi subscriber, Upgrade to paid")
    (True, True)
    >>> _is_buttons("Hi Ann"), _is_buttons("Ann and Bo like to comment.")
    (False, False)
    """
    if len(text) > SHORT:
        return False
    buttons = 0
    for part in BETWEEN.split(text):
        if BUTTON.fullmatch(part):
            buttons += 1
        elif not (GREETING.fullmatch(part) or COUNT.fullmatch(part)):
            return False
    return buttons > 0


def _foot(blocks: list[Block]) -> int:
    """The start of the footer: the first short block near the end that mentions unsubscribing, with
    related blocks above it. After an unrelated long block, the search restarts."""
    count = len(blocks)
    first = count
    for place in range(count - 1, max(count - LAST, count // 3) - 1, -1):
        block = blocks[place]
        is_line = columns(block.text) <= LINE
        if is_line and BELOW.search(block.text):
            first = place
        elif not is_line and not (place == count - 1 and BELOW.search(block.text)):
            break
    while 0 < first < count and _is_beside(blocks[first - 1]):
        first -= 1
    return first


def _is_beside(block: Block) -> bool:
    if block.kind == "heading" or columns(block.text) > SHORT:
        return False
    return BESIDE.search(block.text) is not None or _is_buttons(block.text)
