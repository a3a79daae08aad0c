"""Handles a request: who may ask for what, and the response. Paths are looked up in what is
published, never opened."""

from __future__ import annotations

import asyncio
import logging
import re
import stat
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import Response

from tts.locale.language_tags import preferred
from tts.publish import thumbnails
from tts.serve import landing, responses, routes
from tts.serve.gate import Gate
from tts.serve.host_header import AcceptedHost, Hosts
from tts.serve.page_cache import Base, PageCache
from tts.serve.queue_pages import bookmarklet
from tts.serve.responses import SAFE
from tts.serve.rights import ADD
from tts.serve.routes import Caller, Request, Route, plain
from tts.serve.served_show import ServedShow, ShowSnapshot
from tts.serve.token_holders import Tokens

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from tts.publish.catalog import Entry

_log = logging.getLogger(__name__)
_OTHER_NAME = "This name is not known here. The owner of the server can allow it with: --host NAME"
_AUDIO = {".mp3", ".m4b", ".m4a", ".opus", ".epub"}
_ROOT = re.compile(
    r"(index|offline|page-\d{1,6})\.html|feed(-\d{1,6})?\.xml|shows\.opml|sw\.js|listen\.js"
    r"|app\.webmanifest|pagecast/[\w.-]+"
)
_PAGES = {
    "index.html",
    "embed.html",
    "transcript.html",
    "player.js",
    "oembed.json",
    thumbnails.NAME,
}
"""Rendered for each episode on request."""


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """A request for the log: without tokens, and without anything that could be one."""

    client: str
    method: str
    path: str
    status: int


class App:
    """The ASGI application. `address` is used in the feed when somebody on this computer asks by a
    loopback name."""

    def __init__(
        self,
        served: ServedShow,
        hosts: Hosts,
        tokens: Tokens | None = None,
        *,
        table: Sequence[Route] = (),
        address: str = "",
        listener: Callable[[LoggedRequest], None] | None = None,
    ) -> None:
        tokens = tokens or Tokens()
        self._served, self._address, self._listener = served, address, listener
        self._gate, self._routes = Gate(tokens, hosts), table
        self._private = tokens.everybody is None
        self._rendered, self._owner = PageCache(), tokens.owner
        self._adds = any(route.right == ADD for route in table)

    async def warm(self) -> None:
        """Render before the first phone comes: the cover takes a second to draw, the feed of a
        large show also takes time."""
        base = Base(self._address, token=self._owner, adds=self._adds)
        await self._rendered.warm(self._served.shown, base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        caller = self._gate.caller(scope)
        try:
            answer = await self._passed(scope, receive, caller)
        except Exception:
            _log.exception("a request failed")
            answer = plain(500, "Something went wrong here. Please try again.")
        if self._listener:
            path = self._gate.shown_path(caller)
            self._listener(
                LoggedRequest(caller.client, scope["method"][:10], path, answer.status_code)
            )
        await answer(scope, receive, _finished(scope, send))

    async def _passed(self, scope: Scope, receive: Receive, caller: Caller) -> Response:
        """The response to a request, after access control."""
        method = scope["method"]
        route, methods = routes.find(self._routes, caller.path or "", method)
        if stopped := self._gate.stopped(caller, route, method, methods):
            return stopped
        headers = Headers(scope=scope)
        asked = self._gate.asked(scope, headers)
        if asked is None:
            return plain(421, _OTHER_NAME)
        if caller.path is None:
            return plain(404, "Not found")
        base_url = self._base_url(scope, asked)
        request = Request(scope, receive, headers, caller, base_url, asked)
        return await (route.answer(request) if route else self._answer(request, caller.path))

    def _base_url(self, scope: Scope, asked: AcceptedHost) -> str:
        """The beginning of all addresses, as the client can reach them."""
        if self._address and asked.loopback:
            return self._address
        scheme = "https" if scope.get("scheme") == "https" else "http"
        return f"{scheme}://{asked.host}/"

    # --- what is asked for ------------------------------------------------------------------------

    async def _answer(self, request: Request, path: str) -> Response:
        headers, holder = request.headers, request.holder
        known = self._file(self._served.shown, path, headers)  # audio waits for nothing
        if known and (answer := await known).status_code != 404:
            return answer
        shown = await self._served.current()
        base = Base(
            request.base_url,
            reachable=bool(self._address) or not request.asked.loopback,
            token=holder.token if holder else "",
            adds=self._adds and request.may_add,
        )
        if not path:
            return await self._landing(shown, base, headers)
        return await self._rest(shown, base, path, headers)

    async def _rest(self, shown: ShowSnapshot, base: Base, path: str, headers: Headers) -> Response:
        folder, slash, name = path.rpartition("/")
        if shown.find(path):
            return plain(308, "", location=f"{quote(path)}/")
        entry = shown.find(folder) if slash else None
        if entry and not name:
            path, name = f"{folder}/index.html", "index.html"
        if _ROOT.fullmatch(path) or (entry and name in _PAGES):
            made = await self._rendered.find(shown, base, path)
            if made:
                return responses.of_content(made, headers, private=self._private)
        if found := self._file(shown, path, headers):
            return await found
        if entry and (newer := _renamed(entry, name)):
            return plain(307, "", location=quote(newer))
        return plain(404, "Not found")

    async def _landing(self, shown: ShowSnapshot, base: Base, headers: Headers) -> Response:
        agent = headers.get("user-agent", "")
        visit = landing.Visit(
            f"{base.address}feed.xml",
            preferred(headers.get("accept-language", "")),
            apple=bool(re.search(r"iPhone|iPad|Macintosh", agent)),
            reachable=base.reachable,
            adds=base.adds,
            bookmarklet=bookmarklet(base.url) if base.adds else "",
        )
        body = await asyncio.to_thread(landing.page, shown, visit)
        made = responses.content("index.html", body)
        vary = "Accept-Language, User-Agent"
        answer = responses.of_content(made, headers, private=self._private, vary=vary)
        if base.adds:
            responses.take_forms(answer)
        return answer

    def _file(self, shown: ShowSnapshot, path: str, headers: Headers) -> Awaitable[Response] | None:
        """The response with a file that an episode's manifest lists, if the path is one of
        those."""
        folder, _, name = path.rpartition("/")
        entry = shown.find(folder)
        if not entry:
            return None
        sizes = published_files(entry)
        if name not in sizes:
            return None
        return asyncio.to_thread(self._opened, path, sizes[name], _tag(entry, name), headers)

    def _opened(self, path: str, size: int, tag: str, headers: Headers) -> Response:
        """Respond with the file only if it matches the manifest and lies in the show's folder."""
        place = self._served.root / path
        try:
            real = place.resolve(strict=True)
            status = real.stat()
        except OSError:
            return plain(404, "Not found")
        if not (
            real.is_relative_to(self._served.root)
            and stat.S_ISREG(status.st_mode)
            and status.st_size == size
        ):
            return plain(404, "Not found")
        if path.endswith(tuple(_AUDIO)):
            # a file that was changed by hand is not spliced either
            tag = f"{tag or size}-{status.st_mtime_ns:x}"
            return responses.of_file(real, status, path, tag, headers, private=self._private)
        made = responses.content(path, real.read_bytes(), status.st_mtime)
        return responses.of_content(made, headers, private=self._private)


def published_files(entry: Entry) -> dict[str, int]:
    """The published files of an episode, and their sizes in bytes: not the manifest, the script, or
    files of the user's."""
    manifest = entry.manifest
    files = manifest.files
    others = [other.file for other in manifest.alternates]
    names = [manifest.audio.file, "chapters.json", *manifest.transcripts.values()]
    names += [manifest.cover.file, *others]
    return {name: files[name] for name in names if name in files}


def _tag(entry: Entry, name: str) -> str:
    """The beginning of the audio's SHA-256, from the manifest."""
    found = (audio.sha256 for audio in entry.manifest.audio_files if audio.file == name)
    return next(found, "")[:32]


def _renamed(entry: Entry, name: str) -> str:
    """The current name of an episode's audio, for an app that requests the name from before it was
    made again."""
    old = re.fullmatch(r"[\w-]+-[0-9a-f]{8}(\.\w+)", name)
    if not old or old[1] not in _AUDIO:
        return ""
    files = (audio.file for audio in entry.manifest.audio_files)
    return next((file for file in files if file.endswith(old[1])), "")


def _finished(scope: Scope, send: Send) -> Send:
    """Adds the common headers to responses that starlette makes, and closes a connection whose
    request has a body, which might never end."""
    close = any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])

    async def finished(message: Message) -> None:
        if message["type"] == "http.response.start":
            known = {name for name, _ in message["headers"]}
            more = [(k.encode(), v.encode()) for k, v in SAFE.items() if k.encode() not in known]
            message["headers"] = [
                *message["headers"],
                *more,
                *([(b"connection", b"close")] if close else []),
            ]
        await send(message)

    return finished
