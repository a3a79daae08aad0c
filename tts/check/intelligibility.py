"""Cuts every chunk out of an episode's MP3 by the times in the script, and transcribes it."""

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
"""Start and end of a chunk in milliseconds."""

LIMIT = 0.25
"""Share of a chunk that may be misheard: Whisper base itself mishears names and the like."""
_FEW = 3
"""Minimum number of wrong units: without context nobody understands both words of a two-word
heading."""
_ROOM = 100
"""Milliseconds included on either side of a chunk, if there is room between its neighbours."""


def hear(
    episode: Episode, script: Script, ear: Ear, progress: Callable[[int, int], None] | None = None
) -> Iterator[Heard]:
    """Transcribe each chunk with speech, in order. `progress` is called with the number done and
    the total."""
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
    """The text of a chunk, without its label, which is not spoken."""
    written = (sentence["text"] for sentence in chunk["sentences"])
    label = chunk.get("label", 0)
    text = "".join(map(_spaced, written))
    return text[label:]


def _spans(script: Script) -> list[Span | None]:
    """The span of each chunk; None for one without sound."""
    exact = _exact_spans(script)
    heard = [span for span in exact if span]
    roomy = iter(_with_room(heard))
    return [next(roomy) if span else None for span in exact]


def _exact_spans(script: Script) -> list[Span | None]:
    """The spans from each chunk's first sentence to its last."""
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
    """Each span, extended on either side as far as its neighbours allow."""
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
    """The text followed by a space, unless it ends in a script without spaces."""
    is_wide = text[-1:] > "\u2e80"
    return text if is_wide else f"{text} "


def worst(heard: Sequence[Heard], limit: float = LIMIT) -> list[Heard]:
    """The chunks misheard beyond the limit, the worst first."""
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
    """The chunks with problems that were not fully understood, the worst first."""
    chunks = {problem.chunk for problem in found}
    unsure: list[Heard] = []
    for each in heard:
        if each.chunk in chunks and each.score.wrong:
            unsure.append(each)
    return _worst_first(unsure)
