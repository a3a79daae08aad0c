"""The context of a word as features for a model: neighbours, parts of speech, topics.

`tools/make_homographs.py` trains with these features and `homographs` weighs them, so both get them
from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

NEAR: Final = 12
"""Number of words on either side that are treated as a set."""
BESIDE: Final = 2
LEANING: Final = ""
"""The feature that every occurrence has: the bias of a sense."""
_TEMPLATES: Final = (
    "w-1 w-2 w+1 w+2 t+0 t-1 t-2 t-3 t+1 t+2 t+3 t-1,t+1 t-2,t-1 t+1,t+2 w-1,t+1 t-1,w+1 "
    "w-2,w-1 w+1,w+2 t-2,t-1,t+1 s-1 s+1 case,first"
)
TEMPLATES: Final = tuple(_TEMPLATES.split())
"""Features, each made of one or more keys of `_seen_from`."""
ADVERBS: Final = frozenset({"RB", "RBR", "RBS"})
START: Final = ("<s>", "<s>")
END: Final = ("</s>", "</s>")


class Token(Protocol):
    """A word, a sign or part of one, as split by the phonemizer: `tag` is a part of speech of the
    Penn Treebank, `whitespace` the space after it."""

    text: str
    tag: str
    whitespace: str
    phonemes: str | None


def features(tokens: Sequence[Token], index: int) -> list[str]:
    """Features of the word at `index` from its neighbours and their parts of speech, which tell
    nouns from verbs for any word."""
    seen = _seen_from(tokens, index)
    found = [LEANING]
    for template in TEMPLATES:
        parts = template.split(",")
        values = " ".join(seen[part] for part in parts)
        found.append(f"{template}={values}")
    found += _past_adverbs(tokens, index, -1)
    found += _past_adverbs(tokens, index, 1)
    if index and not tokens[index - 1].whitespace:
        found.append("glued-1=" + seen["w-1"])
    if not tokens[index].whitespace:
        found.append("glued+1=" + seen["w+1"])
    return found


def _seen_from(tokens: Sequence[Token], place: int) -> dict[str, str]:
    """The values that templates refer to: `w-1` is the previous word, `t-1` its part of speech,
    `s-1` its suffix."""
    seen = {}
    for far in range(-3, 4):
        word, tag = _at(tokens, place + far)
        where = f"{far:+d}"
        seen["w" + where] = word
        seen["t" + where] = tag
        seen["s" + where] = word[-3:]
    seen["case"] = _case(tokens[place].text)
    seen["first"] = "no" if place else "yes"
    return seen


def surroundings(tokens: Sequence[Token], index: int) -> list[str]:
    """Features of the word at `index` from the words and topics around it, which tell bass the fish
    from bass the sound."""
    words = _words_around(tokens, index, NEAR)
    beside = _words_around(tokens, index, BESIDE)
    found = ["~ " + word for word in words]
    found += ["topic " + topic for topic in _topics_of(words)]
    found += ["topic beside " + topic for topic in _topics_of(beside)]
    return sorted(found)


def _words_around(tokens: Sequence[Token], place: int, far: int) -> set[str]:
    """The words up to `far` places away, without signs."""
    start, behind = max(0, place - far), place + 1
    before = tokens[start:place]
    after = tokens[behind : behind + far]
    found = set()
    for token in (*before, *after):
        if token.text[0].isalnum():
            found.add(_word(token))
    return found


def _at(tokens: Sequence[Token], place: int) -> tuple[str, str]:
    """A word and its part of speech."""
    if place < 0:
        return START
    if place >= len(tokens):
        return END
    token = tokens[place]
    return _word(token), token.tag


def _word(token: Token) -> str:
    return "0" if token.text[0].isdigit() else token.text.lower()


def _case(text: str) -> str:
    if text.isupper():
        return "upper"
    return "title" if text[0].isupper() else "lower"


def _past_adverbs(tokens: Sequence[Token], place: int, step: int) -> Iterator[str]:
    """Features of the nearest word that is not an adverb, if adverbs come between."""
    beside = place + step
    at = beside
    while 0 <= at < len(tokens) and tokens[at].tag in ADVERBS:
        at += step
    if at == beside:
        return
    word, tag = _at(tokens, at)
    yield f"w{step:+d}*={word}"
    yield f"t{step:+d}*={tag}"


def _topics_of(words: set[str]) -> set[str]:
    found: set[str] = set()
    for word in words:
        found.update(topics().get(word, ()))
    return found


@cache
def topics() -> dict[str, tuple[str, ...]]:
    """Words -> their topics."""
    found: dict[str, tuple[str, ...]] = {}
    table = files("tts.engines").joinpath("data", "english-topics.txt")
    for line in table.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        topic, _, words = line.partition(":")
        for word in words.split():
            others = found.get(word, ())
            found[word] = (*others, topic)
    return found
