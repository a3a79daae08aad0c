"""An article's title among what a page offers: without the site's name, and never cut at a dash of
its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from tts.sources.stated import squeezed

SEPARATOR = re.compile(
    r"\s*[|｜_丨»«›]+\s*|\s+[-–—·•:/]+\s+|\s*(?<=[\u4e00-\u9fff”》）？！])\s*[-–—]+\s*(?=[\u4e00-\u9fffA-Z])"
)
"""What sites put before their name. A lone dash counts between spaces, or behind a Han
character."""

SITE = re.compile(
    r"(网|網|网站|報|报|日报|晚报|早报|新闻|新聞|频道|頻道|在线|博客|论坛|客户端|官网|门户|杂志|周刊|社|电视台|传媒|资讯)$"
    r"|\b(News|Times|Post|Journal|Magazine|Blog|Daily|Gazette|Tribune|Review|Herald|Weekly|Wiki|Wikipedia|Online)$"
    r"|\.(com|org|net|cn|io|co\.uk)$",
    re.IGNORECASE,
)
"""How names of sites end."""


def best_title(
    stated: Iterable[str], heads: list[str], whole: str, site: str = "", url: str = ""
) -> str:
    """The title.

    `stated` is what metadata calls it, best first; `heads` the page's h1s; `whole` the text of `<title>`.

    >>> best_title([], ["月亮为什么跟着人走"], "月亮为什么跟着人走-中国科普网")
    '月亮为什么跟着人走'
    >>> best_title(["Slow Trains - A Love Story"], [], "Slow Trains - A Love Story | The Herald", "The Herald")
    'Slow Trains - A Love Story'
    """
    heads = [head for head in heads if squeezed(head) not in {"", squeezed(site)}]
    usable = [_unbroken(title, [*heads, whole]) for title in stated if title]
    candidates = [
        title for title in [*usable, whole] if title and squeezed(title) != squeezed(site)
    ]
    if not candidates:
        return heads[0] if heads else whole
    base = candidates[0]
    others = [title for title in candidates if title != base]
    for shorter in [*heads, *(title for title in others if len(title) < len(base))]:
        if is_head_of(shorter, base):
            return shorter
    if not usable and len(heads) == 1 and not _is_site(heads[0], "", site, url):
        return heads[0]
    confirmed = usable and any(is_head_of(base, longer) for longer in others)
    return base if confirmed else cut(base, site, url)


def _unbroken(title: str, longer: list[str]) -> str:
    """The same title where a quotation mark in it did not end the attribute it was written in.

    >>> _unbroken("A day of ", ['A day of "rest"'])
    'A day of "rest"'
    """
    return next((other for other in longer if other.startswith((f'{title}"', f'{title} "'))), title)


def behind(title: str, whole: str) -> list[str]:
    """The parts that a page's title has besides the article's: names of the site and its sections.

    >>> behind("Fog", "Fog | Weather | The Herald"), behind("Fog", "Rain")
    (['Weather', 'The Herald'], [])
    """
    parts = SEPARATOR.split(whole)
    return (
        [part for part in parts if part and part not in title]
        if len(parts) > 1 and parts[0] in title
        else []
    )


def is_head_of(shorter: str, title: str) -> bool:
    """Whether a title is another with a site's name behind it, or the same but for signs.

    >>> is_head_of("Fog", "Fog | The Herald"), is_head_of("Fog", "Fog lights")
    (True, False)
    """
    if squeezed(shorter) == squeezed(title):
        return True
    heads = (title[: match.start()] for match in SEPARATOR.finditer(title))
    return len(squeezed(shorter)) >= 2 and any(
        squeezed(head) == squeezed(shorter) for head in heads
    )


def cut(title: str, site: str = "", url: str = "") -> str:
    """Without the parts behind (or before) it that name a site.

    >>> cut("春天的河_副刊_河湾日报"), cut("Rain - and after"), cut("The Herald | Rain", "The Herald")
    ('春天的河', 'Rain - and after', 'Rain')
    """
    marks = list(SEPARATOR.finditer(title))
    if marks and names_site(title[: marks[0].start()], site, url):
        return title[marks[0].end() :].strip() or title
    last = len(title)
    for mark in reversed(marks):
        if not _is_site(title[mark.end() : last], mark[0], site, url):
            break
        last = mark.start()
    # `title_section_site`: once the site is gone, what stands behind an underscore is a section.
    sections = [mark.start() for mark in marks if "_" in mark[0] and mark.start() < last]
    return title[: min(sections) if sections and last < len(title) else last].strip() or title


def names_site(part: str, site: str, url: str) -> bool:
    """Whether it is the site's name, or its host's."""
    name = squeezed(part)
    labels = [
        squeezed(label)
        for label in (urlsplit(url).hostname or "").split(".")[:-1]
        if len(label) > 3
    ]
    known = [squeezed(site), *labels]
    return not name or name in known or (len(name) > 4 and any(name in label for label in labels))


def _is_site(part: str, separator: str, site: str, url: str) -> bool:
    """The same, or what looks like a site's name."""
    if names_site(part, site, url):
        return True
    return len(part) <= 30 and (bool(SITE.search(part)) or separator.strip()[:1] in tuple("|｜_丨"))
