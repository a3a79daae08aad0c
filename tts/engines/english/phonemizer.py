"""English for the embedded engines: any script -> what Hibari's phonemizer reads -> phonemes.

Hibari and Kokoro speak one alphabet (misaki's), so the phonemizer of the one serves the other too.
Left to itself it drops what it does not know, Han characters among it, without a word; here every
letter is brought to Latin before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from functools import cache
from itertools import groupby
from threading import Lock
from typing import Any

from tts.engines.english.chinese_names import in_english, pinyin_words, valid
from tts.engines.ipa_phonemes import from_ipa
from tts.engines.mandarin.readings import HAN
from tts.model import Reading

LAST_LATIN = 0x24F
"""The phonemizer was trained on the letters up to here, accents among them."""
_VOWELS = {"ا": "a"}
"""Letters that anyascii leaves out, and that are heard."""

LONE = re.compile(r"(?<!\w)[^\W\d_](?!\w)")
"""A letter that stands by itself."""
GENITIVE = re.compile(r"['’]s(?!\w)")

_loading = Lock()


def english(text: str, readings: Sequence[Reading] = ()) -> str:
    """A sentence -> its phonemes, empty when there is nothing in it that can be said.

    >>> english("Hello, world!"), english("A ferry to Xi'an")
    ('həlˈO, wˈɜɹld!', 'ɐ fˈɛɹi tə ʃˌiˈɑn')
    """
    if re.fullmatch("[Aa]", text) and not readings:
        return "ˈA"  # the letter, where it stands by itself, and not the article
    with _loading:
        phonemizer = _phonemizer()
    prepared = LONE.sub(_plain, _with_phonemes(text, readings))
    # The models know one of the two.
    return " ".join(phonemizer(prepared).replace("ʀ", "ʁ").split())


def _plain(lone: re.Match[str]) -> str:
    """A letter by itself, without the accent where the phonemizer would drop both: È."""
    letter = lone.group()
    if letter.isascii() or _phonemizer()(letter).strip():
        return letter
    return _spelled(letter) or letter


def _spelled(text: str) -> str:
    from anyascii import anyascii

    spelled: str = anyascii(text)
    return spelled


def _with_phonemes(text: str, readings: Sequence[Reading]) -> str:
    """The text in Latin letters; a word whose phonemes are known before has them behind it, as the
    phonemizer takes them: `[word](/phonemes/)`."""
    given = [
        (r.start, r.end, from_ipa(r.said) if r.kind == "ipa" else in_english(r.said.split()))
        for r in readings
    ]
    said, at = "", 0
    for start, end, phonemes in [*given, (len(text), len(text), "")]:
        said += _linked(text, at, start)
        if phonemes:
            more = GENITIVE.match(text, end)
            at = more.end() if more else end
            said += _link(
                text[start:end], phonemes + (_genitive(phonemes) if more else ""), said, text[at:]
            )
    return said


def _linked(text: str, at: int, end: int) -> str:
    """A stretch without readings, with the names in it that are pinyin."""
    said, piece = "", text[at:end]
    han = [(m.start(), m.end(), _han(m.group())) for m in re.finditer(f"[{HAN}]+", piece)]
    found = [(first, behind, in_english(run)) for first, behind, run in han if valid(run)]
    found += pinyin_words(piece, _is_known)
    last = 0
    for first, behind, phonemes in sorted(found):
        said += legible(piece[last:first])
        said += _link(piece[first:behind], phonemes, said, piece[behind:])
        last = behind
    return said + legible(piece[last:])


def _link(word: str, phonemes: str, before: str, behind: str) -> str:
    """With a space towards letters beside it."""
    gap, more = " " * before[-1:].isalnum(), " " * behind[:1].isalnum()
    letters = "".join(c if c.isalpha() and ord(c) <= LAST_LATIN else "" for c in word)
    return f"{gap}[{letters or 'name'}](/{phonemes}/){more}"


def _genitive(phonemes: str) -> str:
    last = phonemes[-1:]
    return "ᵻz" if last in "szʃʒʧʤ" else "s" if last in "ptkfθ" else "z"


SIGNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"(?<=[A-Za-z])\+\+", " plus plus"),
        (r"(?<=[A-Za-z])\+(?![\w+])", " plus"),
        (r"(?<=\b[A-G])#(?!\w)", " sharp"),
        (r"(?<=\w) ?& ?(?=\w)", " and "),
        (r"(?<![\w.])\.(?=[A-Z]{2,}\b)", "dot "),
    )
)
"""Signs in names that would be lost: C++, A+, C#, R&B, .NET."""


def legible(text: str, *, names: bool = True) -> str:
    """The text with every letter Latin: Han in pinyin, Greek letters by name, the rest as anyascii spells them.

    What has no sound is said by its English name, unless `names` is false: then it is left out.

    >>> legible("a tea house (茶館) by the Нева, β-carotene 🎉")
    'a tea house (chaguan) by the Neva, beta-carotene 🎉'
    """
    for pattern, said in SIGNS:
        text = pattern.sub(said, text)
    text = re.sub(
        f"[{HAN}]+", lambda run: _apart(run, re.sub(r"\d", "", "".join(_han(run.group())))), text
    )
    text = re.sub(
        r"(?<!\w)[Α-Ωα-ω](?!\w)",
        lambda letter: unicodedata.name(letter.group()).split()[-1].lower(),
        text,
    )
    runs = groupby(text, key=_is_lettering)
    say = _word if names else _sounding
    text = "".join(say("".join(run)) if lettering else "".join(run) for lettering, run in runs)
    return text.replace("[", "(").replace(
        "]", ")"
    )  # `[word](/…/)` would be taken for a pronunciation


def _is_lettering(char: str) -> bool:
    """Letters, digits, and the marks on them."""
    return unicodedata.category(char)[0] in "LNM"


def _word(word: str) -> str:
    """Letters, digits and the marks on them in Latin letters; by their names where these have no
    sound: 𒀀."""
    if not any(map(str.isalnum, word)):  # a mark on an emoji
        return word
    spelled = [_latin(char) for char in word]
    if not any(map(str.isalnum, "".join(spelled))):
        return " ".join(map(named, word))
    scripts = {_script(char) for char, latin in zip(word, spelled, strict=True) if latin}
    return "".join(
        latin or _unspelled(char, scripts) for char, latin in zip(word, spelled, strict=True)
    )


def _sounding(word: str) -> str:
    """Letters, digits and the marks on them in Latin letters, those without a sound left out."""
    if not any(map(str.isalnum, word)):  # a mark on an emoji
        return word
    return "".join(map(_latin, word))


def _latin(char: str) -> str:
    """As anyascii spells it; what it spells by nothing is empty."""
    is_latin = ord(char) <= LAST_LATIN or ("\u0300" <= char <= "\u036f")
    return char if is_latin else _VOWELS.get(char) or _spelled(char)


def _unspelled(char: str, scripts: Container[str]) -> str:
    """Nothing of a letter that carries the vowel beside it, in a word of its script; of any other
    its name."""
    is_letter = unicodedata.category(char) not in ("Lm", "Mn", "Mc", "Me")
    return f" {named(char)} " if is_letter and _script(char) not in scripts else ""


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def named(char: str) -> str:
    """What Unicode calls a character, as a screen reader would say it; empty where it has no name.

    >>> named("ੳ"), named("𒀀")
    ('gurmukhi ura', 'cuneiform sign a')
    """
    return unicodedata.name(char, "").lower()


def _apart(run: re.Match[str], spelled: str) -> str:
    """With a space towards letters beside it."""
    before = " " if run.start() and run.string[run.start() - 1].isalnum() else ""
    after = " " if run.end() < len(run.string) and run.string[run.end()].isalnum() else ""
    return before + spelled + after


def _han(run: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    spelled: list[str] = lazy_pinyin(
        run, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False
    )
    return spelled


def _is_known(word: str) -> bool:
    """Whether the phonemizer's dictionary has a word, in this case or in lower."""
    lexicon = _phonemizer().lexicon
    return any(
        form in table for form in (word, word.lower()) for table in (lexicon.golds, lexicon.silvers)
    )


@cache
def _phonemizer() -> Any:
    from hibari.g2p import G2P

    return G2P()
