"""The commands `tts serve tokens …`: who may listen, and who may add."""

from __future__ import annotations

from pathlib import Path

import click

from tts.cli.options import check_is_show, json_option, show_option
from tts.cli.output import line, print_json, result, say


@click.group()
def tokens() -> None:
    """Give each listener a token of their own, and take it back alone.

    \b
    tts serve tokens add Ana                   for her to listen
    tts serve tokens add phone --right add     for a phone to add articles, and nothing else
    tts serve tokens revoke Ana                her address opens nothing from now on
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
    help="What it opens; may be given twice.",
)
@json_option
def add(name: str, output: Path, rights: tuple[str, ...], as_json: bool) -> None:
    """Make a token for NAME, and print it: it can't be shown again.

    A server that runs takes it at once, in the place of the one in its address.
    """
    from tts.serve import named_tokens

    check_is_show(output)
    made = named_tokens.add(output, name, frozenset(rights))
    if as_json:
        print_json({"name": name, "token": made, "rights": sorted(set(rights))})
        return
    result(made)
    opens = " and ".join(sorted(set(rights), reverse=True))
    say(f"for {line(name)}, to {opens}; it is shown this once")
    say("their address is that of `tts serve --lan`, with this token in the place of yours")


@tokens.command("list")
@show_option
@json_option
def list_tokens(output: Path, as_json: bool) -> None:
    """List who has a token, what it opens, and when it was made."""
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
        say("nobody has a token of their own; to make one: tts serve tokens add NAME")


@tokens.command()
@click.argument("name")
@show_option
def revoke(name: str, output: Path) -> None:
    """Take the token of NAME back: within a second it opens nothing any more."""
    from tts.serve import named_tokens

    check_is_show(output)
    named_tokens.revoke(output, name)
    say(f"the token of {line(name)} opens nothing any more")
