"""The public files of a show's folder: their types, cache lifetimes and order of upload."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tts.model import LibraryError
from tts.publish import thumbnails
from tts.show import library, settings
from tts.storage.confined_folder import is_linked

RECORD = "pagecast/files.json"
"""What of the target is ours."""
YEAR, HOUR, MINUTES, ASKED = (
    "public, max-age=31536000, immutable",
    "public, max-age=3600",
    "public, max-age=300",
    "no-cache",
)
_APP = {"sw.js", "app.webmanifest", "offline.html"}
"""Files by which a browser tells that the app is another: asked for each time."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file to be published."""

    name: str
    """Path at the target, with `/`."""
    path: Path
    size: int
    type: str
    """Its media type."""
    cache: str
    """How long it may be kept: the header Cache-Control."""

    @property
    def fixed(self) -> bool:
        """Whether its name has a hash of its content: what stands under that name in that size is
        the same."""
        return self.cache == YEAR


_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".mp3": "audio/mpeg",
    ".m4b": "audio/mp4",
    ".m4a": "audio/mp4",
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".toml": "application/toml",
    ".epub": "application/epub+zip",
}
_NAMED = {"feed": "application/rss+xml; charset=utf-8", "chapters": "application/json+chapters"}
"""Files whose type is more than their ending tells."""
_AUDIO = (".mp3", ".m4b", ".m4a", ".opus", ".ogg", ".epub")
_PERSONAL = r"l/[0-9a-f]{26}/"
"""The folder of a listener's own feed."""
_TOP = re.compile(
    r"(index|offline|page-\d+)\.html|feed(-\d+)?\.xml|sitemap(-\d+)?\.xml"
    r"|shows\.opml|robots\.txt|listen\.js|sw\.js|app\.webmanifest|pagecast/pages-\d+\.js"
    rf"|l/index\.html|{_PERSONAL}feed(-\d+)?\.xml"
)
"""Files of the show's folder that are published."""
OURS = re.compile(rf"{_TOP.pattern}|{re.escape(library.SETTINGS)}|[^/.][^/]*/[^/.][^/]*")
"""Names that a record may have: it is read from the target, and what it names may be removed
there."""
_PAGES = (
    "index.html",
    "embed.html",
    "transcript.html",
    "player.js",
    "oembed.json",
    thumbnails.NAME,
)
PRIVATE = ("script.json", library.MANIFEST)
"""Files of an episode that say what was left out of the article, and where on whose machine it
stood."""
_HASHED = re.compile(r"-[0-9a-f]{8}(-\d+)?\.\w+$")
_MADE = re.compile(
    rf"{_TOP.pattern}|pagecast/[\w-]+{_HASHED.pattern}"
    rf"|[^/.][^/]*/({'|'.join(map(re.escape, _PAGES))})"
)
"""What publishing makes: it is written over, and removed when it is wanted no more."""


def items(folder: Path) -> list[Item]:
    """All that is published of a folder: what `tts publish` made, and the files of the episodes it
    made pages for.

    show.toml, scripts and manifests only where the show's settings say so; lexicon.toml and
    whatever else lies there stay at home.
    """
    if not (folder / "index.html").is_file():
        raise LibraryError(f"nothing is published in {folder} yet", hint=f"tts publish -o {folder}")
    assets = _inside(folder / "pagecast")
    personal = _inside(folder / "l")
    paths = [*folder.iterdir(), *assets, *personal]
    for each in personal:
        paths += _inside(each)
    names = [path.relative_to(folder).as_posix() for path in paths]
    made = list(filter(is_made, names))
    with_sources = settings.read(folder / library.SETTINGS).public_sources
    if with_sources:
        made.append(library.SETTINGS)
    found = []
    for name in made:
        path = folder / name
        if _is_file(path):
            found.append(_item(name, path))
    sources = PRIVATE if with_sources else ()
    for episode in library.episodes(library.Show(folder)):
        page = episode.folder / "index.html"
        if episode.whole and page.is_file():
            found += _of_episode(episode, sources)
    return sorted(found, key=_order)


def _order(item: Item) -> tuple[int, str]:
    return rank(item.name), item.name


def _inside(folder: Path) -> list[Path]:
    return [] if is_linked(folder) else list(folder.glob("*"))


def masked(text: str) -> str:
    """A path or a message without what only a listener is to know.

    >>> masked("l/0123456789abcdef0123456789/feed.xml")
    'l/…/feed.xml'
    """
    return re.sub(r"\bl/[0-9a-f]{26}\b", "l/…", text)


def _for_all(name: str) -> str:
    """What a file of a listener's own feed is called in the feed for everybody."""
    return re.sub(f"^{_PERSONAL}", "", name)


def is_made(name: str) -> bool:
    """Whether publishing could have made a file of that name.

    >>> is_made("feed-2.xml"), is_made("tea-1a2b3c4d/embed.html")
    (True, True)
    >>> is_made("../tea.txt"), is_made("show.toml")
    (False, False)
    """
    return bool(_MADE.fullmatch(name))


def _of_episode(episode: library.Episode, sources: Collection[str]) -> Iterator[Item]:
    folder = episode.folder
    for name, size in episode.manifest.files.items():
        if name not in PRIVATE and _public(name):
            yield _item(f"{folder.name}/{name}", folder / name, size)
    for name in (*_PAGES, *sources):
        path = folder / name
        if _is_file(path):
            yield _item(f"{folder.name}/{name}", path)


def _is_file(path: Path) -> bool:
    """What publishing made is no link: one could lead to anything on this computer."""
    return path.is_file() and not path.is_symlink()


def _public(name: str) -> bool:
    return not name.startswith(".") and _ending(name) in _TYPES


def _item(name: str, path: Path, size: int | None = None) -> Item:
    return Item(
        name, path, path.stat().st_size if size is None else size, media_type(name), _cache(name)
    )


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def media_type(name: str) -> str:
    """
    >>> media_type("feed-2.xml"), media_type("x/y-1a2b3c4d.mp3")
    ('application/rss+xml; charset=utf-8', 'audio/mpeg')
    >>> media_type("tea-1a2b3c4d/chapters.json")
    'application/json+chapters'
    """
    name = _for_all(name)
    stem = name.rpartition("/")[2].partition(".")[0]
    return _NAMED.get(stem if "/" in name else stem.partition("-")[0]) or _TYPES[_ending(name)]


def _cache(name: str) -> str:
    """A hash in the name: for good. Feed and pages: minutes, for there is always a next episode."""
    name = _for_all(name)
    top, _, rest = name.partition("/")
    if name in _APP:
        return ASKED
    if _HASHED.search(name) and (top == "pagecast" or name.endswith(_AUDIO)):
        return YEAR
    return HOUR if rest and not name.endswith((".html", ".js")) else MINUTES


_INDEX = "pagecast/pages-"
"""Of addresses: it leads to the players of episodes."""


def _is_inside(name: str) -> bool:
    """In a folder, and leads to nothing outside of it."""
    return "/" in name and not name.startswith(_INDEX)


ORDER: tuple[Callable[[str], bool], ...] = (
    lambda name: name.endswith(_AUDIO),
    lambda name: _is_inside(name) and not name.endswith(".html"),
    _is_inside,
    lambda name: not name.startswith("feed"),
    lambda name: name not in ("feed.xml", "sw.js"),
)
"""What goes first: audio, what pages show, pages of episodes, pages of the show, older pages of the
feed; then it, and the worker that looks for all of these."""


def rank(name: str) -> int:
    plain = _for_all(name)
    return next((n for n, fits in enumerate(ORDER) if fits(plain)), len(ORDER))
