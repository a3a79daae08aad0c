"""The whole way, top to bottom: what a user named -> article -> script -> clips -> episode.

`make` prints nothing: what happens is told to a listener, what came of it is returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from tts.episode import finish, formats, freshness, planning
from tts.episode.options import Listener, Made, Options
from tts.episode.speaking import Spoken, notes_of_unheard, speak_missing
from tts.model import Article, Source
from tts.parallel import Run, threads
from tts.show import library

if TYPE_CHECKING:
    from collections.abc import Callable

    from tts.cache import Cache
    from tts.episode.assembly import Order
    from tts.episode.planning import Plan


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
    """One article -> one episode in the show's folder. Where nothing changed, nothing is spoken and
    nothing written.

    `expand.gather` gives the articles of what holds several. Raises a TtsError: SourceError,
    EngineError, LibraryError, or EpisodeFailed when chunks stayed unspoken.
    """
    options = options or Options()
    listener = listener or Listener()
    work = _Work(show, options, cache, listener, run)

    # The source's bytes, and by what its episode is found again: a piped text by its words.
    source = planning.fetch(where, options, stdin)
    article = None if planning.has_address(source) else planning.edited(source, options)
    identity = planning.identity_of(source, article, show)

    # Another process may be at work on the same source: its episode is awaited, and taken.
    with library.making(show, identity, lambda: listener.waiting(source.where)):
        made = _made(source, identity, article, work)

        # M4B and Opus are made of the MP3 that stands.
        return finish.with_formats(made, show, options, listener)


@dataclass(frozen=True, slots=True)
class _Work:
    """What every stage is done with."""

    show: library.Show
    options: Options
    cache: Cache
    listener: Listener
    run: Run


def _made(source: Source, identity: str, article: Article | None, work: _Work) -> Made:
    """The episode with its MP3, by the only process that makes it; `article` if it was read."""
    show = work.show
    options = work.options

    # Made of the same before: done, and nothing was read.
    before = library.find(show, identity)
    stamp = freshness.stamp(source.content, options, show)
    if before and freshness.has_stamp(before, stamp, options):
        return finish.kept(before, show)

    # What would fail at the end fails now, before any work is spent.
    library.check_writable(show)
    formats.check_possible(options.formats, show, before)

    # The article, repaired; who speaks it; its script.
    article = article or planning.edited(source, options)
    named = planning.as_named(article, before, options)
    plan = planning.prepare(named, show, options, before)

    # All that goes into the files but the audio. If it says what it said, only the stamp is new.
    from tts.episode import assembly

    wanted = assembly.Wanted(options.cover, options.offline, options.allow_private, options.cookies)
    picture = assembly.choose_picture(plan.article, identity, show, before, wanted)
    date = assembly.date_of(plan.article, before, source.modified)
    own_title = planning.own_title(article.title, named, before)
    order = assembly.Order(
        show=show,
        identity=identity,
        stamp=stamp,
        date=date,
        picture=picture,
        before=before,
        own_title=own_title,
    )
    if before and freshness.has_content(before, assembly.content_stamp(plan, order), options):
        return finish.kept(library.restamp(show, before, stamp), show)

    def recast() -> Plan | None:
        if not options.fallback:
            return None
        return planning.prepare(named, show, options, before)

    return _spoken(plan, order, recast, work)


def _spoken(plan: Plan, order: Order, recast: Callable[[], Plan | None], work: _Work) -> Made:
    """The episode of a plan, made anew; `recast` has other voices where one was withdrawn."""
    from tts.episode import assembly, casting, edit

    # Every chunk that the cache lacks is spoken, and kept as soon as it comes.
    def speak(plan: Plan) -> Spoken:
        return speak_missing(plan, work.cache, work.options, work.listener, work.run)

    plan, spoken = casting.recast_if_withdrawn(plan, speak, recast)

    # Clips -> files, under the show's lock: two runs number their episodes one after the other.
    show = order.show
    before = order.before
    with library.locked(show):
        voice_notes = casting.remember_voice(show, plan.choice, plan.article.language)
        notes = (
            *planning.notes_of(plan),
            *plan.cast.notes,
            *voice_notes,
            *notes_of_unheard(plan, spoken.clips),
        )
        latest = library.as_it_is_now(before) if before else None
        episode, more = assembly.assemble(plan, spoken.clips, work.cache, order)
        episode = edit.with_title_given_meanwhile(episode, before, latest, show)
    return Made(
        episode,
        spoken=spoken.count,
        cached=len(plan.script.chunks) - spoken.count,
        reason=plan.choice.reason,
        notes=(*more, *notes),
        waited=spoken.waited,
        before=before,
    )
