"""Responses for files and pages: media types by name, headers, ranges, and nothing that the client
already has."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".opml": "text/x-opml; charset=utf-8",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/rss+xml; charset=utf-8",
}
"""Media types by suffix. The system's table is not used, because it differs between computers."""
_BY_NAME = {"chapters.json": "application/json+chapters"}
_SHARED = {".json", ".srt", ".vtt"}
"""Transcripts and chapters, and `transcript.html`: players on other sites may read them."""
_PACKED = {".css", ".html", ".js", ".json", ".opml", ".srt", ".svg", ".txt", ".vtt", ".xml"}
_HASHED = re.compile(r"-[0-9a-f]{8}(-\d+)?\.\w+$")
"""A name with a hash of its content, which therefore never changes."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {}"
)
SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
"""Headers of every response."""
_MINIMUM = 500
"""Bytes below which compression gains nothing."""


@dataclass(frozen=True, slots=True)
class Content:
    """A small response body in memory."""

    name: str
    """Path in the show."""
    body: bytes
    tag: str
    """ETag of the body; without quotes."""
    packed: bytes = b""
    """The body, gzipped; empty if that gains nothing."""
    modified: float = 0.0
    """Seconds since 1970; 0 if unknown."""


def content(name: str, body: bytes, modified: float = 0.0) -> Content:
    is_packable = _ending(name) in _PACKED and len(body) >= _MINIMUM
    packed = gzip.compress(body, 6, mtime=0) if is_packable else b""
    if len(packed) >= len(body):
        packed = b""
    tag = hashlib.blake2b(body, digest_size=16).hexdigest()
    return Content(name, body, tag, packed, modified)


def describe(name: str, *, private: bool) -> dict[str, str]:
    """The headers that follow from a file's name."""
    base, ending = name.rpartition("/")[2], _ending(name)
    kind = _BY_NAME.get(base) or TYPES.get(ending, "application/octet-stream")
    who = "private" if private else "public"
    headers = {"content-type": kind, **SAFE}
    if private:
        headers["x-robots-tag"] = "noindex"
    headers["cache-control"] = (
        f"{who}, max-age=31536000, immutable" if _HASHED.search(base) else f"{who}, no-cache"
    )
    if ending in _SHARED or base == "transcript.html":
        headers["access-control-allow-origin"] = "*"
    if ending in (".html", ".svg"):
        headers["content-security-policy"] = _POLICY.format(
            "*" if base == "embed.html" else "'none'"
        )
    return headers


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122


def take_forms(answer: Response) -> None:
    """Allow a page to send forms here. With no referrer at all, browsers would not identify a form
    as this site's."""
    policy = answer.headers.get("content-security-policy", "")
    answer.headers["content-security-policy"] = policy.replace(
        "form-action 'none'", "form-action 'self'"
    )
    answer.headers["referrer-policy"] = "same-origin"


def of_content(
    page: Content, request_headers: Headers, *, private: bool, vary: str = ""
) -> Response:
    """The response: whole, a range, compressed, or 304 if the client has it already."""
    headers = describe(page.name, private=private)
    tag, body = f'"{page.tag}"', page.body
    if page.packed:
        headers["vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
        if _takes_gzip(", ".join(request_headers.getlist("accept-encoding"))):
            tag, body = f'"{page.tag}-gz"', page.packed
            headers["content-encoding"] = "gzip"
    elif vary:
        headers["vary"] = vary
    headers["etag"] = tag
    if page.modified:
        headers["last-modified"] = formatdate(page.modified, usegmt=True)
    if unchanged(request_headers, tag, page.modified):
        return not_modified(headers)
    if not page.packed:
        headers["accept-ranges"] = "bytes"
        if part := _part(request_headers, tag, len(body)):
            start, end = part
            headers["content-range"] = f"bytes {start}-{end - 1}/{len(body)}"
            return Response(body[start:end], 206, headers)
    return Response(body, 200, headers)


class _File(FileResponse):
    """Half as many switches between threads as starlette's; 200 clients hold 200 of these
    blocks."""

    chunk_size = 128 * 1024


def of_file(
    path: Path, seen: os.stat_result, name: str, tag: str, asked: Headers, *, private: bool
) -> Response:
    """The response with an episode's file, by starlette: ranges and If-Range."""
    headers = {**describe(name, private=private), "etag": f'"{tag}"'}
    headers["last-modified"] = formatdate(seen.st_mtime, usegmt=True)
    if unchanged(asked, headers["etag"], seen.st_mtime):
        return not_modified(headers)
    return _File(path, headers=headers, media_type=headers["content-type"], stat_result=seen)


def not_modified(sent: Mapping[str, str]) -> Response:
    kept = {
        k: v
        for k, v in sent.items()
        if k not in ("content-type", "content-encoding", "content-length")
    }
    return Response(status_code=304, headers=kept)


def unchanged(asked: Headers, tag: str, modified: float) -> bool:
    """Whether the client's copy is still valid. If it sends ETags, dates are ignored (RFC 9110,
    13.2.2)."""
    if (tags := asked.get("if-none-match")) is not None:
        known = {each.strip().removeprefix("W/") for each in tags.split(",")}
        return bool({tag, "*"} & known)
    if modified and (since := asked.get("if-modified-since")):
        with suppress(ValueError, TypeError, OverflowError):
            return int(modified) <= parsedate_to_datetime(since).timestamp()
    return False


def _takes_gzip(accepted: str) -> bool:
    """
    >>> _takes_gzip("br, gzip;q=0.8"), _takes_gzip("gzip;q=0"), _takes_gzip("")
    (True, False, False)
    """
    for each in accepted.lower().split(","):
        name, _, weight = each.replace(" ", "").partition(";")
        if name in ("gzip", "*"):
            return not re.fullmatch(r"q=0(\.0*)?", weight)
    return False


_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def _part(asked: Headers, tag: str, size: int) -> tuple[int, int] | None:
    """The single requested range; anything else is answered with the whole body."""
    wanted = asked.get("range", "").replace(" ", "")
    match = _RANGE.fullmatch(wanted)
    if match is None or asked.get("if-range", tag) != tag:
        return None
    first, last = match[1], match[2]
    if not first and not last:
        return None
    if first:
        start = int(first)
        end = min(size, int(last) + 1) if last else size
    else:  # so many bytes at the end
        start, end = max(0, size - int(last)), size
    return (start, end) if start < end else None
