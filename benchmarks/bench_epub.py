"""An hour and ten hours of speech as an EPUB that reads along: how fast, in how much memory.

The text is as long as an hour of speech has it, and stands in sentences with their words. Each runs in a process of its
own. Opus inside is encoded; the other forms take the MP3's frames as they are.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_book import COVER, length, long_mp3
from bench_join import peak_memory
from common import figure, report

from tts.episode.epub.book import Book, write
from tts.show.manifest import AudioFile, Manifest, ShowName
from tts.show.saved_script import SavedChunk, SavedScript, SavedSentence

SENTENCE = 5_000
"""Milliseconds; twelve words, as they are spoken in English."""
WORDS = 12
PARAGRAPH = 4
"""Sentences."""
CHAPTER = 40
"""Paragraphs: 13 minutes."""
FORMS = ("epub", "epub-words", "epub-opus")


def script(duration: int) -> SavedScript:
    chunks: list[SavedChunk] = []
    for start in range(0, duration - SENTENCE, SENTENCE * PARAGRAPH):
        is_heading = len(chunks) % CHAPTER == 0
        sentences = [
            sentence(start + n * SENTENCE, duration) for n in range(1 if is_heading else PARAGRAPH)
        ]
        kind = "heading" if is_heading else "paragraph"
        chunks.append({"kind": kind, "level": 1, "language": "en", "sentences": sentences})
    return {"title": "A long book", "language": "en", "chunks": chunks}


def sentence(start: int, duration: int) -> SavedSentence:
    words, text = [], ""
    for n in range(WORDS):
        word = f"word{n} "
        at = start + n * SENTENCE // WORDS
        words.append([at, at + 300, len(text), len(text) + len(word) - 1])
        text += word
    return {
        "start": start,
        "end": min(start + SENTENCE - 100, duration),
        "text": text,
        "words": words,
    }


def manifest(duration: int) -> Manifest:
    return Manifest(
        guid="0bd0a9c3-6b62-5c7e-a5f0-5e8f0e1f2a3b", number=1, title="A long book", date="2026-05-04", language="en",
        source="book.txt", show=ShowName("A show"), audio=AudioFile("audio/mpeg", duration, "book.mp3"), chunks=1,
        engine="silent", voice="silent", stamp="", content="", added="2026-05-04T00:00:00Z",
    )  # fmt: skip


def make(form: str, source: Path) -> None:
    """Runs in a process of its own; prints hours, seconds, megabytes of memory and of the file."""
    duration = length(source)
    made = Book(
        manifest(duration), script(duration), source, bytes(COVER), "A machine reads.",
        words="words" in form, codec="opus" if "opus" in form else "mp3",
    )  # fmt: skip
    begun = time.perf_counter()
    with source.with_suffix(".epub").open("w+b") as out:
        write(made, out, lambda _: None)
        size = out.tell()
    print(
        f"{duration / 3_600_000:.2f} {time.perf_counter() - begun:.2f} {peak_memory():.0f} {size / 1e6:.1f}"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for hours in (1, 10):
            source = Path(folder) / f"{hours}.mp3"
            long_mp3(source, hours)
            for form in FORMS if hours == 1 else FORMS[:2]:
                command = [sys.executable, __file__, form, str(source)]
                told = subprocess.run(
                    command, capture_output=True, text=True, check=True
                ).stdout.split()
                lasted, seconds, memory, size = map(float, told)
                if hours == 1:
                    figure(f"epub: an hour, {form}", seconds, "s")
                    figure(f"epub: memory for an hour, {form}", memory, "MB")
                rows.append((f"{form}, {lasted:.1f} h: seconds", f"{seconds:.1f}"))
                rows.append((f"{form}, {lasted:.1f} h: memory, MB", f"{memory:.0f}"))
                rows.append((f"{form}, {lasted:.1f} h: file, MB", f"{size:.1f}"))
        report(
            "EPUB with media overlays",
            rows,
            "an hour in under 10 s and 200 MB, with the MP3's frames",
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        make(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
