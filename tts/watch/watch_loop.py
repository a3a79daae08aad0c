"""`tts watch`: rounds, one after the other, until it is stopped; or a single round.

A round checks the sources that are due, makes what is new, and publishes. The state is recorded
after each article: after a kill at any moment the next run continues, and finds finished articles
made.
"""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tts.cache import Cache
from tts.episode.fault import fault_of
from tts.episode.options import Made, Options
from tts.model import LibraryError, SourceError, TtsError
from tts.show import library, origins, sources, watch_state
from tts.show.health import LOCK
from tts.show.library import Show
from tts.show.sources import WatchedSource
from tts.show.watch_state import FailedArticle, SourceRecord, WatchState
from tts.sources.fetch.retry_after import Later, Unreachable
from tts.watch import (
    allowed_sources,
    auto_publish,
    choosing,
    folder_source,
    new_episodes,
    schedule,
    source_polling,
)
from tts.watch.callbacks import Listener
from tts.watch.known import remembered, with_names
from tts.watch.new_episodes import Outcome
from tts.watch.schedule import Fault
from tts.watch.source_polling import Answer, Item

ASLEEP = 60.0
"""Seconds by which the clock exceeds the time that this machine was awake."""
NETWORK = 15.0
"""Seconds until the network is available after sleep."""
PATIENCE = 1.0
"""Seconds to wait for the lock, which health checks hold briefly."""


class AlreadyWatched(LibraryError):
    """Another process is watching the show."""


@dataclass
class Watch:
    """A show watched by this process."""

    folder: Path
    options: Options
    cache: Cache
    listener: Listener
    now: Callable[[], float] = time.time
    watched: WatchState = field(default_factory=WatchState)
    wanted: tuple[WatchedSource, ...] = ()
    noted: bool = True
    """The state could be recorded last time."""
    is_open: bool = False
    tidied: float = 0.0
    """When `[keep]` was last checked for expired episodes."""
    is_changed: bool = True
    """There may be something that this process has not published."""
    number: int = 0
    """Inode of the show's folder, once it was checked."""
    reported: dict[str, str] = field(default_factory=dict)
    """Persistent problem -> the last report about it."""

    def show(self) -> Show:
        """The current show. Leftovers of killed runs are cleaned up once. Raises LibraryError."""
        self._check_there()
        if not self.is_open:
            library.open_show(self.folder)
            self.is_open = True
        return library.read_show(self.folder)

    def check_sources(self) -> None:
        """Raise LibraryError if there are no sources; later that is no error."""
        self._read_settings()
        if self.wanted:
            self.listener.begun(len(self.wanted))
            return
        where = shlex.quote(str(self.folder))
        raise LibraryError(
            f"the show in {self.folder} has no sources",
            hint=f"add one: tts sources add https://example.org/feed.xml -o {where}",
        )

    def _check_there(self) -> None:
        """Raise LibraryError if the folder was moved: no other is created in its place."""
        if not self._is_there():
            raise LibraryError(
                f"the show in {self.folder} is there no more: it was moved or removed",
                hint="watch it where it is now: tts watch -o FOLDER",
            )

    def _is_there(self) -> bool:
        """Also false if another folder replaced it, which unfinished writes may create."""
        try:
            number = self.folder.stat().st_ino
        except OSError:
            return False
        self.number = self.number or number
        return number == self.number

    # --- rounds

    def round(self) -> None:
        """Check what is due, make what is new, publish."""
        self._read_settings()
        for wanted in self.wanted:
            seen = self.watched.sources.get(wanted.source, SourceRecord())
            if not wanted.paused and schedule.is_due(seen, self.now()):
                self._look(wanted, seen)
        self._let_go()
        self._publish(at_end=True)
        self.listener.looked()

    def _let_go(self) -> None:
        """Check for expired episodes, which may have grown old or been heard without new ones
        arriving."""
        self._check_there()
        if 0 <= self.now() - self.tidied < auto_publish.EXPIRY_CHECK:
            return
        self.tidied = self.now()
        try:
            auto_publish.empty_bin(self.folder)
            after = auto_publish.with_expiring(self.watched, self.folder)
            self.is_changed = self.is_changed or after is not self.watched
            self.watched = after
        except TtsError as error:
            self._trouble(error)

    def next_moments(self) -> list[float]:
        """When something is due."""
        known = self.watched.sources
        asked = [known[each.source] for each in self.wanted if each.source in known]
        moments = [seen.next for seen in asked]
        moments += [tried.next for seen in asked for tried in seen.tried.values()]
        return [*moments, *auto_publish.next_moments(self.watched)]

    def wake(self, uptime: float, moment: float) -> None:
        """After sleep, retry sources that did not respond before."""
        asleep = (self.now() - moment) - (time.monotonic() - uptime)
        if asleep < ASLEEP:
            return
        soon = self.now() + NETWORK
        known = self.watched.sources.items()
        woken = {where: replace(seen, next=soon) if seen.away else seen for where, seen in known}
        self.watched = replace(self.watched, sources=woken)

    def _read_settings(self) -> None:
        """An unreadable show.toml stops nothing: the previous settings stay in effect."""
        self._check_there()
        path = self.folder / library.SETTINGS
        try:
            wanted_sources = sources.read(path)
            if self.wanted and not path.exists():  # an editor writes it anew, or it was moved
                raise LibraryError(
                    f"{path} is there no more; what it said before holds", hint="put it back"
                )
        except TtsError as error:
            self._goes_on("settings", error)
            return
        self.reported.pop("settings", None)
        self.wanted = wanted_sources
        known = self.watched.sources
        kept: dict[str, SourceRecord] = {}
        for each in wanted_sources:
            if each.source in known:
                place = source_polling.placed(each.source, self.folder)
                period = schedule.every(each, place)
                kept[each.source] = schedule.in_step(known[each.source], period)
        self.watched = replace(self.watched, sources=kept)

    # --- one source

    def _look(self, source: WatchedSource, record: SourceRecord) -> None:
        place = source_polling.placed(source.source, self.folder)
        period = schedule.every(source, place)
        now = self.now()
        options = new_episodes.options_for(source, self.options)
        try:
            if allowed_sources.reaches_beyond(source.source, self.folder):
                allowed_sources.check(source.source, self.folder)
            more = source.newest > record.latest  # than were taken before
            known = _without_validators(record) if more else record
            answer = source_polling.ask(source, place, known, options)
        except Exception as error:  # a source may be anything
            self._source_failed(source, record, period, error)
            return
        if record.failures:
            self.listener.source_well(source.source, record)
        well = replace(
            record,
            asked=now,
            next=schedule.after_answer(now, period),
            answered=now,
            failures=0,
            failing_since=0.0,
            error="",
            hint="",
            away=False,
        )
        if answer is None:
            self._note(source, replace(well, latest=record.latest or source.newest))
            return
        self._take(source, well, answer, options)

    def _source_failed(
        self, source: WatchedSource, record: SourceRecord, period: float, error: Exception
    ) -> None:
        now = self.now()
        fault = _as_error(error)
        failing = replace(
            record,
            asked=now,
            failures=record.failures + 1,
            failing_since=record.failing_since or now,
            error=fault.message,
            hint=fault.hint,
            away=isinstance(error, Unreachable),
        )
        after = error.after or 0.0 if isinstance(error, Later) else 0.0
        cause = Fault(failing.away, after)
        moment = schedule.after_failure(now, period, failing, cause)
        failing = replace(failing, next=moment)
        self._note(source, failing)
        self.listener.source_failed(source.source, failing)

    def _take(
        self, source: WatchedSource, record: SourceRecord, answer: Answer, options: Options
    ) -> None:
        """Make what is new in an answer, and record each article as it is made."""
        record = self._without_lost(source, record, answer)
        chosen = choosing.new_items(answer.items, record, source.newest, self.now())
        record = replace(record, passed=chosen.passed, latest=source.newest)
        if chosen.items:
            self.watched = replace(self.watched, unpublished=True)
        moment = record.next
        now = self.now()
        record = replace(_without_validators(record), next=now)  # due until all of it is made
        self._note(source, record)
        if chosen.items:
            self.listener.found(source.source, len(chosen.items), chosen.older)
            outcomes = new_episodes.make(chosen.items, answer, source, options, self)
            for outcome in outcomes:
                record = self._taken(source, record, outcome)
                self._note(source, record)
                self._publish(at_end=False)
        record = replace(record, known=remembered(answer.items, record), next=moment)
        if not record.tried:
            version = answer.version
            record = replace(
                record,
                etag=version.etag,
                last_modified=version.last_modified,
                digest=version.digest,
            )
        self._note(source, record)

    def _without_lost(
        self, source: WatchedSource, record: SourceRecord, answer: Answer
    ) -> SourceRecord:
        """Articles that failed, are no longer listed and can't be fetched separately are given up,
        and reported."""
        listed = {item.key for item in answer.items}
        for key, tried in record.tried.items():
            if key not in listed and not tried.where:
                hint = "give its text by itself: tts make FILE"
                gone = TtsError(f"{tried.error}; its source lists it no more", hint)
                self.listener.failed(source.source, tried.title, gone, 0.0)
        kept = {k: tried for k, tried in record.tried.items() if k in listed or tried.where}
        return replace(record, tried=kept)

    def _taken(self, source: WatchedSource, record: SourceRecord, outcome: Outcome) -> SourceRecord:
        item = outcome.item
        made = [each.made for each in outcome.finished if each.made]
        self._note_origin(source, made)
        new = [each for each in made if not each.unchanged]
        for each in new:
            self.listener.made(source.source, each)
        if new:
            self.is_changed = True
            title = new[-1].episode.manifest.title
            count = record.made + len(new)
            record = replace(record, made=count, made_last=self.now(), title=title)
        if outcome.error:
            return self._failed(source, record, item, outcome.error)
        left_out = record.left_out + (not outcome.finished)
        tried = {key: each for key, each in record.tried.items() if key != item.key}
        all_known = with_names(item, dict(record.known))
        return replace(record, known=all_known, tried=tried, left_out=left_out)

    def _note_origin(self, source: WatchedSource, made: list[Made]) -> None:
        """Record the source, for its `keep` setting."""
        try:
            identities = [each.episode.manifest.source for each in made]
            origins.note(self.folder, identities, source.source)
        except TtsError as error:
            self._trouble(error)

    def _failed(
        self, source: WatchedSource, record: SourceRecord, item: Item, error: Exception
    ) -> SourceRecord:
        """Record when a failed item is tried again; some are only retried when they change."""
        key = item.key
        fault = _as_error(error)
        before = record.tried.get(key, FailedArticle())
        count = before.count + 1
        is_passing = isinstance(error, Later | Unreachable)
        is_own = isinstance(error, SourceError) and not is_passing
        again = 0.0
        if not is_own or not item.mark:  # a file or page is looked at again when it changes
            again = schedule.next_try(self.now(), count, lasting=is_own)
        self.listener.failed(source.source, item.where, fault, again)
        tried = dict(record.tried)
        tried.pop(key, None)
        if not again:
            known = with_names(item, dict(record.known))
            return replace(record, tried=tried, known=known)
        title = item.title or item.where
        where = item.part if isinstance(item.part, str) else ""
        tried[key] = FailedArticle(count, again, title, where, fault.message, own=is_own)
        return replace(record, tried=tried)

    # --- what is noted

    def _note(self, source: WatchedSource, record: SourceRecord) -> None:
        known = {**self.watched.sources, source.source: record}
        self.watched = replace(self.watched, sources=known)
        self.note()

    def note(self) -> None:
        """Record the state; a failure is reported once, and the state stays in memory."""
        if not self._is_there():
            return
        self.watched = replace(self.watched, looked=self.now())
        try:
            watch_state.write(self.folder, self.watched)
            self.noted = True
        except TtsError as error:
            if self.noted:
                self._trouble(error)
            self.noted = False

    def _publish(self, *, at_end: bool) -> None:
        self._check_there()
        if not auto_publish.is_due(self.watched, self.now(), at_end=at_end):
            return
        try:
            if self.is_changed:
                self.listener.published(auto_publish.publish(self.folder))
        except Exception as error:
            fault = _as_error(error)
            self.watched = auto_publish.failed(self.watched, self.now(), fault)
            self._goes_on("publishing", fault)
        else:
            self.reported.pop("publishing", None)
            self.is_changed = False
            self.watched = auto_publish.succeeded(self.watched, self.now(), at_end=at_end)
        self.note()

    def _goes_on(self, what: str, error: TtsError) -> None:
        """Persistent problems are reported when they begin, and when they change."""
        if self.reported.get(what) != error.message:
            self.reported[what] = error.message
            self._trouble(error)

    def _trouble(self, error: TtsError) -> None:
        self.listener.trouble(error)


def watch(
    folder_: Path,
    options: Options,
    cache: Cache,
    listener: Listener,
    *,
    once: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> WatchState:
    """Watch a show until this process ends, or for one round; returns the final state. Raises
    LibraryError, including AlreadyWatched."""
    with only_one(folder_):
        state = watch_state.read(folder_)
        process = replace(state, process=os.getpid(), running=not once)
        work = Watch(folder_, options, cache, listener, watched=process)
        work.show()
        if once:
            _settle(folder_)
        work.check_sources()
        try:
            work.note()
            work.round()
            while not once:
                seconds = schedule.seconds_left(work.next_moments(), work.now())
                moments = time.monotonic(), work.now()
                sleep(seconds)
                work.wake(*moments)
                work.round()
        finally:
            work.watched = replace(work.watched, running=False)
            work.note()
        return work.watched


@contextmanager
def only_one(folder_: Path) -> Iterator[None]:
    """A context in which only this process watches a show. Raises AlreadyWatched."""
    lock = library.locked(library.Show(folder_), LOCK, patience=PATIENCE)
    try:
        lock.__enter__()
    except TimeoutError as error:
        process = watch_state.read(folder_).process
        who = f"process {process}" if process else "another process"
        hint = "let it do its work, or end it first; see what it does: tts watch --status"
        raise AlreadyWatched(f"{who} watches the show in {folder_} already", hint) from error
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def _settle(folder_: Path) -> None:
    """Wait for files that were just written, since there may be no second check."""
    for wanted in sources.read(folder_ / library.SETTINGS):
        place = source_polling.placed(wanted.source, folder_)
        if source_polling.is_folder(place):
            folder_source.settle(place)


def _without_validators(record: SourceRecord) -> SourceRecord:
    """Without validators, so that the next response is complete."""
    return replace(record, etag="", last_modified="", digest="")


def _as_error(error: Exception) -> TtsError:
    return fault_of(
        error,
        then="mend that; it is tried again",
        bug="this is a bug, please report it; it is tried again",
    )
