"""What happens while a show is watched."""

from __future__ import annotations

from tts.episode.options import Made
from tts.model import TtsError
from tts.publish.build import Published
from tts.show.watch_state import SourceRecord


class Listener:
    """What happens. A method may be left as it is: it does nothing."""

    def begun(self, sources: int) -> None:
        """So many sources are looked after from now on."""

    def found(self, where: str, new: int, passed: int) -> None:
        """A source has so many new articles; so many older ones are left alone."""

    def made(self, where: str, made: Made) -> None:
        """An episode came of a source."""

    def failed(self, where: str, item: str, error: TtsError, again: float) -> None:
        """An article could not be made; it is tried again at that moment, 0 for never."""

    def source_failed(self, where: str, record: SourceRecord) -> None:
        """A source could not be asked."""

    def source_well(self, where: str, record: SourceRecord) -> None:
        """It could be asked again; `record` is as it stood before."""

    def published(self, published: Published) -> None:
        """The show stands published."""

    def trouble(self, error: TtsError) -> None:
        """The show itself: its settings, its disk, its target."""

    def looked(self) -> None:
        """A round is done."""
