"""Prints a script on a terminal: what will be said, what was changed or left out."""

from __future__ import annotations

from collections.abc import Sequence

from tts.cli.output import bold, result, styled
from tts.model import Article, Change, Chunk, Script, Sentence


def show(article: Article, written: Script, *, verbose: bool) -> None:
    """All of it, on stdout."""
    _show_head(article, written)
    for number, chunk in enumerate(written.chunks, 1):
        _show_chunk(number, chunk, written.language)
    _show_changes(written.changes, verbose)


def _show_head(article: Article, written: Script) -> None:
    from tts.cli.progress import count
    from tts.episode.preview import expected_duration
    from tts.locale.duration_format import clock

    title = article.title or "(without a title)"
    stated = (article.author, article.date, article.publication, article.site, article.language)
    known = filter(None, stated)
    chunks = count(len(written.chunks))
    duration = expected_duration(written)
    result(bold(title))
    result(" · ".join(known))
    result(f"{chunks}, about {clock(duration)}\n")


_MARKS = {"title": "◆ ", "heading": "◇ "}
"""Before what chapters begin with."""
_INDENT = " " * 15
"""Before a note: it stands below its chunk's text, behind number and kind."""


def _show_chunk(number: int, chunk: Chunk, language: str) -> None:
    """A chunk, its language where that is another than the article's, how long the silence behind
    it is, and how it is said where that differs from how it is written."""
    mark = _MARKS.get(chunk.kind, "")
    if chunk.language != language:
        mark += f"[{chunk.language}] "
    text = chunk.text.strip()
    seconds = chunk.pause / 1000
    head = styled(f"{number:>4} {chunk.kind:<9}", dim=True)
    pause = styled(f"‖ {seconds:.1f} s", fg="cyan")
    result(head, f" {mark}{text}  ", pause)
    for sentence in chunk.sentences:
        _show_spoken(sentence)
        _show_readings(sentence)


def _show_spoken(sentence: Sentence) -> None:
    """Where it is said otherwise than it is written."""
    written = sentence.text.strip()
    spoken = sentence.spoken.strip()
    if _letters(spoken) != _letters(written):
        _show_note("says", spoken or "(nothing)")


def _show_readings(sentence: Sentence) -> None:
    """Words that can be read in several ways, and which of them is taken."""
    for reading in sentence.readings:
        word = sentence.spoken[reading.start : reading.end]
        _show_note("reads", f"{word} as {reading.said}")


def _show_note(label: str, text: str) -> None:
    marked = styled(label, fg="yellow")
    result(_INDENT, marked, f" {text}")


def _letters(text: str) -> str:
    letters = filter(str.isalnum, text)
    return "".join(letters)


_EXAMPLES = 5


def _show_changes(changes: Sequence[Change], verbose: bool) -> None:
    """What was dropped, all of it; what was repaired, by reason."""
    dropped = [change for change in changes if not change.became]
    repaired = [change for change in changes if change.became]
    if dropped:
        _show_dropped(dropped)
    if repaired:
        _show_repaired(repaired, verbose)


def _show_dropped(dropped: Sequence[Change]) -> None:
    title = bold(f"Left out: {len(dropped)}")
    result("\n", title)
    for change in dropped:
        words = change.text.split()
        text = " ".join(words)
        result(f"  {change.reason}: {text}")


def _show_repaired(repaired: Sequence[Change], verbose: bool) -> None:
    title = bold(f"Repaired: {len(repaired)}")
    result("\n", title)
    by_reason: dict[str, list[Change]] = {}
    for change in repaired:
        alike = by_reason.setdefault(change.reason, [])
        alike.append(change)
    for reason, alike in by_reason.items():
        _show_alike(reason, alike, verbose)


def _show_alike(reason: str, changes: Sequence[Change], verbose: bool) -> None:
    """The first few that were repaired for a reason, unless more is asked for."""
    count = len(changes)
    shown = count if verbose else _EXAMPLES
    number = f": {count}" if count > 1 else ""
    result(f"  {reason}{number}")
    for change in changes[:shown]:
        result(f"    {change.text} → {change.became}")
    if count > shown:
        result(f"    … and {count - shown} more (-v)")
