"""Repairs damaged text: stray characters, mojibake, pinyin in the text, GBK read one byte off.

Undamaged text is never changed and costs almost no time: tables are loaded only if something looks
damaged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tts.model import Change

STRAY = re.compile(
    "\x1b\\[[0-9;:?]*[@-~]|"
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f"
    "\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd\ud800-\udfff]"
)
"""Terminal colours, control characters, zero-width characters, direction overrides, soft hyphens,
private-use characters, lone surrogates. Joiners are kept because scripts need them."""
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
TRAIL = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
MOJIBAKE = re.compile(
    f"[\u00c2-\u00df]{TRAIL}|[\u00e0-\u00ef]{TRAIL}{{2}}|[\u00f0-\u00f4]{TRAIL}{{3}}"
)
"""How a character's UTF-8 bytes look when read as Latin-1 or Windows-1252."""
DAMAGED = re.compile(
    "[?\ufffd]\\S?[^\\x00-\\x7f]|[?\ufffd]\\(?[a-z\u00e0-\u01dc]{1,7}\\)"
    "|[\u3400-\u9fff][(（][a-z\u00e0-\u01dc]"
)
"""Text that may require the Chinese repairs."""
SHOWN = 60
"""Maximum characters of a repaired text shown to the user."""


def repair(texts: Sequence[str]) -> tuple[list[str], list[Change]]:
    """The texts of an article, repaired, and the changes.

    They are examined together, because automatic pinyin is only recognizable in the whole.

    >>> repair(["It\u00e2\u20ac\u2122s soft\u00adly said."])[0]
    ['It’s softly said.']
    >>> repair(["What? No (really): 重(chóng)庆!"])
    (['What? No (really): 重(chóng)庆!'], [])
    """
    changes: list[Change] = []
    # Mojibake first, because control characters may be bytes of it.
    clean = [BREAKS.sub("\n", _without_mojibake(text, changes)) for text in texts]
    clean, strays = _without_strays(clean)
    changes += strays
    if not any(DAMAGED.search(text) for text in clean):
        return clean, changes
    from tts.text.repair.gbk import repair_shifts
    from tts.text.repair.pinyin import strip_annotations

    clean, stripped = strip_annotations(clean)
    changes += stripped
    for i, text in enumerate(clean):
        clean[i], shifts = repair_shifts(text)
        changes += shifts
    return clean, changes


def _without_strays(texts: list[str]) -> tuple[list[str], list[Change]]:
    """The texts without characters that can be neither seen nor spoken; one change reports all of
    them."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(match[0] for match in STRAY.findall(text))
    if not found:
        return texts, []
    commonest = [f"U+{ord(char):04X} ×{count}" for char, count in found.most_common(5)]
    listed = ", ".join(commonest)
    change = Change(listed, "", "characters that can't be seen or said")
    return [STRAY.sub("", text) for text in texts], [change]


def _without_mojibake(text: str, changes: list[Change]) -> str:
    """UTF-8 that was read in a one-byte encoding, decoded again; ftfy only does so if it is
    certain."""
    if not MOJIBAKE.search(text):
        return text
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        normalization=None,
        explain=False,
    )
    fixed = str(ftfy.fix_encoding(text, config))
    if fixed != text:
        changes.append(
            Change(text[:SHOWN], fixed[:SHOWN], "UTF-8 had been read as another encoding")
        )
    return fixed
