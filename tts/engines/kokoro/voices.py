"""The voices of Kokoro-82M: their names, loudness and style tables, and blends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from tts.engines.data_rows import data_rows
from tts.engines.suggestions import close_to, did_you_mean
from tts.model import Voice, VoiceNotFound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANGUAGES: Final = {
    "z": ("zh-CN", "xiaobei xiaoxiao xiaoyi xiaoni", "yunxi yunyang yunjian yunxia"),
    "a": (
        "en-US",
        "heart bella nicole aoede kore sarah alloy nova sky jessica river",
        "michael fenrir puck echo eric liam onyx adam santa",
    ),
    "b": ("en-GB", "emma isabella alice lily", "george fable lewis daniel"),
    "e": ("es-ES", "dora", "alex santa"),
    "f": ("fr-FR", "siwis", ""),
    "h": ("hi-IN", "alpha beta", "omega psi"),
    "i": ("it-IT", "sara", "nicola"),
    "j": ("ja-JP", "alpha gongitsune nezumi tebukuro", "kumo"),
    "p": ("pt-BR", "dora", "alex santa"),
}
"""First letter of a voice's id -> its language, and the female and male voices in order, the
language's default first."""

SECOND: Final = {"female": "af_heart", "male": "am_michael"}
"""The voice of the same gender that says English words inside sentences of a Mandarin or Japanese
voice, which were trained with almost no English."""
MIXING: Final = ("zh-CN", "ja-JP")


def _voices(letter: str) -> list[Voice]:
    language, women, men = LANGUAGES[letter]
    people = [("female", name) for name in women.split()]
    people += [("male", name) for name in men.split()]
    voices = []
    for n, (gender, name) in enumerate(people):
        voice = Voice(
            f"{letter}{gender[0]}_{name}",
            "kokoro",
            language,
            name.title(),
            gender,
            offline=True,
            default=n == 0,
            second=SECOND[gender] if language in MIXING else "",
        )
        voices.append(voice)
    return voices


VOICES: Final = tuple(voice for letter in LANGUAGES for voice in _voices(letter))
"""The first voice of a language is its default. For Mandarin that is zf_xiaobei: on the same ten
sentences DistillMOS rated it 4.59 of 5 and zf_xiaoxiao 3.86, and Whisper misheard 1.2 and 2.5 %
(benchmarks/voices.py). The best male voices (4.52 to 4.54) were misheard in 2.4 % or more."""
GAINS: Final[Mapping[str, float]] = {
    name: float(gain) for name, gain in data_rows("engines/data/kokoro-gains.txt")
}
"""Gain in dB that brings a voice to -16 LUFS on two speakers (-19 measured in mono, ITU-R
BS.1770-4), by tools/measure_gains.py.

The loss by the limiter is included.
"""

LIFTS: Final[Mapping[str, float]] = {
    "zf_xiaoni": 2.4,
    "zm_yunjian": 1.7,
    "jf_alpha": 0.8,
    "jf_nezumi": 1.8,
    "jm_kumo": 1.2,
}
"""How many dB more quietly a voice says single words than sentences.

From tools/measure_gains.py; the other voices say them as loudly or louder.
"""

_BY_ID: Final = {v.id: v for v in VOICES}
_PART: Final = re.compile(r"\s*([\w-]+)\s*(?:\*\s*(\d+(?:\.\d+)?|\.\d+))?\s*")
_HOW: Final = (
    "write a blend like zf_xiaoxiao+zm_yunyang*0.3: voices of kokoro, each with its weight"
)


def blend(wanted: str) -> Voice | None:
    """The voice for a blend such as `zf_xiaoxiao+zm_yunyang*0.3`; None if it is not a blend.

    Its id has the weights in hundredths, the largest first, so that each sound has one name. Raises
    VoiceNotFound.

    >>> blend("zm_yunyang*0.3 + zf_xiaoxiao").id, blend("zf_xiaoxiao*77+zm_yunyang*23").id
    ('zf_xiaoxiao*77+zm_yunyang*23', 'zf_xiaoxiao*77+zm_yunyang*23')
    """
    names = []
    for part in wanted.split("+"):
        name, _, _weight = part.partition("*")
        names.append(name.strip().casefold())
    if len(names) < 2 or not _BY_ID.keys() & names:
        return None
    hundredths = _hundredths(_weights(wanted))
    voices = [_BY_ID[id] for id in hundredths]
    first = voices[0]
    if len(voices) == 1:
        return first
    shares = [f"{id}*{share}" for id, share in hundredths.items()]
    genders = {voice.gender for voice in voices}
    gender = first.gender if len(genders) == 1 else ""
    spoken = " and ".join(voice.name for voice in voices)
    return replace(first, id="+".join(shares), name=spoken, gender=gender, default=False)


def _weights(wanted: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in wanted.split("+"):
        match = _PART.fullmatch(part)
        if not match:
            message = f"{part.strip()!r} in {wanted!r} is not a voice with a weight"
            raise VoiceNotFound(message, hint=_HOW)
        name, weight = match.groups()
        voice = _known(name, wanted)
        if voice in weights:
            raise VoiceNotFound(f"{voice} appears twice in {wanted!r}", hint=_HOW)
        weights[voice] = float(weight or 1)
    return weights


def _known(name: str, wanted: str) -> str:
    """A voice's id from an id or a unique name. Raises VoiceNotFound."""
    folded = name.casefold()
    found = [voice.id for voice in VOICES if voice.id == folded]
    if not found:
        found = [voice.id for voice in VOICES if voice.name.casefold() == folded]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{name!r} is ambiguous: {', '.join(found)}"
        raise VoiceNotFound(message, hint="write the full name")
    where = "" if name == wanted else f", which {wanted!r} names"
    near = did_you_mean(close_to(name, VOICES))
    raise VoiceNotFound(f"kokoro has no voice {name!r}{where}{near}", hint="tts voices")


def _hundredths(weights: Mapping[str, float]) -> dict[str, int]:
    """Shares that add up to 100: rounded down, but at least 1; the rest goes to those that lost
    most.

    Raises VoiceNotFound if a voice has less than half a hundredth.
    """
    whole = sum(weights.values())
    exact: dict[str, float] = {}
    for voice, weight in weights.items():
        exact[voice] = 100 * weight / whole if whole else 0.0
        if exact[voice] < 0.5:
            raise VoiceNotFound(f"{voice} has too little weight to be heard", hint=_HOW)
    shares = {voice: max(1, int(share + 1e-9)) for voice, share in exact.items()}

    def gained(voice: str) -> tuple[float, str]:
        return shares[voice] - exact[voice], voice

    def largest_first(voice: str) -> tuple[int, str]:
        return -shares[voice], voice

    def size(voice: str) -> tuple[int, str]:
        return shares[voice], voice

    most_lost_first = sorted(exact, key=gained)
    rest = max(0, 100 - sum(shares.values()))
    for voice in most_lost_first[:rest]:
        shares[voice] += 1
    largest = max(shares, key=size)
    shares[largest] += 100 - sum(shares.values())
    return {voice: shares[voice] for voice in sorted(shares, key=largest_first)}


def _shares(voice: str) -> dict[str, float]:
    """The share of each voice in an id, adding up to 1. Raises VoiceNotFound."""
    if voice in _BY_ID:
        return {voice: 1.0}
    shares = {}
    for name, share in _hundredths(_weights(voice)).items():
        shares[name] = share / 100
    return shares


def gain(voice: str) -> float:
    """Gain in dB that brings a voice or a blend to the common level. Raises VoiceNotFound."""
    level = 0.0
    for name, share in _shares(voice).items():
        own = GAINS[name]
        level += own * share
    return level


def word_gain(voice: str) -> float:
    """Additional gain in dB for single words of a voice or a blend. Raises VoiceNotFound."""
    lacking = 0.0
    for name, share in _shares(voice).items():
        own = LIFTS.get(name, 0.0)
        lacking += own * share
    return lacking


@cache
def style(voice: str) -> NDArray[np.float32]:
    """The style table of a voice or a blend, shape (510, 256): one style for each text length in
    phonemes."""
    any_voice = next(iter(_BY_ID))
    blended = 0 * _table(any_voice)
    for name, share in _shares(voice).items():
        part = _table(name) * share
        blended = blended + part
    return blended


@cache
def _table(voice: str) -> NDArray[np.float32]:
    """A voice's table, computed from its mean and main directions of variation
    (tools/make_voices.py). The default Mandarin voice is stored whole, because the approximation
    raised its misheard syllables from 2.2 to 2.8 %."""
    import numpy as np

    with (
        files("tts").joinpath("engines", "data", "kokoro-voices.npz").open("rb") as file,
        np.load(file) as stored,
    ):
        if f"{voice}.whole" in stored:
            whole: NDArray[np.float32] = stored[f"{voice}.whole"].astype(np.float32)
            return whole
        mean = stored[f"{voice}.mean"]
        along = stored[f"{voice}.along"].astype(np.float32)
        directions = stored[f"{voice}.directions"].astype(np.float32)
    table: NDArray[np.float32] = mean + along @ directions
    return table
