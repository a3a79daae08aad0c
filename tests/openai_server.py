"""A loopback stand-in for servers with OpenAI's speech interface: JSON requests, audio in any format, faults.

    with SpeechServer(faults=["503", "ok"]) as server:
        ...  # PAGECAST_OPENAI_URL=server.url

Speech is tones that come and go, about as long as a voice would need; a text always gives the same tone.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import numpy as np
import soundfile

from tts.engines.verify import expected_ms

KEY = "sk-test-0123456789abcdef"
FAULTS = {
    "ok": "speaks",
    "429": "asks for a second's patience, with Retry-After",
    "500": "fails, with a page",
    "503": "fails, with JSON",
    "truncate": "closes in the middle of what Content-Length promised",
    "short wav": "sends half of the audio that the WAV's header promises",
    "reset": "closes without an answer",
    "empty": "200 and nothing",
    "error in 200": "200 and JSON that tells of an error",
    "silence": "200 and zeros",
    "short audio": "a quarter of the speech, whole as a file",
    "garbage": "bytes that are no audio",
    "stall": "stops in the middle and keeps the connection open",
}

Plan = Sequence[str] | Callable[[int], str]


def speech(text: str, rate: int = 24_000, level: float = 0.1, speed: float = 1.0) -> np.ndarray:
    """Syllables of a buzz, between two bits of silence."""
    seconds = expected_ms(text, "zh" if any("一" <= c <= "鿿" for c in text) else "en") / 1000 / speed
    t = np.arange(round(max(seconds, 0.3) * rate)) / rate
    pitch = 120 + hashlib.sha256(text.encode()).digest()[0] / 2
    wave = sum(np.sin(2 * np.pi * pitch * n * t) / n for n in (1, 2, 3, 5))
    sounding = level * np.clip(np.sin(2 * np.pi * t / 0.46) ** 2, 0.05, 1) * wave
    quiet = np.zeros(round(0.15 * rate))
    return np.concatenate([quiet, sounding, quiet]).astype(np.float32)


def packed(samples: np.ndarray, rate: int, kind: str) -> bytes:
    """Audio as sent by a server; `streamed` is a WAV without a size in its header."""
    if kind == "pcm":
        return (samples * 32767).astype("<i2").tobytes()
    out = io.BytesIO()
    if kind == "mp3":
        soundfile.write(out, samples, rate, format="MP3")
    else:
        soundfile.write(out, samples, rate, format="FLAC" if kind == "flac" else "WAV", subtype="PCM_16")
    made = out.getvalue()
    if kind == "streamed":
        at = made.index(b"data")
        return made[:4] + b"\xff\xff\xff\xff" + made[8 : at + 4] + b"\xff\xff\xff\xff" + made[at + 8 :]
    return made


class SpeechServer:
    """The interface on a loopback port, with a record of requests."""

    def __init__(self, *, faults: Plan = (), rate: int = 24_000, level: float = 0.1, latency: float = 0.0) -> None:
        self.faults, self.rate, self.level, self.latency = faults, rate, level, latency
        self.key = ""
        """The key required; empty if none is."""
        self.stereo = False
        self.formats = ["wav", "flac", "mp3", "pcm"]
        """Accepted formats; the first is used to answer a request for `wav`."""
        self.send_as = ""
        """The format actually sent."""
        self.listings: dict[str, Any] = {}
        """Answers by the path after /v1."""
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.headers: dict[str, str] = {}
        """Headers of a refusal."""
        self.asked: list[dict[str, Any]] = []
        """The JSON of every request with a valid key, including invalid ones."""
        self.paths: list[str] = []
        self.times: list[float] = []
        self.given_keys: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"speaker": self}))
        self._server.daemon_threads = True
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def texts(self) -> list[str]:
        return [a["input"] for a in self.asked]

    def fault(self) -> str:
        with self._lock:
            number = len(self.times)
            self.times.append(time.monotonic())
        if callable(self.faults):
            return self.faults(number)
        return self.faults[number] if number < len(self.faults) else "ok"

    def __enter__(self) -> SpeechServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


class Handler(BaseHTTPRequestHandler):
    speaker: SpeechServer
    protocol_version = "HTTP/1.1"
    timeout = 5

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests print nothing."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True

    def do_GET(self) -> None:
        self.speaker.paths.append(self.path)
        listed = self.speaker.listings.get(self.path.removeprefix("/v1"))
        self.tell(200 if listed is not None else 404, listed if listed is not None else {"detail": "Not Found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.speaker.paths.append(self.path)
        self.speaker.given_keys.add(self.headers.get("Authorization", ""))
        time.sleep(self.speaker.latency)
        if self.speaker.key and self.headers.get("Authorization") != f"Bearer {self.speaker.key}":
            given = self.headers.get("Authorization", "").removeprefix("Bearer ")
            self.tell(401, {"error": {"message": f"Incorrect API key provided: {given}.", "code": "invalid_api_key"}})
            return
        self.speaker.asked.append(body)
        if self.speaker.refusal:
            self.tell(*self.speaker.refusal, self.speaker.headers)
        elif body["response_format"] not in self.speaker.formats:
            self.tell(400, {"detail": {"error": "validation_error", "message": "Unsupported format: wav"}})
        else:
            self.answer(body, self.speaker.fault())

    def answer(self, body: dict[str, Any], fault: str) -> None:
        kind = self.speaker.send_as or body["response_format"]
        samples = speech(body["input"], self.speaker.rate, self.speaker.level, body["speed"])
        if fault == "silence":
            samples = np.zeros_like(samples)
        if fault == "short audio":
            samples = samples[: len(samples) // 8]
        if self.speaker.stereo:
            samples = np.stack([samples, samples], axis=1)
        match fault:
            case "429":
                self.tell(429, {"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}, {"Retry-After": "1"})
            case "500":
                self.send(500, b"<html>Internal error</html>", "text/html")
            case "503":
                self.tell(503, {"detail": "no worker is free"})
            case "reset":
                self.close_connection = True
            case "empty":
                self.send(200, b"", "audio/wav")
            case "error in 200":
                self.tell(200, {"error": "the model could not be loaded"})
            case "garbage":
                self.send(200, b"RIFF\x00\x00\x00\x00WAVEfmt nothing that anyone could read", "audio/wav")
            case _:
                self.speak(packed(samples, self.speaker.rate, kind), kind, fault)

    def speak(self, audio: bytes, kind: str, fault: str) -> None:
        media_type = f"audio/pcm; rate={self.speaker.rate}" if kind == "pcm" else f"audio/{kind}"
        if fault == "short wav":
            self.send(200, audio[: len(audio) // 2], media_type)
        elif fault in ("truncate", "stall"):
            self.send(200, audio[: len(audio) // 2], media_type, promised=len(audio))
            if fault == "stall":
                time.sleep(3600)
            self.close_connection = True
        else:
            self.send(200, audio, media_type)

    def tell(self, status: int, what: object, headers: dict[str, str] | None = None) -> None:
        self.send(status, json.dumps(what).encode(), "application/json", headers)

    def send(
        self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None, promised: int = -1
    ) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Type": kind}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if promised < 0 else promised))
        self.end_headers()
        self.wfile.write(body)
