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
"""Base language -> the engines that speak it well without a network, the fastest first."""
DRAFTS = "espeak"
"""The engine that speaks nearly every language without a network, but sounds robotic."""
ANSWER_WITHIN = 3.0
"""Seconds to wait for the online service."""

_HOMES = {"en": "en-US", "pt": "pt-BR", "es": "es-ES"}
"""Language -> the locale whose voice is the default."""


@runtime_checkable
class Online(Protocol):
    """What an online engine offers beyond speaking."""

    def reachable(self, timeout: float) -> str: ...

    def refresh_voices(self) -> Sequence[Voice]: ...


@runtime_checkable
class Naming(Protocol):
    """An engine whose voices only its server knows: if it is the only one considered, it accepts
    any name."""

    def named(self, wanted: str) -> Voice | None: ...


@runtime_checkable
class Unlisted(Protocol):
    """An engine with more voices than it lists, such as blends and variants."""

    def beyond(self, wanted: str) -> Voice | None: ...


@runtime_checkable
class Extended(Protocol):
    """An engine that speaks more languages if more packages are installed."""

    def lacks(self, language: str) -> EngineMissing | None: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine and voice for an article."""

    engine: Engine
    voice: Voice
    reason: str
    """Explanation for the user."""
    instead_of: str = ""
    """The id of a withdrawn voice that this one replaces."""


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
    """Choose an engine and voice: the one named, else the `remembered` one (engine, voice id), else
    the best one available.

    The network is used only to check whether the online service answers, if nothing is named or
    remembered, and to get its list of voices, if the known list lacks the voice or language. A
    voice of the given `gender` is preferred if an engine is named without a voice. With `fallback`,
    a voice withdrawn by its service is replaced by the nearest one. Raises EngineError or a
    subclass.
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
    """Choose by what is named (engine, voice, gender), else by what is remembered, else by
    language."""
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
    """The engine that has the voice. If several have one, the online engine if it answers."""
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
    """Every engine that has such a voice. Raises VoiceNotFound if none of those voices can read the
    language."""
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
    """The engines that can speak a language without a network, the best first.

    >>> embedded("zh-Hant"), embedded("fr"), embedded("fi")
    (('kokoro',), ('kokoro', 'espeak'), ('espeak',))
    """
    drafts = () if base_of(language) == "zh" else (DRAFTS,)  # its Mandarin is not understood
    return (*EMBEDDED.get(written_of(language), ()), *drafts)


def embedded_first(language: str) -> str:
    """The preferred engine for a language without a network, installed or not; empty if there is
    none."""
    return EMBEDDED.get(base_of(language), ("",))[0]


def _embedded(hall: _Hall, language: str, why: str) -> Choice:
    """The first engine that is installed and has a voice for the language. Raises EngineMissing if
    an engine that is not installed could speak it, else LanguageUnknown."""
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
    """The voice exists, but can't read the language of the text."""


class _Hall:
    """The available engines, each opened at most once."""

    def __init__(self, open_engine: Open, offline: bool) -> None:
        self.offline = offline
        self._open = open_engine
        self._engines: dict[str, Engine] = {}
        self._renewed: dict[str, Sequence[Voice]] = {}
        """Current lists of voices from the services."""
        self.closed: dict[str, EngineError] = {}
        """Engines that could not be opened or queried, and why."""

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
        """The names of the engines that can be opened, the online one first."""
        for name in names():
            try:
                self.open(name).voices()
            except EngineError as error:
                self.closed[name] = error
            else:
                yield name

    def silence(self) -> str:
        """Empty if the online service answers, else the reason."""
        reason = cast(Online, self.open(ONLINE)).reachable(timeout=ANSWER_WITHIN)
        return f"the online service could not be reached ({reason})" if reason else ""

    def default(self, name: str, language: str, gender: str = "") -> Voice:
        """The engine's default voice for a language, from the likeliest locale."""
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
        """The engine's voice with that name, or None; with `newest`, the service is queried for
        voices not known locally.

        Raises VoiceNotFound if no such voice can read the language, or if several can.
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
        """Like `find`, if no other engine is to be considered. Raises VoiceNotFound."""
        found = self.find(name, wanted, language, newest=True)
        engine = self.open(name)
        if found is None and isinstance(engine, Naming):
            found = engine.named(wanted)
        if found is None:
            raise self.withdrawn(name, wanted, language) or self.unknown(wanted, language, name)
        return found

    def withdrawn(self, name: str, wanted: str, language: str) -> VoiceWithdrawn | None:
        """The error for a voice that is missing from the online service's current list, or None if
        it never had such a voice."""
        if name != ONLINE or name not in self._renewed:
            return None
        gone = edge_voices.withdrawn(wanted)
        if gone is None or (not gone.gender and is_slip(wanted, self._renewed[name])):
            return None  # no list ever had it
        return edge_voices.unavailable(
            gone, [v for v in self._renewed[name] if _reads(v, language)]
        )

    def unknown(self, wanted: str, language: str, name: str = "") -> VoiceNotFound:
        """The error for an unknown name, with suggestions."""
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
        """The error for a voice whose engine lacks its packages, or None.

        Raises VoiceNotFound for a blend that contains a voice unknown to kokoro.
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
        """The voices of the named engine, or of all available engines and those that could be
        installed."""
        if name:
            return list(self.open(name).voices())
        voices = [voice for each in self.candidates() for voice in self.open(each).voices()]
        for closed, error in self.closed.items():
            if isinstance(error, EngineMissing):
                voices += not_installed(closed)
        return voices

    def _newest(self, name: str) -> Sequence[Voice]:
        """The service's current list; the last one fetched, or nothing, if it can't be had."""
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
    """Matches by id, else by name, else by part of the id; case is ignored."""
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
    """Whether the voice's language is that language."""
    return not language or voice.language == "mul" or same_language(voice.language, language)


def _reads(voice: Voice, language: str) -> bool:
    """Whether a voice chosen by name may read a text in that language."""
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
