"""Whether a text is a JSON Feed; feeds in XML are known by their first element."""

from __future__ import annotations

import re

from tts.sources.format import Sample

VERSION = re.compile(r"\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org")
LAST = 4096
"""Characters at the end in which the version may stand as well: an object has no order."""


def is_json_feed(sample: Sample) -> bool:
    """The bytes are looked at first: nothing is decoded for what can't be one."""
    if b"jsonfeed.org" not in sample.ends.lower():
        return False
    head = sample.head
    return head.lstrip().startswith("{") and VERSION.search(head + sample.text[-LAST:]) is not None
