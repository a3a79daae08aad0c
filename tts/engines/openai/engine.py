"""Any server with OpenAI's interface `/v1/audio/speech`: OpenAI itself, Kokoro-FastAPI, LocalAI,
vLLM and others.

The interface gives no times, so a chunk is requested sentence by sentence: the start and end of
each are then known to the sample, without guessing. This takes more requests but no more money,
since servers charge for the text. Finished sentences are kept while their chunk is retried, so that
no failure is paid for twice.
"""

from __future__ import annotations

import logging
import math
import weakref
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from tts.engines import decoding
from tts.engines.event_loop import Loop
from tts.engines.openai import voices as openai_voices
from tts.engines.openai.client import TRIES, Limits, Server, ServerConfig, server_config, translated
from tts.engines.sentence_joining import Part, join, trim
from tts.engines.verify import check_length, shortened
from tts.locale.language_tags import base_of
from tts.model import (
    Chunk,
    Clip,
    ClipMaker,
    ClipRejected,
    EngineError,
    Sentence,
    ServiceError,
    TextTooLong,
    Voice,
)

if TYPE_CHECKING:
    from tts.model import Samples

REVISION = 1
"""Incremented when our own changes alter the sound of a text."""
LONGEST = 1500
"""Maximum characters of a chunk, and so of a sentence: the interface takes 4,096 characters,
gpt-4o-mini-tts 2,000 tokens, and Chinese may need a token for each character."""
DEFAULT_MODEL, USUAL_MODEL = "gpt-4o-mini-tts", "tts-1"
"""OpenAI's default model, and the name that most other servers accept."""

LEVEL = -19.0
"""Target loudness of a voice in LUFS, measured in mono: -16 on two speakers."""
MOST_GAIN = 24.0
"""Maximum gain in dB."""
_QUIETEST = 1e-4
"""Minimum peak of an audible sentence, relative to full scale."""
SAMPLE = {
    "zh": "这段话用来测量声音的大小：有高有低，有快有慢，读完之后才知道应该放大多少。",
    "": "This is said once to find out how loud the voice is, "
    "with some words that are high and some that are low.",
}
"""Texts for measuring a voice, by its base language."""

_LESS_MS = 250
"""Milliseconds by which a sentence may be shorter than expected: less than for chunks, whose
sentences are not checked individually."""
_KEPT = 64
"""Maximum number of unfinished chunks whose sentences are kept."""

_log = logging.getLogger(__name__)


class OpenAI:
    """The engine `openai`. Calls from all threads share one event loop."""

    name = "openai"
    normalizes = False
    """Servers differ, so numbers are converted to words before."""
    phonemic = False
    audible = True
    deterministic = False

    def __init__(self, audio: ClipMaker, where: ServerConfig | None = None) -> None:
        self._audio = audio
        self.place = where or server_config()
        self.local = self.place.local
        self.version = "+".join(filter(None, (str(REVISION), self.place.tag)))
        self.workers = 4 if self.local else 8
        self.limits = Limits()
        self._server = Server(self.place, self.limits)
        self._loop = Loop()
        self._kept = openai_voices.VoiceCache(self.place.tag or "own")
        self._voices: Sequence[Voice] = ()
        self._listed = False
        self._gains: dict[str, float] = {}
        self._measuring = Lock()
        self._half_said: dict[tuple[str, float, str], dict[int, Samples]] = {}
        weakref.finalize(self, _end, self._server, self._loop)

    # --- voices

    def voices(self) -> Sequence[Voice]:
        """The server's list, requested once; if it has none or does not answer, the last one,
        otherwise OpenAI's voices."""
        if not self._voices:
            try:
                self._voices = self.refresh_voices()
            except EngineError as error:
                _log.info("using the last known list of voices: %s", error.message)
                model = self.place.model or str(self._kept.get("model") or self._usual())
                self._voices = self._as_listed(self._kept.get("voices"), model)
        return self._voices

    def refresh_voices(self) -> Sequence[Voice]:
        """The server's current list. Raises ServiceError if it does not answer."""
        if self.place.own:
            return openai_voices.voices_of_model(self.place.model or DEFAULT_MODEL)
        model = self.place.model or openai_voices.model_of(self._ask("/models")) or USUAL_MODEL
        listing = self._ask("/audio/voices")
        self._kept.put("voices", listing)
        self._kept.put("model", model)
        self._voices = self._as_listed(listing, model)
        return self._voices

    def named(self, wanted: str) -> Voice | None:
        """An unlisted voice: of another model (`MODEL:VOICE`), a custom one, or of a server without
        a list. Only the server knows whether it exists."""
        model, _, name = wanted.rpartition(":")
        listed = self.voices()
        if not name or (self._listed and not model):
            return None
        model = model or listed[0].id.rpartition(":")[0]
        return openai_voices.voice(model, name, offline=self.local)

    def reachable(self, timeout: float = 3.0) -> str:
        """Empty if the server answers at all within `timeout` seconds, otherwise the reason why
        not."""
        try:
            with translated(self.place):
                self._loop.wait(self._server.listing("/models"), timeout)
        except ServiceError as error:
            return error.message
        except EngineError:  # it refused, so it is there
            return ""
        return ""

    def _ask(self, path: str) -> object:
        """A listing; None if the server has none."""
        try:
            with translated(self.place):
                return self._loop.wait(self._server.listing(path), self.limits.listing + 1)
        except ServiceError:
            raise
        except EngineError:
            return None

    def _as_listed(self, listing: object, model: str) -> Sequence[Voice]:
        found = openai_voices.from_listing(listing, model, offline=self.local)
        self._listed = bool(found) or self.place.own
        return found or openai_voices.voices_of_model(model, offline=self.local)

    def _usual(self) -> str:
        return DEFAULT_MODEL if self.place.own else USUAL_MODEL

    # --- speaking

    def fits(self, spoken: str) -> bool:
        return len(spoken) <= LONGEST

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        if not self.fits(chunk.spoken):
            raise TextTooLong(
                f"{len(chunk.spoken)} characters are more than the {LONGEST} openai takes at once"
            )
        gain = self._gain(voice)
        key = (voice.id, voice.rate, chunk.spoken)
        said = self._half_said.setdefault(key, {})
        numbers = iter(range(len(chunk.sentences)))

        def say(sentence: Sentence) -> tuple[Part]:
            number = next(numbers)
            if number not in said:
                said[number] = self._say(sentence.spoken, chunk.language, voice)
            return (Part(said[number]),)

        samples, marks = join(chunk, say, voice.rate)
        self._forget(key)
        return self._audio.from_pcm(samples, marks, gain)

    def close(self) -> None:
        """Cancel current requests; calls that wait for them raise EngineError."""
        _end(self._server, self._loop)

    def _forget(self, key: tuple[str, float, str]) -> None:
        """Discard the sentences of a finished chunk, and of the oldest failed ones."""
        self._half_said.pop(key, None)
        while len(self._half_said) > _KEPT:
            with suppress(KeyError, StopIteration, RuntimeError):  # another thread was first
                self._half_said.pop(next(iter(self._half_said)))

    def _say(self, spoken: str, language: str, voice: Voice) -> Samples:
        """A sentence, checked individually, since other sentences of the chunk could hide what is
        missing from it."""
        model, _, name = voice.id.rpartition(":")
        text = " ".join(spoken.split())
        with translated(self.place):
            request = self._server.speech(text, model, name, voice.rate)
            audio, media_type = self._loop.wait(request, TRIES * (self.limits.whole + 120))
        samples = decoding.decode(audio, media_type)
        peak = float(abs(samples).max()) if samples.size else 0.0
        if peak < _QUIETEST or not math.isfinite(peak):
            raise ClipRejected(f"the server sent silence for {shortened(text)}")
        heard = trim(samples)
        milliseconds = len(heard) * 1000 / decoding.RATE
        check_length(milliseconds, text, language, voice.rate, less=_LESS_MS)
        return samples

    # --- loudness

    def _gain(self, voice: Voice) -> float:
        """Gain in dB that brings a voice to the common level: measured once with a fixed sentence,
        and kept. All clips of a voice share a gain, or headings would differ in loudness."""
        with self._measuring:
            if voice.id not in self._gains:
                kept = self._kept.get("gains")
                gains = kept if isinstance(kept, dict) else {}
                if not isinstance(gains.get(voice.id), int | float):
                    gains = {**gains, voice.id: self._measured(voice)}
                    self._kept.put("gains", gains)
                self._gains[voice.id] = float(gains[voice.id])
            return self._gains[voice.id]

    def _measured(self, voice: Voice) -> float:
        base = base_of(voice.language)
        text = SAMPLE.get(base, SAMPLE[""])
        language = "zh" if base == "zh" else "en"
        plain = Voice(voice.id, voice.engine, voice.language)
        samples = self._say(text, language, plain)
        clip = self._audio.from_pcm(samples, ())
        loudness = _loudness(clip.info.energies)
        _log.info("%s speaks at %.1f LUFS", voice.id, loudness)
        gain = LEVEL - loudness
        bounded = min(MOST_GAIN, max(-MOST_GAIN, gain))
        return round(bounded, 1)


def _loudness(energies: Sequence[float]) -> float:
    """Loudness in LUFS, mono, from 100 ms energies: the mean of those within 10 LU of the overall
    one (BS.1770-4's relative gate)."""
    loud = [e for e in energies if e > 1e-7]
    if not loud:
        raise ClipRejected(
            "the server sent silence for the sentence used to measure a voice's loudness"
        )
    gate = sum(loud) / len(loud) / 10
    kept = [e for e in loud if e >= gate]
    return -0.691 + 10 * math.log10(sum(kept) / len(kept))


def _end(server: Server, loop: Loop) -> None:
    """Close the connections properly, with the engine or with the process."""
    if server.opened:
        with suppress(Exception):
            loop.wait(server.close(), 1)
    loop.close()
