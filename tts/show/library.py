"""A show: a folder of episodes, and a show.toml that remembers its voices. The library is files.

    output/
      show.toml                        title, owner, and the voice of each language
      keeping-the-light-3fa9c1d2/      one folder an episode: a readable name, its source's identity
        episode.json                   the manifest: the one source of truth, written last
        keeping-the-light-8b1c07e4.mp3   its name has a hash of its content
        transcript.vtt  transcript.srt  transcript.json  chapters.json  script.json  cover.jpg

Everything is written under a temporary name and renamed, the manifest last; what is stale is
removed after that.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import BinaryIO

from tts.model import LibraryError
from tts.show import bin, index, manifest_file, recovery, saved_script, superseded
from tts.show.manifest import Manifest, stays_inside
from tts.show.settings import NAME, Settings, read
from tts.storage import durable, locks
from tts.storage.confined_folder import Folder, LeadsOut, is_linked
from tts.storage.durable import write_whole
from tts.storage.parsing import parsed_json
from tts.storage.paths import split_part

MANIFEST = manifest_file.NAME
SETTINGS = NAME
WRITE_HINT = (
    "check the folder's permissions and the free space, or name another folder with -o; then run "
    "the same command again"
)


@dataclass(frozen=True, slots=True)
class Show:
    """A show's folder and the content of its show.toml."""

    folder: Path
    title: str = "Pagecast"
    owner: str = ""
    voices: dict[str, str] = field(default_factory=dict)
    """Language -> `engine/voice`, as first chosen."""
    rules: dict[str, str] = field(default_factory=dict)
    """Kind of block -> `skip`, `announce` or `read`."""
    settings: Settings = field(default_factory=Settings)
    """The complete settings."""


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode in its folder."""

    folder: Path
    manifest: Manifest
    whole: bool = True
    """Every file exists, with the size in the manifest."""

    @property
    def audio(self) -> Path:
        return self.folder / self.manifest.audio.file


_MAKING_LOCKS = 1024
"""Number of locks that the episodes of a show share while they are made."""


# --- the show -------------------------------------------------------------------------------------


def open_show(folder: Path) -> Show:
    """The show in a folder; a missing folder is a show without episodes."""
    try:
        if folder.exists() and not folder.is_dir():
            raise LibraryError(
                f"{folder} is a file, not a show's folder",
                hint="name a folder with -o",
            )
    except OSError as e:
        raise LibraryError(f"{folder} can't be read: {e.strerror}", hint=WRITE_HINT) from e
    recovery.recover(folder)
    return read_show(folder)


def read_show(folder: Path) -> Show:
    """The show from its settings only, for code that has already opened it or holds its lock."""
    settings = read(folder / SETTINGS)
    return Show(
        folder,
        settings.title,
        settings.owner,
        dict(settings.voices),
        dict(settings.rules),
        settings,
    )


def remember_voice(show: Show, language: str, engine: str, voice: str) -> Show:
    """Write the voice of a language to show.toml, unless one is set; comments and order are
    kept."""
    import tomlkit

    show = read_show(show.folder)  # another run may have chosen
    if language in show.voices:
        return show
    path = show.folder / SETTINGS
    document = tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else "")
    document.setdefault("voices", tomlkit.table())[language] = f"{engine}/{voice}"
    write_file(path, lambda f: f.write(tomlkit.dumps(document).encode()))
    return read_show(show.folder)


def show_stamp(show: Show) -> str:
    """Changes whenever the show's part of an episode's tags does: title, owner, cover and
    disclosure."""
    name = show.settings.cover
    picture = ""
    if name and Folder(show.folder).is_file(name):
        picture = _digest(show.folder, name, (show.folder / name).stat().st_mtime_ns)
    what = [show.title, show.owner, show.settings.cover and picture, show.settings.disclosure]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


@lru_cache(maxsize=2)
def _digest(folder: Path, name: str, _changed: int) -> str:
    """Hash of the show's cover, cached because hundreds of episodes may use it."""
    return hashlib.sha256(Folder(folder).read_bytes(name)).hexdigest()


def check_writable(show: Show) -> None:
    """Raise LibraryError now, before anything is spoken, if the show's folder can't be written.

    The show is locked meanwhile: a new folder is removed again, and no other run may have begun to
    write to it by then.
    """
    with locked(show):
        new = not show.folder.exists()
        try:
            show.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=show.folder, prefix=durable.temporary_prefix())
            os.close(handle)
            Path(name).unlink()
            if new:  # nothing is made yet, and perhaps nothing will be
                show.folder.rmdir()
        except OSError as e:
            raise LibraryError(
                f"{show.folder} can't be written: {e.strerror}", hint=WRITE_HINT
            ) from e


def locked(
    show: Show, work: str = "", waiting: Callable[[], None] | None = None, *, patience: float = -1
) -> AbstractContextManager[None]:
    """A context in which only this process numbers episodes and changes the show's settings; the
    lock is not one of the show's files.

    Other work on the show has a separate lock, by its name. See `locks.held`.
    """
    return locks.held(show.folder, work, waiting, patience)


def making(
    show: Show,
    identity: str,
    waiting: Callable[[], None] | None = None,
    *,
    patience: float = -1,
) -> AbstractContextManager[None]:
    """A context in which only this process makes the episode of a source; a second one then finds
    it made.

    Episodes share a limited number of locks, so that an archive does not leave a file for each
    article. A process that holds one waits for no other, and takes the show's own lock inside it,
    never the reverse.
    """
    return locked(show, f"-making-{making_share(identity)}", waiting, patience=patience)


def making_share(identity: str) -> int:
    """Which of those locks belongs to a source's episode."""
    return int(suffix(identity), 16) % _MAKING_LOCKS


def folders(show: Show) -> Iterator[Path]:
    """Every folder in the show that has a manifest, by name. Links are skipped, because they are
    not ours."""
    if show.folder.is_dir():
        found = {p.parent for p in show.folder.glob(f"*/{MANIFEST}")}
        yield from sorted(p for p in found if not p.name.startswith(".") and not is_linked(p))


def episodes(show: Show) -> Iterator[Episode]:
    """Every episode with a readable manifest, by folder name; `whole` tells whether its files
    exist."""
    for folder in folders(show):
        if manifest := manifest_file.read_from(folder):
            yield Episode(folder, manifest, _whole(folder, manifest))


def read_episode(folder: Path) -> Episode | None:
    """The episode in a folder, if its manifest can be read."""
    manifest = manifest_file.read_from(folder)
    return Episode(folder, manifest, _whole(folder, manifest)) if manifest else None


def next_number(show: Show) -> int:
    """One more than the highest number in the show and in its bin, because restored episodes keep
    theirs.

    An episode keeps its number as long as its folder exists: each manifest is read once, and none
    that is in the index.
    """
    known = _numbers.get(show.folder) or index.numbers(show.folder)
    numbers = {}
    for name, inode in _folders_by_inode(show.folder):
        number = known.get((name, inode)) or _number(show.folder / name)
        numbers[name, inode] = number
    _numbers[show.folder] = numbers
    removed_numbers = map(_number, bin.folders(show.folder))
    return 1 + max([*numbers.values(), *removed_numbers], default=0)


_numbers: dict[Path, dict[tuple[str, int], int]] = {}
"""Folder of a show -> name and inode of an episode's folder -> number."""


def _folders_by_inode(folder: Path) -> Iterator[tuple[str, int]]:
    """Reads only the show's folder itself: an archive has a hundred thousand folders in it."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                yield entry.name, index.inode(entry.inode())


def _number(folder: Path) -> int:
    """The number of an episode, from the beginning of its manifest; 0 if there is none."""
    try:
        with Folder(folder).open(MANIFEST) as f:
            found = re.search(rb'"number": (\d{1,9})\b', f.read(400))
    except (OSError, LeadsOut):
        return 0
    return int(found[1]) if found else 0


# --- finding an episode ---------------------------------------------------------------------------


def identity(where: str, show: Show) -> str:
    """What identifies a source later: its URL, or its path relative to the show's folder.

    Relative, so that articles and show can move together, and no local path is published. The name
    of a part of a file is appended unchanged.
    """
    if re.match(r"[a-z][a-z0-9+.-]+://", where, re.IGNORECASE):
        return where
    whole, part = split_part(where)
    path = Path(os.path.relpath(Path(whole).resolve(), show.folder.resolve())).as_posix()
    path = path.encode(
        errors="backslashreplace"
    ).decode()  # a name that is not UTF-8 is still a name
    return f"{path}#{part}" if part else path


def identify_text(
    show: Show, title: str, author: str, blocks: Sequence[str]
) -> tuple[str, Episode | None]:
    """The identity of a text without an address, and its episode: the same title and a common
    paragraph.

    Without a title, the text itself; a completely different text with the same title is another
    episode.
    """
    if not title:
        identity = f"-/{hashlib.sha256(chr(10).join(blocks).encode()).hexdigest()[:16]}"
        return identity, find(show, identity)
    for n in count(1):
        identity = f"-/{title}/{author}" + (f"/{n}" if n > 1 else "")
        episode = find(show, identity)
        if episode is None or shares_paragraph(episode, blocks):
            return identity, episode
    raise AssertionError


def shares_paragraph(episode: Episode, blocks: Sequence[str]) -> bool:
    """Whether an episode contains one of those paragraphs."""
    return bool(_said(episode) & {"".join(b.split()) for b in blocks})


_NOT_ITS_OWN = ("title", "intro", "outro")
"""Kinds of chunks that unrelated texts may share."""


def _said(episode: Episode) -> set[str]:
    """The paragraphs of an episode, without white space."""
    try:
        script = saved_script.read(parsed_json(Folder(episode.folder).read_bytes("script.json")))
    except (LeadsOut, OSError, ValueError):
        return set()
    chunks = script["chunks"] if script else []
    own = [chunk for chunk in chunks if chunk["kind"] not in _NOT_ITS_OWN]
    texts = ("".join(sentence["text"] for sentence in chunk["sentences"]) for chunk in own)
    return {"".join(text.split()) for text in texts}


def find(show: Show, identity: str) -> Episode | None:
    """The episode of that source, if its manifest can be read; `whole` tells whether its files
    exist too."""
    if not show.folder.is_dir():
        return None
    ending = f"-{suffix(identity)}"
    names = os.listdir(show.folder)  # noqa: PTH208  # of an archive, for each article
    lines = "\n".join(["", *names])  # a hundred thousand are looked through at once
    if ending not in lines:
        return None
    if f"\n{durable.TEMPORARY}" in lines:
        for staging in recovery.stagings_of(show.folder, f"*{ending}"):
            recovery.finish_or_remove(staging)
        names = os.listdir(show.folder)  # noqa: PTH208
    for name in names:
        if not name.endswith(ending) or name.startswith("."):
            continue
        folder = show.folder / name
        manifest = manifest_file.read_from(folder)
        if manifest and manifest.source == identity and not is_linked(folder):
            durable.sweep(folder)
            return Episode(folder, manifest, _whole(folder, manifest))
    return None


def _whole(folder: Path, manifest: Manifest) -> bool:
    try:
        if not stays_inside(manifest):
            return False
        return all(_is_file(folder, name, size) for name, size in manifest.files.items())
    except (OSError, ValueError):
        return False


def _is_file(folder: Path, name: str, size: int) -> bool:
    """Whether there is a regular file of that size, and not a link or junction."""
    seen = os.lstat(f"{folder}/{name}")  # no Path: making one costs more than the question
    return stat.S_ISREG(seen.st_mode) and seen.st_size == size


def folder_for(show: Show, identity: str, title: str) -> Path:
    """The folder of an episode: the existing one, whatever its title is now, otherwise a new
    name."""
    existing = find(show, identity)
    return (
        existing.folder
        if existing
        else Folder(show.folder).path(f"{slug(title)}-{suffix(identity)}")
    )


def suffix(identity: str) -> str:
    """The end of the name of an episode's folder: the identity of its source."""
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


def slug(title: str) -> str:
    """An ASCII file name, readable in every script.

    >>> slug("Keeping the Light"), slug("橋上的燈火"), slug("?!")
    ('keeping-the-light', 'qiao-shang-de-deng-huo', 'episode')
    """
    from anyascii import anyascii

    plain = re.sub(
        r"(?<=[a-z])(?=[A-Z])", "-", anyascii(title)
    )  # it joins the syllables of Han: QiaoShang
    plain = re.sub(r"['’]", "", plain).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "episode"


# --- changing -------------------------------------------------------------------------------------


def write_file(path: Path, write: Callable[[BinaryIO], object], mode: int = 0o644) -> None:
    """Write a file completely or not at all. Raises LibraryError."""
    try:
        write_whole(path, write, mode)
    except OSError as e:
        raise LibraryError(f"{path} can't be written: {e.strerror}", hint=WRITE_HINT) from e


def as_it_is_now(episode: Episode) -> Episode:
    """The episode's current state, which another run may have changed. The show is locked."""
    return read_episode(episode.folder) or episode


def restamp(show: Show, stamps: Sequence[tuple[Episode, str]]) -> None:
    """Write new stamps to episodes whose sources or options changed without effect, so that the
    next run recognizes them at once.

    An episode that another run has made again meanwhile keeps its stamp. Raises LibraryError.
    """
    with locked(show):
        contents = {}
        for episode, stamp in stamps:
            then = episode.manifest
            now = as_it_is_now(episode)
            manifest = now.manifest
            if (manifest.stamp, manifest.content) == (then.stamp, then.content):
                text = manifest_file.as_text(replace(manifest, stamp=stamp))
                contents[now.folder / MANIFEST] = text
        try:
            durable.write_together(contents)
        except OSError as e:
            message = f"{show.folder} can't be written: {e.strerror}"
            raise LibraryError(message, hint=WRITE_HINT) from e


def remove_superseded(episode: Episode) -> None:
    """Remove the episode's former audio, now that nothing published links to it. The show is
    locked.

    If a killed run had begun to move files into the folder, nothing is removed, because they may be
    among them.
    """
    folder = episode.folder
    if recovery.stagings_of(folder.parent, glob.escape(folder.name)):
        return
    superseded.remove(folder, {*episode.manifest.files, MANIFEST}, published=True)
