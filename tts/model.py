"""The values that are passed between the parts of Pagecast, and the errors they raise.

Everything here is frozen and has no behaviour beyond reading itself: functions in the parts above
do the work.

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
"""What a block is. `title` stands for the article's own title and is made by the script, not by a
source; a `note` is a footnote or endnote, a `formula` one that stands by itself; `intro` and
`outro` are the show's, and none of the article."""


# --- what a page says -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one source, as they came."""

    where: str
    """What the user named: a path, a URL, or `-`."""
    content: bytes
    media_type: str = ""
    """`text/html`, `text/markdown`, `text/plain`; empty where nobody said."""
    charset: str = ""
    """As the transport declared it, else empty."""
    url: str = ""
    """The address after redirects, for what came over HTTP."""
    modified: str = ""
    """ISO date (UTC) of the file or the HTTP response, else empty."""
    encoding: str = ""
    """As the user names it, against all that is declared; else empty."""
    teaser: bool = False
    """Read also where only the beginning of the article is shown."""
    article: Callable[[], Article] | None = field(default=None, repr=False, compare=False)
    """Reads a part of a larger source: a chapter of a book, an entry of a feed. `content` is what
    that comes from; `where` is the whole's, `#` and the part's name, or the entry's address."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are wanted of a source that holds several."""

    split: bool | None = None
    """A book: an episode a chapter, or one for the book. None: as suits the book."""
    latest: int = 0
    """A feed or a sitemap: the newest so many; 0 is all."""
    since: str = ""
    """A feed or a sitemap: what appeared on this ISO date or later, and what states no date."""


@dataclass(frozen=True, slots=True)
class Parts(Sequence["Source | str"]):
    """The articles in a source that holds several, in the order in which they are to be made."""

    articles: tuple[Source | str, ...]
    """Those at hand, and the addresses of the others."""
    changes: tuple[Change, ...] = ()
    """What was left out, and why."""
    stated: Mapping[str, Stated] = field(default_factory=dict)
    """What is said here of each of them, by its `where` or address."""
    each: Literal["article", "chapter", "feed", "sitemap", "source"] = "article"
    """What they are. The pages of several sitemaps count as one list."""

    def __getitem__(self, place: Any) -> Any:
        return self.articles[place]

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a list of articles says of one."""

    title: str = ""
    author: str = ""
    date: str = ""
    """ISO date."""
    changed: str = ""
    """ISO date of the last change, where that alone is stated."""
    guid: str = ""
    """The name that a feed gives it."""


@dataclass(frozen=True, slots=True)
class Furigana:
    """How a word of a Japanese text is read, as the text itself says above or beside it."""

    start: int
    """Where the word begins in its block's text."""
    base: str
    """The word."""
    said: str
    """In kana."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article, in reading order."""

    kind: Kind
    text: str
    """Plain text, no markup; lines are joined except in `code` and `table` (rows by newline, cells
    by tab)."""
    level: int = 0
    """Headings 1-6; list items their depth from 1; else 0."""
    language: str = ""
    """BCP 47, where it is another than the article's."""
    pause: int = 0
    """Milliseconds of silence that are asked for behind it; 0: as its kind has them."""
    speaker: str = ""
    """Who says it, where that is one of the show's speakers."""
    label: int = 0
    """Characters at its beginning that name the speaker, and are not said."""
    furigana: tuple[Furigana, ...] = ()
    """In order. A word that is not at its place any more, for the text was mended, is near it."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something repaired, or left out of what is said, told to the user."""

    text: str
    """As it stood in the source."""
    became: str
    """What stands there now; empty when it was dropped."""
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says."""

    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    date: str = ""
    """ISO date `2026-11-23`, only where the source states it."""
    publication: str = ""
    """Where it appeared first (来源), as the source states it."""
    site: str = ""
    url: str = ""
    """The article's own address, for links and tags."""
    image: str = ""
    """Address or path of the lead image."""
    language: str = ""
    """BCP 47: `zh-Hans`, `en`, …; from the source it is a hint, after `text.edit` it is settled."""
    summary: str = ""
    picture: bytes = field(default=b"", repr=False)
    """A lead image that came inside the source: a book's cover."""
    changes: tuple[Change, ...] = ()
    plain: bool = False
    """True when the source was plain text: title, author and sections are still to be found in the
    blocks."""


# --- what will be said ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """How a stretch of a sentence's `spoken` is pronounced, where the lexicon or the text itself
    says so."""

    start: int
    end: int
    """Indices into `spoken`."""
    kind: Literal["pinyin", "kana", "ipa"]
    said: str
    """Numbered pinyin, a syllable a character, `v` for ü, 5 for the neutral tone (`chong2 qing4`);
    kana, for Japanese; or IPA."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` as written, with the white space behind it; `spoken` as said. Neither is ever cut."""

    text: str
    spoken: str
    readings: tuple[Reading, ...] = ()
    """In order, not overlapping. Empty for an engine that takes none: there they are respelt in
    `spoken`."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One block, or as much of it as fits an engine's request."""

    kind: Kind
    sentences: tuple[Sentence, ...]
    language: str
    """BCP 47, of this chunk."""
    pause: int = 0
    """Milliseconds of silence behind it."""
    level: int = 0
    speaker: str = ""
    """As its block has it."""
    label: int = 0
    """Characters at its beginning that name the speaker, and are not said."""

    @property
    def text(self) -> str:
        """As written: what marks point into."""
        return "".join(s.text for s in self.sentences)

    @property
    def spoken(self) -> str:
        return "".join(s.spoken for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Script:
    """All that will be said of an article, in order, and what was changed or left out on the
    way."""

    title: str
    language: str
    chunks: tuple[Chunk, ...]
    changes: tuple[Change, ...] = ()


# --- what was spoken ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """When a stretch of a chunk's `text` is heard."""

    start: int
    """Milliseconds from the clip's first sample."""
    end: int
    text_start: int
    """Index into the chunk's `text`."""
    text_end: int
    kind: Literal["sentence", "word"] = "sentence"


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What is known of a clip without its audio."""

    frames: int
    """MP3 frames of 24 ms in the clip."""
    heard: int
    """Frames until the last sound has faded: what joining keeps."""
    marks: tuple[Mark, ...]
    energies: tuple[float, ...] = field(repr=False, default=())
    """K-weighted mean square of each 100 ms (ITU-R BS.1770-4), from which loudness over any span is
    had."""
    peak: float = -200.0
    """True peak, dBTP."""

    @property
    def duration(self) -> int:
        """Milliseconds, exactly: a frame is 576 samples at 24 kHz."""
        return self.frames * 24


@dataclass(frozen=True, slots=True)
class Clip:
    """A chunk, spoken: MPEG-2 Layer III frames (24 kHz, mono, 48 kbit/s), no Xing or Info."""

    audio: bytes = field(repr=False)
    info: ClipInfo


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine."""

    id: str
    """As the engine names it: `zf_xiaoxiao`, `zh-CN-XiaoxiaoNeural`."""
    engine: str
    language: str
    """BCP 47, as precise as the voice is: `zh-CN`, `zh-TW`, `en-US`."""
    name: str = ""
    gender: str = ""
    """`female`, `male` or empty."""
    offline: bool = False
    default: bool = False
    """The voice that its engine takes for its language when none is named."""
    rate: float = 1.0
    """How fast it is to speak: 1.0 as it comes, 1.25 a quarter faster."""
    pitch: int = 0
    """How much higher it is to speak, in hertz; below 0 lower."""
    volume: int = 0
    """How much louder it is to speak, in percent; below 0 softer."""
    second: str = ""
    """Id of the voice of its engine that says English words inside its sentences; empty for
    itself."""


class ClipMaker(Protocol):
    """How an engine turns what it has into a clip; the module `tts.audio` is one."""

    def from_pcm(self, samples: Samples, marks: Sequence[Mark], gain: float = 0.0) -> Clip:
        """24 kHz mono PCM: brought to level by `gain` dB, limited, trimmed, encoded once; marks are
        moved along."""

    def from_frames(self, audio: bytes, marks: Sequence[Mark]) -> Clip:
        """MP3 frames kept as they came. Raises AudioError when they are not of the clip format."""

    def silence(self, ms: int) -> bytes:
        """Frames of silence, at least `ms` milliseconds, rounded up to the frame."""


class Engine(Protocol):
    """Speaks chunks. Synchronous, and safe to call from `workers` threads at once."""

    name: str
    version: str
    """Changes whenever the same text would sound different."""
    workers: int
    """How many calls at once serve it best."""
    normalizes: bool
    """Reads numbers, dates and units by itself: `spoken` keeps them in digits."""
    audible: bool
    """False for `silent` alone: its clips are silence by design."""
    deterministic: bool
    """Speaks a text the same each time: what verification rejects once is not asked for again."""
    phonemic: bool
    """Takes `readings`. For one that does not, a reading is respelt in `spoken`: in characters that
    sound the same."""

    def voices(self) -> Sequence[Voice]: ...

    def fits(self, spoken: str) -> bool:
        """Whether a text can be spoken in one request."""

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        """The whole chunk, or an EngineError; never a part of it."""


@dataclass(frozen=True, slots=True)
class HeldUp:
    """An engine waits for what it speaks by."""

    by: str
    """In words: `the online service`."""
    seconds: float
    """So far."""
    most: float
    """Seconds after which it gives up."""
    next: float
    """Seconds until it is asked again."""
    reason: str = ""


# --- errors ---------------------------------------------------------------------------------------


class TtsError(Exception):
    """The family of Pagecast's errors: the message tells what happened to which input, `hint` what
    to do next."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.message, self.hint), self.__dict__)


class SourceError(TtsError):
    """A source can't be fetched, or holds no article."""


class SeveralArticles(SourceError):
    """A source holds more than the one article that was asked for."""

    exit_code = 2


class EngineError(TtsError):
    """A chunk can't be spoken, and asking again would not help."""


class EngineMissing(EngineError):
    """The engine's packages are not installed."""


class VoiceNotFound(EngineError):
    """No engine at hand has that voice."""

    exit_code = 2


class VoiceWithdrawn(VoiceNotFound):
    """The service had that voice once, and has it no more."""

    voice = ""
    near: Voice | None = None
    """The one that comes nearest to it."""


class VoiceIll(VoiceWithdrawn):
    """The service has that voice, and it gives nothing while others answer."""

    exit_code = 1


class LanguageUnknown(EngineError):
    """No engine at hand speaks that language."""


class TextTooLong(EngineError):
    """The text is beyond the engine's limit."""


class NothingToSay(EngineError):
    """The voice has no sound for a sentence: a letter of another script, a digit of a language
    without numbers."""

    def __init__(self, message: str, hint: str = "", *, spoken: str = "") -> None:
        super().__init__(message, hint)
        self.spoken = spoken
        """Of that sentence; empty where it is the chunk as a whole."""


class TryAgain(EngineError):
    """It failed this time; the same request may succeed the next."""

    after: float | None = None
    """Seconds after which to ask again, where the engine knows better than to wait longer each
    time."""
    passing: bool = False
    """Others get their answers meanwhile: it says nothing against the text, and hardly counts."""


class ServiceError(TryAgain):
    """The service refused, stalled or broke off."""


class ClipRejected(TryAgain):
    """Audio came back, and it is not the whole of the text."""


class AudioError(TtsError):
    """Audio that is not what it should be."""


class OtherVersion(TtsError):
    """A worker has another version of Pagecast or of an engine than the task is meant for."""


class LibraryError(TtsError):
    """The show folder can't be read or written."""


class EpisodeFailed(TtsError):
    """Chunks stayed unspoken: the episode is not written, what was spoken is in the cache."""
