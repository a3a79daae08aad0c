"""A sentence as written to the sentence as spoken, with readings from the lexicon and the article's
glosses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from tts.locale.language_tags import base_of
from tts.model import Change, Furigana, Reading, Sentence
from tts.text import furigana
from tts.text.glosses import hints, without_glosses
from tts.text.homophones import respelt
from tts.text.ipa import in_letters
from tts.text.kana_glosses import kana_hints, without_kana_glosses
from tts.text.lexicon import Entry, Kind, Lexicon, Match
from tts.text.normalize import to_spoken
from tts.text.tex import without_tex
from tts.text.unspoken import Addresses

SOUNDS: Final[tuple[Kind, ...]] = ("pinyin", "kana", "ipa")
BY_LETTERS: Final = "this voice takes no IPA: spelt about so"
NO_HOMOPHONE: Final = "no common character sounds so: this voice reads it its own way"


class Speech:
    """Converts the sentences of an article in one language for one engine."""

    def __init__(
        self,
        language: str,
        lexicon: Lexicon,
        *,
        normalizes: bool = False,
        phonemic: bool = False,
        addresses: Addresses = "announce",
    ) -> None:
        """`normalizes` and `phonemic` are properties of the engine; `addresses` is the treatment of
        web addresses."""
        self._addresses = addresses
        self._language = language
        self._japanese = base_of(language) == "ja"
        self._keep_digits = normalizes
        self.phonemic = phonemic
        self._lexicon = lexicon.of_language(language)
        self._notes: dict[Entry, Change] = {}

    @property
    def notes(self) -> tuple[Change, ...]:
        """Words that could only be respelled approximately, one change for each."""
        return tuple(self._notes.values())

    def say(self, text: str) -> str:
        """The text for `Sentence.spoken`: with replacements from the lexicon, without glosses."""
        lexicon = self._with_own(text)
        bare = without_glosses(without_tex(text, self._language))
        if self._japanese:
            bare = without_kana_glosses(bare)
        written = _replaced(
            bare, lexicon.matches(bare, ("words",)), lambda match, _: match.entry.said
        )
        said = to_spoken(
            written, self._language, keep_digits=self._keep_digits, addresses=self._addresses
        )
        return (
            said if self.phonemic else _replaced(said, lexicon.matches(said, SOUNDS), self._respelt)
        )

    def with_readings(self, sentence: Sentence, given: Sequence[Furigana] = ()) -> Sentence:
        """The sentence with readings for an engine that accepts them: its furigana, then the
        lexicon's; the engine already knows the names included in Pagecast."""
        if not self.phonemic:
            return sentence
        own = tuple(furigana.readings(given, sentence))
        matches = self._with_own(sentence.text).matches(sentence.spoken, SOUNDS, own=True)
        readings = furigana.merged(own, map(_reading, matches))
        return replace(sentence, readings=readings)

    def _with_own(self, text: str) -> Lexicon:
        """The lexicon with the glosses of this sentence first, since they may differ from earlier
        ones."""
        own = kana_hints([text]) if self._japanese else hints([text])
        return self._lexicon.led_by(own)

    def _respelt(self, match: Match, word: str) -> str:
        entry = match.entry
        if entry.kind == "kana":
            return entry.said
        if entry.kind == "ipa":
            letters = in_letters(entry.said)
            self._notes.setdefault(entry, Change(word, letters, BY_LETTERS))
            return letters
        syllables = entry.said.split()
        first, end = entry.at, entry.at + len(syllables)
        same = respelt(word[first:end], syllables)
        if not same:
            self._notes.setdefault(entry, Change(f"{word} {entry.shown}", word, NO_HOMOPHONE))
        return word[:first] + (same or word[first:end]) + word[end:]


def deciding(texts: Sequence[str], lexicon: Lexicon) -> tuple[Entry, ...]:
    """The entries of the lexicon and the glosses that apply to these texts."""
    lexicon = lexicon.led_by(hints(texts))
    matches = (
        match
        for text in texts
        for match in lexicon.matches(without_glosses(text), ("words", *SOUNDS))
    )
    return tuple(dict.fromkeys(match.entry for match in matches))


def _replaced(text: str, matches: Iterable[Match], became: Callable[[Match, str], str]) -> str:
    said = ""
    at = 0
    for match in matches:
        start, end = match.start, match.end
        said += text[at:start]
        said += became(match, text[start:end])
        at = end
    return said + text[at:]


def _reading(match: Match) -> Reading:
    entry = match.entry
    if entry.kind == "kana":
        return Reading(match.start, match.end, "kana", entry.said)
    if entry.kind == "ipa":
        return Reading(match.start, match.end, "ipa", entry.said)
    first = match.start + entry.at
    return Reading(first, first + len(entry.said.split()), "pinyin", entry.said)
