"""Rendered pages and feed in memory, for each address used to request them, until the show
changes."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tts.publish import catalog, thumbnails
from tts.publish.catalog import Entry
from tts.serve.responses import Content, content
from tts.serve.served_show import ShowSnapshot
from tts.serve.sync.player_positions import with_script
from tts.show.settings import Settings
from tts.storage.parsing import parsed_json

_FILES = dict[str, Content]
_TASKS = OrderedDict[Any, asyncio.Task[_FILES]]
_KEPT = {"assets": 1, "feed": 8, "show": 8, "episode": 128, "picture": 512}
"""Cached addresses of each kind: clients that keep asking by new addresses can't fill the
memory."""


@dataclass(frozen=True, slots=True)
class Base:
    """How the show was requested."""

    url: str
    reachable: bool = True
    """Other computers can reach the address; otherwise no page draws a QR code of it."""
    token: str = field(default="", repr=False)
    """The client's token, which is part of all addresses."""
    adds: bool = False
    """The client may add articles."""

    @property
    def address(self) -> str:
        """The address of the show's folder."""
        return f"{self.url}{self.token}/" if self.token else self.url


class PageCache:
    """The files that publishing would write, rendered on first request."""

    def __init__(self) -> None:
        self._feeds = _Feeds()
        self._kept: dict[str, _TASKS] = {}
        for kind in _KEPT:
            self._kept[kind] = OrderedDict()

    async def warm(self, shown: ShowSnapshot, base: Base) -> None:
        """Render what every phone requests first."""
        await self._assets(shown)
        if base.url:
            await self._feed(shown, base)

    async def find(self, shown: ShowSnapshot, base: Base, path: str) -> Content | None:
        """The file of that path in the show, if it is rendered from the manifests."""
        folder, _, name = path.rpartition("/")
        if folder == "pagecast":
            assets = await self._assets(shown)
            if path in assets:
                return assets[path]
            pages = await self._show_pages(shown, base)  # titles, addresses
            return pages.get(path)
        if not folder:
            is_feed = name.startswith("feed") or name == "shows.opml"
            group = self._feed if is_feed else self._show_pages
            files = await group(shown, base)
            return files.get(path)
        entry = shown.find(folder)
        if not entry:
            return None
        if name == thumbnails.NAME:
            return await self._picture(shown, entry, path)
        files = await self._episode(shown, base, entry)
        return files.get(path)

    async def _assets(self, shown: ShowSnapshot) -> _FILES:
        return await self._once("assets", shown.number, lambda: _files(_assets(shown)))

    async def _feed(self, shown: ShowSnapshot, base: Base) -> _FILES:
        key = (shown.number, base)
        return await self._once("feed", key, lambda: self._feeds.make(shown, base))

    async def _show_pages(self, shown: ShowSnapshot, base: Base) -> _FILES:
        where = _where(base)
        key = (shown.number, base)
        pages = await self._once("show", key, lambda: _files(_show_pages(shown, where)))
        return _with_share_target(pages) if base.adds else pages

    async def _episode(self, shown: ShowSnapshot, base: Base, entry: Entry) -> _FILES:
        where = _where(base)
        key = (shown.number, base, entry.folder)
        return await self._once("episode", key, lambda: _files(_episode(shown, where, entry)))

    async def _picture(self, shown: ShowSnapshot, entry: Entry, path: str) -> Content | None:
        folder = shown.show.folder
        key = (shown.number, path)
        made = await self._once("picture", key, lambda: _files(thumbnails.files(folder, entry)))
        return made.get(path)

    async def _once(self, kind: str, key: Any, make: Callable[[], _FILES]) -> _FILES:
        """Render in a thread, so that audio keeps flowing; simultaneous requests wait for the same
        result."""
        kept = self._kept[kind]
        if key not in kept:
            kept[key] = asyncio.create_task(asyncio.to_thread(make))
            while len(kept) > _KEPT[kind]:
                kept.popitem(last=False)
        kept.move_to_end(key)
        task = kept[key]
        try:
            return await asyncio.shield(task)
        except Exception:
            kept.pop(key, None)  # the next one who asks may be luckier
            raise


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed as it was last made."""

    settings: Settings
    sizes: dict[str, int] = field(default_factory=dict)
    """Bytes of items, by digest of their entries."""
    pages: dict[str, Content] = field(default_factory=dict)
    """Pages, by their stamps."""


class _Feeds:
    """Feeds, page by page: in a large show most pages stay the same when an episode is added."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Feed] = OrderedDict()
        """Feeds by address."""

    def make(self, shown: ShowSnapshot, base: Base) -> _FILES:
        from tts.publish import opml_and_sitemaps
        from tts.publish.feed import channel

        show, entries = shown.show, shown.entries
        before = self._known.pop(base.address, None) or _Feed(show.settings)
        is_same = before.settings == show.settings
        sizes = before.sizes if is_same else {}
        pages = channel.outline(show, entries, base.url, token=base.token, sizes=sizes)
        contents: dict[str, Content] = {}
        for page in pages:
            stamp = page.stamp
            made = before.pages.get(stamp)
            if made is None:
                body = page.content()
                made = content(page.name, body, shown.changed)
            contents[stamp] = made
        self._known[base.address] = _Feed(show.settings, sizes, contents)
        while len(self._known) > _KEPT["feed"]:
            self._known.popitem(last=False)
        opml = opml_and_sitemaps.opml(show, entries, base.address)
        listing = content("shows.opml", opml, shown.changed)
        files = [*contents.values(), listing]
        return {each.name: each for each in files}


def _where(base: Base) -> dict[str, str]:
    """What pages need to know about their address."""
    return {
        "base_url": base.address if base.reachable else "",
        "feed": f"{base.address}feed.xml",
    }


def _with_share_target(pages: _FILES) -> _FILES:
    """Declares the show's app as a share target: sharing on a phone opens the form, which no other
    site could submit."""
    from tts.publish.site import webapp

    if (manifest := pages.get(webapp.MANIFEST)) is None:
        return pages
    names = {"title": "title", "text": "text", "url": "url"}
    target = {"action": "add", "method": "GET", "params": names}
    record = {**parsed_json(manifest.body), "share_target": target}
    body = json.dumps(record, ensure_ascii=False, indent=1).encode()
    return {**pages, webapp.MANIFEST: content(webapp.MANIFEST, body)}


def _files(made: Iterator[tuple[str, bytes]], modified: float = 0.0) -> _FILES:
    files: _FILES = {}
    for name, body in made:
        page = with_script(name, body)
        files[name] = content(name, page, modified)
    return files


def _assets(shown: ShowSnapshot) -> Iterator[tuple[str, bytes]]:
    from tts.publish import covers, site
    from tts.publish.player import markup
    from tts.serve import landing

    yield markup.asset()
    yield from site.assets(shown.show).items()
    yield from covers.show_covers(shown.show).items()
    yield from landing.assets()


def _show_pages(shown: ShowSnapshot, where: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    from tts.publish import site
    from tts.publish.listen_script import script_files as listen

    yield from site.show_pages(shown.show, shown.entries, **where)
    yield from listen.files(shown.entries)


def _episode(
    shown: ShowSnapshot, where: dict[str, str], entry: Entry
) -> Iterator[tuple[str, bytes]]:
    from tts.publish import site

    folder = f"{shown.show.folder}/{entry.folder}"
    script = catalog.script(folder)
    if script is None:
        return
    place = shown.places[entry.folder]
    newer = _entry_at(shown, place - 1)
    older = _entry_at(shown, place + 1)
    pages = site.episode_pages(shown.show, entry, script, newer=newer, older=older, **where)
    yield from pages.items()


def _entry_at(shown: ShowSnapshot, place: int) -> Entry | None:
    """None before the newest and after the oldest."""
    inside = 0 <= place < len(shown.entries)
    return shown.entries[place] if inside else None
