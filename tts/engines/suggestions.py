"""Suggests voices for a name that no voice has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tts.model import Voice

_CLOSE = 0.65
"""Similarity of two names, up to 1 for equal ones, above which one may be a typo for the other."""
_MOST = 3
"""Maximum number of suggested names."""
_AROUND = re.compile(
    r"^[a-z]{2,3}(-[a-z0-9]+)+-|^[a-z]{2}_|(dragonhd|multilingual|neural|:|latest|flash)+$"
)
"""What services add to a voice's name: a locale, a letter for the gender, the kind of model."""


def close_to(wanted: str, voices: Iterable[Voice]) -> list[str]:
    """The ids most similar to a name, most similar first; empty if none is close."""
    near: list[tuple[float, str]] = []
    for voice in voices:
        likeness = _likeness(wanted, voice)
        if likeness >= _CLOSE:
            near.append((-likeness, voice.id))
    near.sort()
    ids = dict.fromkeys(voice_id for _, voice_id in near)
    return list(ids)[:_MOST]


def did_you_mean(ids: Sequence[str]) -> str:
    """The end of a message that suggests some names; empty if there are none.

    >>> did_you_mean(["zm_yunxi", "zm_yunxia"]), did_you_mean([])
    (': did you mean zm_yunxi or zm_yunxia?', '')
    """
    if not ids:
        return ""
    *others, last = ids
    named = last
    if others:
        listed = ", ".join(others)
        named = f"{listed} or {last}"
    return f": did you mean {named}?"


def is_slip(wanted: str, voices: Iterable[Voice]) -> bool:
    """Whether a full name is one edit away from that of a voice, so it is a typo and not a former
    voice."""
    wanted = wanted.casefold()
    for voice in voices:
        voice_id = voice.id.casefold()
        if edits(wanted, voice_id) == 1:
            return True
    return False


def engines_close_to(wanted: str, known: Iterable[str]) -> list[str]:
    """Names of engines that the user may have meant.

    >>> engines_close_to("kokro", ["edge", "kokoro"]), engines_close_to("piper", ["edge", "kokoro"])
    (['kokoro'], [])
    """
    wanted = wanted.casefold()
    close: list[str] = []
    for name in known:
        slips = edits(wanted, name)
        if slips <= 2 < len(name):
            close.append(name)
    return close[:_MOST]


def _likeness(wanted: str, voice: Voice) -> float:
    """Similarity of the full names, or of their parts without the usual prefixes and suffixes."""
    wanted = wanted.casefold()
    voice_id = voice.id.casefold()
    name = voice.name.casefold()
    by_id = _alike(wanted, voice_id)
    by_middle = _alike(_bare(wanted), _bare(voice_id))
    by_name = _alike(wanted, name)
    return max(by_id, by_middle, by_name)


def _alike(one: str, two: str) -> float:
    longest = max(len(one), len(two), 1)
    return 1 - edits(one, two) / longest


def edits(one: str, two: str) -> int:
    """The edit distance of two names: the number of characters inserted, deleted or replaced, or
    adjacent ones swapped (optimal string alignment distance: Damerau 1964, Boytsov 2011).

    >>> edits("xioaxiao", "xiaoxiao"), edits("yunxo", "yunxi"), edits("", "abc")
    (1, 1, 3)
    """
    before_last: list[int] = []
    last = list(range(len(two) + 1))
    char_before = ""
    for row, char in enumerate(one, 1):
        current = [row]
        other_before = ""
        for column, other in enumerate(two, 1):
            left_out = last[column] + 1
            put_in = current[-1] + 1
            mistaken = last[column - 1]
            if char != other:
                mistaken += 1
            cost = min(left_out, put_in, mistaken)
            is_swapped = (char_before, char) == (other, other_before)
            if is_swapped:
                swapped = before_last[column - 2] + 1
                cost = min(cost, swapped)
            current.append(cost)
            other_before = other
        before_last = last
        last = current
        char_before = char
    return last[-1]


def _bare(name: str) -> str:
    """
    >>> _bare("zh-cn-xiaoxiaoneural"), _bare("zf_xiaoxiao"), _bare("nb")
    ('xiaoxiao', 'xiaoxiao', 'nb')
    """
    return _AROUND.sub("", name) or name
