"""A file that contains an address (`.url`, `.webloc`, `.desktop`) -> the page that it leads to."""

from __future__ import annotations

import re

from tts.model import Article, Parts, Selection, SeveralArticles, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.saved.webarchive import property_list

SHORTCUT = re.compile(
    r"^\[(?:InternetShortcut|Desktop Entry)\][ \t]*\n"
    r"(?:(?!\[)[^\n]*\n)*?URL(?:\[\w+\])?[ \t]*=(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
WEB = ("http://", "https://")


def split_shortcut(source: Source, selection: Selection) -> Parts:
    """The address in a Windows or Linux shortcut, to be fetched as if the user had given it."""
    text, _ = decoded(source)
    found = SHORTCUT.search(f"{text}\n")
    return _leading(source, found[1].strip() if found else "")


def split_webloc(source: Source, selection: Selection) -> Parts:
    """The same for macOS."""
    address = property_list(source).get("URL")
    return _leading(source, address if isinstance(address, str) else "")


def _leading(source: Source, address: str) -> Parts:
    if not address:
        raise SourceError(f"{source.where} is a link that leads nowhere", "use the address itself")
    if not address.lower().startswith(WEB):
        hint = "use what it leads to: a file by its path, a page by its http or https address"
        raise SourceError(
            f"{source.where} leads to {address[:200]}, which Pagecast does not open", hint
        )
    return Parts((address,))


def read_link(source: Source) -> Article:
    """The file itself contains no article. Raises SeveralArticles, as for a list."""
    raise SeveralArticles(f"{source.where} only leads to a page", "use the address in it")
