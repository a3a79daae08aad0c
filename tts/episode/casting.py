"""Chooses an article's voices: one for its language, and one for each other language of its blocks.

The order of preference: what the user named (`--voice zh=…,en=…`), the voice that the episode had,
the show's voice for the language, any available voice.
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
"""The result of speaking it: clips."""

TUNES = ("pitch", "volume")
"""Properties of a voice besides its rate, for engines that support them: such an engine lists them
in `tunes`."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The chosen voices."""

    main: Choice
    others: Mapping[str, Choice] = field(default_factory=dict)
    """By language of the block."""
    notes: tuple[str, ...] = ()
    speakers: Mapping[tuple[str, str], Choice] = field(default_factory=dict)
    """By speaker and language of the block."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All chosen voices."""
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
        """The choice for a block or chunk in that language, said by a speaker of that name."""
        own = self.speakers.get((name, language))
        return own or self.others.get(language, self.main)

    def speaker_of(self, chunk: Chunk) -> Choice:
        """The choice for a chunk."""
        name = chunk.speaker
        return self.speaker(chunk.language, name)


def named_voices(asked: str) -> tuple[str, dict[str, str]]:
    """Parses `--voice`: the voice for the article's own language, and those for named languages.
    Raises VoiceNotFound if it is invalid.

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
    """The user's options for voices."""

    engine: str = "auto"
    voice: str = ""
    rate: float | None = None
    pitch: int | None = None
    """Hertz."""
    volume: int | None = None
    """Percent."""
    offline: bool = False
    fallback: bool = False
    """Use the nearest voice if its service has withdrawn the named one."""


def cast(
    article: Article,
    show: library.Show,
    asked: VoiceOptions,
    before: library.Episode | None = None,
    engines: Engines | None = None,
) -> Cast:
    """The voices for an edited article, from the open `engines` if given.

    Raises EngineError and its subclasses if no voice speaks its language.
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
    """A plan and its result; if a voice was withdrawn, those of another plan, if `recast` returns
    one."""
    try:
        return plan, speak(plan)
    except VoiceWithdrawn:
        if (other := recast()) is None:
            raise
    return other, speak(other)


def spoken_before(episode: library.Episode, language: str) -> str:
    """The `engine/voice` that an episode has for a language; empty if it has none, or was made by
    the silent engine."""
    manifest = episode.manifest
    if manifest.engine == "silent":
        return ""
    if base_of(manifest.language) == base_of(language):
        return f"{manifest.engine}/{manifest.voice}"
    return (manifest.voices or {}).get(language, "")


def voices(language: str = "", *, refresh: bool = False) -> tuple[list[Voice], list[EngineError]]:
    """The voices of every available engine, of one language if named; and problems: engines that
    can't be opened, lists that can't be refreshed."""
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
    """Refresh the engine's list; returns the reason if that is impossible."""
    try:
        engine.refresh_voices()
    except EngineError as e:
        return [EngineError(f"using the last known list of {engine.name}: {e.message}", e.hint)]
    return []


class _Caller:
    """Chooses voices; each engine is opened once."""

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
        """A voice for blocks in another language: the named one, otherwise the remembered one, one
        of the main engine, or an embedded one; None if no voice speaks it.

        If the main voice is embedded and was not named, the best embedded voice for the language
        comes first.
        """
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
        """The voices of named speakers, for each language that they speak. Raises VoiceNotFound if
        a voice in the show's `[speakers]` does not exist."""
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
        """A speaker's own voice. None, with a note, if it is unavailable: then the language's voice
        speaks."""
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
        """The rate, pitch and volume of the episode so far, unless the user gives others."""
        self.rate = self.asked.rate or manifest.rate
        for name in TUNES:
            if getattr(self.asked, name) is None:
                self.tuned[name] = getattr(manifest, name)

    def _tuned(self, choice: Choice) -> Choice:
        """The choice with pitch and volume, if its engine supports them; otherwise a note says that
        it doesn't."""
        able = getattr(choice.engine, "tunes", ())
        for name, value in self.tuned.items():
            if value and name not in able and getattr(self.asked, name):
                why = f"{choice.engine.name} can't change the {name} of its voices"
                self.notes.append(f"{why}: --{name} is ignored")
        possible = {name: value for name, value in self.tuned.items() if name in able}
        tuned = replace(choice.voice, **possible)
        return replace(choice, voice=tuned)

    def _mixing(self, choice: Choice) -> Choice:
        """The choice with a voice for English words inside its sentences, if the engine supports
        it: the voice named for English if it is from the same engine, otherwise the engine's own
        choice."""
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
        """The voice by tag, otherwise by its language, otherwise by another tag of the language:
        `zh` also applies to `zh-Hant`."""
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
    """The voice set for that tag, otherwise for its base language, otherwise for another tag of
    that language; empty if there is none."""
    base = base_of(language)
    named = {tag: voice for tag, voice in voices.items() if base_of(tag) == base}
    for tag in (language, base):
        if tag in named:
            return named[tag]
    others = iter(named.values())
    return next(others, "")


def _id_of_engine(engine: Engine, named: str) -> str:
    """The English voice of an engine named as `voice` or `engine/voice`; empty if it has none."""
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
