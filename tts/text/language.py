"""Which language a text is in: by script, and for Latin letters by the commonest words. No model."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

SAMPLE = 20_000
"""Characters looked at: more would not change the answer."""
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9d]")
WORD = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f]+(?:['’][a-z\u00df-\u00f6\u00f8-\u024f]+)?")
SCRIPTS: Final = (
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
)
"""The commonest language of a script; a hint of another that is written in it wins."""
KIN: Final = {
    "ru": {"uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"},
    "ar": {"fa", "ur", "ps", "ckb", "ug"},
    "he": {"yi"},
    "hi": {"mr", "ne", "sa"},
}
COMMON: Final = {
    "en": "the of and to in is that it was for with as on are this be by from have not at which but",
    "fr": "le la les des du et est une que dans pour qui sur pas au par avec ce il elle sont nous aux",
    "de": "der die und das ist den nicht von mit ein eine zu auf dem sich des für auch im als wie es sind",
    "es": "el la los las del y es que en una por con para no se su al lo como más pero sus está",
    "it": "il di che la è un una per con non del della sono gli le nel dei si alla anche più questo",
    "pt": "o os as do da que não em um uma para com por dos das é no na mais como foi ao se são",
    "nl": "de het een van en is dat niet op te zijn voor met die aan er ook maar bij wordt naar om",
    "sv": "och att det som en är på av för med den till inte har om ett jag var de så från",
    "da": "og at det er en til på som af for med den ikke har de et jeg var der fra",
    "pl": "i w na się nie z że do jest to jak o ale po od za przez dla był być są",
    "tr": "ve bir bu da de için ile çok daha olarak gibi ne var olan kadar sonra değil",
    "vi": "và là của có không được cho trong một người với các này đã những để từ khi",
    "id": "yang dan di ini itu dengan untuk dari pada tidak dalam adalah akan juga oleh ke",
    "cs": "a je se na že v to s do o i pro jako ale by jsem není byl jeho také",
}
"""The commonest words of languages written in Latin letters."""


def detect(text: str, hint: str = "") -> str:
    """A BCP 47 tag. `hint`, what the source says of itself, decides only where the script leaves a choice.

    >>> detect("讓書自己走出去"), detect("让书自己走出去"), detect("图書", hint="zh-TW")
    ('zh-Hant', 'zh-Hans', 'zh-Hant')
    >>> detect("The rain was not that bad."), detect("Il pleut, et la mer est dans les nuages.")
    ('en', 'fr')
    >>> detect("本を読む"), detect("책을 읽다"), detect("Читать книгу")
    ('ja', 'ko', 'ru')
    """
    sample = text[:SAMPLE].lower()
    han, kana = len(HAN.findall(sample)), len(KANA.findall(sample))
    latin = len(WORD.findall(sample))
    if kana >= 2 and kana >= 0.06 * (kana + han) and kana + han >= latin:
        return "ja"
    counts = {tag: len(script.findall(sample)) for tag, script in SCRIPTS}
    tag = max(counts, key=counts.__getitem__)
    if counts[tag] > han and counts[tag] > 3 * latin:
        return _kin(tag, hint)
    if han and han >= latin:
        return "ja" if primary(hint) == "ja" and not _only_chinese(sample) else _chinese(sample, hint)
    return _latin(sample, hint) if latin else _settled(hint)


def primary(tag: str) -> str:
    """The language of a tag: `zh` of `zh-Hant-TW`."""
    return tag.replace("_", "-").split("-")[0].lower()


def _settled(hint: str) -> str:
    """For text without letters: what the source says, else English."""
    if primary(hint) == "zh":
        return _chinese("", hint)
    return hint.replace("_", "-") or "en"


def _kin(tag: str, hint: str) -> str:
    return primary(hint) if primary(hint) in KIN.get(tag, ()) else tag


def _latin(sample: str, hint: str) -> str:
    """By the share of each language's commonest words; the hint wins unless the words speak clearly for another."""
    words = WORD.findall(sample)
    shares = {tag: sum(word in common for word in words) / len(words) for tag, common in _common().items()}
    best = max(shares, key=shares.__getitem__)
    named = primary(hint)
    if named and named not in shares and named not in {"zh", "ja", "ko", *dict(SCRIPTS)}:
        return named if shares[best] < 0.2 else best
    if named in shares and (len(words) < 6 or shares[named] >= 0.6 * shares[best]):
        return named
    return best if shares[best] > 1.2 * shares["en"] and shares[best] >= 0.12 else "en"


@cache
def _common() -> dict[str, frozenset[str]]:
    return {tag: frozenset(words.split()) for tag, words in COMMON.items()}


def _only_chinese(sample: str) -> bool:
    """Whether a word that no Japanese text has stands in it."""
    return any(char in sample for char in "这们吗呢啊個們嗎這妳你")


def _chinese(sample: str, hint: str) -> str:
    """`zh-Hans` or `zh-Hant`, by which script's own characters are more; the hint where there are as many."""
    ours = simplified_only(), traditional_only()
    simple, full = (sum(char in own for char in sample) for own in ours)
    if simple != full:
        return "zh-Hans" if simple > full else "zh-Hant"
    tag = hint.replace("_", "-").lower()
    return "zh-Hant" if any(part in tag for part in ("hant", "-tw", "-hk", "-mo")) else "zh-Hans"


def simplified_only() -> frozenset[str]:
    """Common characters that only simplified text has."""
    return frozenset(PAIRS[::2])


def traditional_only() -> frozenset[str]:
    """Common characters that only traditional text has."""
    return frozenset(PAIRS[1::2])


PAIRS: Final = (
    "这這个個们們来來为為说說时時会會过過国國对對学學开開还還进進发發现現无無长長业業见見问問间間关關样樣两兩实實点點动動体體义義当當没沒书書话話电電东東车車门門马馬鱼魚鸟鳥龙龍飞飛语語读讀认認识識记記让讓谁誰请請"
    "谢謝课課试試评評论論设設许許该該详詳误誤调調谈談议議讨討变變边邊达達运運远遠连連选選适適头頭买買卖賣贵貴费費资資质質财財负負责責贡貢货貨购購员員总總经經给給结結统統级級纪紀约約红紅纸紙组組织織终終细細线線练練"
    "续續绿綠网網罗羅联聯声聲听聽医醫药藥师師帮幫带帶应應广廣庄莊库庫层層属屬岁歲岛島币幣归歸张張强強弹彈录錄从從众眾优優价價仅僅传傳伤傷产產亲親亿億习習乡鄉办辦务務劳勞势勢区區华華单單卫衛压壓厂廠厅廳历歷参參双雙"
    "号號叶葉吗嗎园園图圖团團围圍块塊坏壞场場坚堅处處备備复復够夠夺奪奖獎妇婦妈媽宝寶审審宽寬导導将將尔爾尽盡岂豈态態怀懷战戰户戶执執扩擴扫掃护護报報担擔据據拥擁择擇换換损損摆擺数數断斷旧舊显顯条條极極构構标標树樹"
    "档檔桥橋检檢楼樓权權欢歡毁毀气氣汉漢济濟测測浅淺满滿灭滅灯燈灵靈热熱爱愛爷爺状狀独獨环環玛瑪疗療监監盘盤矿礦码碼确確种種积積稳穩穷窮笔筆筑築签簽简簡类類粮糧紧緊纷紛维維缘緣胜勝脑腦脸臉节節艺藝苏蘇荣榮获獲虽雖"
    "补補观觀规規视視觉覺训訓证證诉訴词詞诗詩译譯诚誠贝貝贫貧贸貿赛賽赞贊赵趙轮輪软軟轻輕较較载載辆輛输輸迁遷违違迟遲遗遺邮郵邻鄰钟鐘钱錢铁鐵银銀错錯键鍵锁鎖镇鎮闭閉闻聞阅閱队隊阳陽阴陰阵陣阶階际際陆陸陈陳险險随隨"
    "隐隱难難雾霧静靜页頁顶頂项項顺順须須顾顧预預领領题題颜顏额額风風饭飯馆館驶駛验驗骑騎惊驚鸡雞麦麥黄黃齐齊齿齒龄齡龟龜吨噸丰豐丽麗举舉乐樂乔喬云雲伟偉伦倫兴興农農军軍决決况況凉涼减減凤鳳凯凱击擊创創删刪别別剧劇"
    "劝勸协協卢盧叹嘆启啟响響哑啞唤喚圣聖坝壩垒壘"
)
"""Simplified and traditional, in turn."""
