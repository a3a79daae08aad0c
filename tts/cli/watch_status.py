"""What `tts watch --status` prints, and its exit code: 0 all is well, 1 something fails, 3 not
running."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts.cli.output import bad, good, line, print_json, result, styled

if TYPE_CHECKING:
    from tts.show.health import Health, SourceHealth

CODES = {"well": 0, "failing": 1, "stopped": 3}


def status(folder: Path, *, as_json: bool) -> int:
    """Print how a watched show is; the exit code."""
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
    return f"{found.state}: {who}; last look {looked}, published {published}"


def tell_source(health: SourceHealth, now: float) -> None:
    record = health.seen
    mark = bad() if health.state == "failing" else good()
    result(
        mark,
        f" {line(health.source)}",
        styled("" if health.state == "well" else f" ({health.state})"),
    )
    if health.state not in ("new", "paused"):
        result(f"    checked {_ago(record.asked, now)}, next {_ahead(record.next, now)}")
    if record.made:
        last = f"the last {_ago(record.made_last, now)}: {line(record.title)}"
        result(f"    {plural(record.made, 'episode')} made, {last}")
    if record.left_out:
        result(f"    {record.left_out:,} left out by its filters")
    if record.failures:
        result(f"    {plural(record.failures, 'failure')}, since {_ago(record.failing_since, now)}")
        result(f"    {line(record.error)}; {line(record.hint)}")
    for tried in health.waiting:
        result(f"    not made yet: {line(tried.title)}: {line(tried.error)}")


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


def plural(count: int, noun: str) -> str:
    """
    >>> plural(1, "episode"), plural(2000, "episode")
    ('1 episode', '2,000 episodes')
    """
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _ago(moment: float, now: float) -> str:
    from tts.sources.fetch.retry_after import in_words

    return f"{in_words(max(0.0, now - moment))} ago" if moment else "never"


def _ahead(moment: float, now: float) -> str:
    from tts.sources.fetch.retry_after import in_words

    return f"in {in_words(moment - now)}" if moment > now else "at the next check"
