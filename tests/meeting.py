"""An engine whose calls wait for each other: none is answered until a certain number is under way."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from tts.engines.silent import Silent
from tts.model import Chunk, Clip, EngineError, Voice

ENTRY = "tests.meeting:Meeting"
TOGETHER = 6
"""Number of calls that must be under way at once."""
_MEETING = threading.Barrier(TOGETHER, timeout=60)


class Meeting(Silent):
    """Silence, as soon as enough calls are waiting."""

    name = "meeting"
    workers = TOGETHER

    def voices(self) -> Sequence[Voice]:
        return (Voice("hush", "meeting", "mul", "Hush", offline=True, default=True),)

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        try:
            _MEETING.wait()
        except threading.BrokenBarrierError as error:
            raise EngineError("nobody else came") from error
        return super().speak(chunk, voice)
