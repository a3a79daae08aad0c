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
"""The default folder of the show in the site."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site, and the show of its articles."""

    root: Path
    show: Show
    patterns: Patterns = field(default_factory=Patterns)
    base_url: str = ""
    """The site's address as the user gives it; otherwise the pages state it."""
    audio_url: str = ""
    """The show's address, if it is not in the site."""

    @property
    def inside(self) -> bool:
        """The show's folder is inside the site."""
        folder, root = self.show.folder.resolve(), self.root.resolve()
        return folder != root and folder.is_relative_to(root)

    @property
    def copied(self) -> bool:
        """The show is elsewhere, and its published files are copied into the site."""
        return not self.inside and not self.audio_url


def check_place(root: Path) -> None:
    """Raise LibraryError if the default place of the show in a site leads out of it."""
    if is_linked(root / LISTEN):
        raise LibraryError(
            f"{root / LISTEN} is a link and was not touched",
            "remove the link: the show is written there",
        )


def check_index(root: Path) -> None:
    """Raise LibraryError if the site has its own page in that place, before anything is spoken."""
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
    """The result for one page."""

    name: str
    what: str
    """About its episode: `new`, `changed`, `unchanged`. About the page: `removed`, the player was
    taken out; `passed`, nothing was done; `failed`."""
    reason: str = ""
    title: str = ""
    written: bool = False
    """The page's file was rewritten."""
    spoken: int = 0
    """Number of chunks spoken for it now."""
    notes: tuple[str, ...] = ()
    error: TtsError | None = None
    episode: str = ""
    """Folder of its episode."""
    way: str = ""
    """How the player gets into the page, if it is not part of the page itself."""


class Listener(EpisodeListener):
    """Progress of an embedding. The methods do nothing unless overridden."""

    def reading(self, done: int, total: int) -> None:
        """Number of new or changed pages that were read."""

    def surveyed(self, survey: Survey) -> None:
        """All pages were read."""

    def begins(self, page: SitePage) -> None:
        """The page is next: its new or changed episode, if any, is finished next."""

    def making(self, articles: int) -> None:
        """Number of episodes to be made, some of them at the same time."""

    def article(self, _task: Task) -> EpisodeListener:
        """The listener for the making of one of them."""
        return EpisodeListener()

    def made(self, finished: Finished) -> None:
        """One of them was made, or failed."""

    def done(self, page: PageResult) -> None:
        """A page is finished."""


@dataclass(frozen=True, slots=True)
class EmbedResult:
    """The result for the site."""

    pages: tuple[PageResult, ...]
    where: ShowLocation
    notes: tuple[str, ...] = ()
    orphans: tuple[str, ...] = ()
    """Folders of episodes whose pages are gone."""
    error: TtsError | None = None
    """Why the show could not be published."""

    def count(self, *whats: str) -> int:
        return sum(page.what in whats for page in self.pages)


Caught = Callable[[Exception], TtsError]
"""Turns any exception into an error that can be reported, or raises it."""
