"""The online voices of Microsoft Edge, by way of edge-tts: no account, no key.

`client` makes one request; `congestion` decides when, and how long to wait for it; `voices` lists
the voices.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from tts.engines.alignment import align, speakable
from tts.engines.edge import client
from tts.engines.edge import voices as edge_voices
from tts.engines.edge.client import (
    Answer,
    Limits,
    NoAudio,
    may_be_the_voice,
    pushes_back,
    refuses,
    retry_after,
    sendable,
    translated,
)
from tts.engines.edge.congestion import LONGEST_REST, RequestQueue, queue_for
from tts.engines.edge.voice_health import HEALTH
from tts.engines.event_loop import Loop
from tts.engines.verify import expected_ms, shortened
from tts.locale.language_tags import base_of
from tts.model import (
    AudioError,
    Chunk,
    Clip,
    ClipMaker,
    ClipRejected,
    EngineError,
    HeldUp,
    ServiceError,
    TextTooLong,
    Voice,
    VoiceWithdrawn,
)

_LIMIT = 4000
"""Maximum bytes of escaped text in a request; the client's splitter cuts at 4,096 and must never be
reached."""
_LIMIT_MS = 300_000
"""Maximum speech in a request: the service stops at ten minutes (edge-tts#190), and a voice may be
slowed to half its rate."""
_SIGNS = 2
"""A text of so few letters may have no sound in a voice, for example a letter of another script."""
_NO_SOUND = "if the voice can't pronounce it, add a reading to the lexicon"
_SILENT = 2
"""Number of consecutive answers without audio after which the list is checked for the voice."""
_LIST_SECONDS = 600
"""Seconds for which a fetched list counts as current."""
_FEW_LOST = 3
"""Number of words in an answer that may be missing from the text; of a long answer, half."""
_PROBE = 10.0
"""Seconds that a voice has for a word when its health is checked."""
_WORD = {"zh": "你好。", "ja": "こんにちは。", "ko": "안녕하세요.", "": "OK."}
"""The word to say, by language."""
_SOON = (0.1, 0.5)
"""Range of seconds after which a chance failure is retried."""

_log = logging.getLogger(__name__)


class Edge:
    """The engine `edge`. Calls from all threads share one event loop."""

    name = "edge"
    version = "1"
    workers = 24
    """More than requests at once: while some wait for the service, others measure their clips."""
    normalizes = True
    phonemic = False
    audible = True
    deterministic = False
    tunes = ("pitch", "volume")

    def __init__(self, audio: ClipMaker) -> None:
        self._audio = audio
        self._loop = Loop()
        self._ended = 0
        """How often the engine was closed; whoever waited then must stop."""
        self._stood_in: set[RequestQueue] = set()
        self._silent: dict[str, int] = {}
        """Voice id -> number of consecutive answers without audio."""
        self._asking = threading.Lock()
        self._listed = float("-inf")
        """Time at which the list was fetched."""
        self.limits = replace(Limits(), wait=client.wait_asked())

    @property
    def line(self) -> RequestQueue:
        """The queue shared by all engines of this process, with what it learned about the
        service."""
        return queue_for(client.address())

    def voices(self, refresh: bool = False) -> Sequence[Voice]:
        """The last list fetched, or the table of well-known voices; with `refresh`, a new list if
        that is more than a week old."""
        kept, age = edge_voices.load_listing()
        if refresh and age > edge_voices.WEEK:
            try:
                return self.refresh_voices()
            except ServiceError as error:
                _log.info("using the last known list of voices: %s", error.message)
        return edge_voices.without_ill(kept or edge_voices.KNOWN)

    def refresh_voices(self) -> Sequence[Voice]:
        """The service's current list. Raises ServiceError."""
        with translated():
            listing = self._loop.wait(
                client.list_voices(), self.limits.connect + self.limits.message
            )
            voices = edge_voices.from_listing(listing)
        if not voices:
            raise ServiceError("the online service sent a list without a voice")
        edge_voices.save_listing(listing)
        return edge_voices.without_ill(voices)

    def reachable(self, timeout: float = 3.0) -> str:
        """Empty if the service answers within `timeout` seconds, otherwise the reason why not."""
        try:
            with translated():
                self._loop.wait(client.greet(), timeout)
        except EngineError as error:
            return error.message
        return ""

    def fits(self, spoken: str) -> bool:
        if len(escape(sendable(spoken)).encode()) > _LIMIT:
            return False
        return len(spoken) < _LIMIT // 4 or expected_ms(spoken) <= _LIMIT_MS

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        spoken = chunk.spoken
        if not self.fits(spoken):
            raise TextTooLong(f"{shortened(spoken)} does not fit into a request of {_LIMIT} bytes")
        if not speakable(spoken):
            raise EngineError(f"{shortened(spoken)} holds nothing that can be spoken")
        seconds = expected_ms(spoken, chunk.language) / voice.rate / 1000
        try:
            answer = self._in_line(sendable(spoken), voice, seconds)
        except NoAudio as error:
            self._check_health(voice, error.message, self._check_voice(voice))
            if sum(map(str.isalnum, spoken)) <= _SIGNS:
                raise NoAudio(error.message, hint=f"{_NO_SOUND}; {error.hint}") from error
            raise
        self._silent.pop(voice.id, None)
        HEALTH.answered(voice)
        return self._clip(answer, chunk)

    def held_up(self) -> HeldUp | None:
        """State of the outage being waited for, or None."""
        found = (line.held_up(self.limits.wait) for line in tuple(self._stood_in))
        return next(filter(None, found), None)

    def close(self) -> None:
        """Cancel current and waiting requests; their calls raise EngineError."""
        self._ended += 1
        for line in self._stood_in:
            line.wake()
        self._loop.close()

    def _in_line(self, text: str, voice: Voice, seconds: float) -> Answer:
        """An answer. If outages are waited for, a request that failed in one is repeated when it
        ends."""
        ended = self._ended
        while True:
            try:
                return self._once(text, voice, seconds)
            except NoAudio:
                raise
            except ServiceError as error:
                if may_be_the_voice(error):
                    self._check_health(voice, error.message)
                if not self.limits.wait or not self.line.is_out or self._ended > ended:
                    raise

    def _once(self, text: str, voice: Voice, seconds: float) -> Answer:
        """One request, in its turn; its result is reported to the queue."""
        line, ended, patience = self.line, self._ended, self.limits.whole + seconds
        self._stood_in.add(line)
        ticket = line.enter(lambda: self._ended > ended, self.limits.wait)
        if HEALTH.is_ill(voice.id):
            line.leave(ticket)
            raise self._ill(voice)
        try:
            with translated():
                answer = self._loop.wait(
                    client.request(text, voice, self.limits, line, seconds), patience
                )
        except ServiceError as error:
            rest = retry_after(error.__cause__)
            cause = error.__cause__ or error
            pushed, refused = pushes_back(cause), refuses(cause)
            line.failed(ticket, pushed=pushed, rest=rest, refused=refused, reason=error.message)
            _judge(error, line, rest, self.limits.wait)
            raise
        except BaseException:
            line.leave(ticket)
            raise
        line.answered(ticket)
        return answer

    def _check_health(
        self, voice: Voice, reason: str, listed: Sequence[Voice] | None = None
    ) -> None:
        """Raise VoiceIll if the voice has failed repeatedly while another one answers.

        `reason` describes what came instead of speech; `listed` is the service's current list, if
        already fetched. A voice that is not listed is not ill, but withdrawn or unknown.
        """
        if not HEALTH.failed(voice):
            return
        if not self._asking.acquire(
            blocking=False
        ):  # somebody is finding out: this one fails, and asks again
            return
        try:
            if not HEALTH.is_ill(voice.id):
                if not HEALTH.may_be_judged(voice):
                    return
                voices = self._newest() if listed is None else listed
                if not self._is_ill(voice, voices):
                    HEALTH.judged(voice)
                    return
                HEALTH.mark_ill(voice, reason)
                self.line.recovered()
        finally:
            self._asking.release()
        raise self._ill(voice)

    def _is_ill(self, voice: Voice, voices: Sequence[Voice]) -> bool:
        near = edge_voices.nearest(voice, voices)
        if near is None or voice.id not in {each.id for each in voices}:
            return False
        if self._answers(voice):  # it was the text
            HEALTH.answered(voice)
            return False
        return self._answers(near)

    def _ill(self, voice: Voice) -> VoiceWithdrawn:
        """The error for a voice that does not answer."""
        return edge_voices.unavailable(voice, self.voices())

    def _answers(self, voice: Voice) -> bool:
        """Whether a voice says a word when tested outside the queue."""
        word = _WORD.get(base_of(voice.language), _WORD[""])
        limits = replace(self.limits, message=min(self.limits.message, _PROBE), whole=_PROBE)
        try:
            with translated():
                self._loop.wait(client.request(word, voice, limits, self.line, 1.0), _PROBE)
        except EngineError as error:
            _log.info("%s does not answer: %s", voice.id, error.message)
            return False
        return True

    def _check_voice(self, voice: Voice) -> Sequence[Voice] | None:
        """Raise VoiceWithdrawn if the service repeatedly sent no audio and no longer lists the
        voice.

        Returns the current list as far as available, or None if it was not fetched.
        """
        with self._asking:
            self._silent[voice.id] = count = self._silent.get(voice.id, 0) + 1
            if count < _SILENT:
                return None
            voices = self._newest()
        if voices and voice.id not in {v.id for v in voices}:
            known = edge_voices.withdrawn(voice.id) or voice
            raise edge_voices.unavailable(known, voices)
        return voices

    def _newest(self) -> Sequence[Voice]:
        """A list fetched in the last minutes; empty if it can't be fetched."""
        if time.monotonic() - self._listed < _LIST_SECONDS:
            return self.voices()
        try:
            voices = self.refresh_voices()
        except ServiceError as error:
            _log.info("can't tell whether the voice still exists: %s", error.message)
            return ()
        self._listed = time.monotonic()
        return voices

    def _clip(self, answer: Answer, chunk: Chunk) -> Clip:
        marks, lost = align(answer.words, chunk)
        if lost:
            _log.info(
                "%d of %d words are not in %s: %s",
                len(lost),
                len(answer.words),
                shortened(chunk.text),
                lost[:5],
            )
        if len(lost) > max(_FEW_LOST, len(answer.words) // 2):
            raise ClipRejected(f"the service spoke a different text: {shortened(' '.join(lost))}")
        try:
            return self._audio.from_frames(bytes(answer.audio), marks)
        except AudioError as error:
            raise ClipRejected(f"the service sent damaged audio: {error.message}") from error


def _judge(error: ServiceError, queue: RequestQueue, rest: float, wait: float) -> None:
    """Set when to retry after a failure, and whether it counts. Raises EngineError if retrying is
    useless."""
    if rest > LONGEST_REST:
        minutes = f"{rest / 60:.0f} minutes"
        message = f"the online service asks for a break of {minutes} ({error.message})"
        embedded = "use an embedded voice: --engine kokoro, --engine hibari"
        hint = f"run the same command again later, or {embedded}"
        raise EngineError(message, hint=hint) from error
    if not wait and (seconds := queue.gone_for):
        message = f"the online service has not answered for {seconds:.0f} s: {error.message}"
        raise EngineError(message, hint=error.hint) from error
    error.passing = queue.is_answering and not isinstance(error, NoAudio)
    if rest or error.passing:
        error.after = random.uniform(*_SOON)  # the line itself keeps the rest that was asked for
