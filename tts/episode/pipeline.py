"""The pipeline, top to bottom: where -> Article -> Script -> Clips -> Episode.

`make` is all of it. It prints nothing: what happens is told to a listener, what came of it is returned.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import tts
from tts import sources, text
from tts.episode import expand
from tts.episode.options import SHOW, Listener, Made, Options
from tts.episode.speaking import notes_of_unheard, speak_missing
from tts.model import Article, Block, Engine, EngineMissing, Script, Source, SourceError
from tts.parallel import Run, threads
from tts.show import library
from tts.storage.inside import Folder

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.episode.assembly import Plan
    from tts.episode.casting import Cast


# --- the pipeline -------------------------------------------------------------------------------------------


def make(
    where: str | Source,
    show: library.Show,
    options: Options | None = None,
    *,
    cache: Cache,
    listener: Listener | None = None,
    stdin: BinaryIO | None = None,
    run: Run = threads,
) -> Made:
    """One article -> one episode in the show's folder. Where nothing changed, nothing is spoken and nothing written.

    `gather` gives the articles of what holds several. Raises a TtsError: SourceError, EngineError, LibraryError, or
    EpisodeFailed when chunks stayed unspoken.
    """
    options, listener = options or Options(), listener or Listener()
    source = _fetch(where, options, stdin)
    identity, article = _identity(source, show), None
    if not identity:
        article = _edited(source, options)
        identity = _identity_of_text(article, show)
    # Another process may be at work on the same source: its episode is awaited, and taken.
    with library.making(show, identity, lambda: listener.waiting(source.where)):
        return _make(source, identity, article, show, options, cache=cache, listener=listener, run=run)


def _make(
    source: Source,
    identity: str,
    article: Article | None,
    show: library.Show,
    options: Options,
    *,
    cache: Cache,
    listener: Listener,
    run: Run,
) -> Made:
    """`make`, as the only process that makes this episode; `article` where it was read already."""
    before = library.find(show, identity)
    stamp = _stamp(source.content, options, show)
    if before and before.whole and before.manifest["stamp"] == stamp and not options.force:
        return _with_formats(_kept(before, show), before, show, options, listener)
    library.check_writable(show)
    _check_formats(options, show, before)
    article = article or _edited(source, options)
    own, article = article.title, _as_named(article, before, options)
    plan = prepare(article, show, options, before)

    from tts.episode.assembly import Order, Wanted, assemble, choose_picture, content_stamp, date_of
    from tts.episode.casting import or_recast

    wanted = Wanted(options.cover, options.offline, options.allow_private)
    picture = choose_picture(plan.article, identity, show, before, wanted)
    date = date_of(plan.article, before, source.modified)
    order = Order(show, identity, stamp, date, picture, before, _own_title(own, article, before))
    same = before and before.whole and before.manifest["content"] == content_stamp(plan, order)
    if before and same and not options.force:
        made = _kept(library.restamp(show, before, stamp), show)
        return _with_formats(made, before, show, options, listener)
    plan, (clips, spoken) = or_recast(
        plan,
        lambda plan: speak_missing(plan, cache, options, listener, run),
        lambda: prepare(article, show, options, before) if options.fallback else None,
    )
    with library.locked(show):
        notes = (*plan.cast.notes, *_remember(show, plan), *notes_of_unheard(plan, clips))
        latest = library.as_it_is_now(before) if before else None
        episode, more = assemble(plan, clips, cache, order)
        episode = _renamed_meanwhile(episode, before, latest, show)
    made = Made(episode, False, spoken, len(plan.script.chunks) - spoken, plan.choice.reason, (*more, *notes))
    return _with_formats(made, before, show, options, listener)


def _renamed_meanwhile(
    episode: library.Episode, before: library.Episode | None, latest: library.Episode | None, show: library.Show
) -> library.Episode:
    """With the title that `tts rename` gave it while it was being spoken. The show is locked."""
    if before is None or latest is None or latest.manifest["title"] == before.manifest["title"]:
        return episode
    from tts.episode import edit

    given = str(latest.manifest["title"]) if latest.manifest.get("own_title") else ""
    return edit.rename(episode, show, given).episode


def _check_formats(options: Options, show: library.Show, before: library.Episode | None) -> None:
    """Raise AudioError before anything is spoken, if what will be made besides the MP3 can't be made here."""
    if _has_formats(options, show, before):
        from tts.audio.containers import convert
        from tts.episode import formats as alternates

        convert.check(alternates.wanted(options.formats, show, before))


def _has_formats(options: Options, show: library.Show, before: library.Episode | None) -> bool:
    return bool(options.formats or show.settings.formats or (before and before.manifest.get("alternates")))


def _with_formats(
    made: Made, before: library.Episode | None, show: library.Show, options: Options, listener: Listener | None
) -> Made:
    """The other formats, made from the MP3 that stands: those asked for, the show's, and what the episode had."""
    if not _has_formats(options, show, before):
        return made
    from tts.audio.containers import convert
    from tts.episode import formats as alternates

    names = alternates.wanted(options.formats, show, before)
    if alternates.are(made.episode, names):
        return made
    convert.check(alternates.missing(made.episode, names))
    episode = alternates.renew(show, made.episode, names, listener.encoded if listener else None)
    return replace(made, episode=episode, unchanged=False)


def _kept(episode: library.Episode, show: library.Show) -> Made:
    """An episode that says what it said; where the show has another title, owner or cover by now, it is tagged anew."""
    count = episode.manifest["chunks"]
    if episode.manifest.get("given") == library.given_by(show):
        return Made(episode, unchanged=True, cached=count)
    from tts.episode import edit

    with library.locked(show):
        tagged = edit.retag(library.as_it_is_now(episode), show)
    return Made(tagged.episode, not tagged.changed, cached=count, notes=tagged.notes)


def is_current(episode: library.Episode, content: bytes, options: Options, show: library.Show) -> bool:
    """Whether `make` would leave the episode of a source with that content as it is, told without looking for it."""
    about = episode.manifest
    if options.force or not episode.whole or about["stamp"] != _stamp(content, options, show):
        return False
    if about.get("given") != library.given_by(show):
        return False
    if not (options.formats or show.settings.formats or about.get("alternates")):
        return True
    from tts.episode import formats as alternates

    return alternates.are(episode, alternates.wanted(options.formats, show, episode))


def _as_named(article: Article, before: library.Episode | None, options: Options) -> Article:
    """A title that `tts rename` gave stays, whatever the article's becomes, until the user names another."""
    if before and before.manifest.get("own_title") and not options.title:
        return replace(article, title=before.manifest["title"])
    return article


def _own_title(own: str, article: Article, before: library.Episode | None) -> str:
    """The article's own title where the episode has another; empty where it has none but that."""
    return "" if article.title == own or before is None else own or str(before.manifest["own_title"])


def prepare(article: Article, show: library.Show, options: Options, before: library.Episode | None = None) -> Plan:
    """Choose engine and voice for an edited article and write its script for them.

    What the user named comes first, then the voice that the episode had, then the show's for the language. Raises
    SourceError where the rules leave nothing to be said.
    """
    from tts.episode.assembly import Plan
    from tts.episode.casting import Asked, cast

    article = text.framed(article, show.settings.intro, show.settings.outro, show.title)
    speakers = cast(article, show, Asked(**{each.name: getattr(options, each.name) for each in fields(Asked)}), before)
    others = {language: choice.engine for language, choice in speakers.others.items()}
    script = _written(article, speakers.main.engine, others, show, options)
    if not script.chunks:
        why = "; ".join(dict.fromkeys(change.reason for change in script.changes))
        raise SourceError(f"nothing of {article.title or 'the article'} is read: {why}", "read it with another --rule")
    title = article.title or text.first_words(script)
    return Plan(replace(article, title=title), replace(script, title=title), speakers)


def _written(
    article: Article, engine: Engine, others: Mapping[str, Engine], show: library.Show, options: Options
) -> Script:
    """The script, by the lexicon and the rules that the user names, else the show's."""
    settings = str(show.folder / library.SETTINGS)
    return text.write_script(
        article,
        fits=engine.fits,
        normalizes=engine.normalizes,
        phonemic=getattr(engine, "phonemic", False),
        others=others,
        lexicon=text.load_lexicon(lexicon_for(show.folder, options)),
        rules={**text.checked_rules(show.rules, settings), **text.checked_rules(options.rules)},
    )


def lexicon_for(folder: Path, options: Options) -> Path:
    """Where it stands how words are said: the file that the user names, else the show's."""
    return Path(options.lexicon) if options.lexicon else Folder(folder).path(text.LEXICON)


def _remember(show: library.Show, plan: Plan) -> tuple[str, ...]:
    """Keep the voice of a language that the show has not spoken yet, and say so."""
    engine, voice, language = plan.choice.engine, plan.choice.voice, plan.article.language
    if not engine.audible or language in show.voices:
        return ()
    library.remember_voice(show, language, engine.name, voice.id)
    return (f"this show now speaks {language} with {engine.name}/{voice.id}; change it in {show.folder / 'show.toml'}",)


def _identity(source: Source, show: library.Show) -> str:
    """Of where it came from; empty for what came through a pipe and names no place of its own."""
    nowhere = source.where == "-" or source.where.startswith("-#")
    return "" if nowhere else library.identity(source.where, show)


def _identity_of_text(article: Article, show: library.Show) -> str:
    """Of what came through a pipe: by its title and its paragraphs."""
    texts = [block.text for block in article.blocks]
    return library.identify_text(show, article.title, article.author, texts)[0]


def _fetch(where: str | Source, options: Options, stdin: BinaryIO | None) -> Source:
    return where if isinstance(where, Source) else expand.fetch(where, options, stdin=stdin)


def _edited(source: Source, options: Options) -> Article:
    """The article of a source, repaired, with what the user said of it."""
    article = sources.read(source)
    try:
        article = text.edit(article, language=options.language)
    except SourceError as e:
        raise SourceError(f"{source.where}: {e.message}", e.hint) from e
    said = {name: getattr(options, name) for name in ("title", "author", "date")}
    return replace(article, **{name: value for name, value in said.items() if value})


_SOUNDLESS = ("offline", "allow_private", "force", "jobs", "lexicon", "selection", "formats", "fallback")
"""Options that change no episode's MP3."""
_LATER = ("pitch", "volume")
"""Options that count where they are given: episodes of before there were these are as they were."""


def _stamp(content: bytes, options: Options, show: library.Show) -> str:
    """Changes whenever what is said might: the source's bytes, what was asked for, rules, Pagecast itself."""
    asked = {k: v for k, v in asdict(options).items() if k not in _SOUNDLESS and not (k in _LATER and v is None)}
    if options.cover:
        asked["cover"] = _cover_stamp(options.cover)
    from tts.engines.kokoro import model_file

    lexicon = text.stamp_of_lexicon(lexicon_for(show.folder, options))
    what = [tts.__version__, hashlib.sha256(content).hexdigest(), asked, show.rules, lexicon]
    what += [words.replace("{show}", show.title) for words in (show.settings.intro, show.settings.outro)]
    if model_file.named():
        what.append(model_file.fingerprint())
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _cover_stamp(path: str) -> str:
    from tts.episode.assembly import read_picture

    return hashlib.sha256(read_picture(path)).hexdigest()


# --- looking without making ---------------------------------------------------------------------------------


def plan(source: Source, show: library.Show, options: Options, before: library.Episode) -> Plan:
    """What an episode's source comes to, with the voices that the episode has."""
    return prepare(_as_named(_edited(source, options), before, options), show, options, before)


def rehearse(
    where: str | Source, show: library.Show, options: Options, *, cache: Cache, stdin: BinaryIO | None = None
) -> tuple[Plan, int, int, int]:
    """What `make` would do: the plan, chunks to speak, chunks in all, and the expected length in milliseconds."""
    source = _fetch(where, options, stdin)
    article, identity = _edited(source, options), _identity(source, show)
    before = library.find(show, identity) if identity else None
    plan = prepare(_as_named(article, before, options), show, options, before)
    keys = {plan.key(chunk) for chunk in plan.script.chunks}
    missing = sum(1 for k in keys if cache.get(k) is None)
    return plan, missing, len(plan.script.chunks), expected_duration(plan.script)


def script(
    where: str | Source, options: Options, show: library.Show | None = None, *, stdin: BinaryIO | None = None
) -> tuple[Article, Script]:
    """The script of a source as the named engine would get it; without a name, as the embedded ones would. By the rules
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
    article = _edited(_fetch(where, options, stdin), options)
    article = text.framed(article, show.settings.intro, show.settings.outro, show.title)
    embedded = {tag: embedded_first(tag) for tag in (article.language, *text.other_languages(article))}
    main = embedded.pop(article.language) if options.engine == "auto" else options.engine
    alone = not any(main in registry for registry in EMBEDDED.values())  # the others read every language themselves
    others = {tag: opened(name) for tag, name in embedded.items() if name and not alone}
    return article, _written(article, opened(main or "silent"), others, show, options)


def expected_duration(script: Script) -> int:
    """About how long a script lasts, in milliseconds."""
    from tts.engines.verify import expected_ms

    return sum(expected_ms(chunk.spoken, chunk.language) + chunk.pause for chunk in script.chunks)


def say(words: str, output: Path, options: Options, *, cache: Cache) -> tuple[Cast, int]:
    """Speak a text to an MP3 without tag or show; who spoke it, with what to know, and the length in milliseconds."""
    from tts.episode.assembly import write_plain
    from tts.episode.casting import or_recast

    said = Article((Block("paragraph", " ".join(words.split())),))
    try:
        article = text.edit(said, language=options.language, as_written=True)
    except SourceError as e:
        raise SourceError(f"there is nothing to say in {words!r}", hint="give it a text with words") from e
    plan = prepare(article, library.Show(SHOW), options)
    plan, (clips, _) = or_recast(
        plan,
        lambda plan: speak_missing(plan, cache, options, Listener(), threads),
        lambda: prepare(article, library.Show(SHOW), options) if options.fallback else None,
    )
    speakers = replace(plan.cast, notes=(*plan.cast.notes, *notes_of_unheard(plan, clips)))
    return speakers, write_plain(plan, clips, cache, output)
