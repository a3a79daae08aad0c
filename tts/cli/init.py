"""The command `tts init`: create a show, with every setting in its show.toml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import Any

import click

from tts.cli.options import OUTPUT, ShowFolder, checked_language, quiet_option
from tts.cli.output import result, say

_SETTINGS = (
    ("title", "TEXT", "The show's name."),
    ("author", "TEXT", "The name of its author."),
    ("owner", "TEXT", "The owner's name, for podcast directories."),
    ("email", "ADDRESS", "The owner's e-mail address."),
    (
        "language",
        "LANG",
        "The show's language: zh-Hans, zh-Hant, en, …; for Chinese, the comments are in Chinese.",
    ),
    ("description", "TEXT", "A description of the show."),
    ("category", "TEXT", "A category from Apple's list."),
    ("cover", "FILE", "A picture, as a path relative to the show's folder."),
    ("base-url", "URL", "The address at which the folder will be published."),
    ("link", "URL", "The show's home page."),
    ("copyright", "TEXT", "The copyright notice."),
)
"""The name of an option, its value and its help; each is the setting with that name."""


def _settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, takes, help_text in reversed(_SETTINGS):
        check = checked_language if name == "language" else None
        command = click.option(
            f"--{name}", default="", metavar=takes, help=help_text, callback=check
        )(command)
    return command


@click.command()
@click.argument("folder", type=ShowFolder(file_okay=False), default=Path(OUTPUT))
@_settings_options
@click.option(
    "--private", is_flag=True, help="Ask directories and search engines not to list the show."
)
@click.option("--explicit", is_flag=True, help="Mark the show as explicit.")
@quiet_option
def init(folder: Path, quiet: bool, **given: Any) -> None:
    """Create a show: write FOLDER/show.toml with every setting.

    Each setting has a comment. The command asks no questions and overwrites nothing: an existing
    show.toml gets only the settings that it lacks. FOLDER defaults to `output`. A show.toml is
    optional; without one, the defaults apply that its comments describe.
    """
    from tts.show import library, settings_file

    library.open_show(folder)
    path = folder / library.SETTINGS
    there = path.exists()
    new = settings_file.create(path, {name: value for name, value in given.items() if value})
    result(path)
    if quiet:
        return
    if not there:
        say(
            "it lists all settings; lines that begin with # show the defaults; edit it, then:\n"
            f"  {_next(folder)}"
        )
    elif new:
        names = ", ".join(new)
        say(f"{len(new)} settings were added or set, the rest is unchanged: {names}")
    else:
        say("it already has every setting: nothing was changed")


def _next(folder: Path) -> str:
    return f"tts make ARTICLE{'' if folder == Path(OUTPUT) else f' -o {quote(str(folder))}'}"
