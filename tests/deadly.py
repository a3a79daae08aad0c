"""An engine whose process is killed by a certain text, as on a system that runs out of memory."""

from __future__ import annotations

import os
import signal

from tts.engines.silent import Silent
from tts.model import Chunk, Clip, Voice

ENTRY = "tests.deadly:Deadly"


class Deadly(Silent):
    """Silence, until a chunk contains `deadly`."""

    name = "deadly"

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        if "deadly" in chunk.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().speak(chunk, voice)
