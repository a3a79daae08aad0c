"""One request to the online service with the client edge-tts: complete audio, or one of our errors.

The client only makes one request for one chunk. This module adds what it lacks, as measured with
edge-tts 7.3.1 and aiohttp 3.14: it returns truncated audio without an error if the connection
closes before `turn.end`; its receive timeout does not apply to web sockets, so a stalled one waits
forever; its splitter sends text without spaces as one request, whatever its length; and aiohttp
ignores HTTPS_PROXY for addresses that start with `wss:`.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tts.engines import proxies
from tts.engines.alignment import Word
from tts.engines.edge.congestion import RequestQueue
from tts.model import EngineError, ServiceError, TtsError, Voice, VoiceNotFound

if TYPE_CHECKING:
    from edge_tts import Communicate

ENDPOINT = "PAGECAST_EDGE_URL"
"""Environment variable with the address of a relay, `ws://…` or `wss://…`, that replaces the
service's own address up to `/readaloud`."""

WAIT = "PAGECAST_WAIT"
"""Environment variable: seconds to wait for the end of an outage; `--wait` sets it."""
WAIT_SECONDS = 120.0

_TICKS_PER_MS = 10_000
_LOOK = 0.25
"""Seconds between checks of a silent request: other requests meanwhile update how long is usual."""

_UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow (section 2.2, Char)."""

_EMBEDDED = "let an embedded voice speak: --engine kokoro (Chinese), --engine hibari (English)"
_OFFLINE = f"check the connection, or {_EMBEDDED}"
_REFUSED = {
    403: "the service knows its clients by a token that changes: pip install -U edge-tts; "
    f"or {_EMBEDDED}",
    407: "the proxy requires a name and password: --proxy http://NAME:PASSWORD@HOST:PORT",
    429: "wait a few minutes and run the same command again, or speak fewer chunks at once: -j 4",
}
"""HTTP status -> hint for the user if it persists."""
_PUSHES_BACK = {429: 2, 500: 1, 502: 1, 503: 1, 504: 1}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which a request is given up, as long as no better limits are known (see
    `congestion.Pace`)."""

    connect: int = 10
    message: float = 20.0
    """Maximum time without a message."""
    whole: float = 90.0
    """Maximum total, in addition to the duration of the speech itself: a slow connection may take
    that long."""
    wait: float = 0.0
    """Time to wait for a service that refuses everything."""


class BrokenOff(ServiceError):
    """The connection was closed before the answer was complete."""


class NoAudio(ServiceError):
    """The service ended its answer without any audio, as it does for a voice that it no longer
    has."""


def wait_asked() -> float:
    """Seconds to wait for the end of an outage, from the environment."""
    try:
        return max(0.0, float(os.environ.get(WAIT, "")))
    except ValueError:
        return WAIT_SECONDS


# --- the client -----------------------------------------------------------------------------------


def address() -> str:
    """The address of the service, or of the relay named by PAGECAST_EDGE_URL. Raises EngineError if
    that is not a web socket address."""
    relay = os.environ.get(ENDPOINT, "").rstrip("/")
    if relay and not (relay.startswith(("ws://", "wss://")) and proxies.names_a_host(relay)):
        raise EngineError(
            f"{ENDPOINT} is {relay!r}",
            hint="write an address that begins with ws:// or wss:// and has a host",
        )
    return relay or f"wss://{import_module('edge_tts').constants.BASE_URL}"


def _client() -> Any:
    """The package edge_tts, directed to the service or the relay.

    It has no option for this; but the addresses are constants of its modules, read on each request.
    """
    client = import_module("edge_tts")
    own, there = f"wss://{client.constants.BASE_URL}", address()
    client.communicate.WSS_URL = client.constants.WSS_URL.replace(own, there)
    client.voices.VOICE_LIST = client.constants.VOICE_LIST.replace(
        _over_http(own), _over_http(there)
    )
    client.communicate.DRM = client.voices.DRM = _asks_again_in_need(client.drm.DRM)
    return client


@cache
def _asks_again_in_need(drm: Any) -> Any:
    """The client's clock and tokens, with fewer retries. The client answers each 403 by correcting
    its clock and repeating the request; here it does so only if that yields another token than the
    one just refused. Otherwise every request would be sent twice during an outage."""
    from edge_tts.exceptions import SkewAdjustmentError

    def corrected(error: Any) -> None:
        try:
            drm.handle_client_response_error(error)
        except SkewAdjustmentError:  # the refusal bears no date
            raise error from None
        if drm.generate_sec_ms_gec() == error.request_info.url.query.get("Sec-MS-GEC"):
            raise error

    return type("CarefulDRM", (drm,), {"handle_client_response_error": staticmethod(corrected)})


def _over_http(address: str) -> str:
    """
    >>> _over_http("wss://example.org/speech"), _over_http("ws://localhost:8080")
    ('https://example.org/speech', 'http://localhost:8080')
    """
    return "http" + address.removeprefix("ws")


def sendable(text: str) -> str:
    """The text with each character that can't be sent replaced by a space, so its length is
    unchanged."""
    return _UNSENDABLE.sub(" ", text)


def _talk(text: str, voice: Voice, limits: Limits) -> Communicate:
    try:
        talk: Communicate = _client().Communicate(
            text,
            voice.id,
            rate=f"{round((voice.rate - 1) * 100):+d}%",
            pitch=f"{voice.pitch:+d}Hz",
            volume=f"{voice.volume:+d}%",
            boundary="WordBoundary",
            connect_timeout=limits.connect,
            proxy=proxies.proxy_for(address()),
        )
    except (ValueError, TypeError) as error:  # the names of voices have a form
        raise VoiceNotFound(
            f"{voice.id!r} can't be a voice of the online service", hint="see tts voices"
        ) from error
    return talk


@dataclass(slots=True)
class Answer:
    """What has been received so far."""

    audio: bytearray = field(default_factory=bytearray)
    words: list[Word] = field(default_factory=list)
    began: float = 0.0
    """Start time, by the event loop's clock."""
    latest: float = 0.0
    gap: float = 0.0
    """The longest time without a message, in seconds."""

    def heard(self, now: float) -> None:
        self.gap = max(self.gap, now - self.latest)
        self.latest = now


async def request(
    text: str, voice: Voice, limits: Limits, queue: RequestQueue, seconds: float
) -> Answer:
    """Have one text spoken; `seconds` is the expected duration. Returns the MP3 as received, and
    the words with their times. Raises TimeoutError and what the client raises."""
    now = asyncio.get_running_loop().time
    answer = Answer(began=now(), latest=now())
    task = asyncio.create_task(_listen(_talk(text, voice, limits), answer))
    try:
        while not task.done():
            left = _left(answer, limits, queue, seconds, now())
            await asyncio.wait({task}, timeout=min(left, _LOOK))
        task.result()
    finally:
        # Not awaited, because closing a stalled web socket takes another ten seconds.
        task.cancel()
    queue.pace.learn(answer.gap, now() - answer.began, seconds)
    return answer


def _left(answer: Answer, limits: Limits, queue: RequestQueue, seconds: float, now: float) -> float:
    """Remaining seconds to wait. Raises TimeoutError if there are none."""
    message = queue.pace.message(limits.message)
    whole = queue.pace.whole(max(message, limits.whole + seconds), seconds)
    left = min(answer.latest + message, answer.began + whole) - now
    if left > 0:
        return left
    queue.pace.lost()
    if now - answer.latest >= message:
        raise TimeoutError(f"the service sent nothing for {message:.3g} s")
    raise TimeoutError(f"the service did not finish within {whole:.3g} s")


async def _listen(talk: Communicate, answer: Answer) -> None:
    now = asyncio.get_running_loop().time
    async for event in talk.stream():
        answer.heard(now())
        if event["type"] == "audio":
            answer.audio += event["data"]
        else:
            start, length = event["offset"] / _TICKS_PER_MS, event["duration"] / _TICKS_PER_MS
            answer.words.append(Word(event["text"], round(start), round(start + length)))
    # The client only adds up the bytes it received when turn.end arrives.
    if talk.state["cumulative_audio_bytes"] != len(answer.audio):
        raise BrokenOff("the service closed the connection before the end of the speech")


async def list_voices() -> list[Any]:
    """The service's current list of voices."""
    listing: list[Any] = await _client().list_voices(proxy=proxies.proxy_for(address()))
    return listing


async def greet() -> None:
    """Connect and disconnect. If the clock is refused, correct it as the client does and try once
    more."""
    import aiohttp

    client = _client()
    try:
        await _shake_hands(client)
    except aiohttp.ClientResponseError as error:
        if error.status != 403:
            raise
        client.drm.DRM.handle_client_response_error(error)
        await _shake_hands(client)


async def _shake_hands(client: Any) -> None:
    import ssl

    import aiohttp
    import certifi

    drm, constants = client.drm.DRM, client.constants
    url = (
        f"{client.communicate.WSS_URL}&ConnectionId={client.communicate.connect_id()}"
        f"&Sec-MS-GEC={drm.generate_sec_ms_gec()}&Sec-MS-GEC-Version={constants.SEC_MS_GEC_VERSION}"
    )
    context = ssl.create_default_context(cafile=certifi.where())
    headers = drm.headers_with_muid(constants.WSS_HEADERS)
    closing = aiohttp.ClientWSTimeout(ws_close=0.2)
    proxy = proxies.proxy_for(address())
    async with (
        aiohttp.ClientSession(trust_env=True) as session,
        session.ws_connect(url, headers=headers, ssl=context, timeout=closing, proxy=proxy),
    ):
        return


# --- its errors -----------------------------------------------------------------------------------


@contextmanager
def translated() -> Iterator[None]:
    """Convert any exception of the client, its transport or its parsers to one of our errors."""
    try:
        yield
    except TtsError:
        raise
    except CancelledError as error:
        raise EngineError("the request to the online service was cancelled") from error
    except Exception as error:
        raise _service_error(error) from error


def _service_error(error: Exception) -> ServiceError:
    import aiohttp
    from edge_tts.exceptions import NoAudioReceived

    match error:
        case TimeoutError():
            return ServiceError(
                str(error) or "the online service did not answer in time", hint=_OFFLINE
            )
        case aiohttp.ClientResponseError():
            who = (
                "the proxy"
                if isinstance(error, aiohttp.ClientHttpProxyError)
                else "the online service"
            )
            said = f"{who} refused: HTTP {error.status} {error.message}".rstrip()
            return ServiceError(
                said, hint=_older_client(error.status) or _REFUSED.get(error.status, "")
            )
        case NoAudioReceived():
            return NoAudio(
                "the online service sent no audio",
                hint="the voice may have been withdrawn: see tts voices --refresh",
            )
        case aiohttp.ClientProxyConnectionError():
            return ServiceError(f"the proxy can't be reached: {_words(error)}", hint=proxies.HINT)
        case aiohttp.ClientConnectionError() | OSError():
            return ServiceError(
                f"the connection to the online service failed: {_words(error)}", hint=_OFFLINE
            )
    return ServiceError(f"the online service sent an unreadable answer: {_words(error)}")


_TOKEN_SINCE = (7, 3, 1)
"""The first version of edge-tts whose tokens the service accepts."""


def _older_client(status: int) -> str:
    """Hint for a 403 if the installed edge-tts makes outdated tokens; otherwise empty."""
    from importlib.metadata import version

    installed = version("edge-tts")
    numbers = tuple(int(part) for part in re.findall(r"\d+", installed)[:3])
    if status != 403 or numbers >= _TOKEN_SINCE:
        return ""
    return f"your edge-tts ({installed}) is older than the service; pip install -U edge-tts"


def refuses(error: BaseException | None) -> bool:
    """Whether the request never started: there was no connection, or the handshake was refused."""
    import aiohttp

    if isinstance(error, aiohttp.ClientResponseError):
        return error.status != 400  # that is about what was asked for
    return isinstance(error, aiohttp.ClientConnectorError)


def may_be_the_voice(error: BaseException) -> bool:
    """Whether the voice itself may be the cause: nothing came in time, or the request was refused
    as malformed."""
    import aiohttp

    cause = error.__cause__
    bad_request = isinstance(cause, aiohttp.ClientResponseError) and cause.status == 400
    return bad_request or isinstance(cause, TimeoutError)


def _words(error: Exception) -> str:
    """The error's message on one line, without the objects that aiohttp includes."""
    inner = getattr(error, "os_error", error)
    return " ".join(
        str(inner.strerror if isinstance(inner, OSError) and inner.strerror else inner).split()
    ) or repr(error)


def pushes_back(error: BaseException | None) -> int:
    """2 if the service says that it is overloaded, 1 if it may be (a refusal, a reset, a timeout),
    else 0."""
    import aiohttp
    from edge_tts.exceptions import WebSocketError

    if isinstance(error, aiohttp.ClientResponseError):
        return _PUSHES_BACK.get(error.status, 0)
    if isinstance(error, aiohttp.ClientConnectorError):
        return 0  # nothing was reached
    lost = (BrokenOff, TimeoutError, WebSocketError, aiohttp.ClientConnectionError, ConnectionError)
    return int(isinstance(error, lost))


def retry_after(error: BaseException | None) -> float:
    """Seconds that a refusal asks to wait (Retry-After, RFC 9110, 10.2.3: seconds or a date),
    otherwise 0."""
    headers = getattr(error, "headers", None) or {}
    header = str(headers.get("Retry-After", "")).strip()
    if header.isascii() and header.isdigit():
        return float(header)
    until = _moment(header)
    return max(0.0, until - (_moment(str(headers.get("Date"))) or time.time())) if until else 0.0


def _moment(date: str) -> float:
    """An HTTP date in seconds since 1970; without a time zone it is UTC (RFC 9110, 5.6.7). 0 if it
    is not a date.

    >>> _moment("Thu, 01 Jan 1970 00:01:00 -0000"), _moment("soon")
    (60.0, 0.0)
    """
    try:
        parsed = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return 0.0
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
