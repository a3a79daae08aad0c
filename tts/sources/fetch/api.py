"""Requests to the user's own service with a token, which is never sent along a redirect.

The same addresses are allowed as for any fetch: private ones only with `--allow-private`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)

import tts
from tts.model import SourceError
from tts.sources.fetch.http import (
    CONNECT_SECONDS,
    READ_SECONDS,
    REDIRECTS,
    GuardedResolver,
    checked,
)
from tts.sources.fetch.retry_after import BUSY, MOST_SECONDS, WAITS, wait_before
from tts.storage.parsing import parsed_json
from tts.storage.response_body import ACCEPTED, BodyError, whole_body

MOST_BYTES = 50_000_000
"""Maximum bytes of a response: a hundred articles."""
MOST_IN_ALL = 300_000_000
"""Maximum bytes of all responses together."""
REFUSED = frozenset({400, 401, 403})
AGAIN = "check the address, and that the server runs"


class Api:
    """A service at an address such as `https://host/folder`, with credentials."""

    def __init__(self, session: ClientSession, base: str, token_hint: str) -> None:
        self.base = base
        self.headers: dict[str, str] = {}
        """Sent with every request."""
        self._session = session
        self._received = 0
        self._token_hint = token_hint

    async def json(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """The JSON at a path. Raises SourceError."""
        return self._parsed(path, await self._ask("GET", path, params=params))

    async def text(self, path: str) -> str:
        """The UTF-8 text at a path. Raises SourceError."""
        content = await self._ask("GET", path)
        return content.decode("utf-8", "replace")

    async def posted(self, path: str, form: Mapping[str, str]) -> bytes:
        """The text returned for a form. Raises SourceError."""
        return await self._ask("POST", path, data=form)

    async def posted_json(self, path: str, form: Mapping[str, str]) -> Any:
        """The JSON returned for a form. Raises SourceError."""
        return self._parsed(path, await self.posted(path, form))

    def _parsed(self, path: str, content: bytes) -> Any:
        try:
            return parsed_json(content)
        except ValueError as error:
            message = f"{self.base}{path} sent no JSON"
            raise SourceError(message, "check that this is the address of the service") from error

    async def _ask(self, method: str, path: str, **given: Any) -> bytes:
        """Make a request, and repeat it if the server is busy. Raises SourceError."""
        for attempt in range(len(WAITS) + 1):
            async with self._answer(method, path, given) as response:
                wait = self._pause(attempt, response)
                if wait is None:
                    self._check(path, response)
                    return self._counted(await whole_body(response, MOST_BYTES))
            await asyncio.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _counted(self, content: bytes) -> bytes:
        self._received += len(content)
        if self._received > MOST_IN_ALL:
            message = f"{self.base} sends more than {MOST_IN_ALL // 1_000_000} MB"
            raise SourceError(message, "take only the newest ones: --latest 50")
        return content

    @asynccontextmanager
    async def _answer(
        self, method: str, path: str, given: Mapping[str, Any]
    ) -> AsyncIterator[ClientResponse]:
        where = f"{self.base}{path}"
        try:
            async with self._session.request(
                method, where, headers=self.headers, allow_redirects=False, **given
            ) as response:
                yield response
        except TimeoutError as error:
            raise SourceError(f"{where} did not answer in time", AGAIN) from error
        except BodyError as error:
            raise SourceError(f"{where} {error}", AGAIN) from error
        except (ClientError, OSError, ValueError) as error:
            reason = str(error) or type(error).__name__
            raise SourceError(f"{where} can't be reached: {reason}", AGAIN) from error

    def _pause(self, attempt: int, response: ClientResponse) -> float | None:
        """Seconds before another attempt; None if the response is final."""
        if response.status not in BUSY or attempt == len(WAITS):
            return None
        seconds = wait_before(attempt, response.headers)
        return seconds if seconds <= MOST_SECONDS else None

    def _check(self, path: str, response: ClientResponse) -> None:
        where = f"{self.base}{path}"
        if response.status in REDIRECTS:
            to = response.headers.get("Location", "elsewhere")
            hint = (
                "use the address that it redirects to: a token is only sent to the address you gave"
            )
            raise SourceError(f"{where} redirects to {to}", hint)
        if response.status in REFUSED:
            raise SourceError(f"{where} refuses the token ({response.status})", self._token_hint)
        if response.status >= 400:
            message = f"{where} answered {response.status} {response.reason or ''}".rstrip()
            raise SourceError(message, AGAIN)


@asynccontextmanager
async def open_api(base: str, token_hint: str, *, allow_private: bool) -> AsyncIterator[Api]:
    """Open a session with a service; `token_hint` says what to do if the token is refused. Raises
    SourceError if the address is not allowed."""
    checked(base, allow_private)
    connector = TCPConnector(resolver=GuardedResolver(allow_private), limit=2)
    timeout = ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
    headers = {
        "User-Agent": f"Pagecast/{tts.__version__}",
        "Accept": "application/json, text/html;q=0.9, */*;q=0.5",
        "Accept-Encoding": ACCEPTED,
    }
    async with ClientSession(
        connector=connector,
        headers=headers,
        timeout=timeout,
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
    ) as session:
        yield Api(session, base.rstrip("/"), token_hint)
