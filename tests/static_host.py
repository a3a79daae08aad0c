"""Serves a folder over HTTP like hosts of static sites: addresses without extensions, ranges, 404.html."""

from __future__ import annotations

import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".vtt": "text/vtt"}
TYPES |= {".xml": "application/xml", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
"""Types by file extension, as used by hosts; systems differ for some."""


class StaticHost:
    """Serves until closed. `missed` are requested paths that do not exist."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.missed: list[str] = []
        handler = type("Handler", (_Handler,), {"host": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def file(self, path: str) -> Path | None:
        """The file for an address."""
        bare = path.strip("/")
        for name in (path, f"{bare}/index.html".lstrip("/"), f"{bare}.html"):
            if name and not name.endswith("/") and (self.root / name).is_file():
                return self.root / name
        return None

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The folder's address, without a trailing slash."""
    host = StaticHost(root)
    try:
        yield host.url
    finally:
        host.close()


def _kind(file: Path) -> str:
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind in ("application/json", "application/xml")
    return f"{kind}; charset=utf-8" if is_text else kind


def _part(asked: str, length: int) -> range | None:
    """The bytes requested by a header; None if it requests no existing range."""
    part = re.match(r"bytes=(\d+)-(\d*)", asked)
    if not part or int(part[1]) >= length:
        return None
    last = int(part[2] or length - 1)
    return range(int(part[1]), min(last + 1, length))


class _Handler(BaseHTTPRequestHandler):
    host: StaticHost

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(self.path.partition("?")[0]).lstrip("/")
        if path == "favicon.ico":
            self._answer(204, b"", {})
            return
        file = self.host.file(path)
        if file is None:
            self.host.missed.append(path)
            last = self.host.file("404.html")
            self._answer(404, last.read_bytes() if last else b"", {"Content-Type": "text/html"})
        elif file.name == "index.html" and path and not path.endswith(("/", ".html")):
            self._answer(301, b"", {"Location": f"/{path}/"})
        else:
            self._send(file)

    do_HEAD = do_GET

    def _send(self, file: Path) -> None:
        body = file.read_bytes()
        headers = {"Content-Type": _kind(file), "Accept-Ranges": "bytes"}
        part = _part(self.headers.get("Range", ""), len(body))
        if part is None:
            self._answer(200, body, headers)
            return
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(body)}"
        self._answer(206, body[part.start : part.stop], headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):  # a browser that seeks takes no more
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
