"""The scripts of the pages: each is one file, packed from its sources.

They are written in `source`; `tools/make_pages.py` packs them with the sentences that they say in
all languages, so that pages differ in nothing by them, into `packed`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from tts.publish.listen_script import script_files as listen

APP = "app"
"""What makes a show an app: what is kept on the device, and what pages show of it."""
FRAME = "frame"
LISTENING = "listening"
"""What plays on the pages: the list, the bar, the queue, and the way from page to page."""
PAGE = "page"
REPORT = "report"
SEARCH = "search"
"""Loaded by `listening` once somebody looks for an episode."""
EVERYWHERE = (PAGE, LISTENING, SEARCH, REPORT, FRAME)
"""Those of every show."""
STYLES = ("page", "listening")
"""Style sheets, which are packed as the scripts are."""


@cache
def asset(name: str) -> tuple[str, bytes]:
    """The name in the show's folder, with a hash of the content, and the content."""
    file = resources.files("tts.publish").joinpath("site", "packed", f"{name}.min.js")
    content = file.read_bytes()
    return f"pagecast/{name}-{hashlib.sha256(content).hexdigest()[:8]}.js", content


def assets() -> dict[str, bytes]:
    """What pages of every show load, and pages of other sites."""
    return dict([*map(asset, EVERYWHERE), listen.placing(), listen.floating()])
