"""`articles`, `read` and `script` for programs: sources to articles and scripts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tts.api.errors import as_ours, translated
from tts.api.options import ScriptOptions, SourceOptions, options_of
from tts.api.shows import Folder, library_show
from tts.model import Article, Script, SeveralArticles, Source, TtsError

if TYPE_CHECKING:
    from typing import Unpack

    from tts.episode.options import Options

SourceLike = str | os.PathLike[str] | Source | Article
"""A path, an address or `-` (standard input); bytes or an article in memory."""


def articles(
    where: str | os.PathLike[str],
    *,
    on_error: Callable[[str, TtsError], None] | None = None,
    **options: Unpack[SourceOptions],
) -> Iterator[Source]:
    """The articles in a source that may have several, each once: a feed, a sitemap, a book,
    `@list`.

    Each can be passed to `read`, `script` or `make`, and is only fetched then. If one fails,
    `on_error` is called with its name and the error, and the others continue; without `on_error`
    its error is raised and ends the iteration.
    """
    chosen = options_of("articles", SourceOptions, options)
    return _articles(_name(where), chosen, on_error)


def _articles(
    where: str, options: Options, on_error: Callable[[str, TtsError], None] | None
) -> Iterator[Source]:
    from tts.episode import expand

    with translated():
        for found in expand.gather([where], options):
            if isinstance(found, Source):
                yield found
            elif isinstance(found, expand.Failed):
                error = as_ours(found.error)
                if on_error is None:
                    raise error from found.error
                on_error(found.where, error)


def read(where: SourceLike, **options: Unpack[SourceOptions]) -> Article:
    """The article of a source: fetched, extracted from its page, repaired, with its language
    determined.

    Raises SourceError, or SeveralArticles for a source with several articles: see `articles`.
    """
    from tts.episode import planning

    chosen = options_of("read", SourceOptions, options)
    with translated():
        return planning.edited(opened(where, chosen), chosen)


def script(where: SourceLike, show: Folder = "output", **options: Unpack[ScriptOptions]) -> Script:
    """What would be spoken for an article, and what was left out or repaired, and why.

    The rules, lexicon, intro and outro of `show` apply. Raises SourceError.
    """
    from tts.episode import preview

    chosen = options_of("script", ScriptOptions, options)
    with translated():
        return preview.script(opened(where, chosen), chosen, library_show(show))[1]


# --- what the functions share ---------------------------------------------------------------------


def opened(where: SourceLike, options: Options) -> Source:
    """The single article that is meant. Raises SeveralArticles if there are more, TypeError if
    `where` is not a source."""
    if isinstance(where, Article):
        return _at_hand(where)
    if isinstance(where, Source):
        return where
    from tts.episode import expand

    name = _name(where)
    found = expand.look_into(name, options)
    if isinstance(found, Source):
        return found
    count, kind = len(found.parts), found.parts.each
    as_one = _AS_ONE.get(kind, "")
    raise SeveralArticles(
        f"{name} holds {count} {kind}s; only one can be read",
        hint=f"take them one by one: for source in tts.articles({name!r}): …{as_one}",
    )


def _name(where: object) -> str:
    """The name as used by the command. Raises TypeError if it is not a name."""
    name = os.fspath(where) if isinstance(where, os.PathLike) else where
    if isinstance(name, str):
        return name
    if isinstance(name, bytes | bytearray | memoryview):
        raise TypeError(
            "bytes are not the name of a source: wrap them, as in tts.Source('a name', content)"
        )
    kind = type(where).__name__
    raise TypeError(
        f"{kind} is not a source: give a path, an address, a tts.Source or a tts.Article"
    )


_AS_ONE = {
    "chapter": "; to read it as a single article: split=False",
    "article": "; to read the newest: latest=1",
}


def _at_hand(article: Article) -> Source:
    """A source for a program's own article; its episode is recognized by its address, otherwise by
    its text."""
    is_address = article.url.lower().startswith(("http://", "https://"))
    where = article.url if is_address else "-"
    return Source(where, repr(article).encode(), article=lambda: article)
