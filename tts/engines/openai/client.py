"""A server with OpenAI's speech interface: its address, the requests to it, and the meaning of its
refusals."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tts.engines.proxies import HINT, names_a_host, proxy_for
from tts.engines.verify import shortened
from tts.model import EngineError, EngineMissing, ServiceError, TtsError
from tts.storage.parsing import parsed_json
from tts.storage.response_body import ACCEPTED, BodyError, BodyTooLarge, whole_body

if TYPE_CHECKING:
    import aiohttp

OWN = "https://api.openai.com/v1"
URLS = ("PAGECAST_OPENAI_URL", "OPENAI_BASE_URL")
KEYS = ("PAGECAST_OPENAI_KEY", "OPENAI_API_KEY")
MODEL, EXTRA = "PAGECAST_OPENAI_MODEL", "PAGECAST_OPENAI_EXTRA"

FORMATS = ("wav", "flac", "mp3")
"""Formats in order of preference, until the server accepts one: lossless and with a stated rate, if
possible."""
TRIES = 3
"""Number of requests for a sentence before it fails; the chunk is then retried like any other."""
PATIENT = 120.0
"""Maximum seconds of waiting that a server may ask for; a longer wait counts as a failure."""
_LARGEST = 64_000_000
"""Maximum bytes of an answer."""
_AGAIN = {408, 409, 425, 429}
_SPENT = ("insufficient_quota", "billing_hard_limit_reached", "access_terminated")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which a request is given up."""

    connect: float = 10.0
    silence: float = 120.0
    """Maximum time without data: a server without a GPU is silent until the sentence is done."""
    whole: float = 300.0
    listing: float = 4.0
    first_wait: float = 0.5
    """Before the second try, doubled before each further one, unless the server states a time."""


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """The address of a server, and what it is sent besides the text."""

    url: str
    """Up to and including `/v1`, without a trailing slash."""
    key: str = field(default="", repr=False)
    model: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the request that only some servers support."""

    @property
    def own(self) -> bool:
        return self.url == OWN

    @property
    def local(self) -> bool:
        """Whether it runs on this machine, so that no network is used."""
        host = urlsplit(self.url).hostname or ""
        return host in ("localhost", "::1") or re.fullmatch(r"127(\.\d+){3}", host) is not None

    @property
    def tag(self) -> str:
        """A hash that identifies the server and extra fields without revealing the address; empty
        for OpenAI's own without extra fields."""
        what = [] if self.own else [self.url]
        what += [json.dumps(dict(self.extra), sort_keys=True)] if self.extra else []
        return hashlib.sha256("\n".join(what).encode()).hexdigest()[:8] if what else ""


def server_config(environment: Mapping[str, str] = os.environ) -> ServerConfig:
    """The configuration from the environment. Raises EngineMissing if it has neither a key nor a
    server, EngineError if a value is invalid."""
    name, address = _first_set(environment, URLS)
    _, key = _first_set(environment, KEYS)
    if not address and not key:
        message = f"openai has no key and no server: neither {KEYS[1]} nor {URLS[0]} is set"
        server = f"{URLS[0]} to a server with the same interface"
        raise EngineMissing(message, hint=f"set {KEYS[1]}, or {server}: docs/engines.md")
    if not (key.isascii() and key.isprintable()):
        message = "the key in the environment contains invalid characters"
        raise EngineError(message, hint="copy it again")
    url = _address(name, address) if address else OWN
    model = environment.get(MODEL, "").strip()
    extra = _extra(environment.get(EXTRA, ""))
    return ServerConfig(url, key, model, extra)


def _first_set(environment: Mapping[str, str], names: Sequence[str]) -> tuple[str, str]:
    """The name and value of the first variable that is set; both empty if none is."""
    for name in names:
        value = environment.get(name, "").strip()
        if value:
            return name, value
    return "", ""


def _address(name: str, url: str) -> str:
    if not (url.lower().startswith(("http://", "https://")) and names_a_host(url)):
        raise EngineError(
            f"{name} is not the address of a server", hint="write it like http://localhost:8880/v1"
        )
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise EngineError(
            f"{name} contains a user name or password", hint=f"put the key into {KEYS[0]}"
        )
    path = parts.path.rstrip("/").removesuffix("/audio/speech")
    return f"{parts.scheme}://{parts.netloc}{path or '/v1'}"


def _extra(text: str) -> dict[str, Any]:
    try:
        extra = parsed_json(text) if text.strip() else {}
    except ValueError:
        extra = None
    if not isinstance(extra, dict):
        raise EngineError(
            f"{EXTRA} is not a JSON object",
            hint=f"""write it like {EXTRA}='{{"lang_code": "z"}}'""",
        )
    return extra


class Server:
    """Sends the requests. Its coroutines run in one event loop; `close` ends its connections."""

    def __init__(self, config: ServerConfig, limits: Limits) -> None:
        self.place, self.limits = config, limits
        self._formats = list(FORMATS)
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._not_before = 0.0
        """The time before which the server does not want requests, by the loop's clock."""

    @property
    def opened(self) -> bool:
        """Whether there are connections to close."""
        return self._session is not None

    async def listing(self, path: str) -> object:
        """The server's JSON answer to GET. Raises ServiceError if there is none, EngineError if the
        server refuses."""
        import aiohttp

        timeout = aiohttp.ClientTimeout(total=self.limits.listing)
        get = (await self._open()).get(
            self.place.url + path, headers=self._headers(), timeout=timeout, allow_redirects=False
        )
        async with get as answer:
            body = await _bounded(answer)
            if answer.status != 200:
                raise self._refusal(answer.status, answer.headers, body)
        try:
            listed: object = parsed_json(body)
        except ValueError as error:
            raise ServiceError(f"the server's list at {path} is not JSON") from error
        return listed

    async def speech(self, text: str, model: str, voice: str, speed: float) -> tuple[bytes, str]:
        """Have a text spoken: the audio and its media type. Temporary failures are retried when the
        server allows."""
        import aiohttp

        pause = self.limits.first_wait
        for left in reversed(range(TRIES)):
            try:
                await self._turn()
                return await self._speech(text, model, voice, speed)
            except (ServiceError, aiohttp.ClientError, TimeoutError) as error:
                if not left:
                    raise
                if isinstance(error, _Later):
                    self._not_before = max(
                        self._not_before, asyncio.get_running_loop().time() + error.seconds
                    )
                else:
                    await asyncio.sleep(pause)
                pause *= 2
        raise AssertionError

    async def _turn(self) -> None:
        """Wait until the server accepts requests again, which it may postpone meanwhile."""
        while (left := self._not_before - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(left)

    async def _speech(self, text: str, model: str, voice: str, speed: float) -> tuple[bytes, str]:
        import aiohttp

        said: Any = {"id": voice} if self.place.own and voice.startswith("voice_") else voice
        asked = {
            "model": model,
            "input": text,
            "voice": said,
            "response_format": self._formats[0],
            "speed": speed,
        }
        limits = self.limits
        timeout = aiohttp.ClientTimeout(
            total=limits.whole, sock_connect=limits.connect, sock_read=limits.silence
        )
        post = (await self._open()).post(
            f"{self.place.url}/audio/speech",
            json={**asked, **self.place.extra},
            headers=self._headers(),
            timeout=timeout,
            allow_redirects=False,
        )
        async with post as answer:
            body = await _bounded(answer)
            if answer.status == 200:
                if not body:
                    raise ServiceError("the server sent no audio")
                return body, answer.headers.get("Content-Type", "")
            refusal = self._refusal(answer.status, answer.headers, body)
        if (
            answer.status in (400, 415, 422)
            and "format" in refusal.message
            and self._another(asked["response_format"])
        ):
            return await self._speech(text, model, voice, speed)
        raise refusal

    def _another(self, refused: str) -> bool:
        """Whether another format can be tried. The first thread whose format is refused removes
        it."""
        if self._formats[0] == refused and len(self._formats) > 1:
            self._formats.pop(0)
        return self._formats[0] != refused

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.place.key}"} if self.place.key else {}

    # --- connections

    async def _open(self) -> aiohttp.ClientSession:
        """The session of the running event loop; it keeps connections open between sentences."""
        import aiohttp

        loop = asyncio.get_running_loop()
        if self._session is None or self._loop is not loop:
            proxy = (
                None if self.place.local else proxy_for(self.place.url)
            )  # no proxy leads back to this machine
            headers = {"Accept-Encoding": ACCEPTED}
            session = aiohttp.ClientSession(proxy=proxy, headers=headers, auto_decompress=False)
            self._session, self._loop = session, loop
        return self._session

    async def close(self) -> None:
        """Cancel current requests and close the connections."""
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    # --- what a refusal means

    def _refusal(self, status: int, headers: Mapping[str, str], body: bytes) -> TtsError:
        """The error for an answer without audio, temporary or permanent, with the server's
        message."""
        code, words = _code_and_message(body)
        message = f"the server refused: HTTP {status}" + (
            f", {self._without_key(words)}" if words else ""
        )
        if (status in _AGAIN or status >= 500) and code not in _SPENT:
            seconds = _retry_after(headers.get("Retry-After", ""))
            if seconds is None:
                return ServiceError(message)
            if seconds <= PATIENT:
                return _Later(message, seconds)
            message += f"; it may be asked again in {seconds:.0f} s"
        error = EngineError(message, hint=self._hint(status, code, headers))
        error.__cause__ = ServiceError(
            message
        )  # no fault of the text's: after some in a row the rest is not tried
        return error

    def _without_key(self, words: str) -> str:
        """The message without the key, since servers may repeat a wrong key, in full or in part."""
        words = words.replace(self.place.key, "…") if self.place.key else words
        return re.sub(r"\bsk-[\w*-]+", "…", words)

    def _hint(self, status: int, code: str, headers: Mapping[str, str]) -> str:
        if 300 <= status < 400:
            return f"it redirects elsewhere: set {URLS[0]} to that address if you trust it"
        if code in _SPENT or status == 429:
            return "what was spoken is kept: continue when the account has credit again"
        return _HINTS.get(status, "this server may not have the voice: see tts voices")


_HINTS = {
    401: f"check that {KEYS[1]} is set and is right for this server",
    403: f"check that the key in {KEYS[1]} may use speech on this server",
    404: f"check that the server has this interface and the model: {URLS[0]} and {MODEL} set "
    "them; a voice can name its model: --voice openai/MODEL:VOICE",
    405: f"check that {URLS[0]} leads to a server with /v1/audio/speech",
}


class _Later(ServiceError):
    """A refusal that states when to retry."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds

    def __reduce__(self) -> tuple[Any, ...]:
        return (ServiceError, (self.message, self.hint))


def _retry_after(value: str) -> float | None:
    """Seconds to wait, given as seconds or as a date (RFC 9110, 10.2.3); None if it is neither.

    >>> _retry_after("2"), _retry_after("soon")
    (2.0, None)
    """
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except ValueError:
        return None


def _code_and_message(body: bytes) -> tuple[str, str]:
    """Code and message of a refusal: OpenAI's JSON, FastAPI's, or plain text; both empty for an
    HTML page.

    >>> _code_and_message(b'{"error": {"code": "quota", "message": "No credit."}}')
    ('quota', 'No credit.')
    >>> _code_and_message(b'{"detail": "No such voice"}')
    ('', 'No such voice')
    """
    answer: Any = None
    with suppress(ValueError):
        answer = parsed_json(body)
    if answer is None:
        text = body[:4000].decode(errors="replace").strip()
        return "", "" if text.startswith("<") else shortened(text, 200) if text else ""
    code = ""
    for key in ("error", "detail"):
        if isinstance(answer, dict) and answer.get(key):
            answer = answer[key]
    if isinstance(answer, dict):
        code = str(answer.get("code") or answer.get("type") or "")
        answer = answer.get("message") or answer.get("error") or answer
    words = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return code, " ".join(words.split())[:300]


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    """The complete body. Raises ServiceError if it is too large or damaged; aiohttp raises if it is
    shorter than announced."""
    try:
        return await whole_body(answer, _LARGEST)
    except BodyTooLarge as error:
        raise ServiceError(
            f"the server sent more than {_LARGEST // 1_000_000} MB for one sentence"
        ) from error
    except BodyError as error:
        raise ServiceError(f"the server's answer {error}") from error


@contextmanager
def translated(config: ServerConfig) -> Iterator[None]:
    """Convert any exception of the client or its transport to one of our errors."""
    import aiohttp

    try:
        yield
    except TtsError:
        raise
    except CancelledError as error:
        raise EngineError("the request to the server was cancelled") from error
    except TimeoutError as error:
        raise ServiceError(
            "the server did not answer in time", hint=_whereabouts(config)
        ) from error
    except aiohttp.ClientPayloadError as error:
        raise ServiceError("the server broke off in the middle of its answer") from error
    except aiohttp.ClientHttpProxyError as error:
        raise ServiceError(
            f"the proxy refused: HTTP {error.status} {error.message}".rstrip(), hint=HINT
        ) from error
    except aiohttp.ClientProxyConnectionError as error:
        raise ServiceError("the proxy can't be reached", hint=HINT) from error
    except (aiohttp.ClientError, OSError) as error:
        inner = getattr(error, "os_error", error)
        words = inner.strerror if isinstance(inner, OSError) and inner.strerror else inner
        message = " ".join(str(words).split()) or type(error).__name__
        raise ServiceError(
            f"the connection to the server failed: {message}", hint=_whereabouts(config)
        ) from error
    except Exception as error:
        raise ServiceError(
            f"the server sent an unreadable answer: {type(error).__name__}"
        ) from error


def _whereabouts(config: ServerConfig) -> str:
    return (
        "check the connection"
        if config.own
        else f"check that the server is running at {config.url}, the address in {URLS[0]}"
    )
