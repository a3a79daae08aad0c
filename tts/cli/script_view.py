"""Prints a script on a terminal: what will be spoken, what was changed or left out."""

from __future__ import annotations

from collections.abc import Sequence

from tts.cli.output import bold, result, styled
from tts.model import Article, Change, Chunk, Script, Sentence


def show(article: Article, written: Script, *, verbose: bool) -> None:
    """Print everything to stdout."""
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
"""Markers before titles and headings."""
_INDENT = " " * 15
"""Indentation of a note below its chunk's text, after number and kind."""


def _show_chunk(number: int, chunk: Chunk, language: str) -> None:
    """Print a chunk, its language if it differs from the article's, the pause after it, and its
    spoken form if that differs from the text."""
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
    """Print the spoken form if it differs from the text."""
    written = sentence.text.strip()
    spoken = sentence.spoken.strip()
    if _letters(spoken) != _letters(written):
        _show_note("says", spoken or "(nothing)")


def _show_readings(sentence: Sentence) -> None:
    """Print the readings of words that could be read in several ways."""
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
    """Print everything that was dropped, and what was repaired, by reason."""
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
    """Print the first few repairs with the same reason, or all of them with --verbose."""
    count = len(changes)
    shown = count if verbose else _EXAMPLES
    number = f": {count}" if count > 1 else ""
    result(f"  {reason}{number}")
    for change in changes[:shown]:
        result(f"    {change.text} → {change.became}")
    if count > shown:
        result(f"    … and {count - shown} more (-v)")
