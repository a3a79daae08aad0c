"""An episode being written: completely in its place, or not at all."""

from __future__ import annotations

import glob
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from tts.model import LibraryError
from tts.show import manifest_file, recovery
from tts.show.library import WRITE_HINT, Episode
from tts.show.manifest import Manifest
from tts.storage import durable


class Draft:
    """An episode being written: files go to a hidden folder next to its place, and are moved there
    when all are complete."""

    def __init__(self, folder: Path, staging: Path) -> None:
        self.folder = folder
        self._staging = staging
        self.files: dict[str, int] = {}
        self._written: dict[str, int] = {}

    def add(self, name: str, content: bytes) -> None:
        (self._staging / name).write_bytes(content)
        self.files[name] = self._written[name] = len(content)

    def keep(self, files: Mapping[str, int]) -> None:
        """Files of the episode that stay unchanged, and their sizes in bytes."""
        self.files |= files

    def add_hashed(
        self, stem: str, ending: str, write: Callable[[BinaryIO], None]
    ) -> tuple[str, str]:
        """Add a file whose name has a hash of its content, written piece by piece; returns (name,
        sha256)."""
        part = self._staging / f"{durable.TEMPORARY}part"
        with part.open("w+b") as f:
            write(f)
        with part.open("rb") as f:
            digest = hashlib.file_digest(f, "sha256").hexdigest()
        name = f"{stem}-{digest[:8]}{ending}"
        part.replace(self._staging / name)
        self.files[name] = self._written[name] = (self._staging / name).stat().st_size
        return name, digest

    def _check_written(self) -> None:
        """Raise LibraryError if the written files are gone, because another process treated the
        hidden folder as abandoned."""
        for name, size in self._written.items():
            path = self._staging / name
            if not path.is_file() or path.stat().st_size != size:
                raise LibraryError(
                    f"{path} disappeared before the episode was finished",
                    hint="run the same command again",
                )

    def finish(self, manifest: Manifest) -> Episode:
        """Move everything to its place, the manifest last, and remove files that the episode no
        longer has."""
        whole = replace(manifest, files=dict(sorted(self.files.items())))
        self._check_written()
        manifest_text = {self._staging / manifest_file.NAME: manifest_file.as_text(whole)}
        written = [self._staging / name for name in self._written]
        # All at once: most of what a sync takes is the disk's own record, which they share.
        durable.write_together(manifest_text, after=written)
        recovery.install(self._staging, self.folder)
        return Episode(self.folder, whole)


@contextmanager
def draft_of(folder: Path) -> Iterator[Draft]:
    """Write an episode to `folder` completely, or nothing at all. Raises LibraryError if it can't
    be written."""
    try:
        if not folder.parent.is_dir():  # the first episode of a show
            folder.parent.mkdir(parents=True, exist_ok=True)
            durable.sync_folder(folder.parent.parent)
        for left in recovery.stagings_of(folder.parent, glob.escape(folder.name)):
            recovery.finish_or_remove(left)
        staging = Path(
            tempfile.mkdtemp(dir=folder.parent, prefix=durable.temporary_prefix(folder.name))
        )
        staging.chmod(0o755)  # mkdtemp's 0700 would keep a web server out
    except OSError as e:
        raise LibraryError(
            f"{folder.parent} can't be written: {e.strerror}", hint=WRITE_HINT
        ) from e
    try:
        yield Draft(folder, staging)
    except OSError as e:
        # A full disk is the show's: the same message for each episode lets a run end after a few.
        what = folder.parent if e.errno in durable.OF_THE_DISK else f"the episode {folder}"
        raise LibraryError(f"{what} can't be written: {e.strerror}", hint=WRITE_HINT) from e
    finally:
        _settle(staging, folder)


def _settle(staging: Path, folder: Path) -> None:
    """Complete an interrupted move, or remove an unfinished draft. Raises LibraryError, and keeps
    complete files."""
    try:
        if (staging / manifest_file.NAME).exists():
            durable.sync_folder(staging)
            recovery.install(staging, folder)
    except OSError as e:
        hint = "fix that and run any command on the show again: it finishes the move"
        raise LibraryError(
            f"the episode {folder} can't be moved to its place: {e.strerror}", hint
        ) from e
    shutil.rmtree(staging, ignore_errors=True)
