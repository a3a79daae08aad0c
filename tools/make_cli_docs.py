"""Write docs/cli.md and the manual page from what `--help` prints: `python -m tools.make_cli_docs`.
A test tells when they are stale."""

from __future__ import annotations

from pathlib import Path

import click

from tts.cli.main import cli

TARGET = Path(__file__).parents[1] / "docs" / "cli.md"
HELP = Path(__file__).parents[1] / "tts" / "data" / "help.txt"
"""What `tts --help` prints, without importing what would make it."""
HEAD = """# The command `tts`

Generated from `--help` by `python -m tools.make_cli_docs`.

Results go to stdout, progress and messages to stderr. Exit codes: 0 all succeeded, 1 some failed, 2 usage error,
130 interrupted. If nobody reads stdout or stderr to its end (`| head -1`), the command still does all that it was
asked, and its exit code says whether that succeeded.

Environment variables:

- `PAGECAST_CACHE`: the folder for clips, models and the list of online voices, instead of the user's cache folder. It
  can be deleted at any time. A bucket (`s3://bucket/prefix`, `gs://`, `az://`, `file://`) shares the clips with other
  machines: [archive.md](archive.md).
- `PAGECAST_ONNX`: the device that runs Kokoro's model: `cpu`, `cuda`, `directml` or `coreml`. Default: the graphics
  card that ONNX Runtime is installed for, otherwise `cpu`.
- `PAGECAST_BUCKET_WAIT`: how many seconds a worker waits for such a bucket when it can't be reached. Default: 120.
- `PAGECAST_CONFIG`: the file with your own defaults for options, instead of `~/.config/pagecast/config.toml` (in the
  user's settings folder). It has a table for each command, such as `[make]` with `rate = 1.1`; the defaults work as if
  you typed them each time.
- `PAGECAST_CORES`: how many cores to use, if several processes share a machine. Default: all.
- `PAGECAST_EDGE_URL`: a relay for the online voices, instead of
  `wss://speech.platform.bing.com/consumer/speech/synthesize/readaloud`.
- `PAGECAST_PROXY`, otherwise `HTTPS_PROXY` or `ALL_PROXY`, and `NO_PROXY`: the HTTP proxy for online voices, like
  `--proxy`. Articles are fetched without a proxy.
- `PAGECAST_WORKER_WAIT`: how long `--cluster` waits when it has no workers: `90s`, `2min`, `1h`. Default: 10 minutes.
- `PAGECAST_WHISPER`: the Whisper model for `tts check --listen`, a name or a folder.
- `OPENAI_API_KEY`, `OPENAI_BASE_URL` and the `PAGECAST_OPENAI_…` variables: settings of the engine `openai`, see
  [engines.md](engines.md).
- `PAGECAST_PLAYER`: the player that `tts play` uses.
"""


def text() -> str:
    context = click.Context(cli, info_name="tts", **cli.context_settings)
    parts = [HEAD, _section("tts", context)]
    for name, command in sorted(cli.commands.items()):
        own = click.Context(command, info_name=name, parent=context)
        parts.append(_section(f"tts {name}", own))
        for name_of_it, inner in (
            sorted(command.commands.items()) if isinstance(command, click.Group) else ()
        ):
            parts.append(
                _section(
                    f"tts {name} {name_of_it}",
                    click.Context(inner, info_name=name_of_it, parent=own),
                )
            )
    return "\n".join(parts)


def help_text() -> str:
    context = click.Context(cli, info_name="tts", terminal_width=80, **cli.context_settings)
    return context.get_help() + "\n"


def _section(name: str, context: click.Context) -> str:
    context.terminal_width = 100
    return f"## {name}\n\n```\n{context.get_help()}\n```\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    HELP.write_text(help_text(), encoding="utf-8")
    from tools import make_man

    make_man.TARGET.write_text(make_man.page(), encoding="utf-8")
