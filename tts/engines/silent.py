"""Silence of a length appropriate to the text: for tests and dry runs, which select it by name."""

from __future__ import annotations

from collections.abc import Sequence

from tts.engines.alignment import speakable
from tts.engines.verify import expected_ms
from tts.model import Chunk, Clip, ClipMaker, Mark, Voice

LONGEST = 2000
"""Maximum characters of a chunk, as in the engines that it replaces, so clips stay small."""


class Silent:
    """The engine `silent`. It has one voice, for every language."""

    name = "silent"
    version = "1"
    workers = 4
    normalizes = True
    phonemic = False
    audible = False
    deterministic = True

    def __init__(self, audio: ClipMaker) -> None:
        self._audio = audio

    def voices(self) -> Sequence[Voice]:
        return (Voice("silent", "silent", "mul", "Silence", offline=True, default=True),)

    def fits(self, spoken: str) -> bool:
        return len(spoken) <= LONGEST

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        marks: list[Mark] = []
        now = at = 0
        for sentence in chunk.sentences:
            end = now + round(expected_ms(sentence.spoken, chunk.language) / voice.rate)
            if speakable(sentence.spoken):
                first = at + len(sentence.text) - len(sentence.text.lstrip())
                marks.append(Mark(now, end, first, at + len(sentence.text.rstrip())))
            at += len(sentence.text)
            now = end
        return self._audio.from_frames(
            self._audio.silence(max(now, 48)), marks
        )  # decoders want two frames
