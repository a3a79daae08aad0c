"""The browser as a player: a page on this machine that plays an episode while it is being made."""

from __future__ import annotations

import html
import secrets
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tts.episode.players import Pieces

_MOST_BODY = 1_000_000
"""Maximum bytes of a request that are read; its content is not used."""
_GONE = 3.0
"""Seconds after which a page that disconnected counts as closed rather than reloading."""

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="page.css">
<h1>{title}</h1>
<audio controls autoplay src="episode.mp3"></audio>
<p>It is played while it is being made. <span id="state" role="status"></span></p>
<script src="page.js"></script>
</html>
"""
_CSS = """body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; \
margin: 15vh auto; padding: 0 1rem }
audio { width: 100% } h1 { font-size: 1.5rem }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #eee } }
"""
_JS = """const audio = document.querySelector("audio"), state = document.getElementById("state");
const tell = (what) => navigator.sendBeacon(what);
audio.addEventListener("ended", () => { \
state.textContent = "That was all; this page can be closed."; tell("ended"); });
audio.addEventListener("error", () => { state.textContent = "This browser can't play it."; });
addEventListener("pagehide", () => tell("closed"));
audio.play().catch(() => { state.textContent = "Press play."; });
"""
_POLICY = (
    "default-src 'none'; media-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'"
)


class Browser:
    """Serves the page until it was heard to its end, or is closed."""

    name = "browser"

    def __init__(
        self, tell: Callable[[str], None], title: Callable[[], str], *, opens: bool = True
    ) -> None:
        self._tell, self._title, self._opens = tell, title, opens
        self._over = threading.Event()
        self._looked = threading.Event()
        self._secret = secrets.token_urlsafe(12)
        self.closed_early = False
        self.pieces: Pieces = lambda: iter(())

    def play(self, pieces: Pieces) -> None:
        self.pieces = pieces
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (_Answers,), {"owner": self}))
        server.daemon_threads = True
        threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        ).start()
        address = f"http://127.0.0.1:{server.server_port}/{self._secret}/"
        self._tell(address)
        try:
            if self._opens:
                with suppress(webbrowser.Error):
                    webbrowser.open(address)
            self._over.wait()
        finally:
            server.shutdown()
            server.server_close()

    def stop(self) -> None:
        self._over.set()

    def heard(self) -> None:
        """The page played everything."""
        self._over.set()

    def closed(self) -> None:
        """The page is closed, and not just reloading."""
        self._looked.clear()

        def judge() -> None:
            if not self._looked.wait(_GONE):
                self.closed_early = True
                self._over.set()

        threading.Thread(target=judge, daemon=True).start()

    def content(self, name: str) -> tuple[str, bytes] | None:
        """A file of the page."""
        if name == "":
            self._looked.set()
            return "text/html; charset=utf-8", _PAGE.format(
                title=html.escape(self._title())
            ).encode()
        return {
            "page.css": ("text/css", _CSS.encode()),
            "page.js": ("text/javascript", _JS.encode()),
        }.get(name)

    def file_named(self, host: str, path: str) -> str | None:
        """The file that a path names; None without the secret, or for another host name."""
        prefix = f"/{self._secret}/"
        return (
            path.removeprefix(prefix)
            if host.startswith("127.0.0.1:") and path.startswith(prefix)
            else None
        )


class _Answers(BaseHTTPRequestHandler):
    owner: Browser
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        host, path = self.headers.get("Host", ""), self.path.partition("?")[0]
        name = self.owner.file_named(host, path)
        if name == "episode.mp3":
            self._sound()
            return
        content = self.owner.content(name) if name is not None else None
        self._head(200 if content else 404, content[0] if content else "text/plain")
        body = content[1] if content else b"There is nothing here."
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        name = self.owner.file_named(self.headers.get("Host", ""), self.path)
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(max(0, min(length, _MOST_BODY)))  # a negative one would wait for more
        self._head(204 if name in ("ended", "closed") else 404, "text/plain")
        self.send_header("Content-Length", "0")
        self.end_headers()
        if name == "ended":
            self.owner.heard()
        if name == "closed":
            self.owner.closed()

    def _sound(self) -> None:
        """Send the growing MP3 in chunked encoding (RFC 9112, 7.1), because its length is not known
        yet."""
        self._head(200, "audio/mpeg")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with suppress(OSError):
            for piece in self.owner.pieces():
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")

    def _head(self, status: int, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("Referrer-Policy", "no-referrer")
