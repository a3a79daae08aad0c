"""Lines that novel sites add to text files: where they come from, where to read on."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 120
"""Maximum characters of such a line."""
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
ADDRESS: Final = re.compile(
    r"\.(?:com|net|org|cn|cc|info|la|tw|me|xyz|vip|io)\b|https?:|www[.．]|ｗｗｗ", re.IGNORECASE
)
ASKS = r"(?:月票|推[荐薦]票|收藏|[订訂][阅閱]|打[赏賞]|[鲜鮮]花)"
SITES_OWN: Final = re.compile(
    r"小[说說][网網]|中文[网網]|笔趣[阁閣]|筆趣閣|[弹彈]窗|本章未?(?:完|[终終]|[结結]束)|未完待[续續]"
    r"|txt(?:下[载載]|全集)|收藏本站|[记記]住(?:本站|网址|網址|域名)的?(?:网址|網址|域名|[，,。！!：:]|$)"
    r"|求(?:月票|推[荐薦]票)"
    rf"|^\W*求{ASKS}|求{ASKS}.{{0,12}}求{ASKS}|(?:新[书書]|本[书書]|大家|[读讀]者|更).{{0,8}}求{ASKS}"
    r"|(?:章[节節]|小[说說]|本[书書]|全文).{0,12}(?:最快更新|更新最快)"
    r"|(?:最快更新|更新最快).{0,12}(?:章[节節]|小[说說]|本[书書]|全文)"
    r"|24\s?小[时時](?:[内內]|之[内內])?[删刪]除|版[权權][归歸]|[仅僅]供.{0,6}(?:[试試][读讀]|[学學][习習]|交流|[预預][览覽])"
    r"|(?:更多|最新|全本|精校|免[费費]).{0,8}(?:小[说說]|[电電]子[书書]|章[节節]|好[书書]).{0,24}(?:本站|[尽盡]在)",
    re.IGNORECASE,
)
"""Phrases that only sites use: a line with one of these needs no other evidence."""
LIKE_A_SITE: Final = re.compile(
    r"[书書](?:屋|[网網]|城|[库庫])|下[载載]|本站|收藏[:：（(]|txt|全文[阅閱][读讀]|最快更新|更新最快",
    re.IGNORECASE,
)
"""Words of sites that also occur in stories: such a line must also call for something, and not be a
sentence about somebody."""
CALL: Final = re.compile(
    r"[请請]|[欢歡]迎|更多|最新|免[费費]|全本|精[彩校]|[尽盡]在|首[发發]|整理|上[传傳]|提供|收集|制作|製作"
)
SENTENCE: Final = re.compile(r"[。！？!?…][”’」』）)]*$")
TELLING: Final = re.compile(r"(?<![其吉])他|她|[说說道問问答喊][。！？]")
"""Somebody who acts or speaks."""
BARE: Final = re.compile(rf"<?(?:(?:https?://|www[.．])\S{{3,}}|{SITE}\S*)>?", re.IGNORECASE)
LED_BY_ADDRESS: Final = re.compile(
    r"[\s（(【\[]*(?:https?://|www[.．]|ｗｗｗ)[\w./-]{3,60}[\s\u3000,，、|-]{1,3}\S.{0,80}",
    re.IGNORECASE,
)
"""An address followed by words: a site's line if they are its typical words, and no sentence."""
OF_READING_SITES: Final = re.compile(
    r"手[机機](?:用[户戶]|[阅閱][读讀]|版)|小[说說]|笔趣|筆趣|[书書](?:屋|[网網]|城|[库庫])|章[节節]|[弹彈]窗"
    r"|首[发發]|最快更新|更新最快|中文[网網]|[记記]住|[阅閱][读讀]",
)


def is_junk(line: str) -> bool:
    """Whether a line only says where the file comes from, or asks for something.

    >>> is_junk("一秒记住【河湾小说网】，精彩小说无弹窗免费阅读！"), is_junk("（本章未完，请翻页）")
    (True, True)
    >>> is_junk("他请我记住那条河。"), is_junk("他把手机用户手册下载到了电脑里。")
    (False, False)
    """
    line = line.strip()
    if len(line) > LONGEST:
        return False
    if LED_BY_ADDRESS.fullmatch(line) and OF_READING_SITES.search(line):
        return not _tells(line)
    return JUNK.fullmatch(line) is not None and _is_of_a_site(line)


def is_bare_address(line: str) -> bool:
    """Whether a line is just a web address, which also occurs in articles.

    >>> is_bare_address("https://example.org/a"), is_bare_address("www.example.com 河湾小说网")
    (True, False)
    """
    return BARE.fullmatch(line.strip()) is not None


def _is_of_a_site(line: str) -> bool:
    """Whether a line that looks like a site's has something that stories don't have."""
    if ADDRESS.search(line):
        return bool(CALL.search(line)) or not _tells(line)
    if SITES_OWN.search(line):
        return not _tells(line)
    if SENTENCE.search(line) or TELLING.search(line):
        return False
    return LIKE_A_SITE.search(line) is not None and CALL.search(line) is not None


def _tells(line: str) -> bool:
    """Whether a line is a sentence about somebody, or speech."""
    return bool(SENTENCE.search(line) and TELLING.search(line))
