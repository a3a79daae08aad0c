"""Whether bytes are a message, a mailbox or a saved page in that format."""

from __future__ import annotations

import re

from tts.sources.format import Sample

HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):(?:[ \t]|\r?\n[ \t])")
MAIL = frozenset(
    {
        b"from",
        b"to",
        b"subject",
        b"date",
        b"received",
        b"message-id",
        b"return-path",
        b"delivered-to",
        b"mime-version",
        b"content-type",
        b"reply-to",
        b"dkim-signature",
    }
)
"""Headers of mails; a mail has several, while a text may begin with one or two."""
ONLY_MAIL = frozenset(
    {
        b"received",
        b"message-id",
        b"return-path",
        b"delivered-to",
        b"mime-version",
        b"dkim-signature",
    }
)
FEWEST = 3
ENVELOPE = re.compile(rb"From \S+.{0,80}\d\d:\d\d.{0,60}\r?\n(?=[>A-Za-z][A-Za-z0-9-]*:)")
"""The beginning of a message in an mbox (RFC 4155)."""
COUNT = re.compile(rb"\s*\d{1,12}[ \t]*\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)")
"""The size of a message, which Apple Mail writes before it."""
RELATED = re.compile(
    rb"^content-type:\s*multipart/related|^snapshot-content-location:"
    rb"|^x-unmht-save-location:|^content-location:",
    re.IGNORECASE | re.MULTILINE,
)
SAVED = re.compile(rb"^(?:snapshot-content-location:|from:\s*[\"<]?\s*saved by )", re.I | re.M)
ADDRESSED = re.compile(rb"^(?:to|received|delivered-to|return-path):", re.IGNORECASE | re.MULTILINE)
MAIL_TYPES = ("message/rfc822",)
MAILBOX_TYPES = ("application/mbox",)
SAVED_TYPES = ("multipart/related", "application/x-mimearchive")
LOOKED_AT = 65_536


def head_of(content: bytes) -> bytes:
    """The headers at the beginning; empty if there are none."""
    start = content[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    count = COUNT.match(start)
    start = start[count.end() :] if count else start
    if not HEADER.match(start + b" "):
        return b""
    lines = re.split(rb"\r?\n", start)
    end = lines.index(b"") if b"" in lines else len(lines)
    for line in lines[:end]:
        is_header = HEADER.match(line + b" ") or line[:1] in b" \t"
        if not is_header:
            return b""
    return b"\n".join(lines[:end])


def _names(head: bytes) -> set[bytes]:
    found = re.findall(rb"^([A-Za-z][A-Za-z0-9-]*):", head, re.MULTILINE)
    return set(map(bytes.lower, found))


def is_mail(sample: Sample) -> bool:
    """Whether it is a mail: it has three typical headers, one of which does not occur in other
    texts, or sender and subject."""
    names = _names(head_of(sample.content)) & MAIL
    if len(names) < FEWEST:
        return len(names) == 2 and sample.suffix in (".eml", ".emlx")
    return bool(names & ONLY_MAIL) or {b"from", b"subject", b"date"} <= names


def is_mailbox(sample: Sample) -> bool:
    return ENVELOPE.match(sample.content.lstrip(b"\r\n")[:1000]) is not None


def is_saved_page(sample: Sample) -> bool:
    """Whether it is a saved page: with what browsers write into such files, or with parts that have
    addresses but no recipient."""
    head = head_of(sample.content)
    if not head:
        return False
    if SAVED.search(head):
        return True
    return bool(RELATED.search(head)) and not ADDRESSED.search(head)
