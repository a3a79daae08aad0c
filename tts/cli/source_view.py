"""Output about a source with several articles, for `tts make` and `tts script`.

It is printed through `output`.
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
    """Report the contents of a source before its episodes are made: the number of articles, and
    what was left out."""
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
    """The options in use that select articles by date."""
    selection = options.selection
    in_use = {"--latest": selection.latest, "--since": selection.since}
    return [option for option, value in in_use.items() if value]


def _tell_changes(changes: Iterable[Change], write: Write) -> None:
    for change in changes:
        text = _short(change.text)
        write(f"  {change.reason}: {text}")


def _counted_reasons(changes: Iterable[Change]) -> str:
    """The reasons why something was left out, each with its number if more than one."""
    reasons = Counter(change.reason for change in changes)
    counted = []
    for reason, count in reasons.items():
        times = f" ({count})" if count > 1 else ""
        counted.append(f"{reason}{times}")
    return ", ".join(counted)


def show(opened: Opened, options: Options, output: Path, write: Write) -> None:
    """Print the articles in a source, oldest first, and how to see one."""
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
    """Print its date and title with its address below, or just the address if it has no title."""
    title, source = article["title"], article["source"]
    date = article["date"] or ""
    no_date = ""
    write(f"{date:<10}  {title or source}")
    if title:
        write(f"{no_date:<10}  {source}")


def unsplit(found: Source, opened: Iterable[Opened], options: Options) -> str:
    """The message for a source that was to be split but has no parts; empty for any other."""
    if not options.selection.split:
        return ""
    for one in opened:
        if _holds(one, found):
            return ""
    return f"{found.where}: no chapters found, so it becomes one episode"


def _holds(opened: Opened, part: Source) -> bool:
    """Whether the article is one of these: the same object, since others may be equal."""
    return any(part is one for one in opened.parts)


def place(part: Source | str, opened: Opened | None) -> str:
    """The name of an article by itself; if it is contained in a feed, that of the feed's entry,
    because its page may have other text."""
    if isinstance(part, str):
        return part
    if opened is None or opened.where == "-" or "#" in part.where:
        return part.where
    if not _holds(opened, part):
        return part.where
    return f"{opened.where}#{part.where}"


def asked(options: Options, output: Path) -> list[str]:
    """The command-line options that make and script share, so that both read the same."""
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
    """The articles of a source as a record for JSON."""
    articles = []
    for part in opened.parts.articles:
        where = _where(part)
        title, date = _stated(opened, part)
        article = {"source": where, "title": title, "date": date}
        articles.append(article)
    omitted = left_out([opened])
    return {"source": opened.where, "articles": articles, "left_out": omitted}


def left_out(opened: Iterable[Opened]) -> list[dict[str, str]]:
    """What sources contain that is not an article."""
    found = []
    for one in opened:
        for change in one.parts.changes:
            row = {"source": one.where, "text": change.text, "reason": change.reason}
            found.append(row)
    return found


def _stated(opened: Opened, part: Source | str) -> tuple[str, str]:
    """Title and date stated by the source, otherwise by the article itself."""
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
    """The number of selected articles."""
    count = len(opened.parts)
    each = opened.parts.each
    since = options.selection.since
    number = count or "no"
    named = each if count == 1 else f"{each}s"
    asked_since = f" since {since}" if since and each == "article" else ""
    return f"{number} {named}{asked_since}"


def _selected(options: Options) -> list[str]:
    """The command-line options that selected these articles."""
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
