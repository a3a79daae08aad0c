"""A script: what will be said of an article, in chunks that fit an engine's request.

A chunk is one block. Only a block that does not fit is cut: between sentences, else between
clauses, else between words, else between characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import Final, TypeVar

from tts.model import Article, Block, Change, Chunk, Engine, Script, Sentence, TextTooLong
from tts.text import furigana
from tts.text.detect import HAN, foreign, primary
from tts.text.glosses import hints
from tts.text.kana_glosses import kana_hints
from tts.text.languages.language import Signs
from tts.text.languages.registry import find_or_english
from tts.text.lexicon import Lexicon
from tts.text.rules import DEFAULTS, REPLACED, ROWS, SKIPPED, How, Rules, announced, formula_words
from tts.text.sentences import graphemes, split_clauses, split_sentences
from tts.text.speech import Speech
from tts.text.unspoken import Addresses, speakable

BEFORE_HEADING: Final = 300
"""Milliseconds more before a heading: it must sound like the start of something; before an outro
too."""
PIECE: Final = 150
"""Milliseconds between the pieces of a block that had to be cut."""
STOPPED: Final = frozenset(
    {"title", "heading", "item", "caption", "note", "formula", "intro", "outro"}
)
"""Kinds that get a full stop in what is said, so that the voice falls."""
ENDS = re.compile(r"[。！？!?….,，:：;；、—][”’」』）)\"']*\s*$")
WORDS = re.compile(r"\S*\s*")

T = TypeVar("T")
Fits = Callable[[str], bool]
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Group:
    """What becomes one chunk."""

    sentences: tuple[Sentence, ...]
    last: bool
    """Whether it ends its block."""


@dataclass(frozen=True, slots=True)
class _Speaker:
    """What the engine that speaks a block wants of its text."""

    language: str
    fits: Fits
    speech: Speech

    def say(self, text: str) -> str:
        return self.speech.say(text)


@dataclass(frozen=True, slots=True)
class _Wants:
    """What an engine is like, as far as a text goes."""

    fits: Fits
    normalizes: bool
    phonemic: bool

    def speaker(self, language: str, lexicon: Lexicon, addresses: Addresses) -> _Speaker:
        speech = Speech(
            language,
            lexicon,
            normalizes=self.normalizes,
            phonemic=self.phonemic,
            addresses=addresses,
        )
        return _Speaker(language, self.fits, speech)


def _wants_of(engine: Engine) -> _Wants:
    return _Wants(engine.fits, engine.normalizes, getattr(engine, "phonemic", False))


def write_script(
    article: Article,
    *,
    fits: Fits,
    normalizes: bool = False,
    phonemic: bool = False,
    others: Mapping[str, Engine] | None = None,
    speakers: Mapping[tuple[str, str], Engine] | None = None,
    lexicon: Lexicon | None = None,
    rules: Rules | None = None,
) -> Script:
    """What will be said: the title, then the blocks in order; what is left out is told in
    `changes`.

    `fits` tells whether an engine can speak a text in one request; `normalizes`, whether it reads
    numbers by itself; `phonemic`, whether it takes readings; `others` are the engines for blocks in
    other languages, `speakers` those for blocks of a speaker in a language. `lexicon` tells how
    words are read, `rules` what is done with code, tables and their like. Raises TextTooLong when
    not even one character fits.
    """
    rules = {**DEFAULTS, **(rules or {})}
    blocks = list(_with_title(article))
    lexicon = _with_hints(lexicon or Lexicon(), article.language, blocks)

    own = _Wants(fits, normalizes, phonemic)
    voices: dict[tuple[str, str], _Speaker] = {}
    for block in blocks:
        who = (block.language, block.speaker)
        if who not in voices:
            tag = block.language or article.language
            by_name = (speakers or {}).get((block.speaker, tag))
            engine = by_name or (others or {}).get(block.language)
            wants = _wants_of(engine) if engine else own
            voices[who] = wants.speaker(tag, lexicon, rules["address"])
    chunks: list[Chunk] = []
    changes = list(article.changes)
    asked: dict[int, int] = {}
    for block in blocks:
        by = voices[block.language, block.speaker]
        sentences, reason = _sentences(block, by, rules.get(block.kind, "read"))
        if reason:
            changes.append(Change(block.text, "", reason))
        if sentences:
            groups = _grouped(sentences, by.fits, by.say)
            spoken = _chunks(block, groups, by.language)
            chunks += _with_readings(block, spoken, by.speech)
        if block.pause and chunks:  # what is left out leaves its pause behind
            asked[len(chunks) - 1] = block.pause
    notes = (note for by in voices.values() for note in by.speech.notes)
    paced = tuple(_with_asked(_paced(chunks), asked))
    return Script(article.title, article.language, paced, (*changes, *notes))


def _with_hints(lexicon: Lexicon, language: str, blocks: Sequence[Block]) -> Lexicon:
    """With what the article itself says of how its words are read."""
    texts = []
    japanese = []
    for block in blocks:
        texts.append(block.text)
        if primary(block.language or language) == "ja":
            japanese.append(block.text)
    lexicon = lexicon.led_by(hints(texts))
    lexicon = lexicon.led_by(furigana.hints(blocks))
    return lexicon.led_by(kana_hints(japanese))


def _with_readings(block: Block, chunks: Iterable[Chunk], speech: Speech) -> Iterator[Chunk]:
    """With what the lexicon, the glosses and the furigana say of how their words are read."""
    given = furigana.in_place(block)
    at = 0
    for chunk in chunks:
        sentences = []
        for sentence in chunk.sentences:
            end = at + len(sentence.text)
            own = furigana.inside(given, at, end)
            sentences.append(speech.with_readings(sentence, own))
            at = end
        yield replace(chunk, sentences=tuple(sentences))


def _with_title(article: Article) -> Iterator[Block]:
    """The blocks, the title before them; a first block that says the same becomes the title. An
    intro comes first."""
    blocks = article.blocks
    if blocks and blocks[0].kind == "intro":
        yield blocks[0]
        blocks = blocks[1:]
    if speakable(article.title):
        same = bool(blocks) and _letters(blocks[0].text) == _letters(article.title)
        title = blocks[0].text if same else article.title
        pause = blocks[0].pause if same else 0
        language = foreign(title, article.language)
        own = blocks[0].furigana if same else ()
        yield Block("title", title, language=language, pause=pause, furigana=own)
        blocks = blocks[1:] if same else blocks
    yield from blocks


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _sentences(block: Block, speaker: _Speaker, how: How) -> tuple[list[Sentence], str]:
    """The sentences of a block, and the reason why it, or what an announcement stands for, is left
    out."""
    if not speakable(block.text):
        return [], "nothing to say in it"
    if how == "skip":
        return [], SKIPPED[block.kind]
    sentences = [] if how == "announce" and block.kind in REPLACED else _read(block, speaker)
    if not sentences and block.kind not in REPLACED:
        return [], "only an address, and addresses are skipped"
    if not sentences:
        return _announcement(block, speaker), f"{SKIPPED[block.kind]}: it is announced"
    if how == "announce" and (word := announced(block, speaker.language)):
        sentences[0] = _led(sentences[0], word)
    return sentences, ""


def _read(block: Block, speaker: _Speaker) -> list[Sentence]:
    """The sentences of a block that is read; none of a table or a formula that can't be followed by
    ear."""
    if block.kind == "table":
        return _table(block.text, speaker.say, speaker.language)
    if block.kind == "formula":
        said = formula_words(block.text, speaker.language)
        return [_stopped(Sentence(block.text, speaker.say(said)))] if said else []
    if block.kind == "code":
        return _merged(
            [Sentence(line, speaker.say(line)) for line in block.text.splitlines(keepends=True)]
        )
    ends = find_or_english(speaker.language).ends
    sentences = _merged(list(_said(block, split_sentences(block.text, ends), speaker)))
    if block.label:
        sentences = _unlabelled(sentences, block.label, speaker.say)
    if sentences and block.kind in STOPPED:
        sentences[-1] = _stopped(sentences[-1])
    return sentences


def _said(block: Block, texts: Iterable[str], speaker: _Speaker) -> Iterator[Sentence]:
    """Sentences with what is said of them; in kana what has furigana, for a voice that takes no
    readings."""
    given = [] if speaker.speech.phonemic else furigana.in_place(block)
    at = 0
    for text in texts:
        end = at + len(text)
        own = furigana.inside(given, at, end)
        written = furigana.in_kana(own, text)
        yield Sentence(text, speaker.say(written))
        at = end


def _unlabelled(sentences: list[Sentence], label: int, say: Say) -> list[Sentence]:
    """Without saying who speaks, which the first of them begins with."""
    first, *rest = sentences
    without = first.text[label:]
    if not speakable(without):
        return sentences
    spoken = say(without)
    first = Sentence(first.text, spoken)
    return [first, *rest]


def _announcement(block: Block, speaker: _Speaker) -> list[Sentence]:
    text = announced(block, speaker.language)
    return [Sentence(text, speaker.say(text))] if text else []


def _led(sentence: Sentence, word: str) -> Sentence:
    """With a word before what is said."""
    moved = (
        replace(r, start=r.start + len(word), end=r.end + len(word)) for r in sentence.readings
    )
    return Sentence(sentence.text, word + sentence.spoken, tuple(moved))


def _table(text: str, say: Say, language: str) -> list[Sentence]:
    """Row by row, every cell with its column's name where the first row has names; nothing of a
    long one."""
    lines = text.splitlines(keepends=True)
    rows = [line.rstrip("\n").split("\t") for line in lines]
    if len(rows) > ROWS + 1:
        return []
    names = rows[0] if _has_names(rows) else []
    sentences = [Sentence(lines[0], "")] if names else []
    for line, row in zip(lines[bool(names) :], rows[bool(names) :], strict=True):
        spoken = _row(row, names, say, _signs("".join(names + row), language))
        gap = " " if line.endswith("\n") and "" < spoken[-1:] < "\u2e80" else ""
        sentences.append(Sentence(line, spoken + gap))
    return _merged(sentences)


def _signs(row: str, language: str) -> Signs:
    """Of the article's language; a row in Latin letters in a Chinese article has those of
    English."""
    own = find_or_english(language)
    latin = not HAN.search(row) and re.search("[A-Za-z]", row)
    return Signs() if own.wide and latin else own.signs


def _row(row: Sequence[str], names: Sequence[str], say: Say, signs: Signs) -> str:
    """A row as it is said, with the signs of its language."""
    said = []
    for cell, name in zip_longest(row, names[: len(row)], fillvalue=""):
        label = re.sub(r"\s*[：:]\s*$", "", name)
        said.append(
            say(f"{label}{signs.colon}{cell}" if label and speakable(cell) else cell).strip()
        )
    spoken = signs.comma.join(cell for cell in said if cell)
    return spoken + signs.stop if spoken and not ENDS.search(spoken) else spoken


def _has_names(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: all its cells have words and no digits, and there is
    more than it."""
    return (
        len(rows) > 1
        and len(rows[0]) > 1
        and all(speakable(cell) and not re.search(r"\d", cell) for cell in rows[0])
    )


def _merged(sentences: list[Sentence]) -> list[Sentence]:
    """Those without anything to say joined to the one before, or, in front, to the one behind."""
    merged: list[Sentence] = []
    lead = ""
    for sentence in sentences:
        if sentence.spoken:
            merged.append(Sentence(lead + sentence.text, sentence.spoken))
            lead = ""
        elif merged:
            merged[-1] = Sentence(merged[-1].text + sentence.text, merged[-1].spoken)
        else:
            lead += sentence.text
    return merged


def _stopped(sentence: Sentence) -> Sentence:
    """With a full stop in what is said, where there is none."""
    spoken = sentence.spoken.rstrip()
    if not spoken or ENDS.search(spoken):
        return sentence
    stop = "。" if re.search("[\u3040-\u30ff\u3400-\u9fff]", spoken) else "."
    return Sentence(sentence.text, spoken + stop + sentence.spoken[len(spoken) :])


def _chunks(block: Block, groups: Sequence[_Group], language: str) -> Iterator[Chunk]:
    pauses = find_or_english(language).pauses
    label = block.label
    for group in groups:
        pause = pauses[block.kind] if group.last else PIECE
        yield Chunk(
            kind=block.kind,
            sentences=group.sentences,
            language=language,
            pause=pause,
            level=block.level,
            speaker=block.speaker,
            label=label,
        )
        label = 0


def _paced(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """With more silence before a heading."""
    for chunk, after in zip(chunks, [*chunks[1:], None], strict=False):
        ends_block = chunk.pause != PIECE
        more = BEFORE_HEADING if after and after.kind in ("heading", "outro") and ends_block else 0
        yield replace(chunk, pause=chunk.pause + more)


def _with_asked(chunks: Iterable[Chunk], asked: Mapping[int, int]) -> Iterator[Chunk]:
    """With the pauses that are asked for, by the places of the chunks that they stand behind."""
    for place, chunk in enumerate(chunks):
        if place not in asked:
            yield chunk
            continue
        pause = asked[place]
        yield replace(chunk, pause=pause)


_BATCH = 32
"""Words that are tried together, where each is to fit by itself."""

# --- what fits ------------------------------------------------------------------------------------


def _grouped(sentences: Sequence[Sentence], fits: Fits, say: Say) -> list[_Group]:
    """The sentences of one block in as few groups as fit."""
    if fits("".join(s.spoken for s in sentences)):
        return [_Group(tuple(sentences), True)]
    small: list[Sentence] = []
    for sentence in sentences:
        small += [sentence] if fits(sentence.spoken) else _cut(sentence, fits, say)
    ends = list(_packed(small, lambda part: fits("".join(s.spoken for s in part))))
    return [
        _Group(tuple(small[start:end]), end == len(small)) for start, end in pairwise([0, *ends])
    ]


def _packed(items: Sequence[T], fits: Callable[[Sequence[T]], bool]) -> Iterator[int]:
    """Where to cut so that each part fits and holds as much as it can; single items are taken as
    they are.

    The number tried doubles, then is bisected: the cost grows with what fits, not with its square.
    """
    start = 0
    guess = 1
    while start < len(items):
        low, high = 1, len(items) - start
        step = max(1, guess)
        while low < high:
            size = min(step, high)
            if size > low and not fits(items[start : start + size]):
                high = size - 1
                break
            low = max(low, size)
            step = 2 * size
        while low < high:
            size = (low + high + 1) // 2
            low, high = (size, high) if fits(items[start : start + size]) else (low, size - 1)
        guess = low
        start += low
        yield start


def _cut(sentence: Sentence, fits: Fits, say: Say) -> list[Sentence]:
    """A sentence that does not fit: its clauses, or as many of their words as fit."""
    pieces = [Sentence(text, say(text)) for text in split_clauses(sentence.text)]
    small: list[Sentence] = []
    for piece in pieces:
        small += [piece] if fits(piece.spoken) else _cut_words(piece.text, fits, say)
    return _merged(small)


def _atoms(words: Sequence[str], fits: Fits, say: Say) -> list[str]:
    """Words, and the characters of those that do not fit by themselves: where several fit together,
    so does each."""
    if fits(say("".join(words))):
        return list(words)
    if len(words) == 1:
        return list(graphemes(words[0]))
    middle = len(words) // 2
    return [*_atoms(words[:middle], fits, say), *_atoms(words[middle:], fits, say)]


def _cut_words(text: str, fits: Fits, say: Say) -> Iterator[Sentence]:
    """A clause that does not fit, between words; a word that does not, between characters."""
    words = WORDS.findall(text)
    batches = (words[at : at + _BATCH] for at in range(0, len(words), _BATCH))
    atoms = [atom for batch in batches for atom in _atoms(batch, fits, say)]
    ends = _packed(atoms, lambda part: fits(say("".join(part))))
    for start, end in pairwise([0, *ends]):
        piece = "".join(atoms[start:end])
        spoken = say(piece)
        if not fits(spoken):
            raise TextTooLong(
                f"not even {piece.strip()[:20]!r} fits into one request of the engine",
                "choose another engine",
            )
        yield Sentence(piece, spoken)
