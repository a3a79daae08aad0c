"""The voices of Kokoro-82M: who they are, how loud they are, their style tables, and blends of
them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

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
"""First letter of a voice's id -> its language, the women and the men in order, the language's
default first."""

SECOND: Final = {"female": "af_heart", "male": "am_michael"}
"""Who says English words inside the sentences of a Mandarin or Japanese voice: one of the same sex.
These learnt next to no English."""
MIXING: Final = ("zh-CN", "ja-JP")


def _voices(letter: str) -> list[Voice]:
    language, women, men = LANGUAGES[letter]
    people = [("f", "female", name) for name in women.split()] + [
        ("m", "male", name) for name in men.split()
    ]
    return [
        Voice(
            f"{letter}{sex}_{name}",
            "kokoro",
            language,
            name.title(),
            gender,
            offline=True,
            default=n == 0,
            second=SECOND[gender] if language in MIXING else "",
        )
        for n, (sex, gender, name) in enumerate(people)
    ]


VOICES: Final = tuple(voice for letter in LANGUAGES for voice in _voices(letter))
"""The first of a language is its default. Of Mandarin that is zf_xiaobei: over the same ten
sentences DistillMOS gave it 4.59 of 5, zf_xiaoxiao 3.86, and Whisper misheard 1.2 and 2.5 %
(benchmarks/voices.py); the men that come near it (4.52 to 4.54) are misheard at 2.4 % and
more."""
_MEASURED = (
    "zf_xiaobei:1.9 zf_xiaoxiao:-2.0 zf_xiaoyi:0.6 zf_xiaoni:-0.3 zm_yunxi:3.9 zm_yunyang:6.7 zm_yunjian:2.5 "
    "zm_yunxia:2.0 af_heart:4.1 af_bella:4.2 af_nicole:2.8 af_aoede:-0.8 af_kore:-0.3 af_sarah:2.4 af_alloy:3.3 "
    "af_nova:8.9 af_sky:5.6 af_jessica:3.6 af_river:3.5 am_michael:5.9 am_fenrir:0.6 am_puck:-0.2 am_echo:3.9 "
    "am_eric:2.5 am_liam:3.0 am_onyx:4.5 am_adam:0.0 am_santa:4.2 bf_emma:1.6 bf_isabella:-0.8 bf_alice:2.1 "
    "bf_lily:2.9 bm_george:2.9 bm_fable:5.1 bm_lewis:5.8 bm_daniel:2.9 ef_dora:5.2 em_alex:4.4 em_santa:4.4 "
    "ff_siwis:0.7 hf_alpha:-2.6 hf_beta:-1.6 hm_omega:-2.5 hm_psi:-0.6 if_sara:-4.5 im_nicola:0.6 "
    "jf_alpha:1.2 jf_gongitsune:2.5 jf_nezumi:2.0 jf_tebukuro:2.6 jm_kumo:3.0 "
    "pf_dora:5.1 pm_alex:4.3 pm_santa:4.3 "
)
GAINS: Final[Mapping[str, float]] = {
    name: float(gain) for name, gain in (pair.split(":") for pair in _MEASURED.split())
}
"""dB that bring a voice to -16 LUFS from two speakers (-19 measured mono, ITU-R BS.1770-4), by
tools/measure_gains.py.

What the limiter takes is included."""

LIFTS: Final[Mapping[str, float]] = {
    "zf_xiaoni": 2.4,
    "zm_yunjian": 1.7,
    "jf_alpha": 0.8,
    "jf_nezumi": 1.8,
    "jm_kumo": 1.2,
}
"""dB by which a voice says a word by itself more quietly than a sentence.

By tools/measure_gains.py; the others say it as loudly or louder."""

_BY_ID: Final = {v.id: v for v in VOICES}
_PART: Final = re.compile(r"\s*([\w-]+)\s*(?:\*\s*(\d+(?:\.\d+)?|\.\d+))?\s*")
_HOW: Final = (
    "write a blend like zf_xiaoxiao+zm_yunyang*0.3: voices of kokoro, each with its weight"
)


def blend(wanted: str) -> Voice | None:
    """The voice that a mixture such as `zf_xiaoxiao+zm_yunyang*0.3` means; None for what is no mixture.

    Its id holds the weights in hundredths, the greatest first, so that one sound has one name. Raises VoiceNotFound.

    >>> blend("zm_yunyang*0.3 + zf_xiaoxiao").id, blend("zf_xiaoxiao*77+zm_yunyang*23").id
    ('zf_xiaoxiao*77+zm_yunyang*23', 'zf_xiaoxiao*77+zm_yunyang*23')
    """
    names = [name.partition("*")[0].strip().casefold() for name in wanted.split("+")]
    if len(names) < 2 or not _BY_ID.keys() & names:
        return None
    hundredths = _hundredths(_weights(wanted))
    first = _BY_ID[next(iter(hundredths))]
    if len(hundredths) == 1:
        return first
    name = "+".join(f"{voice}*{share}" for voice, share in hundredths.items())
    genders = {_BY_ID[voice].gender for voice in hundredths}
    gender = first.gender if len(genders) == 1 else ""
    spoken = " and ".join(_BY_ID[voice].name for voice in hundredths)
    return replace(first, id=name, name=spoken, gender=gender, default=False)


def _weights(wanted: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in wanted.split("+"):
        match = _PART.fullmatch(part)
        if not match:
            raise VoiceNotFound(
                f"{part.strip()!r} in {wanted!r} is not a voice with a weight", hint=_HOW
            )
        voice = _known(match[1], wanted)
        if voice in weights:
            raise VoiceNotFound(f"{voice} stands twice in {wanted!r}", hint=_HOW)
        weights[voice] = float(match[2] or 1)
    return weights


def _known(name: str, wanted: str) -> str:
    """By id, else by a name that only one voice has."""
    found = [v.id for v in VOICES if v.id == name.casefold()]
    found = found or [v.id for v in VOICES if v.name.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{name!r} may be several voices: {', '.join(found)}"
        raise VoiceNotFound(message, hint="name one of them in full")
    where = "" if name == wanted else f", which {wanted!r} names"
    near = did_you_mean(close_to(name, VOICES))
    raise VoiceNotFound(f"kokoro has no voice {name!r}{where}{near}", hint="tts voices")


def _hundredths(weights: Mapping[str, float]) -> dict[str, int]:
    """Shares that add up to 100: rounded down but to 1 at the least, the rest to those that lost
    most by it.

    Raises VoiceNotFound where one has less than half a hundredth.
    """
    whole = sum(weights.values())
    exact = {voice: 100 * weight / whole if whole else 0.0 for voice, weight in weights.items()}
    if nothing := [voice for voice, share in exact.items() if share < 0.5]:
        raise VoiceNotFound(f"{nothing[0]} has too little weight to be heard", hint=_HOW)
    shares = {voice: max(1, int(share + 1e-9)) for voice, share in exact.items()}
    for voice in sorted(exact, key=lambda v: (shares[v] - exact[v], v))[
        : max(0, 100 - sum(shares.values()))
    ]:
        shares[voice] += 1
    shares[max(shares, key=lambda v: (shares[v], v))] += 100 - sum(shares.values())
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))


def _shares(voice: str) -> dict[str, float]:
    """Of each voice in an id, adding up to 1. Raises VoiceNotFound."""
    if voice in _BY_ID:
        return {voice: 1.0}
    return {name: share / 100 for name, share in _hundredths(_weights(voice)).items()}


def gain(voice: str) -> float:
    """dB that bring a voice or a blend to level. Raises VoiceNotFound."""
    return sum(GAINS[name] * share for name, share in _shares(voice).items())


def lift(voice: str) -> float:
    """dB by which a voice or a blend lacks level in a word by itself. Raises VoiceNotFound."""
    lacking = 0.0
    for name, share in _shares(voice).items():
        own = LIFTS.get(name, 0.0)
        lacking += own * share
    return lacking


@cache
def style(voice: str) -> NDArray[np.float32]:
    """The table of a voice or a blend, shape (510, 256): a style for each length of the text in
    phonemes."""
    return sum(
        (_table(name) * share for name, share in _shares(voice).items()),
        start=0 * _table(next(iter(_BY_ID))),
    )


@cache
def _table(voice: str) -> NDArray[np.float32]:
    """Put together of its mean and the directions in which its rows vary (tools/make_voices.py);
    the default Mandarin voice is whole: put together so, 2.8 % of its syllables were misheard and
    not 2.2."""
    import numpy as np

    with (
        files("tts").joinpath("engines", "data", "kokoro-voices.npz").open("rb") as file,
        np.load(file) as stored,
    ):
        if f"{voice}.whole" in stored:
            whole: NDArray[np.float32] = stored[f"{voice}.whole"].astype(np.float32)
            return whole
        mean, along, directions = (
            stored[f"{voice}.{part}"] for part in ("mean", "along", "directions")
        )
    table: NDArray[np.float32] = mean + along.astype(np.float32) @ directions.astype(np.float32)
    return table
