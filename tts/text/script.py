"""A script: what will be spoken for an article, in chunks that fit an engine's request.

A chunk is one block. Only a block that does not fit is split: between sentences, otherwise clauses,
words or characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from tts.model import Article, Block, Change, Chunk, Engine, Reading, Script, Sentence
from tts.text import furigana
from tts.text.block_rules import (
    DEFAULTS,
    REPLACED,
    ROWS,
    SKIPPED,
    How,
    Rules,
    announced,
    formula_words,
)
from tts.text.chunk_fitting import Fits, Group, Say, grouped, merged
from tts.text.detect import HAN, foreign, primary
from tts.text.glosses import hints
from tts.text.kana_glosses import kana_hints
from tts.text.languages.language import Signs
from tts.text.languages.registry import find_or_english
from tts.text.lexicon import Lexicon
from tts.text.sentence_readings import Speech
from tts.text.sentences import split_sentences
from tts.text.unspoken import Addresses, speakable

BEFORE_HEADING: Final = 300
"""Additional milliseconds before a heading, so that it sounds like a beginning, and before an
outro."""
PIECE: Final = 150
"""Milliseconds between the parts of a block that was split."""
STOPPED: Final = frozenset(
    {"title", "heading", "item", "caption", "note", "formula", "intro", "outro"}
)
"""Kinds that end in a full stop when spoken, so that the voice falls."""
ENDS = re.compile(r"[。！？!?….,，:：;；、—][”’」』）)\"']*\s*$")


@dataclass(frozen=True, slots=True)
class _Speaker:
    """The requirements of the engine that speaks a block."""

    language: str
    fits: Fits
    speech: Speech

    def say(self, text: str) -> str:
        """A text as spoken, with numbers and symbols in words."""
        return self.speech.say(text)


@dataclass(frozen=True, slots=True)
class _Wants:
    """The properties of an engine that affect the text."""

    fits: Fits
    normalizes: bool
    phonemic: bool

    def speaker(self, language: str, lexicon: Lexicon, addresses: Addresses) -> _Speaker:
        """An engine of this kind speaking a language."""
        speech = Speech(
            language,
            lexicon,
            normalizes=self.normalizes,
            phonemic=self.phonemic,
            addresses=addresses,
        )
        return _Speaker(language, self.fits, speech)


def _wants_of(engine: Engine) -> _Wants:
    phonemic = getattr(engine, "phonemic", False)
    return _Wants(engine.fits, engine.normalizes, phonemic)


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
    """What will be spoken: the title, then the blocks in order; `changes` lists what is left out.

    `fits` tells whether an engine can speak a text in one request, `normalizes` whether it reads
    numbers itself, `phonemic` whether it accepts readings. `others` are the engines for blocks in
    other languages, `speakers` those for blocks of a speaker in a language. `lexicon` has the
    pronunciation of words, `rules` the treatment of code, tables and the like. Raises TextTooLong
    if not even one character fits.
    """
    rules = {**DEFAULTS, **(rules or {})}
    blocks = list(_with_title(article))
    lexicon = _with_hints(lexicon or Lexicon(), article.language, blocks)

    others = others or {}
    speakers = speakers or {}
    own = _Wants(fits, normalizes, phonemic)
    voices: dict[tuple[str, str], _Speaker] = {}
    for block in blocks:
        who = (block.language, block.speaker)
        if who not in voices:
            tag = block.language or article.language
            by_name = speakers.get((block.speaker, tag))
            engine = by_name or others.get(block.language)
            wants = _wants_of(engine) if engine else own
            voices[who] = wants.speaker(tag, lexicon, rules["address"])
    chunks: list[Chunk] = []
    changes = list(article.changes)
    asked: dict[int, int] = {}
    for block in blocks:
        by = voices[block.language, block.speaker]
        how = rules.get(block.kind, "read")
        sentences, reason = _sentences(block, by, how)
        if reason:
            changes.append(Change(block.text, "", reason))
        chunks += _spoken(block, sentences, by)
        if block.pause and chunks:  # what is left out leaves its pause behind
            last = len(chunks) - 1
            asked[last] = block.pause
    for by in voices.values():
        changes += by.speech.notes
    paced = _with_asked(_paced(chunks), asked)
    return Script(article.title, article.language, tuple(paced), tuple(changes))


def _spoken(block: Block, sentences: list[Sentence], by: _Speaker) -> Iterator[Chunk]:
    """The chunks for the spoken sentences of a block."""
    if sentences:
        groups = grouped(sentences, by.fits, by.say)
        chunks = _chunks(block, groups, by.language)
        yield from _with_readings(block, chunks, by.speech)


def _with_hints(lexicon: Lexicon, language: str, blocks: Sequence[Block]) -> Lexicon:
    """The lexicon with the readings given in the article."""
    texts = []
    japanese = []
    for block in blocks:
        texts.append(block.text)
        tag = block.language or language
        if primary(tag) == "ja":
            japanese.append(block.text)
    lexicon = lexicon.led_by(hints(texts))
    lexicon = lexicon.led_by(furigana.hints(blocks))
    return lexicon.led_by(kana_hints(japanese))


def _with_readings(block: Block, chunks: Iterable[Chunk], speech: Speech) -> Iterator[Chunk]:
    """The chunks with readings from the lexicon, the glosses and the furigana."""
    given = furigana.furigana_of(block)
    at = 0
    for chunk in chunks:
        sentences = []
        for sentence in chunk.sentences:
            end = at + len(sentence.text)
            own = furigana.furigana_within(given, at, end)
            sentences.append(speech.with_readings(sentence, own))
            at = end
        yield replace(chunk, sentences=tuple(sentences))


def _with_title(article: Article) -> Iterator[Block]:
    """The blocks with the title first; a first block with the same text becomes the title. An intro
    precedes it."""
    blocks = list(article.blocks)
    if blocks and blocks[0].kind == "intro":
        yield blocks.pop(0)
    if speakable(article.title):
        title = Block("title", article.title)
        if blocks and _letters(blocks[0].text) == _letters(title.text):
            same = blocks.pop(0)
            title = replace(title, text=same.text, pause=same.pause, furigana=same.furigana)
        language = foreign(title.text, article.language)
        yield replace(title, language=language)
    yield from blocks


def _letters(text: str) -> str:
    letters = filter(str.isalnum, text)
    return "".join(letters).casefold()


def _sentences(block: Block, speaker: _Speaker, how: How) -> tuple[list[Sentence], str]:
    """The sentences of a block, and the reason why it, or the part replaced by an announcement, is
    left out."""
    if not speakable(block.text):
        return [], "nothing to say in it"
    if how == "skip":
        return [], SKIPPED[block.kind]
    is_announced = how == "announce"
    is_replaced = block.kind in REPLACED
    sentences = [] if is_announced and is_replaced else _read(block, speaker)
    if not sentences and not is_replaced:
        return [], "only an address, and addresses are skipped"
    if not sentences:
        return _announcement(block, speaker), f"{SKIPPED[block.kind]}: it is announced"
    word = announced(block, speaker.language) if is_announced else ""
    if word:
        sentences[0] = _led(sentences[0], word)
    return sentences, ""


def _read(block: Block, speaker: _Speaker) -> list[Sentence]:
    """The sentences of a block that is read; none for a table or a formula that can't be understood
    by ear."""
    if block.kind == "table":
        return _table(block.text, speaker.say, speaker.language)
    if block.kind == "formula":
        return _formula(block.text, speaker)
    if block.kind == "code":
        return _code(block.text, speaker.say)
    ends = find_or_english(speaker.language).ends
    texts = split_sentences(block.text, ends)
    said = _said(block, texts, speaker)
    sentences = merged(list(said))
    if block.label:
        sentences = _unlabelled(sentences, block.label, speaker.say)
    if sentences and block.kind in STOPPED:
        sentences[-1] = _stopped(sentences[-1])
    return sentences


def _code(text: str, say: Say) -> list[Sentence]:
    """The sentences of code, line by line."""
    sentences: list[Sentence] = []
    for line in text.splitlines(keepends=True):
        spoken = say(line)
        sentences.append(Sentence(line, spoken))
    return merged(sentences)


def _formula(text: str, speaker: _Speaker) -> list[Sentence]:
    words = formula_words(text, speaker.language)
    if not words:
        return []
    sentence = Sentence(text, speaker.say(words))
    return [_stopped(sentence)]


def _said(block: Block, texts: Iterable[str], speaker: _Speaker) -> Iterator[Sentence]:
    """Sentences with their spoken form; for a voice without readings, words with furigana are in
    kana."""
    given = [] if speaker.speech.phonemic else furigana.furigana_of(block)
    at = 0
    for text in texts:
        end = at + len(text)
        own = furigana.furigana_within(given, at, end)
        written = furigana.in_kana(own, text)
        yield Sentence(text, speaker.say(written))
        at = end


def _unlabelled(sentences: list[Sentence], label: int, say: Say) -> list[Sentence]:
    """The sentences without the speaker's label, with which the first one starts."""
    first, *rest = sentences
    without = first.text[label:]
    if not speakable(without):
        return sentences
    spoken = say(without)
    first = Sentence(first.text, spoken)
    return [first, *rest]


def _announcement(block: Block, speaker: _Speaker) -> list[Sentence]:
    text = announced(block, speaker.language)
    if not text:
        return []
    return [Sentence(text, speaker.say(text))]


def _led(sentence: Sentence, word: str) -> Sentence:
    """The sentence with a word spoken before it."""
    length = len(word)
    moved: list[Reading] = []
    for reading in sentence.readings:
        start = reading.start + length
        end = reading.end + length
        moved.append(replace(reading, start=start, end=end))
    return Sentence(sentence.text, word + sentence.spoken, tuple(moved))


def _table(text: str, say: Say, language: str) -> list[Sentence]:
    """The sentences of a table, row by row; if the first row has names, each cell follows its
    column's name. None for a long table."""
    lines = text.splitlines(keepends=True)
    rows = [line.rstrip("\n").split("\t") for line in lines]
    if len(rows) > ROWS + 1:
        return []
    names: list[str] = []
    sentences: list[Sentence] = []
    if _has_names(rows):
        names = rows.pop(0)
        sentences.append(Sentence(lines.pop(0), ""))
    for line, row in zip(lines, rows, strict=True):
        shown = "".join(names + row)
        signs = _signs(shown, language)
        spoken = _row(row, names, say, signs)
        if line.endswith("\n") and _needs_gap(spoken):
            spoken += " "
        sentences.append(Sentence(line, spoken))
    return merged(sentences)


def _needs_gap(spoken: str) -> bool:
    """Whether the text ends in a script with spaces between sentences."""
    return "" < spoken[-1:] < "\u2e80"


def _signs(row: str, language: str) -> Signs:
    """The punctuation of the article's language; a row in Latin letters in a Chinese article has
    that of English."""
    own = find_or_english(language)
    has_latin = re.search("[A-Za-z]", row)
    if own.wide and has_latin and not HAN.search(row):
        return Signs()
    return own.signs


def _row(row: Sequence[str], names: Sequence[str], say: Say, signs: Signs) -> str:
    """A row as spoken, with the punctuation of its language."""
    said: list[str] = []
    for place, cell in enumerate(row):
        name = names[place] if place < len(names) else ""
        label = re.sub(r"\s*[：:]\s*$", "", name)
        is_labelled = label and speakable(cell)
        text = f"{label}{signs.colon}{cell}" if is_labelled else cell
        spoken = say(text)
        said.append(spoken.strip())
    row_said = signs.comma.join(filter(None, said))
    if not row_said or ENDS.search(row_said):
        return row_said
    return row_said + signs.stop


def _has_names(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: all its cells have words and no digits, and there
    are other rows."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    return all(map(_is_name, rows[0]))


def _is_name(cell: str) -> bool:
    has_digits = re.search(r"\d", cell)
    return speakable(cell) and not has_digits


def _stopped(sentence: Sentence) -> Sentence:
    """The sentence with a full stop in its spoken form if it lacks one."""
    spoken = sentence.spoken.rstrip()
    if not spoken or ENDS.search(spoken):
        return sentence
    is_wide = re.search("[\u3040-\u30ff\u3400-\u9fff]", spoken)
    stop = "。" if is_wide else "."
    space = sentence.spoken.removeprefix(spoken)
    return Sentence(sentence.text, spoken + stop + space)


def _chunks(block: Block, groups: Sequence[Group], language: str) -> Iterator[Chunk]:
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
    """The chunks with a longer pause before a heading."""
    kinds_behind = [chunk.kind for chunk in chunks[1:]]
    for chunk, kind in zip_longest(chunks, kinds_behind):
        pause = chunk.pause
        ends_block = pause != PIECE
        if ends_block and kind in ("heading", "outro"):
            pause += BEFORE_HEADING
        yield replace(chunk, pause=pause)


def _with_asked(chunks: Iterable[Chunk], asked: Mapping[int, int]) -> Iterator[Chunk]:
    """The chunks with the requested pauses, by the index of the chunk before each."""
    for place, chunk in enumerate(chunks):
        if place not in asked:
            yield chunk
            continue
        pause = asked[place]
        yield replace(chunk, pause=pause)
