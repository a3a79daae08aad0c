"""A user's own defaults for options: `config.toml`, with a table for each command.

    [make]
    engine = "kokoro"
    rate = 1.1

Defaults apply as if typed each time; options that are typed take precedence.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from tts.storage import user_config

CONFIG = user_config.VARIABLE
OTHER_TABLES = frozenset({"tell"})
"""Tables in the same file that are not commands."""

Table = dict[str, Any]


def path() -> Path:
    """The path of the file, whether it exists or not: ~/.config/pagecast/config.toml on Linux."""
    return user_config.path()


def of_user(cli: click.Group, args: Sequence[str]) -> Table:
    """The user's settings in click's form: command -> parameter -> value.

    Raises TtsError if the file can't be read, or names an unknown command or option; but not for a
    request for help, which must always work.
    """
    from tts.model import TtsError

    if "_TTS_COMPLETE" in os.environ:  # a shell asks at each Tab
        return {}
    try:
        return _set_by_user(cli)
    except TtsError:
        if _asks_for_help(args):
            return {}
        raise


def _asks_for_help(args: Sequence[str]) -> bool:
    """Whether it is a request for help or the version: `tts make -h`, `tts help make`, `tts
    --version`. Anything after `--` is not an option."""
    options = args[: args.index("--")] if "--" in args else args
    asks = not {"-h", "--help"}.isdisjoint(options)
    return asks or (bool(args) and args[0] in ("help", "-V", "--version"))


def _set_by_user(cli: click.Group) -> Table:
    file = path()
    if not file.exists():
        if os.environ.get(CONFIG):
            hint = f"create it, or unset {CONFIG}"
            raise _fault(f"{CONFIG} names the file {file}, which does not exist", hint)
        return {}
    tables = _read(file)
    for name in OTHER_TABLES:
        tables.pop(name, None)
    return _checked(file, cli, tables, "")


def _read(file: Path) -> Table:
    import tomllib

    from tts.storage.parsing import parsed_toml

    try:
        return parsed_toml(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _fault(f"your defaults in {file} can't be read: {error}") from error


def _checked(file: Path, group: click.Group, tables: Table, above: str) -> Table:
    """The tables of a group's commands, with options by click's names."""
    checked: Table = {}
    for name, table in tables.items():
        command = group.commands.get(name)
        table_name = above + name
        if not isinstance(table, dict):
            raise _outside(file, group, name, above)
        if command is None:
            said = f"[{table_name}] is not a command"
            raise _unknown(file, said, name, list(group.commands))
        if isinstance(command, click.Group):
            checked[name] = _checked(file, command, table, f"{table_name}.")
        else:
            checked[name] = _options(file, command, table, table_name)
    return checked


def _outside(file: Path, group: click.Group, name: str, above: str) -> Exception:
    """The error for a value in place of a command's table."""
    place = f"in [{above.removesuffix('.')}]" if above else "at the top of the file"
    own = name if name in group.commands else next(iter(group.commands))
    hint = f"put options into the table of their command, such as [{above}{own}]"
    return _fault(f"{file}: {name} {place} belongs to no command", hint)


def _options(file: Path, command: click.Command, table: Table, table_name: str) -> Table:
    known = _names(command)
    options: Table = {}
    for key, value in table.items():
        parameter = known.get(key.replace("_", "-"))
        if parameter is None:
            said = f"{key} in [{table_name}] is not an option of `tts {table_name}`"
            raise _unknown(file, said, key, list(known))
        if isinstance(value, dict):
            raise _fault(f"{file}: {key} in [{table_name}] is a table, not a value")
        assert parameter.name is not None
        is_one_of_several = parameter.multiple and not isinstance(value, list)
        options[parameter.name] = [value] if is_one_of_several else value
    return options


def _names(command: click.Command) -> dict[str, click.Option]:
    """Name without dashes -> the option, for each of its long names."""
    names: dict[str, click.Option] = {}
    for parameter in command.params:
        if not isinstance(parameter, click.Option):
            continue
        for name in parameter.opts:
            names[name.removeprefix("--")] = parameter
    return names


def _unknown(file: Path, said: str, name: str, known: list[str]) -> Exception:
    near = get_close_matches(name, known, n=1)
    question = f"; did you mean {near[0]}?" if near else ""
    return _fault(f"{file}: {said}{question}")


def _fault(
    message: str, hint: str = f"correct the file, or name another one in {CONFIG}"
) -> Exception:
    from tts.model import TtsError

    return TtsError(message, hint)


def named_by(error: click.ClickException) -> str:
    """Where an invalid value reported by click was set, if it is one of the user's defaults."""
    if not isinstance(error, click.BadParameter) or not error.ctx or not error.param:
        return ""
    source = error.ctx.get_parameter_source(error.param.name or "")
    if source is not ParameterSource.DEFAULT_MAP:
        return ""
    return f"That default is set in {path()}, in the table [{error.ctx.info_name}].\n"
