"""The command `tts`, run in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from tts.cli.main import cli


def tts(*args: str, stdin: str | None = None) -> Result:
    """The output of a command, and its exit code."""
    return CliRunner().invoke(cli, list(args), input=stdin)


def fine(*args: str) -> Result:
    """The same for a command that must succeed."""
    result = tts(*args)
    assert result.exit_code == 0, result.output
    return result
