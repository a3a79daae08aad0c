"""The commands `tts listeners …`: who has a personal feed of a published show."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from tts.cli.options import check_is_show, json_option, show_option
from tts.cli.output import line, print_json, result, say

if TYPE_CHECKING:
    from tts.publish.listeners import Invited

_SENT = " (with --to, if you publish it elsewhere)"


@click.group()
def listeners() -> None:
    """Give each listener of a published show a personal feed. Each can be revoked separately.

    While a show has listeners, nothing public leads to its episodes: there is no feed.xml, no list
    and no search. Changes take effect with the next `tts publish`.

    \b
    tts listeners add Ana       make a feed with an address that can't be guessed
    tts listeners list          show each listener's address
    tts listeners revoke Ana    remove her feed with the next tts publish
    """


@listeners.command()
@click.argument("name")
@show_option
@json_option
def add(name: str, output: Path, as_json: bool) -> None:
    """Make a personal feed for NAME and print its address."""
    from tts.publish import listeners as kept

    base_url = _base_url(output)
    is_first = not kept.read(output)
    made = kept.add(output, name)
    if as_json:
        print_json(_as_json(made, base_url))
        return
    result(base_url + made.feed)
    say(f"for {line(name)}; it works after: {_publishing(output)}{_SENT}")
    if is_first:
        say("that also removes the public feed, list and search")


@listeners.command("list")
@show_option
@json_option
def list_listeners(output: Path, as_json: bool) -> None:
    """List the listeners with a personal feed, and its address."""
    from tts.publish import listeners as kept

    base_url = _base_url(output)
    known = kept.read(output)
    if as_json:
        print_json([_as_json(each, base_url) for each in known])
        return
    for each in known:
        result(f"{line(each.name)}: {base_url}{each.feed}")
    if not known:
        say("no listener has a personal feed; to add one: tts listeners add NAME")


@listeners.command()
@click.argument("name")
@show_option
def revoke(name: str, output: Path) -> None:
    """Revoke NAME's feed: the next `tts publish` removes it, here and at the publishing target.

    Audio addresses that NAME has saved keep working: see docs/publish.md.
    """
    from tts.publish import listeners as kept

    check_is_show(output)
    left = kept.revoke(output, name)
    say(f"the feed of {line(name)} stops working after: {_publishing(output)}{_SENT}")
    if not left:
        say(
            "no listener is left: publishing makes the show public again, with a feed and a list "
            "for everybody"
        )
        say("to keep it closed, add a listener first: tts listeners add NAME")


def _base_url(output: Path) -> str:
    """The address of the published folder. Raises LibraryError."""
    from tts.model import LibraryError
    from tts.show import library

    check_is_show(output)
    url = library.open_show(output).settings.base_url
    if not url:
        hint = f"give it once: {_publishing(output)} --base-url https://example.org/listen/"
        raise LibraryError("the address of the show is not known yet", hint=hint)
    return url


def _publishing(output: Path) -> str:
    return f"tts publish -o {quote(str(output))}"


def _as_json(each: Invited, base_url: str) -> dict[str, str]:
    return {"name": each.name, "feed": base_url + each.feed, "added": each.added}
