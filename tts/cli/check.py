"""The command `tts check`: verify episodes."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts.cli.errors import as_error, complain
from tts.cli.manage import empty_bin
from tts.cli.options import (
    check_is_show,
    json_option,
    opened_show,
    quiet_option,
    show_option,
    titles_option,
)
from tts.cli.output import arrow, bad, bold, good, print_json, result, say

if TYPE_CHECKING:
    from tts.check import Problem, Report
    from tts.check.report import Heard, Repaired
    from tts.check.whisper import Ear, Score
    from tts.episode.manage import EpisodeFolder
    from tts.model import TtsError
    from tts.show.library import Show

_WORST = 5
"""Maximum number of chunks listed besides those that are problems."""


@click.command()
@click.argument("episodes", nargs=-1, metavar="[EPISODE...]")
@titles_option
@show_option
@click.option(
    "--listen",
    is_flag=True,
    help="Transcribe every chunk with Whisper, and list what was misheard.",
)
@click.option(
    "--repair",
    is_flag=True,
    help="Speak misheard chunks again in another way and keep the better version. Implies "
    "--listen.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    default=25,
    show_default=True,
    metavar="PERCENT",
    help="How much of a chunk may be misheard before it is reported.",
)
@click.option(
    "--model",
    default="",
    metavar="NAME",
    help="The Whisper model: a name or a folder. Default: PAGECAST_WHISPER, or base.",
)
@click.option("--offline", is_flag=True, help="Don't use the network at all.")
@click.option(
    "--allow-private", is_flag=True, help="Allow sources on a private network to be read again."
)
@click.option(
    "--cookies",
    default="",
    metavar="FILE",
    help="Your browser's cookies (cookies.txt), for sources that need your login.",
)
@json_option
@quiet_option
def check(
    episodes: tuple[str, ...],
    titles: tuple[str, ...],
    output: Path,
    as_json: bool,
    quiet: bool,
    **asked: Any,
) -> None:
    """Verify episodes: those named, or the whole show. The exit code is 1 if anything is wrong.

    The audio is decoded and compared with the manifest, the times of its sentences and -16 LUFS;
    transcripts, chapters and tags are compared with each other. EPISODE is given as for `tts
    remove`. Repaired chunks are written to the show and the cache.
    """
    from tts.episode import manage

    check_is_show(output)
    show = opened_show(output)
    chosen = (
        manage.pick_all(show, episodes, titles)
        if episodes or titles
        else manage.episode_folders(show)
    )
    ear = _ear(asked) if asked["listen"] or asked["repair"] else None
    reports = [_checked(one, show, ear, asked, quiet=quiet) for one in chosen]
    if as_json:
        print_json([_as_json(report) for report in reports])
    else:
        for report in reports:
            _show(report, asked["limit"] / 100)
    if asked["repair"]:
        empty_bin(show.folder, quiet=quiet)
    wrong = sum(bool(report.problems) for report in reports)
    if not quiet:
        say(_summary(len(reports), wrong, output))
    sys.exit(1 if wrong else 0)


def _ear(asked: dict[str, Any]) -> Ear:
    from tts.check.whisper import Ear
    from tts.engines import telemetry

    if asked["offline"]:
        telemetry.stay_offline()  # whatever model is asked for, it is not fetched
    return Ear(asked["model"])


def _checked(
    episode: EpisodeFolder, show: Show, ear: Ear | None, asked: dict[str, Any], *, quiet: bool
) -> Report:
    from tts.check import check as examine
    from tts.episode import manage

    report = examine(episode)
    silent = episode.manifest is not None and episode.manifest.engine == "silent"
    if silent or ear is None or not report.duration or not report.script:
        notes = (
            (*report.notes, "spoken by the engine silent: there is nothing to hear")
            if silent
            else report.notes
        )
        return replace(report, notes=notes)
    report = _listened(episode, report, ear, asked["limit"] / 100, quiet=quiet)
    if not asked["repair"]:
        return report
    try:
        done = _repaired(episode, show, report, ear, asked, quiet=quiet)
    except Exception as e:  # the other episodes are still to be checked
        error: TtsError = as_error(e)
        if not quiet:
            complain(error)
        return replace(report, notes=(*report.notes, f"not repaired: {error.message}"))
    if not any(r.how for r in done):
        return replace(report, repaired=tuple(done))
    repair = next(h for h in manage.episode_folders(show) if h.folder == episode.folder)
    return replace(
        _listened(repair, examine(repair), ear, asked["limit"] / 100, quiet=True),
        repaired=tuple(done),
    )


def _listened(
    episode: EpisodeFolder, report: Report, ear: Ear, limit: float, *, quiet: bool
) -> Report:
    from tts.check import intelligibility
    from tts.episode.manage import episode_of

    def progress(done: int, total: int) -> None:
        if not quiet and (done % 10 == 0 or done == total):
            say(f"  {episode.title}: {done} of {total} chunks transcribed")

    if report.script is None:
        return report
    heard = tuple(intelligibility.hear(episode_of(episode), report.script, ear, progress))
    return replace(
        report, heard=heard, problems=(*report.problems, *intelligibility.problems(heard, limit))
    )


def _repaired(
    one: EpisodeFolder, show: Show, report: Report, ear: Ear, asked: dict[str, Any], *, quiet: bool
) -> list[Repaired]:
    from tts.cache import user_cache
    from tts.check import intelligibility, respeaking
    from tts.episode.manage import episode_of
    from tts.episode.options import Options

    bad = intelligibility.to_repair(report.heard, report.problems)
    if not bad or report.script is None:
        return []

    def progress(done: Repaired) -> None:
        if not quiet:
            kept = (
                f"{done.how}: now {_rate(done.after)}"
                if done.how
                else "no other version was understood better"
            )
            say(f"  {_shortened(done.text)} {_rate(done.before)} wrong; {kept}")

    episode, cache = episode_of(one), user_cache()
    known = {name: asked[name] for name in ("offline", "allow_private", "cookies")}
    options = Options(**known, teaser=True)  # it was made of whatever was shown
    return respeaking.repair(
        show,
        episode,
        bad,
        script=report.script,
        ear=ear,
        cache=cache,
        asked=options,
        progress=progress,
    )[1]


# --- telling --------------------------------------------------------------------------------------


def _show(report: Report, limit: float) -> None:
    from tts.check import intelligibility
    from tts.locale.duration_format import clock

    mark = bad() if report.problems else good()
    number = report.number or "?"
    length = f"{clock(report.duration)} decoded" if report.duration else "nothing decoded"
    heard = f", {report.wrong:.1%} of what was heard is wrong" if report.heard else ""
    result(mark, f" {number} ", bold(report.title), f": {length}{heard}")
    for problem in report.problems:
        result(_problem(problem))
    hints = [problem.hint for problem in report.problems if problem.hint]
    for hint in dict.fromkeys(hints):
        result("  ", arrow(), f" {hint}")
    listed = intelligibility.worst(report.heard, limit)
    rest = [one for one in report.heard if one.score.wrong and one not in listed]
    rest.sort(key=_worst_first)
    for one in rest[:_WORST]:
        _show_heard(one)
    for repaired in report.repaired:
        if repaired.how:
            _show_repaired(repaired)
    for note in report.notes:
        result(f"    note: {note}")


def _worst_first(heard: Heard) -> float:
    return -heard.score.rate


def _show_heard(one: Heard) -> None:
    from tts.locale.duration_format import clock

    score = one.score
    result(f"    {clock(one.at)}  {_rate(score)} misheard: {_shortened(one.text)}")
    result(f"          heard: {_shortened(score.heard)}")


def _show_repaired(one: Repaired) -> None:
    text = _shortened(one.text)
    result(f"    repaired: {text} {_rate(one.before)} → {_rate(one.after)}, {one.how}")


def _problem(problem: Problem) -> str:
    from tts.locale.duration_format import clock

    place = f"{clock(problem.at)}  " if problem.at is not None else ""
    text = f" {_shortened(problem.text)}" if problem.text else ""
    return f"  {place}{problem.what}:{text}" if text else f"  {place}{problem.what}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= 60 else f"“{line[:59]}…”"


def _rate(score: Score) -> str:
    return f"{score.rate:.0%} ({score.wrong} of {score.total})"


def _summary(count: int, bad: int, output: Path) -> str:
    if not count:
        return f"there are no episodes in {output}"
    return f"{count} checked, {f'{bad} with problems' if bad else 'no problems found'}"


def _as_json(report: Report) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "number": report.number or None,
        "title": report.title,
        "folder": report.folder.name,
        "ok": not report.problems,
        "duration": report.duration,
        "problems": [asdict(p) for p in report.problems],
        "notes": list(report.notes),
        "misheard": round(report.wrong, 4) if report.heard else None,
        "heard": [_heard_json(h) for h in report.heard],
        "repaired": [asdict(r) for r in report.repaired],
    }


def _heard_json(heard: Heard) -> dict[str, Any]:
    score = heard.score
    return {
        "chunk": heard.chunk,
        "at": heard.at,
        "text": heard.text,
        "heard": score.heard,
        "wrong": score.wrong,
        "total": score.total,
    }
