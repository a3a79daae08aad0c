"""`<pagecast-player>`: its HTML, and its one file of JavaScript."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from html import escape
from importlib import resources

from tts.locale.tags import html_of
from tts.publish.catalog import Entry
from tts.publish.escape import quoted
from tts.publish.player import cues
from tts.show.saved_script import SavedScript


@cache
def asset() -> tuple[str, bytes]:
    """The player's file: (name in the show's folder, content). `tools/make_player.py` makes it."""
    content = resources.files("tts.publish").joinpath("player", "player.min.js").read_bytes()
    return f"pagecast/player-{hashlib.sha256(content).hexdigest()[:8]}.js", content


def script_tag(prefix: str) -> str:
    """`prefix` leads from the page to the show's folder."""
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
    sticky: bool = True,
) -> str:
    """The element with the browser's own player inside, which is what works without JavaScript.

    `prefix` leads from the page to the episode's folder, `root` selects the element whose text is
    highlighted (else it is looked for in the page), `link` is the page that copied links lead to,
    if another than this one. `inline` brings the sentences along, for pages whose text has no
    marks. `sticky` keeps a small bar in sight.
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
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in config.items() if value)
    attributes += " sticky" if sticky else ""
    audio = f'<audio controls preload="metadata" src="{escape(prefix + quoted(manifest.audio.file))}"></audio>'
    return f"<pagecast-player{attributes}>{audio}{_inline(entry, script, inline)}</pagecast-player>"


def _inline(entry: Entry, script: SavedScript, sentences: bool) -> str:
    """The chapters always; the sentences where the page's text has no marks. A data block: no
    policy forbids it."""
    chapters = entry.manifest.chapters
    data = cues.data(script if sentences else {"chunks": []}, chapters, hashed=False)
    data["duration"] = entry.manifest.audio.duration
    code = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{code}</script>'
