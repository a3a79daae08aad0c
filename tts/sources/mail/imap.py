"""A folder of a mailbox by IMAP (RFC 3501, RFC 9051) -> its newest messages, as an mbox.

`imap://mail.example.org/Newsletters` uses TLS, at port 993; `imap+plain://` does not, and is only
for a bridge on this machine. The folder is opened read-only: nothing is marked as read.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import date
from ipaddress import ip_address
from itertools import accumulate
from urllib.parse import SplitResult, unquote, urlsplit

from tts.model import Selection, Source, SourceError
from tts.sources.fetch.http import PRIVATE_HINT
from tts.sources.fetch.public_addresses import is_public
from tts.sources.fetch.retry_after import Unreachable
from tts.sources.readlater.api_token import how_to, token_for
from tts.sources.selection import NothingYet

TOKEN = "USER:PASSWORD"
SECONDS = 30.0
"""Timeout of each step."""
MOST_MESSAGES = 200
"""Maximum number of messages of a folder, the newest."""
MOST_BYTES = 10_000_000
"""Maximum bytes of a message; a larger one is skipped."""
MOST_IN_ALL = 100_000_000
MEDIA_TYPE = "application/mbox"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_PORTS = {"imap": 993, "imap+plain": 143}
_NUMBER = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b")
_BEGINS = re.compile(rb"^(>*From )", re.MULTILINE)


def fetch_mailbox(where: str, selection: Selection, *, allow_private: bool = False) -> Source:
    """The newest messages of the folder at an address; `latest` and `since` of the selection apply.
    Raises SourceError."""
    parts = urlsplit(where)
    name = parts.scheme.lower()
    host = parts.hostname or ""
    if name not in _PORTS or not host or "@" in parts.netloc:
        example = "write it like imap://mail.example.org/Newsletters; the token contains the user"
        raise SourceError(f"imap://{host} is not the address of a mailbox", example)
    place = f"{name}://{parts.netloc}"
    token = token_for("imap", place, TOKEN)
    address = _address(parts, _PORTS[name], allow_private)
    try:
        with _connected(parts, address) as server:
            messages = list(_messages(server, parts, token, selection))
    except imaplib.IMAP4.abort as error:
        message = f"{where} broke off: {_said(error, token)}"
        raise Unreachable(message, "check that it is a mail server, and try again") from error
    except imaplib.IMAP4.error as error:
        said = _said(error, token)
        raise SourceError(f"{where} refuses: {said}", how_to("imap", place, TOKEN)) from error
    except OSError as error:
        message = f"{where} can't be reached: {error}"
        raise Unreachable(message, "check the address and the connection") from error
    if not messages:
        raise NothingYet(f"{where} has no messages", "let newsletters be filed into it first")
    return Source(where, b"".join(map(_entry, messages)), MEDIA_TYPE)


# --- the connection -------------------------------------------------------------------------------


class _Server(imaplib.IMAP4):
    """Connects to the address that was checked, with the original name for TLS."""

    def __init__(self, parts: SplitResult, address: tuple[str, int]) -> None:
        self._address = address
        self._secure = parts.scheme.lower() == "imap"
        super().__init__(parts.hostname or "", address[1], SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection(self._address, timeout)
        if not self._secure:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _connected(parts: SplitResult, address: tuple[str, int]) -> _Server:
    return _Server(parts, address)


def _address(parts: SplitResult, usual: int, allow_private: bool) -> tuple[str, int]:
    """The first address of the host, if it is allowed. Raises SourceError."""
    host = parts.hostname or ""
    try:
        port = parts.port or usual
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        message = f"{host} can't be found: {error}"
        raise Unreachable(message, "check the address and the connection") from error
    is_plain = parts.scheme.lower() == "imap+plain"
    for *_, (first, *_rest) in found:
        public = is_public(ip_address(str(first).partition("%")[0]))
        if public and is_plain:
            raise SourceError(
                f"imap+plain would send your password unencrypted to {host}",
                "write it with imap://",
            )
        if allow_private or public:
            return str(first), port
    raise SourceError(f"{host} leads to a private address", PRIVATE_HINT)


# --- the talk -------------------------------------------------------------------------------------


def _messages(
    server: _Server, parts: SplitResult, token: str, selection: Selection
) -> Iterator[bytes]:
    """The messages, oldest first."""
    user, _, password = token.partition(":")
    server.login(user, password)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    status, said = server.select(_quoted(folder), readonly=True)
    if status != "OK":
        raise server.error(f"there is no folder {folder}: {said[0]!r}")
    total = 0
    for number in _wanted(server, selection):
        status, answer = server.uid("FETCH", number, "(BODY.PEEK[])")
        content = next((each[1] for each in answer if isinstance(each, tuple)), b"")
        total += len(content)
        if total > 2 * MOST_IN_ALL:  # of a server that stated less
            return
        if content:
            yield content


def _wanted(server: _Server, selection: Selection) -> list[str]:
    """Numbers (UID) of the newest messages within the size limits, individually and in all; oldest
    first."""
    criteria = ["ALL"]
    if selection.since:
        day = date.fromisoformat(selection.since)
        criteria = ["SINCE", f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"]
    _, answer = server.uid("SEARCH", *criteria)
    found = (answer[0] or b"").decode("ascii", "replace").split()
    found.sort(key=int)
    most = min(selection.latest or MOST_MESSAGES, MOST_MESSAGES)
    newest = found[-most:]
    if not newest:
        return []
    numbers = ",".join(newest)
    _, lines = server.uid("FETCH", numbers, "(UID RFC822.SIZE)")
    sizes = dict(map(_size, lines))
    fit = [number for number in newest if 0 < sizes.get(number, 0) <= MOST_BYTES]
    in_all = accumulate(sizes[number] for number in reversed(fit))
    count = sum(1 for total in in_all if total <= MOST_IN_ALL)
    return fit[len(fit) - count :]


def _size(answer: object) -> tuple[str, int]:
    """Number and bytes of a message; servers send them in either order."""
    line = answer[0] if isinstance(answer, tuple) else answer
    if not isinstance(line, bytes):
        return "", 0
    number = _NUMBER.search(line)
    size = _SIZE.search(line)
    if not number or not size:
        return "", 0
    return number[1].decode(), int(size[1])


def _quoted(folder: str) -> str:
    """A folder's name in IMAP: modified UTF-7 in quotes (RFC 3501, 5.1.3)."""
    written = re.sub(r"[^\x20-\x7e]+|&", _seven_bits, folder)
    escaped = written.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _seven_bits(found: re.Match[str]) -> str:
    """
    >>> re.sub(r"[^ -~]+|&", _seven_bits, "電子報 & Co")
    '&lvtbUFgx- &- Co'
    """
    import base64

    if found[0] == "&":
        return "&-"
    packed = base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=")
    return f"&{packed.replace('/', ',')}-"


def _entry(message: bytes) -> bytes:
    """A message in mbox format."""
    lines = message.replace(b"\r\n", b"\n").rstrip(b"\n")
    return b"From - Thu Jan  1 00:00:00 1970\n" + _BEGINS.sub(rb">\1", lines) + b"\n\n"


def _said(error: Exception, token: str) -> str:
    """The server's message, with the password removed in case it repeats it."""
    words = error.args[0] if error.args else ""
    text = str(words)
    if isinstance(words, bytes):
        text = words.decode("utf-8", "replace")
    password = token.partition(":")[2]
    if password:
        text = text.replace(password, "…")
    return text[:200]
