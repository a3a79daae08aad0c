"""The unread articles on a read-later server, by the API of each kind: records as in its exports,
the newest first.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tts.model import SourceError
from tts.sources.fetch.api import Api

PAGE = 100
"""Articles per request."""
MOST = 2000
"""Maximum articles fetched at a time; for more, the user gives --latest."""


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """What is requested from a server."""

    token: str
    most: int = MOST
    """Number of articles."""
    starred: bool = False
    tag: str = ""
    since: str = ""
    """ISO date: older articles are not wanted."""


Complete = Callable[[Api, dict[str, Any]], Awaitable[dict[str, Any]]]
Fetch = Callable[[Api, ArticleQuery], AsyncIterator[dict[str, Any]]]


WALLABAG_TOKEN = "CLIENT_ID:CLIENT_SECRET:USER:PASSWORD"


async def wallabag(api: Api, query: ArticleQuery) -> AsyncIterator[dict[str, Any]]:
    """https://app.wallabag.it/api/doc"""
    names = ("client_id", "client_secret", "username", "password")
    form = dict(zip(names, query.token.split(":", 3), strict=False))
    if len(form) < len(names):
        raise SourceError("the token for Wallabag has four parts", f"write it as {WALLABAG_TOKEN}")
    answer = await api.posted_json("/oauth/v2/token", {"grant_type": "password", **form})
    api.headers["Authorization"] = f"Bearer {_text(answer, 'access_token')}"
    params = {"archive": "0", "sort": "created", "order": "desc", "perPage": str(PAGE)}
    if query.starred:
        params["starred"] = "1"
    if query.tag:
        params["tags"] = query.tag
    page, pages = 0, 1
    while page < pages:
        page += 1
        data = await api.json("/api/entries.json", {**params, "page": str(page)})
        pages = _number(data, "pages")
        records = _records(_inner(data, "_embedded"), "items")
        for record in records:
            yield record
        if not records:
            return


async def readeck(api: Api, query: ArticleQuery) -> AsyncIterator[dict[str, Any]]:
    """https://codeberg.org/readeck/readeck, docs/api"""
    api.headers["Authorization"] = f"Bearer {query.token}"
    params = {"is_archived": "false", "type": "article", "sort": "-created", "limit": str(PAGE)}
    if query.starred:
        params["is_marked"] = "true"
    if query.tag:
        params["labels"] = query.tag
    offset = 0
    while True:
        found = await api.json("/api/bookmarks", {**params, "offset": str(offset)})
        records = _all_records(found)
        for record in records:
            yield record
        offset += len(records)
        if len(records) < PAGE:
            return


async def with_article(api: Api, record: dict[str, Any]) -> dict[str, Any]:
    """A Readeck bookmark with its text, which needs a separate request."""
    if not record.get("has_article", True):
        return record
    name = quote(_text(record, "id"), safe="")
    return {**record, "article": await api.text(f"/api/bookmarks/{name}/article")}


async def karakeep(api: Api, query: ArticleQuery) -> AsyncIterator[dict[str, Any]]:
    """https://docs.karakeep.app/api/karakeep-api"""
    api.headers["Authorization"] = f"Bearer {query.token}"
    params = {"archived": "false", "limit": str(PAGE), "includeContent": "true"}
    if query.starred:
        params["favourited"] = "true"
    field = "bookmarks"
    async for record in _by_cursor(api, "/api/v1/bookmarks", params, field, _KARAKEEP_CURSOR):
        yield record


async def miniflux(api: Api, query: ArticleQuery) -> AsyncIterator[dict[str, Any]]:
    """https://miniflux.app/docs/api.html"""
    api.headers["X-Auth-Token"] = query.token
    params = {"order": "published_at", "direction": "desc", "limit": str(PAGE)}
    if query.starred:
        params["starred"] = "true"
    else:
        params["status"] = "unread"
    offset, total = 0, 1
    while offset < total:
        data = await api.json("/v1/entries", {**params, "offset": str(offset)})
        records = _records(data, "entries")
        total = _number(data, "total") if records else 0
        offset += len(records)
        for record in records:
            yield {**record, "status": "unread"}  # starred ones are wanted, though read


async def freshrss(api: Api, query: ArticleQuery) -> AsyncIterator[dict[str, Any]]:
    """The Google Reader API, as documented by FreshRSS for developers."""
    user, _, password = query.token.partition(":")
    root = "/api/greader.php"
    form = {"Email": user, "Passwd": password}
    lines = (await api.posted(f"{root}/accounts/ClientLogin", form)).decode("utf-8", "replace")
    auth = next((line[5:] for line in lines.splitlines() if line.startswith("Auth=")), "")
    api.headers["Authorization"] = f"GoogleLogin auth={auth.strip()}"
    path = f"{root}/reader/api/0/stream/contents/{_stream(query)}"
    params = {"n": str(PAGE), "output": "json"}
    if not query.starred:
        params["xt"] = "user/-/state/com.google/read"
    async for record in _by_cursor(api, path, params, "items", _READER_CURSOR):
        yield record


_KARAKEEP_CURSOR = ("nextCursor", "cursor")
_READER_CURSOR = ("continuation", "c")
"""The field in a response that marks where the next one begins, and the parameter that requests
it."""


async def _by_cursor(
    api: Api, path: str, params: dict[str, str], field: str, names: tuple[str, str]
) -> AsyncIterator[dict[str, Any]]:
    """The records of consecutive responses, until one is empty or the last."""
    given, asked = names
    cursor = ""
    while True:
        data = await api.json(path, {**params, asked: cursor} if cursor else params)
        records = _records(data, field)
        for record in records:
            yield record
        following = _text(data, given)
        if not records or following in ("", cursor):
            return
        cursor = following


def _stream(query: ArticleQuery) -> str:
    if query.starred:
        return "user/-/state/com.google/starred"
    if query.tag:
        return f"user/-/label/{quote(query.tag, safe='')}"
    return "user/-/state/com.google/reading-list"


def _inner(data: Any, name: str) -> Any:
    if isinstance(data, dict):
        return data.get(name)
    return None


def _records(data: Any, name: str) -> list[dict[str, Any]]:
    return _all_records(_inner(data, name))


def _all_records(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, list):
        return []
    return [one for one in found if isinstance(one, dict)]


def _text(data: Any, name: str) -> str:
    value = _inner(data, name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)


def _number(data: Any, name: str) -> int:
    value = _inner(data, name)
    if isinstance(value, int):
        return value
    return 0
