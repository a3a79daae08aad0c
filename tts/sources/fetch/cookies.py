"""The cookies of one fetch: those that a site sets on the way to a page, and the user's own from a
file.

They are only sent to the site they belong to, and not stored. The file has the Netscape format that
curl, wget and yt-dlp share: https://curl.se/docs/http-cookies.html
"""

from __future__ import annotations

import time
from email.message import Message
from http.client import HTTPResponse
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import cast
from urllib.request import Request

from tts.model import SourceError

MOST_BYTES = 10_000_000
"""Maximum bytes of a cookies file; a browser stores a few thousand cookies of at most 4 kB."""
HTTP_ONLY = "#HttpOnly_"
"""Prefix that curl and browsers write before the domain of a cookie hidden from scripts."""
HOW_TO = "export them from the browser where you are logged in, as cookies.txt (Netscape format)"


class Cookies:
    """The cookies for each request, by the rules of http.cookiejar: domain, path, https, age."""

    def __init__(self, own: list[Cookie] | None = None) -> None:
        strict = DefaultCookiePolicy.DomainStrictNonDomain  # a host's own go to no subdomain
        self._jar = CookieJar(DefaultCookiePolicy(strict_ns_domain=strict))
        self.of_user = bool(own)
        for cookie in own or ():
            self._jar.set_cookie(cookie)

    def header(self, url: str) -> dict[str, str]:
        """The `Cookie` header for an address; empty if there are none."""
        request = Request(url)
        self._jar.add_cookie_header(request)
        found = request.get_header("Cookie", "")
        return {"Cookie": found} if found else {}

    def keep(self, url: str, set_cookie: list[str]) -> None:
        """Store the cookies that a response from that address sets."""
        if not set_cookie:
            return
        message = Message()
        for line in set_cookie:
            message["Set-Cookie"] = line
        answer = cast(HTTPResponse, _Answer(message))
        self._jar.extract_cookies(answer, Request(url))


class _Answer:
    """The part of a response that CookieJar uses."""

    def __init__(self, message: Message) -> None:
        self._message = message

    def info(self) -> Message:
        return self._message


def read_cookies(path: str) -> list[Cookie]:
    """The cookies in a file in the Netscape format. Raises SourceError, with the line at fault, if
    the file is invalid, and if all cookies have expired."""
    lines = _text(path).splitlines()
    found = [
        _cookie(line, number, path) for number, line in enumerate(lines, 1) if _holds_cookie(line)
    ]
    if not found:
        raise SourceError(f"{path} contains no cookies", HOW_TO)
    now = int(time.time())
    current = [cookie for cookie in found if not cookie.is_expired(now)]
    if not current:
        raise SourceError(f"all {len(found)} cookies in {path} have expired", HOW_TO)
    return current


def _text(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise SourceError(
            f"{path} can't be read: {reason}", "check the path of --cookies"
        ) from error
    if len(content) > MOST_BYTES:
        raise SourceError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB", HOW_TO)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not text, so it is not a cookies file", HOW_TO) from error


def _holds_cookie(line: str) -> bool:
    return bool(line.strip()) and (not line.startswith("#") or line.startswith(HTTP_ONLY))


def _cookie(line: str, number: int, path: str) -> Cookie:
    """Parse a line: domain, whether it includes subdomains, path, whether https only, expiry in
    seconds since 1970 (0 for the session), name, value."""
    fields = line.removeprefix(HTTP_ONLY).split("\t")
    if len(fields) == 6:
        fields.append("")  # an empty value, whose tab an editor has cut
    if len(fields) != 7:
        raise SourceError(f"line {number} of {path} is not a cookie in Netscape's format", HOW_TO)
    domain, subdomains, folder, secure, expires, name, value = fields
    if not name and not value:
        raise SourceError(f"line {number} of {path} is a cookie without a name", HOW_TO)
    wide = subdomains.upper() == "TRUE"
    host = f".{domain.lstrip('.')}" if wide else domain.lstrip(".")
    return Cookie(
        version=0,
        name=name,
        value=value.rstrip("\r"),
        port=None,
        port_specified=False,
        domain=host if "." in host.strip(".") else f"{host}.local",
        domain_specified=wide,
        domain_initial_dot=wide,
        path=folder or "/",
        path_specified=bool(folder),
        secure=secure.upper() == "TRUE",
        expires=_seconds(expires, number, path),
        discard=False,
        comment=None,
        comment_url=None,
        rest={},
    )


def _seconds(written: str, number: int, path: str) -> int | None:
    """When a cookie expires; None for a session cookie. Some exports write fractions."""
    try:
        expires = int(float(written or 0))
    except (ValueError, OverflowError) as error:
        raise SourceError(
            f"line {number} of {path} has no expiry date: {written[:40]}", HOW_TO
        ) from error
    return expires if expires > 0 else None
