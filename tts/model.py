"""The values passed between the parts of Pagecast, and the errors they raise.

Values are frozen and have no behaviour beyond access to their own data: functions in the other
parts do the work.

    TtsError                what happened, to which input; `hint` says what to do next
    ├── SourceError         a source can't be fetched, or holds no article
    │   └── SeveralArticles it holds more than the one that was asked for
    ├── EngineError         a chunk can't be spoken, and asking again would not help
    │   ├── EngineMissing   the engine's packages are not installed
    │   ├── VoiceNotFound   no engine at hand has that voice
    │   │   └── VoiceWithdrawn its service had it once
    │   │       └── VoiceIll its service has it, and it gives nothing
    │   ├── LanguageUnknown no engine at hand speaks that language
    │   ├── TextTooLong     the text is beyond the engine's limit: an engine never truncates
    │   ├── NothingToSay    the voice has no sound for a sentence: a letter of another script
    │   └── TryAgain        it failed this time
    │       ├── ServiceError  the service refused, stalled or broke off
    │       └── ClipRejected  audio came back, and it is not the whole of the text
    ├── AudioError          audio that is not what it should be
    ├── OtherVersion        a worker has another Pagecast or engine than the task is meant for
    ├── LibraryError        the show folder can't be read or written
    └── EpisodeFailed       chunks of an episode stayed unspoken; what was spoken is in the cache
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    """PCM: float32, shape (n,), mono, in [-1, 1]."""

Kind = Literal[
    "title",
    "heading",
    "paragraph",
    "item",
    "quote",
    "code",
    "table",
    "formula",
    "caption",
    "note",
    "intro",
    "outro",
]
"""The kind of a block. `title` is the article's own title and is added by the script, not by a
source; a `note` is a footnote or endnote, a `formula` is a displayed one; `intro` and `outro`
belong to the show, not to the article."""


# --- what a page says -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one source, unchanged."""

    where: str
    """The name given by the user: a path, a URL, or `-`."""
    content: bytes
    media_type: str = ""
    """`text/html`, `text/markdown`, `text/plain`; empty if unknown."""
    charset: str = ""
    """As declared by the transport, otherwise empty."""
    url: str = ""
    """The address after redirects, for HTTP."""
    modified: str = ""
    """ISO date (UTC) of the file or the HTTP response, otherwise empty."""
    encoding: str = ""
    """As given by the user, overriding all declarations; otherwise empty."""
    teaser: bool = False
    """Accept a page with only the beginning of the article."""
    article: Callable[[], Article] | None = field(default=None, repr=False, compare=False)
    """Reads part of a larger source: a chapter of a book, an entry of a feed. `content` contains
    the part; `where` is the name of the whole, `#` and the part's name, or the entry's address."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles to take from a source with several."""

    split: bool | None = None
    """For a book: an episode for each chapter, or one for the book. None chooses by the book."""
    latest: int = 0
    """For a feed or a sitemap: only so many of the newest; 0 means all."""
    since: str = ""
    """For a feed or a sitemap: what was published on this ISO date or later, or has no date."""


@dataclass(frozen=True, slots=True)
class Parts(Sequence["Source | str"]):
    """The articles in a source with several, in the order in which they are to be made."""

    articles: tuple[Source | str, ...]
    """Those available now, and the addresses of the others."""
    changes: tuple[Change, ...] = ()
    """What was left out, and why."""
    stated: Mapping[str, Stated] = field(default_factory=dict)
    """What the source states about each of them, by `where` or address."""
    each: Literal["article", "chapter", "feed", "sitemap", "source"] = "article"
    """The kind of its parts. The pages of several sitemaps count as one list."""

    def __getitem__(self, place: Any) -> Any:
        return self.articles[place]

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a list of articles states about one of them."""

    title: str = ""
    author: str = ""
    date: str = ""
    """ISO date."""
    changed: str = ""
    """ISO date of the last change, if only that is stated."""
    guid: str = ""
    """Its identifier in a feed."""


@dataclass(frozen=True, slots=True)
class Furigana:
    """The reading of a Japanese word, as given by the text above or beside it."""

    start: int
    """Index of the word in its block's text."""
    base: str
    """The word."""
    said: str
    """In kana."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article, in reading order."""

    kind: Kind
    text: str
    """Plain text without markup; lines are joined except in `code` and `table` (rows separated by
    newlines, cells by tabs)."""
    level: int = 0
    """1-6 for headings, the depth from 1 for list items, otherwise 0."""
    language: str = ""
    """BCP 47, if it differs from the article's."""
    pause: int = 0
    """Milliseconds of silence requested after it; 0 means the default for its kind."""
    speaker: str = ""
    """Who says it, if that is one of the show's speakers."""
    label: int = 0
    """Number of characters at its beginning that name the speaker and are not spoken."""
    furigana: tuple[Furigana, ...] = ()
    """In order. If the text was repaired, a word may have moved slightly."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was repaired or left out of the speech, reported to the user."""

    text: str
    """The text in the source."""
    became: str
    """The replacement; empty if it was dropped."""
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """The contents of a page."""

    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    date: str = ""
    """ISO date `2026-11-23`, only if the source states it."""
    publication: str = ""
    """Where it was first published (来源), as stated by the source."""
    site: str = ""
    url: str = ""
    """The article's own address, for links and tags."""
    image: str = ""
    """Address or path of the lead image."""
    language: str = ""
    """BCP 47: `zh-Hans`, `en`, …; from the source only a hint, final after `text.edit`."""
    summary: str = ""
    picture: bytes = field(default=b"", repr=False)
    """A lead image contained in the source, such as a book's cover."""
    changes: tuple[Change, ...] = ()
    plain: bool = False
    """True if the source was plain text, so that title, author and sections must still be found in
    the blocks."""


# --- what will be said ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """The pronunciation of a stretch of a sentence's `spoken`, given by the lexicon or the text
    itself."""

    start: int
    end: int
    """Indexes into `spoken`."""
    kind: Literal["pinyin", "kana", "ipa"]
    said: str
    """Numbered pinyin with a syllable for each character, `v` for ü, 5 for the neutral tone
    (`chong2 qing4`); kana for Japanese; or IPA."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` as written, with trailing white space; `spoken` as pronounced. Neither is ever cut."""

    text: str
    spoken: str
    readings: tuple[Reading, ...] = ()
    """In order, not overlapping. Empty for an engine that does not accept readings: words are then
    respelled in `spoken`."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One block, or as much of it as fits an engine's request."""

    kind: Kind
    sentences: tuple[Sentence, ...]
    language: str
    """BCP 47 tag of this chunk."""
    pause: int = 0
    """Milliseconds of silence after it."""
    level: int = 0
    speaker: str = ""
    """As in its block."""
    label: int = 0
    """Number of characters at its beginning that name the speaker and are not spoken."""

    @property
    def text(self) -> str:
        """The text as written, which marks refer to."""
        return "".join(s.text for s in self.sentences)

    @property
    def spoken(self) -> str:
        return "".join(s.spoken for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Script:
    """Everything that will be spoken for an article, in order, and what was changed or left out."""

    title: str
    language: str
    chunks: tuple[Chunk, ...]
    changes: tuple[Change, ...] = ()


# --- what was spoken ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """The time at which a stretch of a chunk's `text` is heard."""

    start: int
    """Milliseconds from the beginning of the clip."""
    end: int
    text_start: int
    """Index into the chunk's `text`."""
    text_end: int
    kind: Literal["sentence", "word"] = "sentence"


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """Data about a clip, without its audio."""

    frames: int
    """Number of MP3 frames of 24 ms in the clip."""
    heard: int
    """Number of frames until the last sound has faded, which joining keeps."""
    marks: tuple[Mark, ...]
    energies: tuple[float, ...] = field(repr=False, default=())
    """K-weighted mean square of each 100 ms (ITU-R BS.1770-4), for computing the loudness of any
    span."""
    peak: float = -200.0
    """True peak, dBTP."""

    @property
    def duration(self) -> int:
        """Exact duration in milliseconds: a frame is 576 samples at 24 kHz."""
        return self.frames * 24


@dataclass(frozen=True, slots=True)
class Clip:
    """A spoken chunk: MPEG-2 Layer III frames (24 kHz, mono, 48 kbit/s), without Xing or Info."""

    audio: bytes = field(repr=False)
    info: ClipInfo


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine."""

    id: str
    """Its name in the engine: `zf_xiaoxiao`, `zh-CN-XiaoxiaoNeural`."""
    engine: str
    language: str
    """BCP 47, as specific as the voice: `zh-CN`, `zh-TW`, `en-US`."""
    name: str = ""
    gender: str = ""
    """`female`, `male` or empty."""
    offline: bool = False
    default: bool = False
    """Whether its engine uses it for its language by default."""
    rate: float = 1.0
    """Speaking rate: 1.0 is normal, 1.25 a quarter faster."""
    pitch: int = 0
    """Change of pitch in hertz; negative is lower."""
    volume: int = 0
    """Change of volume in percent; negative is softer."""
    second: str = ""
    """Id of the voice in the same engine that says English words inside its sentences; empty for
    itself."""


class ClipMaker(Protocol):
    """How engines make clips; the module `tts.audio` is one."""

    def from_pcm(self, samples: Samples, marks: Sequence[Mark], gain: float = 0.0) -> Clip:
        """A clip from 24 kHz mono PCM: amplified by `gain` dB, limited, trimmed, encoded once;
        marks are adjusted. Raises AudioError if there is no sound."""

    def from_frames(self, audio: bytes, marks: Sequence[Mark]) -> Clip:
        """A clip from MP3 frames, unchanged. Raises AudioError if their format is another one."""

    def silence(self, ms: int) -> bytes:
        """Frames of silence of at least `ms` milliseconds, rounded up to a whole frame."""


class Engine(Protocol):
    """Speaks chunks. Synchronous, and may be called from `workers` threads at once."""

    name: str
    version: str
    """Changes whenever the same text would sound different."""
    workers: int
    """The best number of concurrent calls."""
    normalizes: bool
    """Whether it reads numbers, dates and units itself, so that `spoken` keeps them in digits."""
    audible: bool
    """False only for `silent`, whose clips are silent by design."""
    deterministic: bool
    """Whether a text always sounds the same, so that rejected clips are not requested again."""
    phonemic: bool
    """Whether it accepts `readings`. Otherwise a reading is respelled in `spoken`, with characters
    that sound the same."""

    def voices(self) -> Sequence[Voice]: ...

    def fits(self, spoken: str) -> bool:
        """Whether a text can be spoken in one request."""

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        """The whole chunk, never a part of it. Raises EngineError."""


@dataclass(frozen=True, slots=True)
class HeldUp:
    """An engine is waiting for a service it needs."""

    by: str
    """A description: `the online service`."""
    seconds: float
    """Waiting time so far."""
    most: float
    """Seconds after which it gives up."""
    next: float
    """Seconds until the next try."""
    reason: str = ""


# --- errors ---------------------------------------------------------------------------------------


class TtsError(Exception):
    """The base of Pagecast's errors: the message says what happened to which input, `hint` what to
    do next."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.message, self.hint), self.__dict__)


class SourceError(TtsError):
    """A source can't be fetched, or contains no article."""


class SeveralArticles(SourceError):
    """A source contains more than the one article requested."""

    exit_code = 2


class EngineError(TtsError):
    """A chunk can't be spoken, and retrying would not help."""


class EngineMissing(EngineError):
    """The engine's packages are not installed."""


class VoiceNotFound(EngineError):
    """No available engine has that voice."""

    exit_code = 2


class VoiceWithdrawn(VoiceNotFound):
    """The service used to have that voice but no longer does."""

    voice = ""
    near: Voice | None = None
    """The most similar voice."""


class VoiceIll(VoiceWithdrawn):
    """The service has that voice, but it does not answer while others do."""

    exit_code = 1


class LanguageUnknown(EngineError):
    """No available engine speaks that language."""


class TextTooLong(EngineError):
    """The text exceeds the engine's limit."""


class NothingToSay(EngineError):
    """The voice can't pronounce a sentence: a letter of another script, a digit in a language
    without numbers."""

    def __init__(self, message: str, hint: str = "", *, spoken: str = "") -> None:
        super().__init__(message, hint)
        self.spoken = spoken
        """The spoken form of that sentence; empty if it is the whole chunk."""


class TryAgain(EngineError):
    """A failure that may be temporary: the same request may succeed next time."""

    after: float | None = None
    """Seconds after which to retry, if the engine knows better than increasing delays."""
    passing: bool = False
    """Whether other requests succeed, so the failure hardly counts: the text is not at fault."""


class ServiceError(TryAgain):
    """The service refused, stalled or closed the connection."""


class ClipRejected(TryAgain):
    """The audio received does not contain the whole text."""


class AudioError(TtsError):
    """Audio is invalid."""


class OtherVersion(TtsError):
    """A worker has another version of Pagecast or an engine than the task requires."""


class LibraryError(TtsError):
    """The show folder can't be read or written."""


class EpisodeFailed(TtsError):
    """Chunks could not be spoken: the episode is not written, but the spoken ones are cached."""
