"""The commands `tts listeners …`: who has a feed of their own in what is published."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from tts.cli.options import check_is_show, json_option, show_option
from tts.cli.output import line, print_json, result, say

if TYPE_CHECKING:
    from tts.publish.listeners import Invited

_SENT = ", with --to where it is sent"


@click.group()
def listeners() -> None:
    """Give each listener of a published show a feed of their own, and take it back alone.

    As long as there are listeners, nothing is published that leads everybody to the episodes: no
    feed.xml, no list, no search. All of this holds from the next `tts publish` on.

    \b
    tts listeners add Ana       a feed whose address nobody guesses
    tts listeners list          who has which address
    tts listeners revoke Ana    her feed is gone with the next tts publish
    """


@listeners.command()
@click.argument("name")
@show_option
@json_option
def add(name: str, output: Path, as_json: bool) -> None:
    """Make a feed for NAME, and print its address."""
    from tts.publish import listeners as kept

    base_url = _base_url(output)
    is_first = not kept.read(output)
    made = kept.add(output, name)
    if as_json:
        print_json(_as_json(made, base_url))
        return
    result(base_url + made.feed)
    say(f"for {line(name)}; it is there after: {_publishing(output)}{_SENT}")
    if is_first:
        say("that also takes the feed, the list and the search away that were for everybody")


@listeners.command("list")
@show_option
@json_option
def list_listeners(output: Path, as_json: bool) -> None:
    """List who has a feed of their own, and its address."""
    from tts.publish import listeners as kept

    base_url = _base_url(output)
    known = kept.read(output)
    if as_json:
        print_json([_as_json(each, base_url) for each in known])
        return
    for each in known:
        result(f"{line(each.name)}: {base_url}{each.feed}")
    if not known:
        say("nobody has a feed of their own; to make one: tts listeners add NAME")


@listeners.command()
@click.argument("name")
@show_option
def revoke(name: str, output: Path) -> None:
    """Take the feed of NAME back: the next `tts publish` removes it, also where it was sent.

    Addresses of audio that NAME has kept lead to it as before: see docs/publish.md.
    """
    from tts.publish import listeners as kept

    check_is_show(output)
    left = kept.revoke(output, name)
    say(f"the feed of {line(name)} is gone after: {_publishing(output)}{_SENT}")
    if not left:
        say(
            "nobody is left: that makes the show public again, with a feed and a list for everybody"
        )
        say("to keep it closed, first: tts listeners add NAME")


def _base_url(output: Path) -> str:
    """Where the published folder is found. Raises LibraryError."""
    from tts.model import LibraryError
    from tts.show import library

    check_is_show(output)
    url = library.open_show(output).settings.base_url
    if not url:
        hint = f"tell it once: {_publishing(output)} --base-url https://example.org/listen/"
        raise LibraryError("it is not known yet where the show will be found", hint=hint)
    return url


def _publishing(output: Path) -> str:
    return f"tts publish -o {quote(str(output))}"


def _as_json(each: Invited, base_url: str) -> dict[str, str]:
    return {"name": each.name, "feed": base_url + each.feed, "added": each.added}
