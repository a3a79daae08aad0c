"""Chooses an article's voices: one for its language, and one for each other language of its blocks.

What the user named comes first (`--voice zh=…,en=…`), then the voice that the episode had, then
the show's for the language, then what is to be had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from tts import text
from tts.locale.language_tags import base_of, same_language
from tts.model import (
    Article,
    Chunk,
    Engine,
    EngineError,
    Voice,
    VoiceNotFound,
    VoiceWithdrawn,
)
from tts.show import library

if TYPE_CHECKING:
    from tts.engines.choose import Choice
    from tts.engines.registry import Engines
    from tts.show.manifest import Manifest


_P = TypeVar("_P")
"""A plan."""
_C = TypeVar("_C")
"""What comes of it: clips."""

TUNES = ("pitch", "volume")
"""What a voice has besides its rate, where its engine can change it: such an engine names it in
`tunes`."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks."""

    main: Choice
    others: Mapping[str, Choice] = field(default_factory=dict)
    """By the language of a block."""
    notes: tuple[str, ...] = ()
    speakers: Mapping[tuple[str, str], Choice] = field(default_factory=dict)
    """By the speaker and the language of a block."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All who speak."""
        return (self.main, *self.others.values(), *self.speakers.values())

    @property
    def names(self) -> str:
        """`kokoro/zf_xiaoxiao, en: hibari/heart`"""
        voices = [("", self.main)]
        for language, choice in self.others.items():
            voices.append((f"{language}: ", choice))
        for (name, _), choice in self.speakers.items():
            voices.append((f"{name}: ", choice))
        return ", ".join(
            f"{label}{choice.engine.name}/{choice.voice.id}" for label, choice in voices
        )

    @property
    def voices_of_speakers(self) -> dict[str, str]:
        """`NAME/LANGUAGE` of each who has a voice of their own -> `engine/voice`."""
        return {
            f"{name}/{language}": f"{choice.engine.name}/{choice.voice.id}"
            for (name, language), choice in sorted(self.speakers.items())
        }

    def speaker(self, language: str, name: str = "") -> Choice:
        """Who speaks a block or chunk of that language, said by somebody of that name."""
        own = self.speakers.get((name, language))
        return own or self.others.get(language, self.main)

    def speaker_of(self, chunk: Chunk) -> Choice:
        """Who speaks a chunk."""
        name = chunk.speaker
        return self.speaker(chunk.language, name)


def named_voices(asked: str) -> tuple[str, dict[str, str]]:
    """What `--voice` says: the voice for the article's own language, and those for languages that
    are named.

    Raises VoiceNotFound for what is no list of them.

    >>> named_voices("zm_yunxi"), named_voices("zh=zm_yunxi, en=hibari/heart")
    (('zm_yunxi', {}), ('', {'zh': 'zm_yunxi', 'en': 'hibari/heart'}))
    """
    if "=" not in asked:
        return asked.strip(), {}
    plain, by_language = "", {}
    for part in filter(str.strip, asked.split(",")):
        language, equals, voice = (piece.strip() for piece in part.partition("="))
        if not equals:
            plain = language
        elif not language.replace("-", "").isalnum() or not voice:
            raise VoiceNotFound(
                f"{part.strip()!r} does not name a voice",
                hint="write it like --voice zh=zf_xiaobei,en=heart",
            )
        elif language in by_language:
            raise VoiceNotFound(
                f"--voice gives two voices for {language}", hint="give one for each language"
            )
        else:
            by_language[language] = voice
    return plain, by_language


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """What the user asked for."""

    engine: str = "auto"
    voice: str = ""
    rate: float | None = None
    pitch: int | None = None
    """Hertz."""
    volume: int | None = None
    """Percent."""
    offline: bool = False
    fallback: bool = False
    """Take the nearest voice for one that its service has withdrawn."""


def cast(
    article: Article,
    show: library.Show,
    asked: VoiceOptions,
    before: library.Episode | None = None,
    engines: Engines | None = None,
) -> Cast:
    """The voices for an edited article, of `engines` where some are open.

    Raises EngineError and its children when nobody can speak its language.
    """
    plain, by_language = named_voices(asked.voice)
    caller = _Caller(show, asked, before, by_language, engines)
    main = caller.main(article.language, plain)
    others: dict[str, Choice] = {}
    notes: list[str] = []
    languages = text.other_languages(article)
    if _speaks_all(main.voice):
        languages = []
    for language in languages:
        if found := caller.other(language, main):
            others[language] = found
        else:
            notes.append(
                f"no available voice speaks {language}: those passages are read by {main.voice.id}"
            )
    speakers = caller.speakers(article)
    notes += caller.notes
    once = dict.fromkeys(notes)
    return Cast(main, others, tuple(once), speakers)


def recast_if_withdrawn(
    plan: _P, speak: Callable[[_P], _C], recast: Callable[[], _P | None]
) -> tuple[_P, _C]:
    """A plan and what came of it; where a voice was withdrawn, of another plan, if `recast` has
    one."""
    try:
        return plan, speak(plan)
    except VoiceWithdrawn:
        if (other := recast()) is None:
            raise
    return other, speak(other)


def spoken_before(episode: library.Episode, language: str) -> str:
    """`engine/voice` that an episode has for a language; empty where it has none, or was a
    rehearsal in silence."""
    manifest = episode.manifest
    if manifest.engine == "silent":
        return ""
    if base_of(manifest.language) == base_of(language):
        return f"{manifest.engine}/{manifest.voice}"
    return (manifest.voices or {}).get(language, "")


def voices(language: str = "", *, refresh: bool = False) -> tuple[list[Voice], list[EngineError]]:
    """The voices of every engine at hand, those of a language if one is named, and what is missing:
    engines that can't be opened, lists that can't be had anew."""
    from tts import audio
    from tts.engines import registry

    offered: list[Voice] = []
    missing: list[EngineError] = []
    for name in registry.names():
        try:
            engine = registry.open_engine(name, audio)
            if refresh and hasattr(engine, "refresh_voices"):
                missing += _refreshed(engine)
            offered.extend(engine.voices() if engine.audible else ())
        except EngineError as e:
            missing.append(e)
    return [
        v
        for v in offered
        if not language or v.language == "mul" or same_language(v.language, language)
    ], missing


def _refreshed(engine: Any) -> list[EngineError]:
    """Have the engine's list anew; the reason where that can't be."""
    try:
        engine.refresh_voices()
    except EngineError as e:
        return [EngineError(f"using the last known list of {engine.name}: {e.message}", e.hint)]
    return []


class _Caller:
    """Calls voices; each engine is opened once."""

    def __init__(
        self,
        show: library.Show,
        asked: VoiceOptions,
        before: library.Episode | None,
        by_language: dict[str, str],
        engines: Engines | None,
    ) -> None:
        from tts import audio
        from tts.engines.registry import Engines

        self.show, self.asked, self.before, self.by_language = show, asked, before, by_language
        self.open = (engines or Engines(audio)).open
        self.rate = asked.rate or 1.0
        self.tuned: dict[str, Any] = {name: getattr(asked, name) or 0 for name in TUNES}
        self.notes: list[str] = []

    def main(self, language: str, plain: str) -> Choice:
        if self.before and base_of(self.before.manifest.language) == base_of(language):
            self._as_before(self.before.manifest)
        remembered = self._remembered(language)
        engine = self.asked.engine
        if remembered and engine == remembered[0]:
            engine = "auto"
        voice = self._named(language) or plain
        return self._choose(language, engine=engine, voice=voice, remembered=remembered)

    def other(self, language: str, main: Choice) -> Choice | None:
        """A voice for blocks of another language: one that is named, else remembered, else of the
        engine that speaks the rest, else an embedded one; None when nobody speaks it. Where the
        main one was not named and is an embedded one itself, the best of them for the language goes
        first."""
        from tts.engines.choose import embedded

        if voice := self._named(language):
            return self._choose(language, voice=voice)
        registry, speaks = embedded(language), main.engine.name
        if speaks == self.asked.engine or speaks not in registry:
            registry = tuple(dict.fromkeys([speaks, *registry]))
        tries: list[dict[str, Any]] = []
        if remembered := self._remembered(language):
            tries.append({"remembered": remembered})
        gender = main.voice.gender
        for name in registry:
            tries.append({"engine": name, "gender": gender})
        for known in tries:
            try:
                return self._choose(language, **known)
            except EngineError:
                continue
        return None

    def speakers(self, article: Article) -> dict[tuple[str, str], Choice]:
        """The voices of those who are named, for each language that they speak in. Raises
        VoiceNotFound for a voice of the show's `[speakers]` that there is not."""
        found: dict[tuple[str, str], Choice] = {}
        for block in article.blocks:
            name = block.speaker
            language = block.language or article.language
            if not name or (name, language) in found:
                continue
            own = self._own_voice(name, language)
            if own:
                found[name, language] = own
        return found

    def _own_voice(self, name: str, language: str) -> Choice | None:
        """None, and a note, where it can't be had: the voice of the language speaks then."""
        from tts.engines.choose import WrongLanguage

        table = self.show.settings.speakers
        wanted = table.get(name, name)
        plain, by_language = named_voices(wanted)
        voice = _for_language(by_language, language)
        if not voice:
            voice = plain
        if not voice:
            return None
        try:
            return self._choose(language, voice=voice)
        except VoiceNotFound as error:
            is_unknown = not isinstance(error, WrongLanguage)
            if is_unknown and name in table:
                where = self.show.folder / library.SETTINGS
                message = f"{where}: the voice of {name!r} under [speakers]: {error.message}"
                raise VoiceNotFound(message, error.hint) from error
            self.notes.append(f"{name} has no voice of its own in {language}: {error.message}")
            return None

    def _choose(self, language: str, **known: Any) -> Choice:
        from tts.engines.choose import choose

        wishes: dict[str, Any] = {"offline": self.asked.offline, "fallback": self.asked.fallback}
        choice = choose(language, rate=self.rate, open_engine=self.open, **wishes, **known)
        if choice.instead_of:
            self.notes.append(
                f"{choice.instead_of} was withdrawn; {choice.voice.id} is used instead"
            )
        return self._tuned(self._mixing(choice))

    def _as_before(self, manifest: Manifest) -> None:
        """How fast, high and loud the episode was spoken, where the user says nothing else."""
        self.rate = self.asked.rate or manifest.rate
        for name in TUNES:
            if getattr(self.asked, name) is None:
                self.tuned[name] = getattr(manifest, name)

    def _tuned(self, choice: Choice) -> Choice:
        """With the pitch and the volume that its engine can give; what it can't is told."""
        able = getattr(choice.engine, "tunes", ())
        for name, value in self.tuned.items():
            if value and name not in able and getattr(self.asked, name):
                why = f"{choice.engine.name} can't change the {name} of its voices"
                self.notes.append(f"{why}: --{name} is ignored")
        possible = {name: value for name, value in self.tuned.items() if name in able}
        tuned = replace(choice.voice, **possible)
        return replace(choice, voice=tuned)

    def _mixing(self, choice: Choice) -> Choice:
        """With the voice for English words inside its sentences, where it has one: that which is
        named for English, if it is of the same engine, else the engine's own choice."""
        second = choice.voice.second
        if not second:
            return choice
        named = self._named("en") or self.show.voices.get("en", "")
        if self.show.settings.mixed == "same":
            second = ""
        elif named:
            second = _id_of_engine(choice.engine, named) or second
        voice = replace(choice.voice, second=second)
        return replace(choice, voice=voice)

    def _named(self, language: str) -> str:
        """By the tag, else by its language, else by another tag of that language: `zh` is for
        `zh-Hant` too."""
        return _for_language(self.by_language, language)

    def _remembered(self, language: str) -> tuple[str, str] | None:
        remembered = ""
        if self.before:
            remembered = spoken_before(self.before, language)
        if not remembered:
            remembered = self.show.voices.get(language, "")
        engine, _, voice = remembered.partition("/")
        return (engine, voice) if voice else None


def _for_language(voices: Mapping[str, str], language: str) -> str:
    """By the tag, else by its language, else by another tag of that language."""
    base = base_of(language)
    named = {tag: voice for tag, voice in voices.items() if base_of(tag) == base}
    for tag in (language, base):
        if tag in named:
            return named[tag]
    others = iter(named.values())
    return next(others, "")


def _id_of_engine(engine: Engine, named: str) -> str:
    """The English voice of an engine that `voice` or `engine/voice` names; empty for none."""
    name, _, wanted = named.rpartition("/")
    if name not in ("", engine.name):
        return ""
    folded = wanted.casefold()
    for voice in engine.voices():
        names = (voice.id.casefold(), voice.name.casefold())
        english = base_of(voice.language) == "en"
        if english and folded in names:
            return voice.id
    return ""


def _speaks_all(voice: Voice) -> bool:
    return voice.language == "mul" or "multilingual" in voice.id.casefold()


def voices_by_language(cast: Cast, language: str) -> dict[str, str]:
    """Language -> `engine/voice` of those who speak an article in that language and the blocks in
    others. An engine that is silent by design has no say."""
    by_language = {language: cast.main, **cast.others}
    return {
        tag: f"{choice.engine.name}/{choice.voice.id}"
        for tag, choice in by_language.items()
        if choice.engine.audible
    }


def remember_voice(show: library.Show, voice: str, language: str) -> tuple[str, ...]:
    """Keep the voice (`engine/voice`) of a language that is new to the show, and say so."""
    if not voice or language in show.voices:
        return ()
    engine, _, name = voice.partition("/")
    library.remember_voice(show, language, engine, name)
    said = f"this show now speaks {language} with {voice}"
    return (f"{said}; change it in {show.folder / 'show.toml'}",)
