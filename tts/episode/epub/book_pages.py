"""A script -> the pages of a book, each with its part of the audio."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tts.audio.mp3 import FRAME_MS
from tts.show.saved_script import SavedChunk, SavedScript

LONG = 600_000
"""Milliseconds after which a page ends before the next heading: reading apps hold a page's audio in
memory."""
LONGEST = 1_800_000
"""Milliseconds after which a page ends before the next paragraph."""

_FURTHEST = 125
"""Maximum frames from the start of a clip to the start of its sentence."""

Numbered = tuple[int, SavedChunk]
"""A chunk, and its index in the script."""
IsCut = Callable[[int], bool]
"""Whether the audio can be cut before a frame."""


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the book."""

    name: str
    """Name of its files, without a suffix."""
    chunks: tuple[Numbered, ...]
    start: int = 0
    """Milliseconds into the episode, at a frame boundary."""
    end: int = 0
    """Milliseconds into the episode, at a frame boundary."""

    @property
    def page(self) -> str:
        """The file with its text."""
        return f"{self.name}.xhtml"

    @property
    def duration(self) -> int:
        """Milliseconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages with text of the article, in order, and the pages before and after them."""

    front: Section
    """What is said before the article, and its title."""
    body: tuple[Section, ...]
    back: Section
    """What is said after it."""

    @property
    def all(self) -> tuple[Section, ...]:
        return (self.front, *self.body, self.back)

    @property
    def heard(self) -> tuple[Section, ...]:
        """Pages with audio."""
        return tuple(section for section in self.all if section.duration)


def pages_of(script: SavedScript, duration: int, is_cut: IsCut) -> Pages:
    """The pages of a script whose audio lasts `duration` milliseconds."""
    chunks = list(enumerate(script["chunks"]))
    first = _count(chunks, ("intro", "title"))
    behind = chunks[first:]
    outros = _count(behind[::-1], ("outro",))
    last = len(chunks) - outros
    sections = [Section("title", tuple(chunks[:first]))]
    for number, run in enumerate(_runs(chunks[first:last]), 1):
        section = Section(f"text-{number:03}", tuple(run))
        sections.append(section)
    sections.append(Section("about", tuple(chunks[last:])))
    front, *body, back = _timed(sections, duration, is_cut)
    return Pages(front, tuple(body), back)


def _count(chunks: Sequence[Numbered], kinds: Sequence[str]) -> int:
    """How many chunks at the beginning are of these kinds."""
    for at, (_, chunk) in enumerate(chunks):
        if chunk["kind"] not in kinds:
            return at
    return len(chunks)


def _runs(chunks: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    """The chunks of each page: up to a heading of the first level, or until it has become long."""
    run: list[Numbered] = []
    for number, chunk in chunks:
        begin = _start(run[0][1]) if run else 0
        goes_on = run and run[-1][1].get("continues", False)
        if run and not goes_on and _begins_page(chunk, _start(chunk) - begin):
            yield run
            run = []
        run.append((number, chunk))
    if run:
        yield run


def _begins_page(chunk: SavedChunk, so_far: int) -> bool:
    if chunk["kind"] == "heading":
        return chunk.get("level", 1) <= 1 or so_far >= LONG
    return chunk["kind"] == "paragraph" and so_far >= LONGEST


def _start(chunk: SavedChunk) -> int:
    """Milliseconds into the episode."""
    if not chunk["sentences"]:
        return 0
    return int(chunk["sentences"][0]["start"])


def _timed(sections: Sequence[Section], duration: int, is_cut: IsCut) -> list[Section]:
    """Each page with its part of the audio, one after the other; silent pages have none."""
    ends: list[Section] = []
    end = duration
    for section in reversed(sections):
        start = end
        if section.chunks:
            begin = _start(section.chunks[0][1])
            start = min(end, _cut_before(begin, is_cut))
        ends.append(replace(section, start=start, end=end))
        end = start
    return _from_the_beginning(ends[::-1])


def _from_the_beginning(sections: Sequence[Section]) -> list[Section]:
    """The first page with audio also gets the silence before it."""
    for at, section in enumerate(sections):
        if section.chunks:
            first = replace(section, start=0)
            empty = [replace(each, start=0, end=0) for each in sections[:at]]
            return [*empty, first, *sections[at + 1 :]]
    return list(sections)


def _cut_before(moment: int, is_cut: IsCut) -> int:
    """Where the audio can be cut before a sentence: at the start of its clip."""
    frame = moment // FRAME_MS
    for each in range(frame, max(0, frame - _FURTHEST), -1):
        if is_cut(each):
            return each * FRAME_MS
    return frame * FRAME_MS
