"""What sites of novels put into the text files of them: where they come from, where to read on."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 120
"""Characters of such a line."""
SITE = r"(?:[\w-]{1,20}\s?[.．]\s?){1,3}(?:com|net|org|cn|cc|info|la|tw|me|xyz|vip|io)\b"
BOOK = r"(?:(?:本|此|该|該)(?:[书書](?!店)|文|小[说說]|作品|电子[书書]|電子書)|txt)"
JUNK: Final = re.compile(
    r"[\s（(【\[《〈=*~_—―-]*(?:"
    rf"{BOOK}\S{{0,4}}(?:由|为|為|[来來]自).{{1,40}}"
    r"(?:整理|制作|製作|上[传傳]|提供|收集|校[对對]|首[发發]|下[载載]|分享)?.{0,40}"
    rf"|(?:{BOOK}|更多|全本|精校|精彩|免[费費]|最新).{{0,24}}"
    r"(?:下[载載]|[尽盡]在|[请請](?:访[问問]|訪問|到|登[录錄])|[欢歡]迎光[临臨]|首[发發]).{0,40}"
    r"|.{0,16}一秒[钟鐘]?[记記]住.{0,60}|.{0,6}[请請](?:牢|大家)?[记記]住.{0,8}(?:本站|网址|網址|域名).{0,60}"
    r"|.{0,30}(?:收藏|加入[书書][签籤])(?:本站|本[书書]|我[们們]|[:：（(]|网址|網址).{0,40}"
    r"|.{0,12}手[机機](?:用[户戶]|[阅閱][读讀]|版).{0,60}"
    r"|本章(?:未)?(?:完|[终終]|[结結]束)(?:.{0,6}(?:下一[页頁]|[点點][击擊]|[继繼][续續]|翻[页頁]|待[续續]).{0,20})?"
    r"|未完待[续續](?:[,，。].{0,60})?"
    r"|.{0,12}求(?:月票|推[荐薦]票|收藏|[订訂][阅閱]|打[赏賞]|[鲜鮮]花)(?:[,，、和及!！~～。].{0,30})?"
    r"|.{0,30}(?:[无無]弹窗|[无無]彈窗|最快更新|更新最快|全文[阅閱][读讀]|txt下[载載]|txt全集).{0,40}"
    r"|[声聲]明[:：]?.{0,10}(?:本[书書]|本站).{0,60}(?:网友|網友|版[权權]|[删刪]除).{0,30}"
    rf"|(?:https?://|www[.．]|ｗｗｗ)\S{{3,60}}|.{{0,10}}{SITE}.{{0,10}}"
    r")[\s）)】\]》〉=*~_—―。!！-]*",
    re.IGNORECASE,
)
SURE: Final = re.compile(
    r"\.(?:com|net|org|cn|cc|info|la|tw|me|xyz|vip|io)\b|小[说說][网網]|中文[网網]"
    r"|[书書](?:屋|[网網]|城|[库庫])|https?:|www|ｗｗｗ|下[载載]|收藏(?:本站|[:：（(])|[弹彈]窗"
    r"|本章未?(?:完|[终終]|[结結]束)|未完待[续續]|最快更新|更新最快|本站"
    r"|求(?:月票|推[荐薦]票|收藏|[订訂][阅閱]|打[赏賞]|[鲜鮮]花)|txt|全文[阅閱][读讀]",
    re.IGNORECASE,
)
"""What one of these lines has: others may only look like them."""


def is_junk(line: str) -> bool:
    """Whether a line says nothing but where the file comes from, or asks for something.

    >>> is_junk("一秒记住【河湾小说网】，精彩小说无弹窗免费阅读！"), is_junk("（本章未完，请翻页）")
    (True, True)
    >>> is_junk("他请我记住那条河。"), is_junk("这本书由老人整理，藏在桥下。")
    (False, False)
    """
    line = line.strip()
    if len(line) > LONGEST or not SURE.search(line):
        return False
    return JUNK.fullmatch(line) is not None
