"""A site for the player: an episode with known times, pages with it, and a server that supports ranges."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests import browsers
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import catalog
from tts.publish.player import markup, timings
from tts.show import library

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; img-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""The strictest policy with which a site can have a player."""

TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
    ".webmanifest": "application/manifest+json", ".xml": "application/xml", ".vtt": "text/vtt", ".mp3": "audio/mpeg",
    ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
}  # fmt: skip

FERRY = """---
title: The Ferry
author: A Writer
---
The ferry leaves at six. Nobody has ever seen it leave late. Its bell is older than the pier.

## On the water

The captain counts the lamps on the far shore. There are nine of them, and one is always dark.

She says that it belongs to her brother. He went to sea, and the lamp waits for him.

## The far side

On the far side they sell bread and tickets. Nobody buys a ticket before the bread is gone.
"""

LANTERN = """---
title: 山上的燈
author: 作者
---
天黑以前，老人把燈一盞一盞點亮。山下的人看見燈光，就知道路還通。

## 下雪的晚上

那天晚上下了大雪。他點了三次，風吹滅了三次。第四次，燈亮了。
"""


@dataclass
class Site:
    """A folder being served, and a record of requests."""

    folder: Path
    url: str = ""
    missing: set[str] = field(default_factory=set)
    """Ends of paths that currently get 404."""
    policy: str = POLICY
    watched: bool = False
    """Whether every page starts with the script that collects complaints: for browsers driven by
    WebDriver."""
    away: bool = False
    """Whether there is no network: connections are closed, except for that script."""

    def write(self, name: str, text: str) -> str:
        """A file of the site, and its address."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return f"{self.url}/{name}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An episode of the site."""

    entry: catalog.Entry
    script: dict[str, Any]

    @property
    def sentences(self) -> list[dict[str, Any]]:
        return [s for chunk in self.script["chunks"] for s in chunk["sentences"]]


def spoken(folder: Path, name: str, text: str) -> Spoken:
    """An article spoken by the silent engine: as long as its words require, and fast."""
    source = folder / f"{name}.md"
    source.write_text(text, encoding="utf-8")
    show = library.open_show(folder / name)
    pipeline.make(str(source), show, Options(engine="silent"), cache=Cache(folder / "clips"))
    entry = catalog.read(show).entries[0]
    script = json.loads((show.folder / entry.folder / "script.json").read_text(encoding="utf-8"))
    return Spoken(entry, script)


TAGS = {"title": "h1", "heading": "h2", "item": "li"}


def own_page(it: Spoken, **options: Any) -> str:
    """A page as made by Pagecast: marked text, with the player below the title."""
    blocks = []
    for n, chunk in enumerate(it.script["chunks"]):
        tag = TAGS.get(chunk["kind"], "p")
        blocks.append(f'<{tag} data-pc-chunk="{n}">{timings.marked(chunk, n)}</{tag}>')
    prefix = f"{it.entry.folder}/"
    player = markup.player(it.entry, it.script, prefix=prefix, root="#text", inline=False, **options)
    blocks.insert(1, player)
    return page("\n".join(blocks), it.script["language"], it.script["title"])


def page(body: str, language: str = "en", title: str = "A page", head: str = "") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="/icon.jpg">'
        f'<link rel="stylesheet" href="/site.css">{head}{markup.script_tag("/")}</head>'
        f'<body><main id="text">{body}</main></body></html>'
    )


STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; font: 18px/1.7 Georgia, "Noto Serif CJK TC", serif; color: #1d1f23; background: #fcfbf8; }
main { max-width: 42rem; margin: 0 auto; padding: 24px 16px 80px; }
h1 { line-height: 1.2; } p { margin: 0 0 1.2em; } .space { height: 3000px; }
@media (prefers-color-scheme: dark) { body { color: #e6e3dc; background: #14161a; } a { color: #9cf; } }
"""


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The folder over HTTP with ranges, which Chromium needs for seeking."""
    site = Site(folder)
    name, content = markup.asset()
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    site.write("site.css", STYLE)
    (folder / "icon.jpg").write_bytes(b"")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield site
    server.shutdown()
    server.server_close()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(self.path.split("?")[0]).lstrip("/")
            path += "index.html" if path.endswith("/") or not path else ""
            if site.watched and path == browsers.WATCH[1:]:
                self._answer(200, browsers.WATCHING.encode(), {"Content-Type": "text/javascript"})
                return
            if site.away:
                self.close_connection = True
                return
            file = site.folder / path
            if not file.is_file() or any(path.endswith(end) for end in site.missing):
                self._answer(404, b"", {})
                return
            content = file.read_bytes()
            if site.watched and file.suffix == ".html":
                content = browsers.watched(content)
            headers = {"Content-Type": TYPES.get(file.suffix, "application/octet-stream"), "Accept-Ranges": "bytes"}
            if file.suffix == ".html" and site.policy:
                headers["Content-Security-Policy"] = site.policy
            wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            if wanted and int(wanted[1]) < len(content):
                first, last = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
                headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
                self._answer(206, content[first : last + 1], headers)
            else:
                self._answer(200, content, headers)

        def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
