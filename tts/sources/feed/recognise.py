"""Whether a text is a JSON Feed; feeds in XML are known by their first element."""

from __future__ import annotations

import re

from tts.sources.format import Sample

VERSION = re.compile(r"\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org")
LAST = 4096
"""Number of characters at the end that may also contain the version, because objects have no
order."""


def is_json_feed(sample: Sample) -> bool:
    """Whether it is a JSON Feed. The bytes are checked first, so that other sources need not be
    decoded."""
    if b"jsonfeed.org" not in sample.ends.lower():
        return False
    head = sample.head
    return head.lstrip().startswith("{") and VERSION.search(head + sample.text[-LAST:]) is not None
