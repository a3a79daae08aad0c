"""Speaks a text, an article or a script into an MP3, without making an episode."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts import text
from tts.episode.options import SHOW, Listener, Options
from tts.episode.planning import Plan, prepare
from tts.episode.speaking import notes_of_unheard, speak_missing
from tts.model import Article, Block, Chunk, ClipInfo, Script, SourceError, TextTooLong
from tts.parallel import threads
from tts.show import library

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.episode.casting import Cast
    from tts.episode.transcript import Cue


@dataclass(frozen=True, slots=True)
class Speech:
    """The spoken plan; its clips are in the cache."""

    plan: Plan
    clips: Mapping[str, ClipInfo]
    """By their keys in the cache."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a listener should know."""
        return (*self.plan.cast.notes, *notes_of_unheard(self.plan, self.clips))


def say(
    words: str, output: Path, options: Options, *, cache: Cache, listener: Listener | None = None
) -> tuple[Cast, int]:
    """Speak a text to an MP3 without tag or show; returns the voices with notes, and the length in
    milliseconds."""
    said = Article((Block("paragraph", " ".join(words.split())),))
    try:
        article = text.edit(said, language=options.language, as_written=True)
    except SourceError as e:
        raise SourceError(
            f"there is nothing to say in {words!r}", hint="use a text that contains words"
        ) from e
    done = speak(article, library.Show(SHOW), options, cache=cache, listener=listener)
    return replace(done.plan.cast, notes=done.notes), save(done, cache, output)


def speak(
    article: Article,
    show: library.Show,
    options: Options,
    *,
    cache: Cache,
    listener: Listener | None = None,
) -> Speech:
    """Speak an edited article. Raises EngineError and its subclasses, or EpisodeFailed."""
    return _speech(lambda: prepare(article, show, options), options, cache, listener or Listener())


def speak_script(
    script: Script,
    show: library.Show,
    options: Options,
    *,
    cache: Cache,
    listener: Listener | None = None,
) -> Speech:
    """Speak a script as it is. Raises like `speak`, and TextTooLong for a chunk that does not
    fit."""
    return _speech(lambda: _plan_of(script, show, options), options, cache, listener or Listener())


def _speech(plan: Callable[[], Plan], options: Options, cache: Cache, listener: Listener) -> Speech:
    """Speak every chunk; with `fallback`, withdrawn voices are replaced."""
    from tts.episode.casting import recast_if_withdrawn

    final, spoken = recast_if_withdrawn(
        plan(),
        lambda plan: speak_missing(plan, cache, options, listener, threads),
        lambda: plan() if options.fallback else None,
    )
    return Speech(final, spoken.clips)


def _plan_of(script: Script, show: library.Show, options: Options) -> Plan:
    """Voices for an existing script."""
    from tts.episode.casting import VoiceOptions, cast

    if not script.chunks:
        raise SourceError("the script has no chunks", hint="write it from an article that has text")
    main = script.language
    blocks = tuple(_block_of(chunk, main) for chunk in script.chunks)
    article = Article(blocks, title=script.title, language=options.language or main)
    wishes = {each.name: getattr(options, each.name) for each in fields(VoiceOptions)}
    asked = VoiceOptions(**wishes)
    plan = Plan(article, script, cast(article, show, asked))
    for chunk in script.chunks:
        engine = plan.cast.speaker_of(chunk).engine
        if not engine.fits(chunk.spoken):
            begins = chunk.text[:40]
            message = f"a chunk of the script does not fit {engine.name}: {begins!r}"
            hint = "use the same engine to write the script and to speak it"
            raise TextTooLong(message, hint=hint)
    return plan


def _block_of(chunk: Chunk, main: str) -> Block:
    """The block that a chunk may come from; `main` is the script's language."""
    language = chunk.language
    if language == main:
        language = ""
    return Block(
        kind=chunk.kind,
        text=chunk.text,
        level=chunk.level,
        language=language,
        speaker=chunk.speaker,
    )


def cues(speech: Speech) -> tuple[Cue, ...]:
    """Every sentence with its times."""
    from tts.episode import assembly

    return assembly.cues_of(speech.plan, speech.clips)


def write(speech: Speech, cache: Cache, out: BinaryIO) -> int:
    """Write the MP3 without a tag into an open file; returns its length in milliseconds."""
    from tts.episode import assembly

    return assembly.join_plain(speech.plan, speech.clips, cache, out)


def save(speech: Speech, cache: Cache, output: Path) -> int:
    """The same as a file, written completely or not at all. Raises LibraryError."""
    from tts.episode import assembly

    return assembly.write_plain(speech.plan, speech.clips, cache, output)
