"""Which voices may have been meant by a name that no voice has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tts.model import Voice

_CLOSE = 0.65
"""Likeness of two names from which on one may be a slip for the other: 1 is the same."""
_MOST = 3
"""Names suggested at once."""
_AROUND = re.compile(r"^[a-z]{2,3}(-[a-z0-9]+)+-|^[a-z]{2}_|(dragonhd|multilingual|neural|:|latest|flash)+$")
"""What services put around the name of a voice: a locale, a letter for the gender, the kind of model."""


def close_to(wanted: str, voices: Iterable[Voice]) -> list[str]:
    """The ids that come nearest to a name, nearest first; none where all are far from it."""
    likeness = {voice.id: _likeness(wanted, voice) for voice in voices}
    near = [voice_id for voice_id, alike in likeness.items() if alike >= _CLOSE]
    near.sort()
    near.sort(key=lambda voice_id: -likeness[voice_id])
    return near[:_MOST]


def did_you_mean(ids: Sequence[str]) -> str:
    """The end of a message that suggests some names; empty for none.

    >>> did_you_mean(["zm_yunxi", "zm_yunxia"]), did_you_mean([])
    (': did you mean zm_yunxi or zm_yunxia?', '')
    """
    if not ids:
        return ""
    *others, last = ids
    named = f"{', '.join(others)} or {last}" if others else last
    return f": did you mean {named}?"


def not_installed(engine: str) -> Sequence[Voice]:
    """The voices that an engine would have if its packages were installed, as far as they are known."""
    if engine == "kokoro":
        from tts.engines.kokoro_voices import VOICES

        return VOICES
    if engine == "hibari":
        from tts.engines.hibari import VOICE

        return (VOICE,)
    return ()


def is_slip(wanted: str, voices: Iterable[Voice]) -> bool:
    """Whether a full name is one slip away from that of a voice: it is misspelt then, and no voice of the past."""
    return any(edits(wanted.casefold(), voice.id.casefold()) == 1 for voice in voices)


def engines_close_to(wanted: str, known: Iterable[str]) -> list[str]:
    """Names of engines that may have been meant.

    >>> engines_close_to("kokro", ["edge", "kokoro"]), engines_close_to("piper", ["edge", "kokoro"])
    (['kokoro'], [])
    """
    return [name for name in known if edits(wanted.casefold(), name) <= 2 < len(name)][:_MOST]


def _likeness(wanted: str, voice: Voice) -> float:
    """Of the whole names, or of what stands between their usual beginnings and ends."""
    wanted = wanted.casefold()
    voice_id = voice.id.casefold()
    return max(
        _alike(wanted, voice_id),
        _alike(_bare(wanted), _bare(voice_id)),
        _alike(wanted, voice.name.casefold()),
    )


def _alike(one: str, two: str) -> float:
    longest = max(len(one), len(two), 1)
    return 1 - edits(one, two) / longest


def edits(one: str, two: str) -> int:
    """How many slips lead from one name to the other: a character put in, left out, mistaken, or
    two neighbours swapped (optimal string alignment distance: Damerau 1964, Boytsov 2011).

    >>> edits("xioaxiao", "xiaoxiao"), edits("yunxo", "yunxi"), edits("", "abc")
    (1, 1, 3)
    """
    before_last: list[int] = []
    last = list(range(len(two) + 1))
    for row, char in enumerate(one, 1):
        current = [row]
        for column, other in enumerate(two, 1):
            mistaken = last[column - 1] + (char != other)
            cost = min(last[column] + 1, current[-1] + 1, mistaken)
            swapped = row > 1 and column > 1 and one[row - 2 : row] == other + two[column - 2]
            if swapped and char == two[column - 2]:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return last[-1]


def _bare(name: str) -> str:
    """
    >>> _bare("zh-cn-xiaoxiaoneural"), _bare("zf_xiaoxiao"), _bare("nb")
    ('xiaoxiao', 'xiaoxiao', 'nb')
    """
    return _AROUND.sub("", name) or name
