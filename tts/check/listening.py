"""Every chunk of an episode, cut out of its MP3 by the script's times and listened to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from tts.audio import pcm
from tts.check.report import Heard, Problem, Script, sentences
from tts.check.whisper import Ear, score
from tts.engines.alignment import speakable

if TYPE_CHECKING:
    from tts.show.library import Episode

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
    wanted = [(at, span) for at, span in enumerate(_spans(script)) if span]
    cuts = pcm.cuts(episode.audio, [span for _, span in wanted])
    for count, ((at, span), samples) in enumerate(zip(wanted, cuts, strict=True), 1):
        chunk = script["chunks"][at]
        written = (sentence["text"] for sentence in chunk["sentences"])
        label = chunk.get("label", 0)
        text = "".join(_spaced(written))
        text = text[label:]
        language = chunk.get("language") or script.get("language") or ""
        understood = ear.hear(samples, language)
        yield Heard(at, span[0], text, score(text, understood, language))
        if progress:
            progress(count, len(wanted))


def _spans(script: Script) -> list[tuple[int, int] | None]:
    """Where each chunk is cut, milliseconds; None for one without a sound."""
    found: list[tuple[int, int] | None] = [None] * len(script["chunks"])
    for sentence in sentences(script):
        if sentence.end > sentence.start and speakable(sentence.text):
            start, end = found[sentence.chunk] or (sentence.start, sentence.end)
            first = min(start, sentence.start)
            last = max(end, sentence.end)
            found[sentence.chunk] = (first, last)
    heard = [at for at, span in enumerate(found) if span]
    exact = [span for span in found if span]
    for n, at in enumerate(heard):
        start, end = exact[n]
        before = exact[n - 1][1] if n else 0
        after = exact[n + 1][0] if n + 1 < len(exact) else end + _ROOM
        roomy_start = max(before, start - _ROOM)
        roomy_end = min(after, end + _ROOM)
        found[at] = (min(start, roomy_start), max(end, roomy_end))
    return found


def _spaced(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield text + ("" if text[-1:] > "\u2e80" else " ")


def worst(heard: Sequence[Heard], limit: float = LIMIT) -> list[Heard]:
    """Those misheard beyond the limit, the worst first."""
    bad = [h for h in heard if h.score.wrong >= _FEW and h.score.rate > limit]
    return sorted(bad, key=lambda h: -h.score.rate)


def problems(heard: Sequence[Heard], limit: float = LIMIT) -> Iterator[Problem]:
    hint = "listen to it; tts check --repair speaks it again"
    for each in worst(heard, limit):
        score = each.score
        counted = f"{score.rate:.0%} misheard ({score.wrong} of {score.total})"
        what = f"{counted}; heard: {score.heard or 'nothing'}"
        yield Problem(what, each.at, each.text, hint, each.chunk)


def to_repair(heard: Sequence[Heard], found: Sequence[Problem]) -> list[Heard]:
    """What a problem is about and was not understood wholly, the worst first."""
    chunks = {problem.chunk for problem in found}
    unsure = [each for each in heard if each.chunk in chunks and each.score.wrong]
    return sorted(unsure, key=lambda each: -each.score.rate)
