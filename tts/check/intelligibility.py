"""Cuts every chunk out of an episode's MP3 by the script's times, and transcribes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from tts.audio import pcm
from tts.check.report import Heard, Problem, Script, sentences
from tts.check.whisper import Ear, Score, score
from tts.engines.alignment import speakable

if TYPE_CHECKING:
    from tts.show.library import Episode
    from tts.show.saved_script import SavedChunk

Span = tuple[int, int]
"""Where a chunk begins and ends, milliseconds."""

LIMIT = 0.25
"""Part of a chunk that may be misheard: Whisper base itself mishears names and the like."""
_FEW = 3
"""Units that have to be wrong at least: of a heading of two words nobody, without what is around
it, hears both."""
_ROOM = 100
"""Milliseconds cut along on both sides, where the neighbours leave them."""


def hear(
    episode: Episode, script: Script, ear: Ear, progress: Callable[[int, int], None] | None = None
) -> Iterator[Heard]:
    """Each chunk that has something to say, in order. `progress` gets how many were heard, and of
    how many."""
    places = []
    spans = []
    for index, span in enumerate(_spans(script)):
        if span:
            places.append(index)
            spans.append(span)
    cuts = pcm.cuts(episode.audio, spans)
    for number, samples in enumerate(cuts):
        index = places[number]
        start, _ = spans[number]
        chunk = script["chunks"][index]
        language = chunk.get("language") or script.get("language") or ""
        text = _text(chunk)
        understood = ear.hear(samples, language)
        yield Heard(index, start, text, score(text, understood, language))
        if progress:
            progress(number + 1, len(places))


def _text(chunk: SavedChunk) -> str:
    """What a chunk says, without its label, which is not spoken."""
    written = (sentence["text"] for sentence in chunk["sentences"])
    label = chunk.get("label", 0)
    text = "".join(map(_spaced, written))
    return text[label:]


def _spans(script: Script) -> list[Span | None]:
    """Where each chunk is cut; None for one without a sound."""
    exact = _exact_spans(script)
    heard = [span for span in exact if span]
    roomy = iter(_with_room(heard))
    return [next(roomy) if span else None for span in exact]


def _exact_spans(script: Script) -> list[Span | None]:
    """From each chunk's first sentence to its last."""
    count = len(script["chunks"])
    found: list[Span | None] = [None] * count
    for sentence in sentences(script):
        if sentence.end <= sentence.start or not speakable(sentence.text):
            continue
        chunk = sentence.chunk
        start, end = found[chunk] or (sentence.start, sentence.end)
        first = min(start, sentence.start)
        last = max(end, sentence.end)
        found[chunk] = (first, last)
    return found


def _with_room(spans: Sequence[Span]) -> Iterator[Span]:
    """Each span with what its neighbours leave it on both sides."""
    before = 0
    last = len(spans) - 1
    for place, (start, end) in enumerate(spans):
        roomy_start = max(before, start - _ROOM)
        roomy_end = end + _ROOM
        if place < last:
            after, _ = spans[place + 1]
            roomy_end = min(after, roomy_end)
        first = min(start, roomy_start)
        behind = max(end, roomy_end)
        yield first, behind
        before = end


def _spaced(text: str) -> str:
    """With a space behind it, unless it ends with a sign of a script that has none."""
    is_wide = text[-1:] > "\u2e80"
    return text if is_wide else f"{text} "


def worst(heard: Sequence[Heard], limit: float = LIMIT) -> list[Heard]:
    """Those misheard beyond the limit, the worst first."""
    bad: list[Heard] = []
    for each in heard:
        score = each.score
        if score.wrong >= _FEW and score.rate > limit:
            bad.append(each)
    return _worst_first(bad)


def _worst_first(heard: Sequence[Heard]) -> list[Heard]:
    return sorted(heard, key=_rate, reverse=True)


def _rate(each: Heard) -> float:
    return each.score.rate


def problems(heard: Sequence[Heard], limit: float = LIMIT) -> Iterator[Problem]:
    hint = "listen to it; tts check --repair speaks it again"
    for each in worst(heard, limit):
        what = _counted(each.score)
        yield Problem(what, each.at, each.text, hint, each.chunk)


def _counted(score: Score) -> str:
    """How much was misheard, and what was heard instead."""
    rate = f"{score.rate:.0%}"
    understood = score.heard or "nothing"
    return f"{rate} misheard ({score.wrong} of {score.total}); heard: {understood}"


def to_repair(heard: Sequence[Heard], found: Sequence[Problem]) -> list[Heard]:
    """What a problem is about and was not understood wholly, the worst first."""
    chunks = {problem.chunk for problem in found}
    unsure: list[Heard] = []
    for each in heard:
        if each.chunk in chunks and each.score.wrong:
            unsure.append(each)
    return _worst_first(unsure)
