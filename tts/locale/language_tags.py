"""The meaning of language tags in any spelling.

Tags are BCP 47: their syntax and canonical form are those of RFC 5646 (2.1 and 4.5). The script
implied by a tag without one is taken from CLDR's likely subtags, with one exception: for `zh` with
a region, only Taiwan, Hong Kong and Macau imply traditional characters here. In CLDR, so do
Australia, the United States and others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

DisplayLanguage = Literal["en", "zh-Hans", "zh-Hant"]
"""The languages in which sentences are available."""

_LANGTAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extlang>[a-z]{3}))?(?P<more>(?:-[a-z]{3}){0,2})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)"
    r"(?P<private>-x(?:-[a-z0-9]{1,8})+)?"
)
"""RFC 5646, 2.1; languages of four or more letters are reserved or not registered."""
_RENAMED: Final = {
    "zh-guoyu": "zh",
    "zh-hakka": "hak",
    "zh-min": "nan",
    "zh-min-nan": "nan",
    "zh-xiang": "hsn",
    "zh-chs": "zh-Hans",
    "zh-cht": "zh-Hant",
    "i-hak": "hak",
    "i-klingon": "tlh",
    "i-lux": "lb",
    "i-navajo": "nv",
    "art-lojban": "jbo",
    "no-bok": "nb",
    "no-nyn": "nn",
    "en-gb-oed": "en-GB-oxendict",
}
"""Whole tags with a special meaning: those grandfathered by RFC 5646, and two formerly used by
Windows."""
_ALIASES: Final = {"cmn": "zh", "zho": "zh", "chi": "zh"}
"""Languages with a shorter name in CLDR: `zh` means Mandarin."""
_CHINESE: Final = frozenset(
    {
        *("zh", "yue", "nan", "wuu", "hak", "gan", "hsn", "lzh"),
        *("cdo", "cjy", "cnp", "cpx", "csp", "czh", "czo", "mnp"),
    }
)
"""The languages in the macrolanguage `zho` (ISO 639-3), which share their characters."""
_CANTONESE: Final = "yue"
_TRADITIONAL_REGIONS: Final = frozenset({"TW", "HK", "MO"})
_CANTONESE_REGIONS: Final = frozenset({"HK", "MO"})
_TRADITIONAL_SCRIPTS: Final = frozenset({"Hant", "Hanb", "Bopo"})
"""With bopomofo beside or instead of characters: both are used in Taiwan."""
_RIGHT_TO_LEFT: Final = frozenset(
    {*("ar", "arc", "ckb", "dv", "fa", "he"), *("ks", "ps", "sd", "ug", "ur", "yi")}
)


@dataclass(frozen=True, slots=True)
class Tag:
    """The parts of a language tag, each in its usual case."""

    language: str
    """The primary language; empty if the tag is invalid."""
    script: str = ""
    """Only if stated; `script_of` also knows the implied script."""
    region: str = ""
    rest: str = ""
    """Variants, extensions and private use, including the hyphen before them."""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.language, self.script, self.region))) + self.rest


@lru_cache(maxsize=1_000)
def parsed(tag: str) -> Tag:
    """The parts of a tag; without a language if it is invalid.

    >>> parsed("zh-cmn-hans_cn")
    Tag(language='zh', script='Hans', region='CN', rest='')
    """
    written = tag.strip().replace("_", "-").lower()
    renamed = _RENAMED.get(written, written)
    match = _LANGTAG.fullmatch(renamed.lower())
    if not match:
        return Tag("")
    stated = match["language"]
    language = _ALIASES.get(stated, stated)
    extlang = match["extlang"] or ""
    if language == "zh" and extlang in {*_CHINESE, *_ALIASES}:  # RFC 5646, 4.5: zh-yue is yue
        language = _ALIASES.get(extlang, extlang)
    elif extlang:
        language = f"{language}-{extlang}"
    script = match["script"] or ""
    region = match["region"] or ""
    private = match["private"] or ""
    rest = match["variants"] + match["extensions"] + private
    return Tag(language + match["more"], script.title(), region.upper(), rest)


def normal(tag: str) -> str:
    """The canonical form of a tag, as stored and used in machine-readable output; empty if it is
    invalid.

    >>> [normal(tag) for tag in ("zh_TW", "EN-us", "cmn-Hant", "zh-yue-HK", "three words")]
    ['zh-TW', 'en-US', 'zh-Hant', 'yue-HK', '']
    """
    return str(parsed(tag))


@lru_cache(maxsize=1_000)
def base_of(tag: str) -> str:
    """Only the language; Cantonese differs from Mandarin.

    >>> base_of("pt-BR"), base_of("cmn-Hant"), base_of("zh-yue")
    ('pt', 'zh', 'yue')
    """
    language = parsed(tag).language or tag.strip().replace("_", "-").lower()
    return language.partition("-")[0]


def script_of(tag: str) -> str:
    """The stated script; for Chinese otherwise the likely one; empty if unknown.

    >>> [script_of(tag) for tag in ("zh", "zh-HK", "zh-Hans-HK", "yue", "yue-CN", "sr-Latn", "en")]
    ['Hans', 'Hant', 'Hans', 'Hant', 'Hans', 'Latn', '']
    """
    found = parsed(tag)
    if found.script or not is_chinese(tag):
        return found.script
    by_region = found.region in _TRADITIONAL_REGIONS
    by_language = found.language == _CANTONESE and found.region != "CN"
    return "Hant" if by_region or by_language else "Hans"


def region_of(tag: str) -> str:
    """The stated region, or empty.

    >>> region_of("zh-Hant-HK"), region_of("es-419"), region_of("zh-Hant")
    ('HK', '419', '')
    """
    return parsed(tag).region


@lru_cache(maxsize=1_000)
def is_chinese(tag: str) -> bool:
    """Whether it is written in Chinese characters, whatever the spoken language."""
    return base_of(tag) in _CHINESE


def written_of(tag: str) -> str:
    """The written language: `zh` for every Chinese language, otherwise the language itself.

    >>> written_of("yue-HK"), written_of("en-GB")
    ('zh', 'en')
    """
    return "zh" if is_chinese(tag) else base_of(tag)


def spoken_of(tag: str) -> str:
    """The spoken language: Chinese in Hong Kong and Macau is Cantonese, unless the tag says that
    its characters are simplified.

    >>> [spoken_of(tag) for tag in ("zh-HK", "zh-Hans-HK", "zh-TW", "yue", "wuu", "en-HK")]
    ['yue', 'zh', 'zh', 'yue', 'wuu', 'en']
    """
    base = base_of(tag)
    if base == "zh" and region_of(tag) in _CANTONESE_REGIONS and script_of(tag) == "Hant":
        return _CANTONESE
    return base


def same_language(voice: str, text: str) -> bool:
    """Whether a voice speaks the language of a text; voices of Hong Kong also speak Cantonese.

    >>> same_language("zh-HK", "yue"), same_language("zh-HK", "zh"), same_language("zh-CN", "yue")
    (True, True, False)
    """
    return base_of(voice) == base_of(text) or spoken_of(voice) == spoken_of(text)


def has_dollars(tag: str) -> bool:
    """Whether a bare `$` is the local currency, as in Hong Kong and Macau; Cantonese without a
    region counts as Hong Kong.

    >>> [has_dollars(tag) for tag in ("yue", "zh-HK", "zh-Hans-HK", "zh-MO", "yue-CN", "zh-Hant")]
    [True, True, True, True, False, False]
    """
    region = region_of(tag)
    if region or not is_chinese(tag):
        return is_chinese(tag) and region in _CANTONESE_REGIONS
    return base_of(tag) == _CANTONESE


def region_of_voices(tag: str) -> str:
    """The locale whose voices fit a Chinese tag; traditional characters without a region are most
    likely read in Taiwan.

    >>> [region_of_voices(tag) for tag in ("zh", "zh-Hant", "zh-MO", "yue", "zh-Hans-HK")]
    ['zh-CN', 'zh-TW', 'zh-HK', 'zh-HK', 'zh-CN']
    """
    if spoken_of(tag) == _CANTONESE:
        return "zh-HK"
    return "zh-TW" if display_language(tag) == "zh-Hant" else "zh-CN"


@lru_cache(maxsize=1_000)
def display_language(tag: str) -> DisplayLanguage:
    """The language of the sentences shown next to a text in that language.

    >>> tags = ("yue", "zh-HK", "zh-Hans-HK", "cmn-Hant", "zh-MO", "zh", "fr", "")
    >>> [display_language(tag) for tag in tags]
    ['zh-Hant', 'zh-Hant', 'zh-Hans', 'zh-Hant', 'zh-Hant', 'zh-Hans', 'en', 'en']
    """
    if not is_chinese(tag):
        return "en"
    return "zh-Hant" if script_of(tag) in _TRADITIONAL_SCRIPTS else "zh-Hans"


def html_of(tag: str) -> str:
    """A tag for a `lang` attribute. Style sheets and screen readers look for `zh`, so Cantonese is
    `zh-yue`, as also allowed by RFC 5646 (4.5), with the script that determines the fonts.

    >>> html_of("yue"), html_of("yue-Hans-CN"), html_of("zh-TW"), html_of("fr")
    ('zh-yue-Hant', 'zh-yue-Hans-CN', 'zh-TW', 'fr')
    """
    found = parsed(tag)
    if found.language not in _CHINESE - {"zh"}:
        return tag
    return str(Tag(f"zh-{found.language}", script_of(tag), found.region, found.rest))


@lru_cache(maxsize=1_000)
def direction(tag: str) -> str:
    """`rtl` for a language written from right to left, otherwise empty."""
    return "rtl" if base_of(tag) in _RIGHT_TO_LEFT else ""


def preferred(accepted: str) -> DisplayLanguage:
    """The first language in an Accept-Language header for which there are sentences, otherwise
    English.

    >>> preferred("zh-HK,zh;q=0.9"), preferred("fr, zh-CN;q=0.5, en;q=0.3"), preferred("zh;q=0, de")
    ('zh-Hant', 'zh-Hans', 'en')
    """
    best, best_quality = "en", 0.0
    for choice in accepted[:500].lower().split(","):
        tag, _, weight = choice.replace(" ", "").partition(";")
        stated = re.fullmatch(r"q=([01](?:\.\d{0,3})?)", weight)
        quality = float(stated[1]) if stated else 1.0
        if quality > best_quality and written_of(tag) in ("zh", "en"):
            best, best_quality = tag, quality
    return display_language(best)
