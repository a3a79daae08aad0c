"""Make tts/data/cover.otf: the font that covers are drawn with, a subset of Noto Sans CJK TC Medium (OFL 1.1).

    pip install fonttools
    pip download --no-deps cvttf-notosanscjk-medium==1.0 && unzip cvttf_NotoSansCJK_Medium-1.0-*.whl
    python tools/make_font.py cvttf_NotoSansCJK_Medium/NotoSansCJKtc-Medium.otf

It has Latin with its extensions, kana, full-width signs and the characters of GB 2312 and of Big5's first level:
the titles of nearly all articles in Chinese, simplified and traditional, in 2.2 MB.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from opencc import OpenCC

RANGES = [(0x20, 0x250), (0x2010, 0x2050), (0x3000, 0x3100), (0xFF01, 0xFF61), (0x2460, 0x2474)]
SIGNS = "€£¥←→↑↓■●★☆№℃"
LEGACY = {"gb2312": range(0xA1, 0xF8), "big5": range(0xA1, 0xC7)}
"""Encoding -> lead bytes whose characters are wanted."""


def characters() -> set[int]:
    wanted = {c for first, end in RANGES for c in range(first, end)} | set(map(ord, SIGNS))
    for encoding, leads in LEGACY.items():
        pairs = (bytes([lead, trail]) for lead in leads for trail in range(0x40, 0xFF))
        decoded = (pair.decode(encoding, errors="ignore") for pair in pairs)
        wanted |= {ord(c) for c in decoded if len(c) == 1}
    return wanted | variants(wanted)


def variants(wanted: set[int]) -> set[int]:
    """How the characters are written in Taiwan and Hong Kong, which the old encodings lack in part: 裏, 着, 説."""
    simplified = "".join(map(chr, sorted(wanted)))
    converted = "".join(
        OpenCC(config).convert(simplified) for config in ("s2t", "s2tw", "s2hk", "t2hk", "t2tw")
    )
    return set(map(ord, converted))


def main(source: str) -> None:
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # the licence and its address stay in the font
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    font.save(Path(__file__).parents[1] / "tts" / "data" / "cover.otf")


if __name__ == "__main__":
    main(sys.argv[1])
