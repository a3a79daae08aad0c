"""The options of an embedding, its progress, and its final report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tts.episode.batch import Finished
from tts.episode.options import Listener as EpisodeListener
from tts.episode.task import Task
from tts.model import LibraryError, TtsError
from tts.publish.embed.insertion import ShowLocation
from tts.publish.embed.site_survey import Patterns, SitePage, Survey
from tts.publish.generated_files import is_ours
from tts.show.library import Show
from tts.storage.confined_folder import is_linked

LISTEN = "listen"
"""The show's folder in the site, where none is named."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site, and the show of its articles."""

    root: Path
    show: Show
    patterns: Patterns = field(default_factory=Patterns)
    base_url: str = ""
    """The site's address, as the user says; else its pages state it."""
    audio_url: str = ""
    """Where the show is found, when that is not in the site."""

    @property
    def inside(self) -> bool:
        """The show's folder lies in the site."""
        folder, root = self.show.folder.resolve(), self.root.resolve()
        return folder != root and folder.is_relative_to(root)

    @property
    def copied(self) -> bool:
        """The show lies elsewhere, and what is published of it is copied into the site."""
        return not self.inside and not self.audio_url


def check_place(root: Path) -> None:
    """Raise LibraryError where the place of the show in a site, which nobody named, leads out of
    it."""
    if is_linked(root / LISTEN):
        raise LibraryError(
            f"{root / LISTEN} is a link and was not touched",
            "remove the link: the show is written there",
        )


def check_index(root: Path) -> None:
    """Raise LibraryError where the site has a page of its own in that place, before anything is
    spoken for it."""
    index = root / LISTEN / "index.html"
    if is_linked(index):
        return  # what is written there later tells of it
    if index.is_file() and not is_ours(index.name, index.read_bytes()):
        raise LibraryError(
            f"{index} is in the way: Pagecast did not make it",
            "the show's index is written there: give that page another address, or publish the "
            "show elsewhere and give its address with --audio-url",
        )


@dataclass(frozen=True, slots=True)
class PageResult:
    """What came of one page."""

    name: str
    what: str
    """`new`, `changed`, `unchanged`: of its episode; `removed`: the player was taken out; `passed`:
    nothing was done; `failed`."""
    reason: str = ""
    title: str = ""
    written: bool = False
    """The page's file was written."""
    spoken: int = 0
    """Chunks that were spoken for it now."""
    notes: tuple[str, ...] = ()
    error: TtsError | None = None
    episode: str = ""
    """Folder of its episode."""
    way: str = ""
    """How the player comes into the page, where that is not by standing in it."""


class Listener(EpisodeListener):
    """What happens on the way. A method may be left as it is: it does nothing."""

    def reading(self, done: int, total: int) -> None:
        """So many of the pages that are new or changed are read."""

    def surveyed(self, survey: Survey) -> None:
        """All are."""

    def begins(self, page: SitePage) -> None:
        """It is this page's turn: its episode, if it is to have a new one, is finished next."""

    def making(self, articles: int) -> None:
        """So many episodes are to be made, some of them at once."""

    def article(self, _task: Task) -> EpisodeListener:
        """Who listens while one of them is made."""
        return EpisodeListener()

    def made(self, finished: Finished) -> None:
        """One of them was made, or failed."""

    def done(self, page: PageResult) -> None:
        """A page is done."""


@dataclass(frozen=True, slots=True)
class EmbedResult:
    """What came of the site."""

    pages: tuple[PageResult, ...]
    where: ShowLocation
    notes: tuple[str, ...] = ()
    orphans: tuple[str, ...] = ()
    """Folders of episodes whose pages are gone."""
    error: TtsError | None = None
    """The show could not be published."""

    def count(self, *whats: str) -> int:
        return sum(page.what in whats for page in self.pages)


Caught = Callable[[Exception], TtsError]
"""Makes an error to be told of any exception, or raises it."""
