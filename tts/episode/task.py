"""An article to be made, as plain data that this process or any other can work on.

    Task  --perform-->  Outcome      in this process, with its open engines
    pack(task)  --perform_elsewhere-->  Outcome      in another one, on another machine

A task holds the source with its bytes, the settings of the show, the options, the versions of
Pagecast and of the engines, and the address of the cache; no closure, no open engine, no lock. The
process that performs it reads the article, chooses the voices, speaks what the cache lacks, and
returns the manifest with every file except the MP3, whose clips are in the cache. It writes nothing
else: `pipeline.commit` numbers and writes episodes, in the process that holds the show.

Files named by the options and the show (a lexicon, a cover, cookies, pictures next to the article)
are read by the performing process, so it needs access to them, and to the cache.
"""

from __future__ import annotations

import os
import pickle
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tts
from tts.cache import open_cache
from tts.episode import freshness, planning
from tts.episode.options import Listener, Options
from tts.episode.planning import Plan
from tts.episode.speaking import Spoken, notes_of_unheard, speak_missing
from tts.model import Article, OtherVersion, Source
from tts.parallel import Run, threads
from tts.show import library
from tts.storage.paths import split_part

if TYPE_CHECKING:
    from tts.engines.registry import Engines
    from tts.episode.assembly import EpisodeContext, Prepared


@dataclass(frozen=True, slots=True)
class Task:
    """One article that is to be made."""

    source: Source
    """Including its bytes."""
    identity: str
    """The source, as returned by `library.identity`."""
    stamp: str
    """Stamp of the new episode, as computed by `freshness.stamp`."""
    show: library.Show
    options: Options
    cache: str
    """Address, as in `Cache.address`."""
    before: library.Episode | None = None
    """The existing episode of this source."""
    article: Article | None = None
    """The edited article, if it was already read."""
    engines: Mapping[str, str] = field(default_factory=dict)
    """Name -> required version of engines. One that is not listed may have any."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a task."""

    episode: Prepared | None
    """None if it is unchanged: only its stamp is new."""
    language: str = ""
    """BCP 47, of the article."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """Language -> `engine/voice` of the chosen voices of audible engines."""
    mixes: bool = False
    """A second voice speaks English words inside sentences."""
    engines: Mapping[str, str] = field(default_factory=dict)
    """Name -> version of the engines that spoke."""
    spoken: int = 0
    """Number of chunks spoken now."""
    cached: int = 0
    """Number of chunks whose clips were in the cache."""
    reason: str = ""
    """Why this engine and voice, in words."""
    notes: tuple[str, ...] = ()
    """What a user should know about article and voices."""
    unheard: tuple[str, ...] = ()
    """What a user should know about sentences that can't be heard."""
    waited: float = 0.0
    """Seconds that an engine waited for its service."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What a process needs to perform tasks, locally or in a cluster."""

    engines: Engines
    """They stay open from one task to the next."""
    listener: Listener = field(default_factory=Listener)
    run: Run = threads
    """How the chunks of an article are distributed."""
    shared: bool = False
    """Other tasks use these engines at the same time, so they are not closed if one fails."""
    elsewhere: bool = False
    """Another process joins the clips, so they have to be in the shared cache."""


# --- in this process ------------------------------------------------------------------------------


def perform(task: Task, resources: Resources) -> Outcome:
    """Read, cast and speak an article, and prepare its episode.

    Raises a TtsError: SourceError, EngineError, EpisodeFailed; OtherVersion if an engine here
    differs from the one that the task names.
    """
    from tts.episode import assembly

    # The article, repaired; who speaks it; its script.
    show = task.show
    options = task.options
    before = task.before
    article = task.article or planning.edited(task.source, options)
    named = planning.as_named(article, before, options)

    def planned() -> Plan:
        plan = planning.prepare(named, show, options, before, resources.engines)
        _check_engines(task, plan)
        return plan

    plan = planned()

    # All that goes into the files but the audio. If it says what it said, only the stamp is new.
    wanted = assembly.CoverRequest(
        options.cover, options.offline, options.allow_private, options.cookies
    )
    picture = assembly.choose_picture(plan.article, task.identity, show, before, wanted)
    order = assembly.EpisodeContext(
        show=show,
        identity=task.identity,
        stamp=task.stamp,
        date=assembly.date_of(plan.article, before, task.source.modified),
        picture=picture,
        before=before,
        own_title=planning.own_title(article.title, named, before),
    )
    content = assembly.content_stamp(plan, order)
    if before and freshness.has_content(before, content, options):
        return Outcome(None)

    # Every chunk that the cache lacks is spoken, and kept as soon as it comes.
    order = replace(order, content=content)
    return _spoken(plan, order, lambda: planned() if options.fallback else None, task, resources)


def _spoken(
    plan: Plan, context: EpisodeContext, recast: planning.Recast, task: Task, resources: Resources
) -> Outcome:
    """The episode of a plan; `recast` replaces a withdrawn voice."""
    from tts.episode import assembly, casting

    clips = open_cache(task.cache, required=resources.elsewhere)

    def speak(plan: Plan) -> Spoken:
        return speak_missing(
            plan, clips, task.options, resources.listener, resources.run, shared=resources.shared
        )

    planned = plan
    plan, spoken = casting.recast_if_withdrawn(planned, speak, recast)
    if plan is not planned:
        context = replace(context, content="")
    choices = plan.cast.choices
    return Outcome(
        assembly.prepare(plan, spoken.clips, context),
        language=plan.article.language,
        voices=casting.voices_by_language(plan.cast, plan.article.language),
        mixes=any(choice.voice.second for choice in choices),
        engines={choice.engine.name: choice.engine.version for choice in choices},
        spoken=spoken.count,
        cached=len(plan.script.chunks) - spoken.count,
        reason=plan.choice.reason,
        notes=(*planning.notes_of(plan), *plan.cast.notes),
        unheard=tuple(notes_of_unheard(plan, spoken.clips)),
        waited=spoken.waited,
    )


def _check_engines(task: Task, plan: Plan) -> None:
    """Raise OtherVersion if an engine differs from the one that the task requires."""
    for choice in plan.cast.choices:
        engine = choice.engine
        wanted = task.engines.get(engine.name, engine.version)
        if wanted != engine.version:
            raise _other_version(engine.name, engine.version, wanted)


# --- in another process ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Packed:
    """A task on its way to another process. It is unpickled there only by the same version of
    Pagecast."""

    pagecast: str
    """The version that packed it."""
    content: bytes


def pack(task: Task) -> Packed:
    """A task for another process. Raises SourceError if its article can't be read.

    What is read by a function (a chapter, an entry of a feed) is read now; paths become absolute.
    """
    article = task.article
    if article is None and task.source.article:
        article = planning.edited(task.source, task.options)
    source = replace(task.source, article=None, where=_absolute_place(task.source.where))
    options = replace(
        task.options,
        cover=_absolute(task.options.cover),
        lexicon=_absolute(task.options.lexicon),
        cookies=_absolute(task.options.cookies),
    )
    show = replace(task.show, folder=task.show.folder.absolute())
    before = task.before
    if before:
        before = replace(before, folder=before.folder.absolute())
    travelling = replace(
        task,
        source=source,
        article=article,
        options=options,
        show=show,
        before=before,
    )
    return Packed(tts.__version__, pickle.dumps(travelling))


def perform_elsewhere(packed: Packed) -> Outcome:
    """Perform a task from another process. This process's engines stay open. Raises like `perform`;
    OtherVersion if another version of Pagecast packed it."""
    if packed.pagecast != tts.__version__:
        raise _other_version("Pagecast", tts.__version__, packed.pagecast)
    task: Task = pickle.loads(packed.content)
    return perform(task, _own_means())


@cache
def _own_means() -> Resources:
    from tts import audio
    from tts.engines.registry import Engines

    return Resources(Engines(audio), shared=True, elsewhere=True)


def _other_version(name: str, own: str, wanted: str) -> OtherVersion:
    worker = f"{socket.gethostname()} (process {os.getpid()})"
    return OtherVersion(
        f"the worker {worker} has {name} {own}, but the task is for {name} {wanted}",
        hint="install the same versions everywhere, and start the worker again",
    )


def _absolute(path: str) -> str:
    return str(Path(path).absolute()) if path else ""


def _absolute_place(where: str) -> str:
    """An absolute path, including the part of the file that it names; anything else is
    unchanged."""
    if where.startswith("-") or "://" in where:
        return where
    whole, part = split_part(where)
    return f"{_absolute(whole)}#{part}" if part else _absolute(whole)
