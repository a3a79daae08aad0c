"""The command `tts make`: sources to episodes, with a report on each and a summary."""

from __future__ import annotations

import sys
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts.cli import made_articles, removed_articles
from tts.cli.errors import as_error
from tts.cli.failed_articles import FailedArticles
from tts.cli.interrupts import terminated_like_interrupted
from tts.cli.manage import empty_bin
from tts.cli.options import (
    cluster_option,
    either,
    format_option,
    jobs_option,
    json_option,
    lexicon_option,
    opened_show,
    options_of,
    piped,
    quiet_option,
    sample_option,
    selection_options,
    show_option,
    source_options,
    verbose_option,
    voice_options,
)
from tts.cli.output import (
    discard,
    is_unread,
    log_to_stderr,
    plural,
    print_json,
    print_json_line,
    result,
    say,
)
from tts.model import Source, TtsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts.cache import Cache
    from tts.cli.batch_progress import Overview
    from tts.episode import batch, expand
    from tts.episode.options import Made, Options
    from tts.show.library import Show
    from tts.show.removal_log import Removed


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
    help="Make the episode again even if nothing changed or it was removed, reusing clips in the "
    "cache.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Show what would be made, its size, and how long each engine would take, without making "
    "anything.",
)
@sample_option
@jobs_option
@click.option(
    "--parallel",
    type=click.IntRange(1, 64),
    default=None,
    metavar="N",
    help="Articles made at once. Default: what suits the engine best.",
)
@cluster_option
@json_option
@quiet_option
@verbose_option
def make(sources: tuple[str, ...], output: Path, **asked: Any) -> None:
    """Turn articles into episodes. A SOURCE is a file, a URL, or - for stdin.

    Feeds, sitemaps, OPML files and books hold several articles; @FILE is a list of sources, one per
    line. The path of each MP3 is printed on stdout. Spoken chunks are cached: after an interruption
    or an edit, the same command speaks only what is missing.

    Articles that were removed from the show are skipped, and reported in one line: --force makes
    them again, `tts restore` brings them back.
    """
    parallel, cluster = either(asked.pop("parallel") or 0, asked.pop("cluster"))
    sample = asked.pop("sample")
    looks = {name: asked.pop(name) for name in ("as_json", "quiet", "verbose", "dry_run")}
    if looks["verbose"]:
        _tell_retries()
    making = _Making(sources, output, options_of(asked), parallel, cluster, **looks)
    try:
        if looks["dry_run"]:
            making.rehearse(sample)
        else:
            making.make()
            empty_bin(output, quiet=looks["quiet"])
    except TtsError as error:  # no article's fault
        making.stopped(error)
        raise
    making.close()


@dataclass
class _Making:
    """One run of the command."""

    sources: tuple[str, ...]
    output: Path
    options: Options
    parallel: int
    cluster: str
    as_json: bool
    quiet: bool
    verbose: bool
    dry_run: bool
    results: list[dict[str, Any]] = field(default_factory=list)
    failed: FailedArticles = field(default_factory=FailedArticles)
    removed: list[tuple[str, Removed]] = field(default_factory=list)
    """Articles skipped because they were removed."""
    made: int = 0
    opened: list[expand.Opened] = field(default_factory=list)
    looks: dict[str, str] = field(default_factory=dict)
    """Source -> the command that shows what was left out of it; empty if that is printed here."""
    overview: Overview | None = None
    reckoning: dict[str, Any] = field(default_factory=dict)
    """The totals of a dry run."""
    is_open: bool = False
    """Whether the show could be opened."""
    repeats: int = 0
    """Number of sources that were named before."""

    def rehearse(self, sample: int) -> None:
        """Report what would be made, and the totals."""
        from tts.cli.dry_run import Rehearsing
        from tts.episode.sampling import Sampling
        from tts.show.removal_log import Removed

        drawing = Sampling(
            self.options,
            piped(*self.sources),
            unwanted=self._unwanted(),
            repeated=self._repeated,
            most=sample,
        )
        look = Rehearsing(self.options, _clips(), quiet=self.quiet, as_json=self.as_json)
        for found in self._gathered(drawing.gathered(self.sources)):
            try:
                source = _source_of(found)
                self._add(look.rehearsed(source, opened_show(self.output), drawing.weight))
            except Exception as error:
                if not isinstance(error, Removed):
                    look.failed(drawing.weight)
                self._fail(found.where, error)
            if is_unread():
                break
        self.reckoning = look.totals(self.cluster)

    def make(self) -> None:
        """Make the articles; a single one shows its chunks, several show overall progress."""
        from tts.episode import expand

        gathered = expand.gather(
            self.sources,
            self.options,
            stdin=piped(*self.sources),
            unwanted=self._unwanted(),
            repeated=self._repeated,
        )
        found = self._gathered(gathered)
        first = next(found, None)
        if first is None:
            return
        if len(self.sources) == 1 and not self.opened and not self.cluster:
            self._make_one(first)
        else:
            self._make_all(chain([first], found))

    def _make_one(self, found: Source | expand.Failed) -> None:
        from tts.cli import progress
        from tts.episode import pipeline

        listener, shown = progress.listener(say, quiet=self.quiet, terminal=sys.stderr.isatty())
        try:
            source = _source_of(found)
            show = opened_show(self.output)
            with shown:
                made = pipeline.make(source, show, self.options, cache=_clips(), listener=listener)
            self._tell(source.where, made)
        except Exception as error:
            self._fail(found.where, error)

    def _make_all(self, found: Iterator[Source | expand.Failed]) -> None:
        from tts.cli import batch_progress as looks
        from tts.episode import batch

        named = len(self.sources) + sum(len(one.parts) - 1 for one in self.opened) - self.repeats
        overview, shown = looks.overview(named, say, quiet=self.quiet, terminal=sys.stderr.isatty())
        self.overview = overview
        making = batch.make_all(
            found,
            self._show,
            self.options,
            cache=self._clips(),
            performer=self._performer(overview, named),
            listener=overview,
        )
        ending = terminated_like_interrupted() if self.cluster else nullcontext()
        with ending, closing(making), shown:
            for finished in making:
                overview.finished(finished)
                if finished.made:
                    self._tell(finished.where, finished.made)
                elif finished.error:
                    self._fail(finished.where, finished.error)
                if self.failed.repeated.common:
                    break

    def _performer(self, overview: Overview, articles: int) -> batch.Performer:
        """The performer for reading and speaking: threads of this process, other processes on this
        machine, or the workers of a cluster. `articles` is the number known so far."""
        if self.cluster:
            from tts.cluster.performer import Cluster

            remark = discard if self.quiet else say
            return Cluster(self.cluster, self._clips().address, say, overview.held_up, remark)
        from tts.episode import batch, process_pool

        if not self.parallel and process_pool.is_faster(self.options, articles):
            return process_pool.Processes()
        return batch.LocalPerformer(overview.article, self.parallel)

    def _clips(self) -> Cache:
        """The cache; with a cluster, one that its workers can access."""
        return _clips(required=bool(self.cluster))

    def _show(self) -> Show:
        """The show in its current state. Remains of interrupted runs are looked for only once."""
        from tts.show import library

        if not self.is_open:
            opened_show(self.output)
            self.is_open = True
        return library.read_show(self.output)

    def _unwanted(self) -> expand.Unwanted | None:
        return None if self.options.force else removed_articles.unwanted(self.output)

    def _gathered(self, gathered: Iterator[expand.Found]) -> Iterator[Source | expand.Failed]:
        """The articles of all sources; those with several are reported."""
        from tts.cli import source_view
        from tts.episode import expand

        for found in gathered:
            if isinstance(found, expand.Opened):
                self.opened.append(found)
                source_view.tell(found, self.options, say, quiet=self.quiet, verbose=self.verbose)
                if self.overview:
                    self.overview.opened(len(found.parts))
                continue
            if isinstance(found, Source):
                if not self.quiet and (
                    note := source_view.unsplit(found, self.opened, self.options)
                ):
                    say(f"  note: {note}")
                if not self.verbose:
                    self.looks[found.where] = made_articles.look_at(
                        found, self.opened, self.options, self.output
                    )
            yield found

    def _repeated(self, where: str) -> None:
        self.repeats += 1
        if self.overview:
            self.overview.repeated()

    def _tell(self, where: str, made: Made) -> None:
        looks = self.looks.pop(where, "")
        if not self.quiet:
            made_articles.tell(made, looks)
        if not self.as_json:
            result(made.episode.audio)
        self._add(made_articles.as_json(where, made))

    def _add(self, episode: dict[str, Any]) -> None:
        self.made += 1
        self.failed.repeated.succeeded()
        if self._as_lines:
            print_json_line(episode)
        elif self.as_json:
            self.results.append(episode)

    def _fail(self, where: str, error: Exception) -> None:
        from tts.show.removal_log import Removed

        self.looks.pop(where, None)
        if isinstance(error, Removed):
            self._leave_out(where, error)
            return
        fault = as_error(error)
        self.failed.add(where, fault, named=len(self.sources) > 1 or bool(self.opened))
        if self._as_lines:
            print_json_line(_failed_json(where, fault))

    def _leave_out(self, where: str, removed: Removed) -> None:
        self.removed.append((where, removed))
        if self._as_lines:
            print_json_line(removed_articles.as_json(where, removed))

    @property
    def _as_lines(self) -> bool:
        """Whether to print a line of JSON for each article as it is done: if several sources are
        named."""
        return self.as_json and (len(self.sources) > 1 or self.sources[0].startswith("@"))

    def stopped(self, error: TtsError) -> None:
        """Print, if it is for JSON, what was done until an error ended the whole run."""
        self._print_json({"stopped": True, "error": error.message, "hint": error.hint})

    def close(self) -> None:
        """Print the final report, and exit with the right code."""
        self._print_json({"stopped": True} if self.failed.repeated.common else {})
        if self.removed and not self.quiet:
            removed_articles.tell(self.removed, self.output, verbose=self.verbose)
        if self.repeats and not self.quiet:
            say(f"{plural(self.repeats, 'source')} named before: each is made once")
        self._close()

    def _print_json(self, ending: dict[str, Any]) -> None:
        """Print the last line or the only object, if the output is JSON; `ending` says what stopped
        the run."""
        from tts.cli import source_view

        if not self.as_json:
            return
        passed_over = source_view.left_out(self.opened)
        reckoning = {"reckoning": self.reckoning} if self.reckoning else {}
        if self._as_lines:
            left_out = {"left_out": passed_over} if passed_over else {}
            if last := {**left_out, **reckoning, **ending}:
                print_json_line(last)
            return
        failed = [_failed_json(*one) for one in self.failed.faults]
        removed = [removed_articles.as_json(*one) for one in self.removed]
        record = {"episodes": self.results, "failed": failed, "removed": removed}
        print_json({**record, "left_out": passed_over, **reckoning, **ending})

    def _close(self) -> None:
        """Print the list of failures, and exit with the right code."""
        if not self.failed:
            return
        several = self.made + len(self.failed) > 1
        if several and not self.quiet:
            done = "" if self.dry_run else f"{self.made} made or unchanged, "
            say(f"\n{done}{len(self.failed)} failed:")
            self.failed.list_all()
        if self.failed.repeated.common:
            say("The same error would end every other article; those that follow were not tried.")
        sys.exit(1 if self.made else self.failed.exit_code)


def _source_of(found: Source | expand.Failed) -> Source:
    """The source. Raises the error with which it failed."""
    if isinstance(found, Source):
        return found
    raise found.error


def _failed_json(where: str, error: TtsError) -> dict[str, str]:
    return {"source": where, "error": error.message, "hint": error.hint}


def _clips(*, required: bool = False) -> Cache:
    from tts.cache import user_cache

    return user_cache(required=required)


def _tell_retries() -> None:
    """Print the log of engines: which chunks were retried, and why."""
    import logging

    log_to_stderr()
    logging.getLogger("tts").setLevel(logging.INFO)
