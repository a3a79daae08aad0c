"""Callbacks for events while a show is watched."""

from __future__ import annotations

from tts.episode.options import Made
from tts.model import TtsError
from tts.publish.build import Published
from tts.show.watch_state import SourceRecord


class Listener:
    """The callbacks. The methods do nothing unless overridden."""

    def begun(self, sources: int) -> None:
        """Watching has begun, with this number of sources."""

    def found(self, where: str, new: int, passed: int) -> None:
        """A source has this number of new articles; older ones are ignored."""

    def made(self, where: str, made: Made) -> None:
        """An episode was made from a source."""

    def failed(self, where: str, item: str, error: TtsError, again: float) -> None:
        """An article could not be made; the next attempt is at `again`, in seconds since 1970, 0
        for never."""

    def source_failed(self, where: str, record: SourceRecord) -> None:
        """A source could not be checked."""

    def source_well(self, where: str, record: SourceRecord) -> None:
        """It could be checked again; `record` is its previous state."""

    def published(self, published: Published) -> None:
        """The show was published."""

    def trouble(self, error: TtsError) -> None:
        """A problem of the show itself: its settings, its disk, its target."""

    def looked(self) -> None:
        """A round is finished."""
