"""Pagecast turns articles into audio that people want to listen to.

Programs call what `__all__` lists (docs/library.md): it is kept from one version to the next, and
nothing else is. To read the code, start with `tts.episode.pipeline`: it is the whole way from an
address to an episode, top to bottom. The parts, from the ground up; each imports only from floors
below its own:

floor 0   model, locale, storage, parallel, rates   what travels between the parts, errors, files
floor 1   sources, text, engines, audio, cache,     one part a step; none knows another
          show
floor 2   episode                                   the pipeline
floor 3   publish, check                            what the world sees; is it what it should be
floor 4   serve                                     a show over HTTP
floor 5   cli, api                                  the command `tts`, and the door for programs

This module imports nothing until a name is used, so that `tts --version` is quick.
"""

__version__ = "0.1.0"

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
    "__version__",
    "articles",
    "make",
    "open_show",
    "publish",
    "read",
    "script",
    "speak",
]

TYPE_CHECKING = False  # type checkers take it for true; typing itself need not be imported
if TYPE_CHECKING:
    from tts.api import *  # its list is this one, which a test compares
    from tts.publish.publish_show import publish
else:

    def __getattr__(name):
        """What programs use, loaded when it is used first."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        if name == "publish":  # the folder of that name can be called
            return import_module("tts.publish")
        found = getattr(import_module("tts.api"), name)
        globals()[name] = found
        return found

    def __dir__():
        return sorted({*globals(), *__all__})
