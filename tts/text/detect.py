"""Detects the language of a text: by script and, for Latin letters, by the most common words. No
model is used."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from tts.locale.language_tags import display_language, normal, written_of

SAMPLE = 20_000
"""Number of characters examined: more would not change the result."""
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9d]")
LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"
WORD = re.compile(f"{LETTER}+(?:['’]{LETTER}+)?")
NAME = re.compile(
    r"\b[A-Z][\w'’-]+"
    r"(?: (?:d[aeiou]|d[eo]l|della|d[aeo]s|van|von|den|der|zu|la|le|el|las|los|y|e)){1,2} (?=[A-Z])"
)
"""Particles in names say nothing about the language of the text: `Jean de la Fontaine`."""
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
"""The most common language of each script; a hint of another language in the same script takes
precedence."""
OWN_SCRIPT: Final = frozenset({"ja", "ko", *dict(SCRIPTS)})
"""Languages, besides Chinese, that are identified by their script alone."""
_ANY_SCRIPT: Final = re.compile("|".join(script.pattern for _, script in SCRIPTS))
KIN: Final = {
    "ru": {"uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"},
    "ar": {"fa", "ur", "ps", "ckb", "ug"},
    "he": {"yi"},
    "hi": {"mr", "ne", "sa"},
}
LETTERS: Final = {
    "fr": "àâçèéêëîïôùûœ",
    "de": "äöüß",
    "es": "áéíñóú",
    "it": "àèìòù",
    "pt": "áâãçéêíóôõú",
    "nl": "ëï",
    "sv": "äåö",
    "da": "æøå",
    "pl": "ąćęłńóśźż",
    "tr": "çğıöşü",
    "cs": "áčďéěíňřšťúůýž",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}
"""Letters of these languages that English does not have."""
ENOUGH: Final = 2.0
"""Weighted number of words needed to be more than a guess; with less, the hint decides."""


def detect(text: str, hint: str = "") -> str:
    """The BCP 47 tag of a text. `hint`, as stated by the source, only decides if the script is
    ambiguous.

    >>> detect("讓書自己走出去"), detect("让书自己走出去"), detect("图書", hint="zh-TW")
    ('zh-Hant', 'zh-Hans', 'zh-Hant')
    >>> detect("The rain was not that bad."), detect("Il pleut, et la mer est dans les nuages.")
    ('en', 'fr')
    >>> detect("本を読む"), detect("책을 읽다"), detect("Читать книгу")
    ('ja', 'ko', 'ru')
    """
    sample = text[:SAMPLE]
    if sample.isascii():
        return _latin(sample, hint) if WORD.search(sample) else _settled(hint)
    han = len(HAN.findall(sample))
    kana = len(KANA.findall(sample))
    latin = len(WORD.findall(sample))
    both = kana + han
    if kana >= max(2, 0.06 * both) and both >= latin:
        return "ja"
    counts = _counted(sample)
    if counts:
        tag = max(counts, key=counts.__getitem__)
        if counts[tag] > han and counts[tag] > 3 * latin:
            return _kin(tag, hint)
    if han and han >= latin:
        is_japanese = primary(hint) == "ja" and not _only_chinese(sample)
        return "ja" if is_japanese else _chinese(sample, hint)
    return _latin(sample, hint) if latin else _settled(hint)


def _counted(sample: str) -> dict[str, int]:
    """The number of letters in each script; empty if there are none, as in nearly every text
    checked."""
    if not _ANY_SCRIPT.search(sample):
        return {}
    return {tag: len(script.findall(sample)) for tag, script in SCRIPTS}


FEWEST_WORDS: Final = 6
"""Minimum words of a block in Latin letters that is spoken in its own language: a product's name is
not a paragraph."""
FEWEST_SIGNS: Final = 6
"""The same for Chinese characters, kana, Hangul and other scripts."""


def foreign(text: str, main: str) -> str:
    """The language of a block if it certainly differs from that of its article; otherwise empty.

    >>> foreign("“Nothing about us without us” is what they wrote on the wall.", "zh-Hans")
    'en'
    >>> foreign("他说：“We will be back.”然后走了。", "zh-Hans"), foreign("iPhone 15 Pro Max", "zh-Hans")
    ('', '')
    >>> foreign("学而不思则罔，思而不学则殆。", "en"), foreign("Rien ne va plus.", "en")
    ('zh-Hans', '')
    """
    sample = text[:SAMPLE]
    language = detect(sample)
    around = primary(main)
    if primary(language) == around:
        return ""
    words = WORD.findall(sample)
    signs = _signs(sample)
    if language in OWN_SCRIPT or primary(language) == "zh":
        is_enough = signs >= FEWEST_SIGNS and signs > 3 * len(words)
        return language if is_enough and around not in _sharing(language) else ""
    if len(words) < FEWEST_WORDS or signs > 0.1 * len(words):
        return ""
    is_sure = (
        _surely_english(sample, words, around) if language == "en" else _surely(sample, language)
    )
    return language if is_sure else ""


def _signs(sample: str) -> int:
    """The number of characters in scripts other than Latin."""
    others = _counted(sample).values()
    return len(HAN.findall(sample)) + len(KANA.findall(sample)) + sum(others)


def _surely_english(sample: str, words: list[str], around: str) -> bool:
    """Whether a block is English: inside a language in Latin letters judged by its words; inside
    others one common word is enough."""
    if around not in OWN_SCRIPT and around != "zh":
        return _surely(sample, "en", around)
    common = _common()["en"]
    return any(word.lower() in common for word in words)


def _sharing(found: str) -> set[str]:
    """Languages whose text may look like that of another: Chinese characters without kana, one
    alphabet for several."""
    if primary(found) == "zh":
        return {"ja", "ko"}
    return KIN.get(found, set())


def _words(sample: str) -> list[str]:
    """The words that indicate a language, without the particles of names."""
    without_names = NAME.sub(" ", sample)
    return WORD.findall(without_names)


def _surely(sample: str, tag: str, other: str = "en") -> bool:
    """Whether a quarter of the words, and at least three, indicate one language rather than the
    other."""
    words = _words(sample)
    enough = max(3.0, 0.25 * len(words))
    return _hits(words, tag, other) >= enough > _hits(words, other, tag)


def primary(tag: str) -> str:
    """The written language of a tag: `zh` for `zh-Hant-TW` and for `yue`."""
    return written_of(tag)


def _settled(hint: str) -> str:
    """The language of text without letters: the one stated, otherwise English."""
    if primary(hint) == "zh":
        return _chinese("", hint)
    return normal(hint) or "en"


def _kin(tag: str, hint: str) -> str:
    """The language of the hint if it uses the same script."""
    hinted = primary(hint)
    return hinted if hinted in KIN.get(tag, ()) else tag


def _latin(sample: str, hint: str) -> str:
    """The language with the most evidence; overruling the hint, or deciding against English, takes
    clear evidence of at least two words."""
    words = _words(sample)
    found = _evidence(words)
    best = max(found, key=found.__getitem__)
    named = primary(hint)
    rival = named if best == "en" else "en"
    is_weak = _hits(words, best, rival) < max(ENOUGH, 0.1 * len(words))
    if named in found:
        is_near = found[named] >= 0.6 * found[best]
        if is_weak or is_near:
            return named
    elif named and named not in OWN_SCRIPT and named != "zh":
        is_rare = found[best] < 0.2 * len(words)
        return named if is_weak or is_rare else best
    is_english = is_weak or _hits(words, best, "en") < 1.5 * _hits(words, "en", best)
    return "en" if is_english else best


def _evidence(words: list[str]) -> dict[str, float]:
    """The evidence for each language; a word shared by several counts partly for each."""
    found = dict.fromkeys(_common(), 0.0)
    for word in words:
        weight, tags = _known(word)
        share = weight / max(1, len(tags))
        for tag in tags:
            found[tag] += share
    return found


def _hits(words: list[str], tag: str, other: str) -> float:
    """The weighted number of words that indicate one language but not the other."""
    hits = 0.0
    for word in words:
        weight, tags = _known(word)
        if tag in tags and other not in tags:
            hits += weight
    return hits


@lru_cache(maxsize=20_000)
def _known(word: str) -> tuple[float, tuple[str, ...]]:
    """The weight of a word, and its languages. Single letters have little weight, since `a` and `o`
    are words nearly everywhere; capitalized words may be names."""
    weight = 1.0 if len(word) > 1 else 0.25
    if word[0].isupper():
        weight *= 0.5
    return weight, _tags(word.lower())


def _tags(word: str) -> tuple[str, ...]:
    """The languages in which a word is common, otherwise those that use its letters."""
    common = tuple(tag for tag, words in _common().items() if word in words)
    marked = {char for char in word if char > "\x7f" and char != "’"}
    if common or not marked:
        return common
    return tuple(tag for tag, letters in LETTERS.items() if marked.issubset(letters))


@cache
def _common() -> dict[str, set[str]]:
    """The most common words of languages with Latin letters."""
    path = files("tts").joinpath("data", "common-words.txt")
    lines = path.read_text("utf-8").splitlines()
    found: dict[str, set[str]] = {}
    for line in lines:
        if line.startswith("#"):
            continue
        tag, _, words = line.partition(": ")
        found.setdefault(tag, set()).update(words.split())
    return found


def _only_chinese(sample: str) -> bool:
    """Whether it contains a word that no Japanese text has."""
    return any(char in sample for char in "这们吗呢啊個們嗎這妳你")


def _chinese(sample: str, hint: str) -> str:
    """`zh-Hans` or `zh-Hant`, whichever has more characters of its own; the hint if they are
    equal."""
    simplified, traditional = simplified_only(), traditional_only()
    simple = sum(char in simplified for char in sample)
    full = sum(char in traditional for char in sample)
    if simple != full:
        return "zh-Hans" if simple > full else "zh-Hant"
    return "zh-Hant" if display_language(hint) == "zh-Hant" else "zh-Hans"


def simplified_only() -> frozenset[str]:
    """Common characters found only in simplified text."""
    return frozenset(PAIRS[::2])


def traditional_only() -> frozenset[str]:
    """Common characters found only in traditional text."""
    return frozenset(PAIRS[1::2])


PAIRS: Final = (
    "这這个個们們来來为為说說时時会會过過国國对對学學开開还還进進发發现現无無长長业業见見问問间間关關样樣两兩实實点點动動体體义義当當没沒书書话話电電东東车車门門马馬鱼魚鸟鳥龙龍飞飛语語"
    "读讀认認识識记記让讓谁誰请請谢謝课課试試评評论論设設许許该該详詳误誤调調谈談议議讨討变變边邊达達运運远遠连連选選适適头頭买買卖賣贵貴费費资資质質财財负負责責贡貢货貨购購员員总總经經"
    "给給结結统統级級纪紀约約红紅纸紙组組织織终終细細线線练練续續绿綠网網罗羅联聯声聲听聽医醫药藥师師帮幫带帶应應广廣庄莊库庫层層属屬岁歲岛島币幣归歸张張强強弹彈录錄从從众眾优優价價仅僅"
    "传傳伤傷产產亲親亿億习習乡鄉办辦务務劳勞势勢区區华華单單卫衛压壓厂廠厅廳历歷参參双雙号號叶葉吗嗎园園图圖团團围圍块塊坏壞场場坚堅处處备備复復够夠夺奪奖獎妇婦妈媽宝寶审審宽寬导導将將"
    "尔爾尽盡岂豈态態怀懷战戰户戶执執扩擴扫掃护護报報担擔据據拥擁择擇换換损損摆擺数數断斷旧舊显顯条條极極构構标標树樹档檔桥橋检檢楼樓权權欢歡毁毀气氣汉漢济濟测測浅淺满滿灭滅灯燈灵靈热熱"
    "爱愛爷爺状狀独獨环環玛瑪疗療监監盘盤矿礦码碼确確种種积積稳穩穷窮笔筆筑築签簽简簡类類粮糧紧緊纷紛维維缘緣胜勝脑腦脸臉节節艺藝苏蘇荣榮获獲虽雖补補观觀规規视視觉覺训訓证證诉訴词詞诗詩"
    "译譯诚誠贝貝贫貧贸貿赛賽赞贊赵趙轮輪软軟轻輕较較载載辆輛输輸迁遷违違迟遲遗遺邮郵邻鄰钟鐘钱錢铁鐵银銀错錯键鍵锁鎖镇鎮闭閉闻聞阅閱队隊阳陽阴陰阵陣阶階际際陆陸陈陳险險随隨隐隱难難雾霧"
    "静靜页頁顶頂项項顺順须須顾顧预預领領题題颜顏额額风風饭飯馆館驶駛验驗骑騎惊驚鸡雞麦麥黄黃齐齊齿齒龄齡龟龜吨噸丰豐丽麗举舉乐樂乔喬云雲伟偉伦倫兴興农農军軍决決况況凉涼减減凤鳳凯凱击擊"
    "创創删刪别別剧劇劝勸协協卢盧叹嘆启啟响響哑啞唤喚圣聖坝壩垒壘"
)
"""Alternating simplified and traditional characters."""
