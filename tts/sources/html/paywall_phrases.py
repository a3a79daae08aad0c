"""What pages write where an article ends for those who have not paid or logged in."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 200
"""Maximum characters of such a line."""
_TEXT: Final = r"(?:article|post|story|content|episode|issue|page|piece|newsletter|chapter|feature)"
_WHO: Final = (
    r"(?:(?:our|paid|paying|premium|registered|the) )*(?:subscribers?|members?|patrons|supporters)"
)
_JOIN: Final = r"(?:subscribe|sign ?(?:in|up)|log ?in|register|upgrade|join|become|create|start)"
_MORE: Final = (
    r"(?:continue(?: reading)?|keep reading|unlock"
    rf"|(?:get )?(?:read|access|view|see|finish|unlock|full access)(?: to)? (?:the |this )?"
    rf"(?:rest|full|whole|entire|complete|remaining|{_TEXT})\b)"
)
_PAID: Final = r"(?:付费|付費|收费|收費|会员|會員|VIP|订阅|訂閱|订户|訂戶)"
_PAY: Final = (
    r"(?:订阅|訂閱|购买|購買|付费|付費|支付|充值|开通.{0,6}|開通.{0,6}|登[录錄陆入]|注册|註冊"
    r"|[成加][为為入].{0,4}[会會][员員])"
)
_READ: Final = r"(?:阅读|閱讀|查看|解[锁鎖]|[继繼][续續]|观看|看|[畅暢][读讀])"
_REST: Final = r"(?:全文|全部|完整|剩[余餘]|余下|本文|[后後][续續]|[阅閱][读讀]|更多内容).{0,16}"

CLOSES: Final = re.compile(
    rf"(?:the (?:rest|remainder) of )?this {_TEXT} is (?:only |exclusively )*(?:available )?"
    rf"(?:only |exclusively )*(?:for|to|reserved for|restricted to|limited to|behind) (?:only )?"
    rf"(?:{_WHO}|a paywall)\b.{{0,80}}"
    rf"|(?:please |you (?:must|need to|have to) )?{_JOIN}\b[^.]{{0,60}} to {_MORE}.{{0,80}}"
    rf"|(?:to )?{_MORE}[^.]{{0,60}}[,.:;–—-]? (?:please |you (?:must|need to) )?"
    rf"{_JOIN}\b.{{0,80}}"
    r"|(?:keep|continue) reading (?:this (?:post|article) )?(?:for free|for [$€£]|with a ).{0,80}"
    rf"|unlock (?:this|the (?:full|rest)|full).{{0,20}}{_TEXT}.{{0,60}}"
    r"|you(?:[’']ve| have) (?:reached|hit|used up) (?:your|the).{0,30}\b(?:limit|free)\b.{0,80}"
    rf"|.{{0,4}}(?:本文|本篇|本章|[该該]文|以下|[后後][续續]|剩[余餘]|全文)(?:文章|[内內]容|章[节節]|部分)?"
    rf"(?:[为為是]|[属屬][于於]|[仅僅][限供])+.{{0,4}}{_PAID}"
    r"(?:[内內]容|章[节節]|文章|[专專][享属屬]|[阅閱][读讀]"
    r"|可[见見看读讀])?(?:[，,。；;！! ].{0,50})?"
    rf"|(?:[请請]|您|需要?|可|如需|立即|[马馬]上|[后後])*{_PAY}(?:[后後]|即可|可|以|就能)*{_READ}{_REST}"
    r"|.{0,8}(?:剩[余餘]|[还還]有|余下|尚有)\s*\d+\s*[%％]?[字 ]*(?:[内內]容)?.{0,2}未[读讀解].{0,40}"
    r"|.{0,4}(?:[试試][读讀]|免[费費][阅閱][读讀])(?:部分|章[节節])?(?:已|到此)*[结結]束.{0,40}"
    r"|(?:この|ここから|これより)(?:記事|先|続き|コンテンツ)?は、?(?:有料|(?:有料)?会員|ログイン|登録|購読)"
    r".{0,60}"
    r"|.{0,10}(?:残り|あと)[:：]?\s*[\d,]+\s*文字.{0,30}"
    r"|.{0,16}(?:ログイン|会員登録|購読|登録|購入)(?:して|すると|いただくと|で).{0,8}(?:続き|全文|記事)"
    r".{0,20}"
    r"|(?:이|본) (?:기사|콘텐츠)는 .{0,10}(?:유료|구독|회원).{0,40}"
    r"|diese[rs]? (?:artikel|beitrag|text|inhalt) ist (?:nur|exklusiv)? ?(?:für|mit) .{0,80}"
    r"|(?:jetzt )?weiterlesen mit .{1,60}|.{1,40} (?:um|und) weiter(?:zu)?lesen.{0,30}"
    r"|.{0,20}(?:réservée?|accessible) (?:aux|à nos) abonné.{0,60}"
    r"|il vous reste .{1,30} à (?:lire|découvrir).{0,60}"
    r"|.{0,30}(?:solo|sólo|exclusivo|reservado) (?:para|a) (?:nuestros )?"
    r"(?:suscriptores|abonados|socios).{0,60}"
    r"|suscr[ií]bete .{0,30}(?:seguir|continuar) leyendo.{0,40}"
    r"|.{0,30}riservat[oa] agli abbonati.{0,40}|.{0,30}exclusivo para assinantes.{0,40}",
    re.IGNORECASE,
)
"""Lines after which the article does not continue."""
BESIDE: Final = re.compile(
    r"(?:are you )?already (?:a |an )?(?:\w+ )?(?:subscriber|member|subscribed|registered)\b"
    r".{0,100}"
    r"|(?:already )?have an account\?.{0,80}"
    rf"|(?:for )?{_WHO} only|(?:subscriber|member)s?[- ](?:only|exclusive)(?: {_TEXT})?"
    r"|(?:this is your last|you have \w+) free (?:article|story|post).{0,60}"
    r"|[已是为為]+.{0,4}(?:订户|訂戶|[会會][员員]|订阅用户).{0,4}[？?].{0,20}",
    re.IGNORECASE,
)
"""Lines that also occur with complete articles."""


def closes(text: str) -> bool:
    """Whether a line says that the rest is for others.

    >>> closes("This post is for paid subscribers"), closes("Already a subscriber? Sign in")
    (True, False)
    """
    line = text.strip().rstrip(".!")
    return len(line) <= LONGEST and bool(CLOSES.fullmatch(line))


def is_gate(text: str) -> bool:
    """Whether a line addresses readers who have not paid or logged in, and is not part of the
    article.

    >>> is_gate("Already a subscriber? Sign in to continue reading."), is_gate("He subscribed.")
    (True, False)
    """
    return closes(text) or (len(text) <= LONGEST and bool(BESIDE.fullmatch(text.strip())))
