"""Ways to recognise a format by its content, for the rows of the table."""

from __future__ import annotations

import re
from collections.abc import Callable

from tts.sources.format import Sample
from tts.sources.xml import PROLOG

Recogniser = Callable[[Sample], bool]


def begins(*magics: bytes, at: int = 0) -> Recogniser:
    """Recognizes by the first bytes, ignoring white space before them; or by those at an offset."""
    if at:
        return lambda sample: sample.content.startswith(magics, at)
    return lambda sample: sample.start.startswith(magics)


def either(*ways: Recogniser) -> Recogniser:
    return lambda sample: any(way(sample) for way in ways)


def zipped(
    *,
    declared: str = "",
    parts: tuple[str, ...] = (),
    file: str = "",
    suffix: str = "",
) -> Recogniser:
    """Recognizes a ZIP by its declared type, by its Office parts, or by a file in it."""

    def recognise(sample: Sample) -> bool:
        archive = sample.zip
        if archive is None:
            return False
        by_name = (file and archive.has_file(file)) or (suffix and archive.has_suffix(suffix))
        by_word = declared and archive.is_declared(declared)
        return bool(by_word or by_name or any(part in archive.parts for part in parts))

    return recognise


def root(*names: str) -> Recogniser:
    """Recognizes an XML document by its first element, whatever its prefix. The bytes are checked
    first, so that other files need not be decoded."""
    either_name = "|".join(names)
    tag = rf"<(?:[\w.-]+:)?(?:{either_name})\b"
    in_bytes = re.compile(tag.encode(), re.IGNORECASE)
    first = re.compile(PROLOG + tag, re.DOTALL | re.IGNORECASE)

    def recognise(sample: Sample) -> bool:
        return bool(in_bytes.search(sample.ends) and first.match(sample.head))

    return recognise


def anything(sample: Sample) -> bool:
    return True
