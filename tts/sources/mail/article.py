"""A message -> Article, and a mailbox -> the articles in it."""

from __future__ import annotations

from tts.model import Article, Block, Change, Source, SourceError
from tts.sources.mail.footer import without_frame
from tts.sources.mail.html_body import html_blocks
from tts.sources.mail.message import (
    OPEN_IT,
    Parts,
    Text,
    author,
    damage,
    date,
    header,
    parsed,
    parts_of,
    subject,
)
from tts.sources.mail.text_body import said_in
from tts.sources.metadata_values import language_tag, squeezed
from tts.sources.plain import read_text

SEALED = "-----BEGIN PGP MESSAGE-----"


def read_mail(source: Source) -> Article:
    """The article of a mail; its subject is the title. Raises SourceError if it has no text, or
    only for its receiver."""
    message = parsed(source.content, source.where)
    parts = parts_of(message, source.where)
    blocks, changes = _said(parts, source.where)
    title = subject(message)
    blocks, framing = without_frame(_without_title(blocks, title))
    if not blocks:
        named = f": {parts.changes[0].text}" if parts.changes else ""
        what = f"is a message without text{named}"
        raise SourceError(f"{source.where} {what}", "use its attachment")
    return Article(
        tuple(blocks),
        title=title,
        author=author(message),
        date=date(message),
        url=_address(header(message, "Archived-At")),
        language=language_tag(header(message, "Content-Language").partition(",")[0]),
        changes=(*changes, *framing, *parts.changes, *damage(message)),
    )


def _said(parts: Parts, where: str) -> tuple[list[Block], list[Change]]:
    blocks: list[Block] = []
    changes: list[Change] = []
    for text in parts.texts:
        read, left_out = _read(text, where)
        blocks += read
        changes += left_out
    return blocks, changes


def _read(text: Text, where: str) -> tuple[list[Block], list[Change]]:
    if not text.text.strip():
        return [], []
    if text.is_html:
        return html_blocks(text.text)
    if text.text.lstrip().startswith(SEALED):
        raise SourceError(f"{where} is an encrypted message, which Pagecast can't open", OPEN_IT)
    said = said_in(text)
    return list(read_text(said.text).blocks), list(said.changes)


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    """Without the first heading or line that repeats the subject."""
    for place, block in enumerate(blocks[:4]):
        if title and squeezed(block.text) == squeezed(title):
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def _address(stated: str) -> str:
    address = stated.strip("<> ")
    return address if address.startswith(("http://", "https://")) else ""
