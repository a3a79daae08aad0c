"""A folder over HTTP as hosts of static sites serve it: addresses without endings, ranges, 404.html."""

from __future__ import annotations

import mimetypes
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote


class StaticHost:
    """Serves until it is closed. `missed` are paths that were asked for and are not there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.missed: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def file(self, path: str) -> Path | None:
        """The file that an address leads to."""
        bare = path.strip("/")
        for name in (path, f"{bare}/index.html".lstrip("/"), f"{bare}.html"):
            if name and not name.endswith("/") and (self.root / name).is_file():
                return self.root / name
        return None

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(host: StaticHost) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(self.path.partition("?")[0]).lstrip("/")
            if path == "favicon.ico":
                self._answer(204, b"", {})
                return
            file = host.file(path)
            if file is None:
                host.missed.append(path)
                last = host.file("404.html")
                self._answer(404, last.read_bytes() if last else b"", {"Content-Type": "text/html"})
            elif file.name == "index.html" and path and not path.endswith(("/", ".html")):
                self._answer(301, b"", {"Location": f"/{path}/"})
            else:
                self._send(file)

        def _send(self, file: Path) -> None:
            body = file.read_bytes()
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            headers = {"Content-Type": kind, "Accept-Ranges": "bytes"}
            if part := re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
                start, end = int(part[1]), int(part[2] or len(body) - 1)
                headers["Content-Range"] = f"bytes {start}-{end}/{len(body)}"
                self._answer(206, body[start : end + 1], headers)
            else:
                self._answer(200, body, headers)

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):  # a browser that seeks takes no more
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler
