"""A publishing in progress: the previous state, the new one, and how files of the show are
staged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts.model import LibraryError
from tts.publish import state
from tts.publish.feed import channel
from tts.publish.generated_files import is_ours
from tts.publish.listeners import Invited
from tts.publish.public_files import masked
from tts.publish.show_scan import ScannedShow
from tts.publish.stage import Stage
from tts.publish.state import State
from tts.show.library import Show
from tts.storage.confined_folder import Folder

if TYPE_CHECKING:
    from tts.publish.site import index_pages as site_index

Listener = Callable[[str, int, int], None]
"""Hears what is done: the work, how much of it is done, and how much there is of it."""


@dataclass(slots=True)
class Publishing:
    """One publishing: what was before, and what comes of it."""

    show: Show
    before: State
    looked: ScannedShow
    """What the folders are now."""
    after: State
    stage: Stage
    tell: Listener
    invited: Sequence[Invited] = ()
    """Who has a feed of their own; then there is none for everybody."""
    feed_bytes: Mapping[str, int] | None = None
    """Digest of an episode -> what it takes in the feed; None where that is as it was."""
    addresses: Mapping[str, str] | None = None
    """Folder -> what pages find its episode by; None where that is as it was."""

    @property
    def base_url(self) -> str:
        return self.show.settings.base_url

    @property
    def feed(self) -> str:
        """The address of the feed for everybody; empty where there is none."""
        if self.invited:
            return ""
        return self.base_url and self.base_url + channel.NAME

    def stands(self, path: str) -> bool:
        """Whether a file of the show's own is there as it was left."""
        return self.as_left(path, self.before.files.get(path))

    def keep(self, paths: Iterable[str]) -> None:
        """Files of the show's own are left as they are."""
        for path in paths:
            self.after.files[path] = self.before.files[path]

    def as_left(self, path: str, before: Sequence[int] | None) -> bool:
        return before is not None and state.seen(f"{self.show.folder}/{path}") == tuple(before)


def put(run: Publishing, files: Iterable[tuple[str, bytes]]) -> None:
    for path, content in files:
        run.stage.put(path, content)
        if path in run.stage.waiting:
            check_own(run, path)
        run.after.files[path] = run.stage.moments[path]


def put_changed(
    run: Publishing, pages: Iterable[site_index.Page | channel.Page], common: str
) -> None:
    """Pages are put together where what they are made of changed; with `common` they are made of
    that, too."""
    for page in pages:
        stamp = page.stamp and page.stamp + common
        if stamp and run.before.stamps.get(page.name) == stamp and run.stands(page.name):
            run.after.files[page.name] = run.before.files[page.name]
        else:
            put(run, [(page.name, page.content())])
        if stamp:
            run.after.stamps[page.name] = stamp


def check_own(run: Publishing, path: str) -> None:
    """Raise LibraryError rather than write over a file that somebody else made."""
    if run.before.owns(path):
        return
    target = run.show.folder / path
    if state.seen(str(target)) and not is_ours(path, Folder(run.show.folder).read_bytes(path)):
        raise LibraryError(
            f"{masked(str(target))} is in the way: Pagecast did not make it",
            hint="move it, and publish again",
        )
