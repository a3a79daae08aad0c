"""Whether XML is an uncompressed OpenDocument file (`.fodt`, `.fodp`)."""

from __future__ import annotations

import re

from tts.sources.format import Sample

ROOT = re.compile(rb"(?:<\?xml[^>]{0,200}\?>\s*)?<office:document\s")


def is_flat_document(sample: Sample) -> bool:
    return ROOT.match(sample.start) is not None
