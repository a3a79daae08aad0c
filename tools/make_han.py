"""Write tts/publish/templates/han.js: of each traditional or variant character the simplified one, by OpenCC's tables.

    python tools/make_han.py

A page's search folds by it what was typed and what is searched, so that 台灣 and 台湾 find each other. It folds to
search, not to read: 乾 and 幹 both become 干.
"""

from __future__ import annotations

from pathlib import Path

from opencc import OpenCC

TARGET = Path(__file__).parent.parent / "tts" / "publish" / "templates" / "han.js"
_IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
"""Those that a browser holds in one unit of UTF-16; the rarer ones beyond stay as they are."""


def content() -> str:
    convert = OpenCC("t2s").convert
    every = [chr(n) for block in _IDEOGRAPHS for n in block]
    folded = convert("\n".join(every)).split("\n")
    pairs = [
        a + b
        for a, b in zip(every, folded, strict=True)
        if a != b and len(b) == 1 and b < "\U00010000"
    ]
    told = "// Traditional and simplified, in turn; from the tables of OpenCC (Apache-2.0)."
    return f'{told}\npagecastHan = "{"".join(pairs)}";\n'


if __name__ == "__main__":
    TARGET.write_text(content(), encoding="utf-8")
