"""A URL -> Source, by aiohttp: no private addresses, no endless responses, every redirect
checked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
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
from tts.sources.fetch.cookies import HOW_TO, Cookies, read_cookies
from tts.sources.fetch.page_redirects import leads_to
from tts.sources.fetch.public_addresses import is_public, literal
from tts.sources.fetch.retry_after import (
    BUSY,
    MOST_SECONDS,
    WAITS,
    Later,
    Unreachable,
    in_words,
    retry_after,
    wait_before,
)
from tts.sources.registry import is_document, is_wanted
from tts.storage.response_body import ACCEPTED, BodyError, BodyTooLarge, whole_body

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
"""Timeout between two pieces of a response."""
TOTAL_SECONDS = 60.0
"""Timeout of the whole fetch, including redirects."""
MOST_BYTES = 10_000_000
"""Maximum bytes of a page or an image, decompressed."""
MOST_DOCUMENT_BYTES = 200_000_000
"""Maximum bytes of a book, a PDF, a Word document."""
MOST_REDIRECTS = 5
LONGEST_VALIDATOR = 500
"""Maximum characters of an ETag that is stored; servers may not accept a longer one."""

PAGE = "text/html,text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.5"
"""The Accept header for a page, a feed or a document."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
LOCKED = frozenset({401, 402, 403})
CHALLENGED = "cf-mitigated"
"""Cloudflare's header on a response that requires a script to be run before the page is shown."""
UNDECLARED = ""
PAGES = frozenset({UNDECLARED, "text/html", "application/xhtml+xml"})
BYTES = frozenset(
    {"application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip"}
)
"""Types that are determined by content, because servers often declare them wrong."""

USE_A_BROWSER = "open the page in a browser, save it, and use the saved file"
OWN_COOKIES = f"{USE_A_BROWSER}, or give your browser's cookies with --cookies"
STATUS_HINTS = {
    401: f"log in there: {OWN_COOKIES}",
    402: f"subscribe there: {OWN_COOKIES}",
    403: f"{USE_A_BROWSER}: the site refuses programs",
    404: "check the address: the site has no such page",
    410: "look for a copy in a web archive: the site has taken the page down",
    429: "try again in a few minutes: the site asks to slow down",
    451: "look for the article elsewhere: the site may not show it here",
}
AGAIN_OR_FILE = "try again, or save the page and use the file"
PRIVATE_HINT = "add --allow-private if you trust that address"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Validators:
    """Validators for a conditional request (RFC 9110, 8.8); empty if the server sent none."""

    etag: str = ""
    last_modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Headers that request only a changed version."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


NOTHING_KNOWN = Validators()


class Unchanged(Exception):
    """The server has no newer version."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The final response of a server."""

    content: bytes
    media_type: str
    charset: str
    url: str
    modified: str
    validators: Validators = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What is requested, and what is allowed on the way."""

    url: str
    accept: str
    check: Callable[[str, str], None]
    """Called with an address and its media type; raises SourceError if it is not wanted."""
    allow_private: bool = False
    cookies: Cookies = field(default_factory=Cookies)
    """Separate for each fetch: cookies that sites set are then discarded."""
    known: Validators = NOTHING_KNOWN
    """Validators of the version fetched before."""


class Busy(Exception):
    """The server asks to come back later."""

    def __init__(self, error: SourceError, headers: Mapping[str, str]) -> None:
        self.error = error
        self.headers = headers


def get_page(url: str, *, allow_private: bool = False, cookies: str = "") -> Source:
    """Fetch a page, a feed or a document that may contain an article; `cookies` is the path of a
    file with the user's own. Raises SourceError."""
    wanted = FetchRequest(url, PAGE, _check_page, allow_private, _own_cookies(cookies))
    return _source(url, run(_get(wanted)))


def get_changed(
    url: str, known: Validators, *, allow_private: bool = False, cookies: str = ""
) -> tuple[Source, Validators] | None:
    """The same by a conditional request, with the validators for the next one; None if the server
    has no newer version. Raises SourceError."""
    wanted = FetchRequest(url, PAGE, _check_page, allow_private, _own_cookies(cookies), known)
    try:
        answer = run(_get(wanted))
    except Unchanged:
        return None
    return _source(url, answer), answer.validators


def _source(url: str, answer: Answer) -> Source:
    return Source(
        url, answer.content, answer.media_type, answer.charset, answer.url, answer.modified
    )


def get_image(url: str, *, base: str = "", allow_private: bool = False, cookies: str = "") -> bytes:
    """Fetch the bytes of an image. Raises SourceError."""
    address = urljoin(base, url)
    wanted = FetchRequest(address, "image/*", _check_image, allow_private, _own_cookies(cookies))
    return run(_get(wanted)).content


def _own_cookies(path: str) -> Cookies:
    return Cookies(read_cookies(path)) if path else Cookies()


def _check_page(where: str, media_type: str) -> None:
    if media_type != UNDECLARED and media_type not in BYTES and not is_wanted(media_type):
        hint = (
            "give the address of a page, a feed or a document, "
            "or download the file, save its text and give that"
        )
        raise SourceError(f"{where} is {media_type}, not a web page or text", hint)


def _check_image(where: str, media_type: str) -> None:
    if not media_type.startswith("image/"):
        raise SourceError(
            f"{where} is {media_type or 'of no declared type'}, not an image", "use another image"
        )


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine from synchronous code, even in a thread with a running event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _get(request: FetchRequest) -> Answer:
    """Fetch; if the server is busy, retry at most twice, after the time it asks for or a moment."""
    for attempt in range(len(WAITS) + 1):
        try:
            return await _ask(request)
        except Busy as busy:
            after = retry_after(busy.headers.get("Retry-After", ""))
            if attempt == len(WAITS):
                raise Later(busy.error.message, busy.error.hint, after=after) from busy
            seconds = wait_before(attempt, busy.headers)
            if seconds > MOST_SECONDS:
                hint = f"try again in {in_words(seconds)}: the site asks for that"
                raise Later(busy.error.message, hint, after=after) from busy
        await asyncio.sleep(seconds)
    raise AssertionError("the last attempt returns or raises")


async def _ask(request: FetchRequest) -> Answer:
    """One request with its redirects; translates aiohttp's errors."""
    url = request.url
    headers = {
        "User-Agent": f"Pagecast/{tts.__version__}",
        "Accept": request.accept,
        "Accept-Encoding": ACCEPTED,
    }
    trail = [checked(url, request.allow_private)]
    resolver = GuardedResolver(request.allow_private)
    connector = TCPConnector(resolver=resolver, limit=1, force_close=True)
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
        ):
            return await _followed(session, trail, request)
    except Busy as busy:
        error = _fetch_error(url, trail, busy.error.message, busy.error.hint)
        raise Busy(error, busy.headers) from busy
    except SourceError as error:
        raise _fetch_error(url, trail, error.message, error.hint) from error
    except TimeoutError as error:
        hint = "try again later, or save the page and use the file"
        message = f"{_last(trail, url)} did not answer in time"
        raise _fetch_error(url, trail, message, hint, Unreachable) from error
    except BodyTooLarge as error:
        hint = "save the part that you want to read as a file"
        raise _fetch_error(url, trail, f"{_last(trail, url)} {error}", hint) from error
    except BodyError as error:
        raise _fetch_error(url, trail, f"{_last(trail, url)} {error}", AGAIN_OR_FILE) from error
    except ClientPayloadError as error:
        message = f"{_last(trail, url)} was cut off or damaged on the way"
        raise _fetch_error(url, trail, message, AGAIN_OR_FILE) from error
    except (ClientError, OSError, ValueError) as error:
        reason = str(error) or type(error).__name__
        message = f"{_last(trail, url)} can't be fetched: {reason}"
        hint = "check the address and the connection"
        raise _fetch_error(url, trail, message, hint, Unreachable) from error


def _last(trail: list[URL], url: str) -> str:
    """The address requested last, as the user wrote it if it is the first."""
    return str(trail[-1]) if len(trail) > 1 else url


def _fetch_error(
    url: str, trail: list[URL], message: str, hint: str, kind: type[SourceError] = SourceError
) -> SourceError:
    """The error; the address that the user named is added if another one is at fault."""
    redirected = len(trail) > 1 and not message.startswith(url)
    return kind(f"{url} redirects: {message}" if redirected else message, hint)


async def _followed(session: ClientSession, trail: list[URL], request: FetchRequest) -> Answer:
    """The first response that is no redirect; the addresses on the way are appended to the
    trail."""
    cookies = request.cookies
    for _ in range(MOST_REDIRECTS + 1):
        here, answer = trail[-1], None
        sent = cookies.header(str(here))
        asked = {**request.known.headers, **sent}
        async with session.get(here, allow_redirects=False, headers=asked) as response:
            given = response.headers.getall("Set-Cookie", [])
            cookies.keep(str(here), given)
            location = response.headers.get("Location")
            if response.status == NOT_MODIFIED and request.known.headers:
                raise Unchanged
            if response.status in REDIRECTS and location:
                target = str(response.url.join(URL(location)))
            else:
                where = _last(trail, request.url)
                if response.status >= 400:
                    raise _refusal(where, response, cookies)
                answer = await _answer(where, response, request.check)
                target = _leads_to(answer)
        is_again = target == str(here) and cookies.header(target) == sent
        if answer and (not target or is_again):
            return answer
        trail.append(checked(target, request.allow_private))
    first, last = trail[0], trail[-1]
    message = f"{first} redirects more than {MOST_REDIRECTS} times, finally to {last}"
    raise SourceError(message, "use the address that it should lead to")


def _leads_to(answer: Answer) -> str:
    """Where a page without text redirects to."""
    if answer.media_type not in PAGES:
        return ""
    return leads_to(answer.content, answer.url)


async def _answer(
    where: str, response: ClientResponse, check: Callable[[str, str], None]
) -> Answer:
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    check(where, media_type)
    large = media_type in BYTES or is_document(media_type)
    most = MOST_DOCUMENT_BYTES if large else MOST_BYTES
    content = await whole_body(response, most)
    if not content:
        raise SourceError(f"{where} sent an empty page", USE_A_BROWSER)
    validators = _validators(response)
    modified = _date(validators.last_modified)
    charset, url = response.charset or "", str(response.url)
    return Answer(content, media_type, charset, url, modified, validators)


def _validators(response: ClientResponse) -> Validators:
    headers = response.headers
    return Validators(
        headers.get("ETag", "")[:LONGEST_VALIDATOR],
        headers.get("Last-Modified", "")[:LONGEST_VALIDATOR],
    )


def _refusal(where: str, response: ClientResponse, cookies: Cookies) -> Exception:
    """The error for a response of 400 and above."""
    message = f"{where} answered {response.status} {response.reason or ''}".rstrip()
    if response.headers.get(CHALLENGED) == "challenge":
        return SourceError(f"{message}: it wants to check that you are human", USE_A_BROWSER)
    hint = STATUS_HINTS.get(response.status, "try again later")
    if cookies.of_user and response.status in LOCKED:
        sent = cookies.header(str(response.url))
        fault = "were not accepted" if sent else "include none for this site"
        hint = f"your cookies {fault}: {HOW_TO}"
    error = SourceError(message, hint)
    return Busy(error, response.headers) if response.status in BUSY else error


def _date(header: str) -> str:
    """
    >>> _date("Mon, 23 Nov 2026 10:00:00 GMT")
    '2026-11-23'
    """
    try:
        return parsedate_to_datetime(header).date().isoformat()
    except ValueError:
        return ""


def checked(url: str, allow_private: bool) -> URL:
    """The URL, if it is allowed. A numeric host is checked here, because aiohttp does not resolve
    it."""
    try:
        parsed = URL(url)
    except ValueError as error:
        raise SourceError(f"{url} is not an address", "check it for typing errors") from error
    if parsed.scheme not in ("http", "https"):
        raise SourceError(
            f"{url} is not an http or https address",
            "use an address that starts with https:// or http://",
        )
    if not parsed.raw_host:
        raise SourceError(f"{url} names no host", "check the address")
    if parsed.raw_user or parsed.raw_password:
        raise SourceError(
            f"{parsed.with_user(None)} contains a user name or password",
            "leave them out of the address",
        )
    address = literal(parsed.raw_host)
    if address is not None and not allow_private and not is_public(address):
        raise SourceError(f"{url} leads to the private address {address}", PRIVATE_HINT)
    return parsed


class GuardedResolver(AbstractResolver):
    """Resolves names to public addresses only, so that the connection goes to the address that was
    checked."""

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
