"""Read-later servers by their APIs: their unread articles, in the format of the service's export.

`wallabag://host/folder` uses https, `wallabag+http://host` http. `?starred` selects starred
articles, `?tag=NAME` those with a tag. The newest come first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tts.model import Selection, Source, SourceError
from tts.sources.fetch.api import open_api
from tts.sources.fetch.http import run
from tts.sources.readlater import apis
from tts.sources.readlater.api_token import how_to, token_for
from tts.sources.readlater.apis import ArticleQuery, Complete, Fetch
from tts.sources.readlater.saved_articles import moment_of
from tts.sources.selection import NothingYet

SPARE = 20
"""Additional records beyond --latest, because some are recordings or duplicates."""


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of server."""

    token: str
    """The kind of its token, for messages."""
    fetch: Fetch
    """Fetches its records, the newest first."""
    field: str = ""
    """Field of the export with the records; empty if the export is a list."""
    has_tags: bool = True
    moment: str = "created_at"
    """Field with the time of saving, by which records are sorted."""
    complete: Complete | None = None
    """Fetches what a record lacks; called only for selected ones."""


SERVICES = {
    "wallabag": Service(apis.WALLABAG_TOKEN, apis.wallabag),
    "readeck": Service("an API token", apis.readeck, moment="created", complete=apis.with_article),
    "karakeep": Service(
        "an API key", apis.karakeep, "bookmarks", has_tags=False, moment="createdAt"
    ),
    "miniflux": Service(
        "an API key", apis.miniflux, "entries", has_tags=False, moment="published_at"
    ),
    "freshrss": Service("USER:API_PASSWORD", apis.freshrss, "items", moment="crawlTimeMsec"),
}
"""By scheme."""


def fetch_saved(where: str, selection: Selection, *, allow_private: bool = False) -> Source:
    """The unread articles of the server at an address, at most 2,000; `latest` and `since` of the
    selection apply. Raises SourceError."""
    parts = urlsplit(where)
    name, _, transport = parts.scheme.lower().partition("+")
    service = SERVICES[name]
    _check_address(where, name)
    folder = parts.path.rstrip("/")
    place = f"{name}://{parts.netloc}{folder}"
    base = f"{transport or 'https'}://{parts.netloc}{folder}"
    token = token_for(name, place, service.token)
    latest = selection.latest
    wanted = replace(_wanted(where, service, token), since=selection.since)
    if latest:
        wanted = replace(wanted, most=2 * latest + SPARE)
    hint = f"make a new one there, and {how_to(name, place, service.token)}"
    records = run(_all(service, wanted, base, hint, allow_private))
    if not records:
        when = f" since {selection.since}" if selection.since else ""
        raise NothingYet(f"{where} has nothing unread{when}", "save an article there first")
    if not latest and len(records) > apis.MOST:
        message = f"{where} has more than {apis.MOST:,} unread articles"
        raise SourceError(message, "take only the newest ones: --latest 50")
    written = {service.field: records} if service.field else records
    content = json.dumps(written, ensure_ascii=False).encode("utf-8", "replace")
    return Source(where, content, "application/json")


def _check_address(where: str, name: str) -> None:
    parts = urlsplit(where)
    example = f"write it like {name}://{name}.example.org, or {name}+http://… at home"
    if parts.scheme.lower() not in (name, f"{name}+http", f"{name}+https") or not parts.hostname:
        raise SourceError(f"{where} is not the address of a server", example)
    if "@" in parts.netloc:
        message = f"{name}://{parts.netloc.rpartition('@')[2]} contains a user name or password"
        raise SourceError(message, "leave them out and use a token")


def _wanted(where: str, service: Service, token: str) -> ArticleQuery:
    query = dict(parse_qsl(urlsplit(where).query, keep_blank_values=True))
    known = "?starred"
    names = {"starred"}
    if service.has_tags:
        known = "?starred and ?tag=NAME"
        names = {"starred", "tag"}
    unknown = [name for name in query if name not in names]
    both = "starred" in query and "tag" in query
    if both and service.fetch is apis.freshrss:
        raise SourceError(f"{where} names two streams", "use either ?starred or ?tag=NAME")
    if unknown:
        raise SourceError(f"{where} asks for {unknown[0]}, which is unknown", f"use {known}")
    return ArticleQuery(token, starred="starred" in query, tag=query.get("tag", ""))


async def _all(
    service: Service, query: ArticleQuery, base: str, hint: str, allow_private: bool
) -> list[dict[str, Any]]:
    """The requested number of records, and one more if there are too many."""
    records: list[dict[str, Any]] = []
    async with open_api(base, hint, allow_private=allow_private) as api:
        async for record in service.fetch(api, query):
            moment = moment_of(str(record.get(service.moment, "")))
            if query.since and moment and moment[:10] < query.since:
                break
            whole = await service.complete(api, record) if service.complete else record
            records.append(whole)
            if len(records) > query.most:
                break
    return records
