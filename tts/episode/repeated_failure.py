"""Notices that articles fail for a reason that is not theirs: every other one would fail, too."""

from __future__ import annotations

from dataclasses import dataclass

from tts.model import LibraryError, TtsError

ENOUGH = 3
"""Number of articles in a row whose common failure is one of the show or of the cache, after which
no other article is tried."""


@dataclass(slots=True)
class RepeatedFailure:
    """The error of the last articles, if they failed with the same one."""

    last: TtsError | None = None
    in_a_row: int = 0
    """Number of articles that failed with it, if none was made since."""

    def add(self, error: TtsError) -> bool:
        """Count a failure; returns whether the failure before it was the same."""
        is_same = self.last is not None and self.last.message == error.message
        self.in_a_row = self.in_a_row + 1 if is_same else 1
        self.last = error
        return is_same

    def succeeded(self) -> None:
        """An article was made after the last failure."""
        self.in_a_row = 0

    @property
    def common(self) -> LibraryError | None:
        """The error of the show or of the cache with which every other article would fail, too."""
        if self.in_a_row < ENOUGH or not isinstance(self.last, LibraryError):
            return None
        return self.last
