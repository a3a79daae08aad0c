"""English for the embedded engines: any script -> what Hibari's phonemizer reads -> phonemes.

Hibari and Kokoro speak one alphabet (misaki's), so the phonemizer of the one serves the other too. Left to itself it
drops what it does not know, Han characters among it, without a word; here every letter is brought to Latin before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from threading import Lock

from tts.engines.pinyin import HAN
from tts.model import EngineError

LAST_LATIN = 0x24F
"""The phonemizer was trained on the letters up to here, accents among them."""

_loading = Lock()


def english(text: str) -> str:
    """A sentence -> its phonemes, empty when there is nothing in it that can be said. Raises EngineError.

    >>> english("Hello, world!")
    'həlˈO, wˈɜɹld!'
    """
    if re.fullmatch("[Aa]", text):
        return "ˈA"  # the letter, where it stands by itself, and not the article
    with _loading:
        phonemizer = _phonemizer()
    return " ".join(phonemizer(legible(text)).replace("ʀ", "ʁ").split())  # the models know one of the two


def legible(text: str) -> str:
    """The text with every letter Latin: Han in pinyin, Greek letters by name, the rest as anyascii spells them.

    >>> legible("a tea house (茶館) by the Нева, β-carotene 🎉")
    'a tea house (chaguan) by the Neva, beta-carotene 🎉'
    """
    text = re.sub(f"[{HAN}]+", lambda run: _apart(run, "".join(_toneless(run.group()))), text)
    text = re.sub(r"(?<!\w)[Α-Ωα-ω](?!\w)", lambda letter: unicodedata.name(letter.group()).split()[-1].lower(), text)
    text = "".join(_latin(char, text) for char in text)
    return text.replace("[", "(").replace("]", ")")  # `[word](/…/)` would be taken for a pronunciation


def _latin(char: str, text: str) -> str:
    category = unicodedata.category(char)
    if ord(char) <= LAST_LATIN or category[0] not in "LN":
        return char
    from anyascii import anyascii

    spelled: str = anyascii(char)
    if not spelled and category != "Lm":
        raise EngineError(
            f"can't say {char!r} ({unicodedata.name(char, 'unnamed')}) in {text[:60]!r}",
            hint="give it a reading in the lexicon, or choose another engine",
        )
    return spelled


def _apart(run: re.Match[str], spelled: str) -> str:
    """With a space towards letters beside it."""
    before = " " if run.start() and run.string[run.start() - 1].isalnum() else ""
    after = " " if run.end() < len(run.string) and run.string[run.end()].isalnum() else ""
    return before + spelled + after


def _toneless(run: str) -> list[str]:
    from pypinyin import lazy_pinyin

    spelled: list[str] = lazy_pinyin(run, v_to_u=True)
    return spelled


@cache
def _phonemizer() -> Callable[[str], str]:
    from hibari.g2p import G2P

    phonemizer: Callable[[str], str] = G2P()
    return phonemizer
