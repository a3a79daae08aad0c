"""An article -> a script: from what a page says to what will be said.

In comes an article; out come chunks of sentences that an engine speaks, and what was left out, with
the reasons. Start with `editing`, which puts an article right, then `script`, which writes what is
said; `languages` say numbers and dates, `lexicon` and `glosses` how single words are read, `rules`
what is done with tables, code and their like.

Importing this loads none of it: an episode of which nothing changed needs no rule of reading.
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
"""Characters of its first sentence that stand for the title of an article without one."""


def edit(article: Article, *, language: str = "", as_written: bool = False) -> Article:
    """The article, put right; `changes` tells what was done. A `language` given wins over what the
    text looks like.

    `as_written` leaves in what looks like a button or a page's number. Raises SourceError when
    nothing is left that could be said.
    """
    from tts.text import editing

    return editing.edit(article, language=language, as_written=as_written)


def framed(article: Article, intro: str, outro: str, show: str) -> Article:
    """With the show's own words before and behind it, see `frame.framed`."""
    if not (intro or outro):
        return article
    from tts.text import framing

    return framing.framed(article, intro, outro, show)


def with_speakers(article: Article, speakers: Mapping[str, str]) -> Article:
    """An edited article, each block with who says it, by a show's `[speakers]`."""
    if not speakers:
        return article
    from tts.text import speakers as finding

    read_labels = speakers.get(finding.LABELS) == "read"
    names = speakers.keys() - {finding.LABELS}
    return finding.with_speakers(article, names, read_labels=read_labels)


def other_languages(article: Article) -> list[str]:
    """Those of an edited article's title and blocks that are not its own, in order."""
    from tts.text import editing

    return editing.other_languages(article)


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
    """What will be said, see `chunk.write_script`. Raises TextTooLong when not even one character
    fits."""
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
    """How the article's own text begins, in one line."""
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
    """Rules as somebody wrote them, in the file `where`. Raises TtsError for a kind or a way that
    there is not."""
    from tts.text.block_rules import checked

    return checked(rules, where)


def load_lexicon(path: Path) -> Lexicon:
    """The entries of that file, if it is there, and the names that come with Pagecast. Raises
    LibraryError."""
    from tts.text.lexicon import load

    return load(path)


def stamp_of_lexicon(path: Path) -> str:
    """Changes when the file does; empty where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:  # what is wrong with it is told where it is read
        return ""
