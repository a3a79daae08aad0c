"""The public API: what `import tts` provides.

What a program names (a path, an address, an article in memory) goes in; the values described in
docs/library.md come out, or an error of `tts.model`. Start with `make_episode`. Nothing here
prints, changes the environment, or loads a heavy package before a function needs it.
"""

import logging

from tts.api.make_episode import Made, Progress, make
from tts.api.reading import articles, read, script
from tts.api.shows import Episode, Show, open_show
from tts.api.speech import Spoken, speak
from tts.episode.transcript import Cue, Word
from tts.model import (
    Article,
    AudioError,
    Block,
    Change,
    Chunk,
    Clip,
    ClipInfo,
    ClipMaker,
    ClipRejected,
    Engine,
    EngineError,
    EngineMissing,
    EpisodeFailed,
    LanguageUnknown,
    LibraryError,
    Mark,
    NothingToSay,
    OtherVersion,
    Reading,
    Script,
    Sentence,
    ServiceError,
    SeveralArticles,
    Source,
    SourceError,
    TextTooLong,
    TryAgain,
    TtsError,
    Voice,
    VoiceIll,
    VoiceNotFound,
    VoiceWithdrawn,
)
from tts.publish.build import Published
from tts.publish.catalog import Refused
from tts.publish.targets.send import Uploaded
from tts.show.manifest import Chapter
from tts.show.removal_log import Removed

logging.getLogger("tts").addHandler(logging.NullHandler())  # a program decides what is printed

__all__ = [
    "Article",
    "AudioError",
    "Block",
    "Change",
    "Chapter",
    "Chunk",
    "Clip",
    "ClipInfo",
    "ClipMaker",
    "ClipRejected",
    "Cue",
    "Engine",
    "EngineError",
    "EngineMissing",
    "Episode",
    "EpisodeFailed",
    "LanguageUnknown",
    "LibraryError",
    "Made",
    "Mark",
    "NothingToSay",
    "OtherVersion",
    "Progress",
    "Published",
    "Reading",
    "Refused",
    "Removed",
    "Script",
    "Sentence",
    "ServiceError",
    "SeveralArticles",
    "Show",
    "Source",
    "SourceError",
    "Spoken",
    "TextTooLong",
    "TryAgain",
    "TtsError",
    "Uploaded",
    "Voice",
    "VoiceIll",
    "VoiceNotFound",
    "VoiceWithdrawn",
    "Word",
    "articles",
    "make",
    "open_show",
    "read",
    "script",
    "speak",
]
