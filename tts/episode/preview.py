"""What `make` would do, without doing it: the plan, the script, how long it will last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from tts import text
from tts.episode import planning
from tts.episode.options import SHOW, Options
from tts.episode.planning import Plan
from tts.model import Article, Chunk, Engine, EngineMissing, Script, Source
from tts.show import library

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.engines.registry import Engines


_DRAWN_COVER = 45_000
"""Typical bytes of a drawn title in an MP3: of eight in English, Chinese and Japanese, 36,041 to
62,161."""
_FETCHED_COVER = 100_000
"""Bytes assumed of a picture that is fetched: half of what it has in an MP3 at most
(`picture.TAG_BYTES`)."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What `make` would do for an article."""

    plan: Plan
    missing: int
    """Number of chunks to speak."""
    expected: int
    """Expected duration of the episode, in milliseconds."""
    unspoken: int
    """The part of it in chunks to speak, in milliseconds."""
    cover: int
    """Bytes of the picture in the MP3; an estimate unless the picture is at hand."""

    @property
    def chunks(self) -> int:
        """Total number of chunks."""
        return len(self.plan.script.chunks)


def plan(source: Source, show: library.Show, options: Options, before: library.Episode) -> Plan:
    """The plan for a source, with the voices of its episode."""
    edited = planning.edited(source, options)
    article = planning.as_named(edited, before, options)
    return planning.prepare(article, show, options, before)


def rehearse(
    where: str | Source,
    show: library.Show,
    options: Options,
    *,
    cache: Cache,
    stdin: BinaryIO | None = None,
    engines: Engines | None = None,
) -> Rehearsal:
    """What `make` would do. Raises the same errors as it does before anything is spoken."""
    source = planning.fetch(where, options, stdin)
    article = planning.edited(source, options)
    before = _episode_of(source, show, options)
    named = planning.as_named(article, before, options)
    plan = planning.prepare(named, show, options, before, engines)
    chunks = {plan.key(chunk): chunk for chunk in plan.script.chunks}
    missing = [chunk for key, chunk in chunks.items() if cache.get(key) is None]
    unspoken = sum(map(_expected, missing))
    covered = _cover_bytes(named, show, options, before)
    return Rehearsal(plan, len(missing), expected_duration(plan.script), unspoken, covered)


def _cover_bytes(
    article: Article, show: library.Show, options: Options, before: library.Episode | None
) -> int:
    """The size of the picture in an episode's MP3; nothing is fetched or drawn for it."""
    from tts.episode import assembly
    from tts.episode.cover import picture as cover

    here = assembly.CoverRequest(options.cover, offline=True)
    picture = assembly.choose_picture(article, "", show, before, here)
    if picture.content:
        return len(cover.for_tag(picture.content))
    return _FETCHED_COVER if article.image and not options.offline else _DRAWN_COVER


def _episode_of(source: Source, show: library.Show, options: Options) -> library.Episode | None:
    """The existing episode of a source. Raises Removed if it is not to be made again."""
    if not planning.has_address(source):
        return None
    identity = planning.identity_of(source, None, show)
    before = library.find(show, identity)
    if before is None and not options.force:
        planning.check_wanted(show, identity, None)
    return before


def script(
    where: str | Source,
    options: Options,
    show: library.Show | None = None,
    *,
    stdin: BinaryIO | None = None,
) -> tuple[Article, Script]:
    """The script of a source for the named engine; by default for the embedded ones. Uses the rules
    and the lexicon of the show."""
    from tts import audio
    from tts.engines import registry
    from tts.engines.choose import EMBEDDED, embedded_first

    def opened(name: str) -> Engine:
        try:
            return registry.open_engine(name, audio)
        except EngineMissing:
            return registry.open_engine("silent", audio)

    show = show or library.Show(SHOW)
    source = planning.fetch(where, options, stdin)
    settings = show.settings
    article = planning.edited(source, options)
    article = text.framed(article, settings.intro, settings.outro, show.title)
    article = text.with_speakers(article, settings.speakers)
    languages = (article.language, *text.other_languages(article))
    embedded = {tag: embedded_first(tag) for tag in languages}
    main = embedded.pop(article.language) if options.engine == "auto" else options.engine
    alone = not any(
        main in engines for engines in EMBEDDED.values()
    )  # the others read every language themselves
    others = {tag: opened(name) for tag, name in embedded.items() if name and not alone}
    return article, planning.written(article, opened(main or "silent"), others, show, options)


def expected_duration(script: Script) -> int:
    """Expected duration of a script, in milliseconds."""
    return sum(_expected(chunk) + chunk.pause for chunk in script.chunks)


def _expected(chunk: Chunk) -> int:
    from tts.engines.verify import expected_ms

    return expected_ms(chunk.spoken, chunk.language)
