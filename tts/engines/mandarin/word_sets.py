"""Sets of words and characters that several rules for Mandarin use."""

from __future__ import annotations

from typing import Final


def word_set(words: str) -> frozenset[str]:
    """A set of words separated by spaces."""
    return frozenset(words.split())


def table(pairs: str) -> dict[str, str]:
    """Characters and their syllables, written `啦:la5 哇:wa5`."""
    return dict(pair.split(":") for pair in pairs.split())


PRONOUNS: Final = word_set("我 你 您 他 她 它 谁 咱 我们 你们 他们 她们 它们 咱们 大家 人们 自己")
NUMBER: Final = frozenset("一二三四五六七八九十百千两几第零〇多数每这那")
PARTICLES: Final = table(
    "啦:la5 哇:wa5 喽:lou5 耶:ye5 哦:o5 噢:o5 呦:you5 哟:yo5 咧:lie5 诶:ei5 呐:na5 嘞:lei5 嘛:ma5 "
    "哩:li5 呗:bei5 啰:luo5 咯:lo5 喔:o5"
)
"""Particles at the end of an utterance, or alone."""
ALONE: Final = table(
    "没:mei2 咋:za3 攒:zan3 劲:jin4 弄:nong4 血:xie3 刨:pao2 撇:pie3 崴:wai3 呗:bei5 嗯:en4 更:geng4 "
    "燕:yan4 薄:bao2 逮:dai3 削:xiao1 剥:bao1 倔:jue4 谁:shui2 嘎:ga1 翟:zhai2 旋:xuan2 晟:sheng4 "
    "脏:zang1 沤:ou4 棱:leng2 铵:an3 簸:bo3 骙:kui2 夯:hang1 吖:a1 当:dang1 少:shao3 乐:le4"
)
"""Readings as single-character words, unless a rule says otherwise. g2pM was trained on an
encyclopedia, where these occur in names and archaic words."""
