"""The plain text of a message -> the writer's own text: unflowed, without quotes and signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tts.model import Change
from tts.sources.mail.message import Text

SIGNATURE = re.compile(r"^--[ \t]?$", re.MULTILINE)
QUOTED = re.compile(r"[ \t]*>")
SAYS = re.compile(
    r"(?:on|am|le|el|il|op|den|em)\b.{4,200}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef"
    r"|skrev|escreveu)\s*:|于.{4,100}[写寫](?:道)?\s*[:：]|在.{4,100}[写寫]道\s*[:：]",
    re.IGNORECASE | re.DOTALL,
)
SAYS_IN_A_LINE = re.compile(r".{0,200}(?:wrote|schrieb|a écrit|escribió|[写寫]道)\s*[:：]", re.I)
"""The line or two above a quotation."""
ORIGINAL = re.compile(
    r"^-{2,} ?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|原始[邮郵]件|[邮郵]件原件) ?-{2,}[ \t]*$|^_{10,}\n(?=(?:from|von|de|发件人|寄件者) ?[:：])",
    re.IGNORECASE | re.MULTILINE,
)
FORWARDED = re.compile(
    r"^-{2,} ?(?:forwarded message|weitergeleitete nachricht|message transféré|[转轉][发發]的?[邮郵]件"
    r"|begin forwarded message:?) ?-{0,}[ \t]*\n|^begin forwarded message:[ \t]*\n",
    re.IGNORECASE | re.MULTILINE,
)
FORWARDED_HEAD = re.compile(
    r"\n*(?:\*?[A-Za-z\u4e00-\u9fff-]{2,12}\*? ?[:：][^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+"
)
ADDRESS = re.compile(
    r"[ \t]*(?:<https?://[^\s<>]+>|\[https?://[^\s\]]+\]|\( ?https?://[^\s()]+ ?\))"
)
ARMOUR = "-----BEGIN PGP SIGNED MESSAGE-----"
ARMOUR_END = "-----BEGIN PGP SIGNATURE-----"
LONGEST_TOLD = 200
QUOTE = "quoted from another mail"
SIGNED = "the signature below the mail"
ADDRESSES = "addresses behind words"


@dataclass(frozen=True, slots=True)
class BodyText:
    """The plain text of a mail, and what was left out."""

    text: str
    changes: tuple[Change, ...]


def said_in(part: Text) -> BodyText:
    """The text without quotations and signature, unless there is nothing else."""
    text = unflowed(part.text, joins=part.joins_spaces) if part.is_flowed else part.text
    text = _without_armour(text)
    changes: list[Change] = []
    forwarded = FORWARDED.search(text)
    if forwarded:
        head = FORWARDED_HEAD.match(text, forwarded.end())
        behind = text[head.end() if head else forwarded.end() :]
        text = f"{text[: forwarded.start()]}\n{behind}"
    text = _without_signature(text, changes)
    own = text if forwarded else _without_quotes(text, changes)
    if not own.strip():
        own = re.sub(r"^[ \t]*(?:>[ \t]?)+", "", text, flags=re.MULTILINE)
        changes.clear()
    return BodyText(_without_addresses(own, changes), tuple(changes))


def unflowed(text: str, *, joins: bool = False) -> str:
    """Lines that end in a space, joined with the next (format=flowed, RFC 3676).

    >>> unflowed("The ferry \\nleaves.\\n> Does \\n> it?\\n-- \\nAnn")
    'The ferry leaves.\\n> Does it?\\n-- \\nAnn'
    """
    lines: list[str] = []
    depth_before = -1
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        flows = line.endswith(" ") and line != "-- "
        piece = line[:-1] if flows and joins else line
        if depth_before == depth:
            lines[-1] += piece
        else:
            lines.append(f"{'>' * depth} {piece}" if depth else piece)
        depth_before = depth if flows else -1
    return "\n".join(lines)


def _without_armour(text: str) -> str:
    """A PGP-signed text without its signature."""
    if not text.lstrip().startswith(ARMOUR):
        return text
    body = text.partition("\n\n")[2]
    return body.partition(ARMOUR_END)[0]


def _without_signature(text: str, changes: list[Change]) -> str:
    found = list(SIGNATURE.finditer(text))
    if not found:
        return text
    signature = text[found[-1].end() :].strip()
    if QUOTED.match(signature) or len(signature) > len(text) // 2:
        return text
    if signature:
        changes.append(Change(signature[:LONGEST_TOLD], "", SIGNED))
    return text[: found[-1].start()]


def _without_quotes(text: str, changes: list[Change]) -> str:
    """Without lines that begin with `>`, the attribution above them, and what a mail program
    appends to a reply."""
    if found := ORIGINAL.search(text):
        changes.append(Change(text[found.start() :].strip()[:LONGEST_TOLD], "", QUOTE))
        text = text[: found.start()]
    kept: list[str] = []
    quoted: list[str] = []
    for line in [*text.split("\n"), ""]:
        if QUOTED.match(line):
            if not quoted:
                _take_attribution(kept, quoted)
            quoted.append(line)
            continue
        if quoted:
            words = " ".join(one.lstrip("> \t") for one in quoted)
            changes.append(Change(words.strip()[:LONGEST_TOLD], "", QUOTE))
            quoted = []
        kept.append(line)
    return "\n".join(kept)


def _take_attribution(kept: list[str], quoted: list[str]) -> None:
    """Move `On Monday Ann wrote:` to the quotation."""
    last = len(kept)
    while last and not kept[last - 1].strip():
        last -= 1
    for count, says in ((2, SAYS), (1, SAYS), (1, SAYS_IN_A_LINE)):
        first = max(last - count, 0)
        lines = "\n".join(kept[first:last]).strip()
        if says.fullmatch(lines):
            quoted.append(lines)
            del kept[first:]
            return


def _without_addresses(text: str, changes: list[Change]) -> str:
    """Without addresses in brackets after the words that they are linked from."""
    found = ADDRESS.findall(text)
    if found:
        changes.append(Change(found[0].strip()[:LONGEST_TOLD], "", f"{len(found)} {ADDRESSES}"))
    return ADDRESS.sub("", text)
