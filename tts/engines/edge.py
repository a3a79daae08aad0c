"""The online voices of Microsoft Edge, by way of edge-tts: no account, no key.

The client is kept to what it does well, one request of one chunk. Around it stands what it lacks, by measurement of
edge-tts 7.3.1 with aiohttp 3.14: it returns cut audio without an error when the connection closes before `turn.end`;
its receive timeout does not reach web sockets, so that a stalled one waits for ever; its splitter sends unspaced text
of any length as one request.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from tts.engines import edge_voices
from tts.engines.align import Word, align, speakable
from tts.engines.loop import Loop
from tts.engines.verify import expected_ms, shortened
from tts.model import (
    AudioError,
    Chunk,
    Clip,
    ClipMaker,
    ClipRejected,
    EngineError,
    ServiceError,
    TextTooLong,
    TtsError,
    Voice,
    VoiceNotFound,
)

if TYPE_CHECKING:
    from edge_tts import Communicate

ENDPOINT = "PAGECAST_EDGE_URL"
"""Names a relay, `ws://…` or `wss://…`, that takes the place of the service's own address up to `/readaloud`."""

REQUESTS = 16
"""At once: edge-tts#21 tells of 429 from some hundreds on."""
_LIMIT = 4000
"""Bytes of escaped text a request; the client's splitter cuts at 4,096 and must never be reached."""
_LIMIT_MS = 300_000
"""Speech a request: the service ends at ten minutes (edge-tts#190), and a voice may be slowed to half its rate."""
_TICKS_PER_MS = 10_000

_UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't carry (section 2.2, Char)."""

_OFFLINE = "check the connection, or let an embedded voice speak: --engine kokoro (Chinese), --engine hibari (English)"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which a request is given up."""

    connect: int = 10
    message: float = 20.0
    """Without a message."""
    whole: float = 90.0
    """In all, on top of the time that the speech itself lasts: a slow line may take that long."""


class Edge:
    """The engine `edge`. Calls from any thread meet in one event loop of its own."""

    name = "edge"
    version = "1"
    workers = 24
    """More than requests: while the service speaks to some, others have their clips measured."""
    normalizes = True
    phonemic = False
    audible = True

    def __init__(self, audio: ClipMaker) -> None:
        self._audio = audio
        self._loop = Loop()
        self._line = BoundedSemaphore(REQUESTS)
        self.limits = Limits()

    def voices(self, refresh: bool = False) -> Sequence[Voice]:
        """The list last had, or the table of well-known ones; with `refresh`, a new list where that is a week old."""
        kept, age = edge_voices.load()
        if refresh and age > edge_voices.WEEK:
            try:
                return self.refresh_voices()
            except ServiceError as error:
                _log.info("the list of voices is the last one had: %s", error.message)
        return kept or edge_voices.KNOWN

    def refresh_voices(self) -> Sequence[Voice]:
        """The list as the service has it now. Raises ServiceError."""
        with _translated():
            listing = self._loop.wait(_client().list_voices(), self.limits.connect + self.limits.message)
            voices = edge_voices.from_listing(listing)
        edge_voices.keep(listing)
        return voices

    def reachable(self, timeout: float = 3.0) -> str:
        """Empty when the service answers within that many seconds, else the reason why it is not to be had."""
        try:
            with _translated():
                self._loop.wait(_greet(), timeout)
        except EngineError as error:
            return error.message
        return ""

    def fits(self, spoken: str) -> bool:
        if len(escape(_sendable(spoken)).encode()) > _LIMIT:
            return False
        return len(spoken) < _LIMIT // 4 or expected_ms(spoken) <= _LIMIT_MS

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        spoken = chunk.spoken
        if not self.fits(spoken):
            raise TextTooLong(f"{shortened(spoken)} is more than a request of {_LIMIT} bytes may hold")
        if not speakable(spoken):
            raise EngineError(f"{shortened(spoken)} holds nothing that can be spoken")
        patience = self.limits.whole + expected_ms(spoken, chunk.language) / voice.rate / 1000
        with _translated(), self._line:
            audio, words = self._loop.wait(_request(_sendable(spoken), voice, self.limits), patience)
        return self._clip(audio, words, chunk)

    def close(self) -> None:
        """End what is under way; calls that wait for it raise EngineError."""
        self._loop.close()

    def _clip(self, audio: bytes, words: Sequence[Word], chunk: Chunk) -> Clip:
        marks, lost = align(words, chunk)
        if lost:
            _log.info("%d of %d words are not in %s: %s", len(lost), len(words), shortened(chunk.text), lost[:5])
        try:
            return self._audio.from_frames(audio, marks)
        except AudioError as error:
            raise ClipRejected(f"the service sent damaged audio: {error.message}") from error


# --- the client ---------------------------------------------------------------------------------------------


def _client() -> Any:
    """The package edge_tts, pointed at the service or at the relay that PAGECAST_EDGE_URL names.

    The client has no option for it: the addresses are constants of its modules, read at each request.
    """
    client = import_module("edge_tts")
    own = f"wss://{client.constants.BASE_URL}"
    relay = os.environ.get(ENDPOINT, "").rstrip("/") or own
    if not relay.startswith(("ws://", "wss://")):
        raise EngineError(f"{ENDPOINT} is {relay!r}", hint="give an address that begins with ws:// or wss://")
    client.communicate.WSS_URL = client.constants.WSS_URL.replace(own, relay)
    client.voices.VOICE_LIST = client.constants.VOICE_LIST.replace(_over_http(own), _over_http(relay))
    return client


def _over_http(address: str) -> str:
    """
    >>> _over_http("wss://example.org/speech"), _over_http("ws://localhost:8080")
    ('https://example.org/speech', 'http://localhost:8080')
    """
    return "http" + address.removeprefix("ws")


def _sendable(text: str) -> str:
    """The text with a space for every character that can't be sent; its length stays."""
    return _UNSENDABLE.sub(" ", text)


def _talk(text: str, voice: Voice, limits: Limits) -> Communicate:
    rate = f"{round((voice.rate - 1) * 100):+d}%"
    try:
        talk: Communicate = _client().Communicate(
            text, voice.id, rate=rate, boundary="WordBoundary", connect_timeout=limits.connect
        )
    except (ValueError, TypeError) as error:  # the names of voices have a form
        raise VoiceNotFound(f"the online service can't have a voice {voice.id!r}", hint="see tts voices") from error
    return talk


@dataclass(slots=True)
class _Answer:
    """What has come in so far."""

    audio: bytearray = field(default_factory=bytearray)
    words: list[Word] = field(default_factory=list)
    latest: float = 0.0
    """When, by the loop's clock."""


async def _request(text: str, voice: Voice, limits: Limits) -> tuple[bytes, list[Word]]:
    """One text, spoken: MP3 as it came, and the words with their times."""
    now = asyncio.get_running_loop().time
    answer = _Answer(latest=now())
    task = asyncio.create_task(_listen(_talk(text, voice, limits), answer))
    try:
        while not task.done():
            left = answer.latest + limits.message - now()
            if left <= 0:
                raise TimeoutError(f"nothing came from the service for {limits.message:g} s")
            await asyncio.wait({task}, timeout=left)
        task.result()
    finally:
        task.cancel()  # and not awaited: closing a web socket that has stalled takes ten seconds more
    return bytes(answer.audio), answer.words


async def _listen(talk: Communicate, answer: _Answer) -> None:
    now = asyncio.get_running_loop().time
    async for event in talk.stream():
        answer.latest = now()
        if event["type"] == "audio":
            answer.audio += event["data"]
        else:
            start, length = event["offset"] / _TICKS_PER_MS, event["duration"] / _TICKS_PER_MS
            answer.words.append(Word(event["text"], round(start), round(start + length)))
    # The client adds up what it received when turn.end comes, and only then.
    if talk.state["cumulative_audio_bytes"] != len(answer.audio):
        raise ServiceError("the service closed the connection before the end of the speech")


async def _greet() -> None:
    """Connect and leave. A refusal for a wrong clock is met as the client meets it: corrected, and asked once more."""
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
    async with (
        aiohttp.ClientSession(trust_env=True) as session,
        session.ws_connect(url, headers=headers, ssl=context, timeout=closing),
    ):
        return


# --- its errors ---------------------------------------------------------------------------------------------


@contextmanager
def _translated() -> Iterator[None]:
    """Whatever the client, its transport or its parsers raise becomes an error of ours."""
    try:
        yield
    except TtsError:
        raise
    except CancelledError as error:
        raise EngineError("the request to the online service was ended") from error
    except Exception as error:
        raise _service_error(error) from error


def _service_error(error: Exception) -> ServiceError:
    import aiohttp
    from edge_tts.exceptions import NoAudioReceived

    match error:
        case TimeoutError():
            return ServiceError(str(error) or "the online service did not answer in time", hint=_OFFLINE)
        case aiohttp.ClientResponseError():
            return ServiceError(f"the online service refused: HTTP {error.status} {error.message}".rstrip())
        case NoAudioReceived():
            return ServiceError(
                "the online service sent no audio", hint="is the voice withdrawn? See tts voices --refresh"
            )
        case aiohttp.ClientConnectionError() | OSError():
            return ServiceError(f"the connection to the online service failed: {_words(error)}", hint=_OFFLINE)
    return ServiceError(f"the online service sent what can't be read: {_words(error)}")


def _words(error: Exception) -> str:
    """An error on one line, without the objects that aiohttp prints into its own."""
    inner = getattr(error, "os_error", error)
    return " ".join(str(inner.strerror if isinstance(inner, OSError) and inner.strerror else inner).split()) or repr(
        error
    )
