"""A built site over HTTP, as hosts of static files answer: pages without their suffix, byte ranges."""

from __future__ import annotations

import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".vtt": "text/vtt"}
TYPES |= {".xml": "application/xml", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The site's address, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(root))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _found(root: Path, address: str) -> Path | None:
    name = unquote(urlsplit(address).path).strip("/")
    plain = root / name
    tried = (plain, plain / "index.html", root / f"{name}.html")
    return next((path for path in tried if path.is_file()), None)


def _handler(root: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = _found(root, self.path)
            if path is None:
                missing = root / "404.html"
                content = missing.read_bytes() if missing.is_file() else b"no such page"
                self._answer(404, content, {"Content-Type": "text/html"})
                return
            guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            kind = TYPES.get(path.suffix, guessed)
            text = kind.startswith("text/") or path.suffix in (".js", ".json")
            headers = {"Content-Type": kind + ("; charset=utf-8" if text else "")}
            self._part(path.read_bytes(), headers | {"Accept-Ranges": "bytes"})

        def _part(self, content: bytes, headers: dict[str, str]) -> None:
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            if not asked or int(asked[1]) >= len(content):
                self._answer(200, content, headers)
                return
            first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
            self._answer(206, content[first : last + 1], headers)

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
