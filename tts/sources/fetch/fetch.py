"""A path, standard input or a URL -> Source."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from tts.model import Selection, Source, SourceError
from tts.sources.fetch.media_types import MEDIA_TYPES, MOST_BYTES

OPENED = re.compile(r"/dev/stdin|/dev/fd/\d+|/proc/self/fd/\d+")
"""Paths of pipes that the shell opened for the command. Another run has other ones, so the article
in one is found again by its words, like that of standard input."""

SERVERS = ("wallabag", "readeck", "karakeep", "miniflux", "freshrss")
"""Schemes of read-later servers."""

MAILBOX = "imap"
"""Scheme of a mailbox."""

NO_SELECTION = Selection()

BUNDLE = ".textbundle"

SURROGATE = re.compile("[\ud800-\udfff]")

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
"""At least two letters: `C:` is a drive."""


def fetch(
    where: str,
    *,
    allow_private: bool = False,
    offline: bool = False,
    cookies: str = "",
    selection: Selection = NO_SELECTION,
    stdin: BinaryIO | None = None,
) -> Source:
    """The bytes of a path, of `-` (standard input), of an http(s) URL, the unread articles of a
    read-later server (`wallabag://host`), or the messages in a mail folder (`imap://host/folder`).

    `allow_private` permits URLs in a private network; `offline` refuses URLs; `cookies` is the path
    of a file with cookies to send; `selection` says which articles of a server are wanted. Raises
    SourceError.
    """
    if where == "-":
        return _from_stdin(stdin or sys.stdin.buffer)
    scheme = SCHEME.match(where)
    if scheme and ("://" in where or not Path(where).exists()):
        _check_scheme(printable(where), scheme[1].lower(), offline)
        if scheme[1].lower().partition("+")[0] in SERVERS:
            from tts.sources.readlater.servers import fetch_saved

            return fetch_saved(printable(where), selection, allow_private=allow_private)
        if scheme[1].lower().partition("+")[0] == MAILBOX:
            from tts.sources.mail.imap import fetch_mailbox

            return fetch_mailbox(printable(where), selection, allow_private=allow_private)
        from tts.sources.fetch import http

        return http.get_page(printable(where), allow_private=allow_private, cookies=cookies)
    return _from_file(where)


def fetch_image(
    url: str, *, base: str = "", allow_private: bool = False, cookies: str = ""
) -> bytes:
    """The bytes of an image over http(s); a relative `url` is resolved against `base`. Raises
    SourceError."""
    from tts.sources.fetch import http

    return http.get_image(url, base=base, allow_private=allow_private, cookies=cookies)


def _check_scheme(where: str, scheme: str, offline: bool) -> None:
    if scheme == "file":
        raise SourceError(
            f"{where} is a file: address, which is not opened", "give the path of the file instead"
        )
    is_server = scheme.partition("+")[0] in (*SERVERS, MAILBOX)
    if scheme not in ("http", "https") and not is_server:
        raise SourceError(
            f"{where} is neither a file nor an http or https address",
            "check the path or the address",
        )
    if offline:
        raise SourceError(
            f"--offline forbids fetching {where}", "leave out --offline, or use a file"
        )


def _from_stdin(stdin: BinaryIO) -> Source:
    content = stdin.read(MOST_BYTES + 1)
    _check_size("standard input", content)
    return Source("-", content)


def _from_file(where: str) -> Source:
    path, name = Path(where), printable(where)
    if not where:
        hint = "name a file or an address; a variable that is not set is empty"
        raise SourceError("a source is empty: no file is named", hint)
    try:
        path = _text_in(path)
        _check_kind(path, name)
        content, modified = _contents(path)
    except (OSError, ValueError) as error:
        raise _path_error(name, error) from error
    _check_size(name, content)
    if OPENED.fullmatch(where) and not path.is_file():
        return Source("-", content)
    return Source(name, content, MEDIA_TYPES.get(path.suffix.lower(), ""), modified=modified)


def _text_in(path: Path) -> Path:
    """The text of a TextBundle, a folder that macOS shows as a file; any other path is unchanged.
    Links must not lead out of it."""
    if path.suffix.lower() != BUNDLE or not path.is_dir():
        return path
    texts = sorted(path.glob("text.*"))
    own = (text for text in texts if not text.is_symlink())
    return next(own, path)


def printable(where: str) -> str:
    r"""A path with non-UTF-8 bytes escaped; Python represents them as lone surrogates.

    >>> printable("caf\udce9.txt") == "caf" + chr(92) + "xe9.txt"
    True
    """
    return SURROGATE.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", where)


def _check_kind(path: Path, name: str) -> None:
    """Refuse devices and pipes, which may block or never end, except pipes opened by the shell
    (`<(...)`)."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode) and not os.access(path, os.R_OK | os.X_OK):
        raise PermissionError
    if OPENED.fullmatch(str(path)) or stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return
    kind = "pipe" if stat.S_ISFIFO(mode) else "socket" if stat.S_ISSOCK(mode) else "device"
    raise SourceError(
        f"{name} is a {kind}, not a file",
        "write: ... | tts make -, or for a list: ... | tts make @-",
    )


def _contents(path: Path) -> tuple[bytes, str]:
    """The bytes, at most one more than allowed, and the modification time."""
    with path.open("rb") as file:
        about = path.stat()
        if about.st_size > MOST_BYTES:
            raise _too_large(printable(str(path)))
        content = file.read(MOST_BYTES + 1)
    return content, datetime.fromtimestamp(about.st_mtime, UTC).date().isoformat()


def _check_size(where: str, content: bytes) -> None:
    if not content:
        raise SourceError(f"{where} is empty", "use a source that contains an article")
    if len(content) > MOST_BYTES:
        raise _too_large(where)


def _too_large(where: str) -> SourceError:
    return SourceError(
        f"{where} is larger than {MOST_BYTES // 1_000_000} MB", "split it into articles"
    )


PATH_ERRORS: dict[type[Exception], Callable[[str], tuple[str, str]]] = {
    FileNotFoundError: lambda where: (
        f"there is no file {where}",
        "check the path; an address starts with https://",
    ),
    IsADirectoryError: lambda where: (
        f"{where} is a folder",
        "give the files in it that you want to read",
    ),
    PermissionError: lambda where: (
        f"{where} can't be read: permission denied",
        "check its permissions",
    ),
    NotADirectoryError: lambda where: (
        f"there is no file {where}",
        "check the path: a part of it is a file, not a folder",
    ),
}


def _path_error(where: str, error: Exception) -> SourceError:
    if cause := PATH_ERRORS.get(type(error)):
        return SourceError(*cause(where))
    reason = getattr(error, "strerror", "") or str(error)
    return SourceError(f"{where[:200]} can't be read: {reason}", "check the path")
