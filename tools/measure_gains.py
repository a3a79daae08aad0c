"""Measures tts/engines/data/kokoro-gains.txt, and the level of espeak: the dB that bring a voice to level.

    python tools/measure_gains.py [voice...]

A voice says the sentences below as it comes; the gain is then looked for with which the clip, limited and encoded as
episodes have it, comes to -16 LUFS from two speakers. It prints the table.

    python tools/measure_gains.py --words [voice...]

prints LIFTS: by how many dB a voice at that level says a word by itself more quietly.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tts import audio
from tts.audio import loudness
from tts.engines.kokoro import engine as kokoro
from tts.engines.kokoro import voices
from tts.engines.registry import open_engine
from tts.model import Chunk, Clip, Mark, Sentence, Voice

if TYPE_CHECKING:
    from tts.model import Samples

LEVEL = -16.0
SENTENCES = {
    "zh": (
        "图书馆每天早上九点开门，读者可以一直待到晚上十点。",
        "火车穿过长长的山洞，眼前忽然出现一片蓝色的海。",
    ),
    "en": (
        "The library opens at nine, and readers may stay until ten.",
        "A heavy wind shook the windows all night.",
    ),
    "es": (
        "La biblioteca abre a las nueve de la mañana.",
        "El tren salió del túnel y de pronto vimos el mar.",
    ),
    "fr": (
        "La bibliothèque ouvre à neuf heures du matin.",
        "Le train sortit du tunnel, et soudain on vit la mer.",
    ),
    "hi": ("पुस्तकालय सुबह नौ बजे खुलता है।", "बारिश रुक गई है और बच्चे बाहर खेल रहे हैं।"),
    "it": (
        "La biblioteca apre alle nove del mattino.",
        "Il treno uscì dalla galleria e apparve il mare.",
    ),
    "ja": (
        "図書館は毎朝九時に開き、夜十時まで本を読むことができます。",
        "列車が長いトンネルを抜けると、目の前に青い海が広がった。",
    ),
    "pt": (
        "A biblioteca abre às nove horas da manhã.",
        "O trem saiu do túnel e de repente vimos o mar.",
    ),
}


WORDS = {
    "zh": ("短。", "好。", "走！", "是。"),
    "en": ("Short.", "Yes.", "Stop!", "Bread."),
    "es": ("Corto.", "Sí.", "Pan.", "Ven."),
    "fr": ("Court.", "Oui.", "Pain.", "Non."),
    "hi": ("छोटा।", "हाँ।", "रोटी।", "नहीं।"),
    "it": ("Corto.", "Sì.", "Pane.", "No."),
    "ja": ("短い。", "はい。", "水。", "行け！"),
    "pt": ("Curto.", "Sim.", "Pão.", "Não."),
}


class Raw:
    """A clip maker that keeps the PCM."""

    samples: Samples

    def from_pcm(self, samples: Samples, marks: Sequence[Mark], gain: float = 0.0) -> Clip:
        self.samples = samples
        return audio.from_pcm(samples, marks, gain)

    from_frames = staticmethod(audio.from_frames)
    silence = staticmethod(audio.silence)


def gain_of(voice: Voice, speak: Callable[[Chunk, Voice], object], maker: Raw) -> float:
    base = voice.language.partition("-")[0]
    speak(Chunk("paragraph", tuple(Sentence(s, s) for s in SENTENCES[base]), base), voice)
    gain = 0.0
    for _ in range(4):
        gain += LEVEL - loudness.integrated(audio.from_pcm(maker.samples, [], gain).info.energies)
    return gain


def lift_of(voice: Voice, speak: Callable[[Chunk, Voice], object], maker: Raw) -> float:
    """What is lacking to the level in words by themselves; below 0 where they are louder."""
    lacking = []
    for word in WORDS[voice.language.partition("-")[0]]:
        speak(Chunk("paragraph", (Sentence(word, word),), voice.language), voice)
        clip = audio.from_pcm(maker.samples, [], voices.gain(voice.id))
        lacking.append(LEVEL - loudness.integrated(clip.info.energies))
    return sum(lacking) / len(lacking)


def main() -> None:
    maker = Raw()
    engine = kokoro.Kokoro(maker)
    wanted = [name for name in sys.argv[1:] if name != "--words"]
    measured = gain_of
    if "--words" in sys.argv:
        vars(voices)["LIFTS"] = {}  # as the model says them
        measured = lift_of
    for voice in voices.VOICES:
        if voice.id in wanted or not wanted:
            sys.stdout.write(f'"{voice.id}": {measured(voice, engine.speak, maker):.1f}, ')
            sys.stdout.flush()
    if not sys.argv[1:] or "espeak" in sys.argv:
        espeak = open_engine("espeak", maker)
        for name in ("en-US", "es", "fr", "it", "pt-BR"):
            voice = next(v for v in espeak.voices() if v.id == name)
            sys.stdout.write(f"\nespeak {name}: {gain_of(voice, espeak.speak, maker):.1f}")
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
