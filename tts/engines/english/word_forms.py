"""The spelling of English words: accents to remove, and the sound of a final s."""

from __future__ import annotations

import unicodedata


def bare(word: str) -> str:
    """A word without accents, its other Latin letters replaced by ASCII ones.

    >>> bare("Łódź"), bare("Strauß"), bare("Æsir"), bare("Đặng"), bare("Søren")
    ('Lodz', 'Strauss', 'Aesir', 'Dang', 'Soren')
    """
    from anyascii import anyascii

    spelled = "".join(anyascii(char) for char in unicodedata.normalize("NFC", word))
    return spelled.title() if word.istitle() else spelled


def genitive(phonemes: str) -> str:
    """The sound of a final s after these phonemes.

    >>> genitive("ʃˈɔn"), genitive("bˈAs")
    ('z', 'ᵻz')
    """
    last = phonemes[-1:]
    return "ᵻz" if last in "szʃʒʧʤ" else "s" if last in "ptkfθ" else "z"
