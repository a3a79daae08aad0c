"""A show's episodes, tended: found by what a user calls them, removed, restored, renamed, tagged
anew.

Nothing is spoken and no frame of audio is touched. Each episode changes whole or not at all.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tts.episode import formats, tags, transcript
from tts.episode.assembly import byline_of, comment_of, picture_by
from tts.episode.cover import picture as cover
from tts.episode.planning import identity_at
from tts.model import LibraryError
from tts.show import library, removals, removed, saved_script
from tts.show.draft import draft_of
from tts.show.library import Episode, Show
from tts.show.manifest import Manifest, ShowName
from tts.storage import clip_trimming
from tts.storage.parsing import parsed_json

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Held:
    """A folder of the show, also one whose episode is broken."""

    folder: Path
    manifest: Manifest | None
    """None where it can't be read."""
    fault: str = ""
    """What is wrong with it; empty for an episode that is whole."""
    removed_at: datetime | None = None
    """When it was removed; None for what is in the show."""

    @property
    def goes(self) -> datetime | None:
        """When it goes for good."""
        if not self.removed_at:
            return None
        return self.removed_at + removed.KEPT

    @property
    def number(self) -> int:
        """0 where it can't be read."""
        return self.manifest.number if self.manifest else 0

    @property
    def source(self) -> str:
        """The identity of what it was made from; empty where it can't be read."""
        return self.manifest.source if self.manifest else ""

    @property
    def title(self) -> str:
        """In one line: what controls a terminal is left out."""
        title = self.manifest.title if self.manifest else ""
        shown = _CONTROLS.sub(" ", title or self.folder.name)
        return " ".join(shown.split())


@dataclass(frozen=True, slots=True)
class Tagged:
    """What came of tagging an episode anew."""

    episode: Episode
    changed: bool
    notes: tuple[str, ...] = ()


# --- finding --------------------------------------------------------------------------------------


def held(show: Show) -> list[Held]:
    """Everything in the show, by number; what can't be read comes first."""
    found = [_held(folder) for folder in library.folders(show)]
    return sorted(found, key=lambda h: (h.number, h.folder.name))


def in_bin(show: Show) -> list[Held]:
    """Everything that was removed and can be restored, the last first."""
    return [_removed(folder) for folder in removed.folders(show.folder)]


def _removed(folder: Path) -> Held:
    return _held(folder, removed.moment_of(folder))


def _held(folder: Path, moment: datetime | None = None) -> Held:
    episode = library.read_episode(folder)
    if episode is None:
        fault = f"{library.MANIFEST} can't be read, or is of another version"
        return Held(folder, None, fault, moment)
    fault = "" if episode.whole else _fault(episode)
    return Held(folder, episode.manifest, fault, moment)


def _fault(episode: Episode) -> str:
    for name, size in episode.manifest.files.items():
        path = episode.folder / name
        if not path.is_file():
            return f"{name} is missing"
        found = path.stat().st_size
        if found != size:
            return f"{name} has {found} bytes, not {size}"
    return "its files do not match its manifest"


def pick(show: Show, asked: str, *, by_title: bool = False) -> Held:
    """The one episode of the show that is called so: see `find`. Raises LibraryError."""
    names, titles = ((), (asked,)) if by_title else ((asked,), ())
    [one] = pick_all(show, names, titles)
    return one


def pick_all(show: Show, asked: Sequence[str], titles: Sequence[str] = ()) -> list[Held]:
    """The episodes of the show that are called so, each once: see `find`. Raises LibraryError."""
    found = find(show, asked, titles)
    for one in found:
        if one.removed_at:
            command = f"tts restore {name_of(one)} {_option(show)}"
            raise LibraryError(f"{called(one)} is removed", hint=f"bring it back: {command}")
    return found


def _option(show: Show) -> str:
    """How a command names the show."""
    return f"-o {shlex.quote(str(show.folder))}"


def find(
    show: Show, asked: Sequence[str], titles: Sequence[str] = (), *, removed_first: bool = False
) -> list[Held]:
    """The episodes that are called so, each once; every command finds them by this. Raises
    LibraryError when one of the names is not one episode's.

    Each of `asked` is a number and nothing else, if it is digits; else a folder, a source or a
    whole title. Each of `titles` is a title, or a part of one that no other episode has. A name may
    also be that of an episode in the bin: what is said again after a removal never reaches another
    episode.
    """
    here, gone = held(show), in_bin(show)
    first, second = (gone, here) if removed_first else (here, gone)
    found = [_named(show, each, first, second) for each in asked]
    found += [_titled(show, each, first, second) for each in titles]
    by_folder = {one.folder: one for one in found}
    return list(by_folder.values())


Fits = Callable[[Held], bool]


def _named(show: Show, asked: str, first: Sequence[Held], second: Sequence[Held]) -> Held:
    for fits in _ways(show, asked):
        if one := _only(asked, _fitting(first, fits)):
            return one
        if others := _fitting(second, fits):
            return others[0]
    raise _unknown(show, asked, [*first, *second])


def _fitting(episodes: Sequence[Held], fits: Fits) -> list[Held]:
    return [one for one in episodes if fits(one)]


def _ways(show: Show, asked: str) -> tuple[Fits, ...]:
    """How an episode can be called; the first way that fits any counts."""
    digits = asked.removeprefix("#")
    if digits.isdecimal():
        return (lambda h: bool(h.manifest) and int(digits) == h.number,)
    path = asked.rstrip("/\\").replace("\\", "/")
    _, _, name = path.rpartition("/")
    sources = {asked, _identity(asked, show)} - {""}
    return (
        lambda h: h.folder.name == name,
        lambda h: h.manifest is not None and h.manifest.source in sources,
        _has_title(asked),
    )


def _identity(asked: str, show: Show) -> str:
    try:
        return identity_at(asked, show)
    except (OSError, ValueError):  # no path can be called so
        return ""


def _has_title(asked: str) -> Fits:
    title = asked.strip().casefold()
    return lambda one: bool(title) and one.title.casefold() == title


def _titled(show: Show, asked: str, first: Sequence[Held], second: Sequence[Held]) -> Held:
    """A part of a title has to be one episode's among all, so that it is no other's when that one
    is removed."""
    fits = _has_title(asked)
    if one := _only(asked, _fitting(first, fits)):
        return one
    everything = [*first, *second]
    found = _fitting(second, fits) or _by_part(asked, everything)
    if one := _only(asked, found):
        return one
    raise _unknown(show, asked, everything)


def _by_part(asked: str, everything: Sequence[Held]) -> list[Held]:
    part = asked.strip().casefold()
    if not part:
        return []
    return [one for one in everything if part in one.title.casefold()]


def _only(asked: str, found: Sequence[Held]) -> Held | None:
    """None where none was found."""
    if len(found) > 1:
        message = f"{asked!r} is not one episode but {len(found)}:{_listed(found)}"
        raise LibraryError(message, hint="name it by its number, or by the name of its folder")
    return found[0] if found else None


def _unknown(show: Show, asked: str, everything: Sequence[Held]) -> LibraryError:
    count = sum(1 for h in everything if not h.removed_at)
    known = f"there are {count}" if count else "there is none"
    message = f"no episode in {show.folder} is called {asked!r}; {known}"
    is_number = asked.removeprefix("#").isdecimal()
    similar = [] if is_number else _by_part(asked, everything)
    if similar:
        message += f". It is a part of these titles:{_listed(similar)}"
        hint = "name it by its number; a part of a title is taken only by --title"
        return LibraryError(message, hint=hint)
    return LibraryError(message, hint=f"tts list {_option(show)}")


def _listed(found: Sequence[Held]) -> str:
    """A line each, as a message has them."""
    lines = [_line(one) for one in found[:8]]
    if len(found) > 8:
        lines.append(f"and {len(found) - 8} more")
    return "".join(f"\n  - {each}" for each in lines)


def _line(one: Held) -> str:
    line = f"{one.number or '?'}  {one.folder.name}  {one.title}"
    if one.removed_at:
        line += f" (removed {one.removed_at:%Y-%m-%d})"
    return line


def called(one: Held) -> str:
    """An episode for people, in a line."""
    return f"{one.number or '?'}: {one.title}"


def name_of(one: Held) -> str:
    """A name that no other episode has."""
    return str(one.number) if one.number else one.folder.name


# --- removing, restoring --------------------------------------------------------------------------


def remove(one: Held) -> Held:
    """Take an episode out of its show, with all that is in its folder, into the show's bin. Raises
    LibraryError.

    A show that is published has to lead to it no more: see `publish.build.withdrawn`.
    """
    folder = removed.take(one.folder)
    return replace(one, folder=folder, removed_at=removed.moment_of(folder))


def restore(one: Held, show: Show) -> Held:
    """Put an episode of the bin back into its show, as it was. Raises LibraryError where its
    folder's name is taken."""
    for other in held(show):
        if other.folder.name == one.folder.name:
            raise _made_again(one, other, show)
    folder = removed.put_back(one.folder, show.folder)
    return replace(one, folder=folder, removed_at=None)


def _made_again(one: Held, there: Held, show: Show) -> LibraryError:
    at = _option(show)
    message = f"{called(one)} was made again meanwhile, and is {called(there)}"
    remove_that = f"tts remove {name_of(there)} {at}"
    restore_this = f"tts restore {name_of(one)} {at}"
    return LibraryError(message, hint=f"remove that first: {remove_that}, then {restore_this}")


def empty_bin(show: Show) -> list[Held]:
    """Delete for good what was removed more than 30 days ago; what that was. Raises
    LibraryError."""
    with library.locked(show):
        expired = removed.expired(show.folder)
        found = [_removed(folder) for folder in expired]
        removals.remember(show, expired)
        for one in found:
            removed.delete(one.folder)
    return found


def forget_clips(show: Show, gone: Sequence[Held]) -> clip_trimming.Trimmed:
    """What was deleted for good needs its clips no more, unless its source has an episode that
    stands, or can come back."""
    sources = {one.source for one in gone}
    for one in held(show):
        sources.discard(one.source)
    for one in in_bin(show):
        sources.discard(one.source)
    return clip_trimming.forget(show.folder, sources)


# --- renaming, tagging anew -----------------------------------------------------------------------


def rename(episode: Episode, show: Show, title: str) -> Tagged:
    """Give an episode another title, everywhere but in what is spoken; empty gives it back the
    article's own."""
    own = episode.manifest.own_title or episode.manifest.title
    if not title or title == own:
        return _tagged(episode, show, own, "")
    return _tagged(episode, show, title, own)


def with_title_given_meanwhile(
    episode: Episode,
    before: Episode | None,
    latest: Episode | None,
    show: Show,
) -> Episode:
    """With the title that `tts rename` gave it while it was being spoken. The show is locked."""
    if before is None or latest is None or latest.manifest.title == before.manifest.title:
        return episode
    given = latest.manifest.title if latest.manifest.own_title else ""
    return rename(episode, show, given).episode


def retag(episode: Episode, show: Show) -> Tagged:
    """Title, owner and cover of the show into the episode's tags and manifest, as show.toml has
    them now."""
    return _tagged(episode, show, episode.manifest.title, episode.manifest.own_title or "")


def _tagged(episode: Episode, show: Show, title: str, own: str) -> Tagged:
    if not episode.whole:
        raise _broken(episode.folder, _fault(episode))
    try:
        return _tagged_anew(episode, show, title, own)
    except (KeyError, ValueError) as e:
        fault = f"{library.MANIFEST} or script.json is not as Pagecast writes it"
        raise _broken(episode.folder, fault) from e


def _broken(folder: Path, why: str) -> LibraryError:
    message = f"{folder} is broken: {why}"
    return LibraryError(message, hint="make it again: tts make, with its source")


def _tagged_anew(episode: Episode, show: Show, title: str, own: str) -> Tagged:
    picture, kind, notes = _picture(episode, show, title)
    manifest = _renamed(episode.manifest, show, title, own)
    if kind:
        manifest = replace(manifest, cover=replace(manifest.cover, kind=kind, origin=""))
    texts = _texts(episode, manifest, picture)
    tag = _tag_bytes(episode, show, manifest, picture)
    if _as_it_is(episode, manifest, texts, tag):
        return Tagged(episode, False, notes)
    alternates = {other.file for other in manifest.alternates}
    made_anew = {manifest.audio.file, *alternates}
    with draft_of(episode.folder) as draft:
        for name in episode.manifest.files:
            if name not in made_anew:
                content = texts.get(name) or (episode.folder / name).read_bytes()
                draft.add(name, content)
        name, digest = draft.add_hashed(
            library.slug(title), ".mp3", lambda out: _copy(episode.audio, tag, out)
        )
        audio = replace(manifest.audio, file=name, bytes=draft.files[name], sha256=digest)
        manifest = replace(manifest, audio=audio)
        if alternates:
            tagged = formats.tagged(draft, show.settings, episode, manifest, picture)
            manifest = replace(manifest, alternates=tagged)
        return Tagged(draft.finish(manifest), True, notes)


def _tag_bytes(episode: Episode, show: Show, manifest: Manifest, picture: bytes) -> bytes:
    """The cover in it stays byte for byte where the picture does."""
    text, inside = tags.text_and_cover(episode.audio)
    before = episode.folder / manifest.cover.file
    if not inside or picture != before.read_bytes():
        inside = cover.for_tag(picture)
    return tags.build(_tag(show, manifest, inside, text))


def _picture(episode: Episode, show: Show, title: str) -> tuple[bytes, str, tuple[str, ...]]:
    """The cover it has by now, its kind where that is known, and notes."""
    manifest = episode.manifest
    kind = manifest.cover.kind
    wanted = "show" if show.settings.cover else "drawn"
    is_own = kind not in ("show", "drawn")
    stays_drawn = kind == wanted == "drawn" and title == manifest.title
    if is_own or stays_drawn:
        saved = episode.folder / manifest.cover.file
        return saved.read_bytes(), "", ()
    byline = byline_of(manifest.author, manifest.site or manifest.publication)
    made = picture_by(show, title, byline, manifest.source)
    return made.content, made.kind, made.notes


def _renamed(manifest: Manifest, show: Show, title: str, own: str) -> Manifest:
    chapters = manifest.chapters
    if chapters and chapters[0].level == 0 and title != manifest.title:
        first = replace(chapters[0], title=title)
        chapters = (first, *chapters[1:])
    return replace(
        manifest,
        title=title,
        own_title=own,
        show=ShowName(show.title, show.owner),
        chapters=chapters,
        given=library.show_stamp(show),
    )


def _texts(episode: Episode, manifest: Manifest, picture: bytes) -> dict[str, bytes]:
    """The files that have title or cover in them. The transcripts stay: they have what is heard."""
    saved = (episode.folder / "script.json").read_text("utf-8")
    script = saved_script.read(parsed_json(saved))
    if script is None:
        raise ValueError("script.json")
    renamed = {**script, "title": manifest.title}
    return {
        manifest.cover.file: picture,
        "script.json": transcript.dump(renamed).encode(),
        "chapters.json": transcript.chapters_json(manifest.chapters).encode(),
    }


def _tag(show: Show, manifest: Manifest, picture: bytes, text: str) -> tags.Tag:
    return tags.Tag(
        title=manifest.title,
        author=manifest.author,
        show=manifest.show.title,
        owner=manifest.show.owner,
        number=manifest.number,
        date=manifest.date,
        language=manifest.language,
        comment=comment_of(show, manifest),
        url=manifest.url,
        text=text,
        cover=picture,
        chapters=tuple((c.start, c.end, c.title) for c in manifest.chapters),
        duration=manifest.audio.duration,
    )


def _as_it_is(episode: Episode, manifest: Manifest, texts: Mapping[str, bytes], tag: bytes) -> bool:
    """Whether every byte would be as it is."""
    if manifest != episode.manifest or tags.length(episode.audio) != len(tag):
        return False
    with episode.audio.open("rb") as f:
        if f.read(len(tag)) != tag:
            return False
    for name, content in texts.items():
        before = (episode.folder / name).read_bytes()
        if before != content:
            return False
    return True


def _copy(audio: Path, tag: bytes, out: BinaryIO) -> None:
    """Another tag before the same frames."""
    out.write(tag)
    with audio.open("rb") as f:
        f.seek(tags.length(audio))
        shutil.copyfileobj(f, out, 1 << 20)


def episode_of(one: Held) -> Episode:
    """An episode that can be worked on. Raises LibraryError for one that can't be read."""
    if not one.manifest:
        raise _broken(one.folder, one.fault)
    return Episode(one.folder, one.manifest, not one.fault)
