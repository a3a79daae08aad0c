"""The script that makes a show an app: what is kept on the device, what pages show of it, and the
words for that in all languages. One file, so that pages differ in nothing by it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from importlib import resources
from typing import Final

from tts.locale.app import APP

_PARTS: Final = ("saved.js", "app.js")


@lru_cache
def asset() -> tuple[str, bytes]:
    """The name in the show's folder, with a hash of the content, and the content."""
    words = {tag: asdict(version) for tag, version in APP.by_language().items()}
    sentences = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    style = json.dumps(source("app.css"))
    code = "\n".join(source(name) for name in _PARTS)
    head = f'"use strict";\nconst WORDS = {sentences};\nconst STYLE = {style};\n'
    content = f"(() => {{\n{head}{code}}})();\n".encode()
    return f"pagecast/app-{hashlib.sha256(content).hexdigest()[:8]}.js", content


def source(name: str) -> str:
    """A script as it is written."""
    return resources.files("tts.publish").joinpath("templates", name).read_text(encoding="utf-8")
