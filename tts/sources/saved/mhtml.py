"""A page saved in one file with its resources (MHTML, RFC 2557) -> Article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from tts.model import Article, Source, SourceError
from tts.sources.mail.message import MOST_PARTS, damage, header, parsed
from tts.sources.saved.saved_page import PAGES, WEB, read_saved

MOST_FRAMES = 20
"""Maximum number of its pages that are tried if the first has no article."""


def read_mhtml(source: Source) -> Article:
    """The article of the page; if it has none, that of the largest frame. Raises SourceError."""
    message = parsed(source.content, source.where)
    pages = list(_pages(message))
    if not pages:
        hint = "save the page again, as a single file or as text"
        raise SourceError(f"{source.where} is a saved page but contains no page", hint)
    first = _root(message, pages)
    frames = sorted(pages, key=_size, reverse=True)
    tried = [first, *(page for page in frames if page is not first)]
    failed: SourceError | None = None
    for page in tried[:MOST_FRAMES]:
        try:
            article = _read(source, message, page, is_first=page is first)
            return replace(article, changes=(*article.changes, *damage(message)))
        except SourceError as error:
            failed = failed or error
    raise failed or SourceError(f"{source.where} contains no article")


def _pages(message: Message) -> Iterator[Message]:
    for count, part in enumerate(message.walk()):
        if count > MOST_PARTS:
            return
        if part.get_content_type() in PAGES:
            yield part


def _root(message: Message, pages: list[Message]) -> Message:
    """The part with the page: as declared by the file, by its address, otherwise the first."""
    start = str(message.get_param("start", "") or "").strip("<> ")
    address = header(message, "Snapshot-Content-Location")
    for page in pages:
        if start and header(page, "Content-ID").strip("<> ") == start:
            return page
        if address and header(page, "Content-Location") == address:
            return page
    return pages[0]


def _size(page: Message) -> int:
    return len(str(page.get_payload()))


def _read(source: Source, message: Message, page: Message, *, is_first: bool) -> Article:
    payload = page.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = page.get_content_charset("") or ""
    address = header(page, "Content-Location")
    if is_first and not address.startswith(WEB):
        address = header(message, "Snapshot-Content-Location") or _base(message)
    return read_saved(source, content, page.get_content_type(), charset, address)


def _base(message: Message) -> str:
    """The address of the whole, as written by programs other than browsers."""
    return header(message, "Content-Location") or header(message, "X-UnMHT-Save-Location")
