"""One request to the online service with the client edge-tts: complete audio, or one of our errors.

The client is kept to what it does well, one request of one chunk. Around it stands what it lacks,
by measurement of edge-tts 7.3.1 with aiohttp 3.14: it returns cut audio without an error when the
connection closes before `turn.end`; its receive timeout does not reach web sockets, so that a
stalled one waits for ever; its splitter sends unspaced text of any length as one request; and of
HTTPS_PROXY aiohttp knows nothing where the address begins with `wss:`.
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
"""Names a relay, `ws://…` or `wss://…`, that takes the place of the service's own address up to
`/readaloud`."""

WAIT = "PAGECAST_WAIT"
"""Seconds that an outage is waited for; `--wait` sets it."""
WAIT_SECONDS = 120.0

_TICKS_PER_MS = 10_000
_LOOK = 0.25
"""Seconds between two looks at a request that says nothing: the others teach meanwhile what is
usual."""

_UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't carry (section 2.2, Char)."""

_EMBEDDED = "let an embedded voice speak: --engine kokoro (Chinese), --engine hibari (English)"
_OFFLINE = f"check the connection, or {_EMBEDDED}"
_REFUSED = {
    403: "the service knows its clients by a token that changes: pip install -U edge-tts; "
    f"or {_EMBEDDED}",
    407: "the proxy requires a name and password: --proxy http://NAME:PASSWORD@HOST:PORT",
    429: "wait a few minutes and run the same command again, or speak fewer chunks at once: -j 4",
}
"""HTTP status -> what to do when it stays."""
_PUSHES_BACK = {429: 2, 500: 1, 502: 1, 503: 1, 504: 1}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which a request is given up, where nothing better is known (see
    `congestion.Pace`)."""

    connect: int = 10
    message: float = 20.0
    """Without a message."""
    whole: float = 90.0
    """In all, on top of the time that the speech itself lasts: a slow line may take that long."""
    wait: float = 0.0
    """For a service that refuses everything, before it is given up."""


class BrokenOff(ServiceError):
    """The connection was closed before the answer had come to its end."""


class NoAudio(ServiceError):
    """The service ended its answer, and no audio had been in it: it does so for a voice that it no
    longer has."""


def wait_asked() -> float:
    """Seconds that an outage is waited for, as the environment says."""
    try:
        return max(0.0, float(os.environ.get(WAIT, "")))
    except ValueError:
        return WAIT_SECONDS


# --- the client -----------------------------------------------------------------------------------


def address() -> str:
    """Where the service is: its own address, or that of the relay that PAGECAST_EDGE_URL names."""
    relay = os.environ.get(ENDPOINT, "").rstrip("/")
    if relay and not (relay.startswith(("ws://", "wss://")) and proxies.names_a_host(relay)):
        raise EngineError(
            f"{ENDPOINT} is {relay!r}",
            hint="write an address that begins with ws:// or wss:// and has a host",
        )
    return relay or f"wss://{import_module('edge_tts').constants.BASE_URL}"


def _client() -> Any:
    """The package edge_tts, pointed at the service or the relay.

    The client has no option for it: the addresses are constants of its modules, read at each
    request.
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
    """The client's clock and tokens. It answers each 403 with the clock corrected and a second
    request; here only where that gives a token that was not just refused: in an outage every
    request would be made twice."""
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
    """The text with a space for every character that can't be sent; its length stays."""
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
    """What has come in so far."""

    audio: bytearray = field(default_factory=bytearray)
    words: list[Word] = field(default_factory=list)
    began: float = 0.0
    """When, by the loop's clock."""
    latest: float = 0.0
    gap: float = 0.0
    """The longest time without a message, in seconds."""

    def heard(self, now: float) -> None:
        self.gap = max(self.gap, now - self.latest)
        self.latest = now


async def request(
    text: str, voice: Voice, limits: Limits, queue: RequestQueue, seconds: float
) -> Answer:
    """One text, spoken, in about so many seconds of speech: MP3 as it came, and the words with
    their times."""
    now = asyncio.get_running_loop().time
    answer = Answer(began=now(), latest=now())
    task = asyncio.create_task(_listen(_talk(text, voice, limits), answer))
    try:
        while not task.done():
            left = _left(answer, limits, queue, seconds, now())
            await asyncio.wait({task}, timeout=min(left, _LOOK))
        task.result()
    finally:
        # not awaited: closing a web socket that has stalled takes ten seconds more
        task.cancel()
    queue.pace.learn(answer.gap, now() - answer.began, seconds)
    return answer


def _left(answer: Answer, limits: Limits, queue: RequestQueue, seconds: float, now: float) -> float:
    """Seconds that there is still to wait. Raises TimeoutError when that is over."""
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
    # The client adds up what it received when turn.end comes, and only then.
    if talk.state["cumulative_audio_bytes"] != len(answer.audio):
        raise BrokenOff("the service closed the connection before the end of the speech")


async def list_voices() -> list[Any]:
    """The service's own list of its voices."""
    listing: list[Any] = await _client().list_voices(proxy=proxies.proxy_for(address()))
    return listing


async def greet() -> None:
    """Connect and leave. A refusal for a wrong clock is met as the client meets it: corrected, and
    asked once more."""
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
    """Whatever the client, its transport or its parsers raise becomes an error of ours."""
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
"""The edge-tts from which on the token is the one that the service checks."""


def _older_client(status: int) -> str:
    """What to do about a 403 where the installed edge-tts makes tokens of before; empty
    elsewhere."""
    from importlib.metadata import version

    installed = version("edge-tts")
    numbers = tuple(int(part) for part in re.findall(r"\d+", installed)[:3])
    if status != 403 or numbers >= _TOKEN_SINCE:
        return ""
    return f"your edge-tts ({installed}) is older than the service; pip install -U edge-tts"


def refuses(error: BaseException | None) -> bool:
    """Whether nothing was even begun: no connection was had, or the handshake was refused."""
    import aiohttp

    if isinstance(error, aiohttp.ClientResponseError):
        return error.status != 400  # that is about what was asked for
    return isinstance(error, aiohttp.ClientConnectorError)


def may_be_the_voice(error: BaseException) -> bool:
    """Whether a failure may be the voice's own: nothing came in time, or it was refused as a bad
    request."""
    import aiohttp

    cause = error.__cause__
    bad_request = isinstance(cause, aiohttp.ClientResponseError) and cause.status == 400
    return bad_request or isinstance(cause, TimeoutError)


def _words(error: Exception) -> str:
    """An error on one line, without the objects that aiohttp prints into its own."""
    inner = getattr(error, "os_error", error)
    return " ".join(
        str(inner.strerror if isinstance(inner, OSError) and inner.strerror else inner).split()
    ) or repr(error)


def pushes_back(error: BaseException | None) -> int:
    """1 for what may be a service with too much to do (a refusal, a reset, a silence), 2 where it
    says so, else 0."""
    import aiohttp
    from edge_tts.exceptions import WebSocketError

    if isinstance(error, aiohttp.ClientResponseError):
        return _PUSHES_BACK.get(error.status, 0)
    if isinstance(error, aiohttp.ClientConnectorError):
        return 0  # nothing was reached
    lost = (BrokenOff, TimeoutError, WebSocketError, aiohttp.ClientConnectionError, ConnectionError)
    return int(isinstance(error, lost))


def retry_after(error: BaseException | None) -> float:
    """Seconds that a refusal asks to wait (Retry-After, RFC 9110, 10.2.3: seconds or a date), else
    0."""
    headers = getattr(error, "headers", None) or {}
    header = str(headers.get("Retry-After", "")).strip()
    if header.isascii() and header.isdigit():
        return float(header)
    until = _moment(header)
    return max(0.0, until - (_moment(str(headers.get("Date"))) or time.time())) if until else 0.0


def _moment(date: str) -> float:
    """A date of HTTP in seconds since 1970; one without a zone is UTC (RFC 9110, 5.6.7). 0 for what
    is none.

    >>> _moment("Thu, 01 Jan 1970 00:01:00 -0000"), _moment("soon")
    (60.0, 0.0)
    """
    try:
        parsed = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return 0.0
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
