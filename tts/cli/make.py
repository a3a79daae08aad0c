"""The command `tts make`: sources in, episodes out; what is shown of each, and at the end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts.cli.errors import LISTED, as_error, complain
from tts.cli.options import (
    format_option,
    json_option,
    lexicon_option,
    opened_show,
    options_of,
    piped,
    quiet_option,
    selection_options,
    show_option,
    source_options,
    verbose_option,
    voice_options,
)
from tts.cli.output import bold, good, line, log_to_stderr, print_json, result, say
from tts.cli.show import empty_bin

if TYPE_CHECKING:
    from tts.episode.expand import Opened
    from tts.episode.options import Made, Options
    from tts.model import Source, TtsError


@click.command()
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
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    metavar="N",
    help="Chunks spoken at once, where not the number that serves the engine best.",
)
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
            if not quiet and (note := contents.unsplit(found, opened, options)):
                say(f"  note: {note}")
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
    from tts.cli.progress import count
    from tts.locale.lengths import clock

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
    from tts.cli.progress import chunks
    from tts.episode import preview
    from tts.locale.lengths import clock
    from tts.storage.cache_folder import cache_folder

    plan, missing, total, expected = preview.rehearse(
        source, show, options, cache=Cache(cache_folder() / "clips")
    )
    if not as_json:
        to_speak = chunks(missing, total)
        result(f"{plan.article.title}: about {clock(expected)}, {to_speak}, {plan.cast.names}")
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
