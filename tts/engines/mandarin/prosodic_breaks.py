"""Where a reader starts a new phrase between punctuation marks: after the subject, before the
predicate.

There a third tone does not change, as before a pause: 这些标准 | 有差别. Chinese has no punctuation at
this place, and there is no break if the subject is a pronoun (我也有) or if what comes before is not a
noun (他偶尔也来).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tts.engines.mandarin.word_sets import word_set

Span = tuple[int, int]
"""Start and end of a word; the end is exclusive."""

PREDICATES: Final = word_set(
    "也 已 早已 可 可以 可能 很 只 只能 只是 好像 本来 仅 仅仅 总 总是 往往 永远 始终 首先 "
    "险些 显然 也许 反倒 果然 只好 显得 属于 体现 展示 展现 表示 导致 与"
)
"""Adverbs with a third tone that start a predicate, verbs of written language, and 与."""
ALWAYS: Final = word_set("已经 以及 而且 本身")
"""Before these, any longer word is followed by a break."""
LEADING: Final = word_set(
    "偶尔 最好 只好 正好 刚好 恰好 幸好 还好 很好 自己 很少 至少 多少 不少 赶紧 如果 尽管 不管 只有 "
    "没有 还有 所有 具有 拥有 因此 从此 如此 以往 往往 永远 起码 不仅 仅仅 也许 或许 可以 所以 足以 "
    "难以 予以 加以 给予 正巧 恰巧 哪里 这里 那里 怎么 只好 果 总 允许 希 准许 反正 一起 不已 以 不久 "
    "是否 能否 许久 很久 长久 不好 此 已 正 本 起来 即使 不想 只想 很想 好比 一点 有点 死 早 晚"
)
"""Adverbs, conjunctions and verbs that end in a third tone, after which the predicate continues."""
NOUNS: Final = frozenset("者里省岛网女品场馆港厂府所体委友长股犬狗酒奶种组鬼企水火手脸口嘴眼脚腿")
"""Single-character nouns, and last characters of longer ones."""
SURNAMES: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎常武乔贺赖龚文伍柳"
)
LONG, SHORT = 6, 3
"""Minimum syllables of a predicate and of a subject for a break between them."""


def opens_predicate(text: str, spans: Sequence[Span], index: int) -> bool:
    """Whether a predicate starts at a position in a run, after a subject long enough for a pause.

    `spans` are the words of `text`.

    >>> opens_predicate("双方父母也来参加婚礼", [(0, 2), (2, 4), (4, 5), (5, 6), (6, 10)], 4)
    True
    >>> opens_predicate("你们偶尔也来参加婚礼", [(0, 2), (2, 4), (4, 5), (5, 6), (6, 10)], 4)
    False
    """
    starts = [start for start, _ in spans]
    if index not in starts or not index:
        return False
    i = starts.index(index)
    words = [text[start:end] for start, end in spans]
    before = words[i - 1]
    behind = words[i]
    if behind in ALWAYS and len(before) > 1:
        return True
    if behind not in PREDICATES:
        return False
    left = len(text) - index
    is_long = index >= SHORT and left >= LONG
    return is_long and _is_subject(words[:i])


def _is_subject(words: Sequence[str]) -> bool:
    """Whether the words end in a noun or a name."""
    last = words[-1]
    if last in LEADING:
        return False
    if len(last) > 1 or last in NOUNS:
        return True
    if words[-2:-1] == ["的"]:
        return True
    surnames = [word for word in words[-3:-1] if word in SURNAMES]
    return bool(surnames)
