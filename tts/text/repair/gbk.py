"""GBK read one byte off: `過硬?;鶎狱h組織` was `過硬。基層黨組織`.

One byte of a character was lost and is shown as `?`. From there on, every pair of bytes consists of
the second byte of one character and the first of the next, until the alignment is restored: at an
ASCII letter that was a second byte, at another `?`, or at pinyin inserted automatically between the
two bytes of a character, `因?yàn)橐槐緯?shū)從` for `因為一本書從` (its bracket was consumed as a second
byte).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tts.model import Change
from tts.text.likelihood import score
from tts.text.repair.pinyin import SYLLABLE, plain, readings

GAIN = 8.0
"""Log probability that the repair must gain."""
SOUND = -6.5
"""Log probability per character above which a stretch counts as undamaged: running text has about
-5."""
AROUND = 8
"""Number of characters of context used for the decision."""
DAMAGE = re.compile(
    r"[?\ufffd]"
    rf"(?:\(?(?P<first>{SYLLABLE})\)|(?P<sign>[!-~]))?"
    r"(?P<body>[^\x00-\x7f\ufffd]{1,400})"
    rf"(?:[?\ufffd]\(?(?P<last>{SYLLABLE})\)|(?P<trail>[@-~])|(?P<lost>[?\ufffd]))"
)
BYTES = range(0x40, 0xFF)
USUAL = "!?.)\"']"
"""Characters that normally follow a question mark."""
REASON = "GBK had been read one byte off"


@dataclass(frozen=True, slots=True)
class Gap:
    """A damaged stretch: its bytes without the lost ones, and restrictions on the characters at its
    ends."""

    start: int
    end: int
    data: bytes
    """The bytes from the one after the lost byte."""
    known_end: bool
    """Whether `data` includes the last byte, or that one is lost as well."""
    first: str = ""
    """The reading of the pair (byte before, lost byte), or empty."""
    odd_sign: bool = False
    """Whether the `?` is followed by an ASCII character that rarely follows it."""
    last: str = ""
    """The reading of the last character, or empty."""


def repair_shifts(text: str) -> tuple[str, list[Change]]:
    """The text with every misaligned stretch repaired if that makes it clearly likelier, and the
    changes.

    >>> repair_shifts("全面進步、全面過硬?;鶎狱h組織是根基")[0]
    '全面進步、全面過硬。基層黨組織是根基'
    >>> repair_shifts("真的嗎?我們都去看A隊的比賽?")
    ('真的嗎?我們都去看A隊的比賽?', [])
    """
    done = 0
    out: list[str] = []
    changes: list[Change] = []
    for gap in _gaps(text):
        if gap.start < done:
            continue
        before, behind = (
            ("".join(out) + text[done : gap.start])[-AROUND:],
            text[gap.end : gap.end + AROUND],
        )
        damaged = text[gap.start : gap.end]
        became = _mend(gap, before, behind)
        if (
            became
            and score(before + became + behind)
            >= score(before + damaged + behind) - _oddity(gap) + GAIN
        ):
            changes.append(
                Change(
                    before[-4:] + damaged + behind[:4], before[-4:] + became + behind[:4], REASON
                )
            )
            out += [text[done : gap.start], became]
            done = gap.end
    return "".join([*out, text[done:]]), changes


def _gaps(text: str) -> Iterator[Gap]:
    """Stretches that may be damaged, in order; they may overlap."""
    at = 0
    while match := DAMAGE.search(text, at):
        at = match.start() + 1
        data = _pairs(match["body"])
        if data is None or score(match["body"]) > SOUND * len(match["body"]):
            continue
        sign, trail = match["sign"], match["trail"]
        data = (
            (bytes((0xA3, ord(sign) + 0x80)) if sign else b"")
            + data
            + (trail.encode() if trail else b"")
        )
        first, last = plain(match["first"] or ""), plain(match["last"] or "")
        odd = bool(sign) and sign not in USUAL
        yield Gap(
            match.start(), match.end(), data, bool(trail), first=first, last=last, odd_sign=odd
        )


def _oddity(gap: Gap) -> float:
    """Log probability lost by the ASCII in the damaged text, which `score` ignores."""
    return (8.0 if gap.odd_sign else 0.0) + (4.0 if gap.known_end else 0.0)


def _pairs(text: str) -> bytes | None:
    """The text in GBK if every character has two bytes there, otherwise None."""
    try:
        data = text.encode("gbk")
    except UnicodeEncodeError:
        return None
    return data if len(data) == 2 * len(text) else None


def _mend(gap: Gap, before: str, behind: str) -> str:
    """The likeliest text for a gap, or empty."""
    inner = gap.data[1:] if gap.known_end else gap.data[1:-1]
    middle = _decode(inner)
    if inner and not middle:
        return ""
    tail = _pairs(before[-1:]) or b""
    heads = []
    for byte in BYTES:
        lost = bytes((byte,))
        if _reads(tail[1:] + lost, gap.first):
            heads.append(_decode(lost + gap.data[:1]))
    after = (middle + behind)[:AROUND]
    head = _likeliest(heads, lambda char: before + char + after)
    if not head:
        return ""
    if gap.known_end:
        return head + middle
    ends = []
    for byte in BYTES:
        char = _decode(gap.data[-1:] + bytes((byte,)))
        if not gap.last or gap.last in readings(char):
            ends.append(char)
    ahead = (before + head + middle)[-AROUND:]
    end = _likeliest(ends, lambda char: ahead + char + behind)
    return head + middle + end if end else ""


def _reads(pair: bytes, reading: str) -> bool:
    """Whether two bytes are a character with this reading, or any character if it is empty."""
    return not reading or reading in readings(_decode(pair))


def _likeliest(chars: Sequence[str], window: Callable[[str], str]) -> str:
    """The likeliest character in the context given by `window`; empty if there is none.

    Among variants with the same simplified form, such as 鎮 and 鎭, the one in Big5's first level
    (0xA440-0xC67E) is usual.
    """
    key = {
        char: (score(window(char)), b"\xa4" <= char.encode("big5", "ignore")[:1] <= b"\xc6")
        for char in chars
        if char
    }
    return max(key, key=key.__getitem__, default="")


def _decode(data: bytes) -> str:
    """Two-byte characters decoded from GBK; empty if they are invalid."""
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return ""
    return text if 2 * len(text) == len(data) else ""
