"""Plays an episode while it is being made: its clips in order, each as soon as it exists."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts.audio import mp3
from tts.audio.level import level
from tts.episode import planning, preview, speaking
from tts.episode.casting import recast_if_withdrawn
from tts.episode.options import Listener, Options
from tts.episode.players import Player, PlayerError
from tts.parallel import threads

if TYPE_CHECKING:
    from tts.cache import Cache
    from tts.episode.planning import Plan
    from tts.model import Chunk, Clip, ClipInfo, HeldUp, Source
    from tts.show import library

_AHEAD = 40
"""The loudness is estimated from this many clips, if available at the beginning."""
_STEP_DB = 20 * math.log10(2) / 4
_AT_ONCE = 64_000


class Track:
    """The audio of an episode that is being made: the same frames that the file will have, before
    the file exists.

    Its loudness is estimated from the clips available when playback begins; the file's is measured
    over all clips. If they differ, so do the frames, but only in gain.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._changed = threading.Condition()
        self._plan: Plan | None = None
        self._file: Path | None = None
        self._spoken: set[str] = set()
        self._ended = False
        self._steps: int | None = None
        self.given = 0
        """Number of chunks handed out for playing."""

    @property
    def title(self) -> str:
        return (
            self._plan.article.title
            if self._plan
            else self._file.parent.name
            if self._file
            else "Pagecast"
        )

    def begin(self, plan: Plan) -> None:
        """The script is ready; called again if another voice replaces a withdrawn one (see
        `casting.recast_if_withdrawn`)."""
        with self._changed:
            self._plan = plan
            self._changed.notify_all()

    def spoken(self, key: str) -> None:
        """A clip is in the cache."""
        with self._changed:
            self._spoken.add(key)
            self._changed.notify_all()

    def finish(self, file: Path | None = None) -> None:
        """No more clips will come. If nothing had to be made, the existing file is played."""
        with self._changed:
            self._file = file if self._plan is None else None
            self._ended = True
            self._changed.notify_all()

    def pieces(self) -> Iterator[bytes]:
        """The frames from the beginning; waits for each clip, and ends when one fails."""
        with self._changed:
            self._changed.wait_for(lambda: self._plan or self._ended)
            plan, file = self._plan, self._file
        if file is not None:
            yield from _frames(file)
        if plan is None:
            return
        yield mp3.silence(mp3.lay_out([], []).total)
        for number in count():
            if (found := self._wait(number)) is None:
                return
            chunk, clip = found
            self.given = max(self.given, number + 1)
            yield self._levelled(clip) + mp3.silence(mp3.frames_in(chunk.pause))

    def _wait(self, number: int) -> tuple[Chunk, Clip] | None:
        """A chunk of the current script and its clip, once it is there; None after the last, or
        when the work ended without it."""
        plan: Plan | None = None
        while self._plan and plan is not self._plan:  # another voice took its place meanwhile
            plan = self._plan
            if number >= len(plan.script.chunks):
                return None
            chunk = plan.script.chunks[number]
            key = plan.key(chunk)
            if clip := self._cache.get(key) or self._when_there(key, plan):
                return chunk, clip
        return None

    def _when_there(self, key: str, plan: Plan) -> Clip | None:
        with self._changed:
            self._changed.wait_for(
                lambda: key in self._spoken or self._ended or self._plan is not plan
            )
        return self._cache.get(key)

    def _levelled(self, clip: Clip) -> bytes:
        if self._steps is None and self._plan:
            chunks = self._plan.script.chunks
            infos = [clip.info for clip in self._at_hand(self._plan)]
            pauses = [chunk.pause for chunk in chunks[: len(infos)]]
            self._steps = level(infos, pauses).steps
        # a clip that comes later may be louder than the first
        room = max(0, math.floor(-clip.info.peak / _STEP_DB))
        steps = min(self._steps or 0, room)
        heard = clip.audio[: clip.info.heard * mp3.FRAME_BYTES]
        return mp3.amplify(heard, steps)

    def _at_hand(self, plan: Plan) -> Iterator[Clip]:
        for chunk in plan.script.chunks[:_AHEAD]:
            clip = self._cache.get(plan.key(chunk))
            if clip is None:
                return
            yield clip


def _frames(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(mp3.first_frame(opened))
        while piece := opened.read(_AT_ONCE):
            yield piece


class _Over(Exception):
    """Nobody listens any more, and the work was only for playing."""


class Following(Listener):
    """Passes progress on to a track and to another listener. After each chunk, `over` decides
    whether to stop."""

    in_order = True

    def __init__(self, track: Track, shown: Listener, over: Callable[[], bool]) -> None:
        self._track, self._shown, self._over = track, shown, over
        self._plan: Plan | None = None

    def planned(self, plan: Plan, missing: int, total: int) -> None:
        self._shown.planned(plan, missing, total)
        self._plan = plan
        self._track.begin(plan)

    def spoken(self, chunk: Chunk, clip: ClipInfo) -> None:
        assert self._plan is not None
        self._track.spoken(self._plan.key(chunk))
        self._shown.spoken(chunk, clip)
        if self._over():
            raise _Over

    def held_up(self, wait: HeldUp | None) -> None:
        self._shown.held_up(wait)

    def encoded(self, name: str, done: int, total: int) -> None:
        self._shown.encoded(name, done, total)


def play(
    work: Callable[[Listener], Path | None],
    track: Track,
    player: Player,
    shown: Listener,
    *,
    saved: bool,
    tell: Callable[[PlayerError], None],
) -> bool:
    """Do the work and play the result meanwhile. Returns when both have ended: False if the player
    failed.

    The work returns the episode's file; if it is `saved`, a player that fails or is closed does not
    stop it. If the work fails, what was spoken is still played; on an interrupt, the player is
    stopped at once.
    """
    failed: list[PlayerError] = []

    def sound() -> None:
        try:
            player.play(track.pieces)
        except PlayerError as error:
            failed.append(error)
            tell(error)

    thread = threading.Thread(target=sound, daemon=True, name="pagecast-player")
    thread.start()
    try:
        file = None
        try:
            with suppress(_Over):
                file = work(Following(track, shown, lambda: not saved and not thread.is_alive()))
        except Exception:
            track.finish()
            _join(thread)
            raise
        track.finish(file)
        _join(thread)
    finally:
        if thread.is_alive():  # interrupted
            track.finish()
            player.stop()
            thread.join(3)
    return not failed


def _join(thread: threading.Thread) -> None:
    """Wait in small steps: on some systems an endless wait blocks Ctrl-C."""
    while thread.is_alive():
        thread.join(0.2)


def hear(
    where: str | Source,
    show: library.Show,
    options: Options,
    *,
    cache: Cache,
    listener: Listener,
    stdin: BinaryIO | None = None,
) -> Plan:
    """Speak into the cache what `make` would speak, and write nothing else."""

    def planned() -> Plan:
        return preview.rehearse(source, show, options, cache=cache).plan

    source = planning.fetch(where, options, stdin)
    plan, _ = recast_if_withdrawn(
        planned(),
        lambda plan: speaking.speak_missing(plan, cache, options, listener, threads),
        lambda: planned() if options.fallback else None,
    )
    return plan
