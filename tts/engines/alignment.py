"""Words that a service says it spoke -> marks into a chunk's text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tts.model import Chunk, Mark, Sentence

_WINDOW = 60
"""Characters that may lie between a word and the one before it; more for each word in a row that
was not found."""

_APOSTROPHE = {ord("’"): "'"}
"""Either may come back for the other."""

_TAIL = 2
"""Speakable characters at the end of a text that may go without a word: units and signs that a
service swallows."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the service reports it."""

    text: str
    start: int
    """Milliseconds from the clip's first sample."""
    end: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word and where it stands in `spoken`."""

    word: Word
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Span:
    """A sentence and where it begins in the chunk's `spoken` and `text`."""

    sentence: Sentence
    spoken: int
    text: int


def align(words: Sequence[Word], chunk: Chunk) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """The marks, in order of time, and the words that are not found in what was to be spoken.

    A sentence's mark covers its text without the white space around it, and ends early where the
    words end early.
    """
    placed, lost = _place(words, chunk.spoken)
    marks: list[Mark] = []
    for span in _spans(chunk):
        first, last = span.spoken, span.spoken + len(span.sentence.spoken)
        inside = [p for p in placed if p.start < last and p.end > first]
        if inside:
            marks.append(_sentence_mark(span, inside))
            marks.extend(_word_marks(span, [p for p in inside if p.start >= first]))
    return tuple(sorted(marks, key=lambda m: (m.start, m.kind, m.text_start))), tuple(lost)


def sentence_words(words: Sequence[Word], sentence: Sentence, text_start: int) -> list[Mark]:
    """The marks of the words of one sentence, which begins at `text_start` of its chunk's text.
    Words that are not found in it have none."""
    placed, _lost = _place(words, sentence.spoken)
    span = _Span(sentence, 0, text_start)
    return list(_word_marks(span, placed))


def speakable(text: str) -> bool:
    """Whether there is anything in it that has a sound.

    >>> speakable("…… “！”"), speakable("好。"), speakable("7")
    (False, True, True)
    """
    return any(c.isalnum() for c in text)


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
        span = _find(written, spoken, at, at + _WINDOW * (1 + missed))
        if span is None:
            lost.append(word.text)
            missed += 1
        else:
            placed.append(_Placed(word, *span))
            at, missed = span[1], 0
    return placed, lost


def _find(word: str, spoken: str, at: int, limit: int) -> tuple[int, int] | None:
    """Where a word stands from `at` on: as it is, or with its entities resolved and any white space
    for white space."""
    for form in (word, html.unescape(word)):
        parts = form.split()
        if not parts:
            continue
        pattern = r"\s+".join(map(re.escape, parts))
        if found := re.compile(pattern).search(spoken, at, limit + len(form)):
            return found.span()
    return None


# --- marks in the text ----------------------------------------------------------------------------


def _sentence_mark(span: _Span, inside: Sequence[_Placed]) -> Mark:
    text = span.sentence.text
    start = span.text + len(text) - len(text.lstrip())
    end = span.text + len(text.rstrip())
    reached = inside[-1].end - span.spoken
    unheard = span.sentence.spoken[reached:]
    if sum(c.isalnum() for c in unheard) > _TAIL:
        end = min(end, span.text + _nearest(span.sentence, reached))
    return Mark(inside[0].word.start, inside[-1].word.end, start, max(start, end))


def _nearest(sentence: Sentence, reached: int) -> int:
    """The place in a sentence's text that answers to one in its spoken form, at most."""
    if sentence.text == sentence.spoken:
        return reached
    nearest = 0
    for spoken, text, size in _blocks(sentence):
        if spoken < reached:
            nearest = max(nearest, text + min(size, reached - spoken))
    return nearest


def _word_marks(span: _Span, inside: Sequence[_Placed]) -> Iterator[Mark]:
    """A mark a word. Words that stand otherwise in the text (10%—20%, said as 10%到20%) share one:
    from where the word before them ends there to where the one behind begins."""
    text = span.sentence.text
    move = _mover(span.sentence)
    rewritten: list[_Placed] = []
    reached = 0
    for placed in inside:
        start = move(placed.start - span.spoken, placed.end - span.spoken)
        if start is None or start < reached:
            rewritten.append(placed)
            continue
        yield from _shared(span, rewritten, reached, start)
        rewritten = []
        reached = start + placed.end - placed.start
        yield Mark(
            placed.word.start, placed.word.end, span.text + start, span.text + reached, "word"
        )
    yield from _shared(span, rewritten, reached, len(text))


def _shared(span: _Span, words: Sequence[_Placed], start: int, end: int) -> Iterator[Mark]:
    if not words:
        return
    text = span.sentence.text
    letters = [at for at in range(start, end) if text[at].isalnum()]
    if letters:
        yield Mark(
            words[0].word.start,
            words[-1].word.end,
            span.text + letters[0],
            span.text + letters[-1] + 1,
            "word",
        )


def _mover(sentence: Sentence) -> Callable[[int, int], int | None]:
    """From a stretch of a sentence's spoken form to where the very same stretch begins in its
    text."""
    if sentence.text == sentence.spoken:
        return lambda start, end: start if end <= len(sentence.text) else None
    blocks = _blocks(sentence)

    def move(start: int, end: int) -> int | None:
        for spoken, text, size in blocks:
            if spoken <= start and end <= spoken + size:
                return text + start - spoken
        return None

    return move


def _blocks(sentence: Sentence) -> list[tuple[int, int, int]]:
    """Equal stretches: index in spoken, index in text, length."""
    matcher = SequenceMatcher(None, sentence.spoken, sentence.text, autojunk=False)
    blocks = matcher.get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]
