"""Options that commands share, and the checks of their values."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tts.episode.options import Options
    from tts.show.library import Show

FORMATS = ("mp3", "m4b", "opus", "epub", "epub-opus", "epub-words", "epub-words-opus")
OUTPUT = "output"
"""The default folder of a show."""
ENGINES = ("auto", "edge", "kokoro", "hibari", "espeak", "openai", "silent")


class EngineName(click.Choice[str]):
    """One of our engines or of another package's; the latter are looked for only if the name is not
    ours."""

    def __init__(self) -> None:
        super().__init__(ENGINES)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value not in ENGINES:
            from tts.engines.registry import names

            if value in names():
                return value
        return super().convert(value, param, ctx)


def titles_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that selects episodes by part of their titles only."""
    help_text = "Choose an episode by its title, or by a part that no other title has; repeatable."
    return click.option("--title", "titles", multiple=True, metavar="TEXT", help=help_text)(command)


def checked_language(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    from tts.locale.language_tags import normal

    if value and not normal(value):
        raise click.BadParameter(
            f"{value!r} is not a language tag; write one like zh, zh-Hant or en"
        )
    return value


def checked_encoding(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if value:
        from tts.sources.encoding import known

        if not known(value):
            raise click.BadParameter(f"{value!r} is not an encoding; write it like gb18030 or big5")
    return value


def checked_date(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date; write it like 2026-11-23") from None


def checked_since(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """An ISO date, also given as days or weeks ago."""
    from tts.show.durations import day_of

    try:
        return day_of(value) if value else ""
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is not a date; write it like 2026-11-23, 7d or 2w"
        ) from None


def checked_cluster(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    """The name of a cluster; empty if the option was not given."""
    if value is None:
        return ""
    from tts.cluster.cluster_name import fault

    if wrong := fault(value):
        raise click.BadParameter(wrong)
    return value


def checked_number(
    _context: click.Context, _parameter: click.Parameter, value: float | None
) -> float | None:
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is not a rate; write a number like 1.2")
    return value


def checked_mp3(
    _context: click.Context, _parameter: click.Parameter, value: Path | None
) -> Path | None:
    if value and value.suffix.lower() != ".mp3":
        raise click.BadParameter(f"{value} does not end in .mp3; only MP3 can be written")
    return value


def checked_rules(
    _context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
) -> dict[str, str]:
    """The rules given by repeated options such as `--rule code=skip`."""
    rules = dict(part.split("=", 1) for part in value if "=" in part)
    if len(rules) != len(value):
        raise click.BadParameter(
            "write it like --rule code=skip; docs/reading.md lists what is possible"
        )
    if rules:
        from tts import text
        from tts.model import TtsError

        try:
            text.checked_rules(rules)
        except TtsError as e:
            raise click.BadParameter(f"{e.message}; {e.hint}") from e
    return rules


def checked_file(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if value and not Path(value).is_file():
        raise click.BadParameter(f"there is no file {value}")
    return value


def completed_voice(context: click.Context, parameter: click.Parameter, typed: str) -> Any:
    from tts.cli.shell import complete_voice

    return complete_voice(context, parameter, typed)


def proxy_to_environment(_context: click.Context, _parameter: click.Parameter, value: str) -> None:
    """Engines read it from the environment, like HTTPS_PROXY."""
    if not value:
        return
    from tts.engines import proxies
    from tts.model import TtsError

    try:
        os.environ[proxies.PROXY] = proxies.checked(value)
    except TtsError as e:
        raise click.BadParameter(f"{e.message}; {e.hint}") from e


WAIT = "PAGECAST_WAIT"
"""Environment variable read by engines: seconds to wait for the end of an outage."""


def wait_to_environment(_context: click.Context, _parameter: click.Parameter, value: str) -> None:
    """Handle `--wait`: engines read it from the environment, so that it does not affect the stamp
    of an episode."""
    if not value:
        return
    from tts.show.durations import seconds_of

    try:
        os.environ[WAIT] = f"{seconds_of(value):g}"
    except ValueError as e:
        raise click.BadParameter(str(e)) from e


def check_is_show(folder: Path) -> None:
    """Raise LibraryError if a folder does not exist, so that a typo is not taken for a show without
    episodes."""
    from tts.model import LibraryError

    if not folder.is_dir():
        hint = (
            f"make an episode first: tts make SOURCE -o {quote(str(folder))}, "
            "or name the show's folder with -o"
        )
        raise LibraryError(f"there is no show in {folder}", hint=hint)


def opened_show(folder: Path) -> Show:
    """The show in a folder; its waiting time for services applies unless `--wait` or the
    environment sets one.

    Raises LibraryError.
    """
    from tts.show import library
    from tts.show.durations import seconds_of

    show = library.open_show(folder)
    if show.settings.wait:
        os.environ.setdefault(WAIT, f"{seconds_of(show.settings.wait):g}")
    return show


def name_model(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Handle `--kokoro-model`, which is passed to the engine through its environment variable."""
    if checked_file(context, parameter, value):
        os.environ["PAGECAST_KOKORO_MODEL"] = value
    return value


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _options(*decorators: Any) -> Decorator:
    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


rule_option = click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="KIND=HOW",
    callback=checked_rules,
    help="How to treat a KIND of block (code, table, formula, caption, quote, note, address): "
    "skip, announce or read.",
)
proxy_option = click.option(
    "--proxy",
    default="",
    metavar="URL",
    callback=proxy_to_environment,
    expose_value=False,
    help="The proxy for online voices: http://HOST:PORT. Default: HTTPS_PROXY.",
)
voice_options = _options(
    click.option(
        "--engine",
        type=EngineName(),
        default="auto",
        help="The speech engine. auto: the one of the show's voice; for a new show, Microsoft's "
        "online voices if they answer, otherwise the embedded voices.",
        show_default=True,
    ),
    click.option(
        "--voice",
        default="",
        metavar="NAME",
        shell_complete=completed_voice,
        help="The voice, as `tts voices` lists it, or an unambiguous part of its name; or one "
        "per language: zh=…,en=…",
    ),
    click.option(
        "--lang",
        "language",
        default="",
        metavar="LANG",
        callback=checked_language,
        help="The article's language (zh, zh-Hant, en, …). Default: detected.",
    ),
    click.option(
        "--rate",
        type=click.FloatRange(0.5, 2.0),
        callback=checked_number,
        default=None,
        metavar="X",
        help="Speaking rate, 0.5 to 2.",
    ),
    click.option(
        "--pitch",
        type=click.IntRange(-100, 100),
        default=None,
        metavar="HZ",
        help="Raise the pitch by so many hertz, or lower it (-20). Online voices only.",
    ),
    click.option(
        "--volume",
        type=click.IntRange(-90, 100),
        default=None,
        metavar="PERCENT",
        help="Make the voice louder by so many percent, or softer (-20). Online voices only; the "
        "episode as a whole is still brought to -16 LUFS.",
    ),
    click.option(
        "--fallback",
        is_flag=True,
        help="If the service has withdrawn the voice or it gives no sound, use the most similar "
        "voice of its language.",
    ),
    proxy_option,
    click.option(
        "--wait",
        default="",
        metavar="TIME",
        callback=wait_to_environment,
        expose_value=False,
        help="How long to wait for an online service that refuses every request: 90s, 2min, 1h; "
        "0 gives up at once. Default: 2min.",
    ),
    click.option(
        "--kokoro-model",
        default="",
        metavar="PATH",
        expose_value=False,
        callback=name_model,
        help="Another export of Kokoro-82M v1.0 for the engine kokoro, for example in full "
        "precision. Also set by PAGECAST_KOKORO_MODEL.",
    ),
    click.option("--offline", is_flag=True, help="Don't use the network at all."),
)
source_options = _options(
    click.option("--title", default="", help="In place of the article's own."),
    click.option("--author", default="", help="In place of the article's own."),
    click.option(
        "--date",
        default="",
        metavar="YYYY-MM-DD",
        callback=checked_date,
        help="In place of the article's own.",
    ),
    click.option(
        "--encoding",
        default="",
        metavar="NAME",
        callback=checked_encoding,
        help="The encoding of a text or page, such as gb18030, big5 or windows-1252. Default: "
        "detected.",
    ),
    rule_option,
    click.option("--allow-private", is_flag=True, help="Allow URLs on private networks."),
    click.option(
        "--cookies",
        default="",
        metavar="FILE",
        help="Your browser's cookies (cookies.txt, Netscape format), for articles that you "
        "subscribe to.",
    ),
    click.option(
        "--teaser",
        is_flag=True,
        help="Accept articles of which only the beginning is shown to non-subscribers.",
    ),
)
selection_options = _options(
    click.option(
        "--latest",
        type=click.IntRange(1),
        default=None,
        metavar="N",
        help="Take only the newest N articles of a feed or sitemap.",
    ),
    click.option(
        "--since",
        default="",
        metavar="DATE",
        callback=checked_since,
        help="Take only articles of a feed or sitemap from that date on, and those without a "
        "date: 2026-11-23, 7d or 2w.",
    ),
    click.option(
        "--split/--whole",
        default=None,
        help="Make one episode per chapter of a book, or a single one.",
    ),
)
format_option = click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS, case_sensitive=False),
    help="Another format besides MP3: m4b, an audiobook with chapters and cover; opus, half the "
    "size; epub, a book that highlights each sentence as it is read; epub-words, each word; "
    "epub-opus and epub-words-opus, the same with Opus inside. Repeatable; mp3 alone "
    "removes the others again.",
)


class ShowFolder(click.Path):
    """A show's folder. An empty name means the default, since a script's variable may be empty."""

    def __init__(self, *, file_okay: bool = True) -> None:
        super().__init__(file_okay=file_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value or OUTPUT, param, ctx)


def _folder_option(about: str) -> Decorator:
    kind = ShowFolder()
    return click.option(
        "-o",
        "--output",
        type=kind,
        default=Path(OUTPUT),
        show_default=True,
        metavar="FOLDER",
        help=about,
    )


show_option = _folder_option("The show's folder.")
heeded_option = _folder_option("The show whose rules and lexicon apply.")
lexicon_option = click.option(
    "--lexicon",
    type=click.Path(dir_okay=False),
    default="",
    metavar="FILE",
    callback=checked_file,
    help="A lexicon to use instead of the show's lexicon.toml.",
)
cluster_option = click.option(
    "--cluster",
    default=None,
    metavar="WHERE",
    callback=checked_cluster,
    help="Make articles on the workers of a Dask cluster: tcp://HOST:8786, or local:4 for 4 "
    "processes on this machine. See docs/archive.md.",
)
jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    metavar="N",
    help="Chunks spoken at once. Default: what suits the engine best.",
)
sample_option = click.option(
    "--sample",
    type=click.IntRange(0),
    default=100,
    show_default=True,
    metavar="N",
    help="For --dry-run: estimate from N articles spread evenly over a longer list; 0 reads all.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print only errors on stderr.")
verbose_option = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Print more detail: every repair, and everything left out.",
)


# --- what was asked for ---------------------------------------------------------------------------


def either(parallel: int, cluster: str) -> tuple[int, str]:
    """Both options as given. Raises UsageError if both are set."""
    if parallel and cluster:
        raise click.UsageError(
            "--parallel applies to this machine only, and with --cluster each worker makes one "
            "article: leave one of the two out"
        )
    return parallel, cluster


def piped(*wheres: str) -> Any:
    return sys.stdin.buffer if {"-", "@-"} & {*wheres} and sys.stdin else None


def options_of(asked: dict[str, Any]) -> Options:
    from tts.episode.options import Options
    from tts.model import Selection

    selection = Selection(
        asked.pop("split", None), asked.pop("latest", None) or 0, asked.pop("since", "")
    )
    said: dict[str, Any] = {
        k: printable(v) if k in ("title", "author", "voice") else v for k, v in asked.items()
    }
    return Options(**{**said, "jobs": asked.get("jobs") or 0}, selection=selection)


def printable(text: str) -> str:
    """The text on one line, without control characters and invalid bytes."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
