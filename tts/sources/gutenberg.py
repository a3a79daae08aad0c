"""The frame that Project Gutenberg puts around its texts: its metadata, and what does not belong to
the book."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tts.model import Change

START: Final = re.compile(
    r"\*{3}\s?START OF (?:THE|THIS) PROJECT GUTENBERG.*|\*END\*? ?THE SMALL PRINT.*",
    re.IGNORECASE,
)
END: Final = re.compile(
    r"\*{3}\s?END OF (?:THE|THIS) PROJECT GUTENBERG.*"
    r"|End of (?:the |this )?Project Gutenberg.*",
    re.IGNORECASE,
)
STATED: Final = re.compile(r"(?P<name>Title|Author|Language): +(?P<value>\S.*)")
LANGUAGES: Final = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "chinese": "zh",
    "japanese": "ja",
    "russian": "ru",
}
CREDITS: Final = re.compile(
    r"(?:produced|transcribed|e-?text prepared"
    r"|this e-?(?:text|book) was (?:produced|prepared))\b.*",
    re.IGNORECASE,
)
"""Who made the file, in the first paragraph after the start."""
FURTHEST: Final = 600
"""Lines from either end that are searched for the frame."""
LONGEST_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class Frame:
    """A text without its frame, and the frame's metadata."""

    lines: list[str]
    stated: dict[str, str] = field(default_factory=dict)
    """Those of `title`, `author` and `language` that are stated."""
    changes: tuple[Change, ...] = ()


def unframed(lines: list[str]) -> Frame:
    """A text of Project Gutenberg without header, licence and credits, which are listed; any other
    is unchanged."""
    size = len(lines)
    start = _place(lines, START, range(min(size, FURTHEST)))
    if start is None:
        return Frame(lines)
    end = _place(lines, END, range(start + 1, size))
    end = size if end is None else end
    credits_end = _behind_credits(lines, start + 1, end)
    stated = _stated(lines[:start])
    pieces = (
        (lines[: start + 1], "the header of Project Gutenberg"),
        (lines[start + 1 : credits_end], "the credits of the file"),
        (lines[end:], "the licence of Project Gutenberg"),
    )
    changes: list[Change] = []
    for piece, reason in pieces:
        if any(piece):
            change = dropped(piece, reason)
            changes.append(change)
    text = lines[credits_end:end]
    return Frame(text, stated, tuple(changes))


def _place(lines: list[str], pattern: re.Pattern[str], places: range) -> int | None:
    return next((place for place in places if pattern.match(lines[place].strip())), None)


def _behind_credits(lines: list[str], start: int, end: int) -> int:
    """Index of the text after a paragraph of credits; `start` if there is none."""
    first = start
    while first < end and not lines[first].strip():
        first += 1
    if first == end or not CREDITS.match(lines[first].strip()):
        return start
    behind = first
    while behind < end and lines[behind].strip():
        behind += 1
    return behind


def _stated(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if match := STATED.fullmatch(line.strip()):
            found.setdefault(match["name"].lower(), match["value"])
    language = found.pop("language", "").lower()
    if language in LANGUAGES:
        found["language"] = LANGUAGES[language]
    return found


def dropped(lines: list[str], reason: str) -> Change:
    """The change for omitted lines: how they begin."""
    joined = " ".join(lines)
    text = " ".join(joined.split())
    shown = text[:LONGEST_SHOWN]
    if shown != text:
        shown += "…"
    return Change(shown, "", reason)
