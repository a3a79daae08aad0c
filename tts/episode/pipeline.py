"""The whole process, from top to bottom: source -> article -> script -> clips -> episode.

`make` prints nothing: progress goes to a listener, and the result is returned. The middle part,
from the source to an episode that lacks only its number, is `task.perform`, which any process can
do; `begin` and `commit` run in the process that holds the show.
"""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from tts import audio
from tts.cache import Cache
from tts.engines.registry import Engines
from tts.episode import alternate_formats, bring_up_to_date, freshness, planning, task
from tts.episode.options import Listener, Made, Options
from tts.episode.task import Outcome, Resources, Task
from tts.model import Article, Source
from tts.show import library
from tts.storage import clip_uses


def make(
    where: str | Source,
    show: library.Show,
    options: Options | None = None,
    *,
    cache: Cache,
    listener: Listener | None = None,
    stdin: BinaryIO | None = None,
) -> Made:
    """One article -> one episode in the show's folder. If nothing changed, nothing is spoken or
    written.

    `expand.gather` yields the articles of sources with several. Raises a TtsError: SourceError,
    EngineError, LibraryError, or EpisodeFailed if chunks remain unspoken.
    """
    options = options or Options()
    listener = listener or Listener()

    # The source's bytes, and by what its episode is found again: a piped text by its words.
    source = planning.fetch(where, options, stdin)
    article = None if planning.has_address(source) else planning.edited(source, options)
    identity = planning.identity_of(source, article, show)

    # Another process may be at work on the same source: its episode is awaited, and taken.
    with library.making(show, identity, lambda: listener.waiting(source.where)):
        begun = begin(source, identity, article=article, show=show, options=options, cache=cache)
        if isinstance(begun, Made):
            made = begun
        else:
            outcome = task.perform(begun, Resources(Engines(audio), listener))
            made = commit(begun, outcome, show, cache)

        # M4B and Opus are made of the MP3 that stands.
        return bring_up_to_date.with_formats(made, show, options, listener)


def begin(
    source: Source,
    identity: str,
    *,
    article: Article | None,
    show: library.Show,
    options: Options,
    cache: Cache,
) -> Made | Task:
    """What to do for a source, in the only process that makes its episode: the episode if it is up
    to date, otherwise a task. `article` if it was already read.

    Raises Removed if its episode was removed, unless `force` is set.
    """
    before = library.find(show, identity)
    stamp = freshness.stamp(source.content, options, show)
    if before and freshness.has_stamp(before, stamp, options):
        return bring_up_to_date.retagged_if_needed(before, show)
    if before is None and not options.force:
        planning.check_wanted(show, identity, article)

    # What would fail at the end fails now, before any work is spent.
    library.check_writable(show)
    alternate_formats.check_possible(options.formats, show, before)
    return Task(
        source=source,
        identity=identity,
        stamp=stamp,
        show=show,
        options=options,
        cache=cache.address,
        before=before,
        article=article,
    )


def commit(done: Task, outcome: Outcome, show: library.Show, cache: Cache) -> Made:
    """Number and write the result of a task, under the show's lock, so that concurrent runs number
    their episodes one after the other."""
    from tts.episode import assembly, casting, retagging

    before = done.before
    prepared = outcome.episode
    if prepared is None:
        assert before is not None
        library.restamp(show, [(before, done.stamp)])
        return bring_up_to_date.retagged_if_needed(restamped(done), show)
    with library.locked(show):
        language = outcome.language
        voice = outcome.voices.get(language, "")
        voice_notes = casting.remember_voice(show, voice, language)
        latest = library.as_it_is_now(before) if before else None
        episode = assembly.write(prepared, show, cache, before)
        episode = retagging.with_title_given_meanwhile(episode, before, latest, show)
    clip_uses.note(show.folder, done.identity, prepared.keys)
    return Made(
        episode,
        spoken=outcome.spoken,
        cached=outcome.cached,
        reason=outcome.reason,
        notes=(*prepared.notes, *outcome.notes, *voice_notes, *outcome.unheard),
        waited=outcome.waited,
        before=before,
    )


def restamped(done: Task) -> library.Episode:
    """The unchanged episode of a task, with its new stamp."""
    assert done.before is not None
    return replace(done.before, manifest=replace(done.before.manifest, stamp=done.stamp))
