"""Source code: recognized by its suffix or its lines, and refused by the name of its language."""

from __future__ import annotations

import re

from tts.model import Article, Source, SourceError
from tts.sources.format import HEAD, Sample
from tts.sources.html.recognise import MEDIA_TYPES as HTML
from tts.sources.markdown.recognise import MEDIA_TYPES as MARKDOWN
from tts.sources.plain import WIDE

LANGUAGES = {
    "Python": ".py .pyw .pyi",
    "JavaScript": ".js .mjs .cjs .jsx",
    "TypeScript": ".ts .tsx .mts",
    "Java": ".java",
    "Kotlin": ".kt .kts",
    "Scala": ".scala",
    "C": ".c .h",
    "C++": ".cpp .cc .cxx .hpp .hh",
    "C#": ".cs",
    "Objective-C": ".m .mm",
    "Go": ".go",
    "Rust": ".rs",
    "Swift": ".swift",
    "Ruby": ".rb",
    "PHP": ".php",
    "Perl": ".pl .pm",
    "Lua": ".lua",
    "R": ".r",
    "Julia": ".jl",
    "Haskell": ".hs",
    "Elixir": ".ex .exs",
    "Erlang": ".erl",
    "Clojure": ".clj .cljs",
    "Lisp": ".lisp .el .scm",
    "Dart": ".dart",
    "Pascal": ".pas",
    "Fortran": ".f90 .f95",
    "a shell": ".sh .bash .zsh .fish",
    "PowerShell": ".ps1 .psm1",
    "batch files": ".bat .cmd",
    "SQL": ".sql",
    "CSS": ".css .scss .sass .less",
    "Vue": ".vue",
    "Svelte": ".svelte",
    "a patch": ".diff .patch",
    "Visual Basic": ".vb .vbs",
    "assembly": ".asm .s",
}
BY_SUFFIX = {
    suffix: language for language, suffixes in LANGUAGES.items() for suffix in suffixes.split()
}
BEGINNINGS = ("#!", "<?php", "diff --git ")
"""Beginnings of programs, whatever the suffix."""
LINE = re.compile(
    r"\s*(?:import\s+[\w.{*\"'][^.!?]*;?$|from\s+[\w.]+\s+import\b"
    r"|(?:export|public|private|protected|static|async|abstract|final|pub)\s+\S.*[({;]$"
    r"|(?:def|class|func|fn|function|sub|struct|enum|interface|impl|trait|module)"
    r"\s+[\w.]+\s*[\[(:{<]"
    r"|(?:if|for|while|elif|else|try|except|catch|with|switch|case|match)\b.*[({)=!<>\"'].*[:{]$"
    r"|(?:else|try|finally|do|begin|end|fi|done|esac|then)\s*[:{;]?$"
    r"|(?:let|var|const|val|local|my)\s+[\w{\[$@].*="
    r"|(?:return|yield|raise|throw|use|using|package|namespace)\b[^.!?]*;$"
    r"|(?:SELECT|INSERT INTO|CREATE TABLE|UPDATE|DELETE FROM|ALTER TABLE|DROP TABLE)\s"
    r"|[\w.\[\]\"'*&$:-]+\s*(?:[-+*/|&:]?=|<-|=>)\s*\S[^!?]*[^.!?]?$"
    r"|[\w.:>$-]+\(.*\)[;,]?$|@\w+(?:\(.*\))?$|[\])}]+[;,)]*$"
    r"|(?=.*[=(){}\[\]<>]).*[;{}]$|[\w-]+\s*:\s*[^;]+;$)"
)
"""A line of code; lines of verse or lists may also end in `;` or `:`."""
COMMENT = re.compile(r"\s*(?://|/\*|\*(?:\s|/|$)|#|--\s|;;|\"\"\"|''')")
LOOKED_AT = 400
"""Number of lines that are examined."""
FEWEST = 5
"""Minimum lines of code if the suffix is no language's."""
SHARE = 0.6
"""Share of the letters in lines other than comments."""
FEWEST_WORDS = 6
FEWEST_WIDE = 10


def is_code(sample: Sample) -> bool:
    """Whether it is code: by its suffix unless it is prose, by its beginning, or by most of its
    lines. An article that contains code is an article, as is anything declared as a web page or
    Markdown."""
    if sample.media_type in HTML or sample.media_type in MARKDOWN:
        return False
    if sample.head.startswith(BEGINNINGS):
        return True
    code, prose, count = _counted(sample.head)
    if sample.suffix in BY_SUFFIX:
        return code > 0 or not prose
    return count >= FEWEST and code >= SHARE * (code + prose)


def _counted(text: str) -> tuple[int, int, int]:
    """The number of letters in lines of code and in others, without comments, and of lines of
    code."""
    code = prose = count = 0
    for line in text[:HEAD].split("\n")[:LOOKED_AT]:
        size = len(line.strip())
        if not size or line.lstrip().startswith("\\") or COMMENT.match(line):
            continue
        if LINE.match(line[:500]) and not _is_prose(line[:500]):
            code += size
            count += 1
        else:
            prose += size
    return code, prose, count


def _is_prose(line: str) -> bool:
    """Whether a line ends like a sentence, and is long enough for one."""
    if not line.rstrip().endswith((".", "!", "?", "。", "！", "？", ",", "，")):
        return False
    return len(line.split()) >= FEWEST_WORDS or len(WIDE.findall(line)) >= FEWEST_WIDE


def refuse_code(text: str, source: Source) -> Article:
    language = BY_SUFFIX.get(Sample(source).suffix, "")
    name = f"source code ({language})" if language else "source code"
    hint = "use a text about it: its documentation, or an article with parts of it"
    raise SourceError(f"{source.where} is {name}, not a text to read aloud", hint)
