"""Logs: lines that begin with a time and state a severity or a program."""

from __future__ import annotations

import re

from tts.model import Article, Source, SourceError
from tts.sources.format import Sample

TIME = re.compile(
    r"[\[(<\"']?(?:\d{4}[-/.]\d\d[-/.]\d\d[T ,]+\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
    r"|\d\d/[A-Z][a-z]{2}/\d{4}:|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d|\d\d:\d\d:\d\d[.,\s\]]"
    r"|\d{10}(?:\.\d+)?\s)"
)
"""The beginning of a log line."""
WROTE = re.compile(
    r"\b(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|SEVERE)\b"
    r"|\b(?:trace|debug|info|notice|warn(?:ing)?|error|fatal)[\]:=]|\s[\w./-]+\[\d+\]:"
    r"|level=\w"
)
REQUEST = re.compile(r"\S+ \S+ \S+ \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [-+]\d{4}\] \"")
"""A line in the common log format of web servers."""
BARE = re.compile(r"(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL|[DIWEF]\d{4})\b")
TRACE = re.compile(
    r"Traceback \(most recent call last\):|(?:Caused by|Suppressed): "
    r"|\.\.\. \d+ (?:more|common)|(?:During handling of|The above exception was) "
    r"|stack backtrace:|panic: |goroutine \d+ \[|thread '[^']*' panicked at "
    r"|Exception in thread |(?:[\w$]+\.)+\w+: "
    r"|(?:[\w$]+[.:\\]+)*\w*(?:Error|Exception|Interrupt|Exit)\b(?:: |$)"
    r"|at [\w.$<>]+ ?\(|[\w./*()]+\([^()]*\)$|[{}\[\])(,;]+$"
)
"""A line that continues an error report, or has its data."""
LOOKED_AT = 300
SHARE = 0.7


def is_log(sample: Sample) -> bool:
    """Whether it is a log: by most lines that are no continuation of another. With the suffix
    `.log` times are enough; other texts, such as a diary or a chat, need more evidence."""
    lines = [line for line in sample.head.split("\n")[:LOOKED_AT] if line.strip()]
    is_line = _is_timed if sample.suffix == ".log" else _is_written
    first = [line for line in lines if not line[0].isspace() and not TRACE.match(line)]
    if len(lines) < 2 or not first:
        return False
    return sum(map(is_line, first)) >= SHARE * len(first)


def _is_timed(line: str) -> bool:
    return bool(TIME.match(line) or BARE.match(line) or REQUEST.match(line))


def _is_written(line: str) -> bool:
    if REQUEST.match(line):
        return True
    return bool(WROTE.search(line[:200]) and (TIME.match(line) or BARE.match(line)))


def refuse_log(text: str, source: Source) -> Article:
    hint = "use a text that tells what happened; a program's output is not an article"
    raise SourceError(f"{source.where} is a log, not a text to read aloud", hint)
