"""How words are pronounced: the user's `lexicon.toml`, names included in Pagecast, glosses in the
article.

    [zh]
    "朝阳区" = "chao2 yang2 qu1"    pinyin, marked or numbered
    "小米SU7" = "= 小米苏七"         other words in its place
    [ja]
    "東雲" = "しののめ"              kana
    [en]
    "Nginx" = "engine ex"           other words
    "Kubernetes" = "/ˌkuːbərˈnɛtiːz/"   IPA

The longest word that fits wins, of two alike the user's. The format is documented in docs/files.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from tts.locale.language_tags import base_of
from tts.model import LibraryError
from tts.storage.parsing import parsed_toml
from tts.text.detect import HAN, KANA, WORD
from tts.text.ipa import in_letters, symbols
from tts.text.likelihood import nats, simplified, words
from tts.text.syllables import marked, numbered
from tts.text.unspoken import speakable

MOST_BYTES: Final = 1_000_000
LONGEST: Final = 60
"""Maximum characters of a word."""
TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
PLAIN: Final = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
"""Words that the conversion of numbers and symbols does not change."""
IN_KANA: Final = re.compile("[ぁ-ゖァ-ヺー]+")
NAME: Final = -12.0
"""Log probability of lexicon words that are missing from the table of frequencies."""
AROUND: Final = 4
"""Number of characters on either side of a word that decide whether it is a word there."""
RUN_BEFORE: Final = re.compile(r"[\u3400-\u9fff]*$")
RUN_BEHIND: Final = re.compile(r"^[\u3400-\u9fff]*")
"""The Chinese characters before a word and after it."""

Kind = Literal["pinyin", "kana", "ipa", "words"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and its pronunciation."""

    word: str
    language: str
    kind: Kind
    said: str
    """Numbered pinyin, kana, IPA, or the words that replace it."""
    origin: str = ""
    """The file or gloss that it comes from; empty for names included in Pagecast."""
    at: int = 0
    """Index in the word at which the pinyin starts: a gloss may refer to one character only."""

    @property
    def shown(self) -> str:
        """The pronunciation for display: pinyin with tone marks, IPA between slashes."""
        if self.kind == "pinyin":
            syllables = self.said.split()
            return " ".join(map(marked, syllables))
        return f"/{self.said}/" if self.kind == "ipa" else self.said


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and the position of its word in a text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True)
class Lexicon:
    """Entries to find in texts. The first of several for the same word counts."""

    entries: tuple[Entry, ...] = ()
    checked: frozenset[Entry] = field(default=frozenset(), repr=False)
    """Entries that only apply if the surrounding words agree: 六安, but not in 第六安全."""

    def matches(self, text: str, kinds: Sequence[Kind], *, own: bool = False) -> Iterator[Match]:
        """The matches from left to right, longest first, without overlaps. `own` excludes names
        included in Pagecast."""
        chinese = is_chinese(text)
        looked = _in_simplified(text)
        at = 0
        while first := self._first.search(looked, at):
            at = first.end()
            found = self._match(looked, first.start(), chinese, kinds, own)
            if found:
                yield found
                at = found.end

    def led_by(self, entries: tuple[Entry, ...]) -> Lexicon:
        """The lexicon with more entries in front, reusing what was computed for the others."""
        if not entries:
            return self
        led = replace(self, entries=entries + self.entries)
        few = Lexicon(entries)
        known = vars(led)
        known["_words"] = _first_those_of(few._words, self._words)
        known["_words_in_lower"] = _first_those_of(few._words_in_lower, self._words_in_lower)
        known["_lengths"] = sorted({*few._lengths, *self._lengths}, reverse=True)
        known["_firsts"] = few._firsts | self._firsts
        return led

    def of_language(self, language: str) -> Lexicon:
        """The entries that can occur in a text of a language: 東 is a different word in Chinese and
        Japanese."""
        japanese = base_of(language) == "ja"
        languages = {each.language for each in self.entries}
        if not japanese and "ja" not in languages:
            return self
        fitting = tuple(each for each in self.entries if _is_of(each, japanese))
        if len(fitting) == len(self.entries):
            return self
        return replace(self, entries=fitting)

    def _match(
        self, text: str, at: int, chinese: bool, kinds: Sequence[Kind], own: bool
    ) -> Match | None:
        for length in self._lengths:
            end = at + length
            if end > len(text):
                continue
            for entry in self._entries_of(text[at:end]):
                if own and not entry.origin:
                    continue
                if entry.kind in kinds and self._fits(entry, text, at, chinese):
                    return Match(at, end, entry)
        return None

    def _entries_of(self, word: str) -> tuple[Entry, ...]:
        exact = self._words.get(word, ())
        in_any_case = self._words_in_lower.get(word.lower(), ())
        return (*exact, *in_any_case)

    def _fits(self, entry: Entry, text: str, at: int, chinese: bool) -> bool:
        end = at + len(entry.word)
        if _inside_a_word(text, at) or _inside_a_word(text, end):
            return False
        if entry in self.checked and not _stands_alone(text, at, end):
            return False
        if entry.language == "ja":
            return True
        has_han = HAN.search(entry.word) is not None
        if entry.language == "zh":
            return chinese or has_han
        return not (chinese and has_han)

    @cached_property
    def _words(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for each in self.entries:
            alike = found.setdefault(_in_simplified(each.word), [])
            alike.append(each)
        return found

    @cached_property
    def _words_in_lower(self) -> dict[str, list[Entry]]:
        """Entries in lower case, which match any case: `nginx` for Nginx and NGINX."""
        found: dict[str, list[Entry]] = {}
        for each in self.entries:
            if _is_lower(each.word):
                alike = found.setdefault(each.word, [])
                alike.append(each)
        return found

    @cached_property
    def _lengths(self) -> list[int]:
        """The lengths of all words, the longest first."""
        lengths = {len(each.word) for each in self.entries}
        return sorted(lengths, reverse=True)

    @cached_property
    def _firsts(self) -> frozenset[str]:
        """Possible first characters of words, in either case."""
        found: set[str] = set()
        for word in self._words:
            first = word[0]
            found |= {first, first.upper(), first.lower()}
        return frozenset(found)

    @cached_property
    def _first(self) -> re.Pattern[str]:
        """A pattern for the first character of a word."""
        if not self._firsts:
            return re.compile("(?!)")
        firsts = "".join(sorted(self._firsts))
        return re.compile(f"[{re.escape(firsts)}]")


def _is_lower(word: str) -> bool:
    """Whether it has letters with case, all of them lower case."""
    return word == word.lower() != word.upper()


def _is_of(entry: Entry, japanese: bool) -> bool:
    """Whether an entry can occur in a Japanese text or, otherwise, in one of another language."""
    in_characters = any(map(_is_wide, entry.word))
    if not in_characters:
        return True
    of_japanese = entry.language == "ja"
    return of_japanese == japanese


def _first_those_of(
    few: Mapping[str, list[Entry]], many: Mapping[str, list[Entry]]
) -> dict[str, list[Entry]]:
    """Both by their words; for the same word the entries of `few` come first."""
    both = dict(many)
    for word, entries in few.items():
        both[word] = entries + many.get(word, [])
    return both


def is_chinese(text: str) -> bool:
    """Whether a sentence is Chinese: it has at least as many Chinese characters as words in Latin
    letters."""
    if text.isascii():  # as most sentences in Latin letters, each of which is asked several times
        return False
    characters = len(HAN.findall(text))
    words = len(WORD.findall(text))
    return characters >= max(1, words)


def _in_simplified(text: str) -> str:
    """The text for comparison, so that traditional text matches simplified entries and vice versa;
    its length is unchanged."""
    if text.isascii():
        return text
    characters = "".join(HAN.findall(text))
    try:
        # contains only simplified characters: most text needs no more
        characters.encode("gb2312")
    except UnicodeEncodeError:
        became = simplified(text)
        return became if len(became) == len(text) else text
    return text


def _inside_a_word(text: str, at: int) -> bool:
    """Whether a position is inside a word in letters."""
    pair = text[at - 1 : at + 1] if at else ""
    return len(pair) == 2 and all(map(_is_of_letters, pair))


def _is_of_letters(char: str) -> bool:
    """Whether a character belongs to a word in letters, or to a number."""
    return char.isalnum() and not _is_wide(char)


def _is_wide(char: str) -> bool:
    """Whether a character belongs to a script without spaces."""
    if HAN.match(char):
        return True
    return bool(KANA.match(char))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the surrounding Chinese characters confirm that this is a word: no likelier split
    crosses its edges."""
    first = max(0, start - AROUND)
    before = RUN_BEFORE.findall(text[first:start])[0]
    behind = RUN_BEHIND.findall(text[end : end + AROUND])[0]
    word = text[start:end]
    here = max(words().get(word, NAME), NAME)
    as_a_word = nats(before) + here + nats(behind)
    return as_a_word >= nats(before + word + behind)


# --- reading the file -----------------------------------------------------------------------------


def load(path: Path | None = None) -> Lexicon:
    """The user's lexicon, if the file exists, followed by the names included in Pagecast. Raises
    LibraryError."""
    if path is None:
        return _before_names(())
    own: list[Entry] = []
    for whole in read(path):
        own += _parts(whole)
    return _before_names(tuple(own))


@lru_cache(maxsize=2)
def _before_names(own: tuple[Entry, ...]) -> Lexicon:
    """Shared by many articles, so that its tables are computed only once."""
    return Lexicon(own + names(), frozenset(names()))


def _parts(whole: Entry) -> tuple[Entry, ...]:
    """IPA for a word with digits or symbols (C++) is replaced by letters, which are not changed by
    rewriting."""
    if whole.kind != "ipa" or PLAIN.fullmatch(whole.word):
        return (whole,)
    letters = in_letters(whole.said)
    return replace(whole, kind="words", said=letters), replace(whole, word=letters)


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a file; empty if it does not exist. Raises LibraryError."""
    try:
        text = _text_of(path)
        tables = parsed_toml(text)
    except FileNotFoundError:
        return ()
    except OSError as e:
        message = f"{path} can't be read: {e.strerror}"
        raise LibraryError(message, hint="correct or remove the file") from e
    except UnicodeDecodeError as e:
        raise LibraryError(f"{path} is not UTF-8", hint="save it as UTF-8") from e
    except tomllib.TOMLDecodeError as e:
        message = f"{path} is not valid TOML: {e}"
        raise LibraryError(message, hint="correct that line; a word has to be in quotes") from e
    return tuple(_entries(path, tables))


def _text_of(path: Path) -> str:
    size = path.stat().st_size
    if not path.is_file():  # a pipe would be waited for for ever
        raise LibraryError(f"{path} can't be read: it is not a file", hint="correct or remove it")
    if size > MOST_BYTES:
        megabytes = MOST_BYTES // 1_000_000
        raise LibraryError(f"{path} is larger than {megabytes} MB", hint="is it a lexicon?")
    return path.read_text(encoding="utf-8")


def _entries(path: Path, tables: Mapping[str, object]) -> Iterator[Entry]:
    for language, table in tables.items():
        if not isinstance(table, dict) or not TAG.fullmatch(language):
            message = f"{path}: [{language}] is not a language"
            hint = 'write [zh] or [en], and below it "word" = "reading"'
            raise LibraryError(message, hint=hint)
        for word, said in table.items():
            if not isinstance(said, str):
                message = f"{path}: {word} has {said!r} instead of a reading"
                raise LibraryError(message, hint=f'write "{word}" = "…"')
            try:
                yield entry(word, said, language, str(path))
            except LibraryError as e:
                raise LibraryError(f"{path}: {e.message}", e.hint) from e


def entry(word: str, said: str, language: str, origin: str) -> Entry:
    """A validated entry. Raises LibraryError with a hint on what to write instead."""
    word = word.strip()
    said = " ".join(said.split())
    if not speakable(word) or len(word) > LONGEST:
        message = f"{word[:LONGEST]!r} is not a word"
        hint = f"name one with letters, of at most {LONGEST} characters"
        raise LibraryError(message, hint=hint)
    if not said:
        raise LibraryError(f"{word} has no reading", hint=_forms(word))
    base = base_of(language)
    if said.startswith("="):
        others = said.removeprefix("=")
        return _words(word, others.strip(), base, origin)
    if said.startswith(("/", "[")):
        return _ipa(word, said, base, origin)
    if base == "zh":
        return _pinyin(word, said, origin)
    if base == "ja":
        return _kana(word, said, origin)
    return _words(word, said, base, origin)


def _words(word: str, said: str, language: str, origin: str) -> Entry:
    if not speakable(said):
        raise LibraryError(f"{word}: there is nothing to say in {said!r}", hint=_forms(word))
    return Entry(word, language, "words", said, origin)


def _kana(word: str, said: str, origin: str) -> Entry:
    """Kana for Chinese characters are a reading; anything else is a replacement."""
    is_reading = IN_KANA.fullmatch(said)
    in_characters = HAN.search(word)
    if not is_reading or not in_characters:
        return _words(word, said, "ja", origin)
    return Entry(word, "ja", "kana", said, origin)


def _pinyin(word: str, said: str, origin: str) -> Entry:
    if not all(map(HAN.match, word)):
        others = f'give other words, "= …", or an [en] entry for {word}'
        hint = f"only Han characters have pinyin; {others}"
        raise LibraryError(
            f"{word} is not written only in Han characters @ tts/show/database.py "
            "* none of ours => not one of Pagecast's",
            hint=hint,
        )
    syllables = numbered(said, len(word)) or _with_er(word, said)
    if not syllables:
        raise LibraryError(f"{word}: {said!r} is not pinyin", hint=_forms(word))
    if len(syllables) != len(word):
        message = f"{word} needs {len(word)} syllables, {said!r} has {len(syllables)}"
        raise LibraryError(message, hint=_forms(word))
    is_toneless = all(syllable.endswith("5") for syllable in syllables)
    if is_toneless and not re.search(r"\d", said):
        raise LibraryError(f"{word}: {said!r} has no tone marks or numbers", hint=_forms(word))
    return Entry(word, "zh", "pinyin", " ".join(syllables), origin)


def _with_er(word: str, said: str) -> tuple[str, ...]:
    """The syllables of `huar1` for 花儿: the r is the second character."""
    if not word.endswith("儿"):
        return ()
    apart = re.sub(r"r(\d?)$", r"\1 er5", said)
    return numbered(apart, len(word))


def _ipa(word: str, said: str, language: str, origin: str) -> Entry:
    inside = said.strip("/[] ")
    found, wrong = symbols(inside)
    if wrong:
        message = f"{word}: {said} has {wrong!r}, which no voice can say"
        raise LibraryError(message, hint=_forms(word))
    if not in_letters(inside):
        raise LibraryError(f"{word}: there is no sound in {said}", hint=_forms(word))
    return Entry(word, language, "ipa", "".join(found), origin)


def _forms(word: str) -> str:
    """A hint on the possible forms of a word's reading."""
    if not HAN.search(word):
        return f'write other words ("{word}" = "engine ex") or IPA ("/ˈɛndʒɪn ˈɛks/")'
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
    example = f'"{word}" = "{" ".join(syllables)}"'
    return f'write a syllable with its tone for each character ({example}), or other words ("= …")'


@cache
def names() -> tuple[Entry, ...]:
    """Names of places and people that dictionaries get wrong, included in Pagecast."""
    path = files("tts").joinpath("data", "mandarin-names.txt")
    lines = path.read_text("utf-8").splitlines()
    found = []
    for line in lines:
        if line and not line.startswith("#"):
            name, *syllables = line.split()
            found.append(Entry(name, "zh", "pinyin", " ".join(syllables)))
    return tuple(found)
