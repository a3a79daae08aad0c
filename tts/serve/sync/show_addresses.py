"""Addresses of the show itself, as stored and as an app knows them.

A phone has `http://192.168.1.5:8043/TOKEN/feed.xml`, a laptop the same by another name, and a third
subscribed where the show is published. They share what was heard: `show:feed.xml` is stored,
without host and token, and each app receives it under every address that its listener uses.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tts.serve.host_header import Hosts
from tts.serve.token_holders import Tokens
from tts.show.positions import OWN

_ADDRESS = re.compile(r"(https?://([^/?#@\s]{1,260})/)([^\s]*)", re.IGNORECASE)
_TOKEN = "{token}/"


def _port(address: str) -> int | None:
    """A server without a token is identified by its port: the same host may have others."""
    with suppress(ValueError):
        return urlsplit(address).port
    return None


@dataclass(slots=True)
class Addresses:
    """The show's addresses, for one request."""

    token: str = field(repr=False)
    """The client's token; empty if none is needed."""
    here: str
    """Scheme, host and port of this request, ending with a slash."""
    published: str
    """The base URL in the show's settings; may be empty."""
    hosts: Hosts
    tokens: Tokens
    known: list[str] = field(default_factory=list)
    """Beginnings of the show's addresses as the listener's apps know them, the latest first."""
    met: list[str] = field(default_factory=list)
    """Those that this request used."""

    def kept(self, url: str) -> str:
        """An address in the form in which it is stored."""
        if self.published and url.startswith(self.published):
            return self._own(self.published, url.removeprefix(self.published))
        found = _ADDRESS.fullmatch(url)
        if found is None or self.hosts.check(found[2]) is None:
            return url
        first, slash, rest = found[3].partition("/")
        if slash and first and self.tokens.holder(first) is not None:
            return self._own(found[1] + _TOKEN, rest)
        if self.tokens.everybody and _port(found[1]) == _port(self.here):
            return self._own(found[1], found[3])
        return url

    def _own(self, prefix: str, rest: str) -> str:
        if prefix not in self.met:
            self.met.append(prefix)
        return OWN + rest

    def as_reached(self, kept: str) -> list[str]:
        """A stored address as the listener's apps know it: every address by which they reach the
        show."""
        if not kept.startswith(OWN):
            return [kept]
        rest = kept.removeprefix(OWN)
        place = f"{self.token}/" if self.token else ""
        here = self.here + (_TOKEN if self.token else "")
        prefixes = dict.fromkeys([here, *self.known])
        return [prefix.replace(_TOKEN, place) + rest for prefix in prefixes]
