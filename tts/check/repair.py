"""Chunks that were not understood, spoken again in other ways. The better clip takes the place of
the first in the cache, and the episode is joined anew: what is made of it later keeps the
repair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from tts.audio import pcm
from tts.check.report import Heard, Repaired, Script
from tts.check.whisper import Ear, Score, score
from tts.engines.alignment import speakable
from tts.engines.verify import speak
from tts.episode import expand, pipeline, preview
from tts.episode.options import Options
from tts.model import Chunk, Clip, EngineError, Mark, Sentence, Source, SourceError, Voice
from tts.show import library
from tts.text.sentences import split_clauses

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.engines.choose import Choice
    from tts.episode.planning import Plan

USUAL = "the usual voice"
_SHORTEST = 4
"""Characters of a clause that is said by itself; a shorter one goes with the one before it."""

Told = Callable[[Repaired], None]


def repair(
    show: library.Show,
    episode: library.Episode,
    bad: Sequence[Heard],
    *,
    script: Script,
    ear: Ear,
    cache: Cache,
    asked: Options | None = None,
    progress: Told | None = None,
) -> tuple[library.Episode, list[Repaired]]:
    """Speak those chunks again and write the episode with what was understood better.

    `asked` says how the source may be fetched again: `offline`, `allow_private`, `cookies`.

    Raises SourceError when its source can't be read any more or says something else by now, and the
    engine's errors.
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
    """As it was made: voice and rate are the episode's own already."""
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
            f"“{episode.manifest.title}” came through a pipe: there is nothing to read it from again",
            hint="pipe it in again with another --voice or --rate",
        )
    where = identity if "://" in identity else str((show.folder / identity).resolve())
    found = expand.look_into(where, options)
    if not isinstance(found, Source):
        raise SourceError(
            f"{where} holds several articles by now", hint="make the episode again from one of them"
        )
    return found


def _check_same(plan: Plan, script: Script, episode: library.Episode) -> None:
    """The source still says what the episode says."""
    now = [_bare(chunk.text) for chunk in plan.script.chunks]
    then = [_bare("".join(s["text"] for s in chunk["sentences"])) for chunk in script["chunks"]]
    if now != then:
        raise SourceError(
            f"{episode.manifest.source} reads differently from “{episode.manifest.title}” by now, or was made "
            "with other rules",
            hint="make it again with tts make and the options it was made with, then check that",
        )


def _check_voices(plan: Plan, episode: library.Episode) -> None:
    """The same voices speak it in the same way: else all of it would be spoken anew."""
    manifest, main = episode.manifest, plan.choice
    now: dict[str, Any] = {
        "language": plan.article.language,
        "engine": main.engine.name,
        "voice": main.voice.id,
    }
    now |= {name: getattr(main.voice, name) for name in ("rate", "pitch", "volume")}
    now["voices"] = {
        tag: f"{other.engine.name}/{other.voice.id}" for tag, other in plan.cast.others.items()
    }
    for name, value in now.items():
        then = getattr(manifest, name)
        if then is not None and then != value:
            raise SourceError(
                f"“{manifest.title}” was made with {name} {then or 'as usual'}; now it would be {value}",
                hint="make it again with tts make --force and the options it was made with",
            )


def _check_speakers(plan: Plan, episode: library.Episode) -> None:
    """So do those who have a voice of their own."""
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
            hint="set [speakers] in show.toml back, or make the episode again with tts make",
        )


def _bare(text: str) -> str:
    return "".join(text.split())


# --- speaking again -------------------------------------------------------------------------------


def _again(plan: Plan, chunk: Chunk, heard: Heard, ear: Ear, cache: Cache) -> Repaired:
    """The ways in turn, until one is understood wholly; the best is kept, where it is better than
    what there was."""
    speaker = plan.cast.speaker_of(chunk)
    best, how = heard.score, ""
    for name, other, clip in _spoken(speaker, chunk):
        got = _listen(clip, heard.text, chunk.language, ear)
        if got.wrong < best.wrong:
            best, how = got, name
            cache.replace(plan.key(chunk), _with_marks_of(chunk, other, clip))
        if not best.wrong:
            break
    return Repaired(heard.chunk, heard.text, heard.score, best, how)


def _spoken(speaker: Choice, chunk: Chunk) -> Iterator[tuple[str, Chunk, Clip]]:
    """The ways that the engine can; raises its error where it can none."""
    failure, count = None, 0
    for name, other, voice in ways(chunk, speaker.voice):
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
    return score(text, ear.hear(pcm.decode(clip.audio), language), language)


def ways(chunk: Chunk, voice: Voice) -> Iterator[tuple[str, Chunk, Voice]]:
    """Other ways to say a chunk, by any engine: a model without a seed gives another sound at
    another speed."""
    apart = replace(chunk, sentences=tuple(piece for s in chunk.sentences for piece in _clauses(s)))
    split = len(apart.sentences) > len(chunk.sentences)
    if split:
        yield "clause by clause", apart, voice
    yield "a little slower", chunk, _at(voice, 0.94)
    if split:
        yield "clause by clause, a little slower", apart, _at(voice, 0.94)
    yield "a little faster", chunk, _at(voice, 1.06)


def _at(voice: Voice, times: float) -> Voice:
    return replace(voice, rate=round(min(2.0, max(0.5, voice.rate * times)), 3))


def _clauses(sentence: Sentence) -> list[Sentence]:
    """A sentence in its clauses, where what is written and what is said have the same; the readings
    go along."""
    texts, spoken = _whole(split_clauses(sentence.text)), _whole(split_clauses(sentence.spoken))
    if len(texts) != len(spoken) or len(texts) < 2 or not all(map(speakable, spoken)):
        return [sentence]
    pieces = []
    for text, said, end in zip(texts, spoken, accumulate(map(len, spoken)), strict=True):
        first = end - len(said)
        inside = [r for r in sentence.readings if first <= r.start and r.end <= end]
        pieces.append(
            Sentence(
                text,
                said,
                tuple(replace(r, start=r.start - first, end=r.end - first) for r in inside),
            )
        )
    if sum(len(piece.readings) for piece in pieces) != len(
        sentence.readings
    ):  # one reaches over a comma
        return [sentence]
    return pieces


def _whole(clauses: list[str]) -> list[str]:
    """Clauses, the very short ones with the one before them."""
    out: list[str] = []
    for clause in clauses:
        if out and (len(clause.strip()) < _SHORTEST or len(out[-1].strip()) < _SHORTEST):
            out[-1] += clause
        else:
            out.append(clause)
    return out


def _with_marks_of(chunk: Chunk, spoken: Chunk, clip: Clip) -> Clip:
    """The clip with a mark for each of the chunk's own sentences, made of those of its clauses."""
    if len(spoken.sentences) == len(chunk.sentences):
        return clip
    marks = [m for m in clip.info.marks if m.kind == "word"]
    at = 0
    for sentence in chunk.sentences:
        end = at + len(sentence.text)
        inside = [m for m in clip.info.marks if m.kind == "sentence" and at <= m.text_start < end]
        if inside:
            first, last = inside[0], inside[-1]
            marks.append(Mark(first.start, last.end, first.text_start, last.text_end))
        at = end
    ordered = sorted(marks, key=lambda m: (m.start, m.kind))
    return replace(clip, info=replace(clip.info, marks=tuple(ordered)))
