"""Decompresses gzip in bounded memory."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from tts.model import Source, SourceError
from tts.sources.fetch.media_types import MEDIA_TYPES, MOST_BYTES

MAGIC = b"\x1f\x8b\x08"
"""RFC 1952, 2.3.1: the two identifying bytes, and the one method there is."""


def unpacked(source: Source) -> Source:
    """The decompressed source; one that is not gzip is unchanged. Raises SourceError if it exceeds
    the limit."""
    if source.article or not source.content.startswith(MAGIC):
        return source
    path = PurePosixPath(urlsplit(source.url).path if source.url else source.where)
    inner = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return replace(
        source, content=_inflated(source), media_type=MEDIA_TYPES.get(inner.suffix.lower(), "")
    )


def _inflated(source: Source) -> bytes:
    import gzip
    import io

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(source.content)) as archive:
            content = archive.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as e:
        raise SourceError(
            f"{source.where} is a damaged gzip archive: {e}", "download it again"
        ) from e
    if len(content) > MOST_BYTES:
        hint = "unpack it and use the part that you want to read"
        raise SourceError(f"{source.where} expands to more than {MOST_BYTES // 1_000_000} MB", hint)
    if not content:
        raise SourceError(f"{source.where} is empty", "use a source that contains an article")
    return content
