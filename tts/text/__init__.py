"""An article to a script: from what a page says to what will be spoken.

An article goes in; chunks of sentences for an engine come out, with what was left out and why.
Start with `prepare_article`, which repairs and cleans an article, then `script`, which writes what
is spoken; `languages` convert numbers and dates, `lexicon` and `glosses` give the pronunciation of
words, `block_rules` decide about tables, code and the like.

Importing this package loads none of them: an unchanged episode needs no reading rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tts.model import Article, Engine, Script

if TYPE_CHECKING:
    from tts.text.block_rules import Rules
    from tts.text.lexicon import Lexicon

__all__ = [
    "LEXICON",
    "checked_rules",
    "edit",
    "first_words",
    "framed",
    "load_lexicon",
    "other_languages",
    "stamp_of_lexicon",
    "with_speakers",
    "write_script",
]

LEXICON = "lexicon.toml"
"""The name of a lexicon in a show's folder."""
_FIRST = 40
"""Maximum characters of the first sentence when it replaces a missing title."""


def edit(article: Article, *, language: str = "", as_written: bool = False) -> Article:
    """The article, repaired and cleaned; `changes` lists what was done. A given `language` takes
    precedence over the detected one.

    `as_written` keeps text that looks like a button or a page number. Raises SourceError if nothing
    speakable is left.
    """
    from tts.text import prepare_article

    return prepare_article.edit(article, language=language, as_written=as_written)


def framed(article: Article, intro: str, outro: str, show: str) -> Article:
    """The article with the show's intro and outro, see `framing.framed`."""
    if not (intro or outro):
        return article
    from tts.text import framing

    return framing.framed(article, intro, outro, show)


def with_speakers(article: Article, speakers: Mapping[str, str]) -> Article:
    """An edited article with a speaker for each block, by a show's `[speakers]`."""
    if not speakers:
        return article
    from tts.text import speakers as finding

    read_labels = speakers.get(finding.LABELS) == "read"
    names = speakers.keys() - {finding.LABELS}
    return finding.with_speakers(article, names, read_labels=read_labels)


def other_languages(article: Article) -> list[str]:
    """The languages of an edited article's title and blocks that differ from its own, in order."""
    from tts.text import prepare_article

    return prepare_article.other_languages(article)


def write_script(
    article: Article,
    *,
    fits: Callable[[str], bool],
    normalizes: bool = False,
    phonemic: bool = False,
    others: Mapping[str, Engine] | None = None,
    speakers: Mapping[tuple[str, str], Engine] | None = None,
    lexicon: Lexicon | None = None,
    rules: Rules | None = None,
) -> Script:
    """The script, see `script.write_script`. Raises TextTooLong if not even one character fits."""
    from tts.text import script as chunk

    return chunk.write_script(
        article,
        fits=fits,
        normalizes=normalizes,
        phonemic=phonemic,
        others=others,
        speakers=speakers,
        lexicon=lexicon,
        rules=rules,
    )


def first_words(script: Script) -> str:
    """The beginning of the article's own text, on one line."""
    own = [chunk for chunk in script.chunks if chunk.kind not in ("intro", "outro")]
    if not own:
        return ""
    words = own[0].sentences[0].text.split()
    first = " ".join(words)
    if len(first) <= _FIRST:
        return first
    whole_words, *_ = first[:_FIRST].rsplit(" ", 1)
    return f"{whole_words}…"


def checked_rules(rules: Mapping[str, str], where: str = "") -> Rules:
    """Validated rules from the file `where`. Raises TtsError for an unknown kind or treatment."""
    from tts.text.block_rules import checked

    return checked(rules, where)


def load_lexicon(path: Path) -> Lexicon:
    """The entries of that file, if it exists, and the names included in Pagecast. Raises
    LibraryError."""
    from tts.text.lexicon import load

    return load(path)


def stamp_of_lexicon(path: Path) -> str:
    """A hash that changes with the file; empty if there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:  # what is wrong with it is told where it is read
        return ""
