"""Where a show is published: told once, kept in its show.toml, with the feed's guid that is made of
it."""

from __future__ import annotations

from dataclasses import replace

from tts.publish.feed import channel
from tts.show import library, settings, toml
from tts.show.library import Show


def settle(show: Show, base_url: str, *, write: bool = True) -> Show:
    """The show with its address and its guid, both written to show.toml where they are new. Raises
    LibraryError.

    The guid is made of the first address and stays when the show moves: apps know the show by it.
    """
    current = show.settings
    url = settings.base_url(base_url, "--base-url") if base_url else current.base_url
    if not url:
        return show
    wanted = {"base_url": url, "guid": current.guid or channel.guid(url + channel.NAME)}
    changed = {name: value for name, value in wanted.items() if getattr(current, name) != value}
    if changed and write:
        with library.locked(show):
            toml.put(show.folder / settings.NAME, changed)
    return replace(show, settings=replace(current, base_url=url, guid=wanted["guid"]))
