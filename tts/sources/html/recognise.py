"""Whether a text is a web page."""

from __future__ import annotations

import re

from tts.sources.format import Sample
from tts.sources.markdown.recognise import MEDIA_TYPES as MARKDOWN

MEDIA_TYPES = ("text/html", "application/xhtml+xml")
PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*+<(!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
MARKUP = re.compile(
    r"\s*<(article|section|main|div|p|h[1-6]|table|ul|ol|blockquote)\b[^<>]*>", re.IGNORECASE
)
CLOSING = re.compile(r"</\w+>")


def is_html(sample: Sample) -> bool:
    """Whether it is HTML: by its beginning, or as declared; a fragment by its first element."""
    if PAGE.match(sample.head) or sample.media_type in MEDIA_TYPES:
        return True
    if sample.media_type in MARKDOWN:
        return False
    return bool(MARKUP.match(sample.head) and CLOSING.search(sample.text))
