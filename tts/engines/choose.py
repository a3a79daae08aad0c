"""Chooses the engine and voice for an article: named, remembered, or found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast, runtime_checkable

from tts.engines.edge import voices as edge_voices
from tts.engines.kokoro import voices as kokoro_voices
from tts.engines.registry import names
from tts.engines.suggestions import close_to, did_you_mean, is_slip
from tts.locale.language_tags import (
    base_of,
    is_chinese,
    region_of_voices,
    same_language,
    spoken_of,
    written_of,
)
from tts.model import (
    Engine,
    EngineError,
    EngineMissing,
    LanguageUnknown,
    TtsError,
    Voice,
    VoiceIll,
    VoiceNotFound,
    VoiceWithdrawn,
)

Open = Callable[[str], Engine]

ONLINE = "edge"
EMBEDDED = {
    "zh": ("kokoro",),
    "en": ("hibari", "kokoro"),
    **dict.fromkeys(("es", "fr", "hi", "it", "ja", "pt"), ("kokoro",)),
}
"""Base language -> the engines that speak it well without a network, the quickest first."""
DRAFTS = "espeak"
"""The engine that speaks nearly every language without a network, and like a machine."""
ANSWER_WITHIN = 3.0
"""Seconds."""

_HOMES = {"en": "en-US", "pt": "pt-BR", "es": "es-ES"}
"""Language -> the locale whose default voice is taken."""


@runtime_checkable
class Online(Protocol):
    """What an engine on the network can do beyond speaking."""

    def reachable(self, timeout: float) -> str: ...

    def refresh_voices(self) -> Sequence[Voice]: ...


@runtime_checkable
class Naming(Protocol):
    """What an engine can do whose voices only its server knows: where it alone is meant, it takes
    any name."""

    def named(self, wanted: str) -> Voice | None: ...


@runtime_checkable
class Unlisted(Protocol):
    """What an engine can do that has more voices than it lists: blends, variants."""

    def beyond(self, wanted: str) -> Voice | None: ...


@runtime_checkable
class Extended(Protocol):
    """What an engine can do that speaks more languages with more packages."""

    def lacks(self, language: str) -> EngineMissing | None: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """Who speaks."""

    engine: Engine
    voice: Voice
    reason: str
    """In words, for the user."""
    instead_of: str = ""
    """A voice that its service has withdrawn, and for which this one was taken."""


def choose(
    language: str,
    *,
    engine: str = "auto",
    voice: str = "",
    rate: float = 1.0,
    offline: bool = False,
    remembered: tuple[str, str] | None = None,
    gender: str = "",
    fallback: bool = False,
    open_engine: Open,
) -> Choice:
    """What is named goes first, then what is `remembered` (engine, voice id), then what is to be
    had.

    The network is asked only to find out whether the online service answers, where nothing is named
    or remembered, and for its list of voices, where that at hand lacks the voice or the language. A
    voice of that `gender` is preferred, where the engine is named and the voice is not. For a voice
    that its service has withdrawn, `fallback` takes the nearest one. Raises EngineError and its
    children.
    """
    if voice and "/" in voice:
        prefix, _, voice = voice.partition("/")
        if engine not in ("auto", prefix):
            raise EngineError(
                f"the voice belongs to the engine {prefix!r}, but {engine!r} was asked for",
                hint="name one",
            )
        engine = prefix
    hall = _Hall(open_engine, offline)
    try:
        choice = _chosen(hall, language, (engine, voice, gender), remembered)
    except VoiceWithdrawn as error:
        if not fallback or error.near is None:
            raise
        why = "is ill" if isinstance(error, VoiceIll) else "was withdrawn"
        reason = f"the nearest to {error.voice}, which {why}"
        choice = Choice(hall.open(ONLINE), error.near, reason, instead_of=error.voice)
    return replace(choice, voice=replace(choice.voice, rate=rate))


def _chosen(
    hall: _Hall, language: str, named: tuple[str, str, str], remembered: tuple[str, str] | None
) -> Choice:
    """By what is named (engine, voice, gender), else remembered, else to be had."""
    engine, voice, gender = named
    if engine != "auto":
        return _by_engine(hall, engine, voice, language, gender)
    if voice:
        return _by_voice(hall, voice, language)
    if remembered:
        found = hall.surely(*remembered, language)
        return Choice(
            hall.open(remembered[0]), found, "the voice that this show began with (show.toml)"
        )
    return _by_language(hall, language)


# --- the rules ------------------------------------------------------------------------------------


def _by_engine(hall: _Hall, engine: str, voice: str, language: str, gender: str) -> Choice:
    found = (
        hall.surely(engine, voice, language) if voice else hall.default(engine, language, gender)
    )
    return Choice(hall.open(engine), found, "as you asked")


def _by_voice(hall: _Hall, voice: str, language: str) -> Choice:
    """The engine that has the voice. Where several have one, the online one if it answers."""
    holders = _holders(hall, voice, language) or _holders(hall, voice, language, newest=True)
    if not holders:
        raise hall.withdrawn(ONLINE, voice, language) or hall.unknown(voice, language)
    wanted = voice.casefold()
    for holder in holders:
        if holder.voice.id.casefold() == wanted:
            return holder
    first, *others = holders
    reason = hall.silence() if others and first.engine.name == ONLINE else ""
    if not reason:
        return first
    return replace(others[0], reason=f"{reason}; using the embedded voice")


def _holders(hall: _Hall, voice: str, language: str, *, newest: bool = False) -> list[Choice]:
    """Every engine that has such a voice. Raises VoiceNotFound when all that have one can't read
    the language."""
    holders, mismatch = [], None
    for name in hall.candidates():
        try:
            found = hall.find(name, voice, language, newest=newest)
        except WrongLanguage as error:
            mismatch = error
        else:
            if found:
                holders.append(Choice(hall.open(name), found, f"{found.id} is a voice of {name}"))
    if mismatch and not holders:
        raise mismatch
    return holders


def _by_language(hall: _Hall, language: str) -> Choice:
    if hall.offline:
        return _embedded(hall, language, "works without the network")
    if reason := hall.silence():
        return _embedded(hall, language, reason)
    return Choice(hall.open(ONLINE), hall.default(ONLINE, language), "the online service answers")


def embedded(language: str) -> tuple[str, ...]:
    """The engines that may speak a language without a network, the best first.

    >>> embedded("zh-Hant"), embedded("fr"), embedded("fi")
    (('kokoro',), ('kokoro', 'espeak'), ('espeak',))
    """
    drafts = () if base_of(language) == "zh" else (DRAFTS,)  # its Mandarin is not understood
    return (*EMBEDDED.get(written_of(language), ()), *drafts)


def embedded_first(language: str) -> str:
    """The engine that is to speak a language well without a network, whether it is installed or
    not; else empty."""
    return EMBEDDED.get(base_of(language), ("",))[0]


def _embedded(hall: _Hall, language: str, why: str) -> Choice:
    """The first engine that is installed and has a voice. Raises EngineMissing when one that is not
    might have."""
    missing: EngineError | None = None
    for name in embedded(language):
        try:
            engine, voice = hall.open(name), hall.default(name, language)
        except EngineMissing as error:
            missing = missing or error
        except LanguageUnknown:
            missing = missing or _lacking(hall.open(name), language)
        else:
            better = f" (a voice that reads better: {missing.hint})" if missing else ""
            return Choice(engine, voice, f"{why}; using {_described(name)}{better}")
    if missing:
        raise EngineMissing(f"{why}, and {missing.message}", hint=missing.hint)
    named = language or "the language of this text"
    online = "the online voices speak most languages (tts voices)"
    raise LanguageUnknown(
        f"{why}: no embedded voice speaks {named}",
        hint=f"{online}; --lang says which one it is, if this is wrong",
    )


def _lacking(engine: Engine, language: str) -> EngineMissing | None:
    return engine.lacks(language) if isinstance(engine, Extended) else None


def _described(name: str) -> str:
    draft = "espeak, which is intelligible but sounds like a machine: an online voice reads better"
    return draft if name == DRAFTS else "the embedded voice"


# --- engines and their voices ---------------------------------------------------------------------


class WrongLanguage(VoiceNotFound):
    """There is such a voice, and it can't read the text."""


class _Hall:
    """The engines at hand, opened once each."""

    def __init__(self, open_engine: Open, offline: bool) -> None:
        self.offline = offline
        self._open = open_engine
        self._engines: dict[str, Engine] = {}
        self._renewed: dict[str, Sequence[Voice]] = {}
        """Lists as the service has them now."""
        self.closed: dict[str, EngineError] = {}
        """Engines that could not be opened or asked, and why."""

    def open(self, name: str) -> Engine:
        if name not in self._engines:
            engine = self._open(name)
            if self.offline and isinstance(engine, Online) and not getattr(engine, "local", False):
                raise EngineError(
                    f"{name} needs the network, which --offline forbids",
                    hint=_NO_NETWORK,
                )
            self._engines[name] = engine
        return self._engines[name]

    def candidates(self) -> Iterator[str]:
        """The names of engines that can be opened; the online one first."""
        for name in names():
            try:
                self.open(name).voices()
            except EngineError as error:
                self.closed[name] = error
            else:
                yield name

    def silence(self) -> str:
        """Empty when the online service answers, else what happened instead."""
        reason = cast(Online, self.open(ONLINE)).reachable(timeout=ANSWER_WITHIN)
        return f"the online service could not be reached ({reason})" if reason else ""

    def default(self, name: str, language: str, gender: str = "") -> Voice:
        """The engine's own choice for a language, of the locale that is most likely."""
        voices = self.open(name).voices()
        able = _speaking(voices, language) or _speaking(self._newest(name), language)
        if not able:
            message = f"the engine {name} has no voice for {language}"
            raise LanguageUnknown(message, hint="see tts voices")
        locale = _likeliest_locale(language)
        at_home = [voice for voice in able if voice.language in (language, locale)]
        alike = [voice for voice in at_home if voice.gender == gender]
        wanted = spoken_of(language)

        def distance(voice: Voice) -> tuple[bool, ...]:
            tag = voice.language
            is_strange = spoken_of(tag) != wanted
            return tag != language, tag != locale, is_strange, not voice.default

        return min(alike or able, key=distance)

    def find(self, name: str, wanted: str, language: str, *, newest: bool) -> Voice | None:
        """The voice of an engine that a name means; with `newest` the service is asked for voices
        not known here.

        Raises VoiceNotFound when that is none that can read the language, or more than one.
        """
        voices = self.open(name).voices()
        if beyond := self._beyond(name, wanted):
            voices = [beyond]
            wanted = beyond.id
        if newest and not _matching(voices, wanted):
            voices = self._newest(name)
        able = _matching([v for v in voices if _reads(v, language)], wanted)
        if not able:
            if found := _matching(voices, wanted):
                what = f"{found[0].id} speaks {found[0].language}, but the text is in {language}"
                raise WrongLanguage(what, hint=_see(language))
            return None
        if len(able) > 1:
            raise VoiceNotFound(
                f"{wanted!r} is ambiguous: {', '.join(v.id for v in able)}",
                hint="write the full name",
            )
        return able[0]

    def _beyond(self, name: str, wanted: str) -> Voice | None:
        engine = self.open(name)
        return engine.beyond(wanted) if isinstance(engine, Unlisted) else None

    def surely(self, name: str, wanted: str, language: str) -> Voice:
        """The same, where there is no other engine to look to."""
        found = self.find(name, wanted, language, newest=True)
        engine = self.open(name)
        if found is None and isinstance(engine, Naming):
            found = engine.named(wanted)
        if found is None:
            raise self.withdrawn(name, wanted, language) or self.unknown(wanted, language, name)
        return found

    def withdrawn(self, name: str, wanted: str, language: str) -> VoiceWithdrawn | None:
        """The error for a voice of the online service that its list, as it is now, has no more."""
        if name != ONLINE or name not in self._renewed:
            return None
        gone = edge_voices.withdrawn(wanted)
        if gone is None or (not gone.gender and is_slip(wanted, self._renewed[name])):
            return None  # no list ever had it
        return edge_voices.unavailable(
            gone, [v for v in self._renewed[name] if _reads(v, language)]
        )

    def unknown(self, wanted: str, language: str, name: str = "") -> VoiceNotFound:
        """The error for a name that nobody has, with those that may have been meant."""
        if missing := self._not_installed(wanted, name):
            return missing
        voices = self._namable(name)
        fitting = [voice for voice in voices if _reads(voice, language)]
        near = close_to(wanted, fitting) or close_to(wanted, voices)
        who = f"the engine {name} has no voice" if name else "there is no voice"
        hint = f"list the voices with: {_see(language)}"
        if ONLINE in self.closed and not near and name in ("", ONLINE):
            hint += f" ({self.closed[ONLINE].message})"
        return VoiceNotFound(f"{who} {wanted!r}{did_you_mean(near)}", hint=hint)

    def _not_installed(self, wanted: str, name: str) -> VoiceNotFound | None:
        """The error for a voice whose engine would have it, if its packages were here.

        Raises VoiceNotFound for a blend that names a voice which kokoro never had.
        """
        for closed, error in self.closed.items():
            if name or not isinstance(error, EngineMissing):
                continue
            known = [voice.id for voice in not_installed(closed)]
            if wanted.casefold() in known or (closed == "kokoro" and kokoro_voices.blend(wanted)):
                message = (
                    f"{wanted} is a voice of {closed}, which is not available: {error.message}"
                )
                return VoiceNotFound(message, hint=error.hint)
        return None

    def _namable(self, name: str) -> list[Voice]:
        """The voices of an engine, else of all at hand and of those that could be installed."""
        if name:
            return list(self.open(name).voices())
        voices = [voice for each in self.candidates() for voice in self.open(each).voices()]
        for closed, error in self.closed.items():
            if isinstance(error, EngineMissing):
                voices += not_installed(closed)
        return voices

    def _newest(self, name: str) -> Sequence[Voice]:
        """The service's list as it is now, where there is a service and it answers."""
        engine = self.open(name)
        try:
            if isinstance(engine, Online) and not self.offline:
                self._renewed[name] = engine.refresh_voices()
            return self._renewed.get(name, ())
        except TtsError as error:
            self.closed[name] = EngineError(f"the list of {name}, {error.message}")
            return ()


_NO_NETWORK = (
    "use an embedded voice: --engine kokoro, hibari (English) or espeak (drafts); or leave out "
    "--offline"
)


def _see(language: str) -> str:
    return f"tts voices --lang {base_of(language)}" if language else "tts voices"


def _matching(voices: Sequence[Voice], wanted: str) -> list[Voice]:
    """By id, else by name, else by a part of the id; case does not count."""
    wanted = wanted.casefold()
    ways: list[Callable[[Voice], bool]] = [
        lambda v: v.id.casefold() == wanted,
        lambda v: v.name.casefold() == wanted,
        lambda v: wanted in v.id.casefold(),
    ]
    return next((found for way in ways if (found := [v for v in voices if way(v)])), [])


def _speaking(voices: Iterable[Voice], language: str) -> list[Voice]:
    return [voice for voice in voices if _speaks(voice, language)]


def _likeliest_locale(language: str) -> str:
    if is_chinese(language):
        return region_of_voices(language)
    return _HOMES.get(base_of(language), language)


def _speaks(voice: Voice, language: str) -> bool:
    """Whether the voice is of that language."""
    return not language or voice.language == "mul" or same_language(voice.language, language)


def _reads(voice: Voice, language: str) -> bool:
    """Whether a voice that was named can be let loose on a text of that language."""
    shared = is_chinese(voice.language) and is_chinese(language)
    return _speaks(voice, language) or shared or "multilingual" in voice.id.casefold()


def not_installed(engine: str) -> Sequence[Voice]:
    """The voices that an engine would have if its packages were installed, as far as they are
    known."""
    if engine == "kokoro":
        from tts.engines.kokoro.voices import VOICES

        return VOICES
    if engine == "hibari":
        from tts.engines.hibari import VOICE

        return (VOICE,)
    return ()
