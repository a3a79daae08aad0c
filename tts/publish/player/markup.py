"""`<pagecast-player>`: its HTML, and its one file of JavaScript."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from html import escape
from importlib import resources
from typing import Final

from tts.locale.language_tags import html_of
from tts.publish import qr
from tts.publish.catalog import Entry
from tts.publish.compact_json import compact
from tts.publish.escape import quoted
from tts.publish.player import timings
from tts.show.saved_script import SavedScript


@cache
def asset() -> tuple[str, bytes]:
    """The player's file, built by `tools/make_player.py`: (name in the show's folder, content)."""
    content = resources.files("tts.publish").joinpath("player", "player.min.js").read_bytes()
    return f"pagecast/player-{hashlib.sha256(content).hexdigest()[:8]}.js", content


def script_tag(prefix: str) -> str:
    """The script element; `prefix` is the path from the page to the show's folder."""
    return f'<script defer src="{escape(prefix)}{asset()[0]}"></script>'


def player(
    entry: Entry,
    script: SavedScript,
    *,
    prefix: str = "",
    language: str = "",
    root: str = "",
    link: str = "",
    inline: bool = True,
    data: str = "",
    sticky: bool = True,
    code: str = "",
    **more: str | bool,
) -> str:
    """The element, containing the browser's own player, which works without JavaScript.

    `prefix` is the path from the page to the episode's folder. `root` selects the element whose
    text is highlighted (by default the player searches the page). `link` is the page to which
    copied links lead, if not this one. `inline` includes the sentences, for pages whose text has no
    marks; `data` is that block, if already rendered. `sticky` keeps a small bar in sight. `code` is
    an address that the menu shows as a QR code. `more` are the attributes in docs/embed.md: `slim`,
    `menu`, `report`.
    """
    manifest = entry.manifest
    cover = manifest.cover.file
    config = {
        "lang": html_of(language or manifest.language),
        "guid": entry.guid,
        "name": entry.title,
        "author": manifest.author,
        "show": manifest.show.title,
        "artwork": prefix + quoted(cover) if cover else "",
        "duration": str(manifest.audio.duration),
        "root": root,
        "link": link,
    }
    switches = {"sticky": sticky, **more}
    attributes = "".join(_attribute(*each) for each in (config | switches).items())
    address = escape(prefix + quoted(manifest.audio.file))
    audio = f'<audio controls preload="metadata" src="{address}"></audio>'
    # Not drawn where there is no script: the code leads to the page that it would stand in.
    drawn = f"<span hidden>{qr.lines(code, code)}</span>" if code else ""
    data = data or data_block(entry, script if inline else _WITHOUT_TEXT)
    return f"<pagecast-player{attributes}>{audio}{data}{drawn}</pagecast-player>"


@lru_cache(1_000)
def _attribute(name: str, value: str | bool) -> str:
    """Cached: an episode has three players.

    >>> _attribute("sticky", True), _attribute("name", "A & B"), _attribute("root", "")
    (' sticky', ' name="A &amp; B"', '')
    """
    if value is True:
        return f" {name}"
    return f' {name}="{escape(value)}"' if value else ""


_WITHOUT_TEXT: Final[SavedScript] = {"chunks": []}


def data_block(entry: Entry, script: SavedScript) -> str:
    """The data for the player: always the chapters; the sentences if the page's text has no marks.
    Policies don't block data blocks."""
    data = timings.data(script, entry.manifest.chapters, hashed=False)
    data["duration"] = entry.manifest.audio.duration
    code = compact(data).replace("<", "\\u003c")
    return f'<script type="application/json">{code}</script>'
