"""A Japanese sentence -> its words, each with its reading in kana, by pyopenjtalk-plus.

Its dictionaries (MIT; NAIST-jdic, BSD; SudachiDict, Apache-2.0) are the extra `ja`.
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
"""What decides how a text is read."""
KANA: Final = re.compile("[ァ-ヺー]+")
"""In katakana, as a reading is."""
LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’.&+#-]*")
ACRONYM: Final = re.compile(r"[A-Z]{1,5}")
"""Letters that are said one by one where no dictionary has them."""
UNKNOWN: Final = "フィラー"
"""What a word in Latin letters is called that no dictionary has."""
INFLECTED: Final = ("動詞", "形容詞", "助動詞")
SPOILT: Final = str.maketrans("", "", "’'")
"""Marks of vowels without voice."""

Kind = Literal["kana", "ipa", "sign", "foreign"]


@dataclass(frozen=True, slots=True)
class Word:
    """What is said in one, or a sign."""

    text: str
    """As written, in compatibility characters' usual form (NFKC)."""
    kana: str
    """As said: in katakana, or in IPA; empty for a sign and for a word of another language."""
    kind: Kind = "kana"


@dataclass(frozen=True, slots=True)
class _Morpheme:
    """What the dictionary has."""

    word: Word
    part: str
    """Of speech."""
    more: str
    """What kind of it."""
    known: bool = True


def is_installed() -> bool:
    return find_spec(PACKAGE) is not None


def require_japanese() -> None:
    """Raises EngineMissing when what reads Japanese is not installed; loads nothing."""
    if not is_installed():
        raise EngineMissing(
            "Japanese needs pyopenjtalk-plus, which is not installed",
            hint="pip install 'pagecast[ja]'",
        )


def words(text: str) -> list[Word]:
    """A sentence word by word, signs among them.

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
    """With the words in Latin letters as foreign ones that no dictionary has: those beside them
    too, for `machine` and `learning` of one phrase are said in one language."""
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
    """A verb with its endings is one word, and so is a name with its title, as in the texts that
    the voices learnt from."""
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
    """Whether a morpheme is part of the word before it."""
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
