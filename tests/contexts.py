"""Chromium's contexts, reused from test to test: each test gets an empty one without waiting for a new process.

A new renderer has to load its fonts and compile its scripts again, which is half of what a page costs. With
`--process-per-site` (conftest.py) the pages of a context share the renderer of its first page, which stays open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EVERYTHING = {"origin": "*", "storageTypes": "all"}
"""Everything that pages store, including workers and caches."""


class _Kept:
    """A context, and the page in it that keeps its renderer alive."""

    def __init__(self, browser: Browser, script: Path | None, options: dict[str, Any]) -> None:
        self.context = browser.new_context(**options)
        self.anchor = self.context.new_page()
        self.anchor.route("**", lambda route: route.fulfill(body="<title>kept</title>", content_type="text/html"))
        self.anchor.goto("http://127.0.0.1/")  # a site has no port: it is that of the servers of all tests
        self.tools = self.context.new_cdp_session(self.anchor)
        if script:
            self.context.add_init_script(path=script)

    def clear(self) -> None:
        """Remove everything from the previous use: pages, files, storage and permissions."""
        for page in self.context.pages:
            if page is not self.anchor:
                page.close()
        self.context.unroute_all()
        self.context.clear_permissions()
        self.context.clear_cookies()
        self.tools.send("Storage.clearDataForOrigin", EVERYTHING)
        self.tools.send("Network.clearBrowserCache")


_FREE: dict[Browser, dict[str, list[_Kept]]] = {}
"""Contexts by their options."""


@contextmanager
def lent(browser: Browser, *, script: Path | None = None, **options: Any) -> Iterator[BrowserContext]:
    """A context with Playwright's `options` that contains nothing from earlier tests; `script` runs in its pages before
    theirs. Its pages are closed at the end. A test that switches the network off, or listens to all pages, has to
    create its own context: a renderer tells only one of several pages when the network is back."""
    if browser not in _FREE:
        _FREE[browser] = defaultdict(list)
        browser.on("disconnected", lambda _: _FREE.pop(browser))
    free = _FREE[browser][f"{script} {sorted(options.items())}"]
    kept = free.pop() if free else _Kept(browser, script, options)
    try:
        yield kept.context
    finally:
        kept.clear()
    free.append(kept)


@contextmanager
def lent_page(
    browser: Browser, width: int, height: int, scheme: Literal["light", "dark"] = "light", **options: Any
) -> Iterator[Page]:
    """A page of that size in such a context; pages of all sizes share one."""
    with lent(browser, **options) as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        yield page
