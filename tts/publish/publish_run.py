"""A publishing in progress: the previous state, the new one, and how files of the show are
staged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    from tts.publish.site.listing import Listing

Listener = Callable[[str, int, int], None]
"""Called with the current kind of work, how much of it is done, and the total."""


@dataclass(slots=True)
class Publishing:
    """A publishing: the previous state, and the new one."""

    show: Show
    before: State
    looked: ScannedShow
    """The current state of the folders."""
    after: State
    stage: Stage
    tell: Listener
    invited: Sequence[Invited] = ()
    """Listeners with personal feeds; if there are any, there is no public feed."""
    feed_bytes: Mapping[str, int] | None = None
    """Digest of an episode -> its bytes in the feed; None if the recorded ones are unchanged."""
    addresses: Mapping[str, str] | None = None
    """Folder -> the addresses under which pages find its episode; None if the recorded ones are
    unchanged."""
    listings: dict[str, Listing] = field(default_factory=dict)
    """Folder -> what lists show of an episode whose pages were rendered."""
    items: dict[str, bytes] = field(default_factory=dict)
    """Folder -> its item in the public feed, if its pages were rendered."""

    @property
    def base_url(self) -> str:
        return self.show.settings.base_url

    @property
    def feed(self) -> str:
        """The address of the public feed; empty if there is none."""
        if self.invited:
            return ""
        return self.base_url and self.base_url + channel.NAME

    def stands(self, path: str) -> bool:
        """Whether a file of the show is as the last publishing left it."""
        return self.as_left(path, self.before.files.get(path))

    def keep(self, paths: Iterable[str]) -> None:
        """Keep files of the show as they are."""
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
    """Stage pages that depend on something that changed; with `common`, they depend on that as
    well."""
    for page in pages:
        stamp = page.stamp and page.stamp + common
        if stamp and run.before.stamps.get(page.name) == stamp and run.stands(page.name):
            run.after.files[page.name] = run.before.files[page.name]
        else:
            put(run, [(page.name, page.content())])
        if stamp:
            run.after.stamps[page.name] = stamp


def check_own(run: Publishing, path: str) -> None:
    """Raise LibraryError if the file exists and somebody else made it."""
    if run.before.owns(path):
        return
    target = run.show.folder / path
    if state.seen(str(target)) and not is_ours(path, Folder(run.show.folder).read_bytes(path)):
        raise LibraryError(
            f"{masked(str(target))} is in the way: Pagecast did not make it",
            hint="move it, and publish again",
        )
