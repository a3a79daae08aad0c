"""ID3v2.3 tags in UTF-16, with chapters in order, built in memory and put before the frames.

v2.3 because ffmpeg loses chapter titles of 127 characters and more in v2.4; UTF-16 because v2.3
does not support UTF-8.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mutagen import MutagenError
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TDRC,
    TIT2,
    TLAN,
    TPE1,
    TPE2,
    TRCK,
    USLT,
    WOAS,
)
from mutagen.id3 import Frames as _FRAMES
from mutagen.id3._tags import ID3Tags  # the only way to the writer of single frames, see _write

from tts.locale.language_tags import written_of

LARGEST = 300_000
"""Maximum bytes of a tag: some players search no further for the audio."""
CHILDREN = 255
"""Maximum children of a CTOC: the number of entries is one byte (ID3v2 Chapter Frame Addendum
1.0)."""

_UTF16 = 1
_LANGUAGES = {
    "zh": "zho",
    "en": "eng",
    "ja": "jpn",
    "ko": "kor",
    "fr": "fra",
    "de": "deu",
    "es": "spa",
    "it": "ita",
    "pt": "por",
    "nl": "nld",
    "ru": "rus",
    "pl": "pol",
    "sv": "swe",
    "da": "dan",
    "fi": "fin",
    "nb": "nob",
    "tr": "tur",
    "ar": "ara",
    "hi": "hin",
    "vi": "vie",
    "th": "tha",
    "id": "ind",
    "el": "ell",
    "cs": "ces",
    "uk": "ukr",
    "he": "heb",
    "hu": "hun",
    "ro": "ron",
    "fa": "fas",
    "bn": "ben",
    "ca": "cat",
    "bg": "bul",
}
"""Language -> ISO 639-2/T, which has one code for all Chinese languages."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The content of a tag. Empty fields are left out."""

    title: str
    author: str = ""
    show: str = ""
    owner: str = ""
    number: int = 0
    date: str = ""
    language: str = ""
    comment: str = ""
    url: str = ""
    text: str = ""
    """The article, as lyrics; left out if the tag would exceed 300 KB."""
    cover: bytes = b""
    """JPEG."""
    chapters: tuple[tuple[int, int, str], ...] = ()
    """(start, end, title), milliseconds."""
    duration: int = 0
    """Milliseconds."""


def build(tag: Tag) -> bytes:
    """The bytes of the whole tag, at most 300,000."""
    whole = _serialize(_frames(tag))
    if len(whole) > LARGEST and tag.text:
        whole = _serialize([f for f in _frames(tag) if f.FrameID != "USLT"])
    if len(whole) > LARGEST and tag.cover:
        whole = _serialize([f for f in _frames(tag) if f.FrameID not in ("USLT", "APIC")])
    return whole


def length(audio: Path) -> int:
    """Bytes of the tag before an MP3's frames."""
    with audio.open("rb") as f:
        head = f.read(10)
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    return 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])  # four bytes of seven bits


def text_and_cover(audio: Path) -> tuple[str, bytes]:
    """Lyrics and picture of an MP3, as `build` wrote them; empty if there are none."""
    try:
        tag = ID3(audio)
    except MutagenError:
        return "", b""
    text, picture = tag.getall("USLT"), tag.getall("APIC")
    return str(text[0].text) if text else "", bytes(picture[0].data) if picture else b""


def chapters(audio: Path) -> list[tuple[int, int, str]]:
    """Start, end (milliseconds) and title of an MP3's chapters in their order, as `build` wrote
    them."""
    try:
        found = ID3(audio).getall("CHAP")
    except MutagenError:
        return []
    ordered = sorted(found, key=lambda chapter: chapter.start_time)
    return [
        (c.start_time, c.end_time, str(c.sub_frames.getall("TIT2")[0].text[0])) for c in ordered
    ]


def language_code(language: str) -> str:
    """ISO 639-2 of a BCP 47 tag; `und` if it is not in the table.

    >>> language_code("zh-Hant"), language_code("en"), language_code("")
    ('zho', 'eng', 'und')
    """
    return _LANGUAGES.get(written_of(language), "und")


def _ascii(url: str) -> str:
    """URL frames are Latin-1 (ID3v2.3, 4.3): non-ASCII characters are percent-encoded, as in
    browsers.

    >>> _ascii("https://example.org/文?a=b%20c#é")
    'https://example.org/%E6%96%87?a=b%20c#%C3%A9'
    """
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")


def _frames(tag: Tag) -> list[Any]:
    code = language_code(tag.language)
    text = [
        (TIT2, tag.title),
        (TPE1, tag.author),
        (TPE2, tag.owner),
        (TALB, tag.show),
        (TRCK, str(tag.number or "")),
        (TCON, "Podcast"),
        (TDRC, tag.date),
        (TLAN, code),
        (_FRAMES["TLEN"], str(tag.duration)),
    ]
    frames: list[Any] = [kind(encoding=_UTF16, text=[said]) for kind, said in text if said]
    if tag.comment:
        frames.append(COMM(encoding=_UTF16, lang=code, desc="", text=[tag.comment]))
    if tag.url:
        frames.append(WOAS(url=_ascii(tag.url)))
    if tag.text:
        frames.append(USLT(encoding=_UTF16, lang=code, desc="", text=tag.text))
    if tag.cover:
        frames.append(APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=tag.cover))
    return frames + _chapters(tag.chapters)


def _chapters(chapters: Sequence[tuple[int, int, str]]) -> list[Any]:
    """CTOC and CHAP frames. More than 255 chapters are grouped in unnamed CTOCs of 255 each."""
    if len(chapters) < 2:
        return []
    names = [f"ch{n}" for n in range(len(chapters))]
    none = 0xFFFFFFFF  # no byte offsets: times alone count
    chaps = [
        CHAP(
            element_id=name,
            start_time=start,
            end_time=end,
            start_offset=none,
            end_offset=none,
            sub_frames=[TIT2(encoding=_UTF16, text=[title])],
        )
        for name, (start, end, title) in zip(names, chapters, strict=True)
    ]
    groups = [names[i : i + CHILDREN] for i in range(0, len(names), CHILDREN)]
    if len(groups) == 1:
        return [_contents("toc", names, top=True), *chaps]
    parts = [f"toc{n}" for n in range(len(groups))]
    nested = [_contents(part, group, top=False) for part, group in zip(parts, groups, strict=True)]
    return [_contents("toc", parts, top=True), *nested, *chaps]


def _contents(name: str, children: list[str], *, top: bool) -> Any:
    return CTOC(element_id=name, flags=2 | top, child_element_ids=children, sub_frames=[])


class _Ordered(ID3):
    """Keeps the order of frames: mutagen sorts them by size (mutagen#506), which would disorder
    chapters."""

    def _write(self, config: Any) -> bytearray:
        order = ("CTOC", "CHAP")
        plain = [f for f in self.values() if f.FrameID not in order]
        single = [[f] for name in order for f in self.values() if f.FrameID == name]
        out = bytearray()
        for group in [plain, *single]:
            part = ID3Tags()
            for frame in group:
                part.add(frame)
            out += part._write(config)
        return out


def _serialize(frames: list[Any]) -> bytes:
    tag = _Ordered()
    for frame in frames:
        tag.add(frame)
    tag.update_to_v23()
    out = io.BytesIO()
    tag.save(out, v2_version=3, v1=0, padding=lambda _: 0)
    return out.getvalue()
