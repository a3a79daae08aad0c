"""Write docs/tts.1, the manual page, from what `--help` says: `python -m tools.make_man`. `tools.make_cli_docs` does
it, too, and a test notices when it is stale. How such a page is written: man-pages(7), groff_man(7)."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from tools import make_cli_docs
from tts import __version__
from tts.cli.main import cli

TARGET = Path(__file__).parents[1] / "docs" / "tts.1"


def page() -> str:
    context = click.Context(cli, info_name="tts", **cli.context_settings)
    lines = [
        f'.TH TTS 1 "" "pagecast {__version__}" "User Commands"',
        ".SH NAME",
        r"tts \- turn articles into audio that people want to listen to",
        ".SH SYNOPSIS",
        r".B tts",
        r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]",
        ".SH DESCRIPTION",
        *_prose(cli.help or ""),
        ".SH COMMANDS",
        *_commands(cli, context),
        ".SH EXIT STATUS",
        "0 all made, 1 some failed, 2 wrong usage, 130 interrupted.",
        ".SH ENVIRONMENT",
        *_environment(),
        ".SH SEE ALSO",
        r".BR ffmpeg (1),",
        r".BR mpv (1)",
    ]
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, above: click.Context) -> Iterator[str]:
    """Each command with its options, and those inside it."""
    for name, command in sorted(group.commands.items()):
        context = click.Context(command, info_name=name, parent=above)
        yield f".SS {_plain(context.command_path)}"
        usage = " ".join(command.collect_usage_pieces(context))
        yield rf"\fB{_plain(context.command_path)}\fR {_plain(usage)}"
        yield ".PP"
        yield from _prose(command.help or "")
        for parameter in command.get_params(context):
            yield from _option(parameter, context)
        if isinstance(command, click.Group):
            yield from _commands(command, context)


def _option(parameter: click.Parameter, context: click.Context) -> Iterator[str]:
    record = parameter.get_help_record(context)
    if record and record[1] and "--help" not in parameter.opts:
        names, meaning = record
        yield ".TP"
        yield rf"\fB{_plain(names)}\fR"
        yield _line(meaning)


def _prose(text: str) -> Iterator[str]:
    r"""Paragraphs; one that begins with click's mark \b keeps its lines."""
    for number, paragraph in enumerate(inspect.cleandoc(text).split("\n\n")):
        if number:
            yield ".PP"
        if not paragraph.startswith("\b"):
            yield _line(" ".join(paragraph.split()))
            continue
        yield ".nf"
        yield from map(_line, paragraph.splitlines()[1:])
        yield ".fi"


def _environment() -> Iterator[str]:
    variables = re.findall(
        r"^- (.+?): (.+?)(?=^- |\Z)", make_cli_docs.HEAD, re.DOTALL | re.MULTILINE
    )
    for names, meaning in variables:
        yield ".TP"
        yield rf"\fB{_line(names)}\fR"
        yield _line(_without_links(" ".join(meaning.split())))


def _without_links(text: str) -> str:
    return re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text)


def _line(text: str) -> str:
    """A line of text; one that begins like a request is kept from being one."""
    plain = _plain(re.sub(r"`([^`]*)`", r"\1", text))
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain


def _plain(text: str) -> str:
    return text.replace("\\", r"\e").replace("-", r"\-")


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
