"""The words that a service reports -> marks in a chunk's text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tts.model import Chunk, Mark, Sentence

_WINDOW = 60
"""Maximum distance in characters from one word to the next; larger after words that were not
found."""

_APOSTROPHE = {ord("’"): "'"}
"""A service may return one for the other."""

_Blocks = list[tuple[int, int, int]]

_TAIL = 2
"""Number of letters and digits at the end of a text that may lack a word: units and symbols that a
service skips."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as reported by the service."""

    text: str
    start: int
    """Milliseconds from the beginning of the clip."""
    end: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word and its position in `spoken`."""

    word: Word
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Span:
    """A sentence and where it starts in the chunk's `spoken` and `text`."""

    sentence: Sentence
    spoken: int
    text: int


def align(words: Sequence[Word], chunk: Chunk) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """The marks, ordered by time, and the words that do not occur in the chunk's spoken text.

    A sentence's mark covers its text without surrounding white space, and ends early if the words
    end early.
    """
    placed, lost = _place(words, chunk.spoken)
    marks: list[Mark] = []
    for span in _spans(chunk):
        inside = _inside(placed, span)
        if not inside:
            continue
        sentence = _sentence_mark(span, inside)
        begun_inside = [word for word in inside if word.start >= span.spoken]
        marks.append(sentence)
        marks.extend(_word_marks(span, begun_inside))
    marks.sort(key=_order)
    return tuple(marks), tuple(lost)


def _order(mark: Mark) -> tuple[int, str, int]:
    return mark.start, mark.kind, mark.text_start


def _inside(words: Sequence[_Placed], span: _Span) -> list[_Placed]:
    """The words that overlap a sentence."""
    first = span.spoken
    last = first + len(span.sentence.spoken)
    found = []
    for word in words:
        if word.start < last and word.end > first:
            found.append(word)
    return found


def sentence_words(words: Sequence[Word], sentence: Sentence, text_start: int) -> list[Mark]:
    """The marks of the words of one sentence, which starts at `text_start` in its chunk's text.
    Words that are not found in it get none."""
    placed, _lost = _place(words, sentence.spoken)
    span = _Span(sentence, 0, text_start)
    return list(_word_marks(span, placed))


def speakable(text: str) -> bool:
    """Whether the text contains anything that can be pronounced.

    >>> speakable("…… “！”"), speakable("好。"), speakable("7")
    (False, True, True)
    """
    return any(map(str.isalnum, text))


def _spans(chunk: Chunk) -> Iterator[_Span]:
    spoken = text = 0
    for sentence in chunk.sentences:
        yield _Span(sentence, spoken, text)
        spoken += len(sentence.spoken)
        text += len(sentence.text)


# --- words in what was spoken ---------------------------------------------------------------------


def _place(words: Sequence[Word], spoken: str) -> tuple[list[_Placed], list[str]]:
    placed: list[_Placed] = []
    lost: list[str] = []
    spoken = spoken.translate(_APOSTROPHE)
    at = missed = 0
    for word in words:
        written = word.text.translate(_APOSTROPHE)
        limit = at + _WINDOW * (1 + missed)
        span = _find(written, spoken, at, limit)
        if span is None:
            lost.append(word.text)
            missed += 1
            continue
        start, at = span
        placed.append(_Placed(word, start, at))
        missed = 0
    return placed, lost


def _find(word: str, spoken: str, at: int, limit: int) -> tuple[int, int] | None:
    """Start and end of a word, searched from `at` on: as written, or with its HTML entities
    resolved and any white space matching any other."""
    for form in (word, html.unescape(word)):
        parts = form.split()
        if not parts:
            continue
        escaped = map(re.escape, parts)
        pattern = re.compile(r"\s+".join(escaped))
        found = pattern.search(spoken, at, limit + len(form))
        if found:
            return found.span()
    return None


# --- marks in the text ----------------------------------------------------------------------------


def _sentence_mark(span: _Span, inside: Sequence[_Placed]) -> Mark:
    sentence = span.sentence
    text = sentence.text
    indent = len(text) - len(text.lstrip())
    length = len(text.rstrip())
    first, last = inside[0], inside[-1]
    reached = last.end - span.spoken
    unheard = sentence.spoken[reached:]
    letters = sum(map(str.isalnum, unheard))
    if letters > _TAIL:
        heard = _nearest(sentence, reached)
        length = min(length, heard)
    start = span.text + indent
    end = span.text + max(indent, length)
    return Mark(first.word.start, last.word.end, start, end)


def _nearest(sentence: Sentence, reached: int) -> int:
    """The position in a sentence's text up to which its spoken form is covered at `reached`."""
    nearest = 0
    for spoken, text, size in _blocks(sentence):
        heard = min(size, reached - spoken)
        if heard > 0:
            nearest = max(nearest, text + heard)
    return nearest


def _word_marks(span: _Span, inside: Sequence[_Placed]) -> Iterator[Mark]:
    """A mark for each word. Words written differently in the text (10%—20%, spoken as 10%到20%)
    share one, from the end of the word before them to the start of the next one."""
    text = span.sentence.text
    blocks = _blocks(span.sentence)
    rewritten: list[_Placed] = []
    reached = 0
    for placed in inside:
        first = placed.start - span.spoken
        last = placed.end - span.spoken
        start = _in_text(blocks, first, last)
        if start is None or start < reached:
            rewritten.append(placed)
            continue
        yield from _shared(span, rewritten, reached, start)
        rewritten = []
        reached = start + last - first
        yield _word_mark(span, [placed], start, reached)
    yield from _shared(span, rewritten, reached, len(text))


def _shared(span: _Span, words: Sequence[_Placed], start: int, end: int) -> Iterator[Mark]:
    if not words:
        return
    text = span.sentence.text
    letters = [at for at in range(start, end) if text[at].isalnum()]
    if letters:
        first, last = letters[0], letters[-1]
        yield _word_mark(span, words, first, last + 1)


def _word_mark(span: _Span, words: Sequence[_Placed], start: int, end: int) -> Mark:
    """One mark for several words; `start` and `end` are indexes into the sentence's text."""
    first, last = words[0].word, words[-1].word
    begin = span.text
    return Mark(first.start, last.end, begin + start, begin + end, "word")


def _in_text(blocks: _Blocks, start: int, end: int) -> int | None:
    """The index in a sentence's text of a stretch of its spoken form; None unless the same stretch
    occurs there."""
    for spoken, text, size in blocks:
        inside = spoken <= start and end <= spoken + size
        if inside:
            return text + start - spoken
    return None


def _blocks(sentence: Sentence) -> _Blocks:
    """Identical stretches: index in `spoken`, index in `text`, length."""
    length = len(sentence.text)
    if sentence.text == sentence.spoken:
        return [(0, 0, length)]
    matcher = SequenceMatcher(None, sentence.spoken, sentence.text, autojunk=False)
    found: _Blocks = []
    for block in matcher.get_matching_blocks():
        if block.size:
            found.append((block.a, block.b, block.size))
    return found
