"""Whether an episode is up to date with its source, its options and its show.

This is decided only here. The stamp in a manifest is a hash of everything that an episode depends
on before anything is read. The stamps of existing shows must stay valid, so whatever is added must
not change them at its default.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import Any

import tts
from tts import text
from tts.episode import alternate_formats
from tts.episode.options import Options
from tts.episode.planning import lexicon_for
from tts.show import library
from tts.show.settings import Settings

COUNTED = (
    "engine",
    "voice",
    "language",
    "rate",
    "pitch",
    "volume",
    "rules",
    "title",
    "author",
    "date",
    "cover",
    "encoding",
)
"""The options that change an episode's MP3, in their order in the stamp."""
_ALWAYS = ("engine", "voice", "language", "rate", "rules", "title", "author", "date", "cover")
"""Options that are part of every stamp; the others only if they are given."""


def stamp(content: bytes, options: Options, show: library.Show) -> str:
    """Changes whenever the speech might: with the source's bytes, options, rules, or Pagecast
    itself."""
    from tts.engines.kokoro import model_file

    lexicon = text.stamp_of_lexicon(lexicon_for(show.folder, options))
    parts = [tts.__version__, _digest(content), _counted(options), show.rules, lexicon]
    frame = (show.settings.intro, show.settings.outro)
    parts += [words.replace("{show}", show.title) for words in frame]
    if show.settings.speakers:
        parts.append(dict(show.settings.speakers))
    if show.settings.mixed != Settings().mixed:
        parts.append(["mixed", show.settings.mixed])
    if model_file.named():
        parts.append(model_file.fingerprint())
    return _digest(json.dumps(parts).encode())


def _counted(options: Options) -> dict[str, Any]:
    """The options that count, by name."""
    defaults = {each.name: each.default for each in fields(options)}
    counted: dict[str, Any] = {}
    for name in COUNTED:
        value = getattr(options, name)
        if name in _ALWAYS or value != defaults[name]:
            counted[name] = value
    counted["rules"] = dict(options.rules)
    if options.cover:
        counted["cover"] = _digest_of_picture(options.cover)
    return counted


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of_picture(path: str) -> str:
    from tts.episode.assembly import read_picture

    return _digest(read_picture(path))


def has_stamp(episode: library.Episode, expected: str, options: Options) -> bool:
    """Whether an episode is complete and has the expected stamp: then nothing needs to be read or
    spoken."""
    if options.force or not episode.whole:
        return False
    return episode.manifest.stamp == expected


def has_content(episode: library.Episode, content: str, options: Options) -> bool:
    """Whether an episode is complete and has that content: then only its stamp is out of date."""
    if options.force or not episode.whole:
        return False
    return episode.manifest.content == content


def is_tagged_for(episode: library.Episode, show: library.Show) -> bool:
    """Whether an episode has the show's current title, owner and cover."""
    return episode.manifest.given == library.show_stamp(show)


def is_current(
    episode: library.Episode, content: bytes, options: Options, show: library.Show
) -> bool:
    """Whether `make` would leave the episode of a source with that content unchanged."""
    if not has_stamp(episode, stamp(content, options, show), options):
        return False
    if not is_tagged_for(episode, show):
        return False
    if not alternate_formats.involved(options.formats, show, episode):
        return True
    return alternate_formats.are_current(
        episode, alternate_formats.wanted(options.formats, show, episode)
    )
