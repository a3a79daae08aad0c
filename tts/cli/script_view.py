"""How a script looks on a terminal: what will be said, what was changed or left out."""

from __future__ import annotations

from collections.abc import Sequence

from tts.cli.output import bold, result, styled
from tts.model import Article, Change, Chunk, Script


def show(article: Article, written: Script, *, verbose: bool) -> None:
    """All of it, on stdout."""
    _show_head(article, written)
    for number, chunk in enumerate(written.chunks, 1):
        _show_chunk(number, chunk, written.language)
    _show_changes(written.changes, verbose)


def _show_head(article: Article, written: Script) -> None:
    from tts.cli.progress import clock, count
    from tts.episode.preview import expected_duration

    result(bold(article.title or "(without a title)"))
    stated = (article.author, article.date, article.publication, article.site, article.language)
    result(" · ".join(filter(None, stated)))
    result(f"{count(len(written.chunks))}, about {clock(expected_duration(written))}\n")


def _show_chunk(number: int, chunk: Chunk, language: str) -> None:
    """A chunk, its language where that is another than the article's, how long the silence behind
    it is, and how it is said where that differs from how it is written."""
    mark = {"title": "◆ ", "heading": "◇ "}.get(chunk.kind, "")
    mark += f"[{chunk.language}] " if chunk.language != language else ""
    head = styled(f"{number:>4} {chunk.kind:<9}", dim=True)
    pause = styled(f"‖ {chunk.pause / 1000:.1f} s", fg="cyan")
    result(head, f" {mark}{chunk.text.strip()}  ", pause)
    for sentence in chunk.sentences:
        written, spoken = sentence.text.strip(), sentence.spoken.strip()
        if _letters(spoken) != _letters(written):
            result(f"{'':>14} ", styled("says", fg="yellow"), f" {spoken or '(nothing)'}")
        for reading in sentence.readings:
            word = sentence.spoken[reading.start : reading.end]
            result(f"{'':>14} ", styled("reads", fg="yellow"), f" {word} as {reading.said}")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


_EXAMPLES = 5


def _show_changes(changes: Sequence[Change], verbose: bool) -> None:
    """What was dropped, all of it; what was repaired, by reason, the first few of each unless more
    is asked for."""
    dropped = [c for c in changes if not c.became]
    repaired = [c for c in changes if c.became]
    if dropped:
        result("\n", bold(f"Left out: {len(dropped)}"))
        for change in dropped:
            result(f"  {change.reason}: {' '.join(change.text.split())}")
    if repaired:
        result("\n", bold(f"Repaired: {len(repaired)}"))
    for reason in dict.fromkeys(c.reason for c in repaired):
        of_it = [c for c in repaired if c.reason == reason]
        result(f"  {reason}" + (f": {len(of_it)}" if len(of_it) > 1 else ""))
        for change in of_it if verbose else of_it[:_EXAMPLES]:
            result(f"    {change.text} → {change.became}")
        if len(of_it) > _EXAMPLES and not verbose:
            result(f"    … and {len(of_it) - _EXAMPLES} more (-v)")
