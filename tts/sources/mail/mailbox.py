"""A mailbox (mbox, RFC 4155) -> the messages in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from tts.model import (
    Article,
    Change,
    Parts,
    Selection,
    SeveralArticles,
    Source,
    SourceError,
    Stated,
)
from tts.sources.mail.article import read_mail
from tts.sources.mail.message import author, date, header, parsed, subject
from tts.sources.selection import chosen

BEGINNING = re.compile(rb"(?:\A|\n)\r?\n*From [^\r\n]{0,200}\r?\n(?=>?[A-Za-z][A-Za-z0-9-]*:)")
"""The line between two messages; inside a message it is written `>From `."""
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
MOST = 100_000
MOST_HEADERS = 65_536
"""Bytes of a message that are searched for its headers."""
AGAIN = "the same message again"


def read_mailbox(source: Source) -> Article:
    """The message of a mailbox with only one. Raises SeveralArticles if it has more."""
    messages = list(_messages(source))
    if len(messages) > 1:
        message = f"{source.where} is a mailbox of {len(messages)} messages; only one can be read"
        raise SeveralArticles(message, "take the newest with --latest 1")
    return read_mail(replace(source, content=messages[0]))


def split_mailbox(source: Source, selection: Selection) -> Parts | None:
    """The selected messages, oldest first; None for a file with one. Raises SourceError."""
    parts, count = _split(source, selection)
    return parts if count > 1 or "://" in source.where else None


def split_messages(source: Source, selection: Selection) -> Parts:
    """The same for a mailbox that grows, in which a single message is the first of several. Raises
    SourceError."""
    return _split(source, selection)[0]


def _split(source: Source, selection: Selection) -> tuple[Parts, int]:
    """The selected messages, and the total number."""
    messages: dict[str, Source] = {}
    stated: dict[str, Stated] = {}
    changes: list[Change] = []
    for number, content in enumerate(_messages(source), 1):
        head = parsed(content[:MOST_HEADERS], source.where)
        title = subject(head)
        name = header(head, "Message-ID").strip("<> ") or str(number)
        where = f"{source.where}#{name}"
        if where in messages:
            changes.append(Change(title or name, "", AGAIN))
            continue
        one = Source(where, content, modified=source.modified)
        messages[where] = replace(one, article=partial(read_mail, one))
        stated[where] = Stated(title, author(head), date(head))
    newest_first = reversed(messages.items())
    dated = [(stated[where].date, one) for where, one in newest_first]
    wanted = chosen(dated, selection)
    return Parts(tuple(wanted), tuple(changes), stated), len(messages)


def _messages(source: Source) -> Iterator[bytes]:
    """Each message as it was sent. Raises SourceError if the mailbox has too many."""
    content = source.content
    beginnings = list(BEGINNING.finditer(content))
    if len(beginnings) > MOST:
        raise SourceError(f"{source.where} contains more than {MOST:,} messages", "split it")
    starts = [found.end() for found in beginnings]
    ends = [found.start() for found in beginnings[1:]]
    for start, end in zip(starts, [*ends, len(content)], strict=True):
        message = content[start:end]
        yield ESCAPED.sub(rb"\1", message)
