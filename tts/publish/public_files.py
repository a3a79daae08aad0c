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
"""The record of our files at the target."""
YEAR, HOUR, MINUTES, ASKED = (
    "public, max-age=31536000, immutable",
    "public, max-age=3600",
    "public, max-age=300",
    "no-cache",
)
_APP = {"sw.js", "app.webmanifest", "offline.html"}
"""Files by which a browser notices a new version of the app: revalidated each time."""


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
    """The value of its Cache-Control header."""

    @property
    def fixed(self) -> bool:
        """Whether its name has a hash of its content, so that the same name and size mean the same
        content."""
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
"""Files whose type does not follow from the suffix."""
_AUDIO = (".mp3", ".m4b", ".m4a", ".opus", ".ogg", ".epub")
_PERSONAL = r"l/[0-9a-f]{26}/"
"""The folder of a listener's personal feed."""
_TOP = re.compile(
    r"(index|offline|page-\d+)\.html|feed(-\d+)?\.xml|sitemap(-\d+)?\.xml"
    r"|shows\.opml|robots\.txt|listen\.js|sw\.js|app\.webmanifest|pagecast/pages-\d+\.js"
    rf"|l/index\.html|{_PERSONAL}feed(-\d+)?\.xml"
)
"""Published files of the show's folder."""
OURS = re.compile(rf"{_TOP.pattern}|{re.escape(library.SETTINGS)}|[^/.][^/]*/[^/.][^/]*")
"""Names that a record may contain: it is read from the target, and files that it names may be
removed there."""
_PAGES = (
    "index.html",
    "embed.html",
    "transcript.html",
    "player.js",
    "oembed.json",
    thumbnails.NAME,
)
PRIVATE = ("script.json", library.MANIFEST)
"""Files of an episode that tell what was left out of the article, and where it was on whose
machine."""
_HASHED = re.compile(r"-[0-9a-f]{8}(-\d+)?\.\w+$")
_MADE = re.compile(
    rf"{_TOP.pattern}|pagecast/[\w-]+{_HASHED.pattern}"
    rf"|[^/.][^/]*/({'|'.join(map(re.escape, _PAGES))})"
)
"""Names of generated files, which are overwritten, and removed when no longer needed."""


def items(folder: Path) -> list[Item]:
    """The published files of a folder: what `tts publish` made, and the files of the episodes it
    made pages for.

    show.toml, scripts and manifests only if the show's settings say so; lexicon.toml and everything
    else stay private.
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
    """A path or a message with the secret part of a listener's feed replaced.

    >>> masked("l/0123456789abcdef0123456789/feed.xml")
    'l/…/feed.xml'
    """
    return re.sub(r"\bl/[0-9a-f]{26}\b", "l/…", text) if "l/" in text else text


def _for_all(name: str) -> str:
    """The name in the public feed that corresponds to a file of a listener's feed."""
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
    """Whether it is a regular file. Publishing makes no links: one could lead to anything on this
    computer."""
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
    """Files with a hash in the name may be cached forever; feed and pages for minutes, because new
    episodes appear."""
    name = _for_all(name)
    top, _, rest = name.partition("/")
    if name in _APP:
        return ASKED
    if _HASHED.search(name) and (top == "pagecast" or name.endswith(_AUDIO)):
        return YEAR
    return HOUR if rest and not name.endswith((".html", ".js")) else MINUTES


_INDEX = "pagecast/pages-"
"""The index of addresses, which leads to the players of episodes."""


def _is_inside(name: str) -> bool:
    """Whether it is in a folder, and leads to nothing outside of it."""
    return "/" in name and not name.startswith(_INDEX)


ORDER: tuple[Callable[[str], bool], ...] = (
    lambda name: name.endswith(_AUDIO),
    lambda name: _is_inside(name) and not name.endswith(".html"),
    _is_inside,
    lambda name: not name.startswith("feed"),
    lambda name: name not in ("feed.xml", "sw.js"),
)
"""Order of upload: audio, assets of pages, pages of episodes, pages of the show, older pages of the
feed, the feed, and finally the service worker, which requests all of these."""


def rank(name: str) -> int:
    plain = _for_all(name)
    return next((n for n, fits in enumerate(ORDER) if fits(plain)), len(ORDER))
