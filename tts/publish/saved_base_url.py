"""The address of a published show: given once and saved in show.toml, with the feed's guid derived
from it."""

from __future__ import annotations

from dataclasses import replace

from tts.publish.feed import channel
from tts.show import library, settings, settings_file
from tts.show.library import Show
from tts.show.settings import Settings


def settle(show: Show, base_url: str, *, write: bool = True) -> Show:
    """The show with its address and guid, both written to show.toml if they are new. Raises
    LibraryError.

    The guid is derived from the first address and stays when the show moves: apps identify the show
    by it.
    """
    current = show.settings
    url = settings.base_url(base_url, "--base-url") if base_url else current.base_url
    if not url:
        return show
    guid = current.guid or channel.guid(url + channel.NAME)
    settled = replace(current, base_url=url, guid=guid)
    if write:
        _write_changes(show, settled)
    return replace(show, settings=settled)


def _write_changes(show: Show, settled: Settings) -> None:
    """Write the address and the guid to show.toml, unless they are already there."""
    changed = {}
    for name in ("base_url", "guid"):
        value = getattr(settled, name)
        if value != getattr(show.settings, name):
            changed[name] = value
    if not changed:
        return
    with library.locked(show):
        path = show.folder / settings.NAME
        settings_file.put(path, changed)
