"""Pages shown instead of an article: a robot check, a consent question, a login, an error page, a
shell that a script fills."""

from __future__ import annotations

import re
from typing import Any, Final

from tts.model import Source, SourceError

LONGEST: Final = 800
"""Maximum columns of text on such a page."""
LEAST: Final = 80
"""Columns of a short article."""
FEW: Final = 400
"""Maximum columns of a page titled as a consent question."""
BARE: Final = 400
"""Maximum characters of a page that its script has not filled yet."""
SAVE: Final = (
    "open it in a browser, {}, save the page, and use that file; or give your cookies: --cookies "
    "FILE"
)
PLACES: Final = "//noscript | //div[@id='app' or @id='root' or @id='__next' or @id='__nuxt']"
HINTS: Final = {
    "shows a robot check, not the article": SAVE.format("pass the check"),
    "asks for consent to cookies instead of showing an article": SAVE.format("answer it"),
    "asks you to log in instead of showing an article": SAVE.format("log in"),
    "says that the page does not exist or that the server failed": (
        "look for the article at another address or at web.archive.org, and use that"
    ),
    "contains no article, because a script loads it in the browser": (
        "open it in a browser, save it, and use that file"
    ),
}
ROBOTS, CONSENT, LOGIN, MISSING, SCRIPT = HINTS
ROBOT_TITLE: Final = re.compile(
    r"\W*(?:just a moment|attention required|(?:are you|i am|i[’']m|you are) (?:a "
    r"|not a )?(?:robot|human)"
    r"|robot check|human verification|verif(?:y|ying|ication)\b.{0,20}\bhuman"
    r"|pardon our interruption"
    r"|access (?:to this page has been )?denied|checking your browser|(?:security"
    r"|browser) check|one more step"
    r"|please (?:wait|verify).{0,20}|ddos-guard|request (?:blocked|unsuccessful)"
    r"|.{0,8}(?:安全|人机|人機|访问|訪問|身份|滑动)(?:验证|驗證|检查|檢查)|请?請?完成.{0,4}(?:验证|驗證)"
    r"|环境异常|アクセスが拒否されました|ロボットではない.{0,8})(?:\W.{0,24})?",
    re.IGNORECASE,
)
"""Complete titles: an article may be about them."""
ROBOT_PARTS: Final = "//form[@id='challenge-form'] | //*[@id='cf-wrapper' or @id='px-captcha']"
CONSENT_TITLE: Final = re.compile(
    r"\W*(?:before you continue.{0,30}|bevor sie (?:fortfahren|weiter).{0,20}"
    r"|avant de continuer.{0,30}"
    r"|antes de continuar.{0,30}|prima di continuare.{0,30}|ご利用の前に"
    r"|(?:cookies?|privacy|tracking).{0,12}(?:consent|notice|settings|preferences|choices|wall)"
    r"|.{0,16}(?:value|care about|respects?) your privacy|consent (?:required|management)"
    r"|cookie ?(?:同意|设置|設定))(?:\W.{0,24})?",
    re.IGNORECASE,
)
LOGIN_TITLE: Final = re.compile(
    r"\W*(?:(?:please )?(?:log|sign)[ -]?in|login|登录|登錄|登入|用户登录"
    r"|ログイン|로그인|anmelden|anmeldung"
    r"|se connecter|connexion|iniciar sesión|accedi|вход)(?:\W.{0,30})?",
    re.IGNORECASE,
)
MISSING_TITLE: Final = re.compile(
    r"\W*(?:(?:error |http )?(?:40[0134]|410|451|50[0234])(?:\W{1,3}[\w ’']{0,40})?"
    r"|(?:page|file|document|article|story|content|post)?(?: was| is)? ?not found"
    r"|(?:oops|sorry)\W.{0,40}(?:not found|can[’']t be found|could ?n[’']t find.{0,20})"
    r"|(?:this|the|that) (?:page|article|story|content|post) (?:does(?:n[’']t| not) exist"
    r"|(?:is|was)(?:n[’']t| not| no longer) (?:available|found))"
    r"|page (?:unavailable|missing)|bad gateway|service unavailable|internal server error|forbidden"
    r"|gateway time-?out|seite nicht gefunden|page (?:introuvable|non trouvée)"
    r"|página no encontrada|pagina non trovata|страница не найдена"
    r"|.{0,12}(?:页面|頁面|网页|網頁|文章|内容|內容|帖子)(?:已经|已經|已)?"
    r"(?:不存在|找不到|未找到|已?被?删除|已?被?刪除|走丢了)"
    r"|(?:找不到|未找到|没有找到|沒有找到).{0,6}(?:页面|頁面|网页|網頁|文章|内容|內容)"
    r"|(?:お探しの)?ページが(?:見つかりません.{0,6}|存在しません)|페이지를 찾을 수 없습니다)"
    r"(?:\W.{0,32})?",
    re.IGNORECASE,
)
ACCEPT: Final = re.compile(
    r"(?:i |yes,? )?(?:accept|agree|allow|consent)(?: (?:to )?(?:all|and continue"
    r"|cookies).{0,20})?|reject all.{0,10}"
    r"|(?:alle(?:s)? )?(?:akzeptieren|annehmen|zustimmen)(?: und weiter)?|tout accepter"
    r"|accepter.{0,20}|aceptar.{0,10}|accetta.{0,10}"
    r"|(?:全部|我)?(?:接受|同意)(?:全部)?|同意する|すべて(?:同意|許可).{0,4}|모두 동의",
    re.IGNORECASE,
)


def refusal(
    tree: Any, titles: list[str], width: int, notices: int, source: Source
) -> SourceError | None:
    """The error for a page shown instead of an article; None if it does not seem so. `titles` are
    its titles, `width` the columns of the extracted article, `notices` the number of cookie
    notices."""
    if width > LONGEST:
        return None
    heads = [*titles, *(" ".join(head.text_content().split()) for head in tree.iter("h1"))]
    if any(map(ROBOT_TITLE.fullmatch, heads)) or tree.xpath(ROBOT_PARTS):
        reason = ROBOTS
    elif _asks_consent(tree, heads, width, notices):
        reason = CONSENT
    elif _asks_login(tree, heads, width):
        reason = LOGIN
    elif width <= FEW and any(map(MISSING_TITLE.fullmatch, heads)):
        reason = MISSING
    elif width:
        return None
    elif _is_shell(tree):
        reason = SCRIPT
    else:
        return None
    return SourceError(f"{source.where} {reason}", HINTS[reason])


def _asks_consent(tree: Any, heads: list[str], width: int, notices: int) -> bool:
    """Whether its text or title says so, and it has controls to answer."""
    if notices and width < LEAST:
        return True
    if width > FEW or not any(map(CONSENT_TITLE.fullmatch, heads)):
        return False
    answers = (" ".join(one.text_content().split()) for one in tree.iter("button", "a"))
    return any(map(ACCEPT.fullmatch, answers))


def _asks_login(tree: Any, heads: list[str], width: int) -> bool:
    """Whether it asks for a password instead of showing an article, or has a title that says so."""
    asks = bool(tree.xpath("//input[@type='password']"))
    return asks and (not width or any(map(LOGIN_TITLE.fullmatch, heads)))


def _is_shell(tree: Any) -> bool:
    """Whether it has hardly any text, and an element for a script to fill."""
    few = len(tree.body.text_content().strip()) < BARE
    return few and bool(tree.xpath(PLACES))
