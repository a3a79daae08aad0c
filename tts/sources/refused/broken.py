"""Documents so damaged that only the suffix says what they should be."""

from __future__ import annotations

from collections.abc import Callable

from tts.model import Article, Source, SourceError
from tts.sources.format import Format, Sample

HINT = "download or save it again, or open it in its own program and save a copy"

KINDS = (
    ("Word document", (".docx", ".docm", ".dotx", ".dotm")),
    ("EPUB book", (".epub",)),
    ("PDF", (".pdf",)),
    ("FictionBook", (".fb2", ".fbz")),
    ("PowerPoint presentation", (".pptx", ".pptm", ".ppsx")),
    ("Excel workbook", (".xlsx", ".xlsm")),
    ("OpenDocument file", (".odt", ".ods", ".odp")),
    ("Kindle book", (".mobi", ".azw", ".azw3", ".kfx", ".prc")),
    ("old Word document", (".doc",)),
    ("web archive", (".webarchive",)),
)
"""What a file is called in messages, and its suffixes."""


def _is_broken(suffixes: tuple[str, ...]) -> Callable[[Sample], bool]:
    """Recognizes by the suffix, if it is an unrelated ZIP or not text: a page or text with a wrong
    suffix is still read."""

    def recognise(sample: Sample) -> bool:
        return sample.suffix in suffixes and (sample.zip is not None or not sample.text)

    return recognise


def _refuser(kind: str) -> Callable[[Source], Article]:
    def refuse(source: Source) -> Article:
        why = "its beginning is missing"
        if source.content.startswith(b"PK\x03\x04"):
            why = "the archive is cut off, or its text is not in it"
        raise SourceError(f"{source.where} is a damaged {kind}: {why}", HINT)

    return refuse


BROKEN = tuple(
    Format(f"a damaged {kind}", _is_broken(suffixes), read=_refuser(kind))
    for kind, suffixes in KINDS
)
