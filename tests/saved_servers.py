"""Read-later servers on this machine, each with the part of its published API that reading needs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

BODY = "<p>The keeper of the bridge wrote down every cart that came over it, number {}.</p>"
WALLABAG = "7_client:s3cret:ida:pass:word"
PASSWORD = "a long word"


@dataclass
class Saved:
    """`count` articles, of which every fifth is archived and every third starred."""

    address: str = ""
    count: int = 3
    step: int = 1
    """Seconds between two articles."""
    answer: object = None
    """The answer for lists, if set."""
    token: str = "t0ken"
    asked: list[str] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    failures: list[web.Response] = field(default_factory=list)
    """Answers for the next requests, instead of the requested ones."""

    def moment(self, n: int) -> int:
        return 1_772_359_200 + n * self.step

    def day(self, n: int) -> str:
        return datetime.fromtimestamp(self.moment(n), UTC).date().isoformat()

    def iso(self, n: int) -> str:
        return datetime.fromtimestamp(self.moment(n), UTC).isoformat()

    def kept(self, archived: bool = False) -> list[int]:
        """The numbers of the articles, newest first."""
        return [n for n in range(self.count, 0, -1) if archived or n % 5]


def _page(numbers: list[int], query: Any, size: str, offset: int) -> list[int]:
    return numbers[offset : offset + int(query.get(size, 20))]


class _Api:
    def __init__(self, saved: Saved) -> None:
        self.saved = saved

    def numbers(self, starred: bool) -> list[int]:
        return [n for n in self.saved.kept() if not starred or n % 3 == 0]

    async def wallabag_token(self, request: web.Request) -> web.Response:
        form = await request.post()
        names = ("client_id", "client_secret", "username", "password")
        if form.get("grant_type") != "password" or ":".join(str(form[name]) for name in names) != WALLABAG:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"access_token": self.saved.token, "expires_in": 3600, "token_type": "bearer"})

    async def wallabag(self, request: web.Request) -> web.Response:
        query = request.query
        numbers = self.numbers("starred" in query) if query.get("archive") == "0" else self.saved.kept(True)
        page, size = int(query["page"]), int(query["perPage"])
        items = [
            {
                "id": n, "title": f"Cart {n}", "url": f"https://example.org/{n}", "given_url": f"https://example.org/{n}",
                "is_archived": 0, "is_starred": 0, "content": BODY.format(n), "created_at": self.saved.iso(n),
                "published_by": None, "tags": [query.get("tags", "")],
            }
            for n in numbers[(page - 1) * size : page * size]
        ]  # fmt: skip
        pages = -(-len(numbers) // size)
        data = {"page": page, "limit": size, "pages": pages, "total": len(numbers), "_embedded": {"items": items}}
        return web.json_response(data)

    async def readeck(self, request: web.Request) -> web.Response:
        query = request.query
        assert query["is_archived"] == "false"
        numbers = _page(self.numbers("is_marked" in query), query, "limit", int(query["offset"]))
        return web.json_response(
            [
                {
                    "id": f"b{n}", "url": f"https://example.org/{n}", "title": f"Cart {n}", "site_name": "The Hall",
                    "authors": ["Ida Moss"], "created": self.saved.iso(n), "is_archived": False,
                    "read_progress": 0, "has_article": True, "lang": "en",
                }
                for n in numbers
            ]
        )  # fmt: skip

    async def readeck_article(self, request: web.Request) -> web.Response:
        return web.Response(text=BODY.format(request.match_info["id"][1:]), content_type="text/html")

    async def karakeep(self, request: web.Request) -> web.Response:
        query = request.query
        assert (query["archived"], query["includeContent"]) == ("false", "true")
        numbers, start = self.numbers("favourited" in query), int(query.get("cursor", 0))
        end = start + int(query["limit"])
        bookmarks = [
            {
                "id": f"k{n}", "createdAt": self.saved.iso(n), "title": None, "archived": False,
                "content": {"type": "link", "url": f"https://example.org/{n}", "title": f"Cart {n}",
                            "htmlContent": BODY.format(n)},
            }
            for n in numbers[start:end]
        ]  # fmt: skip
        cursor = str(end) if end < len(numbers) else None
        return web.json_response({"bookmarks": bookmarks, "nextCursor": cursor})

    async def miniflux(self, request: web.Request) -> web.Response:
        query = request.query
        numbers = self.numbers("starred" in query)
        entries = [
            {
                "id": n, "feed_id": 1, "status": "unread", "title": f"Cart {n}", "url": f"https://example.org/{n}",
                "content": BODY.format(n) * 6, "published_at": self.saved.iso(n), "starred": True,
                "feed": {"id": 1, "title": "The Hall"},
            }
            for n in _page(numbers, query, "limit", int(query["offset"]))
        ]  # fmt: skip
        return web.json_response({"total": len(numbers), "entries": entries})

    async def freshrss_login(self, request: web.Request) -> web.Response:
        form = await request.post()
        if (form.get("Email"), form.get("Passwd")) != ("ida", PASSWORD):
            return web.Response(status=401, text="Unauthorized!")
        return web.Response(text=f"SID=ida\nLSID=null\nAuth={self.saved.token}\n")

    async def freshrss(self, request: web.Request) -> web.Response:
        query, stream = request.query, request.match_info["stream"]
        assert query.get("xt") == (None if stream.endswith("starred") else "user/-/state/com.google/read")
        numbers, start = self.numbers(stream.endswith("starred")), int(query.get("c", 0))
        end = start + int(query["n"])
        items = [
            {
                "id": f"tag:google.com,2005:reader/item/{n}", "crawlTimeMsec": str(1000 * self.saved.moment(n)),
                "published": self.saved.moment(n), "title": f"Cart {n}", "canonical": [{"href": f"https://example.org/{n}"}],
                "origin": {"streamId": "feed/1", "title": "The Hall"}, "summary": {"content": BODY.format(n) * 6},
            }
            for n in numbers[start:end]
        ]  # fmt: skip
        data: dict[str, Any] = {"id": stream, "items": items}
        if end < len(numbers):
            data["continuation"] = str(end)
        return web.json_response(data)


def _application(saved: Saved) -> web.Application:
    @web.middleware
    async def watched(request: web.Request, handler: Any) -> web.StreamResponse:
        saved.asked.append(request.path_qs)
        if saved.failures:
            return saved.failures.pop(0)
        header = request.headers.get("Authorization") or request.headers.get("X-Auth-Token") or ""
        if not request.path.endswith(("/token", "/ClientLogin")):
            saved.authorizations.append(header)
            allowed = (f"Bearer {saved.token}", f"GoogleLogin auth={saved.token}", saved.token)
            if header not in allowed:
                return web.json_response({"error": "no"}, status=401)
        if saved.answer and not request.path.endswith(("/token", "/ClientLogin")):
            return web.json_response(saved.answer)
        answer: web.StreamResponse = await handler(request)
        return answer

    api = _Api(saved)
    application = web.Application(middlewares=[watched])
    get, post = application.router.add_get, application.router.add_post
    post("/oauth/v2/token", api.wallabag_token)
    get("/api/entries.json", api.wallabag)
    get("/api/bookmarks", api.readeck)
    get("/api/bookmarks/{id}/article", api.readeck_article)
    get("/api/v1/bookmarks", api.karakeep)
    get("/v1/entries", api.miniflux)
    post("/api/greader.php/accounts/ClientLogin", api.freshrss_login)
    get("/api/greader.php/reader/api/0/stream/contents/{stream:.*}", api.freshrss)
    return application


@contextmanager
def serve_saved() -> Iterator[Saved]:
    """All of the servers, on one port of this machine."""
    saved, loop, ready = Saved(), asyncio.new_event_loop(), threading.Event()

    async def start() -> web.AppRunner:
        runner = web.AppRunner(_application(saved), shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        saved.address = f"127.0.0.1:{runner.addresses[0][1]}"
        return runner

    def work() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(start())
        loop.call_soon(ready.set)  # from here on a stop is heeded
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(10)
    try:
        yield saved
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
