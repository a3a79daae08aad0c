"""A show's episodes, tended: found by what a user calls them, listed, removed, renamed, tagged anew.

Nothing is spoken and no frame of audio is touched. Each episode changes whole or not at all.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tts import alternates, cover, library, tags, transcript
from tts.assembly import byline_of, comment_of, picture_by
from tts.library import Episode, Show
from tts.model import LibraryError

_PAGES = {"index.html", "embed.html", "transcript.html"}
"""Files of an episode's folder that are no part of the episode, and are made by publishing."""
_NAMES = re.compile(r"(script|chapters|transcript|cover)\.\w+|[\w-]+-[0-9a-f]{8}\.(mp3|m4b|opus)")
"""Files that are part of an episode, where its manifest does not tell."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Held:
    """A folder of the show, also one whose episode is broken."""

    folder: Path
    manifest: Mapping[str, Any]
    """Empty where it can't be read."""
    fault: str = ""
    """What is wrong with it; empty for an episode that is whole."""

    @property
    def number(self) -> int:
        return int(self.manifest.get("number", 0))

    @property
    def title(self) -> str:
        """In one line: what controls a terminal is left out."""
        return " ".join(_CONTROLS.sub(" ", str(self.manifest.get("title") or self.folder.name)).split())


@dataclass(frozen=True, slots=True)
class Tagged:
    """What came of tagging an episode anew."""

    episode: Episode
    changed: bool
    notes: tuple[str, ...] = ()


# --- finding ------------------------------------------------------------------------------------------------


def held(show: Show) -> list[Held]:
    """Everything in the show, by number; what can't be read comes first."""
    readable = {e.folder: e for e in library.episodes(show)}
    found = []
    for folder in library.folders(show):
        episode = readable.get(folder)
        if episode is None:
            found.append(Held(folder, {}, f"{library.MANIFEST} can't be read, or is of another version"))
        else:
            found.append(Held(folder, episode.manifest, "" if episode.whole else _fault(episode)))
    return sorted(found, key=lambda h: (h.number, h.folder.name))


def _fault(episode: Episode) -> str:
    for name, size in episode.manifest["files"].items():
        path = episode.folder / name
        if not path.is_file():
            return f"{name} is missing"
        if path.stat().st_size != size:
            return f"{name} has {path.stat().st_size} bytes, not {size}"
    return "its files do not match its manifest"


def pick(show: Show, asked: str) -> Held:
    """The one episode that is called so: by number, folder, source, title or a part of it. Raises LibraryError."""
    return pick_all(show, (asked,))[0]


def pick_all(show: Show, asked: Sequence[str]) -> list[Held]:
    """The episodes that are called so, each once. Raises LibraryError when one of the names is not one episode's."""
    everything = held(show)
    found = [_picked(show, each, everything) for each in asked]
    return list({one.folder: one for one in found}.values())


def _picked(show: Show, asked: str, everything: list[Held]) -> Held:
    for called in _CALLED:
        found = [h for h in everything if called(h, asked, show)]
        if len(found) == 1:
            return found[0]
        if found:
            raise LibraryError(
                f"{asked!r} is not one episode but {len(found)}:\n{_listed(found)}",
                hint="name it by the name of its folder",
            )
    known = f"there are {len(everything)}" if everything else "there is none"
    raise LibraryError(f"no episode in {show.folder} is called {asked!r}; {known}", hint=f"tts list -o {show.folder}")


def _listed(found: list[Held]) -> str:
    lines = [f"  {h.number}  {h.folder.name}  {h.title}" for h in found[:8]]
    return "\n".join([*lines, f"  and {len(found) - 8} more"] if len(found) > 8 else lines)


def _by_source(h: Held, asked: str, show: Show) -> bool:
    return bool(asked) and h.manifest.get("source") in (asked, library.identity(asked, show))


_CALLED = (
    lambda h, asked, _: asked.lstrip("#") == str(h.number),
    lambda h, asked, _: asked.rstrip("/\\").replace("\\", "/").rpartition("/")[2] == h.folder.name,
    _by_source,
    lambda h, asked, _: asked.casefold() == h.title.casefold(),
    lambda h, asked, _: bool(asked.strip()) and asked.casefold() in h.title.casefold(),
)
"""How an episode can be called; the first way that fits any counts."""


# --- removing -----------------------------------------------------------------------------------------------


def remove(one: Held) -> list[str]:
    """Take an episode out of its show, the manifest first: from then on it is none. What a user put into its folder
    stays there, and its names are returned."""
    try:
        (one.folder / library.MANIFEST).unlink(missing_ok=True)
        paths = list(one.folder.iterdir())
        theirs = sorted(p.name for p in paths if not _is_ours(p.name, one.manifest))
        if not theirs:
            shutil.rmtree(one.folder)
            return []
        for path in paths:
            if path.name not in theirs:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError as e:
        raise LibraryError(
            f"{one.folder} can't be removed: {e.strerror}", hint="check the folder's rights, or remove it by hand"
        ) from e
    return theirs


def _is_ours(name: str, manifest: Mapping[str, Any]) -> bool:
    """By the manifest; where it can't be read, by the names that Pagecast gives."""
    known = name in manifest.get("files", ()) if manifest else bool(_NAMES.fullmatch(name))
    return known or name in _PAGES or name.startswith(".tmp-")


# --- renaming, tagging anew ---------------------------------------------------------------------------------


def rename(episode: Episode, show: Show, title: str) -> Tagged:
    """Give an episode another title, everywhere but in what is spoken; empty gives it back the article's own."""
    about = episode.manifest
    own = str(about.get("own_title") or about.get("title") or "")
    return _tagged(episode, show, title or own, "" if (title or own) == own else own)


def retag(episode: Episode, show: Show) -> Tagged:
    """Title, owner and cover of the show into the episode's tags and manifest, as show.toml has them now."""
    about = episode.manifest
    return _tagged(episode, show, str(about.get("title") or ""), str(about.get("own_title") or ""))


def _tagged(episode: Episode, show: Show, title: str, own: str) -> Tagged:
    if not episode.whole:
        raise _broken(episode.folder, _fault(episode))
    try:
        return _tagged_anew(episode, show, title, own)
    except (KeyError, ValueError) as e:
        raise _broken(episode.folder, f"{library.MANIFEST} or script.json is not as Pagecast writes it") from e


def _broken(folder: Path, why: str) -> LibraryError:
    return LibraryError(f"{folder} is broken: {why}", hint="make it again: tts make, with its source")


def _tagged_anew(episode: Episode, show: Show, title: str, own: str) -> Tagged:
    picture, kind, notes = _picture(episode, show, title)
    manifest = _renamed(episode.manifest, show, title, own)
    if kind:
        manifest["cover"] = {**manifest["cover"], "kind": kind, "origin": ""}
    texts = _texts(episode, manifest, picture)
    text, inside = tags.text_and_cover(episode.audio)
    if not inside or picture != (episode.folder / manifest["cover"]["file"]).read_bytes():
        inside = cover.for_tag(picture)
    tag = tags.build(_tag(show, manifest, inside, text))
    if _as_it_is(episode, manifest, texts, tag):
        return Tagged(episode, False, notes)
    with library.draft(episode.folder) as draft:
        audio = manifest["audio"]["file"]
        others = {made["file"] for made in manifest.get("alternates", ())}
        for name in episode.manifest["files"]:
            if name not in {audio, *others}:
                draft.add(name, texts.get(name) or (episode.folder / name).read_bytes())
        name, digest = draft.add_hashed(library.slug(title), ".mp3", lambda out: _copy(episode.audio, tag, out))
        manifest["audio"] = {**manifest["audio"], "file": name, "bytes": draft.files[name], "sha256": digest}
        if others:
            manifest["alternates"] = alternates.tagged(draft, show.settings, episode, manifest, picture)
        manifest.pop("files")
        return Tagged(draft.finish(manifest), True, notes)


def _picture(episode: Episode, show: Show, title: str) -> tuple[bytes, str, tuple[str, ...]]:
    """The cover it has by now, its kind where that is known, and notes."""
    about = episode.manifest
    kind, wanted = about["cover"].get("kind"), "show" if show.settings.cover else "drawn"
    if kind not in ("show", "drawn") or (kind == wanted == "drawn" and title == about["title"]):
        return (episode.folder / about["cover"]["file"]).read_bytes(), "", ()
    byline = byline_of(about["author"], about["site"] or about["publication"])
    made = picture_by(show, title, byline, about["source"])
    return made.content, made.kind, made.notes


def _renamed(manifest: Mapping[str, Any], show: Show, title: str, own: str) -> dict[str, Any]:
    chapters = [dict(each) for each in manifest["chapters"]]
    if chapters and chapters[0]["level"] == 0 and title != manifest["title"]:
        chapters[0]["title"] = title
    return {
        **manifest,
        "title": title,
        "own_title": own,
        "show": {"title": show.title, "owner": show.owner},
        "chapters": chapters,
        "given": library.given_by(show),
    }


def _texts(episode: Episode, manifest: Mapping[str, Any], picture: bytes) -> dict[str, bytes]:
    """The files that have title or cover in them. The transcripts stay: they have what is heard."""
    script = json.loads((episode.folder / "script.json").read_text(encoding="utf-8"))
    chapters = [transcript.Chapter(c["start"], c["end"], c["title"], c["level"]) for c in manifest["chapters"]]
    return {
        manifest["cover"]["file"]: picture,
        "script.json": transcript.dump({**script, "title": manifest["title"]}).encode(),
        "chapters.json": transcript.chapters_json(chapters).encode(),
    }


def _tag(show: Show, manifest: Mapping[str, Any], picture: bytes, text: str) -> tags.Tag:
    return tags.Tag(
        title=manifest["title"],
        author=manifest["author"],
        show=manifest["show"]["title"],
        owner=manifest["show"]["owner"],
        number=manifest["number"],
        date=manifest["date"],
        language=manifest["language"],
        comment=comment_of(show, manifest),
        url=manifest["url"],
        text=text,
        cover=picture,
        chapters=tuple((c["start"], c["end"], c["title"]) for c in manifest["chapters"]),
        duration=manifest["audio"]["duration"],
    )


def _as_it_is(episode: Episode, manifest: Mapping[str, Any], texts: Mapping[str, bytes], tag: bytes) -> bool:
    """Whether every byte would be as it is."""
    if manifest != episode.manifest or tags.length(episode.audio) != len(tag):
        return False
    with episode.audio.open("rb") as f:
        same = f.read(len(tag)) == tag
    return same and all((episode.folder / name).read_bytes() == content for name, content in texts.items())


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
    return Episode(one.folder, dict(one.manifest), not one.fault)
