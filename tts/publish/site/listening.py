"""The script of what plays on the pages of a show: the list, the bar, the queue, the search, and
the way from page to page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib import resources

from tts.locale.listening import LISTENING

_PARTS = (
    "player/source/store.js",  # one format for what was heard, here and in the player
    "templates/listening/items.js",
    "templates/listening/shelf.js",
    "templates/listening/deck.js",
    "templates/listening/bar.js",
    "templates/listening/queue.js",
    "templates/listening/rows.js",
    "templates/listening/navigation.js",
    "templates/listening/search.js",
    "templates/listening/handover.js",
)
"""In the order they need each other."""


@cache
def asset() -> tuple[str, bytes]:
    """The name in the show's folder, with a hash of the content, and the content."""
    code = "\n".join(('(() => {"use strict";', _sentences(), *_sources(), "})();\n"))
    content = code.encode()
    return f"pagecast/listening-{hashlib.sha256(content).hexdigest()[:8]}.js", content


def _sentences() -> str:
    versions = {tag: asdict(each) for tag, each in LISTENING.by_language().items()}
    return f"const SENTENCES = {json.dumps(versions, ensure_ascii=False)};"


def _sources() -> Iterator[str]:
    package = resources.files("tts.publish")
    for part in _PARTS:
        yield package.joinpath(*part.split("/")).read_text(encoding="utf-8")
