"""Whether a text is reStructuredText."""

from __future__ import annotations

import re

from tts.sources.format import Sample
from tts.sources.html.recognise import MEDIA_TYPES as HTML
from tts.sources.markdown.recognise import MEDIA_TYPES as MARKDOWN

MEDIA_TYPES = ("text/x-rst", "text/prs.fallenstein.rst")
SUFFIXES = (".rst", ".rest")
UNDERLINED = re.compile(r"^\S.*\n([=\-~^\"'`*+#.:_])\1{2,}[ \t]*$", re.MULTILINE)
DIRECTIVE = re.compile(r"^[ \t]*\.\. (?:[\w:-]+::|_[^:\n]+:|\[[\w#*]+\] )", re.MULTILINE)
ROLE = re.compile(r":[a-z][\w:+.-]*:`[^`\n]+`|``[^`\n]+``|`[^`\n<]+ <[^>\n]+>`_")
LOOKED_AT = 20_000


def is_rst(sample: Sample) -> bool:
    """Whether it is reStructuredText: as declared, by its suffix, or by an underlined title and a
    directive or role."""
    if sample.media_type in HTML or sample.media_type in MARKDOWN:
        return False
    if sample.media_type in MEDIA_TYPES or sample.suffix in SUFFIXES:
        return sample.text != ""
    head = sample.head[:LOOKED_AT]
    if not UNDERLINED.search(head):
        return False
    return len(DIRECTIVE.findall(head)) > 0 and len(ROLE.findall(head)) > 0
