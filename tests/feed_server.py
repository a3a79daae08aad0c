"""A feed server on this machine: tests add articles and faults; it answers conditional requests."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PARAGRAPH = "The keeper of the bridge wrote down every cart that came over it, number {}, and what it carried. "


@dataclass
class Feed:
    """Entries with their full text; those in `links` lack it, and their pages are served as
    well."""

    address: str = ""
    numbers: list[int] = field(default_factory=list)
    links: bool = False
    bare: bool = False
    """Entries are a title and a link."""
    ids: bool = True
    """Entries have guid, link and date."""
    status: int = 200
    retry_after: str = ""
    renamed: str = ""
    """Part of all addresses and guids, which the site may change."""
    base: str = ""
    """The beginning of links, if it is not this server."""
    guid: str = "cart-{}"
    home: str = ""
    """The page at `/`."""
    endless: bool = False
    """The feed never ends."""
    broken: set[int] = field(default_factory=set)
    """Pages that do not exist."""
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Path and status of each request."""

    @property
    def feed(self) -> str:
        return f"{self.address}/feed.xml"

    def add(self, *numbers: int) -> None:
        self.numbers += numbers

    def title(self, n: int) -> str:
        return f"Cart {n}"

    def xml(self) -> bytes:
        items = "".join(map(self._item, reversed(self.numbers)))
        head = f"<title>Carts</title><link>{self.address}</link><description>-</description>"
        return f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{head}{items}</channel></rss>'.encode()

    def _item(self, n: int) -> str:
        text = f"<content:encoded><![CDATA[<p>{PARAGRAPH.format(n) * 4}</p>]]></content:encoded>"
        said = f"<title>{self.title(n)}</title><description>A cart came.</description>{'' if self.links else text}"
        if self.bare:
            return f"<item><title>{self.title(n)}</title><link>{self.address}/{n}.html</link></item>"
        if not self.ids:
            return f"<item>{said}</item>"
        moment = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(1_790_000_000 + 60 * n))
        link = f"{self.base or self.address}/{self.renamed}{n}.html"
        guid = self.guid.format(f"{self.renamed}{n}")
        return f"<item>{said}<link>{link}</link><guid>{guid}</guid><pubDate>{moment}</pubDate></item>"

    def page(self, n: int) -> bytes:
        body = f"<h1>{self.title(n)}</h1><p>{PARAGRAPH.format(n) * 4}</p>" * 1
        return f"<html lang=en><title>{self.title(n)}</title><article>{body}</article></html>".encode()


class _Handler(BaseHTTPRequestHandler):
    feed: Feed

    def do_GET(self) -> None:
        number = int("".join(filter(str.isdigit, self.path)) or 0)
        if self.path.partition("?")[0] == "/feed.xml":
            self._feed()
        elif self.path == "/" and self.feed.home:
            self._answer(200, self.feed.home.encode(), "text/html")
        elif number in self.feed.broken or number not in self.feed.numbers:
            self._answer(404, b"")
        else:
            self._answer(200, self.feed.page(number), "text/html; charset=utf-8")

    def _feed(self) -> None:
        if self.feed.status != 200:
            wait = {"Retry-After": self.feed.retry_after} if self.feed.retry_after else {}
            self._answer(self.feed.status, b"", headers=wait)
            return
        if self.feed.endless:
            self._endless()
            return
        content = self.feed.xml()
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        known = self.headers.get("If-None-Match") == tag
        self._answer(304 if known else 200, b"" if known else content, "application/rss+xml", {"ETag": tag})

    def _endless(self) -> None:
        self.feed.asked.append((self.path, 200))
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(self.feed.xml().partition(b"</channel>")[0])
            while True:
                self.wfile.write(b"<!-- and on, and on -->" * 5000)

    def _answer(self, status: int, content: bytes, kind: str = "", headers: dict[str, str] | None = None) -> None:
        self.feed.asked.append((self.path, status))
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests print nothing."""


@contextmanager
def serve() -> Iterator[Feed]:
    feed = Feed()
    handler = type("Handler", (_Handler,), {"feed": feed})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    feed.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield feed
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
