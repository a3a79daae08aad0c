"""A page of a site, read: whether it holds an article, why or why not, and where its player goes.

What is found follows from the page alone (its place in the site and its bytes, without what is
ours), so that it can be remembered, and many pages be read at once.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from dataclasses import asdict, dataclass, field, replace
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from tts.model import Article, Source, TtsError
from tts.publish.embed.html_positions import Element, Outline, outline, words
from tts.publish.embed.hydration import hydration_of
from tts.publish.embed.page_bytes import Page, opened
from tts.publish.embed.page_metadata import Facts, facts_of
from tts.publish.embed.placement import head_place, mount_place, player_place
from tts.storage.inside import Folder

LEAST_STATED, LEAST_TOLD, LEAST, LEAST_OF_A_SITE = 80, 160, 300, 800
"""Columns of running text that are an article: on a page whose metadata state that it is one, on
one whose markup says so, on one that says nothing, and on one that says to be `website`, as home
pages do. A Chinese character has two."""

_WEB = re.compile(r"https?://", re.IGNORECASE)
_ELSEWHERE = "http://page.invalid/"
"""Stands for the site's address while a page is read."""

_LIST_FOLDERS = words("tag tags category categories author authors label labels topics taxonomy")
"""Some blogs have their articles in `archives`."""
_LIST_NAMES = words(
    "404 500 search genindex py-modindex sitemap archive archives tag tags category categories"
    " authors labels topics offline print_page page posts blog"
)
_LIST_CLASSES = words("home blog archive list search tag category taxonomy term error404 page-list")
_ARTICLE_CLASSES = words("single single-post post post-template-default")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page is."""

    taken: bool
    reason: str
    """Why it was taken, or why not, in words."""
    title: str = ""
    date: str = ""
    site: str = ""
    """The site's name, as the page states it, or as its title has it last."""
    language: str = ""
    """As the page states it."""
    stamp: str = ""
    """Changes when the article does, whatever else of the page does."""
    player: int = -1
    """Where the player goes, as an index into the page's text."""
    head: int = -1
    """Where metadata go; -1 where the page has no head to put them in."""
    facts: Facts = field(default_factory=Facts)
    failed: bool = False
    """It could not be judged."""


def read_page(content: bytes, root: Path, name: str, *, wanted: bool = False) -> Reading:
    """`name` is the page's path in the site `root`; `wanted` says that the user named it: it needs
    no other sign that it is an article but the text of one."""
    facts, head = Facts(), -1
    try:
        page = opened(content)
        seen = outline(page.text)
        facts = facts_of(page, seen)
        head = mount_place(page, seen) if facts.hydrated else -1
        if reason := _impossible(facts) or ("" if wanted else _is_list(page, seen, name, facts)):
            return Reading(False, reason, head=head, facts=facts)
        article = article_of(page, root, name)
    except TtsError as e:
        return Reading(False, _plain(e, name), head=head, facts=facts)
    verdict = _article_evidence(facts, seen)
    size, least = _columns(article), _least(facts, verdict)
    if size < least and not wanted:
        return Reading(
            False,
            f"too short to be listened to: {size} columns of text, {least} are wanted",
            head=head,
            facts=facts,
        )
    place = player_place(page, seen, article.title, [block.text for block in article.blocks])
    if place < 0:
        reason = "the beginning of its article was not found in the page"
        return Reading(False, reason, head=head, facts=facts)
    facts = replace(facts, hydrated=hydration_of(page, seen, place))
    reason = verdict or f"{size} columns of running text"
    if wanted and not verdict:
        reason = "it was named"
    stamp = stamp_of(article)
    head = mount_place(page, seen) if facts.hydrated else head_place(page)
    site = article.site or _site_behind(article.title, page, seen)
    return Reading(
        True, reason, article.title, article.date, site, article.language, stamp, place, head, facts
    )


def _site_behind(title: str, page: Page, seen: Outline) -> str:
    """What generators put last into a page's title, behind the article's; empty where there is
    nothing."""
    from tts.sources.html.titles import behind

    whole = next((page.text[one.inner : one.close] for one in seen.all("title")), "")
    if page.view == "latin-1":
        whole = whole.encode("latin-1").decode(page.codec, "replace")
    return next(reversed(behind(title, " ".join(unescape(whole).split()))), "")


def _plain(error: TtsError, name: str) -> str:
    """The message, without the page's name, which stands before it already."""
    return error.message.removesuffix(f" in {name}").removeprefix(f"{name} ").removeprefix("is ")


def article_of(page: Page, root: Path, name: str) -> Article:
    """The article of a page. Raises SourceError."""
    from tts import sources

    article = sources.read(Source(name, page.content, "text/html", url=_ELSEWHERE + name))
    image = _picture(article.image, root, article.url)
    url = "" if article.url.startswith(_ELSEWHERE) else article.url
    return replace(article, url=url, image=image)


def _picture(address: str, root: Path, url: str) -> str:
    """The site's own file of a picture, else its address; empty where neither is known.

    A link in the site, and an address that is none of the web's, lead to what is not the site's.
    """
    own = address.startswith(_ELSEWHERE)
    if own or urlsplit(address).netloc == urlsplit(url).netloc:
        path = unquote(urlsplit(address).path).lstrip("/")
        if path and Folder(root).is_file(path):
            return str(root / path)
    return "" if own or not _WEB.match(address) else address


def stamp_of(article: Article) -> str:
    """Of all that is said and told of an article. A page's menus and what was left out of it are
    not in it."""
    fields = {k: v for k, v in asdict(article).items() if k not in ("changes", "picture", "image")}
    image = article.image
    if image and "://" not in image:
        image = hashlib.sha256(Path(image).read_bytes()).hexdigest()
    return hashlib.sha256(json.dumps([fields, image]).encode()).hexdigest()


def _columns(article: Article) -> int:
    from tts.sources.plain import columns

    return sum(
        columns(block.text)
        for block in article.blocks
        if block.kind in ("paragraph", "quote", "item")
    )


# --- what is no article ---------------------------------------------------------------------------


def _impossible(facts: Facts) -> str:
    if facts.leads_to:
        return f"it leads to another page at once: {facts.leads_to}"
    if facts.amp:
        return "an AMP page allows no player but its own"
    if facts.player:
        return "it has a player already that is not marked as put in by this command"
    return ""


def _article_evidence(facts: Facts, seen: Outline) -> str:
    """How the page says that it is an article; empty where it doesn't."""
    if facts.kind == "article":
        return "og:type is article"
    if facts.article:
        return f"its metadata call it {facts.article}"
    if named := _ARTICLE_CLASSES.intersection(facts.classes):
        return f"its body has the class {min(named)}"
    articles = _outermost(seen)
    if len(articles) == 1 and (not facts.kind or _has_title(seen, articles[0])):
        return "one article element"
    return ""


def _has_title(seen: Outline, article: Element) -> bool:
    """Whether the page's one heading of the first rank stands in the article: many sites say of
    every page that it is `website`."""
    heads = [one for one in seen.all("h1") if not one.inert]
    return len(heads) == 1 and article.inner <= heads[0].begin < article.close


def _least(facts: Facts, verdict: str) -> int:
    """Columns that are wanted of a page with this evidence."""
    if facts.kind == "article" or facts.article:
        return LEAST_STATED
    if verdict:
        return LEAST_TOLD
    return LEAST_OF_A_SITE if facts.kind else LEAST


def _outermost(seen: Outline) -> list[Element]:
    found = [one for one in seen.all("article") if not one.inert]
    return [one for one in found if not any(around.name == "article" for around in one.ancestors())]


def _is_list(page: Page, seen: Outline, name: str, facts: Facts) -> str:
    """Why a page is rather one that leads to articles; empty where nothing says so."""
    articles = _outermost(seen)
    reason = (
        ""
        if facts.kind == "article" or facts.article
        else _by_name(name) or _by_marks(facts, len(articles))
    )
    return reason or _by_articles(page, seen, articles, name)


def _by_name(name: str) -> str:
    path = PurePosixPath(name)
    folders = [part.lower() for part in path.parts[:-1]]
    last = folders[-1] if path.stem == "index" and folders else path.stem.lower()
    if name in ("index.html", "index.htm"):
        return "the site's home page"
    if last in _LIST_NAMES:
        return f"a page named {last} leads to others"
    around = folders[-2:-1] if path.stem == "index" else folders[-1:]
    if re.fullmatch(r"(page[-_]?)?\d{1,4}", last) and around in (["page"], ["pages"]):
        return "a further page of a list"
    if found := _LIST_FOLDERS.intersection(folders[-2:]):
        return f"a page in {min(found)}/ leads to others"
    return ""


def _by_marks(facts: Facts, articles: int) -> str:
    """Some themes have `home` on every page: an article element says more."""
    if facts.listed:
        return f"its metadata call it {facts.listed}"
    found = _LIST_CLASSES.intersection(facts.classes)
    if found and articles != 1 and not _ARTICLE_CLASSES.intersection(facts.classes):
        return f"its body has the class {min(found)}, which lists have"
    return ""


def _by_articles(page: Page, seen: Outline, articles: list[Element], name: str) -> str:
    """Several article elements, none of which holds most of their text: posts of a blog, each with
    its beginning. Or one, with a heading that leads to the page where it stands whole."""
    sizes = [sum(e - b for b, e, _ in seen.within(one.inner, one.close)) for one in articles]
    if len(articles) > 1 and max(sizes) * 3 < sum(sizes) * 2:
        return f"{len(articles)} article elements: a list"
    if (
        len(articles) == 1
        and (href := _heading_link(page, seen, articles[0]))
        and not _is_here(href, name)
    ):
        return f"the heading of its article leads to {href}"
    return ""


def _heading_link(page: Page, seen: Outline, article: Element) -> str:
    """Where an article's first heading leads as a whole; empty where it doesn't."""
    heading = next(
        (h for h in seen.all("h1", "h2", "h3") if article.inner <= h.begin < article.close), None
    )
    if heading is None:
        return ""
    link = next((a for a in seen.all("a") if heading.inner <= a.begin < heading.close), None)
    if (
        link is None
        or page.read(heading.inner, link.begin).strip()
        or page.read(link.end, heading.close).strip()
    ):
        return ""
    return link.attributes.get("href", "")


def _is_here(href: str, name: str) -> bool:
    """Whether a link leads to the page that it stands on.

    >>> page = "a/b/index.html"
    >>> [_is_here(href, page) for href in ("#x", ".", "/site/a/b/", "../b/")]
    [True, True, True, True]
    >>> [_is_here(href, page) for href in ("c/", "https://x.org/a/")]
    [False, False]
    """
    parts = urlsplit(href)
    if not parts.path:
        return True
    own = _plain_path(name)
    path = unquote(parts.path)
    if parts.netloc or parts.path.startswith("/"):
        return f"/{_plain_path(path)}".endswith(f"/{own}")
    folder = posixpath.dirname(name)
    joined = posixpath.join(folder, path)
    return _plain_path(posixpath.normpath(joined)) == own


def _plain_path(path: str) -> str:
    return re.sub(r"(^|/)index\.x?html?$|\.x?html?$", "", path.strip("/"))
