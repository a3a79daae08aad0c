"""Splits English text into words with their parts of speech, and joins their phonemes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any, Final

from tts.engines.english.homograph_features import Token
from tts.engines.english.homographs import reading
from tts.engines.english.listed_names import Names, load_names, names_in
from tts.engines.english.word_forms import bare, genitive
from tts.engines.english.word_phonemes import WrittenWords
from tts.engines.word_times import SaidWord

SIGNS: Final = ".,;:!?\"'()“”‘’"
"""Punctuation that may surround a word."""
SPOKEN_E: Final = "Ai"

_loading = Lock()


def phonemes_of(text: str) -> str:
    """The phonemes of Latin text; words written as `[word](/phonemes/)` are given theirs.

    >>> phonemes_of("Sean read the lead article.")
    'ʃˈɔn ɹˈɛd ðə lˈid ˈɑɹTəkᵊl.'
    """
    return with_words(text)[0]


def with_words(text: str) -> tuple[str, list[SaidWord]]:
    """Like `phonemes_of`, together with the words of the text and their phonemes.

    >>> [(word.text, word.phonemes) for word in with_words("Des Moines isn't far.")[1]]
    [('Des Moines', 'də mˈYn'), ("isn't", 'ˈɪzᵊnt'), ('far', 'fˈɑɹ.')]
    """
    tokens = tokens_of(text)
    written = WrittenWords(tokens)
    for start, end, phonemes in names_in(tokens, _names()):
        _give(tokens, start, end, phonemes)
    for place, token in enumerate(tokens):
        if token.phonemes is None:
            _decide(tokens, place)
    heard = phonemizer().phonemize_tokens(tokens)
    for token in heard:
        # The models know only one of these two.
        token.phonemes = (token.phonemes or "").replace("ʀ", "ʁ")
    return joined(heard), written.words(tokens, heard)


def tokens_of(text: str) -> list[Any]:
    """The words and signs of a text, as split by the phonemizer, with their parts of speech."""
    from hibari.g2p.normalize import normalize

    tokens: list[Any] = phonemizer().tokenize(normalize(text))
    if any(token.phonemes is not None for token in tokens):
        # The tagger treats the words between two given pronunciations as sentences, so tag all
        # words again.
        tags = phonemizer().tagger([token.text for token in tokens])
        for token, tag in zip(tokens, tags, strict=True):
            token.tag = token.tag if token.phonemes is not None else tag
    return tokens


def joined(tokens: Sequence[Token]) -> str:
    said = (f"{token.phonemes or ''}{' ' if token.whitespace else ''}" for token in tokens)
    return "".join(said).strip()


def _give(tokens: Sequence[Token], start: int, end: int, phonemes: str) -> None:
    """Give the words from `start` to `end` these phonemes together, and a possessive s after them
    its own."""
    tokens[start].phonemes = phonemes
    for token in tokens[start + 1 : end]:
        token.phonemes = ""
    for token in tokens[start : end - 1]:
        token.whitespace = ""
    behind = tokens[end] if end < len(tokens) else None
    if behind and not tokens[end - 1].whitespace and behind.text in ("'s", "’s"):
        behind.phonemes = genitive(phonemes)


def _decide(tokens: Sequence[Token], place: int) -> None:
    """Choose the pronunciation of a homograph, unless the dictionary has the whole word that it is
    part of."""
    said = reading(tokens, place)
    if said is None:
        _fold(tokens[place])
    elif not _is_part(tokens, place):
        if _next_is_hyphen(tokens, place):
            said = said.replace("ˈ", "ˌ")
        _give(tokens, place, place + 1, said)


def _next_is_hyphen(tokens: Sequence[Token], place: int) -> bool:
    if tokens[place].whitespace or place + 1 == len(tokens):
        return False
    return tokens[place + 1].text == "-"


def _is_part(tokens: Sequence[Token], place: int) -> bool:
    """Whether the dictionary has the whole hyphenated word, such as live-in."""
    start = end = place
    while start and not tokens[start - 1].whitespace:
        start -= 1
    while end + 1 < len(tokens) and not tokens[end].whitespace:
        end += 1
    whole = "".join(token.text for token in tokens[start : end + 1])
    return "-" in whole and in_dictionary(whole.strip(SIGNS))


def _fold(token: Token) -> None:
    """Replace letters that are missing from the phonemizer's dictionary."""
    if token.text.isascii() or not token.text.isalpha():
        return
    plain = bare(token.text)
    said, _ = phonemizer().lexicon.get_word(plain, token.tag, None, _context())
    if said and (said[-1] in SPOKEN_E or not _ends_in_e(token.text)):
        token.text = plain
    else:
        token.text = "".join(map(_readable, token.text))


def _ends_in_e(word: str) -> bool:
    """Whether a word ends in é, which is pronounced where a plain e would be silent: rosé."""
    return unicodedata.normalize("NFD", word).endswith("e\u0301")


def _readable(letter: str) -> str:
    """A letter as known to the model for unknown words."""
    return letter if letter in phonemizer().oov.cin else bare(letter)


def in_dictionary(word: str) -> bool:
    """Whether the phonemizer's dictionary contains a word, as written or in lower case."""
    lexicon = phonemizer().lexicon
    return any(
        form in table for form in (word, word.lower()) for table in (lexicon.golds, lexicon.silvers)
    )


def begins_listed_name(word: str) -> bool:
    """Whether a name in `data/english-names.tsv` starts with this word."""
    return word.lower() in _names()


@cache
def _names() -> Names:
    tokenizer = phonemizer().tokenizer
    return load_names(lambda name: [text for text, _ in tokenizer(name)], in_dictionary)


def _context() -> Any:
    from hibari.g2p import Context

    return Context()


def phonemizer() -> Any:
    """Hibari's phonemizer, loaded once for all threads."""
    with _loading:
        return _phonemizer()


@cache
def _phonemizer() -> Any:
    from hibari.g2p import G2P

    return G2P()
