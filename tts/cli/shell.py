"""The commands `tts help` and `tts completion`, and what a shell completes."""

from __future__ import annotations

import sys

import click
from click.shell_completion import CompletionItem, get_completion_class

from tts.cli.output import result, say

RUN_AGAIN = {
    "bash": 'eval "$(tts completion bash)"      # a line for ~/.bashrc',
    "zsh": 'eval "$(tts completion zsh)"       # a line for ~/.zshrc',
    "fish": "tts completion fish | source      # a line for ~/.config/fish/config.fish",
}
"""Shell -> the line that enables completion permanently."""


@click.command("help")
@click.argument("names", metavar="[COMMAND]...", nargs=-1)
@click.pass_context
def help_command(context: click.Context, names: tuple[str, ...]) -> None:
    """Show the help of a command."""
    above = context.parent or context
    command = above.command
    for name in names:
        inner = command.get_command(above, name) if isinstance(command, click.Group) else None
        if inner is None:
            raise click.UsageError(f"No such command {' '.join(names)!r}.", above)
        above = click.Context(inner, parent=above, info_name=name)
        command = inner
    result(command.get_help(above))


@click.command()
@click.argument("shell", type=click.Choice(list(RUN_AGAIN)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script for tab completion.

    It completes commands, options and voices. Run it when your shell starts:

    \b
    eval "$(tts completion bash)"     in ~/.bashrc
    eval "$(tts completion zsh)"      in ~/.zshrc
    tts completion fish | source      in ~/.config/fish/config.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    result(kind(context.find_root().command, {}, "tts", "_TTS_COMPLETE").source())
    if sys.stdout.isatty():  # in a shell's own file it is read at each start
        say(f"to have it in each new shell: {RUN_AGAIN[shell]}")


def complete_voice(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Voices whose names start with the typed text, also after `zh=` and in a list: zh=…,en=…"""
    from tts.episode import casting

    before, comma, last = typed.rpartition(",")
    language, equals, begun = last.rpartition("=")
    kept = before + comma + language + equals
    found, _missing = casting.voices(language)
    return [
        CompletionItem(kept + name, help=f"{voice.name}, {voice.language}")
        for voice in found
        for name in (voice.id, f"{voice.engine}/{voice.id}")
        if (begun and name.startswith(begun)) or (not begun and name == voice.id)
    ]
