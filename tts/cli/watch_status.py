"""The output of `tts watch --status`, and its exit code: 0 if all is well, 1 if something fails, 3
if it is not running."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts.cli.output import bad, good, line, plural, print_json, result, styled

if TYPE_CHECKING:
    from tts.show.health import Health, SourceHealth

CODES = {"well": 0, "failing": 1, "stopped": 3}


def status(folder: Path, *, as_json: bool) -> int:
    """Print the state of a watched show; returns the exit code."""
    from tts.show.health import health

    now = time.time()
    found = health(folder, now)
    if as_json:
        print_json(_as_json(found))
    else:
        _tell(found, now)
    return CODES[found.state]


def _tell(found: Health, now: float) -> None:
    result(_headline(found, now))
    if found.error:
        result(bad(), f" {line(found.error)}")
        result("    ", line(found.hint))
    for each in found.sources:
        tell_source(each, now)


def _headline(found: Health, now: float) -> str:
    who = f"process {found.watched.process} is watching" if found.is_watched else "not running now"
    looked = _ago(found.watched.looked, now)
    published = _ago(found.watched.published, now)
    return f"{found.state}: {who}; last check {looked}, published {published}"


def tell_source(health: SourceHealth, now: float) -> None:
    record = health.seen
    mark = bad() if health.state == "failing" else good()
    state = "" if health.state == "well" else f" ({health.state})"
    result(mark, f" {line(health.source)}", styled(state))
    if health.state not in ("new", "paused"):
        asked, again = _ago(record.asked, now), _ahead(record.next, now)
        result(f"    checked {asked}, next {again}")
    if record.made:
        episodes = plural(record.made, "episode")
        made_last = _ago(record.made_last, now)
        result(f"    {episodes} made, the last {made_last}: {line(record.title)}")
    if record.left_out:
        result(f"    {record.left_out:,} left out by its filters")
    if record.failures:
        failures = plural(record.failures, "failure")
        since = _ago(record.failing_since, now)
        result(f"    {failures}, since {since}")
        result(f"    {line(record.error)}; {line(record.hint)}")
    for tried in health.waiting:
        title, error = line(tried.title), line(tried.error)
        result(f"    not made yet: {title}: {error}")


def _as_json(found: Health) -> dict[str, Any]:
    watched = found.watched
    return {
        "state": found.state,
        "watched": found.is_watched,
        "process": watched.process,
        "looked": watched.looked,
        "published": watched.published,
        "unpublished": watched.unpublished,
        "error": found.error,
        "hint": found.hint,
        "sources": [source_json(each) for each in found.sources],
    }


_COPIED = (
    "asked",
    "next",
    "answered",
    "failures",
    "failing_since",
    "error",
    "hint",
    "made",
    "made_last",
    "title",
    "left_out",
)


def source_json(each: SourceHealth) -> dict[str, Any]:
    copied = {name: getattr(each.seen, name) for name in _COPIED}
    waiting = [asdict(tried) for tried in each.waiting]
    return {"source": each.source, "state": each.state, **copied, "waiting": waiting}


def _ago(moment: float, now: float) -> str:
    from tts.sources.fetch.retry_after import in_words

    return f"{in_words(max(0.0, now - moment))} ago" if moment else "never"


def _ahead(moment: float, now: float) -> str:
    from tts.sources.fetch.retry_after import in_words

    return f"in {in_words(moment - now)}" if moment > now else "at the next check"
