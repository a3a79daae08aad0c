"""A loopback stand-in for the online speech service, with its protocol, MP3 frames, and failures on demand.

    with EdgeServer(latency=0.3, faults=["reset", "ok"]) as server:
        ...  # PAGECAST_EDGE_URL=server.url

`python tests/edge_server.py --latency 0.3` runs one for benchmarks and prints its address.

The messages are those that the client of edge-tts reads: text messages of header lines, a blank line and JSON; binary
messages of a two-byte header length, header lines and MP3. Marks are events with offsets in ticks of 100 ns. Speech
is tones that come and go, about as long as a voice would need; 0.8 s of silence follow it, as from the real service.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import html
import json
import random
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType, TracebackType

import lameenc
import numpy as np
from aiohttp import WSCloseCode, web

from tts.engines.edge.congestion import queue_for

FAULTS = {
    "ok": "speaks",
    "400": "refuses the handshake; of a voice: closes when a text for it has come",
    "403": "refuses the handshake",
    "429": "refuses the handshake",
    "503": "refuses the handshake",
    "reset": "tears the connection down in the middle of the audio",
    "truncate": "closes politely in the middle of the audio, before turn.end",
    "late close": "closes politely after all the marks and nearly all audio, before turn.end",
    "no audio": "sends turn.end and nothing before it",
    "stall": "stops in the middle of the audio and keeps the connection open",
    "drip": "sends a frame now and then, for ever",
    "garbage": "sends a binary message that is none",
    "garbage text": "sends metadata that is no JSON",
    "silence": "sends all marks, and audio that is silent",
    "short marks": "sends all audio, and marks for half of the text",
    "short audio": "sends all marks, half of the audio and turn.end",
    "torn": "sends audio that ends inside a frame, and turn.end",
}

TICKS_PER_MS = 10_000
FRAME_MS, FRAME_BYTES = 24, 144
LEAD_MS, TAIL_MS = 100, 800
MESSAGE_FRAMES = 10
PIECE_MS = 24 * 1250

VOICES = [
    ("zh-CN-XiaoxiaoNeural", "Female"),
    ("zh-CN-YunyangNeural", "Male"),
    ("zh-CN-liaoning-XiaobeiNeural", "Female"),
    ("zh-TW-HsiaoChenNeural", "Female"),
    ("en-US-EmmaMultilingualNeural", "Female"),
    ("en-US-BrianNeural", "Male"),
    ("fi-FI-NooraNeural", "Female"),
]

Plan = Sequence[str] | Callable[[int], str]
"""The fault for the connection with that number; a list is used up from the front, followed by no
faults."""

MIXED = ("reset", "truncate", "no audio", "403", "429", "503", "stall", "drip", "garbage")
"""The faults of a bad service, in order."""


def every(count: int, kinds: Sequence[str] = MIXED) -> Plan:
    """A fault in every n-th request, its kinds in turn."""
    return lambda number: kinds[number // count % len(kinds)] if number % count == count - 1 else "ok"


def at_rates(rates: Mapping[str, float], seed: int = 1) -> Plan:
    """Each fault in a share of all requests, chosen pseudo-randomly and reproducibly."""

    def plan(number: int) -> str:
        drawn = random.Random(seed * 1_000_003 + number).random()
        for fault, share in rates.items():
            drawn -= share
            if drawn < 0:
                return fault
        return "ok"

    return plan


def outage(kind: str, seconds: float, after: int = 0) -> Plan:
    """From the request with that number on, refuse for a number of seconds."""
    began: list[float] = []

    def plan(number: int) -> str:
        if number < after:
            return "ok"
        began.append(time.monotonic())
        return kind if began[-1] - began[0] < seconds else "ok"

    return plan


@dataclass(frozen=True)
class Word:
    text: str
    start: int
    """Milliseconds."""
    end: int


# --- speech -------------------------------------------------------------------------------------------------

_WORDS = re.compile(
    r"(?P<number>\d[\d.,:%％年月日号]*)|(?P<han>[\u4e00-\u9fff]{1,2})|(?P<latin>[^\W\d_]+(?:['’-]\w+)*)"
)
_PAUSES = {"。": 400, "！": 400, "？": 400, ".": 400, "!": 400, "?": 400, "，": 200, ",": 200, "；": 250, ";": 250}


def timed(text: str, rate: float) -> list[Word]:
    """The words of a text, and the time of each."""
    words, now, at = [], float(LEAD_MS), 0
    for match in _WORDS.finditer(text):
        now += sum(_PAUSES.get(sign, 0) for sign in text[at : match.start()]) / rate
        at = match.end()
        length = _length(match) / rate
        words.append(Word(match.group(), int(now), int(now + length)))
        now += length
    return words


def _length(match: re.Match[str]) -> int:
    text = match.group()
    if match.lastgroup == "han":
        return 230 * len(text)
    return 250 * len(text) if match.lastgroup == "number" else 90 + 55 * len(text)


def sentences(text: str, words: list[Word]) -> Iterator[Word]:
    """The same in whole sentences, for a client that requests those."""
    rest = list(words)
    for part in re.findall(r"[^。！？.!?]+[。！？.!?]*", text):
        inside = [rest.pop(0) for _ in _WORDS.finditer(part) if rest]
        if inside:
            yield Word(part.strip(), inside[0].start, inside[-1].end)


@lru_cache(maxsize=8)
def _piece(tone: int) -> bytes:
    """Thirty seconds of speech-like sound: a tone with syllable envelopes and overtones."""
    t = np.arange(PIECE_MS * 24) / 24_000
    envelope = np.clip(np.sin(2 * np.pi * t / 0.23), 0.05, None)
    pitch = 130 + 25 * tone
    wave = sum(np.sin(2 * np.pi * pitch * n * t) / n for n in (1, 2, 3, 5))
    return _encode(0.2 * envelope * wave)


@lru_cache(maxsize=4)
def _silence(ms: int) -> bytes:
    return _encode(np.zeros(ms * 24))


def _encode(samples: np.ndarray) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(24_000)
    encoder.set_out_sample_rate(24_000)
    encoder.set_bit_rate(48)
    encoder.set_quality(7)
    encoder.silence()
    return bytes(encoder.encode((samples * 32767).astype("<i2").tobytes()) + encoder.flush())


def sound(text: str, ms: int) -> bytes:
    """The same frames for the same text: whole pieces, the start of one more, then silence."""
    piece = _piece(hashlib.sha256(text.encode()).digest()[0] % 4)
    size = -(-ms // FRAME_MS) * FRAME_BYTES
    return (piece * (size // len(piece) + 1))[:size] + _silence(TAIL_MS)


# --- the wire -----------------------------------------------------------------------------------------------


def _text_message(path: str, body: object) -> str:
    head = f"X-RequestId:{'0' * 32}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
    return head + json.dumps(body, ensure_ascii=False)


def _audio_message(audio: bytes) -> bytes:
    kind = "Content-Type:audio/mpeg\r\n" if audio else ""
    head = f"X-RequestId:{'0' * 32}\r\n{kind}X-StreamId:{'1' * 32}\r\nPath:audio\r\n".encode()
    return len(head).to_bytes(2, "big") + head + audio


def _boundary(kind: str, word: Word) -> str:
    text = {"Text": html.escape(word.text, quote=False), "Length": len(word.text), "BoundaryType": kind}
    times = {"Offset": word.start * TICKS_PER_MS, "Duration": (word.end - word.start) * TICKS_PER_MS}
    return _text_message("audio.metadata", {"Metadata": [{"Type": kind, "Data": {**times, "text": text}}]})


def conversation(text: str, rate: float, kind: str, fault: str = "ok") -> list[str | bytes]:
    """All messages of an answer between turn.start and turn.end, with marks before their sound."""
    words = timed(text, rate)
    audio = sound(text, words[-1].end) if words else b""
    if fault == "silence":
        audio = _silence(24 * len(audio) // FRAME_BYTES // 1000 * 1000 + 1000)
    if fault == "torn":
        audio = audio[:-50]
    if fault == "short audio":
        audio = audio[: len(audio) // 2 // FRAME_BYTES * FRAME_BYTES]
    events = words if kind == "WordBoundary" else list(sentences(text, words))
    if fault == "short marks":
        events = events[: len(events) // 2]
    return list(_interleaved(audio, events, kind))


def _interleaved(audio: bytes, events: list[Word], kind: str) -> Iterator[str | bytes]:
    step = MESSAGE_FRAMES * FRAME_BYTES
    at = 0
    for start in range(0, len(audio), step):
        until = (start + step) // FRAME_BYTES * FRAME_MS
        while at < len(events) and events[at].start < until:
            yield _boundary(kind, events[at])
            at += 1
        yield _audio_message(audio[start : start + step])
    yield from (_boundary(kind, event) for event in events[at:])
    yield _audio_message(b"")


class EdgeServer:
    """The service on a loopback port, in a separate thread."""

    def __init__(
        self,
        *,
        latency: float = 0.0,
        faults: Plan = (),
        port: int = 0,
        drip: float = 0.2,
        room: int = 0,
        retry_after: str = "",
        withdrawn: Sequence[str] = (),
        ill: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.latency = latency
        """Seconds before each answer: to the handshake, and to the text."""
        self.faults = faults
        self.drip = drip
        """Seconds between two frames of a slow answer."""
        self.room = room
        """Number of concurrent requests after which the next gets 429; 0 means unlimited."""
        self.retry_after = retry_after
        """The value of that header in a 429 and a 503."""
        self.withdrawn = withdrawn
        """Unlisted voices; a text for one gets turn.end without audio, like from the real
        service."""
        self.ill = ill
        """Voice -> the fault of every request for it, as in the list: `no audio`, `stall`,
        `400`."""
        self.port = port
        self.connections = 0
        self.times: list[float] = []
        """The time of each request, by the monotonic clock."""
        self.voices_asked: list[str] = []
        """The voice of each text received, in order."""
        self.refused = 0
        self.listings = 0
        self.ssml: list[str] = []
        """Every SSML document received, in order."""
        self.most_at_once = 0
        self.at_once: list[int] = []
        """The number of open requests when each arrived, including itself, in order."""
        self._open = 0
        self._started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def texts(self) -> list[str]:
        """Every text received, in order."""
        return [_text_of(ssml) for ssml in self.ssml]

    def __enter__(self) -> EdgeServer:
        for tone in range(4):  # encoded now, so that no answer waits for it
            _piece(tone)
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        queue_for.cache_clear()  # a later server may get the same port, and would be taken for this one

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._started.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.wait_for(self._runner.cleanup(), 60))
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_get("/edge/v1", self._speak)
        app.router.add_get("/voices/list", self._voices)
        app.router.add_get("/log", self._log)
        self._runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]

    def _fault(self) -> str:
        self.times.append(time.monotonic())
        number, self.connections = self.connections, self.connections + 1
        if callable(self.faults):
            return self.faults(number)
        return self.faults[number] if number < len(self.faults) else "ok"

    async def _voices(self, request: web.Request) -> web.Response:
        self.listings += 1
        if (fault := self._fault()) in ("403", "429", "503"):
            return web.Response(status=int(fault))
        listed = [
            {"ShortName": name, "Gender": gender, "Locale": name.rpartition("-")[0], "Status": "GA", "VoiceTag": {}}
            for name, gender in VOICES
            if name not in self.withdrawn
        ]
        return web.json_response(listed)

    async def _log(self, request: web.Request) -> web.Response:
        """The requests so far, for a benchmark in another process."""
        about = {"connections": self.connections, "texts": self.texts, "most_at_once": self.most_at_once}
        return web.json_response(about)

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        fault = self._fault()
        self._open += 1
        self.at_once.append(self._open)
        self.most_at_once = max(self.most_at_once, self._open)
        try:
            if self.room and self._open > self.room:
                fault = "429"
            await asyncio.sleep(self.latency)
            if fault in ("400", "403", "429", "503"):
                self.refused += 1
                again = {"Retry-After": self.retry_after} if self.retry_after and fault != "403" else {}
                return web.Response(status=int(fault), headers=again)
            socket = web.WebSocketResponse(compress=False)
            await socket.prepare(request)
            await self._answer(request, socket, fault)
            return socket
        finally:
            self._open -= 1

    async def _answer(self, request: web.Request, socket: web.WebSocketResponse, fault: str) -> None:
        config = await socket.receive()
        ssml = await socket.receive()
        if ssml.type is not web.WSMsgType.TEXT:
            return  # a probe: connected and left
        self.ssml.append(ssml.data)
        self.voices_asked.append(_voice_of(ssml.data))
        if self.voices_asked[-1] in self.withdrawn:
            fault = "no audio"
        fault = self.ill.get(self.voices_asked[-1], fault)
        if fault == "400":
            await socket.close(code=WSCloseCode.INVALID_TEXT, message=b"400 Bad Request")
            return
        kind = "WordBoundary" if '"wordBoundaryEnabled":"true"' in config.data else "SentenceBoundary"
        await asyncio.sleep(self.latency)
        messages = conversation(_text_of(ssml.data), _rate_of(ssml.data), kind, fault)
        await socket.send_str(_text_message("turn.start", {"context": {"serviceTag": "0" * 32}}))
        await socket.send_str(_text_message("response", {"audio": {"type": "inline", "streamId": "1" * 32}}))
        await self._send(request, socket, messages, fault)

    async def _send(
        self, request: web.Request, socket: web.WebSocketResponse, messages: list[str | bytes], fault: str
    ) -> None:
        cut = {"reset": 0.4, "truncate": 0.5, "stall": 0.5, "no audio": 0, "drip": 0.1, "garbage": 0.5}.get(fault, 1)
        for message in messages[: int(len(messages) * cut) - (fault == "late close") * 2]:
            await (socket.send_str(message) if isinstance(message, str) else socket.send_bytes(message))
        match fault:
            case "reset":
                await asyncio.sleep(0.05)
                assert request.transport is not None
                request.transport.abort()
            case "stall":
                await asyncio.sleep(3600)
            case "drip":
                with suppress(ConnectionError):
                    while not socket.closed:
                        await socket.send_bytes(_audio_message(_silence(1000)[:FRAME_BYTES]))
                        await asyncio.sleep(self.drip)
            case "garbage":
                await socket.send_bytes(b"\xff\xff nothing that anyone could read")
            case "garbage text":
                await socket.send_str("Path:audio.metadata\r\n\r\n{half a docu")
            case "truncate" | "late close":
                await socket.close()
            case _:
                await socket.send_str(_text_message("turn.end", {}))
                await socket.receive()  # the client closes


def _text_of(ssml: str) -> str:
    found = re.search(r"<prosody[^>]*>(.*)</prosody>", ssml, re.DOTALL)
    assert found
    return html.unescape(found[1])


def _voice_of(ssml: str) -> str:
    """A voice by its short name: `zh-CN-XiaoxiaoNeural`."""
    found = re.search(r"\((.+?), (.+?)\)'", ssml)
    assert found
    return f"{found[1]}-{found[2]}"


def _rate_of(ssml: str) -> float:
    found = re.search(r"rate='([+-]\d+)%'", ssml)
    return 1 + int(found[1]) / 100 if found else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description="A loopback stand-in for the online speech service.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds each answer takes")
    parser.add_argument("--every", type=int, default=0, help="a fault in every so-manieth request; 0 is none")
    parser.add_argument("--outage", type=float, default=0.0, help="seconds in which everything is refused")
    parser.add_argument("--refusal", choices=["403", "503"], default="503", help="how, in an outage")
    options = parser.parse_args()
    faults = every(options.every) if options.every else ()
    if options.outage:
        faults = outage(options.refusal, options.outage)
    with EdgeServer(latency=options.latency, port=options.port, faults=faults) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
