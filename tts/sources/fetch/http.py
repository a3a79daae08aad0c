"""A URL -> Source, by aiohttp: nothing private, nothing endless, no redirect unseen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from socket import AddressFamily
from typing import Any, TypeVar
from urllib.parse import urljoin

from aiohttp import (
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

import tts
from tts.model import Source, SourceError
from tts.sources.fetch.addresses import is_public, literal
from tts.sources.registry import is_document, is_wanted
from tts.storage.bodies import ACCEPTED, BodyError, BodyTooLarge, whole_body

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
"""Between two pieces of an answer."""
TOTAL_SECONDS = 60.0
"""For all of it, redirects included."""
MOST_BYTES = 10_000_000
"""Of a page or an image, decompressed."""
MOST_DOCUMENT_BYTES = 200_000_000
"""Of a book, a PDF, a Word document."""
MOST_REDIRECTS = 5

REDIRECTS = frozenset({301, 302, 303, 307, 308})
UNDECLARED = ""
BYTES = frozenset(
    {"application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip"}
)
"""What these are is told by their content; servers often do not know."""

USE_A_BROWSER = "open the page in a browser, save it, and give the saved file"
STATUS_HINTS = {
    401: f"log in there: {USE_A_BROWSER}",
    402: f"subscribe there: {USE_A_BROWSER}",
    403: f"{USE_A_BROWSER}: the site refuses programs",
    404: "check the address: the site has no such page",
    410: "look for a copy in a web archive: the site has taken the page down",
    429: "try again in a few minutes: the site asks to slow down",
    451: "look for the article elsewhere: the site may not show it here",
}
AGAIN_OR_FILE = "try again, or save the page and give the file"
PRIVATE_HINT = "add --allow-private if you trust that address"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent in the end."""

    content: bytes
    media_type: str
    charset: str
    url: str
    modified: str


def get_page(url: str, *, allow_private: bool = False) -> Source:
    """A page, a feed or a document that may hold an article. Raises SourceError."""
    accept = "text/html,text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.5"
    answer = _run(_get(url, allow_private, accept, _check_page))
    return Source(
        url, answer.content, answer.media_type, answer.charset, answer.url, answer.modified
    )


def get_image(url: str, *, base: str = "", allow_private: bool = False) -> bytes:
    """The bytes of an image. Raises SourceError."""
    return _run(_get(urljoin(base, url), allow_private, "image/*", _check_image)).content


def _check_page(where: str, media_type: str) -> None:
    if media_type != UNDECLARED and media_type not in BYTES and not is_wanted(media_type):
        hint = "give the address of a page, a feed or a document, or download the file, save its text and give that"
        raise SourceError(f"{where} is {media_type}, not a web page or text", hint)


def _check_image(where: str, media_type: str) -> None:
    if not media_type.startswith("image/"):
        raise SourceError(
            f"{where} is {media_type or 'of no declared type'}, not an image", "name another image"
        )


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Runs async work from synchronous code; a thread that has a running loop of its own is no
    obstacle."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _get(url: str, allow_private: bool, accept: str, check: Any) -> Answer:
    """Follows redirects by hand, so that each address is checked; translates what aiohttp
    raises."""
    headers = {
        "User-Agent": f"Pagecast/{tts.__version__}",
        "Accept": accept,
        "Accept-Encoding": ACCEPTED,
    }
    trail = [_checked(url, allow_private)]
    connector = TCPConnector(resolver=GuardedResolver(allow_private), limit=1, force_close=True)
    timeout = ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
    try:
        async with (
            asyncio.timeout(TOTAL_SECONDS),
            ClientSession(
                connector=connector,
                headers=headers,
                timeout=timeout,
                cookie_jar=DummyCookieJar(),
                auto_decompress=False,
            ) as session,
            _followed(session, trail, allow_private) as response,
        ):
            return await _answer(_last(trail, url), response, check)
    except SourceError as error:
        raise _fetch_error(url, trail, error.message, error.hint) from error
    except TimeoutError as error:
        hint = "try again later, or save the page and give the file"
        raise _fetch_error(
            url, trail, f"{_last(trail, url)} did not answer in time", hint
        ) from error
    except BodyTooLarge as error:
        hint = "save the part to be read as a file"
        raise _fetch_error(url, trail, f"{_last(trail, url)} {error}", hint) from error
    except BodyError as error:
        raise _fetch_error(url, trail, f"{_last(trail, url)} {error}", AGAIN_OR_FILE) from error
    except ClientPayloadError as error:
        message = f"{_last(trail, url)} broke off before its end, or came damaged"
        raise _fetch_error(url, trail, message, AGAIN_OR_FILE) from error
    except (ClientError, OSError, ValueError) as error:
        reason = str(error) or type(error).__name__
        message = f"{_last(trail, url)} can't be fetched: {reason}"
        raise _fetch_error(url, trail, message, "check the address and the connection") from error


def _last(trail: list[URL], url: str) -> str:
    """The address that was asked last, as the user wrote it when it is the first."""
    return str(trail[-1]) if len(trail) > 1 else url


def _fetch_error(url: str, trail: list[URL], message: str, hint: str) -> SourceError:
    """The error, with the address that was named in front when another one is at fault."""
    redirected = len(trail) > 1 and not message.startswith(url)
    return SourceError(f"{url} redirects: {message}" if redirected else message, hint)


@asynccontextmanager
async def _followed(
    session: ClientSession, trail: list[URL], allow_private: bool
) -> AsyncIterator[ClientResponse]:
    """The first response that is not a redirect; the addresses on the way are added to the
    trail."""
    for _ in range(MOST_REDIRECTS + 1):
        async with session.get(trail[-1], allow_redirects=False) as response:
            location = response.headers.get("Location")
            if response.status not in REDIRECTS or not location:
                yield response
                return
            trail.append(response.url.join(URL(location)))
            _checked(str(trail[-1]), allow_private)
    hint = "give the address it should lead to"
    raise SourceError(
        f"{trail[0]} redirects more than {MOST_REDIRECTS} times, at last to {trail[-1]}", hint
    )


async def _answer(where: str, response: ClientResponse, check: Any) -> Answer:
    if response.status >= 400:
        hint = STATUS_HINTS.get(response.status, "try again later")
        raise SourceError(
            f"{where} answered {response.status} {response.reason or ''}".rstrip(), hint
        )
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    check(where, media_type)
    large = media_type in BYTES or is_document(media_type)
    most = MOST_DOCUMENT_BYTES if large else MOST_BYTES
    content = await whole_body(response, most)
    if not content:
        raise SourceError(f"{where} sent an empty page", USE_A_BROWSER)
    modified = _date(response.headers.get("Last-Modified", ""))
    return Answer(content, media_type, response.charset or "", str(response.url), modified)


def _date(header: str) -> str:
    """
    >>> _date("Mon, 23 Nov 2026 10:00:00 GMT")
    '2026-11-23'
    """
    try:
        return parsedate_to_datetime(header).date().isoformat()
    except ValueError:
        return ""


def _checked(url: str, allow_private: bool) -> URL:
    """The URL, when it may be asked for. A host that is an address is checked here: aiohttp asks no
    resolver for it."""
    try:
        parsed = URL(url)
    except ValueError as error:
        raise SourceError(f"{url} is not an address", "check it for slips") from error
    if parsed.scheme not in ("http", "https"):
        raise SourceError(
            f"{url} is not an http or https address",
            "give an address that starts with https:// or http://",
        )
    if not parsed.raw_host:
        raise SourceError(f"{url} names no host", "check the address")
    if parsed.raw_user or parsed.raw_password:
        raise SourceError(
            f"{parsed.with_user(None)} comes with a user name or password",
            "leave them out of the address",
        )
    address = literal(parsed.raw_host)
    if address is not None and not allow_private and not is_public(address):
        raise SourceError(f"{url} leads to the private address {address}", PRIVATE_HINT)
    return parsed


class GuardedResolver(AbstractResolver):
    """Resolves names to public addresses only: the connection goes to the very address that was
    checked here."""

    def __init__(self, allow_private: bool) -> None:
        self.allow_private = allow_private
        self.inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        found = await self.inner.resolve(host, port, family)
        if self.allow_private:
            return found
        public = [
            result for result in found if is_public(ip_address(result["host"].partition("%")[0]))
        ]
        if not public:
            raise SourceError(
                f"{host} leads to the private address {found[0]['host']}", PRIVATE_HINT
            )
        return public

    async def close(self) -> None:
        await self.inner.close()
