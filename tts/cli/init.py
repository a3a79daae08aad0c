"""The command `tts init`: begin a show, with every setting in its show.toml."""

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
    ("author", "TEXT", "Who makes it."),
    ("owner", "TEXT", "The name for directories."),
    ("email", "ADDRESS", "The owner's e-mail address."),
    ("language", "LANG", "zh-Hans, zh-Hant, en, …; comments are in Chinese for a show in Chinese."),
    ("description", "TEXT", "What it is about."),
    ("category", "TEXT", "As Apple's list has it."),
    ("cover", "FILE", "A picture; its path from the show's folder."),
    ("base-url", "URL", "Where the folder will be found."),
    ("link", "URL", "The show's home page."),
    ("copyright", "TEXT", "Whose it is."),
)
"""Option, what it takes, what it is: each is the setting of that name."""


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
@click.option("--private", is_flag=True, help="Not to be listed by directories and search engines.")
@click.option("--explicit", is_flag=True, help="Not for children.")
@quiet_option
def init(folder: Path, quiet: bool, **given: Any) -> None:
    """Begin a show: write FOLDER/show.toml with every setting, each with a comment.

    Nothing is asked and nothing overwritten: to a show.toml that is there, what it lacks is added.
    The folder is `output` where none is named. A show needs no show.toml; without it, everything is
    as the comments say.
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
            "all settings are in it, those with # in front as they are by default; "
            f"edit it, then:\n  {_next(folder)}"
        )
    elif new:
        names = ", ".join(new)
        say(f"{len(new)} settings were added or set, what stood in it is as it was: {names}")
    else:
        say("every setting stands in it already: nothing was changed")


def _next(folder: Path) -> str:
    return f"tts make ARTICLE{'' if folder == Path(OUTPUT) else f' -o {quote(str(folder))}'}"
