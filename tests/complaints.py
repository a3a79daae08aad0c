"""The messages in a page's console, with the addresses they concern, since CI's log has nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page


def complaints_of(page: Page) -> list[str]:
    """Console errors and warnings, and uncaught script errors; the list grows while the page is
    open."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.text} ({message.location['url']})")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"{error} ({page.url})"))
    return complaints
