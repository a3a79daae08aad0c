"""Malformed mail, and mailboxes; golden pairs are in data/mail."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tts.model import Selection, SeveralArticles, Source, SourceError
from tts.sources import parts, read

HEAD = b"From: Ann <ann@example.org>\nSubject: The bell\nDate: Sun, 1 Feb 2026 08:00:00 +0100\nMIME-Version: 1.0\n"


def nested(depth: int) -> bytes:
    """Nested parts, each with its own boundary."""
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return HEAD + opened + b"Content-Type: text/plain\n\nThe bell rings twice.\n"


@pytest.mark.parametrize("depth", [50, 2000])
def test_parts_that_nest_without_end_are_refused(depth: int) -> None:
    with pytest.raises(SourceError, match=r"mail\.eml is nested too deeply"):
        read(Source("mail.eml", nested(depth)))


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: =?utf-8?B?!!!!?=\n",
        b"Subject: =?no-such-charset?Q?a?=\n",
        b"Subject: \xff\xfe\xfd\n",
        b"Content-Type: text/plain; charset=no-such\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Type: multipart/mixed\n",
        b"Date: yesterday\n",
    ],
)
def test_mail_with_broken_headers_is_read(header: bytes) -> None:
    content = HEAD.replace(b"Subject: The bell\n", b"") + header + b"\nThe bell rings twice, at six and at noon.\n"
    try:
        assert read(Source("mail.eml", content)).blocks
    except SourceError as error:
        assert error.hint


def test_mail_with_an_unclosed_sender_is_read() -> None:
    content = HEAD.replace(b"Ann", b"(a " * 5000) + b"\nThe bell rings twice, at six and at noon.\n"
    assert read(Source("mail.eml", content)).title == "The bell"


def test_every_cut_of_a_mail_is_read_or_refused() -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "Ann", "The bell", "Sun, 1 Feb 2026 08:00:00 +0100"
    message.set_content("The bell rings twice.")
    message.add_alternative("<p>The bell rings <b>twice</b>.</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="plan.pdf")
    content = message.as_bytes()
    for end in range(1, len(content), 7):
        try:
            read(Source("mail.eml", content[:end]))
        except SourceError as error:
            assert error.hint


def mailbox(count: int) -> Source:
    head = "From a@b Sun Feb  {0} 08:00:00 2026\nFrom: Ann <a@b>\nSubject: Bell {0}\n"
    one = head + "Date: {0} Feb 2026 08:00 +0000\n\nIt rings.\n\n"
    return Source("box.mbox", "".join(one.format(day) for day in range(1, count + 1)).encode())


def test_a_mailbox_gives_the_newest() -> None:
    found = parts(mailbox(5), Selection(latest=2))
    assert found is not None
    assert [read(part).title for part in found] == ["Bell 4", "Bell 5"]
    assert parts(mailbox(5), Selection(since="2026-02-05")) is not None
    with pytest.raises(SeveralArticles, match="mailbox of 5 messages"):
        read(mailbox(5))
