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
        text = "".join(_spaced(s["text"] for s in chunk["sentences"]))
        language = chunk.get("language") or script.get("language") or ""
        yield Heard(at, span[0], text, score(text, ear.hear(samples, language), language))
        if progress:
            progress(count, len(wanted))


def _spans(script: Script) -> list[tuple[int, int] | None]:
    """Where each chunk is cut, milliseconds; None for one without a sound."""
    found: list[tuple[int, int] | None] = [None] * len(script["chunks"])
    for s in sentences(script):
        if s.end > s.start and speakable(s.text):
            start, end = found[s.chunk] or (s.start, s.end)
            found[s.chunk] = (min(start, s.start), max(end, s.end))
    heard = [at for at, span in enumerate(found) if span]
    exact = [span for span in found if span]
    befores, afters = [0, *(end for _, end in exact)], [*(start for start, _ in exact[1:]), 1 << 40]
    for at, (start, end), before, after in zip(heard, exact, befores, afters, strict=False):
        found[at] = (min(start, max(before, start - _ROOM)), max(end, min(after, end + _ROOM)))
    return found


def _spaced(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield text + ("" if text[-1:] > "\u2e80" else " ")


def worst(heard: Sequence[Heard], limit: float = LIMIT) -> list[Heard]:
    """Those misheard beyond the limit, the worst first."""
    bad = [h for h in heard if h.score.wrong >= _FEW and h.score.rate > limit]
    return sorted(bad, key=lambda h: -h.score.rate)


def problems(heard: Sequence[Heard], limit: float = LIMIT) -> Iterator[Problem]:
    for h in worst(heard, limit):
        what = f"{h.score.rate:.0%} misheard ({h.score.wrong} of {h.score.total}); heard: {h.score.heard or 'nothing'}"
        yield Problem(
            what, h.at, h.text, "listen to it; tts check --repair speaks it again", h.chunk
        )


def to_repair(heard: Sequence[Heard], found: Sequence[Problem]) -> list[Heard]:
    """What a problem is about and was not understood wholly, the worst first."""
    chunks = {p.chunk for p in found}
    return sorted(
        (h for h in heard if h.chunk in chunks and h.score.wrong), key=lambda h: -h.score.rate
    )
