"""Headings that announce what is below them: comments, other articles, a newsletter, the site.

Class names vary, but headings are written for readers.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 60
"""Maximum characters of such a heading."""

_COUNT: Final = r"[\s(（\[]*\d[\d,.]*\s*[条條件개]?[)）\]]*"
_LABELS: Final = {
    "comments": (
        r"(?:\d+ |all |top |latest |reader )?(?:comments?|replies|responses)(?: (?:on|to) .+)?"
        r"|\d+ thoughts? on .+|(?:leave|post|add|write) (?:a|your) (?:comment|reply)"
        r"|leave a reply to .+|join the (?:conversation|discussion)|what do you think\?"
        r"|(?:网友|網友|[访訪]客|用[户戶]|最新|热门|熱門|全部|精彩|读者|讀者|文章|发表|發表|我要|查看)?"
        r"(?:评论|評論|留言|回應|迴響|跟贴|跟帖)(?:列表|板|区|區)?"
        r"|コメント(?:一覧)?|댓글|kommentare?|commentaires?|comentarios?|comentários?|commenti"
        r"|reacties|комментарии|التعليقات|komentarze|yorumlar|bình luận|ความคิดเห็น"
    ),
    "related": (
        r"related(?: (?:articles?|posts?|stories|news|content|links|coverage|reading|topics"
        r"|items))?"
        r"|(?:you )?(?:may|might)(?: also)? (?:like|be interested in|enjoy)"
        r"|recommended(?: (?:for you|reading|stories|articles))?"
        r"|(?:also|read|up|what to read) next|next (?:article|story|post)"
        r"|(?:previous|older|newer) (?:article|story|post)s?"
        r"|(?:more|latest|popular|trending|top|recent|most (?:read|popular|viewed|recent)"
        r"|editor[’']?s['’]? picks?|must[- ]reads?)(?: (?:articles?|posts?|stories|news"
        r"|headlines|coverage|videos|now|today))?"
        r"|read (?:more|also)"
        r"|also read|keep reading|don[’']t miss|in other news|around the web"
        r"|from (?:around the web|our partners|the web)"
        r"|sponsored(?: (?:stories|content|links))?|promoted(?: (?:stories|content))?"
        r"|(?:相[关關]|推[荐薦]|热门|熱門|最新|更多|[关關][联聯]|精彩|[热熱][点點]|近期)(?:阅读|閱讀|新闻|新聞|文章|推[荐薦]|报道|報導"
        r"|[资資][讯訊]|内容|內容|视频|影片|专题|話題|话题|产品|連結|链接)"
        r"|猜你(?:喜[欢歡])|延伸[阅閱][读讀]|你(?:可能|也[许許])(?:也|[还還])?(?:喜[欢歡]|感[兴興]趣).{0,6}"
        r"|[为為]您推[荐薦]|[上下]一[篇则則]|看了又看|大家都在看|推[荐薦]"
        r"|関連(?:記事|ニュース|リンク|キーワード)|おすすめ(?:の?記事)?"
        r"|人気記事(?:ランキング)?|あわせて読みたい|新着記事|アクセスランキング"
        r"|관련 ?(?:기사|뉴스|글)|많이 본 (?:뉴스|기사)"
        r"|추천 ?(?:기사|뉴스)|주요 ?뉴스|인기 ?기사"
        r"|(?:ähnliche|weitere|mehr|verwandte|passende) (?:beiträge|artikel|themen"
        r"|nachrichten)"
        r"|das könnte (?:sie|dich|ihnen) auch.+|auch interessant"
        r"|lesen sie auch|meistgelesen(?:e artikel)?|(?:à )?lire aussi"
        r"|articles? (?:liés|similaires|connexes|associés)|sur le même (?:sujet|thème)"
        r"|à ne pas manquer|les plus lus"
        r"|(?:art[ií]culos|noticias|artigos|notícias|entradas|contenido) (?:relacionad[oa]s?)"
        r"|(?:te|le) (?:puede|podría) interesar|también te puede.+"
        r"|más (?:leídas?|noticias)|leia (?:também|mais)|lee también"
        r"|lea también|leggi anche|articoli correlati|potrebbe(?:ro)? interessarti.*"
        r"|lees ook|meer (?:nieuws|artikelen)|читайте также|похожие (?:статьи|материалы)"
        r"|اقرأ (?:أيضا|أيضًا)|مواضيع ذات صلة|أخبار ذات صلة|czytaj (?:też|także)"
        r"|ilgili haberler|संबंधित (?:खबरें|समाचार)|ข่าวที่เกี่ยวข้อง|tin liên quan"
    ),
    "more": (
        r"(?:read |learn )?more (?:from|in|on|about|like this).{0,40}|things to know"
        r"|mehr (?:zum thema|(?:zu|über|aus) .{1,40})|más (?:sobre .{1,40}|información)"
        r"|(?:plus|en savoir plus) sur .{1,40}|更多(?:内容|內容)|по теме"
    ),
    "about": (
        r"about (?:the )?(?:authors?|us|me|this (?:site|blog|author))|关于(?:我们|作者|本站)"
        r"|關於(?:我們|作者|本站)|(?:作者|本站|公司)(?:简介|簡介|介[绍紹])|この記事を書いた人"
        r"|(?:著者|筆者)(?:について|プロフィール|紹介)|über (?:den autor|die autorin|uns)"
        r"|à propos(?: de l[’']auteur)?"
        r"|sobre (?:el autor|la autora|nosotros|o autor|a autora|nós)|об авторе"
    ),
    "form": (
        r"(?:subscribe|sign up|register)(?: (?:to|for|now|today|here).{0,50})?"
        r"|(?:our |free |daily )?newsletters?(?: sign[- ]?up)?"
        r"|get (?:the|our) .{0,30}newsletter.{0,20}|subscribe to continue.{0,20}"
        r"|(?:to )?continue reading.{0,30}|stay (?:connected|informed|up to date|in touch)"
        r"|join our .{0,40}|already a (?:subscriber|member)\??.{0,20}|订阅.{0,10}|訂閱.{0,10}"
    ),
    "share": (
        r"share(?: (?:this|on|via))?(?: (?:article|post|story|page))?|follow us.{0,20}"
        r"|分享(?:到|至)?.{0,10}|teilen|partager|compartir|シェア(?:する)?|공유하기"
    ),
    "tags": (
        r"(?:tags?|filed under|topics|标签|標籤|关键词|關鍵字|schlagwörter|タグ|étiquettes|etiquetas|теги)"
    ),
    "consent": (
        r"cookie (?:notice|policy|settings|preferences?|consent|statement|list)"
        r"|(?:your )?privacy (?:preferences?|settings|choices)(?: cent(?:er|re))?"
        r"|we (?:value|care about|respect) your privacy"
        r"|manage (?:consent|cookies?|privacy).{0,30}"
        r"|(?:this|our) (?:web)?site uses cookies|your choices regarding cookies"
        r"|(?:cookie|datenschutz)-?einstellungen|gestion des cookies"
        r"|configuración de cookies"
    ),
}
"""Texts of such headings, by what they announce (keys of boilerplate.REASONS)."""
_KINDS: Final = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _LABELS.items())
_ANY: Final = re.compile(rf"\W*(?:{_KINDS})(?:{_COUNT})?\W*", re.IGNORECASE)


def announced(text: str) -> str:
    """What a heading announces; empty if it belongs to the article.

    >>> announced("Related articles"), announced("网友评论 (12)"), announced("Relations of power")
    ('related', 'comments', '')
    """
    if len(text) > LONGEST:
        return ""
    match = _ANY.fullmatch(text)
    return str(match.lastgroup) if match else ""
