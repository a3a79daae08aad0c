"""Damages Chinese text in the ways found in scraped pages, for the tests of repair and for `examples/`.

Such a page was held as GBK and worked on byte by byte: a machine put pinyin behind traditional characters and folded
full-width signs, and where it matched across two characters it broke them.

    annotate   習近平 -> 習(xí)近平
    shift      過硬。基層黨組織 -> 過硬?;鶎狱h組織      a lead byte is lost, what follows is read one byte off
    inside     鄰居因為一本書從 -> 鄰居因?yàn)橐槐緯?shū)從   a pair of half characters (驗) was annotated

Run it to write `examples/library.txt` from the clean text: `python tests/corrupt.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLEAN = ROOT / "tests" / "data" / "text" / "library.clean.txt"
SPOILT = ROOT / "examples" / "library.txt"

FOLD = {0xFF01 + n: 0x21 + n for n in range(94)}
"""Full-width signs replaced by ASCII."""

TAIL = "东河县| 柳溪镇| 石塘| 青浦区| 白沙县| 云岭市| 房产| 南桥镇| 平湾县| 新渡市| 北原县| 枫林| 大坪镇| 双溪县|"


def annotate(text: str) -> str:
    """Puts its commonest reading behind every traditional character.

    >>> annotate("書屋很小")
    '書(shū)屋很小'
    """
    return "".join(f"{char}({reading(char)})" if traditional(char) else char for char in text)


def shift(text: str, at: int) -> str:
    """The text with the lead byte of the character at `at` lost.

    >>> shift("過硬。基層黨組織", 2)
    '過硬?;鶎狱h組織'
    """
    garbled, end = _shift(text, at)
    return text[:at] + garbled + text[end:]


def inside(text: str, at: int) -> str:
    """The text with an annotation put between the bytes of the character at `at`, and behind the next traditional one.

    >>> inside("鄰居因為一本書從", 3)
    '鄰居因?yàn)橐槐緯?shū)從'
    """
    garbled, end = _inside(text, at)
    return text[:at] + garbled + text[end:]


def spoil(text: str, shifts: tuple[str, ...] = (), insides: tuple[str, ...] = (), tail: str = "") -> str:
    """All corruptions at once.

    `shifts` and `insides` name the places, by a stretch of text that begins with the character to break.
    """
    breaks: list[tuple[int, Callable[[str, int], tuple[str, int]]]]
    breaks = sorted([(text.index(s), _shift) for s in shifts] + [(text.index(s), _inside) for s in insides])
    out, done = [], 0
    for at, spoiled in breaks:
        garbled, end = spoiled(text, at)
        out += [annotate(text[done:at]), garbled]
        done = end
    return "".join([*out, annotate(text[done:]), tail])


def _shift(text: str, at: int) -> tuple[str, int]:
    """What stands for the text from `at` on, up to where the reading falls in step again: at an ASCII trail byte."""
    end = next(i for i in range(at, len(text)) if gbk(text[i])[1] < 0x80)
    garbled = b"".join(map(gbk, text[at : end + 1]))[1:].decode("gbk")
    return "?" + garbled[0].translate(FOLD) + garbled[1:], end + 1


def _inside(text: str, at: int) -> tuple[str, int]:
    """Like `_shift`; it falls in step again where the next annotation's bracket was eaten as a trail byte."""
    across = (gbk(text[at - 1])[1:] + gbk(text[at])[:1]).decode("gbk")
    end = next(i for i in range(at + 1, len(text)) if traditional(text[i]))
    garbled = b"".join(map(gbk, text[at : end + 1]))[1:-1].decode("gbk")
    return f"?{reading(across)}){garbled}?{reading(text[end])})", end + 1


def gbk(char: str) -> bytes:
    """The two bytes of a character."""
    code = char.encode("gbk")
    if len(code) != 2:
        raise ValueError(f"{char!r} has no two bytes in GBK")
    return code


@cache
def traditional(char: str) -> bool:
    """Whether it is a Chinese character with a different simplified form."""
    from opencc import OpenCC

    return "\u4e00" <= char <= "\u9fff" and OpenCC("t2s").convert(char) != char


@cache
def reading(char: str) -> str:
    """One reading for each character, whatever the word."""
    from pypinyin import pinyin

    return str(pinyin(char)[0][0])


def main() -> None:
    spoilt = spoil(
        CLEAN.read_text("utf-8"),
        shifts=("。或許", "。回過頭", "。活動室", "。基層"),
        insides=("為一本書",),
        tail=f"\n{TAIL}\n",
    )
    SPOILT.write_text(spoilt, "utf-8")


if __name__ == "__main__":
    main()
