"""An article's title among the candidates on a page: without the site's name, and never cut at its
own dash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from tts.sources.metadata_values import squeezed

_BARS = r"\s*[|｜_丨»«›]+\s*"
_SPACED = r"\s+[-–—·•:/]+\s+"
_BEHIND_HAN = r"\s*(?<=[\u4e00-\u9fff”》）？！])\s*[-–—]+\s*(?=[\u4e00-\u9fffA-Z])"
SEPARATOR = re.compile(f"{_BARS}|{_SPACED}|{_BEHIND_HAN}")
"""What sites put before their name. A single dash counts between spaces, or after a Han
character."""

SITE = re.compile(
    r"(网|網|网站|報|报|日报|晚报|早报|新闻|新聞|频道|頻道|在线|博客|论坛|客户端|官网|门户|杂志|周刊"
    r"|社|电视台|传媒|资讯)$"
    r"|\b(News|Times|Post|Journal|Magazine|Blog|Daily|Gazette|Tribune|Review|Herald|Weekly|Wiki"
    r"|Wikipedia|Online)$"
    r"|\.(com|org|net|cn|io|co\.uk)$",
    re.IGNORECASE,
)
"""Endings of sites' names."""


def best_title(
    stated: Iterable[str], heads: list[str], whole: str, site: str = "", url: str = ""
) -> str:
    """The title. `stated` are those in metadata, best first; `heads` the page's h1s; `whole` the
    text of `<title>`.

    >>> best_title([], ["月亮为什么跟着人走"], "月亮为什么跟着人走-中国科普网")
    '月亮为什么跟着人走'
    >>> whole = "Slow Trains - A Love Story | The Herald"
    >>> best_title(["Slow Trains - A Love Story"], [], whole, "The Herald")
    'Slow Trains - A Love Story'
    """
    site_name = squeezed(site)
    heads = [head for head in heads if squeezed(head) not in {"", site_name}]
    longer = [*heads, whole]
    usable = [_unbroken(title, longer) for title in stated if title]
    titles = filter(None, [*usable, whole])
    candidates = [title for title in titles if squeezed(title) != site_name]
    if not candidates:
        return longer[0]
    base, *others = candidates
    others = [title for title in others if title != base]
    shorter_others = [title for title in others if len(title) < len(base)]
    shorter = _head_of(base, [*heads, *shorter_others])
    if shorter:
        return shorter
    if not usable and len(heads) == 1 and not _is_site(heads[0], "", site, url):
        return heads[0]
    is_confirmed = usable and any(is_head_of(base, title) for title in others)
    return base if is_confirmed else without_site(base, site, url)


def _head_of(base: str, others: Iterable[str]) -> str:
    """The first shorter title with which the longest one begins."""
    for title in others:
        if is_head_of(title, base):
            return title
    return ""


def _unbroken(title: str, longer: list[str]) -> str:
    """The title, completed if an unescaped quotation mark ended its attribute.

    >>> _unbroken("A day of ", ['A day of "rest"'])
    'A day of "rest"'
    """
    broken = (f'{title}"', f'{title} "')
    for other in longer:
        if other.startswith(broken):
            return other
    return title


def site_parts(title: str, whole: str) -> list[str]:
    """The parts of a page's title other than the article's: names of the site and its sections.

    >>> site_parts("Fog", "Fog | Weather | The Herald"), site_parts("Fog", "Rain")
    (['Weather', 'The Herald'], [])
    """
    names = SEPARATOR.split(whole)
    if len(names) == 1 or names[0] not in title:
        return []
    return [name for name in names if name and name not in title]


def is_head_of(shorter: str, title: str) -> bool:
    """Whether a title is the beginning of another that goes on with a site's name, or equal except
    for punctuation.

    >>> is_head_of("Fog", "Fog | The Herald"), is_head_of("Fog", "Fog lights")
    (True, False)
    """
    letters = squeezed(shorter)
    if letters == squeezed(title):
        return True
    if len(letters) < 2:
        return False
    for separator in SEPARATOR.finditer(title):
        head = title[: separator.start()]
        if squeezed(head) == letters:
            return True
    return False


def without_site(title: str, site: str = "", url: str = "") -> str:
    """Without the parts after (or before) it that name a site.

    >>> without_site("春天的河_副刊_河湾日报"), without_site("Rain - and after")
    ('春天的河', 'Rain - and after')
    >>> without_site("The Herald | Rain", "The Herald")
    'Rain'
    """
    separators = list(SEPARATOR.finditer(title))
    if not separators:
        return title.strip() or title
    first = separators[0]
    if names_site(title[: first.start()], site, url):
        rest = title[first.end() :]
        return rest.strip() or title
    end = len(title)
    for separator in reversed(separators):
        part = title[separator.end() : end]
        if not _is_site(part, separator[0], site, url):
            break
        end = separator.start()
    if end < len(title):
        end = _end_before_section(separators, end)
    return title[:end].strip() or title


def _end_before_section(separators: Iterable[re.Match[str]], end: int) -> int:
    """`title_section_site`: once the site is removed, what follows an underscore is a section."""
    for separator in separators:
        start = separator.start()
        if "_" in separator[0] and start < end:
            return start
    return end


def names_site(part: str, site: str, url: str) -> bool:
    """Whether it is the site's name, or its host's."""
    name = squeezed(part)
    labels = list(_labels(url))
    known = {"", squeezed(site), *labels}
    if name in known:
        return True
    return len(name) > 4 and any(name in label for label in labels)


def _labels(url: str) -> Iterator[str]:
    """The labels of its host, except the last one and `www` or similar."""
    host = urlsplit(url).hostname or ""
    for label in host.split(".")[:-1]:
        if len(label) > 3:
            yield squeezed(label)


def _is_site(part: str, separator: str, site: str, url: str) -> bool:
    """The same, or something that looks like a site's name."""
    if names_site(part, site, url):
        return True
    if len(part) > 30:
        return False
    is_bar = separator.strip().startswith(tuple("|｜_丨"))
    return is_bar or SITE.search(part) is not None
