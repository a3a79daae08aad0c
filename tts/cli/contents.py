"""How a source that holds several articles looks: on the way to their episodes, and to somebody who
looks into it.

Printed through `output`.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts.model import Source

if TYPE_CHECKING:
    from tts.episode.expand import Opened
    from tts.episode.options import Options

Write = Callable[[str], object]


def tell(opened: Opened, options: Options, write: Write, *, quiet: bool, verbose: bool) -> None:
    """What is in a source, before its episodes are made: how many articles, and what was left
    out."""
    if quiet:
        return
    write(f"{opened.where}: {_count(opened, options)}")
    chosen = [name for name in ("latest", "since") if getattr(options.selection, name)]
    if chosen and opened.parts.each == "chapter":
        named = " and ".join(f"--{name}" for name in chosen)
        write(
            f"  note: {named}: chapters have no date, all are taken; one alone: {opened.where}#its-name"
        )
    if verbose:
        for change in opened.parts.changes:
            write(f"  {change.reason}: {_short(change.text)}")
    elif opened.parts.changes:
        reasons = Counter(change.reason for change in opened.parts.changes)
        counted = ", ".join(
            f"{reason} ({count})" if count > 1 else reason for reason, count in reasons.items()
        )
        write(f"  left out: {counted}; see which with -v")


def show(opened: Opened, options: Options, output: Path, write: Write) -> None:
    """The articles in a source, oldest first, and how to see one."""
    parts = opened.parts
    for item in listed(opened)["articles"]:
        title = item["title"]
        write(f"{item['date'] or '':<10}  {title or item['source']}")
        if title:
            write(f"{'':<10}  {item['source']}")
    if parts.changes:
        write(f"\nLeft out: {len(parts.changes)}")
        for change in parts.changes:
            write(f"  {change.reason}: {_short(change.text)}")
    write(f"\n{_count(opened, options)}")
    if parts.articles:
        again = asked(options, output)
        write(
            f"see one:  {' '.join(['tts script', shlex.quote(place(parts.articles[-1], opened)), *again])}"
        )
        write(
            f"make all: {' '.join(['tts make', shlex.quote(opened.where), *_selected(options), *again])}"
        )


def unsplit(found: Source, opened: Iterable[Opened], options: Options) -> str:
    """What is told of a source that was to be split and holds no parts; empty for any other."""
    known = [part for one in opened for part in one.parts]
    is_part = any(found is part for part in known)
    if is_part or not options.selection.split:
        return ""
    return f"{found.where}: no chapters are found in it, so it is one episode"


def place(part: Source | str, opened: Opened | None) -> str:
    """What names an article by itself: with the feed, where it is at hand in one, for its page may
    say otherwise."""
    if isinstance(part, str):
        return part
    inside = (
        opened
        and "#" not in part.where
        and opened.where != "-"
        and any(part is one for one in opened.parts)
    )
    return f"{opened.where}#{part.where}" if opened and inside else part.where


def asked(options: Options, output: Path) -> list[str]:
    """The options that make and script have in common, as they are written: what is read is the
    same by both."""
    from tts.episode.options import SHOW

    folder = [] if output == SHOW else ["-o", shlex.quote(str(output))]
    engine = [] if options.engine == "auto" else ["--engine", options.engine]
    language = ["--lang", options.language] if options.language else []
    encoding = ["--encoding", options.encoding] if options.encoding else []
    lexicon = ["--lexicon", shlex.quote(options.lexicon)] if options.lexicon else []
    private = ["--allow-private"] if options.allow_private else []
    cookies = ["--cookies", shlex.quote(options.cookies)] if options.cookies else []
    teaser = ["--teaser"] if options.teaser else []
    rules = [word for kind, how in options.rules.items() for word in ("--rule", f"{kind}={how}")]
    return [
        *folder,
        *engine,
        *language,
        *encoding,
        *lexicon,
        *rules,
        *private,
        *cookies,
        *teaser,
    ]


def listed(opened: Opened) -> dict[str, Any]:
    """The same for machines."""
    articles = []
    for part in opened.parts.articles:
        where = part.where if isinstance(part, Source) else part
        title, date = _stated(opened, part)
        articles.append({"source": where, "title": title, "date": date})
    return {"source": opened.where, "articles": articles, "left_out": left_out([opened])}


def left_out(opened: Iterable[Opened]) -> list[dict[str, str]]:
    """What sources hold that is no article."""
    return [
        {"source": o.where, "text": c.text, "reason": c.reason}
        for o in opened
        for c in o.parts.changes
    ]


def _stated(opened: Opened, part: Source | str) -> tuple[str, str]:
    """Title and date, as the source states them, else as the article at hand does."""
    where = part.where if isinstance(part, Source) else part
    if stated := opened.parts.stated.get(where):
        return stated.title, stated.date or stated.changed
    if isinstance(part, Source) and part.article:
        article = part.article()
        return article.title, article.date
    return "", ""


def _count(opened: Opened, options: Options) -> str:
    """How many, of those that were asked for."""
    n, each, since = len(opened.parts), opened.parts.each, options.selection.since
    return f"{n or 'no'} {each}{'s' * (n != 1)}" + (
        f" since {since}" if since and each == "article" else ""
    )


def _selected(options: Options) -> list[str]:
    """The options that chose these articles, as they are written."""
    selection = options.selection
    split = {True: ["--split"], False: ["--whole"], None: []}[selection.split]
    latest = [f"--latest {selection.latest}"] if selection.latest else []
    return [*split, *latest, *([f"--since {selection.since}"] if selection.since else [])]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
