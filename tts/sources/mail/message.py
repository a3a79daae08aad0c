"""Parses a message: its headers, and which of its parts are its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from tts.model import Change, SourceError
from tts.sources.encoding import decode, is_binary
from tts.sources.mail.recognise import COUNT

DEEPEST = 20
"""Maximum nesting of parts."""
MOST_PARTS = 2000
REPLIES = re.compile(
    r"(?:(?:re|fwd?|aw|wg|sv|tr|rv|回[复覆復]|答[复覆復]|[转轉][发發寄])\s*[:：]\s*)+", re.I
)
"""Prefixes of the subject of a reply."""
ENCRYPTED = ("multipart/encrypted", "application/pgp-encrypted")
SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
OPEN_IT = "open it in your mail program, save its text or forward it unencrypted, and use that"
LONGEST_FROM = 500
CUT = "the file is cut off here; something may be missing"
ATTACHED = "attached to the mail"
UNSHOWN = ("text/calendar", "text/x-amp-html", "text/rfc822-headers", "text/vcard")


@dataclass(frozen=True, slots=True)
class Text:
    """A text part of a mail."""

    text: str
    is_html: bool
    is_flowed: bool = False
    joins_spaces: bool = False
    """The space at which a flowed line was broken is not part of the text (DelSp=yes, RFC 3676)."""


@dataclass
class Parts:
    """The parts of a mail that are read, and those that are not."""

    texts: list[Text] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    count: int = 0


def parsed(content: bytes, where: str) -> Message:
    """Parse a message. Raises SourceError if its parts are nested too deeply."""
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if count := COUNT.match(content):
        content = content[count.end() :]
    try:
        return message_from_bytes(content)
    except RecursionError as error:
        raise SourceError(f"{where} is nested too deeply", OPEN_IT) from error


def damage(message: Message) -> tuple[Change, ...]:
    """The change for a message that ends before its last part does."""
    is_cut = any(isinstance(one, CloseBoundaryNotFoundDefect) for one in message.defects)
    return (Change("(the end)", "", CUT),) if is_cut else ()


def header(message: Message, name: str) -> str:
    """A header on one line, with its encoded words decoded (RFC 2047)."""
    value = message.get(name)
    if value is None:
        return ""
    raw = value if isinstance(value, str) else _repaired(value)
    return " ".join(_decoded(raw).split())


def _decoded(raw: str) -> str:
    """Encoded words decoded; unchanged if they are broken."""
    try:
        pieces = decode_header(raw)
    except Exception:  # base64 in it may be broken, and what that raises differs by version
        return raw
    return "".join(_piece(text, charset) for text, charset in pieces)


def _repaired(value: object) -> str:
    """A header of raw bytes, for which the parser returns a special object."""
    raw = str(value).encode("utf-8", "surrogateescape")
    return decode(raw)[0]


def _piece(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, bytes):
        return decode(text, charset or "")[0]
    is_raw = any("\udc80" <= sign <= "\udcff" for sign in text)
    return _repaired(text) if is_raw else text


def subject(message: Message) -> str:
    """The subject without reply prefixes."""
    text = header(message, "Subject")
    found = REPLIES.match(text)
    return text[found.end() :] if found and found.end() < len(text) else text


def author(message: Message) -> str:
    """The sender's name, otherwise the address."""
    stated = header(message, "From")[:LONGEST_FROM]
    try:
        name, address = parseaddr(stated)
    except RecursionError:  # brackets in brackets
        return ""
    return name.strip(" \"'") or address


def date(message: Message) -> str:
    """ISO date; empty if it can't be parsed."""
    for name in ("Date", "Resent-Date"):
        try:
            return parsedate_to_datetime(str(message.get(name, ""))).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return ""


def parts_of(message: Message, where: str) -> Parts:
    """Its text, HTML before plain if it has both, and what else is in it. Raises SourceError if
    only the receiver's program can open it."""
    parts = Parts()
    _gather(message, where, parts, 0)
    return parts


def _gather(message: Message, where: str, parts: Parts, depth: int) -> None:
    kind = message.get_content_type()
    parts.count += 1
    if depth > DEEPEST or parts.count > MOST_PARTS:
        raise SourceError(f"{where} is nested too deeplyly, or has too many parts", OPEN_IT)
    if kind in ENCRYPTED or kind in SEALED:
        raise _sealed(message, where)
    if kind == "multipart/alternative":
        _choose(message, where, parts, depth)
    elif kind == "message/rfc822" and parts.texts:
        parts.changes.append(Change(_name(message), "", ATTACHED))
    elif message.is_multipart():
        for part in _children(message):
            _gather(part, where, parts, depth + 1)
    else:
        _take(message, kind, parts)


def _children(message: Message) -> Iterator[Message]:
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield part


def _choose(message: Message, where: str, parts: Parts, depth: int) -> None:
    """The first alternative that is or contains HTML; otherwise the first that is text."""
    forms = list(_children(message))
    html = (form for form in forms if _has_html(form))
    plain = (form for form in forms if form.get_content_type() == "text/plain")
    for chosen in (*html, *plain, *forms):
        before = len(parts.texts)
        _gather(chosen, where, parts, depth + 1)
        if any(text.text.strip() for text in parts.texts[before:]):
            return


def _has_html(message: Message) -> bool:
    if message.get_content_type() == "text/html":
        return True
    is_related = message.get_content_type() in ("multipart/related", "multipart/mixed")
    return is_related and any(map(_has_html, _children(message)))


def _take(message: Message, kind: str, parts: Parts) -> None:
    """An inline part is text; any other is an attachment, except pictures in the text."""
    is_attached = message.get_content_disposition() == "attachment"
    named = message.get_filename()
    is_text = kind in ("text/plain", "text/html") and not is_attached
    if is_text and not (named and parts.texts):
        parts.texts.append(_text(message, kind))
    elif not _is_unshown(message, kind):
        parts.changes.append(Change(_name(message), "", ATTACHED))


def _is_unshown(message: Message, kind: str) -> bool:
    """Whether it is a picture in the text, or data for programs."""
    is_signature = kind.startswith("application/pgp-") or kind.endswith("pkcs7-signature")
    return is_signature or kind in UNSHOWN or message.get("Content-ID") is not None


def _text(message: Message, kind: str) -> Text:
    payload = message.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = message.get_content_charset("") or ""
    text, _ = decode(content, charset)
    text = text.replace("\r\n", "\n")
    text = text.replace("\r", "\n")
    if is_binary(text):
        text = ""
    is_flowed = str(message.get_param("format", "")).lower() == "flowed"
    joins = str(message.get_param("delsp", "")).lower() == "yes"
    return Text(text, kind == "text/html", is_flowed, joins)


def _name(message: Message) -> str:
    """The name of an attachment."""
    name = message.get_filename()
    if isinstance(name, str) and name:
        return _decoded(name)
    return message.get_content_type()


def _sealed(message: Message, where: str) -> SourceError:
    signed = str(message.get_param("smime-type", "")).lower() == "signed-data"
    kind = (
        "a signed message whose text is inside its signature" if signed else "an encrypted message"
    )
    return SourceError(f"{where} is {kind}, which Pagecast can't open", OPEN_IT)
