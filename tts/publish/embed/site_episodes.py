"""Makes the episodes of a site's pages, several at once."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tts.cache import Cache
from tts.episode import batch, process_pool
from tts.episode.batch import Finished
from tts.episode.options import Options
from tts.model import Article, Source
from tts.publish.embed.embed_report import Listener, Site
from tts.publish.embed.page_bytes import opened
from tts.publish.embed.recognition import article_of
from tts.publish.embed.site_survey import SitePage, unpacked
from tts.show import library


def source_of(site: Site, page: SitePage) -> Source:
    """The article of a page as a source for the pipeline. The identity is as if the show were in
    the site, so that the episode is the same wherever it is."""
    article = partial(_article_in, site.root, page.name)
    if page.article:  # read by the survey
        article = partial(unpacked, page.article)
    return Source(
        str(site.show.folder.resolve().parent / page.name),
        page.reading.stamp.encode(),
        "text/html",
        modified=_day(site.root / page.name),
        article=article,
    )


def all_made(
    site: Site, pages: Sequence[SitePage], options: Options, cache: Cache, listener: Listener
) -> Generator[Finished, None, None]:
    """The result of making each page's episode, in the order of the pages."""
    if not pages:
        return
    listener.making(len(pages))
    making = batch.make_all(
        [source_of(site, page) for page in pages],
        partial(library.read_show, site.show.folder),
        options,
        cache=cache,
        performer=_performer(options, len(pages), listener),
        listener=listener,
    )
    with closing(making):
        for finished in making:
            listener.made(finished)
            yield finished


def _performer(options: Options, articles: int, listener: Listener) -> batch.Performer:
    """What performs the work for so many episodes."""
    if process_pool.is_faster(options, articles):
        return process_pool.Processes(sends_readers=True)
    return batch.LocalPerformer(listener.article)


def _article_in(root: Path, name: str) -> Article:
    content = (root / name).read_bytes()
    return article_of(opened(content), root, name)


def _day(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
