"""A PDF -> Article, read in a separate process.

PDFium decompresses whatever a page contains before anybody can check it: 80 kilobytes may become
six gigabytes. In a process with limits on memory and time, the result is just an error message.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from tts.model import Article, Block, Change, Source, SourceError
from tts.storage.parsing import parsed_json

MOST_MEMORY = 1_500_000_000
"""Bytes of address space in addition to the file's size; a book of a thousand pages needs a fifth
of it."""
MOST_SECONDS = 400.0
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from tts.sources.pdf.article import serve; serve()"
)


def read_pdf(source: Source) -> Article:
    """The article of a PDF. Raises SourceError if it is locked, broken, too large, or consists of
    pictures of text."""
    paths = json.dumps([path for path in sys.path if path] or [""])
    command = [
        sys.executable,
        "-I",
        "-c",
        START,
        paths,
        source.where,
        str(MOST_MEMORY + 3 * len(source.content)),
    ]
    try:
        done = subprocess.run(
            command, input=source.content, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"{source.where} takes longer than {MOST_SECONDS:.0f} seconds to read", "split it"
        ) from error
    answer = _answer(done.stdout)
    if answer is None:
        fault = "takes too much memory, or is made to break its readers"
        trusted = "give a copy from a source that you trust"
        hint = f"save it anew from the program that made it, or {trusted}"
        raise SourceError(f"{source.where} is a PDF that {fault}", hint)
    if "message" in answer:
        raise SourceError(answer["message"], answer["hint"])
    blocks = tuple(Block(**block) for block in answer.pop("blocks"))
    changes = tuple(Change(**change) for change in answer.pop("changes"))
    return Article(blocks, changes=changes, **answer)


def _answer(said: bytes) -> dict[str, Any] | None:
    """The other process's result; None if it did not finish."""
    try:
        answer = parsed_json(said)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def serve() -> None:
    """The other process: reads a PDF from standard input, and writes its article or error to
    standard output, as JSON."""
    where, most = sys.argv[2], int(sys.argv[3])
    _limit(most)
    from tts.sources.pdf.document import read_document

    try:
        article = asdict(read_document(sys.stdin.buffer.read(), where))
        article.pop("picture")
        answer = json.dumps(article)
    except SourceError as error:
        answer = json.dumps({"message": error.message, "hint": error.hint})
    sys.stdout.write(answer)


def _limit(most: int) -> None:
    """Limit the memory, if the system supports it; the other process limits its time itself."""
    with contextlib.suppress(
        ImportError, ValueError, OSError
    ):  # Windows has no such module, others refuse
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
