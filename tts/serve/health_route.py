"""`health`: the state of `tts watch` for this show, for monitoring over HTTP."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tts.serve.routes import Request, Route, plain
from tts.show.health import health

if TYPE_CHECKING:
    from starlette.responses import Response

UNAVAILABLE = 503


def route(folder: Path) -> Route:
    """A route that responds with one word: 200 if all is well; 503 if a source fails or nothing
    watches the show."""

    async def answer(_request: Request) -> Response:
        found = await asyncio.to_thread(health, folder, time.time())
        return plain(200 if found.state == "well" else UNAVAILABLE, found.state)

    return Route(re.compile("health"), answer)
