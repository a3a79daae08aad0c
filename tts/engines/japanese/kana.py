"""Kana to the phonemes of Kokoro's Japanese voices, in the notation of their training text, which
misaki 0.7 produced (misaki/ja.py, Apache-2.0)."""

from __future__ import annotations

import re
from typing import Final


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


SYLLABLES: Final = _table(
    "ア:a イ:i ウ:ɯ エ:e オ:o ァ:a ィ:i ゥ:ɯ ェ:e ォ:o ヰ:i ヱ:e ヲ:o "
    "カ:ka キ:kʲi ク:kɯ ケ:ke コ:ko ガ:ɡa ギ:ɡʲi グ:ɡɯ ゲ:ɡe ゴ:ɡo ヵ:ka ヶ:ke "
    "サ:sa シ:ɕi ス:sɨ セ:se ソ:so ザ:ʣa ジ:ʥi ズ:zɨ ゼ:ʣe ゾ:ʣo "
    "タ:ta チ:ʨi ツ:ʦɨ テ:te ト:to ダ:da ヂ:ʥi ヅ:zɨ デ:de ド:do "
    "ナ:na ニ:ɲi ヌ:nɯ ネ:ne ノ:no "
    "ハ:ha ヒ:çi フ:ɸɯ ヘ:he ホ:ho バ:ba ビ:bʲi ブ:bɯ ベ:be ボ:bo パ:pa ピ:pʲi プ:pɯ ペ:pe ポ:po "
    "マ:ma ミ:mʲi ム:mɯ メ:me モ:mo "
    "ヤ:ja ユ:jɯ ヨ:jo ャ:ja ュ:jɯ ョ:jo ラ:ɾa リ:ɾʲi ル:ɾɯ レ:ɾe ロ:ɾo ワ:βa ヮ:βa "
    "ヴ:vɯ ヷ:va ヸ:vʲi ヹ:ve ヺ:vo "
    "イェ:je ウィ:βi ウェ:βe ウォ:βo "
    "キェ:kʲe キャ:kʲa キュ:kʲɨ キョ:kʲo ギャ:ɡʲa ギュ:ɡʲɨ ギョ:ɡʲo "
    "クァ:kᵝa クィ:kᵝi クェ:kᵝe クォ:kᵝo グァ:ɡᵝa グィ:ɡᵝi グェ:ɡᵝe グォ:ɡᵝo "
    "シェ:ɕe シャ:ɕa シュ:ɕɨ ショ:ɕo ジェ:ʥe ジャ:ʥa ジュ:ʥɨ ジョ:ʥo "
    "チェ:ʨe チャ:ʨa チュ:ʨɨ チョ:ʨo ヂャ:ʥa ヂュ:ʥɨ ヂョ:ʥo "
    "ツァ:ʦa ツィ:ʦʲi ツェ:ʦe ツォ:ʦo "
    "ティ:tʲi テュ:tʲɨ ディ:dʲi デュ:dʲɨ トゥ:tɯ ドゥ:dɯ "
    "ニェ:ɲe ニャ:ɲa ニュ:ɲɨ ニョ:ɲo ヒェ:çe ヒャ:ça ヒュ:çɨ ヒョ:ço "
    "ビャ:bʲa ビュ:bʲɨ ビョ:bʲo ピャ:pʲa ピュ:pʲɨ ピョ:pʲo "
    "ファ:ɸa フィ:ɸʲi フェ:ɸe フォ:ɸo フュ:ɸʲɨ フョ:ɸʲo "
    "ミャ:mʲa ミュ:mʲɨ ミョ:mʲo リャ:ɾʲa リュ:ɾʲɨ リョ:ɾʲo "
    "ヴァ:va ヴィ:vʲi ヴェ:ve ヴォ:vo ヴュ:bʲɨ ヴョ:bʲo"
)
"""The sound of a katakana, or of one followed by a small one."""
STOP, LONG, NASAL = "ッ", "ー", "ン"
SMALL: Final = "ァィゥェォャュョ"
BEFORE: Final = {
    **dict.fromkeys("mpb", "m"),
    **dict.fromkeys("kɡ", "ŋ"),
    **dict.fromkeys("ɲʨʥ", "ɲ"),
    **dict.fromkeys("ntdɾz", "n"),
}
"""The sound of ン before these sounds; it is ɴ before all others and at the end of a word."""
SYLLABLE: Final = re.compile(f"[{''.join(SYLLABLES)}{STOP}{LONG}{NASAL}][{SMALL}]?")
HIRAGANA: Final = range(0x3041, 0x3097)
TO_KATAKANA: Final = {code: code + 0x60 for code in HIRAGANA}
PLAYED: Final = re.compile(f"([{''.join(SYLLABLES)}])[ヽゝ]")
"""A mark that repeats the kana before it."""
DRAWN: Final = re.compile(r"(?<=[ュョ])ウ")
"""ウ that always lengthens the vowel before it."""
O_ROW: Final = "オコソトノホモヨロゴゾドボポョォ"
E_ROW: Final = "エケセテネヘメレゲゼデベペェ"
DOUBLED: Final = re.compile(
    f"(?<=[{O_ROW}])[ウオ]|(?<=[{E_ROW}])[イエ]|(?<=[ウクスツヌフムユルグズブプュ])ウ"
)
"""Kana that usually lengthen the vowel before them."""


def katakana(text: str) -> str:
    """
    >>> katakana("おこなった")
    'オコナッタ'
    """
    return text.translate(TO_KATAKANA)


def with_long_vowels(kana: str) -> str:
    """Numbers and similar words as pronounced: with long vowels.

    >>> with_long_vowels("ニジュウキュウ")
    'ニジューキュー'
    """
    return DRAWN.sub(LONG, kana)


def as_pronounced(kana: str) -> str:
    """A reading as spelled, to one as pronounced, for words that no dictionary contains.

    >>> as_pronounced("オトウサン"), as_pronounced("センセイ"), as_pronounced("クウキ")
    ('オトーサン', 'センセー', 'クーキ')
    """
    return DOUBLED.sub(LONG, kana)


def phonemes_of(kana: str) -> str:
    """The phonemes of a word in kana, as pronounced; other characters are ignored.

    >>> phonemes_of("コンニチワ"), phonemes_of("トーキョー"), phonemes_of("いった")
    ('koɲɲiʨiβa', 'toːkʲoː', 'iʔta')
    """
    said = ""
    for syllable in reversed(SYLLABLE.findall(PLAYED.sub(r"\1\1", katakana(kana)))):
        said = _sound(syllable, said[:1]) + said
    return said


def _sound(syllable: str, behind: str) -> str:
    """The phonemes of a syllable; `behind` is the sound that follows in the word."""
    if syllable in SYLLABLES:
        return SYLLABLES[syllable]
    first, small = syllable[0], syllable[1:]
    if first == STOP:
        return "ʔ" + _vowel(small)
    if first == LONG:
        return "ː" + _vowel(small)
    if first == NASAL:
        after = _vowel(small) or behind
        return BEFORE.get(after[:1], "ɴ") + _vowel(small)
    return SYLLABLES[first][:-1] + _vowel(small)


def _vowel(small: str) -> str:
    return SYLLABLES.get(small, "")
