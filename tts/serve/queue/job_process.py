"""The process that makes queued articles, so that serving stays fast: one job per line in, one
event per line out.

    {"kind": "address", "where": "https://…", "show": "output", …}
    {"happens": "read", "headline": "The Ferry"}
    {"happens": "spoken", "done": 3, "total": 12}
    {"happens": "made", "headline": "The Ferry", "episodes": ["the-ferry-3fa9c1d2"]}
    {"happens": "failed", "error": "…", "hint": "…", "cause": "article"}

It ends with its input, and with its parent process.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final

from tts.episode.fault import fault_of
from tts.episode.options import Listener, Options
from tts.model import (
    EngineError,
    EpisodeFailed,
    LibraryError,
    Source,
    SourceError,
    TtsError,
)
from tts.storage.confined_folder import Folder
from tts.storage.parsing import parsed_json

if TYPE_CHECKING:
    from tts.episode.batch import Finished
    from tts.episode.expand import Found
    from tts.episode.planning import Plan
    from tts.episode.task import Task
    from tts.model import Chunk, ClipInfo
    from tts.show.library import Show

ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
"""What is fetched: only public web addresses, not paths of this computer."""
_PIPED: Final = re.compile(r"^-(?=[\s:#])|(?<= in )-$")
"""What error messages call piped input."""
_HINTS: Final = {
    "file": "add the page as saved by your browser while it shows the article, or paste its text",
    "text": "paste the text of the article itself",
}
"""Hints that replace those for web pages or the command line."""
_LOOK: Final = 1.0
"""Seconds between two checks whether the parent process still runs."""
_NICE: Final = 5

Tell = Callable[[dict[str, Any]], None]


def main() -> None:
    """Process jobs from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process
    with suppress(OSError, AttributeError):
        os.nice(_NICE)
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    tell = _teller()
    for job in sys.stdin.buffer:
        perform(parsed_json(job), tell)


def _end_with(parent: int) -> None:
    """End when the parent process has ended: nobody would receive the results."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def _teller() -> Tell:
    """A writer to the original standard output; output of other packages is redirected to standard
    error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lock = Lock()

    def tell(event: dict[str, Any]) -> None:
        with lock:
            out.write(json.dumps(event) + "\n")
            out.flush()

    return tell


_THEN: Final = "fix that, then try it again"
"""What to do if the system refuses something."""


_CAUSES: Final = (
    (SourceError, "article"),
    (EngineError, "voice"),
    (EpisodeFailed, "voice"),
    (LibraryError, "show"),
)
"""Errors, and what failed."""


def perform(job: dict[str, Any], tell: Tell) -> None:
    """Perform one job and report everything that happens, including its failure."""
    try:
        episodes = _made(job, tell)
    except Exception as error:  # a source may be anything: its fault costs this one alone
        fault = fault_of(error, _THEN, "please report this bug")
        cause = next((name for kind, name in _CAUSES if isinstance(fault, kind)), "")
        named = _named(fault, job)
        tell({"happens": "failed", "error": named.message, "hint": named.hint, "cause": cause})
    else:
        tell({"happens": "made", **episodes})


def _named(fault: TtsError, job: dict[str, Any]) -> TtsError:
    """Name a text or a file in an error as its user calls it. Internally it is piped in as `-`, so
    that its episode is found again by its text."""
    if job["kind"] == "address":
        return fault
    name = job["where"] or "this text"
    message = _PIPED.sub(lambda _: name, fault.message, count=1)
    is_of_page = "browser" in fault.hint or "--" in fault.hint
    return TtsError(message, _HINTS[job["kind"]] if is_of_page else fault.hint)


# --- from a job to episodes -----------------------------------------------------------------------


def _made(job: dict[str, Any], tell: Tell) -> dict[str, Any]:
    options = _options(job)
    finished = _finished(job, options, tell)
    if any(one.was_removed for one in finished):  # whoever adds it wants it back
        finished = _finished(job, replace(options, force=True), tell)
    return _outcome(finished)


def _finished(job: dict[str, Any], options: Options, tell: Tell) -> list[Finished]:
    from tts.cache import user_cache
    from tts.episode import batch
    from tts.show import library

    folder = Path(job["show"])
    library.open_show(folder)  # what killed runs left is looked for once
    progress = Progress(tell)
    making = batch.make_all(
        _articles(job, options),
        partial(_show, folder),
        options,
        cache=user_cache(),
        performer=batch.LocalPerformer(progress.of),
        listener=progress,
    )
    with closing(making):
        return list(making)


def _show(folder: Path) -> Show:
    from tts.show import library

    return library.read_show(folder)


def _options(job: dict[str, Any]) -> Options:
    return Options(
        title=job["title"],
        author=job["author"],
        offline=job["offline"],
        allow_private=job["allow_private"],
    )


def _outcome(finished: list[Finished]) -> dict[str, Any]:
    """The result of the job. Raises the first error, after all other articles are made."""
    for one in finished:
        if one.error:
            raise one.error
    made = [one.made.episode for one in finished if one.made]
    if not made:
        raise SourceError("it contains no article", "add the address of an article")
    title = made[0].manifest.title
    return {"headline": title, "episodes": [episode.folder.name for episode in made]}


def _articles(job: dict[str, Any], options: Options) -> Iterator[Any]:
    """The articles of an address or a body. Lists of other addresses are refused: they could lead
    anywhere, and to thousands of articles."""
    from tts.episode.expand import Opened

    for found in _found(job, options):
        if isinstance(found, Opened):
            leads = sum(isinstance(part, str) for part in found.parts)
            if leads or job["kind"] == "address":
                raise _several(job, len(found.parts))
            continue
        yield found


def _found(job: dict[str, Any], options: Options) -> Iterator[Found]:
    from tts.episode import expand
    from tts.sources.fetch.media_types import MEDIA_TYPES

    if job["kind"] == "address":
        if not ADDRESS.fullmatch(job["where"]):
            raise SourceError(f"{job['where']} is not an http or https address", "give one")
        return expand.gather([job["where"]], options)
    body = Path(job["body"])
    content = Folder(body.parent).read_bytes(body.name)
    media_type = MEDIA_TYPES.get(Path(job["where"]).suffix.lower(), "")
    return expand.inside(Source("-", content, media_type), options)


def _several(job: dict[str, Any], count: int) -> SourceError:
    where = job["where"] or "this text"
    hint = "add a single article by its address; to make them all, use tts make"
    return SourceError(f"{where} leads to {count} articles", hint)


# --- what is told ---------------------------------------------------------------------------------


@dataclass
class Progress(Listener):
    """Progress of all articles of a job together."""

    tell: Tell
    done: int = 0
    total: int = 0
    lock: Any = field(default_factory=Lock)

    def of(self, _task: Task) -> Listener:
        """The progress listener for one article."""
        return self

    def planned(self, plan: Plan, missing: int, total: int) -> None:
        self.tell({"happens": "read", "headline": plan.article.title})
        self._count(total - missing, total)

    def spoken(self, chunk: Chunk, clip: ClipInfo) -> None:
        self._count(1, 0)

    def _count(self, done: int, total: int) -> None:
        with self.lock:
            self.done, self.total = self.done + done, self.total + total
            now = {"done": self.done, "total": self.total}
        self.tell({"happens": "spoken", **now})


if __name__ == "__main__":
    main()
