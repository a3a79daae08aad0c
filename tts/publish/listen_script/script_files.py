"""What listen.js loads: the index of addresses in parts, and the player of each episode.

They are scripts, not JSON: a page of another site can load them without CORS headers, and needs no
permission in its policy beyond that for listen.js. Each stores its data on its own `<script>`
element, so that it defines no global names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib import resources
from typing import Any

from tts.publish.catalog import Entry
from tts.publish.compact_json import compact
from tts.publish.listen_script.page_addresses import hashed, plain_address, plain_path
from tts.publish.player import markup
from tts.show.saved_script import SavedScript

SCRIPT = "listen.js"
PLAYER = "player.js"
"""In an episode's folder."""
FULL = 128
"""Average number of pages in a part of the index, once it is split."""
HERE = "pagecast:"
"""Placeholder for the episode's folder in addresses of its markup."""
SIGNED = "/* Pagecast */"
PARTS = b"987654321"
"""Placeholder for the number of parts in the built script."""


def files(
    entries: Sequence[Entry], known: dict[str, str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The script and the index, by their names in the show's folder. `known` caches the addresses
    of each episode, by its folder, because computing them takes most of the time."""
    known = {} if known is None else known
    pages = dict(_pages(entries, known))
    count = 1
    while count * FULL < len(pages):
        count *= 2
    script = _script()
    yield SCRIPT, script.replace(PARTS, str(count).encode())
    parts: list[dict[str, str]] = [{} for _ in range(count)]
    for _, (name, folder) in sorted(pages.items()):
        number = int(name[:8], 16)
        part = parts[number % count]
        part[name] = folder
    for n, part in enumerate(parts):
        index = {"of": count, "pages": part}
        yield f"pagecast/pages-{n}.js", _left(index)


def placing() -> tuple[str, bytes]:
    """The script that listen.js loads if the page has an episode: its name in the show's folder,
    and its content."""
    return _named("placing")


def floating() -> tuple[str, bytes]:
    """The script that it loads next: the bar in which an episode plays on while the reader visits
    other pages."""
    return _named("floating")


@cache
def _named(stem: str) -> tuple[str, bytes]:
    content = (
        resources.files("tts.publish").joinpath("listen_script", f"{stem}.min.js").read_bytes()
    )
    return f"pagecast/{stem}-{hashlib.sha256(content).hexdigest()[:8]}.js", content


def player(entry: Entry, script: SavedScript, data: str = "") -> bytes:
    """An episode's player for a page of any site: a row until it is played. `data` as in
    `markup.player`."""
    html = markup.player(entry, script, prefix=HERE, data=data, slim=True, menu=True)
    return _left({"player": markup.asset()[0], "html": html})


def _pages(
    entries: Sequence[Entry], known: dict[str, str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each page's address, its name in the index, and the folder of its episode. Oldest first, so
    that the newer of two is found."""
    for entry in reversed(entries):
        folder = entry.folder
        if folder not in known:
            known[folder] = _addresses(entry)
        for line in filter(None, known[folder].split("\n")):
            name, _, text = line.partition(" ")
            yield _from_line(text), (name, folder)


def _addresses(entry: Entry) -> str:
    """One line per page: its name in the index, and its address."""
    texts = names(entry.url, entry.manifest.source)
    return "\n".join(f"{hashed(text)[1]} {_in_line(text)}" for text in texts)


def _in_line(text: str) -> str:
    return text.replace("%", "%25").replace("\n", "%0A")


def _from_line(text: str) -> str:
    return text.replace("%0A", "\n").replace("%25", "%") if "%" in text else text


def names(url: str, source: str) -> Iterator[str]:
    """The addresses by which a page is found: the article's, and its path if the page is on the
    site that contains the show's folder."""
    if url:
        with suppress(ValueError):  # an address that no browser opens is no page's
            yield plain_address(url)
    if source.startswith("../") and source.lower().endswith((".html", ".htm", ".xhtml")):
        yield plain_path(source.removeprefix("../")) or "/"


def _left(value: dict[str, Any]) -> bytes:
    code = compact(value)
    return f"{SIGNED}document.currentScript.pagecast={code}\n".encode()


@cache
def _script() -> bytes:
    """The script built by `tools/make_player.py`."""
    return resources.files("tts.publish").joinpath("listen_script", "listen.min.js").read_bytes()
