"""Output about a show while it is served: its address, and which episodes were added or removed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts.cli.output import arrow, bold, draw, good, line, print_json, result, say

if TYPE_CHECKING:
    from tts.model import LibraryError
    from tts.publish.catalog import Entry, Refused
    from tts.serve.app import LoggedRequest
    from tts.serve.queue.queue_item import Item
    from tts.serve.served_show import ServedShow

_MOST = 3
"""Maximum number of episodes listed for each kind of change."""


@dataclass(frozen=True, slots=True)
class ServedAt:
    """Where the show can be reached."""

    address: str
    """The address of the landing page, with the token."""
    local: str
    """The same, for use on this computer."""
    port: int
    token: str
    notes: Sequence[str] = ()
    lan: bool = False
    """Whether it can be reached from the network, not just from this computer."""
    adds: bool = False
    """Whether it accepts articles."""


def when_ready(place: ServedAt, served: ServedShow, *, asked: dict[str, Any]) -> Callable[[], None]:
    def ready() -> None:
        shown = served.shown
        if asked["as_json"]:
            _print_json(place, len(shown.entries))
        else:
            title = bold(shown.show.title)
            say(title, f": {_episodes(len(shown.entries))}, from {served.root}")
            result(place.address)
            _tell(place, asked)
        sys.stdout.flush()
        if asked["open_it"]:
            import webbrowser

            webbrowser.open(place.local)

    return ready


def _tell(place: ServedAt, asked: dict[str, Any]) -> None:
    """Report where the show can be reached, and by whom."""
    wants_code = _draws() if asked["qr"] is None else asked["qr"]
    is_drawn = place.lan and wants_code and _draw(place.address)
    for note in place.notes:
        say(f"  note: {note}")
    if place.lan:
        _tell_network(place, is_drawn)
    else:
        command = "tts serve --lan --add" if place.adds else "tts serve --lan"
        say(f"  for this computer only; for phones on the same network: {command}")
    if place.adds:
        say(f"  add an article: {place.local}add")
    say("  stop: Ctrl-C")


def _tell_network(place: ServedAt, is_drawn: bool) -> None:
    """Explain what to do on a phone with the address or the QR code."""
    scan = "scan the code with a phone on the same network"
    open_it = "open the address on a phone on this network"
    say(f"  {scan if is_drawn else open_it}, then subscribe or listen")
    say(
        "  Apple Podcasts, AntennaPod and gPodder can subscribe; Overcast, Pocket Casts and "
        "Spotify can't,"
    )
    say("  because their servers fetch the feed and can't reach this network")
    if place.token:
        can = "listen, and add articles" if place.adds else "listen"
        say(f"  keep the address secret: whoever has it can {can}")
    else:
        say("  without a token everybody on this network can see the show")


def notes_of(refused: Sequence[Refused]) -> Iterator[str]:
    """What is not served in the show, and why."""
    for each in refused[:_MOST]:
        yield f"not served: {each.folder}: {each.reason}"
    others = len(refused) - _MOST
    if others > 0:
        yield f"not served: {others} more episodes"


def _draws() -> bool:
    """Whether the terminal shows colours."""
    environment = os.environ
    if environment.get("TERM") == "dumb" or environment.get("NO_COLOR"):
        return False
    return sys.stderr.isatty()


def _draw(address: str) -> bool:
    """Print a QR code; returns whether there was room for it."""
    from tts.serve.terminal_qr import qr

    columns = shutil.get_terminal_size().columns
    lines, needed = qr(address, columns)
    draw(lines)
    if not lines:
        say(f"  note: the QR code takes {needed} columns, and this terminal has {columns}")
    return bool(lines)


def _print_json(place: ServedAt, episodes: int) -> None:
    record = {
        "address": place.address,
        "feed": f"{place.address}feed.xml",
        "port": place.port,
        "token": place.token,
        "episodes": episodes,
        "notes": list(place.notes),
    }
    print_json(record)


def _episodes(n: int) -> str:
    if n == 0:
        return "no episodes yet"
    return "1 episode" if n == 1 else f"{n:,} episodes"


def tell_change(came: Sequence[Entry], went: Sequence[str]) -> None:
    """Report episodes added while the show is served, and titles of those removed."""
    for entry in came[:_MOST]:
        title = line(entry.title)
        say("  ", good(), f" now served: {title}")
    others = len(came) - _MOST
    if others > 0:
        say(f"  and {others} more")
    for title in went[:_MOST]:
        say(f"  no longer served: {line(title)}")


def tell_request(asked: LoggedRequest) -> None:
    """With -v, report a request and the status of its response."""
    say(f"  {asked.client} {asked.method} {line(asked.path)} {asked.status}")


def warn(error: LibraryError) -> None:
    """Report that a show can no longer be read."""
    say(f"  note: {error.message}; the previous state is still served")
    if error.hint:
        say("  ", arrow(), f" {error.hint}")


def tell_item(item: Item) -> None:
    """Report an item that failed; one that was made is reported when it is served."""
    if item.state == "failed":
        say(f"  failed: {line(item.shown)}: {line(item.error)}")
        if item.hint:
            say("  ", arrow(), f" {line(item.hint)}")
