"""The kinds of documents that other programs convert: which, and what to do without them."""

from __future__ import annotations

from dataclasses import dataclass

AS_DOCX = "open it in Word or LibreOffice, save it as .docx, and use that"
AS_TEXT = "save its outline or notes as text, and use that"
AS_EPUB = "convert it to EPUB with Calibre (ebook-convert {where} book.epub), and use that"
AS_HTML = "convert it where there is one (pandoc -s {where} -o page.html), and use that"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document that is converted."""

    name: str
    """In messages: `an Org document`."""
    suffix: str
    """The suffix by which the programs identify it."""
    tools: tuple[str, ...]
    """Tools that convert it, the best first, as for `tools.tool_of`."""
    instead: str = AS_HTML
    """What to do if none of them is installed."""
    is_text: bool = True
    """The programs expect it in UTF-8."""
    loses: tuple[tuple[str, str], ...] = ()
    """What the programs drop without a message: patterns, and what they match."""
    marks: tuple[tuple[str, str], ...] = ()
    """Markup that they treat as words: patterns of a `mark` and of what is `before` it."""


CITES = r"\\(?:paren|auto|text|foot)?cite[a-z]*\*?(?:\[[^\]\n]*\]){0,2}\{[^{}\n]*\}"
BROUGHT_IN = r"\\(?:input|include|subfile|import)\b\s*\{[^{}\n]*\}"
INCLUDED = r"(?im)^[ \t]*(?:#\+include:|include::).*$"
A_FILE = "a file included here, which is not read"
TEMPLATES = r"\{\{[^{}]{1,300}\}\}"

PRIORITY = r"(?m)^(?P<before>\*+ +(?:[A-Z]{2,} +)?)(?P<mark>\[#[A-Z0-9]{1,2}\] *)"
PROGRESS = r"(?m)^(?P<before>\*+ [^\n]*?)(?P<mark> \[(?:\d*/\d*|\d*%)\])(?= *$| +:[^\s:]+:)"

ORG = Kind(
    "an Org document",
    ".org",
    ("pandoc:org",),
    loses=((INCLUDED, A_FILE),),
    marks=((PRIORITY, "the priority of a task"), (PROGRESS, "the number of finished tasks")),
)
ASCIIDOC = Kind(
    "an AsciiDoc document",
    ".adoc",
    ("asciidoctor", "pandoc:asciidoc"),
    "convert it where there is one (asciidoctor -o page.html {where}), and use that",
)
RST = Kind(
    "reStructuredText",
    ".rst",
    ("pandoc:rst",),
    "docutils (pip install 'pagecast[rst]')",
)
TEXTILE = Kind("a Textile document", ".textile", ("pandoc:textile",))
MEDIAWIKI = Kind(
    "a MediaWiki text",
    ".wiki",
    ("pandoc:mediawiki",),
    loses=((TEMPLATES, "a template of the wiki"),),
)
DOKUWIKI = Kind("a DokuWiki text", ".dokuwiki", ("pandoc:dokuwiki",))
LATEX = Kind(
    "a LaTeX document",
    ".tex",
    ("pandoc:latex",),
    loses=((CITES, "a citation"), (BROUGHT_IN, A_FILE)),
)
TYPST = Kind("a Typst document", ".typ", ("pandoc:typst",))
MUSE = Kind("a Muse document", ".muse", ("pandoc:muse",))
MANUAL = Kind("a manual page", ".man", ("pandoc:man",))
DOCBOOK = Kind("a DocBook document", ".dbk", ("pandoc:docbook",))
JATS = Kind("a JATS article", ".jats", ("pandoc:jats",))
RTF = Kind(
    "an RTF document", ".rtf", ("pandoc:rtf", "soffice:docx", "ebook-convert"), AS_DOCX, False
)
OLD_WORD = Kind("an old Word document", ".doc", ("soffice:docx",), AS_DOCX, False)
OLD_POWERPOINT = Kind("an old PowerPoint presentation", ".ppt", ("soffice:pdf",), AS_TEXT, False)
KINDLE = Kind("a Kindle book", ".mobi", ("ebook-convert",), AS_EPUB, False)
KINDLE_8 = Kind("a Kindle book", ".azw3", ("ebook-convert",), AS_EPUB, False)
CHM = Kind("a Windows help file", ".chm", ("ebook-convert",), AS_EPUB, False)
LIT = Kind("a book of Microsoft Reader", ".lit", ("ebook-convert",), AS_EPUB, False)
DJVU = Kind(
    "a DjVu document",
    ".djvu",
    ("ebook-convert",),
    "convert it to a PDF with text, and use that",
    False,
)
