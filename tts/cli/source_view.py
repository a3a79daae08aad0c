"""What is printed about a source that holds several articles: by `tts make` and by `tts script`.

Printed through `output`.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts.model import Change, Source

if TYPE_CHECKING:
    from tts.episode.expand import Opened
    from tts.episode.options import Options

Write = Callable[[str], object]


def tell(opened: Opened, options: Options, write: Write, *, quiet: bool, verbose: bool) -> None:
    """What is in a source, before its episodes are made: how many articles, and what was left
    out."""
    if quiet:
        return
    parts = opened.parts
    count = _count(opened, options)
    write(f"{opened.where}: {count}")
    by_date = _selected_by_date(options)
    if by_date and parts.each == "chapter":
        named = " and ".join(by_date)
        alone = f"{opened.where}#its-name"
        write(
            f"  note: {named}: chapters have no date, so all are taken; for a single one: {alone}"
        )
    if verbose:
        _tell_changes(parts.changes, write)
    elif parts.changes:
        reasons = _counted_reasons(parts.changes)
        write(f"  left out: {reasons}; -v lists them")


def _selected_by_date(options: Options) -> list[str]:
    """The options in use that choose articles by their date."""
    selection = options.selection
    in_use = {"--latest": selection.latest, "--since": selection.since}
    return [option for option, value in in_use.items() if value]


def _tell_changes(changes: Iterable[Change], write: Write) -> None:
    for change in changes:
        text = _short(change.text)
        write(f"  {change.reason}: {text}")


def _counted_reasons(changes: Iterable[Change]) -> str:
    """Why something was left out, and how often where that is more than once."""
    reasons = Counter(change.reason for change in changes)
    counted = []
    for reason, count in reasons.items():
        times = f" ({count})" if count > 1 else ""
        counted.append(f"{reason}{times}")
    return ", ".join(counted)


def show(opened: Opened, options: Options, output: Path, write: Write) -> None:
    """The articles in a source, oldest first, and how to see one."""
    parts = opened.parts
    contents = listed(opened)
    for article in contents["articles"]:
        _show_article(article, write)
    if parts.changes:
        write(f"\nLeft out: {len(parts.changes)}")
        _tell_changes(parts.changes, write)
    count = _count(opened, options)
    write(f"\n{count}")
    if not parts.articles:
        return
    again = asked(options, output)
    newest = place(parts.articles[-1], opened)
    see_one = ["tts script", shlex.quote(newest), *again]
    make_all = ["tts make", shlex.quote(opened.where), *_selected(options), *again]
    write(f"see one:  {' '.join(see_one)}")
    write(f"make all: {' '.join(make_all)}")


def _show_article(article: dict[str, str], write: Write) -> None:
    """Its date and title, and below them where it is; that alone where it has no title."""
    title, source = article["title"], article["source"]
    date = article["date"] or ""
    no_date = ""
    write(f"{date:<10}  {title or source}")
    if title:
        write(f"{no_date:<10}  {source}")


def unsplit(found: Source, opened: Iterable[Opened], options: Options) -> str:
    """What is told of a source that was to be split and holds no parts; empty for any other."""
    if not options.selection.split:
        return ""
    for one in opened:
        if _holds(one, found):
            return ""
    return f"{found.where}: no chapters found, so it becomes one episode"


def _holds(opened: Opened, part: Source) -> bool:
    """Whether it is one of the articles in there: the same object, for others may be alike."""
    return any(part is one for one in opened.parts)


def place(part: Source | str, opened: Opened | None) -> str:
    """What names an article by itself: with the feed, where it is at hand in one, for its page may
    say otherwise."""
    if isinstance(part, str):
        return part
    if opened is None or opened.where == "-" or "#" in part.where:
        return part.where
    if not _holds(opened, part):
        return part.where
    return f"{opened.where}#{part.where}"


def asked(options: Options, output: Path) -> list[str]:
    """The options that make and script have in common, as they are written: what is read is the
    same by both."""
    from tts.episode.options import SHOW

    words: list[str] = []
    if output != SHOW:
        words += ["-o", shlex.quote(str(output))]
    if options.engine != "auto":
        words += ["--engine", options.engine]
    if options.language:
        words += ["--lang", options.language]
    if options.encoding:
        words += ["--encoding", options.encoding]
    if options.lexicon:
        words += ["--lexicon", shlex.quote(options.lexicon)]
    for kind, how in options.rules.items():
        words += ["--rule", f"{kind}={how}"]
    if options.allow_private:
        words.append("--allow-private")
    if options.cookies:
        words += ["--cookies", shlex.quote(options.cookies)]
    if options.teaser:
        words.append("--teaser")
    return words


def listed(opened: Opened) -> dict[str, Any]:
    """The same for machines."""
    articles = []
    for part in opened.parts.articles:
        where = _where(part)
        title, date = _stated(opened, part)
        article = {"source": where, "title": title, "date": date}
        articles.append(article)
    omitted = left_out([opened])
    return {"source": opened.where, "articles": articles, "left_out": omitted}


def left_out(opened: Iterable[Opened]) -> list[dict[str, str]]:
    """What sources hold that is no article."""
    found = []
    for one in opened:
        for change in one.parts.changes:
            row = {"source": one.where, "text": change.text, "reason": change.reason}
            found.append(row)
    return found


def _stated(opened: Opened, part: Source | str) -> tuple[str, str]:
    """Title and date, as the source states them, else as the article at hand does."""
    where = _where(part)
    stated = opened.parts.stated.get(where)
    if stated:
        date = stated.date or stated.changed
        return stated.title, date
    if isinstance(part, str) or not part.article:
        return "", ""
    article = part.article()
    return article.title, article.date


def _where(part: Source | str) -> str:
    return part if isinstance(part, str) else part.where


def _count(opened: Opened, options: Options) -> str:
    """How many, of those that were asked for."""
    count = len(opened.parts)
    each = opened.parts.each
    since = options.selection.since
    number = count or "no"
    named = each if count == 1 else f"{each}s"
    asked_since = f" since {since}" if since and each == "article" else ""
    return f"{number} {named}{asked_since}"


def _selected(options: Options) -> list[str]:
    """The options that chose these articles, as they are written."""
    selection = options.selection
    words: list[str] = []
    if selection.split is not None:
        words.append("--split" if selection.split else "--whole")
    if selection.latest:
        words.append(f"--latest {selection.latest}")
    if selection.since:
        words.append(f"--since {selection.since}")
    return words


def _short(text: str) -> str:
    words = text.split()
    text = " ".join(words)
    if len(text) <= 80:
        return text
    return f"{text[:79]}…"
