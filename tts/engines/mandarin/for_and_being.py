"""为: wei4, for, or wei2, to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tts.engines.mandarin.word_sets import NUMBER, PRONOUNS, word_set

FOR: Final = word_set("着想 服务 感到 担心 高兴 骄傲 自豪 难过 操心 祝福 喝彩 加油 鼓掌 辩护 效力")
"""What is done for somebody."""
BEING: Final = ("", *"人期首准主")
"""At the head of a sentence it is for, but before these."""
CHARACTER: Final = tuple("正善谦和低热耿朴忠厚诚豪坦仗慷真刚随宽仁老")
"""Of what a person is, behind 为人."""
BECOMING: Final = frozenset(
    "成作认视称列改定选评变化分转译命当结降升提立拜设划折合约均皆多最极更颇"
)
"""What ends in these before 为 says what something is or becomes."""
EACH_IS: Final = word_set("图 名 名称 原名 全名 平均 主要 大多 其中 应 面积 长度 人口 时间")
"""Behind these it is to be too."""
FOR_WHOM: Final = PRONOUNS | word_set(
    "孩子 孩子们 母亲 父亲 父母 妈妈 爸爸 老人 老师 学生 家人 顾客 客人 客户 观众 读者 市民 "
    "居民 群众 游客 记者 患者 病人 员工 农民 企业 公司 国家 社会 人类 人民 祖国 儿子 女儿 "
    "丈夫 妻子 朋友 用户 球队 队员 主人 此 何 啥 什么 之"
)
"""Persons, and what stands for them: with a verb behind, 为 before these is for them."""
WILLING: Final = word_set(
    "要 想 会 能 可 可以 将 将要 已 已经 曾 曾经 正 正在 在 就 也 都 只 只想 愿 愿意 乐意 不 "
    "别 不要 不能 不该 不想 不愿 应该 必须 决定 打算 试图 专门 特地 特意 亲自 一直 始终 总是 "
    "仅 只是 甘愿 纷纷 继续 主动 积极 努力 尽力 极力 还 还要 又 再 反对 表示 这 或 世代 甘 就是"
)
"""Words before a verb: what they lead to is done for somebody or something."""


def wei(words: Sequence[str], i: int) -> str:
    """The syllable of 为 as a word; nothing where its place does not tell.

    It is for where it leads somebody or something to a verb: 要为我们唱歌. It is to be where the
    clause ends with what something is: 选为班长, 面积为五米.
    """
    before, after = words[i - 1] if i else "", words[i + 1 :]
    behind = after[0] if after else ""
    if behind == "人" and len(after) > 1 and after[1][0] in CHARACTER:
        return "wei2"
    willing = before in WILLING or before in PRONOUNS
    if before[-1:] in BECOMING or before in EACH_IS:
        return "wei2"
    if behind[:1] in NUMBER - {"这", "那"} and not willing:
        return "wei2"
    leads = not i and behind[:1] not in BEING
    if leads or not FOR.isdisjoint(after[:4]):
        return "wei4"
    more = len(after) > 1
    if more and behind in FOR_WHOM:
        return "wei4"
    ends_in_noun = "的" in after[-1:]
    return "wei4" if willing and more and not ends_in_noun else ""
