"""Speaks chunks that were not understood again in other ways. A better clip replaces the original
in the cache, and the episode is joined again, so that anything made from it later includes the
repair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tts.audio import pcm
from tts.check.report import Heard, Repaired, Script
from tts.check.whisper import Ear, Score, score
from tts.engines.alignment import speakable
from tts.engines.verify import speak
from tts.episode import expand, pipeline, preview
from tts.episode.options import Options
from tts.model import Chunk, Clip, EngineError, Mark, Reading, Sentence, Source, SourceError, Voice
from tts.show import library
from tts.text.sentences import split_clauses

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.engines.choose import Choice
    from tts.episode.planning import Plan

USUAL = "the usual voice"
_SHORTEST = 4
"""Minimum characters of a clause spoken separately; a shorter one is joined to the previous one."""

OnRepaired = Callable[[Repaired], None]


def repair(
    show: library.Show,
    episode: library.Episode,
    bad: Sequence[Heard],
    *,
    script: Script,
    ear: Ear,
    cache: Cache,
    asked: Options | None = None,
    progress: OnRepaired | None = None,
) -> tuple[library.Episode, list[Repaired]]:
    """Speak these chunks again, and write the episode with whatever was understood better.

    `asked` has the options for fetching the source again: `offline`, `allow_private`, `cookies`.

    Raises SourceError if its source can't be read any more or has changed, and the engine's errors.
    """
    options = _options(episode, asked or Options())
    source = _source(show, episode, options)
    plan = preview.plan(source, show, options, episode)
    _check_same(plan, script, episode)
    _check_voices(plan, episode)
    _check_speakers(plan, episode)
    done = []
    for heard in bad:
        done.append(_again(plan, plan.script.chunks[heard.chunk], heard, ear, cache))
        if progress:
            progress(done[-1])
    if not any(one.how for one in done):
        return episode, done
    return pipeline.make(source, show, replace(options, force=True), cache=cache).episode, done


# --- what it was made of --------------------------------------------------------------------------


def _options(episode: library.Episode, asked: Options) -> Options:
    """The options with which it was made; voice and rate already come from the episode."""
    manifest = episode.manifest
    cover = manifest.cover
    return replace(
        asked,
        title="" if manifest.own_title else manifest.title,
        author=manifest.author,
        date=manifest.date if manifest.date_stated else "",
        cover=str(episode.folder / cover.file) if cover.kind == "yours" else "",
    )


def _source(show: library.Show, episode: library.Episode, options: Options) -> Source:
    identity = episode.manifest.source
    if identity.startswith("-/"):
        raise SourceError(
            f"“{episode.manifest.title}” came through a pipe and can't be read again",
            hint="pipe it in again with another --voice or --rate",
        )
    where = identity if "://" in identity else str((show.folder / identity).resolve())
    found = expand.look_into(where, options)
    if not isinstance(found, Source):
        raise SourceError(
            f"{where} now holds several articles",
            hint="make the episode again from one of these articles",
        )
    return found


def _check_same(plan: Plan, script: Script, episode: library.Episode) -> None:
    """Check that the source still has the text of the episode."""
    now = [_bare(chunk.text) for chunk in plan.script.chunks]
    then: list[str] = []
    for chunk in script["chunks"]:
        text = "".join(sentence["text"] for sentence in chunk["sentences"])
        then.append(_bare(text))
    if now != then:
        manifest = episode.manifest
        raise SourceError(
            f"{manifest.source} has changed since “{manifest.title}” was made, or was made with "
            "other rules",
            hint="make it again with tts make and the same options, then check the new episode",
        )


def _check_voices(plan: Plan, episode: library.Episode) -> None:
    """Check that the same voices speak it with the same settings; otherwise everything would be
    spoken again."""
    manifest = episode.manifest
    voice = plan.choice.voice
    others: dict[str, str] = {}
    for tag, other in plan.cast.others.items():
        others[tag] = f"{other.engine.name}/{other.voice.id}"
    now: dict[str, Any] = {
        "language": plan.article.language,
        "engine": plan.choice.engine.name,
        "voice": voice.id,
        "rate": voice.rate,
        "pitch": voice.pitch,
        "volume": voice.volume,
        "voices": others,
    }
    for name, value in now.items():
        then = getattr(manifest, name)
        if then is None or then == value:
            continue
        before = then or "as usual"
        raise SourceError(
            f"“{manifest.title}” was made with {name} {before}; now it would be {value}",
            hint="make it again with tts make --force and the same options",
        )


def _check_speakers(plan: Plan, episode: library.Episode) -> None:
    """Check the same for speakers with separate voices."""
    manifest = episode.manifest
    then = manifest.speakers or {}
    now = plan.cast.voices_of_speakers
    for who in sorted({*then, *now}):
        before = then.get(who, USUAL)
        voice = now.get(who, USUAL)
        if before == voice:
            continue
        name, _, language = who.rpartition("/")
        raise SourceError(
            f"in “{manifest.title}” {name} ({language}) was spoken by {before}; "
            f"now it would be {voice}",
            hint="undo the change of [speakers] in show.toml, or make the episode again with tts "
            "make",
        )


def _bare(text: str) -> str:
    return "".join(text.split())


# --- speaking again -------------------------------------------------------------------------------


def _again(plan: Plan, chunk: Chunk, heard: Heard, ear: Ear, cache: Cache) -> Repaired:
    """Try the ways in turn until one is fully understood; the best is kept if it is better than the
    original."""
    speaker = plan.cast.speaker_of(chunk)
    best = heard.score
    how = ""
    for name, other, clip in _spoken(speaker, chunk):
        understood = _listen(clip, heard.text, chunk.language, ear)
        if understood.wrong < best.wrong:
            best = understood
            how = name
            better = _with_marks_of(chunk, other, clip)
            cache.replace(plan.key(chunk), better)
        if not best.wrong:
            break
    return Repaired(heard.chunk, heard.text, heard.score, best, how)


def _spoken(speaker: Choice, chunk: Chunk) -> Iterator[tuple[str, Chunk, Clip]]:
    """The clips of the ways that the engine supports; raises its error if it supports none."""
    failure = None
    count = 0
    for name, other, voice in other_ways(chunk, speaker.voice):
        try:
            clip = speak(speaker.engine, other, voice, again=1)
        except EngineError as e:
            failure = e
        else:
            count += 1
            yield name, other, clip
    if failure and not count:
        raise failure


def _listen(clip: Clip, text: str, language: str, ear: Ear) -> Score:
    samples = pcm.decode(clip.audio)
    understood = ear.hear(samples, language)
    return score(text, understood, language)


def other_ways(chunk: Chunk, voice: Voice) -> Iterator[tuple[str, Chunk, Voice]]:
    """Other ways of speaking a chunk with any engine: even a deterministic model sounds different
    at another speed."""
    clauses: list[Sentence] = []
    for sentence in chunk.sentences:
        clauses += _clauses(sentence)
    is_split = len(clauses) > len(chunk.sentences)
    apart = replace(chunk, sentences=tuple(clauses))
    slower = _at(voice, 0.94)
    if is_split:
        yield "clause by clause", apart, voice
    yield "a little slower", chunk, slower
    if is_split:
        yield "clause by clause, a little slower", apart, slower
    yield "a little faster", chunk, _at(voice, 1.06)


def _at(voice: Voice, times: float) -> Voice:
    wanted = voice.rate * times
    within = min(2.0, max(0.5, wanted))
    return replace(voice, rate=round(within, 3))


def _clauses(sentence: Sentence) -> list[Sentence]:
    """The clauses of a sentence, with their readings, if its written and spoken forms have the same
    number."""
    texts = _whole(split_clauses(sentence.text))
    spoken = _whole(split_clauses(sentence.spoken))
    count = len(texts)
    if count < 2 or count != len(spoken) or not all(map(speakable, spoken)):
        return [sentence]
    clauses: list[Sentence] = []
    readings = 0
    first = 0
    for text, said in zip(texts, spoken, strict=True):
        end = first + len(said)
        inside = _readings_within(sentence, first, end)
        readings += len(inside)
        clauses.append(Sentence(text, said, inside))
        first = end
    reaches_over_comma = readings != len(sentence.readings)
    return [sentence] if reaches_over_comma else clauses


def _readings_within(sentence: Sentence, first: int, end: int) -> tuple[Reading, ...]:
    """The readings of a clause, with indexes relative to it."""
    moved: list[Reading] = []
    for reading in sentence.readings:
        if first <= reading.start and reading.end <= end:
            start = reading.start - first
            behind = reading.end - first
            moved.append(replace(reading, start=start, end=behind))
    return tuple(moved)


def _whole(clauses: list[str]) -> list[str]:
    """The clauses, with very short ones joined to the previous one."""
    out: list[str] = []
    for clause in clauses:
        if out and (_is_short(clause) or _is_short(out[-1])):
            out[-1] += clause
        else:
            out.append(clause)
    return out


def _is_short(clause: str) -> bool:
    return len(clause.strip()) < _SHORTEST


def _with_marks_of(chunk: Chunk, spoken: Chunk, clip: Clip) -> Clip:
    """The clip with a mark for each of the chunk's own sentences, combined from those of its
    clauses."""
    if len(spoken.sentences) == len(chunk.sentences):
        return clip
    words = [mark for mark in clip.info.marks if mark.kind == "word"]
    clauses = [mark for mark in clip.info.marks if mark.kind == "sentence"]
    marks = [*words, *_joined(clauses, chunk.sentences)]
    marks.sort(key=lambda mark: (mark.start, mark.kind))
    info = replace(clip.info, marks=tuple(marks))
    return replace(clip, info=info)


def _joined(clauses: Sequence[Mark], sentences: Sequence[Sentence]) -> Iterator[Mark]:
    """One mark for each sentence, from its first clause to its last."""
    at = 0
    for sentence in sentences:
        end = at + len(sentence.text)
        inside = [mark for mark in clauses if at <= mark.text_start < end]
        if inside:
            first = inside[0]
            last = inside[-1]
            yield Mark(first.start, last.end, first.text_start, last.text_end)
        at = end
