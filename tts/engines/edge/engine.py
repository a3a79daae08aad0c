"""The online voices of Microsoft Edge, by way of edge-tts: no account, no key.

`client` makes one request; `congestion` says when, and how long it is waited for; `voices` knows
who speaks.
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
"""Bytes of escaped text a request; the client's splitter cuts at 4,096 and must never be
reached."""
_LIMIT_MS = 300_000
"""Speech a request: the service ends at ten minutes (edge-tts#190), and a voice may be slowed to
half its rate."""
_SIGNS = 2
"""Letters of a text that a voice may have no sound for: a letter of another script."""
_NO_SOUND = "if the voice can't pronounce it, add a reading to the lexicon"
_SILENT = 2
"""Answers without audio in a row after which the list is asked whether the voice is still there."""
_LIST_SECONDS = 600
"""As long as a list just fetched is taken to be as it is."""
_FEW_LOST = 3
"""Words of an answer that may be in no text; of a long one, half."""
_PROBE = 10.0
"""Seconds that a voice has for a word, when it is asked whether it is ill."""
_WORD = {"zh": "你好。", "ja": "こんにちは。", "ko": "안녕하세요.", "": "OK."}
"""What it is to say, by language."""
_SOON = (0.1, 0.5)
"""Seconds, from and to, after which what failed by bad luck is asked for again."""

_log = logging.getLogger(__name__)


class Edge:
    """The engine `edge`. Calls from any thread meet in one event loop of its own."""

    name = "edge"
    version = "1"
    workers = 24
    """More than requests: while the service speaks to some, others have their clips measured."""
    normalizes = True
    phonemic = False
    audible = True
    deterministic = False
    tunes = ("pitch", "volume")

    def __init__(self, audio: ClipMaker) -> None:
        self._audio = audio
        self._loop = Loop()
        self._ended = 0
        """How often it was closed: who waited then is not to go on."""
        self._stood_in: set[RequestQueue] = set()
        self._silent: dict[str, int] = {}
        """Voice -> answers without audio in a row."""
        self._asking = threading.Lock()
        self._listed = float("-inf")
        """When the list was fetched."""
        self.limits = replace(Limits(), wait=client.wait_asked())

    @property
    def line(self) -> RequestQueue:
        """Where the requests of all engines of this process stand in line, and what they learnt of
        the service."""
        return queue_for(client.address())

    def voices(self, refresh: bool = False) -> Sequence[Voice]:
        """The list last had, or the table of well-known ones; with `refresh`, a new list where that
        is a week old."""
        kept, age = edge_voices.load_listing()
        if refresh and age > edge_voices.WEEK:
            try:
                return self.refresh_voices()
            except ServiceError as error:
                _log.info("using the last known list of voices: %s", error.message)
        return edge_voices.without_ill(kept or edge_voices.KNOWN)

    def refresh_voices(self) -> Sequence[Voice]:
        """The list as the service has it now. Raises ServiceError."""
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
        """Empty when the service answers within that many seconds, else the reason why it is not to
        be had."""
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
        """How the outage stands that is waited for; None where there is none."""
        found = (line.held_up(self.limits.wait) for line in tuple(self._stood_in))
        return next(filter(None, found), None)

    def close(self) -> None:
        """End what is under way and what waits for its turn; their calls raise EngineError."""
        self._ended += 1
        for line in self._stood_in:
            line.wake()
        self._loop.close()

    def _in_line(self, text: str, voice: Voice, seconds: float) -> Answer:
        """An answer, over an outage where one is waited for: a request that fell into it asks again
        when it ends."""
        ended = self._ended
        while True:
            try:
                return self._once(text, voice, seconds)
            except NoAudio:
                raise
            except ServiceError as error:
                if may_be_the_voice(error):
                    self._check_health(voice, error.message)
                if not self.limits.wait or not self.line.out or self._ended > ended:
                    raise

    def _once(self, text: str, voice: Voice, seconds: float) -> Answer:
        """One request, when it is its turn; what came of it is told to the line."""
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
        """Raise VoiceIll where the voice has given nothing again and again, and another one
        answers.

        `reason` is what came in place of speech; `listed` is the service's list as it is now, where
        it was asked for already; a voice that is in none is not ill, but withdrawn, or can't be
        judged.
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
        """The error for a voice that is ill."""
        return edge_voices.unavailable(voice, self.voices())

    def _answers(self, voice: Voice) -> bool:
        """Whether a voice says a word or two, asked beside the line."""
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
        """Raise VoiceWithdrawn where the service has sent nothing again and again and no longer
        lists the voice.

        Gives the list as far as it could be had, or None where it was not asked for.
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
        """A list of the last minutes; nothing where it can't be had."""
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
    """Say of a failure when to ask again, and whether it counts. Raises EngineError where asking
    again is in vain."""
    if rest > LONGEST_REST:
        minutes = f"{rest / 60:.0f} minutes"
        message = f"the online service asks for a break of {minutes} ({error.message})"
        embedded = "use an embedded voice: --engine kokoro, --engine hibari"
        hint = f"run the same command again later, or {embedded}"
        raise EngineError(message, hint=hint) from error
    if not wait and (seconds := queue.gone_for):
        message = f"the online service has not answered for {seconds:.0f} s: {error.message}"
        raise EngineError(message, hint=error.hint) from error
    error.passing = queue.passing and not isinstance(error, NoAudio)
    if rest or error.passing:
        error.after = random.uniform(*_SOON)  # the line itself keeps the rest that was asked for
