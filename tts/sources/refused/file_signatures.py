"""Files that Pagecast recognizes by their bytes but can't read."""

from __future__ import annotations

from tts.sources.format import Format, Sample
from tts.sources.recognisers import begins, zipped
from tts.sources.refused.broken import BROKEN

AS_DOCX = "open it in Word or LibreOffice, save it as .docx, and use that"
A_TABLE = "a table can't be read aloud: save the text that you want to hear, and use that"
AS_EPUB = (
    "convert it to EPUB (for example with Calibre), and use that; protected books can't be read"
)
OLE = b"\xd0\xcf\x11\xe0"
"""Old Office documents, and encrypted new ones."""
PROPERTIES = "__properties_version1.0".encode("utf-16-le")
"""The stream in which an Outlook message stores its fields."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


def _is_locked(sample: Sample) -> bool:
    ends = sample.content[:65536] + sample.content[-65536:]
    return sample.content.startswith(OLE) and ENCRYPTED in ends


def _is_outlook(sample: Sample) -> bool:
    return sample.content.startswith(OLE) and PROPERTIES in sample.content


FILES = (
    Format(
        "an Excel workbook",
        zipped(parts=("spreadsheetml",), file="xl/workbook.xml"),
        instead=A_TABLE,
    ),
    Format(
        "an OpenDocument spreadsheet",
        zipped(declared=f"{OPEN_DOCUMENT}.spreadsheet"),
        instead=A_TABLE,
    ),
    Format(
        "an OpenDocument file",
        zipped(declared=OPEN_DOCUMENT, file="content.xml"),
        instead="open it in LibreOffice, save it as .docx, and use that",
    ),
    *BROKEN,
    Format(
        "a ZIP archive",
        lambda sample: sample.zip is not None,
        instead="unpack it, and use the files in it",
    ),
    Format(
        "a locked Office document",
        _is_locked,
        instead="open it in Word, save a copy without its password, and use that",
    ),
    Format(
        "a mail of Outlook",
        _is_outlook,
        instead="open it in Outlook, save it as .eml or text, and use that",
    ),
    Format(
        "an old Office document",
        lambda sample: sample.content.startswith(OLE),
        instead=AS_DOCX,
    ),
    Format(
        "a Kindle book",
        begins(b"CONT\x02\x00", b"\xeaDRMION"),
        instead=AS_EPUB,
    ),
    Format("a gzip archive", begins(b"\x1f\x8b"), instead="unpack it, and use the file in it"),
    Format("MP4 audio or video", begins(b"ftyp", at=4)),
    Format("a WebP image", begins(b"WEBPVP8", at=8)),
    Format("WAV audio", begins(b"WAVEfmt ", at=8)),
    Format("a bzip2 archive", begins(b"1AY&SY", at=4)),
    Format("a PNG image", begins(b"\x89PNG")),
    Format("a JPEG image", begins(b"\xff\xd8\xff")),
    Format("a GIF image", begins(b"GIF87a", b"GIF89a")),
    Format("an MP3", begins(b"ID3\x02", b"ID3\x03", b"ID3\x04", b"\xff\xfb", b"\xff\xf3")),
    Format("Ogg audio", begins(b"OggS")),
    Format("FLAC audio", begins(b"fLaC")),
    Format("an xz archive", begins(b"\xfd7zXZ")),
    Format("a Zstandard archive", begins(b"\x28\xb5\x2f\xfd")),
    Format("a 7z archive", begins(b"7z\xbc\xaf")),
    Format("a RAR archive", begins(b"Rar!\x1a")),
    Format("a program", begins(b"\x7fELF")),
    Format("a database", begins(b"SQLite format 3\0")),
)
