"""The commands `tts serve tokens …`: who may listen, and who may add."""

from __future__ import annotations

from pathlib import Path

import click

from tts.cli.options import check_is_show, json_option, show_option
from tts.cli.output import line, print_json, result, say


@click.group()
def tokens() -> None:
    """Give each listener a separate token that can be revoked.

    \b
    tts serve tokens add Ana                   a token to listen
    tts serve tokens add phone --right add     a token only to add articles
    tts serve tokens revoke Ana                her address stops working at once
    """


@tokens.command()
@click.argument("name")
@show_option
@click.option(
    "--right",
    "rights",
    type=click.Choice(["listen", "add"]),
    multiple=True,
    default=("listen",),
    show_default=True,
    help="What the token allows; repeatable.",
)
@json_option
def add(name: str, output: Path, rights: tuple[str, ...], as_json: bool) -> None:
    """Make a token for NAME and print it; it can't be shown again.

    A running server accepts it at once, in place of the token in its own address.
    """
    from tts.serve import named_tokens

    check_is_show(output)
    made = named_tokens.add(output, name, frozenset(rights))
    if as_json:
        print_json({"name": name, "token": made, "rights": sorted(set(rights))})
        return
    result(made)
    opens = " and ".join(sorted(set(rights), reverse=True))
    say(f"for {line(name)}, to {opens}; it is shown only this once")
    say("their address is the one `tts serve --lan` prints, with this token instead of yours")


@tokens.command("list")
@show_option
@json_option
def list_tokens(output: Path, as_json: bool) -> None:
    """List who has a token, what it allows, and when it was made."""
    from tts.serve import named_tokens

    check_is_show(output)
    known = named_tokens.tokens(output)
    if as_json:
        print_json([{"name": t.name, "rights": sorted(t.rights), "added": t.added} for t in known])
        return
    for each in known:
        rights = ", ".join(sorted(each.rights, reverse=True))
        result(f"{line(each.name)}: {rights}, since {each.added}")
    if not known:
        say("no listener has a token yet; to make one: tts serve tokens add NAME")


@tokens.command()
@click.argument("name")
@show_option
def revoke(name: str, output: Path) -> None:
    """Revoke NAME's token: within a second it stops working."""
    from tts.serve import named_tokens

    check_is_show(output)
    named_tokens.revoke(output, name)
    say(f"the token of {line(name)} is no longer valid")
