"""Articles that `tts make` skips, and reports, because they were removed from the show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from tts.cli.output import line, say

if TYPE_CHECKING:
    from tts.show.removal_log import Removed


def unwanted(show: Path) -> Callable[[str], Removed | None]:
    """A function that returns why an address should not be fetched for its article."""
    from tts.episode import planning
    from tts.show import removal_log
    from tts.show.library import Show

    def reason(where: str) -> Removed | None:
        known = Show(show)
        try:
            removal_log.check(known, planning.identity_at(where, known))
        except removal_log.Removed as removed:
            return removed
        return None

    return reason


def as_json(where: str, removed: Removed) -> dict[str, str]:
    """The record for `--json`."""
    record = {"source": where, "title": removed.title}
    return {**record, "removed": removed.moment, "hint": removed.hint}


def tell(found: Sequence[tuple[str, Removed]], show: Path, *, verbose: bool) -> None:
    """Report the articles on one line, or on one each with --verbose."""
    if len(found) == 1 or verbose:
        for _where, removed in found:
            say(f"  {line(removed.message)}; {line(removed.hint)}")
        return
    say(
        f"  {len(found)} articles were removed from the show and are skipped; see what can be "
        f"brought back: tts restore -o {quote(str(show))}; to make them again: --force"
    )
