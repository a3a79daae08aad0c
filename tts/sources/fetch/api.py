"""Requests to the user's own service with a token, which is never sent along a redirect.

The addresses that may be asked are those of any fetch: private ones with `--allow-private` only.
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
"""Of an answer: a hundred articles."""
MOST_IN_ALL = 300_000_000
"""Of all answers together."""
REFUSED = frozenset({400, 401, 403})
AGAIN = "check the address, and that the server runs"


class Api:
    """A service at an address, as `https://host/folder`, and what says who asks."""

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
        """The text at a path, which is UTF-8. Raises SourceError."""
        content = await self._ask("GET", path)
        return content.decode("utf-8", "replace")

    async def posted(self, path: str, form: Mapping[str, str]) -> bytes:
        """What is answered to a form. Raises SourceError."""
        return await self._ask("POST", path, data=form)

    async def posted_json(self, path: str, form: Mapping[str, str]) -> Any:
        """The same as JSON."""
        return self._parsed(path, await self.posted(path, form))

    def _parsed(self, path: str, content: bytes) -> Any:
        try:
            return parsed_json(content)
        except ValueError as error:
            message = f"{self.base}{path} sent no JSON"
            raise SourceError(message, "check that this is the address of the service") from error

    async def _ask(self, method: str, path: str, **given: Any) -> bytes:
        """One request, made again where the server is busy. Raises SourceError."""
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
        """Seconds after which to ask again; None where the answer is to be taken."""
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
    """A session with a service; `token_hint` says what to do where the token is refused. Raises
    SourceError for an address that may not be asked."""
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
