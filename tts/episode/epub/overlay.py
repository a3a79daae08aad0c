"""When each sentence or word of a page is spoken: a media overlay (EPUB 3.3, 9; SMIL 3.0)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tts.episode.epub.book_pages import Section
from tts.episode.epub.xhtml import DECLARATION, element, lines
from tts.show.saved_script import SavedSentence

_ROOT: Final = {
    "xmlns": "http://www.w3.org/ns/SMIL",
    "xmlns:epub": "http://www.idpf.org/2007/ops",
    "version": "3.0",
}


@dataclass(frozen=True, slots=True)
class OverlayMoment:
    """An element of a page, and when it is heard: milliseconds into the page's audio."""

    name: str
    """Its id."""
    start: int
    end: int
    words: tuple[OverlayMoment, ...] = ()
    """Its words in order, without gaps; empty if it is highlighted as a whole."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that can be marked."""

    start: int
    """Milliseconds into the episode."""
    first: int
    """Index into its sentence's text."""
    last: int
    """Index after its last character."""


@dataclass(frozen=True, slots=True)
class _Heard:
    name: str
    start: int
    """Milliseconds into the episode."""
    words: tuple[Word, ...]


def sentence_id(chunk: int, sentence: int) -> str:
    """The id of a sentence on its page, from the indexes of chunk and sentence in the script."""
    return f"s{chunk}-{sentence}"


def marked_words(sentence: SavedSentence) -> Iterator[Word]:
    """The words of a sentence, in order and not overlapping."""
    at = 0
    for start, _, first, last in sentence.get("words", ()):
        if at <= first < last <= len(sentence["text"]):
            yield Word(int(start), first, last)
            at = last


def moments(section: Section, replaced: Mapping[int, str], *, words: bool) -> list[OverlayMoment]:
    """Every sentence with audio, without gaps: a pause belongs to the sentence before it, because
    reading apps skip what belongs to none.

    Silent sentences have no moment, since the standard does not allow empty ones. A chunk that is
    `replaced` on its page is highlighted as a whole.
    """
    heard = list(_heard(section, replaced))
    starts = [each.start - section.start for each in heard]
    ends = _ends(starts, 0, section.duration)
    found = []
    for sentence, (start, end) in zip(heard, ends, strict=True):
        if start < end:
            inside = _words(sentence, section.start, start, end) if words else ()
            found.append(OverlayMoment(sentence.name, start, end, inside))
    return found


def _heard(section: Section, replaced: Mapping[int, str]) -> Iterator[_Heard]:
    """What is highlighted on a page; with words only if the page marks them."""
    for number, chunk in section.chunks:
        sentences = chunk["sentences"]
        if number in replaced and sentences:
            start = int(sentences[0]["start"])
            yield _Heard(sentence_id(number, 0), start, ())
            continue
        for at, sentence in enumerate(sentences):
            is_row = chunk["kind"] == "table"
            words = () if is_row else tuple(marked_words(sentence))
            start = int(sentence["start"])
            if start < sentence["end"]:
                yield _Heard(sentence_id(number, at), start, words)


def _ends(starts: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    """From each start to the next one; the first begins at `first`, the last ends at `last`."""
    if not starts:
        return []
    begins = [first]
    for start in starts[1:]:
        inside = min(start, last)
        begins.append(max(inside, begins[-1]))
    return list(pairwise([*begins, last]))


def _words(sentence: _Heard, offset: int, first: int, last: int) -> tuple[OverlayMoment, ...]:
    starts = [word.start - offset for word in sentence.words]
    found = []
    for at, (start, end) in enumerate(_ends(starts, first, last)):
        if start < end:
            found.append(OverlayMoment(f"{sentence.name}-{at}", start, end))
    return tuple(found)


def smil(page: str, audio: str, moments: Sequence[OverlayMoment]) -> str:
    """The overlay of a page, whose audio is in the file `audio`."""
    written = [_timed(moment, page, audio) for moment in moments]
    body = element("body", lines(*written), {"epub:textref": page})
    root = element("smil", lines(body), _ROOT)
    return f"{DECLARATION}{root}\n"


def _timed(moment: OverlayMoment, page: str, audio: str) -> str:
    if not moment.words:
        return _par(moment, page, audio)
    words = [_par(word, page, audio) for word in moment.words]
    attributes = {"id": moment.name, "epub:textref": f"{page}#{moment.name}"}
    return element("seq", lines(*words), attributes)


def _par(moment: OverlayMoment, page: str, audio: str) -> str:
    clip = {
        "src": audio,
        "clipBegin": clock(moment.start),
        "clipEnd": clock(moment.end),
    }
    text = element("text", attributes={"src": f"{page}#{moment.name}"})
    sound = element("audio", attributes=clip)
    return element("par", text + sound, {"id": moment.name})


def clock(ms: int) -> str:
    """Milliseconds as a full clock value of SMIL.

    >>> clock(3_725_040)
    '1:02:05.040'
    """
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{ms:03}"
