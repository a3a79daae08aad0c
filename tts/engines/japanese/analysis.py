"""Splits a Japanese sentence into words with their readings in kana, using pyopenjtalk-plus.

Its dictionaries (MIT; NAIST-jdic, BSD; SudachiDict, Apache-2.0) come with the extra `ja`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any, Final, Literal

from tts.engines.japanese.kana import katakana, with_long_vowels
from tts.model import EngineMissing

PACKAGE: Final = "pyopenjtalk"
DISTRIBUTIONS: Final = ("pyopenjtalk-plus", "SudachiDict-core")
"""Packages whose versions affect how a text is read."""
KANA: Final = re.compile("[ァ-ヺー]+")
"""A reading in katakana."""
LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’.&+#-]*")
ACRONYM: Final = re.compile(r"[A-Z]{1,5}")
"""Letters that are spelled out if no dictionary contains them."""
UNKNOWN: Final = "フィラー"
"""The part of speech given to words in Latin letters that no dictionary contains."""
INFLECTED: Final = ("動詞", "形容詞", "助動詞")
SPOILT: Final = str.maketrans("", "", "’'")
"""Marks of devoiced vowels."""

Kind = Literal["kana", "ipa", "sign", "foreign"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a sign."""

    text: str
    """As written, normalized by NFKC."""
    kana: str
    """As pronounced, in katakana or IPA; empty for signs and foreign words."""
    kind: Kind = "kana"


@dataclass(frozen=True, slots=True)
class _Morpheme:
    """A dictionary entry."""

    word: Word
    part: str
    """Part of speech."""
    more: str
    """Its subcategory."""
    known: bool = True


def is_installed() -> bool:
    return find_spec(PACKAGE) is not None


def require_japanese() -> None:
    """Raise EngineMissing if the packages that read Japanese are not installed; nothing is
    loaded."""
    if not is_installed():
        raise EngineMissing(
            "Japanese needs pyopenjtalk-plus, which is not installed",
            hint="pip install 'pagecast[ja]'",
        )


def words(text: str) -> list[Word]:
    """The words of a sentence, including signs. Raises EngineMissing.

    >>> [(word.text, word.kana) for word in words("彼は買いました。")]
    [('彼', 'カレ'), ('は', 'ワ'), ('買いました', 'カイマシタ'), ('。', '')]
    """
    morphemes = [_morpheme(node) for node in _frontend(text)]
    return list(_joined(list(_in_letters(morphemes))))


def _frontend(text: str) -> Sequence[Any]:
    require_japanese()
    import pyopenjtalk

    normal = unicodedata.normalize("NFKC", text)
    nodes: Sequence[Any] = pyopenjtalk.run_frontend(normal) if normal.strip() else ()
    return nodes


def _morpheme(node: Any) -> _Morpheme:
    text = unicodedata.normalize("NFKC", node["string"])
    said = node["pron"].translate(SPOILT)
    known = node["pos"] != UNKNOWN
    if not KANA.fullmatch(said):
        letters = any(map(str.isalpha, text))
        return _Morpheme(Word(text, "", "foreign" if letters else "sign"), node["pos"], "", known)
    said = with_long_vowels(said) if said == katakana(text) else said
    return _Morpheme(Word(text, said), node["pos"], node["pos_group1"], known)


def _in_letters(morphemes: Sequence[_Morpheme]) -> Iterator[_Morpheme]:
    """Mark words in Latin letters that no dictionary contains as foreign, together with those next
    to them: both words of a phrase like `machine learning` are to be pronounced in the same
    language."""
    at = 0
    while at < len(morphemes):
        end = at
        while end < len(morphemes) and LATIN.fullmatch(morphemes[end].word.text):
            end += 1
        if end == at:
            yield morphemes[at]
            at += 1
            continue
        run = morphemes[at:end]
        foreign = any(_is_foreign(each) for each in run)
        for each in run:
            is_spelt = ACRONYM.fullmatch(each.word.text)
            word = Word(each.word.text, "", "foreign") if foreign and not is_spelt else each.word
            yield replace(each, word=word)
        at = end


def _is_foreign(morpheme: _Morpheme) -> bool:
    unread = morpheme.word.kind == "foreign" or not morpheme.known
    return unread and not ACRONYM.fullmatch(morpheme.word.text)


# --- morphemes to words ---------------------------------------------------------------------------


def _joined(morphemes: Sequence[_Morpheme]) -> Iterator[Word]:
    """Join a verb with its endings, and a name with its title, into one word, as in the text that
    the voices were trained on."""
    text, kana = "", ""
    before: _Morpheme | None = None
    for each in morphemes:
        if each.word.kind != "kana":
            yield from _word(text, kana)
            text, kana, before = "", "", None
            yield each.word
            continue
        if not (before and _belongs(each, before)):
            yield from _word(text, kana)
            text, kana = "", ""
        text += each.word.text
        kana += each.word.kana
        before = each
    yield from _word(text, kana)


def _word(text: str, kana: str) -> Iterator[Word]:
    if kana:
        yield Word(text, kana)


def _belongs(morpheme: _Morpheme, before: _Morpheme) -> bool:
    """Whether a morpheme belongs to the word before it."""
    if morpheme.word.kana.startswith(("ー", "ッ", "ン")):
        return True
    ends_verb = before.part in INFLECTED or before.more == "接続助詞"
    if morpheme.part == "助動詞":
        return ends_verb
    if morpheme.part == "動詞":
        return ends_verb and morpheme.more in ("接尾", "非自立")
    if morpheme.part == "助詞":
        return before.part in INFLECTED and morpheme.word.text in ("て", "で", "ば", "ちゃ", "じゃ")
    is_suffix = morpheme.part == "名詞" and morpheme.more == "接尾"
    both_numbers = morpheme.more == before.more == "数"
    return before.part == "名詞" and (is_suffix or both_numbers)
