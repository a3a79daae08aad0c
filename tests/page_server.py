"""A web server on this machine for tests: pages by path, and a record of requests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """`pages` are (media type, content) by path; tests fill and may change them."""

    address: str
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    raw: dict[str, bytes] = field(default_factory=dict)
    """Complete answers by path, sent unchanged with their status line; then the connection is
    closed."""

    def put(self, path: str, content: str | bytes, media_type: str = "text/html; charset=utf-8") -> str:
        """Serve a page; returns its address."""
        self.pages[path] = media_type, content.encode() if isinstance(content, str) else content
        return self.address + path


@contextmanager
def serve() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            if self.path in site.raw:
                self.wfile.write(site.raw[self.path])
                self.close_connection = True
                return
            media_type, content = site.pages.get(self.path, ("", b""))
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
