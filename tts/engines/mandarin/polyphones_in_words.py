"""Characters in words that no dictionary contains: the adjacent characters decide between their
readings."""

from __future__ import annotations

from typing import Final

from tts.engines.mandarin.polyphones import BAD, SURNAMES, YIELDING, Rule, single
from tts.engines.mandarin.word_sets import NUMBER

MASTERS: Final = frozenset(
    "分女弟父王量长学石妃转亲核君电原质粒离精卵孢天太公孔老庄孟荀墨曾诸才游浪男童赤臣莲瓜光中因夫介胶费夸算"
    "养母犬松妻赤"
)
"""After these 子 has a full tone: master, child, seed, particle."""
LEADING: Final = tuple("草轻坦直表统粗真督相")
"""After these 率 means to lead, or frank."""
CHANGED: Final = tuple("新换改正替名衣生迭夫年漏鼓张弦番深阑")
"""Before these 更 means to change, or a watch of the night."""
FELLING: Final = frozenset(
    "吹按推打撞绊摔跌晕昏病醉击放扳跪卧拉翻压踢碰砍刮栽累难扑摁滑笑射撂驳辩扯拽踹砸轰"
)
"""Verbs that result in something lying: 吹倒."""
ANEW: Final = frozenset("回振整置写开排构见蹈登塑熔归建组返获测录拾叠氮")
"""Before these 重 means again."""
TWICE: Final = frozenset("重庆阳")
"""Before these 重 has the same reading: 重庆."""
ALL: Final = frozenset("行是有要没在会不能被把很可")
"""Before these 都 means all, otherwise a capital."""
POLES: Final = frozenset("旗电桅标栏桩灯线竿塔网")
"""After these 杆 stands upright, gan1; others are held in the hand, gan3."""
SHELLS: Final = frozenset("甲地躯")
"""After these 壳 is qiao4, by the standard."""
ABOUT_TO: Final = frozenset("即必行拟也又已")
"""After these 将 means about to; at the end of other words it is a general."""
SINKING: Final = frozenset("收入顶齿药落")
"""Before these 没 means to sink or to seize: 没收, 没顶."""


def in_word(word: str, i: int) -> str:
    """The syllable of a character in a word that no dictionary contains, if it has the same reading
    in nearly all words; otherwise an empty string.

    >>> in_word("花都", 1), in_word("重度", 0), in_word("重构", 0), in_word("柜子", 1)
    ('du1', 'zhong4', 'chong2', 'zi5')
    """
    char = word[i]
    if is_named(word, i):
        return SURNAMES[char]
    if char not in IN_WORDS:
        return ""
    before = word[i - 1] if i else ""
    behind = word[i + 1 : i + 2]
    return IN_WORDS[char](before, behind)


def is_named(word: str, i: int) -> bool:
    """Whether 姓 before it shows that a character is a surname: 姓任."""
    return word[i - 1 : i] == "姓" and word[i] in SURNAMES


def _is_last(before: str, behind: str) -> bool:
    """Whether it is the last of several characters in a word."""
    return before != "" and behind == ""


def _ending(before: str, behind: str) -> str:
    """子 is a suffix in the neutral tone: 柜子."""
    if _is_last(before, behind) and before not in MASTERS:
        return "zi5"
    return ""


def _all(before: str, behind: str) -> str:
    return "dou1" if behind in ALL else "du1"


def _pole(before: str, behind: str) -> str:
    is_upright = not before or before in POLES
    return "gan1" if is_upright else "gan3"


def _shell(before: str, behind: str) -> str:
    return "qiao4" if before in SHELLS else "ke2"


def _again(before: str, behind: str) -> str:
    is_counted = before in NUMBER or behind in TWICE
    is_anew = not before and behind in ANEW
    return "chong2" if is_counted or is_anew else "zhong4"


def _general(before: str, behind: str) -> str:
    if _is_last(before, behind) and before not in ABOUT_TO:
        return "jiang4"
    return ""


def _difference(before: str, behind: str) -> str:
    if _is_last(before, behind) and before not in BAD and before != "最":
        return "cha1"
    return ""


def _fall(before: str, behind: str) -> str:
    return "" if before in YIELDING else "jiang4"


def _rate(before: str, behind: str) -> str:
    if _is_last(before, behind) and before not in LEADING:
        return "lv4"
    return ""


def _not(before: str, behind: str) -> str:
    if before or behind in SINKING:
        return ""
    return "mei2"


def _more(before: str, behind: str) -> str:
    if before or behind in CHANGED:
        return ""
    return "geng4"


def _fell(before: str, behind: str) -> str:
    if before in FELLING and not behind:
        return "dao3"
    return ""


def _shout(before: str, behind: str) -> str:
    """咋 means to shout in 咋呼 and 咋唬, otherwise how."""
    return "zha1" if behind in ("呼", "唬") else "za3"


IN_WORDS: Final[dict[str, Rule]] = {
    "子": _ending,
    "都": _all,
    "只": single,
    "杆": _pole,
    "壳": _shell,
    "重": _again,
    "将": _general,
    "差": _difference,
    "降": _fall,
    "率": _rate,
    "没": _not,
    "更": _more,
    "倒": _fell,
    "咋": _shout,
}
"""Rules for these, by the adjacent characters in the word."""
STEADY: Final = frozenset("率没更倒咋")
"""For these, the rules above are not overruled by the model, which knows few words with them."""
