"""The scripts of the pages: each is one file, packed from its sources.

They are written in `source`; `tools/make_pages.py` packs them, with their messages in all
languages, into `packed`, so that pages in all languages load the same file.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from tts.publish.listen_script import script_files as listen

APP = "app"
"""What makes a show an app: the saved episodes on the device, and how pages show them."""
FRAME = "frame"
LISTENING = "listening"
"""Playing on the pages: the list, the bar, the queue, and navigation between pages."""
PAGE = "page"
REPORT = "report"
SEARCH = "search"
"""Loaded by `listening` once somebody searches for an episode."""
EVERYWHERE = (PAGE, LISTENING, SEARCH, REPORT, FRAME)
"""Scripts of every show."""
STYLES = ("page", "listening")
"""Style sheets, packed like the scripts."""


@cache
def asset(name: str) -> tuple[str, bytes]:
    """The name in the show's folder, with a hash of the content, and the content."""
    file = resources.files("tts.publish").joinpath("site", "packed", f"{name}.min.js")
    content = file.read_bytes()
    return f"pagecast/{name}-{hashlib.sha256(content).hexdigest()[:8]}.js", content


def assets() -> dict[str, bytes]:
    """What the pages of every show load, and pages of other sites."""
    return dict([*map(asset, EVERYWHERE), listen.placing(), listen.floating()])
