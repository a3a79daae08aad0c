"""Single-character words whose reading depends on their position: particles, surnames, a few verbs.
Characters in longer words are in `polyphones_in_words`.

The other sources are unreliable here: g2pM reads the sentence, but misses what the adjacent words
show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tts.engines.mandarin.wei import wei
from tts.engines.mandarin.word_sets import NUMBER, PARTICLES, PRONOUNS
from tts.engines.mandarin.word_sets import table as _table
from tts.engines.mandarin.word_sets import word_set as _set

MUST: Final = (
    PRONOUNS
    | frozenset("也就都只总还便才又必非这那可")
    | _set("恐怕 肯定 至少 起码 大概 估计 多半 不然")
)
"""After these a single 得 is dei3, must (你得去); after verbs and adjectives it is the particle
(跑得快)."""
GETTING: Final = MUST | _set("曾 曾经 终于 已 已经")
GOT: Final = _set("了 过 奖 病 分 票 名 第一 第一名 冠军 金牌 满分 胜")
"""Between these it is de2, to get: 他得了冠军."""
SHARING: Final = _set("各 均 共 总共 一共 仅")
PLACED: Final = _set("的 位于 附近 处于 地处")
"""Before these 地 means a place: 事发地位于."""
COUNTED_ALONE: Final = frozenset("犬船舰")
"""After these alone, 只 is still a measure word."""
MANY: Final = frozenset("万亿半整某双")
COUNTED_BY: Final = NUMBER | frozenset("整某各半")
"""After these 个 counts; after other words it stands for 一个: 找个人."""
UNITS: Final = _set("米 厘米 毫米 分米 公里 千米 里 尺 寸 丈 公尺 英尺 英寸 英里 光年 纳米 微米")
DEGREES: Final = _set("很 太 最 更 较 好 多 够 挺 真 这么 那么 非常 特别")
"""Before 长 these show that it is the adjective."""
LENGTHS: Final = ("", "达", "约", "近", *NUMBER)
GROWN: Final = tuple("草肉个痘毛胖高大出满虫叶芽斑胡皱歪成")
"""Before these 长 means to grow."""
MEASURED: Final = _set("一点 一点儿 点 些 一些 以后 之后")
"""Before these 长了 is the adjective, as before a length."""
BAD: Final = DEGREES | _set("不 得 还 只 就 偏 极 极其 相当 比较 特 越来越 不算 更加 有点 有些 稍")
"""After these 差 means bad or lacking."""
GAPS: Final = _set("息 分 胜 净胜 净息 贫富 正 负 利 价 温 倒 均 汇 级 秒")
"""After these 差 means a difference."""
TUNED: Final = tuple("高低仓休班至为整回价档味温光薪级解息准位音试优减增")
"""Before these 调 means to adjust."""
SENT: Final = tuple("查取任动用离走入出兵来派去")
"""Before these 调 means to send or fetch."""
BANKS: Final = _set("多家 各家 开户 发卡")
"""After these 行 means a bank."""
YIELDING: Final = frozenset("受劝归招诈投乞请纳")
"""After these 降 means to surrender."""
FOND: Final = _set("学 赌 斗 面子 管闲事 表现 为人师")
"""Before these 好 means to be fond of."""
MOVES: Final = frozenset("棋妙险高")
"""Before these, 着 after a number is a move in a game."""
BEHIND_VERBS: Final = tuple("了着过好紧住")
ROUND: Final = frozenset("绕围")
"""Verbs for moving around something: 转 after them at the end is zhuan4."""
OWING: Final = _set("怎么 该 应该 要 去 来 得 快 先 早点 必须 没")
"""Between these and a person 还 means to give back."""
COUNTED: Final = NUMBER | frozenset("某各何余类")
"""After these 种 means a kind, otherwise to plant."""
AS_VERBS: Final = _table(
    "扇:shan1 量:liang2 咽:yan4 划:hua2 系:ji4 削:xiao1 盛:cheng2 弹:tan2 数:shu3 背:bei1 钻:zuan1 "
    "挑:tiao1 缝:feng2 卷:juan3 铺:pu1 塞:sai1 空:kong4 磨:mo2 担:dan1 扎:zha1 涨:zhang3 钉:ding4 "
    "蒙:meng2"
)
"""Readings as verbs, shown by a following particle: 了, 着 or 过."""
OFFERED: Final = _set("招 上 逼 翻 录 诱 指 串")
"""After these 供 means to confess or to offer."""
LOOKS: Final = _set("的 宰 丞 首 宝 扮 看 面 金 木 可怜 穷酸 凶 真 照 长")
"""After these 相 means a look or a minister."""
IN_VAIN: Final = tuple("瞪瞅等耗")
"""Before these 干 means in vain: 干瞪眼."""
DRIED: Final = frozenset("抽晒吹擦烘晾烤榨流喝沥拧")
"""Verbs that result in something dry: 抽干."""
SURNAMES: Final = _table(
    "仇:qiu2 单:shan4 解:xie4 查:zha1 区:ou1 任:ren2 华:hua4 盖:ge3 朴:piao2 曾:zeng1 缪:miao4 "
    "尉:wei4 翟:zhai2 葛:ge3 纪:ji3 燕:yan1 员:yun4 种:chong2 折:she2 秘:bi4 逄:pang2 訾:zi1 冼:xian3 "
    "乐:yue4 宁:ning4 晁:chao2 那:na1 覃:qin2 瞿:qu2 郄:qie4 乜:nie4"
)
"""Surnames read differently from the word: 姓仇, 单先生."""
TITLES: Final = _set(
    "先生 女士 小姐 太太 夫人 老师 教授 医生 大夫 师傅 博士 院士 律师 老太太 老先生 同学 大爷 大妈 "
    "氏 某 某某"
)
OFFICES: Final = _set("教授 老师 同学 医生 某 某某 氏")
WORDS_TOO: Final = frozenset("区任乐那宁种员解折")
"""Before such a title these are not surnames: 任教授, to be a professor; 那老师, that teacher."""

WEARING: Final = ("", *"下身上脚头均都皆内外")
"""After these, or at the beginning, 着 means to wear if clothing follows."""
CLOTHES: Final = tuple("装裙裤衣服袍鞋靴衫袄")
PHILOSOPHY: Final = _set(
    "道 道德经 道家 孔子 庄子 孟子 墨子 荀子 思想 哲学 智慧 学说 主张 无为 先秦 春秋 创始人 函谷关 曰 云 说 认为 第 "
    "章 著作 原文 一书 讲学 故里 像 骑 青牛"
)
"""Words in sentences about the philosopher 老子."""
SPEAKERS: Final = _set(
    "我 你 你们 他妈 儿子 给 是 看 跟 揍 打死 弄死 滚 不干 照样 非 偏 偏要 才不 今天 就是"
)
"""Words in sentences where somebody calls himself, or his father, 老子."""

SEVERAL: Final = tuple("十百千万亿月年天日周个名家次位件")
"""Before these 数 means several."""
SEATS: Final = tuple("省市县区州镇村校院局处科部队团厂站社会")
"""After a longer name ending in one of these, 长 is its head: 河南省长."""
ONCE: Final = PRONOUNS | _set("也 都 未")
"""After these 曾 means once and is not a surname."""
DAYS: Final = frozenset("天周月年")
"""After these 假 means leave from work: 三天假."""
TAMED: Final = frozenset("龙伏服魔妖")
"""Before these 降 means to tame."""
GRAIN: Final = frozenset("米粮谷麦粟大")
COUNTED_OUT: Final = frozenset("出完清起")
"""Before these 数 means to count."""
AT_ALL_COSTS: Final = frozenset("勿不莫记忌合")
"""Before these 切 means by all means, or to fit: 切勿, 切合."""

Rule = Callable[[str, str], str]
"""The previous and the next word, empty at the ends -> the syllable, or an empty string to leave it
to the other sources."""


def syllable_in_context(words: Sequence[str], i: int) -> str:
    """The syllable of a single-character word if its position determines it, otherwise an empty
    string.

    >>> texts = (["跑", "得", "快"], ["他", "得", "走"], ["姓", "单"])
    >>> [syllable_in_context(words, 1) for words in texts]
    ['de5', 'dei3', 'shan4']
    """
    char = words[i]
    before, behind = beside(words, i)
    if char in PARTICLES and not behind:
        return PARTICLES[char]
    if char in SURNAMES and _is_surname(char, before, behind):
        return SURNAMES[char]
    if char in BY_FAR:
        return BY_FAR[char](words, i)
    if placed := _by_more(words, i, before, behind):
        return placed
    ruled = RULES[char](before, behind) if char in RULES else ""
    return ruled or _leading(char, behind) or ALWAYS.get(char, "")


def _leading(char: str, behind: str) -> str:
    syllable, beginnings = LEADING_TO.get(char, ("", ""))
    if behind and behind[0] in beginnings:
        return syllable
    return ""


def beside(words: Sequence[str], i: int) -> tuple[str, str]:
    """The previous and the next word, empty at the ends."""
    before = words[i - 1] if i else ""
    return before, _next(words, i + 1)


def syllables_in_context(words: Sequence[str], i: int) -> tuple[str, ...]:
    """The syllables of a longer word if the words around determine them, otherwise none.

    >>> syllables_in_context(["孔子", "问", "礼于", "老子"], 3)
    ()
    >>> syllables_in_context(["你", "敢", "骂", "老子"], 3)
    ('lao3', 'zi5')
    """
    if words[i] != "老子":
        return ()
    is_philosopher = not PHILOSOPHY.isdisjoint(words)
    is_speaker = not SPEAKERS.isdisjoint(words)
    if is_philosopher or not is_speaker:
        return ()
    return ("lao3", "zi5")


def _by_more(words: Sequence[str], i: int, before: str, behind: str) -> str:
    """Rules that need more than the two adjacent words."""
    char = words[i]
    if char == "了" and before == "得":
        is_able = i > 1 and words[i - 2] not in MUST
        return "liao3" if is_able else "le5"
    if char in AS_VERBS and behind[:1] in BEHIND_VERBS:
        return AS_VERBS[char]
    if char == "为":
        return wei(words, i)
    if char == "长" and behind == "了":
        return _grown(words[i + 2 : i + 4])
    if char == "和" and behind == "了" and _next(words, i + 2) in ("面", "泥"):
        return "huo2"
    is_at_end = char == "转" and not behind
    return _turning(words[max(0, i - 4) : i]) if is_at_end else ""


def _next(words: Sequence[str], i: int) -> str:
    return words[i] if i < len(words) else ""


def _is_clothed(behind: Sequence[str]) -> bool:
    """Whether one of a few words is clothing: 下着长裙."""
    worn = [word for word in behind if word.endswith(CLOTHES)]
    return any(word not in ("服", "装") for word in worn)


def _turning(before: Sequence[str]) -> str:
    """The reading of 转 after what is turned around: 绕着太阳转."""
    is_round = any(word[0] in ROUND for word in before)
    return "zhuan4" if is_round else ""


def _grown(behind: Sequence[str]) -> str:
    """长 in 长了见识 means to grow; in 时间长了 and 裤子长了两厘米 it means long."""
    long = not behind or behind[0] in MEASURED or behind[-1] in UNITS
    return "chang2" if long else "zhang3"


def _is_surname(char: str, before: str, behind: str) -> bool:
    if before in ("姓", "复姓", "本姓", "姓氏"):
        return True
    is_word = char in WORDS_TOO and behind in OFFICES
    return behind in TITLES and not is_word


def _de_got(before: str, behind: str) -> str:
    if behind in GOT and (not before or before in GETTING):
        return "de2"
    if before in SHARING:
        return "de2"
    is_must = not before or before in MUST
    return "dei3" if is_must else "de5"


def _way(words: Sequence[str], i: int) -> str:
    """地 after an adverb (慢慢地走), and at the end after an obvious one (很自然地)."""
    before, behind = beside(words, i)
    if behind and not before:
        return "di4"
    if len(before) < 2:
        return ""
    if behind:
        return "di4" if behind in PLACED else "de5"
    is_twice = before[-1] == before[-2]
    is_graded = i > 1 and words[i - 2] in DEGREES
    return "de5" if is_twice or is_graded else ""


def _ought(words: Sequence[str], i: int) -> str:
    """应 on its own means ought to, but not in 应邀 and 应他之邀."""
    behind = words[i + 1 :]
    if not behind:
        return ""
    invited = any(word.startswith("邀") for word in behind)
    return "ying4" if invited else "ying1"


def _wearing(words: Sequence[str], i: int) -> str:
    """着 means to wear in 下着长裙; otherwise it is a particle or means to reach."""
    before, behind = beside(words, i)
    if before in WEARING and _is_clothed(words[i + 1 : i + 5]):
        return "zhuo2"
    return _zhao(before, behind)


BY_FAR: Final[dict[str, Callable[[Sequence[str], int], str]]] = {
    "应": _ought,
    "地": _way,
    "着": _wearing,
}
"""Rules that need more than the two adjacent words."""


def _is_count(word: str) -> bool:
    last = word[-1]
    return last in NUMBER or last in MANY


def _is_number(word: str) -> bool:
    return word != "" and NUMBER.issuperset(word)


def _zhong(before: str, behind: str) -> str:
    return "zhong3" if before[-1:] in COUNTED else "zhong4"


def _chang(before: str, behind: str) -> str:
    first = behind[:1]
    is_head = len(before) > 2 and before[-1] in SEATS and first not in LENGTHS
    is_to_grow = first in GROWN and before not in DEGREES
    if is_head or is_to_grow:
        return "zhang3"
    is_length = before in UNITS or before in DEGREES or before == "又"
    return "chang2" if is_length else ""


def _huan(before: str, behind: str) -> str:
    """还 at the end can't be an adverb: 欠钱不还 means giving back."""
    gives = not behind or behind == "了" or (behind in PRONOUNS and before in OWING)
    return "huan2" if gives and before else "hai2"


def _zhao(before: str, behind: str) -> str:
    if before[-1:] in NUMBER and behind[:1] in MOVES:
        return "zhao1"
    is_reached = before in ("不", "得") or behind == "了"
    return "zhao2" if is_reached else "zhe5"


def single(before: str, behind: str) -> str:
    """只 after a number counts animals and things (两只, 犬只); otherwise it means only."""
    if not before or behind == "是":
        return ""
    is_counted = _is_count(before) or before in COUNTED_ALONE
    return "zhi1" if is_counted else ""


def _fold(before: str, behind: str) -> str:
    """重 after a number means so many times."""
    if not before:
        return ""
    counted = set(before) <= NUMBER | {"万"}
    return "chong2" if counted else ""


def _piece(before: str, behind: str) -> str:
    """个 after a word that does not count stands for 一个 and has the neutral tone: 找个人."""
    if not before:
        return ""
    last = before[-1]
    return "" if last in COUNTED_BY else "ge5"


def _cha(before: str, behind: str) -> str:
    if before in GAPS:
        return "cha1"
    is_lacking = before in BAD or behind[:1] in NUMBER
    return "cha4" if is_lacking else ""


def _tiao(before: str, behind: str) -> str:
    if behind[:1] in TUNED:
        return "tiao2"
    return "diao4" if behind[:1] in SENT else ""


def _hao(before: str, behind: str) -> str:
    if behind in FOND:
        return "hao4"
    return "" if before in PRONOUNS else "hao3"


ALWAYS: Final = _table("都:dou1 教:jiao1 累:lei4 咋:za3 劲:jin4 弄:nong4 攒:zan3")
"""Fixed readings of these as single-character words."""
LEADING_TO: Final = {
    "弹": ("tan2", "起奏出琴一得"),
    "倒": ("dao4", "出进入满"),
    "系": ("ji4", "上领围鞋安绳扣腰红丝"),
    "盛": ("cheng2", "满汤饭水粥在"),
    "塞": ("sai1", "进入满给到回得在住着过"),
    "钻": ("zuan1", "出进入到过来"),
    "藏": ("cang2", "了着在起好进到匿有"),
    "卡": ("qia3", "在住着到得"),
    "攒": ("cuan2", "尖所眉射聚顶"),
    "劲": ("jing4", "骑旅敌风爆舞歌卒草松弩升射吹"),
    "冲": ("chong4", "我你您他她它咱这那谁"),
}
"""Readings before words that start with one of the characters: 盛满, 冲他笑."""


def _hit_by(before: str, behind: str) -> str:
    """中 means to be hit by: 中了毒, 没中过奖."""
    is_verb = behind == "了" or (before == "没" and behind == "过")
    return "zhong4" if is_verb else ""


def _load(before: str, behind: str) -> str:
    """担 after a number is a load on a carrying pole: 两担水."""
    if before and _is_count(before):
        return "dan4"
    return ""


def _once(before: str, behind: str) -> str:
    return "ceng2" if before in ONCE else ""


def _measure(before: str, behind: str) -> str:
    """量 means to measure: 量一量体温."""
    if before == "一" and behind:
        return "liang2"
    return ""


def _leave(before: str, behind: str) -> str:
    return "jia4" if before[-1:] in DAYS else ""


def _dry(before: str, behind: str) -> str:
    is_dry = before in DRIED or behind[:1] in IN_VAIN
    return "gan1" if is_dry else ""


def _son(before: str, behind: str) -> str:
    """儿 at the beginning means a son and is not a suffix."""
    return "" if before else "er2"


def _fall(before: str, behind: str) -> str:
    is_to_tame = before in YIELDING or behind[:1] in TAMED
    return "" if is_to_tame else "jiang4"


def _stone(before: str, behind: str) -> str:
    """石 after a number measures grain: 三石米."""
    is_grain = _is_number(before) and behind[:1] in GRAIN
    return "dan4" if is_grain else ""


def _able(before: str, behind: str) -> str:
    """了 means to end, or to be able to: 不了, 了却."""
    is_verb = before == "不" or behind == "却"
    return "liao3" if is_verb else ""


def _row(before: str, behind: str) -> str:
    is_row = _is_number(before) or before in BANKS
    return "hang2" if is_row else ""


def _count(before: str, behind: str) -> str:
    """数 means to count in 数出, 数清 and 来数星星, but several in 来数次."""
    first = behind[:1]
    if before == "了" or first in COUNTED_OUT:
        return "shu3"
    if before in ("来", "去", "爱") and first not in SEVERAL:
        return "shu3"
    return ""


def _pawn(before: str, behind: str) -> str:
    """当 at the end means to pawn: 拿了当."""
    if before == "了" and not behind:
        return "dang4"
    return ""


def _supply(before: str, behind: str) -> str:
    if behind and before not in OFFERED:
        return "gong1"
    return ""


def _each_other(before: str, behind: str) -> str:
    if behind and before not in LOOKS:
        return "xiang1"
    return ""


def _cut(before: str, behind: str) -> str:
    return "" if behind[:1] in AT_ALL_COSTS else "qie1"


RULES: Final[dict[str, Rule]] = {
    "得": _de_got,
    "种": _zhong,
    "只": single,
    "中": _hit_by,
    "担": _load,
    "曾": _once,
    "量": _measure,
    "假": _leave,
    "干": _dry,
    "儿": _son,
    "差": _cha,
    "调": _tiao,
    "好": _hao,
    "降": _fall,
    "重": _fold,
    "个": _piece,
    "石": _stone,
    "了": _able,
    "行": _row,
    "长": _chang,
    "还": _huan,
    "数": _count,
    "当": _pawn,
    "供": _supply,
    "相": _each_other,
    "切": _cut,
}
"""Rules for these as single-character words, by the adjacent words."""
