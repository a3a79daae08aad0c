"""A text spoken to an MP3, without an episode around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tts import text
from tts.episode.options import SHOW, Listener, Options
from tts.episode.planning import prepare
from tts.episode.speaking import notes_of_unheard, speak_missing
from tts.model import Article, Block, SourceError
from tts.parallel import threads
from tts.show import library

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.episode.casting import Cast


def say(
    words: str, output: Path, options: Options, *, cache: Cache, listener: Listener | None = None
) -> tuple[Cast, int]:
    """Speak a text to an MP3 without tag or show; who spoke it, with what to know, and the length in milliseconds."""
    from tts.episode.assembly import write_plain
    from tts.episode.casting import or_recast

    said = Article((Block("paragraph", " ".join(words.split())),))
    try:
        article = text.edit(said, language=options.language, as_written=True)
    except SourceError as e:
        raise SourceError(f"there is nothing to say in {words!r}", hint="give it a text with words") from e
    plan = prepare(article, library.Show(SHOW), options)
    plan, spoken = or_recast(
        plan,
        lambda plan: speak_missing(plan, cache, options, listener or Listener(), threads),
        lambda: prepare(article, library.Show(SHOW), options) if options.fallback else None,
    )
    speakers = replace(plan.cast, notes=(*plan.cast.notes, *notes_of_unheard(plan, spoken.clips)))
    return speakers, write_plain(plan, spoken.clips, cache, output)
