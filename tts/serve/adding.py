"""Accepts articles: `POST /add`, with a token for it, and from no other site's pages."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.responses import Response

from tts.model import LibraryError
from tts.serve import request_body
from tts.serve.queue.queue_item import LONGEST, Addition, Item
from tts.serve.queue.store import QueueFull, Store
from tts.serve.rate_limit import Rate
from tts.serve.request_body import Form, Refused
from tts.serve.responses import SAFE
from tts.serve.rights import ADD, Holder
from tts.serve.routes import Request
from tts.serve.token_holders import Tokens

ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SHARED: Final = 400
"""Characters: a text up to this length that ends with an address is a shared page: its title and
address."""
_ANONYMOUS: Final = 1_000_000
"""Bytes that are read of a body whose sender is identified only by a token inside it."""
_HASTE: Final = 30.0
"""Seconds in which such a body has to arrive."""
_READING: Final = 3
"""Anonymous bodies that are read at the same time; others wait, but never delay a request with a
token."""
_ADDED: Final = (60, 60.0)
"""Additions per so many seconds and address."""


class Adding:
    """Puts articles from requests into the queue."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store, self._tokens = store, tokens
        self._rate = Rate(*_ADDED)
        self._reading = {known: asyncio.Semaphore(_READING) for known in (True, False)}

    async def form(self, request: Request) -> Form:
        """Parse the body of a request from this site or from a program. Little of it is read before
        a token is known. Raises Refused."""
        check_same_site(request)
        known = request.holder is not None
        async with self._reading[known]:
            if known:
                return await request_body.read(request.headers, request.receive)
            return await request_body.read(request.headers, request.receive, _ANONYMOUS, _HASTE)

    def holder(self, request: Request, form: Form) -> Holder:
        """The holder who may add: by the token in the address, in a header, or in the body. Raises
        Refused."""
        holder = request.holder or self._tokens.holder(form.get("token"))
        if holder is None:
            if form.get("token"):
                self._tokens.guessed.count(request.client)
            hint = "send it as: Authorization: Bearer TOKEN, or as the field token"
            raise Refused(401, "token", "the token is missing or not known", hint)
        if ADD not in holder.rights:
            hint = "ask the owner of the server for a token that may add articles"
            raise Refused(403, "right", "this token may listen, but not add articles", hint)
        return holder

    async def take(self, request: Request, form: Form) -> Item:
        """Put the article of a request into the queue. Raises Refused."""
        holder = self.holder(request, form)
        if wait := self._rate.wait(request.client):
            hint = f"send it again in {wait:.0f} seconds"
            raise Refused(429, "often", "too many articles in one minute", hint)
        self._rate.count(request.client)
        addition = addition_of(form)
        try:
            return await asyncio.to_thread(self._store.add, addition, holder.name)
        except QueueFull as e:
            raise Refused(429, "full", e.message, e.hint) from e
        except (OSError, LibraryError) as e:
            why = e.strerror if isinstance(e, OSError) else e.message
            hint = "nothing was added: free some space, then send it again"
            raise Refused(507, "disk", f"the queue can't be written: {why}", hint) from e


def check_same_site(request: Request) -> None:
    """Raise Refused for a request that another site's page makes a browser send.

    Programs send neither header; a browser sends `Origin` with every form, and `Sec-Fetch-Site`
    over https.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    other_site = site not in (None, "same-origin", "none")
    other_origin = origin is not None and origin.partition("://")[2].lower() != request.asked.host
    if other_site or other_origin:
        hint = "open the page of this server and add the article there"
        raise Refused(403, "site", "this request came from another site's page", hint)


# --- what is to be made ---------------------------------------------------------------------------


def addition_of(form: Form) -> Addition:
    """The address, text or file in a form. Raises Refused."""
    title, author = (" ".join(form.get(name).split())[:LONGEST] for name in ("title", "author"))
    if form.file:
        if not form.file.content:
            raise Refused(400, "empty", f"{form.file.name} is empty", "choose another file")
        return Addition("file", form.file.name or "file", title, author, form.file.content)
    url, text = shared(form.get("url"), form.get("text"))
    if url:
        return Addition("address", checked_address(url), title, author)
    if text:
        return Addition("text", "", title, author, text.encode(errors="replace"))
    hint = "send one of: url, text, file"
    raise Refused(400, "empty", "there is no article in this request", hint)


def shared(url: str, text: str) -> tuple[str, str]:
    """An address or a text. Phones share a page as a text that ends with its address.

    >>> shared("", "The Ferry – https://example.org/ferry ")
    ('https://example.org/ferry', '')
    >>> shared("", "It stands at https://example.org/ferry, and so on.")
    ('', 'It stands at https://example.org/ferry, and so on.')
    """
    url, text = url.strip(), text.strip()
    last = text.split()[-1] if text else ""
    if not url and len(text) <= _SHARED + len(last) and ADDRESS.fullmatch(last):
        return last, ""
    return url, text


def checked_address(url: str) -> str:
    """An address that can be fetched. Whether fetching it is allowed is checked when it is fetched.
    Raises Refused."""
    has_user = False
    try:
        known = bool(ADDRESS.fullmatch(url) and urlsplit(url).hostname and url.isprintable())
        has_user = known and "@" in urlsplit(url).netloc
    except ValueError:
        known = False
    if has_user:  # a password would stand in the queue
        hint = "leave them out; you can add the text of the page instead"
        raise Refused(400, "address", "the address contains a user name or password", hint)
    if not known or len(url) > LONGEST:
        hint = "write it with https:// in front"
        raise Refused(400, "address", f"this is not the address of an article: {url[:200]}", hint)
    return url


# --- answers for programs -------------------------------------------------------------------------


def json_answer(status: int, record: Mapping[str, Any]) -> Response:
    """A JSON response for programs."""
    headers = {"content-type": "application/json", "cache-control": "no-store", **SAFE}
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    if status == 429:
        headers["retry-after"] = "60"
    return Response(json.dumps(record, ensure_ascii=False).encode() + b"\n", status, headers)


def refused(error: Refused) -> Response:
    return json_answer(error.status, {"error": error.message, "hint": error.hint})
