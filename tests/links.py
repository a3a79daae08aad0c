"""Checks that everything in a published folder leads somewhere: links, audio, covers, feeds, and the stated sizes.

`broken` follows what a visitor or an app can reach, and must always be empty, even after a command was killed.
`broken_anywhere` reads every published file, and must be empty after a command has ended.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin

from lxml import etree, html

from tts.show import library

DOORS = ("index.html", "feed.xml", "sitemap.xml", "shows.opml")
"""Where visitors and apps start."""
_NOWHERE = "https://no-address.invalid/show/"
"""Stands for the base URL of a show without one, whose links are relative."""
_READ = (".html", ".xml", ".opml", ".json", ".js")
_ATTRIBUTES = "//@href | //@src | //@poster | //@srcset"

Lost = tuple[str, str]
"""The file with the link, and its target or what is wrong with it."""


def broken(folder: Path, base_url: str | None = None) -> list[Lost]:
    """Broken links that can be reached from the entry points of a published folder."""
    base = _base(folder, base_url)
    waiting = [name for name in DOORS if (folder / name).is_file()]
    seen, lost = set(waiting), []
    while waiting:
        path = waiting.pop()
        lost += _wrong(folder, path, base)
        for link in _links(folder, path, base):
            if link not in seen and (folder / link).is_file():
                seen.add(link)
                waiting.append(link)
    return sorted(set(lost))


def broken_anywhere(folder: Path, base_url: str | None = None) -> list[Lost]:
    """The same for every file in the show, whether linked or not, except hidden ones."""
    base, lost = _base(folder, base_url), []
    for path in _published(folder):
        lost += _wrong(folder, path, base)
    return sorted(set(lost))


def _published(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = name.startswith(".") or "/." in name
        if path.is_file() and not hidden and path.name not in ("episode.json", "script.json"):
            yield name


def _base(folder: Path, base_url: str | None) -> str:
    told = library.open_show(folder).settings.base_url if base_url is None else base_url
    return told or _NOWHERE


def _wrong(folder: Path, path: str, base: str) -> Iterator[Lost]:
    for link in _links(folder, path, base):
        if not (folder / link).is_file():
            yield path, link
    for link, length in _lengths(folder, path, base):
        found = (folder / link).stat().st_size if (folder / link).is_file() else None
        if found is not None and found != length:
            yield path, f"{link} has {found} bytes, not {length}"


# --- reading ------------------------------------------------------------------------------------------------


def _links(folder: Path, path: str, base: str) -> Iterator[str]:
    """The paths in the show that a file links to."""
    if not path.endswith(_READ):
        return
    content = (folder / path).read_bytes()
    text = entities.unescape(content.decode("utf-8", "replace"))
    found = re.findall(re.escape(base) + r"[^\s\"'<>\\)\]]*", text)
    if path.endswith(".html"):
        tree = html.fromstring(content)
        found += [str(link) for link in tree.xpath(_ATTRIBUTES)]
    elif "/titles-" in path:  # the list that the index searches leads from the index
        rows = json.loads(text.partition("=")[2].strip().rstrip(";"))
        found += [f"../{row[0]}" for row in rows]
    for link in found:
        yield from _inside(path, link, base)


def _inside(path: str, link: str, base: str) -> Iterator[str]:
    absolute = urljoin(base + path, link)
    if absolute.startswith(base):
        place = unquote(re.split(r"[?#]", absolute)[0].removeprefix(base))
        yield place + "index.html" if place == "" or place.endswith("/") else place


def _lengths(folder: Path, path: str, base: str) -> Iterator[tuple[str, int]]:
    """Audio in a feed, and its stated size in bytes."""
    if not path.endswith(".xml"):
        return
    tree = etree.fromstring((folder / path).read_bytes())
    told = [(each.get("url"), each.get("length")) for each in tree.iter("enclosure")]
    for other in tree.iter("{*}alternateEnclosure"):
        told += [(source.get("uri"), other.get("length")) for source in other.iter("{*}source")]
    for link, length in told:
        for place in _inside(path, str(link), base):
            yield place, int(length or -1)
