"""The files that list all episodes (the show's pages, lists and feeds), staged if they changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tts.publish import index_cache, listener_feeds, opml_and_sitemaps
from tts.publish.catalog import Entry
from tts.publish.feed import channel
from tts.publish.listen_script import script_files as listen
from tts.publish.publish_run import Publishing, put, put_changed
from tts.publish.stage import INDEX, write
from tts.publish.stamps import code, stamp_of

if TYPE_CHECKING:
    from tts.publish.site.index_pages import Page

OF_ENTRIES = re.compile(r"(?!pagecast/)|pagecast/(titles|texts|pages)-")
"""Files that list all episodes; the other files of the show are its assets."""


def is_changed(run: Publishing, entries: Sequence[Entry], common: str) -> bool:
    """Whether the show's own pages, lists and feed have to be staged. If nothing they depend on
    changed, all of them are kept."""
    before, after = run.before, run.after
    places = [each.place for each in run.invited]
    marks = [entry.mark for entry in entries]
    stamp = stamp_of(common, *places, *marks)
    after.stamps["site"] = stamp
    own = [path for path in before.files if OF_ENTRIES.match(path)]
    if own and before.stamps.get("site") == stamp and all(map(run.stands, own)):
        run.keep(own)
        after.stamps = {**before.stamps, **after.stamps}
        return False
    return True


def stage_lists(run: Publishing, entries: Sequence[Entry]) -> None:
    """Stage the lists that need no more of an episode than its row in the index."""
    if run.invited:
        listener_feeds.put_lists(run)
        return
    addresses = index_cache.addresses(run, code())
    put(run, opml_and_sitemaps.files(run.show, entries, run.base_url))
    put(run, listen.files(entries, addresses))


def stage_pages(
    run: Publishing, entries: Sequence[Entry], common: str, covers: Sequence[str]
) -> None:
    """Stage the show's pages and feed, made of what was taken of rendered episodes."""
    from tts.publish import site

    pages = listener_feeds.outline(run, entries) if run.invited else _outline(run, entries, common)
    put_changed(run, pages, common)
    run.listings.clear()  # those of a large show take much memory, and the feed needs none
    index = run.show.folder / INDEX
    if not index.exists():
        run.stage.early = f"{run.stage.place}/early"
        empty = dict(site.show_pages(run.show, ()))
        write(run.stage.early, empty[INDEX])
    if run.base_url:
        _stage_feed(run, entries, common, covers)


def _outline(run: Publishing, entries: Sequence[Entry], common: str) -> Iterator[Page]:
    """The pages of a public show."""
    from tts.publish import site

    return site.outline(
        run.show,
        entries,
        base_url=run.base_url,
        feed=run.feed,
        standing=_standing(run, common),
        listings=run.listings,
    )


def _standing(run: Publishing, common: str) -> dict[str, str]:
    """The unchanged files of the show, by the stamps of what they depend on."""
    standing = {}
    for name, stamp in run.before.stamps.items():
        made_alike = stamp.endswith(common)
        if made_alike and run.stands(name):
            standing[stamp.removesuffix(common)] = name
    return standing


def _stage_feed(
    run: Publishing, entries: Sequence[Entry], common: str, covers: Sequence[str]
) -> None:
    """Stage the public feed, or one for each listener. The bytes of an episode are the same in all
    of them."""
    known = index_cache.feed_bytes(run, common)
    if run.invited:
        listener_feeds.put_feeds(run, entries, common, covers[0], known)
        return
    pages = channel.outline(
        run.show, entries, run.base_url, cover=covers[0], sizes=known, items=run.items
    )
    put_changed(run, pages, common)


def kind(run: Publishing) -> str:
    """The kind of show: one for its listeners has other pages than a private one for everybody."""
    return "closed" if run.invited else ""
