"""The command `tts`: parses, calls, prints. The only place that prints or exits.

Nothing heavy is imported before a command needs it: `tts --help` starts in a blink.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from tts import __version__
from tts.cli.check import check
from tts.cli.embed import embed
from tts.cli.errors import LISTED, as_error, complain
from tts.cli.lexicon import lexicon
from tts.cli.options import (
    EngineName,
    checked_language,
    checked_mp3,
    format_option,
    heeded_option,
    json_option,
    lexicon_option,
    opened_show,
    options_of,
    piped,
    proxy_option,
    quiet_option,
    selection_options,
    show_option,
    source_options,
    verbose_option,
    voice_options,
)
from tts.cli.output import bold, good, line, log_to_stderr, print_json, result, say
from tts.cli.play import play
from tts.cli.publish import publish
from tts.cli.serve import serve
from tts.cli.show import COMMANDS as SHOW_COMMANDS
from tts.cli.show import empty_bin

if TYPE_CHECKING:
    from tts.episode.expand import Opened
    from tts.episode.options import Made, Options
    from tts.model import Source, TtsError, Voice

INTERRUPTED = 130


class Commands(click.Group):
    """Every error ends here, as a message and an exit code: 1 failed, 2 usage, 130 interrupted."""

    def main(self, args: Sequence[str] | None = None, **kw: Any) -> NoReturn:  # type: ignore[override]
        from click.exceptions import Abort, ClickException, Exit

        kw["standalone_mode"] = False
        try:
            code = super().main(args, **kw)
        except ClickException as e:
            _tell_usage(e)
            code = e.exit_code
        except Exit as e:
            code = e.exit_code
        except SystemExit as e:
            # click ends with 1 when nobody reads any more; whoever wrote `| head` has what they
            # wanted
            code = 0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else e.code
        except (KeyboardInterrupt, Abort):
            _leave_now(
                "interrupted; what was spoken is kept, and the same command goes on from there"
            )
        except Exception as e:
            error = as_error(e)
            complain(error)
            code = error.exit_code
        try:
            sys.stdout.flush()
        except OSError as e:
            complain(as_error(OSError(e.errno, f"what is printed can't be written: {e.strerror}")))
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


def _tell_usage(error: click.ClickException) -> None:
    """click's own words, with what was typed in them, cleaned."""
    buffer = io.StringIO()
    error.show(buffer)
    say(buffer.getvalue(), end="")


def _leave_now(message: str) -> NoReturn:
    """Exit without waiting for calls that engines still have open: nothing of theirs is
    half-written on disk."""
    say(message)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="tts", message="%(prog)s (pagecast) %(version)s")
def cli() -> None:
    """Pagecast: articles in, audio that people want to listen to out.

    \b
    tts make https://example.org/article     an article from the web
    tts make story.md paper.pdf              files: HTML, Markdown, text, PDF, Word
    tts make novel.epub                      a book (EPUB, FB2), an episode a chapter
    tts make https://example.org/feed.xml    the articles of a feed
    pbpaste | tts make -                     what is piped in
    """


for each in (check, embed, lexicon, play, publish, serve, *SHOW_COMMANDS):
    cli.add_command(each)


# --- make -----------------------------------------------------------------------------------------


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@show_option
@voice_options
@lexicon_option
@source_options
@selection_options
@format_option
@click.option(
    "--cover",
    type=click.Path(dir_okay=False),
    default="",
    metavar="FILE",
    help="A picture for the episode.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Make it again although nothing changed; clips in the cache are used.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be made; speak and write nothing.")
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=None, metavar="N",
              help="Chunks spoken at once, where not the number that serves the engine best.")  # fmt: skip
@json_option
@quiet_option
@verbose_option
def make(sources: tuple[str, ...], output: Path, **asked: Any) -> None:
    """Turn each SOURCE (a file, a URL, or - for stdin) into an episode, or all articles in it into
    one each.

    A feed, a sitemap, an OPML and a book hold several; @FILE is a list of sources, one a line. The
    MP3's path is printed on stdout. What was spoken before is taken from the cache: after an
    interruption or an edit the same command speaks only what is missing.
    """
    from tts.cli import contents
    from tts.episode import expand

    as_json, quiet, verbose, dry_run = (
        asked.pop(k) for k in ("as_json", "quiet", "verbose", "dry_run")
    )
    if verbose:
        _tell_retries()
    options = options_of(asked)
    results: list[dict[str, Any]] = []
    opened: list[expand.Opened] = []
    failed: list[tuple[str, TtsError]] = []
    for found in expand.gather(sources, options, stdin=piped(*sources)):
        if isinstance(found, expand.Opened):
            opened.append(found)
            contents.tell(found, options, say, quiet=quiet, verbose=verbose)
            continue
        try:
            if isinstance(found, expand.Failed):
                raise found.error
            show = opened_show(output)
            looks = "" if verbose else _look_at(found, opened, options, output)
            if dry_run:
                results.append(_rehearse(found, show, options, quiet=quiet, as_json=as_json))
            else:
                results.append(_make_one(found, show, options, looks, quiet=quiet, as_json=as_json))
        except Exception as e:
            failed.append((found.where, as_error(e)))
            complain(failed[-1][1])
    if as_json:
        print_json(
            {
                "episodes": results,
                "failed": [{"source": w, "error": e.message, "hint": e.hint} for w, e in failed],
                "left_out": contents.left_out(opened),
            }
        )
    if not dry_run:
        empty_bin(output, quiet=quiet)
    _close(len(results), failed, listed=len(results) + len(failed) > 1 and not quiet)


def _tell_retries() -> None:
    """What engines log: which chunk was asked for again, and why."""
    import logging

    log_to_stderr()
    logging.getLogger("tts").setLevel(logging.INFO)


def _close(made: int, failed: list[tuple[str, TtsError]], *, listed: bool) -> None:
    """The list at the end, and the exit code."""
    if not failed:
        return
    if listed:
        say(f"\n{made} made or unchanged, {len(failed)} failed:")
        for where, error in failed:
            say(f"  {line(where)}: {line(error.message.partition(LISTED)[0])}")
    sys.exit(
        failed[0][1].exit_code if made == 0 and len({e.exit_code for _, e in failed}) == 1 else 1
    )


def _look_at(source: Source, opened: list[Opened], options: Options, output: Path) -> str:
    """The command that shows what is read of a source, and what is not."""
    from tts.cli import contents

    where = contents.place(source, opened[-1] if opened else None)
    return " ".join([_command(), "script", _quoted(where), *contents.asked(options, output)])


def _make_one(
    source: Source, show: Any, options: Options, looks: str, *, quiet: bool, as_json: bool
) -> dict[str, Any]:
    """`looks` is the command that shows what was left out; where it is empty, that is told here."""
    from tts.cache import Cache
    from tts.cli import progress
    from tts.episode import pipeline
    from tts.storage.cache_folder import cache_folder

    listener, shown = progress.listener(say, quiet=quiet, terminal=sys.stderr.isatty())
    with shown:
        made = pipeline.make(
            source, show, options, cache=Cache(cache_folder() / "clips"), listener=listener
        )
    if not quiet:
        _tell(made, looks)
    if not as_json:
        result(made.episode.audio)
    return _episode_json(source.where, made)


def _tell(made: Made, looks: str) -> None:
    """The summary line, what to know, and the next command."""
    from tts.cli.progress import clock, count

    manifest = made.episode.manifest
    spoken = (
        "unchanged"
        if made.unchanged
        else f"{count(made.spoken)} spoken, {made.cached} from the cache"
    )
    level = f"{manifest.loudness:.1f} LUFS, " if manifest.engine != "silent" else ""
    say(
        good(),
        " ",
        bold(manifest.title),
        f": {clock(manifest.audio.duration)}, "
        f"{manifest.audio.bytes / 1e6:.1f} MB, {level}{spoken}, {manifest.engine}/{manifest.voice}",
    )
    for note in made.notes:
        say(f"  note: {note}")
    if not looks:
        from tts.show import saved_script
        from tts.storage.parsing import parsed_json

        path = made.episode.folder / "script.json"
        script = saved_script.read(parsed_json(path.read_text(encoding="utf-8")))
        for change in script.get("changes", ()) if script else ():
            reason, text = change.get("reason"), change.get("text")
            _tell_change(text or "", change.get("became") or "", reason or "")
    elif manifest.changes and not made.unchanged:
        say(f"  repaired or left out: {manifest.changes}; see them with: {looks}")
    say(f"  listen: {_opener()} {_quoted(str(made.episode.audio))}")
    for other in manifest.alternates:
        say(f"  also: {made.episode.folder / other.file}, {other.bytes / 1e6:.1f} MB")


def _tell_change(text: str, became: str, reason: str) -> None:
    short = " ".join(text.split())
    short = short if len(short) <= 60 else short[:59] + "…"
    say(f"  {reason}: {short}" + (f" → {became[:60]}" if became else ""))


def _command() -> str:
    """How this command was called, so that a hint can be pasted: `tts` where that is on the
    path."""
    import shutil

    called = sys.argv[0]
    on_path = shutil.which("tts")
    if on_path and Path(called).exists() and Path(on_path).samefile(called):
        return "tts"
    return _quoted(called) if called.endswith("tts") else "tts"


def _opener() -> str:
    return {"darwin": "open", "win32": "start"}.get(sys.platform, "xdg-open")


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


def _episode_json(where: str, made: Made) -> dict[str, Any]:
    from dataclasses import asdict

    manifest = made.episode.manifest
    fields = ("guid", "title", "language", "engine", "voice", "rate", "loudness", "peak", "chunks")
    return {
        "source": where,
        "path": str(made.episode.audio),
        "folder": str(made.episode.folder),
        "duration": manifest.audio.duration,
        "bytes": manifest.audio.bytes,
        "unchanged": made.unchanged,
        "spoken": made.spoken,
        "cached": made.cached,
        "waited": round(made.waited, 1),
        "reason": made.reason,
        "notes": list(made.notes),
        "alternates": [
            {"path": str(made.episode.folder / a.file), "type": a.type, "bytes": a.bytes}
            for a in manifest.alternates
        ],
        **{field: getattr(manifest, field) for field in fields},
        "chapters": [asdict(chapter) for chapter in manifest.chapters],
        "pitch": manifest.pitch,
        "volume": manifest.volume,
    }


def _rehearse(
    source: Source, show: Any, options: Options, *, quiet: bool, as_json: bool
) -> dict[str, Any]:
    """What `make` would do, without doing it."""
    from tts.cache import Cache
    from tts.cli.progress import chunks, clock
    from tts.episode import preview
    from tts.storage.cache_folder import cache_folder

    plan, missing, total, expected = preview.rehearse(
        source, show, options, cache=Cache(cache_folder() / "clips")
    )
    if not as_json:
        result(
            f"{plan.article.title}: about {clock(expected)}, {chunks(missing, total)}, {plan.cast.names}"
        )
    if not quiet:
        say(f"  voice: {plan.choice.reason}")
    return {
        "source": source.where,
        "title": plan.article.title,
        "language": plan.article.language,
        "expected": expected,
        "chunks": total,
        "to_speak": missing,
        "engine": plan.choice.engine.name,
        "voice": plan.choice.voice.id,
        "reason": plan.choice.reason,
    }


# --- script ---------------------------------------------------------------------------------------


@cli.command()
@click.argument("source")
@click.option("--engine", type=EngineName(), default="auto", show_default=True,
              help="For whom the script is written: the limits of a request, numbers in words or digits.")  # fmt: skip
@click.option(
    "--lang",
    "language",
    default="",
    metavar="LANG",
    callback=checked_language,
    help="Where it is not to be detected.",
)
@heeded_option
@lexicon_option
@source_options
@selection_options
@click.option("--offline", is_flag=True, help="Touch no network at all.")
@json_option
@verbose_option
def script(source: str, output: Path, as_json: bool, verbose: bool, **asked: Any) -> None:
    """Show what would be said of SOURCE: chunks, pauses and chapters, and what was dropped or
    repaired, and why.

    Of a feed, a book, a list: the articles in it.
    """
    from tts.cli import contents, script_view
    from tts.episode import expand, preview
    from tts.show import library

    options = options_of(asked)
    found = expand.look_into(source, options, stdin=piped(source))
    if isinstance(found, expand.Opened):
        print_json(contents.listed(found)) if as_json else contents.show(
            found, options, output, result
        )
        return
    article, written = preview.script(found, options, library.open_show(output))
    if as_json:
        from dataclasses import asdict

        about = {
            k: v
            for k, v in asdict(article).items()
            if k not in ("blocks", "changes", "plain", "picture")
        }
        chunks = [{**asdict(c), "text": c.text, "spoken": c.spoken} for c in written.chunks]
        print_json({**about, "chunks": chunks, "changes": [asdict(c) for c in written.changes]})
        return
    script_view.show(article, written, verbose=verbose)


# --- voices, say ----------------------------------------------------------------------------------


@cli.command()
@click.option(
    "--lang",
    "language",
    default="",
    metavar="LANG",
    callback=checked_language,
    help="Only voices of this language.",
)
@click.option("--refresh", is_flag=True, help="Fetch the list of online voices anew.")
@proxy_option
@json_option
def voices(language: str, refresh: bool, as_json: bool) -> None:
    """List the voices of all engines; ● marks those that work offline."""
    from tts.episode import casting

    found, missing = casting.voices(language, refresh=refresh)
    if as_json:
        from dataclasses import asdict

        asked = {"rate", "pitch", "volume"}
        print_json([{k: v for k, v in asdict(voice).items() if k not in asked} for voice in found])
        return
    width = max((len(f"{v.engine}/{v.id}") for v in found), default=0)
    for voice in found:
        result(_voice_line(voice, width))
    for error in missing:
        say(f"not at hand: {error.message}" + (f" → {error.hint}" if error.hint else ""))
    if not found:
        say(f"no voice speaks {language!r}; all languages: tts voices")
        sys.exit(1)
    say(
        "● works offline   * the engine's choice for its language   try one: tts say 'Hello' --voice NAME"
    )


def _voice_line(voice: Voice, width: int) -> str:
    offline, default = "●" if voice.offline else " ", "*" if voice.default else " "
    name = f"{voice.engine}/{voice.id}"
    return f"{offline}{default} {name:<{width}}  {voice.language:<8} {voice.gender:<7} {voice.name}".rstrip()


@cli.command(name="say")
@click.argument("text")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=Path("say.mp3"),
              callback=checked_mp3, show_default=True, metavar="FILE", help="Where the MP3 goes.")  # fmt: skip
@voice_options
@lexicon_option
@quiet_option
def say_command(text: str, output: Path, quiet: bool, **asked: Any) -> None:
    """Speak TEXT (- for stdin) to a file, to try a voice."""
    from tts.cache import Cache
    from tts.cli import progress
    from tts.episode import speech
    from tts.storage.cache_folder import cache_folder

    if text == "-":
        text = sys.stdin.read()
    listener = None if quiet else progress.Waits(say)
    cache = Cache(cache_folder() / "clips")
    cast, duration = speech.say(text, output, options_of(asked), cache=cache, listener=listener)
    choice = cast.main
    if not quiet:
        for note in cast.notes:
            say(f"  note: {note}")
        say(f"{duration / 1000:.1f} s, {choice.engine.name}/{choice.voice.id}: {choice.reason}")
    result(output)
