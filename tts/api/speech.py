"""`speak` for programs: text, an article or a script to MP3, without making an episode."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tts.api.errors import translated
from tts.api.make_episode import OnProgress, ProgressListener, clips
from tts.api.options import SpeechOptions, options_of
from tts.api.reading import opened
from tts.api.shows import Folder, library_show
from tts.episode.transcript import Cue
from tts.model import Article, Block, Script, Source, SourceError

if TYPE_CHECKING:
    from typing import Unpack

    from tts.cache import Cache
    from tts.episode.options import Options
    from tts.episode.standalone_speech import Speech
    from tts.show import library

Speakable = str | Article | Script | Source | os.PathLike[str]
"""Text as it is; an article; a script; or a source, as bytes or a path, that is read first."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Spoken audio."""

    audio: bytes = field(repr=False)
    """MP3, mono, 24 kHz, 48 kbit/s, without a tag; empty if it was written to a file."""
    path: Path | None
    """The output file, if given."""
    duration: int
    """Milliseconds."""
    cues: tuple[Cue, ...] = field(repr=False)
    """Every sentence, and its words if the engine reports them, with their times."""
    language: str
    """BCP 47."""
    engine: str
    voice: str
    notes: tuple[str, ...] = ()
    """What a listener should know: a language without a voice, a sentence that could not be
    pronounced."""


def speak(
    what: Speakable,
    output: str | os.PathLike[str] | None = None,
    *,
    show: Folder = "output",
    on_progress: OnProgress | None = None,
    **options: Unpack[SpeechOptions],
) -> Spoken:
    """Speak text, an article or a script, to a file or, if none is given, to bytes.

    A `str` is the text itself, with paragraphs separated by empty lines; a path must be a `Path`.
    The voices, rules and lexicon of `show` apply. A script is spoken as it is, so use the same
    engine for `script` and `speak`. Raises SourceError, EngineError, EpisodeFailed or LibraryError.
    """
    from tts.episode import standalone_speech

    chosen = options_of("speak", SpeechOptions, options)
    with translated():
        heeded = _without_frame(library_show(show))
        cache = clips()
        listener = ProgressListener(on_progress) if on_progress else None
        if isinstance(what, Script):
            done = standalone_speech.speak_script(
                what, heeded, chosen, cache=cache, listener=listener
            )
        else:
            article = _article(what, chosen)
            done = standalone_speech.speak(article, heeded, chosen, cache=cache, listener=listener)
        return _written(done, cache, None if output is None else Path(output))


def _without_frame(show: library.Show) -> library.Show:
    """The show without its intro and outro, which belong to episodes."""
    return replace(show, settings=replace(show.settings, intro="", outro=""))


def _article(what: str | Article | Source | os.PathLike[str], options: Options) -> Article:
    from tts import text
    from tts.episode import planning

    if not isinstance(what, str):
        return planning.edited(opened(what, options), options)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", what)]
    blocks = tuple(Block("paragraph", paragraph) for paragraph in paragraphs if paragraph)
    try:
        return text.edit(Article(blocks), language=options.language, as_written=True)
    except SourceError as error:
        message = f"there is nothing to say in {what[:60]!r}"
        raise SourceError(message, hint="use a text that contains words") from error


def _written(done: Speech, cache: Cache, path: Path | None) -> Spoken:
    """The MP3, in a file or as bytes."""
    from tts.episode import standalone_speech

    audio = BytesIO()
    duration = (
        standalone_speech.save(done, cache, path)
        if path
        else standalone_speech.write(done, cache, audio)
    )
    main = done.plan.cast.main
    return Spoken(
        audio=audio.getvalue(),
        path=path,
        duration=duration,
        cues=standalone_speech.cues(done),
        language=done.plan.script.language,
        engine=main.engine.name,
        voice=main.voice.id,
        notes=done.notes,
    )
