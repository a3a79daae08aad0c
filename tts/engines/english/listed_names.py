"""Names and words that the phonemizer's dictionary lacks or gets wrong: Saoirse, nginx, jalapeño.

They are in `data/english-names.tsv`, as written and as phonemes. An entry with an initial capital
is a name and matches only with a capital; others match in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from typing import Final

from tts.engines.english.homograph_features import Token
from tts.engines.english.word_forms import bare, genitive

Words = tuple[str, ...]
Found = tuple[int, int, str]
Cut = Callable[[str], Sequence[str]]
"""Splits a name into words as the phonemizer does."""
Known = Callable[[str], bool]
"""Whether the phonemizer's dictionary contains a word."""
Names = dict[str, list[tuple[Words, str]]]
"""First word in lower case -> all words as listed, and phonemes; longer entries first."""
SHORTEST: Final = 4
"""Minimum number of letters of a word whose final s may be a plural: phos, but not its."""


def names_in(tokens: Sequence[Token], names: Names) -> Iterator[Found]:
    """Start, end and phonemes of each listed name or word."""
    end = 0
    for start, token in enumerate(tokens):
        if start < end or token.phonemes is not None:
            continue
        found = _at(tokens, start, names)
        if found is None:
            found = _several(token.text, start, names)
        if found is not None:
            _, end, _ = found
            yield found


def _at(tokens: Sequence[Token], start: int, names: Names) -> Found | None:
    """The listed name that starts here, or None."""
    first = tokens[start].text.lower()
    for words, phonemes in names.get(first, ()):
        end = start + len(words)
        written = [token.text for token in tokens[start:end]]
        if _are_written(written, words):
            return start, end, phonemes
    return None


def _several(text: str, start: int, names: Names) -> Found | None:
    """The plural of a listed word: jalapeños."""
    if len(text) < SHORTEST or text[-1] != "s":
        return None
    one = text[:-1]
    for words, phonemes in names.get(one.lower(), ()):
        if _are_written([one], words):
            said = phonemes + genitive(phonemes)
            return start, start + 1, said
    return None


def _are_written(written: Sequence[str], listed: Words) -> bool:
    """Whether the words are those listed, with capitals wherever these have them."""
    if len(written) != len(listed):
        return False
    for here, there in zip(written, listed, strict=True):
        if here.lower() != there.lower():
            return False
        if there[0].isupper() and not here[0].isupper():
            return False
    return True


def load_names(cut: Cut, known: Known) -> Names:
    """Load the list. Entries with accents also match without them, unless the dictionary contains
    such a word."""
    table = _table(cut)
    for words, phonemes in list(table.items()):
        plain = tuple(map(bare, words))
        alone = len(words) == 1
        if alone and known(plain[0]):
            continue
        table.setdefault(plain, phonemes)
    return _by_first_word(table)


def _by_first_word(table: dict[Words, str]) -> Names:
    found: Names = {}
    longest_first = sorted(table, key=len, reverse=True)
    for words in longest_first:
        first = words[0].lower()
        phonemes = table[words]
        entries = found.setdefault(first, [])
        entries.append((words, phonemes))
    return found


def _table(cut: Cut) -> dict[Words, str]:
    found: dict[Words, str] = {}
    listed = files("tts.engines").joinpath("data", "english-names.tsv")
    text = listed.read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        written, _, phonemes = line.partition("\t")
        words = tuple(cut(written))
        found[words] = phonemes
    return found
