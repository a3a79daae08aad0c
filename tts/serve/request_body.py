"""Parses a request's body: fields and a file, as JSON, a form or a form with a file."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from tts.model import TtsError
from tts.storage.parsing import parsed_json

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import Receive

MOST_TEXT: Final = 4_000_000
"""Bytes of JSON, or of a form without a file: a novel has one million."""
MOST_FILE: Final = 64_000_000
"""Bytes of a form with a file."""
_WASTED: Final = 2
"""A body that is too large is read up to this multiple of the limit, so that its sender receives
the response."""
_SILENCE: Final = 20.0
"""Seconds in which more of a body has to arrive."""
_WHOLE: Final = 600.0
"""Seconds for a whole body by default."""
_FIELDS: Final = 50

JSON, FORM, FILES = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"


class Refused(TtsError):
    """A request that is refused."""

    def __init__(self, status: int, reason: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status
        self.reason = reason
        """Name of a field of `tts.locale.queue.Refusals`."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a form."""

    name: str
    """Without folders."""
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """The content of a body."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    file: File | None = None

    def get(self, name: str) -> str:
        return self.values.get(name, "")


async def read(
    headers: Headers, receive: Receive, most: int = MOST_FILE, seconds: float = _WHOLE
) -> Form:
    """The fields of a body of at most `most` bytes, within `seconds`. Raises Refused."""
    declared = Message()
    declared["content-type"] = headers.get("content-type", "")
    kind = declared.get_content_type()
    if kind not in (JSON, FORM, FILES):
        hint = f"send {JSON}, {FORM} or {FILES}"
        raise Refused(415, "kind", "this kind of body is not supported", hint)
    most = min(most, MOST_FILE if kind == FILES else MOST_TEXT)
    body = await whole(headers, receive, most, seconds)
    if kind == FILES:
        boundary = str(declared.get_param("boundary", ""))
        return await asyncio.to_thread(_of_files, body, boundary)
    values = _of_json(body) if kind == JSON else _of_form(body)
    return Form(values)


async def whole(headers: Headers, receive: Receive, most: int, seconds: float = _WHOLE) -> bytes:
    """The complete body. Raises Refused if it is larger than `most` bytes or does not arrive within
    `seconds`."""
    stated = headers.get("content-length", "")
    too_large = stated.isdecimal() and int(stated) > most
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(seconds):
            more = not (too_large and int(stated) > most * _WASTED)
            while more:
                message = await asyncio.wait_for(receive(), _SILENCE)
                if message["type"] != "http.request":
                    raise Refused(400, "broken", "the request was cut off")
                piece = message.get("body", b"")
                size += len(piece)
                too_large = too_large or size > most
                if not too_large:
                    body += piece
                more = message.get("more_body", False) and size <= most * _WASTED
    except TimeoutError:
        raise Refused(408, "broken", "the request did not come in time", "send it again") from None
    if too_large:
        limit = f"{most / 1_000_000:g} MB"
        raise Refused(413, "large", f"more than {limit} is not accepted", "send less")
    return bytes(body)


def _of_json(body: bytes) -> dict[str, str]:
    try:
        record = parsed_json(body)
    except ValueError as e:
        raise Refused(400, "broken", f"the body is not JSON: {e}") from e
    if not isinstance(record, dict):
        raise Refused(400, "broken", "the body is not a JSON object", 'send {"url": "https://…"}')
    return {str(k): v for k, v in record.items() if isinstance(v, str)}


def _of_form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as e:
        raise Refused(400, "broken", "the body is not a form in UTF-8") from e
    return dict(pairs)


# --- forms with a file ----------------------------------------------------------------------------


def _of_files(body: bytes, boundary: str) -> Form:
    """multipart/form-data (RFC 7578). An empty file without a name is ignored: browsers send one
    for an unused field."""
    values: dict[str, str] = {}
    file = None
    for headers, content in _parts(body, boundary):
        name = headers.get_param("name", header="content-disposition")
        file_name = headers.get_filename()
        if file_name is not None:
            found = File(base_name(file_name), content)
            file = file or (found if content or found.name else None)
        elif isinstance(name, str):
            values[name] = content.decode(errors="replace")
    return Form(values, file)


def _parts(body: bytes, boundary: str) -> Iterator[tuple[Message, bytes]]:
    """Headers and content of each part. Raises Refused."""
    from email.parser import BytesHeaderParser
    from email.policy import HTTP

    if not 0 < len(boundary) <= 70 or not boundary.isascii():
        raise Refused(400, "broken", "the form has no boundary between its fields")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode(), _FIELDS + 1)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise Refused(400, "broken", "the form has too many fields, or was cut off")
    for piece in pieces[1:-1]:
        head, found, content = piece.lstrip(b" \t").removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not found or len(head) > 10_000:
            raise Refused(400, "broken", "a field of the form has no headers")
        yield BytesHeaderParser(policy=HTTP).parsebytes(head + b"\r\n\r\n"), content


def base_name(name: str) -> str:
    r"""The last part of a path, on one line.

    >>> base_name("../../etc/passwd"), base_name("C:\\notes\\a.pdf"), base_name("..")
    ('passwd', 'a.pdf', '')
    >>> base_name("on %22tea%22.md")
    'on "tea".md'
    """
    last = re.split(r"[/\\]", name)[-1].replace("%22", '"')  # so browsers write it in a form
    shown = "".join(c for c in last if c.isprintable()).strip()
    return "" if set(shown) <= {"."} else shown[-200:]
