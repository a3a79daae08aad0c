"""The plan for a source before anything is spoken: its article, its voices, and its script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts import sources, text
from tts.cache import key
from tts.episode import expand
from tts.episode.options import Options
from tts.model import Article, Chunk, Engine, Script, Source, SourceError
from tts.show import library, removal_log
from tts.storage.confined_folder import Folder

if TYPE_CHECKING:
    from tts.engines.choose import Choice
    from tts.engines.registry import Engines
    from tts.episode.casting import Cast


@dataclass(frozen=True)
class Plan:
    """What to speak for a source."""

    article: Article
    script: Script
    cast: Cast

    @property
    def choice(self) -> Choice:
        """The voice for the article's own language."""
        return self.cast.main

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of the clips of all chunks, in order."""
        return tuple(map(self.key, self.script.chunks))

    def key(self, chunk: Chunk) -> str:
        """Key of a chunk's clip in the cache."""
        speaker = self.cast.speaker_of(chunk)
        return key(chunk, speaker.engine, speaker.voice)


Recast = Callable[[], "Plan | None"]
"""Returns another plan if a voice was withdrawn; None to let the error stand."""


# --- from a source to an article ------------------------------------------------------------------


def fetch(where: str | Source, options: Options, stdin: BinaryIO | None = None) -> Source:
    """The bytes of a source; one already fetched is returned."""
    return where if isinstance(where, Source) else expand.fetch(where, options, stdin=stdin)


def edited(source: Source, options: Options) -> Article:
    """The article of a source, repaired, with the user's title, author and date."""
    article = sources.read(source)
    try:
        article = text.edit(article, language=options.language)
    except SourceError as e:
        raise SourceError(f"{source.where}: {e.message}", e.hint) from e
    given = {name: getattr(options, name) for name in ("title", "author", "date")}
    return replace(article, **{name: value for name, value in given.items() if value})


def has_address(source: Source) -> bool:
    """Whether a source can be recognized later by its address, unlike piped text."""
    return not (source.where == "-" or source.where.startswith("-#"))


def identity_of(source: Source, article: Article | None, show: library.Show) -> str:
    """What identifies the episode of a source: its address, otherwise the article's title and
    paragraphs."""
    if article is None:
        return identity_at(source.where, show)
    texts = [block.text for block in article.blocks]
    return library.identify_text(show, article.title, article.author, texts)[0]


def check_wanted(show: library.Show, identity: str, article: Article | None) -> None:
    """Raise Removed if the episode of a source was removed: it stays so until the user asks for it.
    `article` is for a text without an address."""
    titled = article and article.title  # without a title its identity is the text itself
    texts = [block.text for block in article.blocks] if article and titled else ()
    removal_log.check(show, identity, texts)


def identity_at(where: str, show: library.Show) -> str:
    """What identifies the episode of a path or an address.

    Tracking parameters (`utm_source`) are not part of it, unless the show has, or had, an episode
    under such an address.
    """
    plain = sources.without_tracking(where)
    if plain != where:
        known = library.find(show, where) or removal_log.find(show.folder, where)
        if known and not library.find(show, plain):
            return where
    return library.identity(plain, show)


def as_named(article: Article, before: library.Episode | None, options: Options) -> Article:
    """The article with the title that `tts rename` gave the episode, whatever the article's
    becomes, until the user names another."""
    if before and before.manifest.own_title and not options.title:
        return replace(article, title=before.manifest.title)
    return article


def own_title(own: str, article: Article, before: library.Episode | None) -> str:
    """The article's own title if the episode has another; empty if it has no other."""
    if before is None or article.title == own:
        return ""
    return own or before.manifest.own_title or ""


# --- from an article to a plan --------------------------------------------------------------------


def prepare(
    article: Article,
    show: library.Show,
    options: Options,
    before: library.Episode | None = None,
    engines: Engines | None = None,
) -> Plan:
    """Choose engine and voice for an edited article and write its script for them.

    The order of preference: what the user named, the voice that the episode had, the show's voice
    for the language. Raises SourceError if the rules leave nothing to be said.
    """
    from tts.episode.casting import VoiceOptions, cast

    settings = show.settings
    article = text.framed(article, settings.intro, settings.outro, show.title)
    article = text.with_speakers(article, settings.speakers)
    wishes = {each.name: getattr(options, each.name) for each in fields(VoiceOptions)}
    asked = VoiceOptions(**wishes)
    speakers = cast(article, show, asked, before, engines)
    others = {language: choice.engine for language, choice in speakers.others.items()}
    voiced = {who: choice.engine for who, choice in speakers.speakers.items()}
    script = written(article, speakers.main.engine, others, show, options, speakers=voiced)
    if not script.chunks:
        why = "; ".join(dict.fromkeys(change.reason for change in script.changes))
        raise SourceError(
            f"nothing of {article.title or 'the article'} would be read: {why}",
            "read it with another --rule",
        )
    title = article.title or text.first_words(script)
    return Plan(replace(article, title=title), replace(script, title=title), speakers)


def notes_of(plan: Plan) -> tuple[str, ...]:
    """What a user should know about the article itself."""
    reasons = (change.reason for change in plan.script.changes)
    return (sources.TEASER,) if sources.TEASER in reasons else ()


def written(
    article: Article,
    engine: Engine,
    others: Mapping[str, Engine],
    show: library.Show,
    options: Options,
    *,
    speakers: Mapping[tuple[str, str], Engine] | None = None,
) -> Script:
    """The script, by the user's lexicon and rules, otherwise the show's."""
    where = str(show.folder / library.SETTINGS)
    rules = {**text.checked_rules(show.rules, where), **text.checked_rules(options.rules)}
    lexicon = text.load_lexicon(lexicon_for(show.folder, options))
    return text.write_script(
        article,
        fits=engine.fits,
        normalizes=engine.normalizes,
        phonemic=engine.phonemic,
        others=others,
        speakers=speakers,
        lexicon=lexicon,
        rules=rules,
    )


def lexicon_for(folder: Path, options: Options) -> Path:
    """The lexicon file: the user's, otherwise the show's."""
    return Path(options.lexicon) if options.lexicon else Folder(folder).path(text.LEXICON)
