"""Reads a page of a site: whether it has an article, why or why not, and where its player goes.

The result depends only on the page (its path in the site, and its bytes without our additions), so
it can be remembered, and many pages can be read at the same time.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from tts.model import Article, Source, TtsError
from tts.publish.embed.html_positions import Element, Outline, outline, words
from tts.publish.embed.hydration import island_around
from tts.publish.embed.page_bytes import Page, opened
from tts.publish.embed.page_metadata import PageMetadata, metadata_of
from tts.publish.embed.placement import head_place, mount_place, player_place
from tts.storage.confined_folder import Folder
from tts.storage.dataclass_json import field_values, to_json

LEAST_STATED, LEAST_TOLD, LEAST, LEAST_OF_A_SITE = 80, 160, 300, 800
"""Minimum columns of running text for an article: on a page whose metadata state that it is one,
whose markup says so, that says nothing, and that calls itself `website`, as home pages do. A
Chinese character counts as two columns."""

_WEB = re.compile(r"https?://", re.IGNORECASE)
_ELSEWHERE = "http://page.invalid/"
"""Stands for the site's address while a page is read."""

_LIST_FOLDERS = words("tag tags category categories author authors label labels topics taxonomy")
"""Folders of lists; but some blogs keep their articles in `archives`."""
_LIST_NAMES = words(
    "404 500 search genindex py-modindex sitemap archive archives tag tags category categories"
    " authors labels topics offline print_page page posts blog"
)
_LIST_CLASSES = words("home blog archive list search tag category taxonomy term error404 page-list")
_ARTICLE_CLASSES = words("single single-post post post-template-default")


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page is."""

    taken: bool
    reason: str
    """Why it was taken or not, in words."""
    title: str = ""
    date: str = ""
    site: str = ""
    """The site's name, as stated by the page or at the end of its title."""
    language: str = ""
    """As stated by the page."""
    stamp: str = ""
    """Changes if the article does, whatever else changes on the page."""
    player: int = -1
    """Position of the player, as an index into the page's text."""
    head: int = -1
    """Position of the metadata; -1 if the page has no usable head."""
    metadata: PageMetadata = field(default_factory=PageMetadata)
    failed: bool = False
    """It could not be read."""
    article: Article | None = field(default=None, repr=False, compare=False)
    """What `read_page` read; not remembered."""


def read_page(content: bytes, root: Path, name: str, *, wanted: bool = False) -> PageReading:
    """Read a page; `name` is its path in the site `root`. With `wanted` the user named it, so it
    only needs an article's text, no other sign."""
    passed = PageReading(False, "")
    try:
        page = opened(content)
        page_outline = outline(page.text)
        metadata = metadata_of(page, page_outline)
        head = mount_place(page, page_outline) if metadata.hydrated else -1
        passed = replace(passed, head=head, metadata=metadata)
        reason = _impossible(metadata)
        if not reason and not wanted:
            reason = _is_list(page, page_outline, name, metadata)
        if reason:
            return replace(passed, reason=reason)
        article = article_of(page, root, name)
    except TtsError as e:
        return replace(passed, reason=_plain(e, name))
    verdict = _article_evidence(metadata, page_outline)
    size = _columns(article)
    least = _least(metadata, verdict)
    if size < least and not wanted:
        reason = f"too short to listen to: {size} columns of text, at least {least} are needed"
        return replace(passed, reason=reason)
    texts = [block.text for block in article.blocks]
    player = player_place(page, page_outline, article.title, texts)
    if player < 0:
        reason = "the beginning of its article was not found on the page"
        return replace(passed, reason=reason)
    evidence = "you named it" if wanted else f"{size} columns of running text"
    hydrated = island_around(page_outline, player) or metadata.hydrated
    return PageReading(
        taken=True,
        reason=verdict or evidence,
        title=article.title,
        date=article.date,
        site=article.site or _site_behind(article.title, page, page_outline),
        language=article.language,
        stamp=stamp_of(article),
        player=player,
        head=mount_place(page, page_outline) if hydrated else head_place(page),
        metadata=replace(metadata, hydrated=hydrated),
        article=article,
    )


def _site_behind(title: str, page: Page, outline: Outline) -> str:
    """The site's name, which generators append to a page's title; empty if there is none."""
    from tts.sources.html.titles import site_parts

    titles = outline.all("title")
    if not titles:
        return ""
    stated = page.text[titles[0].inner : titles[0].close]
    if page.view == "latin-1":
        stated = stated.encode("latin-1").decode(page.codec, "replace")
    words = unescape(stated).split()
    parts = site_parts(title, " ".join(words))
    return parts[-1] if parts else ""


def _plain(error: TtsError, name: str) -> str:
    """The error's message without the page's name, which is printed before it."""
    message = error.message.removesuffix(f" in {name}")
    message = message.removeprefix(f"{name} ")
    return message.removeprefix("is ")


def article_of(page: Page, root: Path, name: str) -> Article:
    """The article of a page. Raises SourceError."""
    from tts import sources

    source = Source(name, page.content, "text/html", url=_ELSEWHERE + name)
    article = sources.read(source)
    image = _picture(article.image, root, article.url)
    url = "" if article.url.startswith(_ELSEWHERE) else article.url
    return replace(article, url=url, image=image)


def _picture(address: str, root: Path, url: str) -> str:
    """The file of a picture if it belongs to the site, otherwise its address; empty if neither is
    known. Links in the site, and addresses not on the web, may lead to files that are not the
    site's."""
    is_relative = address.startswith(_ELSEWHERE)
    parts = urlsplit(address)
    if is_relative or parts.netloc == urlsplit(url).netloc:
        path = unquote(parts.path).lstrip("/")
        if path and Folder(root).is_file(path):
            return str(root / path)
    if is_relative or not _WEB.match(address):
        return ""
    return address


def stamp_of(article: Article) -> str:
    """A hash of everything spoken or shown of an article. The page's menus and what is left out do
    not count."""
    fields = field_values(article)
    for name in ("changes", "picture", "image"):
        del fields[name]
    image = article.image
    if image and "://" not in image:
        image = _digest(Path(image).read_bytes())
    identity = to_json([fields, image])
    return _digest(identity.encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _columns(article: Article) -> int:
    """Columns of its running text."""
    from tts.sources.plain import columns

    running = [block for block in article.blocks if block.kind in ("paragraph", "quote", "item")]
    return sum(columns(block.text) for block in running)


# --- what is no article ---------------------------------------------------------------------------


def _impossible(metadata: PageMetadata) -> str:
    if metadata.leads_to:
        return f"it redirects to another page: {metadata.leads_to}"
    if metadata.amp:
        return "AMP pages allow only AMP's own players"
    if metadata.player:
        return "it already has a player that was not added by this command"
    return ""


def _article_evidence(metadata: PageMetadata, outline: Outline) -> str:
    """How the page says that it is an article; empty if it doesn't."""
    if metadata.kind == "article":
        return "og:type is article"
    if metadata.article:
        return f"its metadata say that it is {metadata.article}"
    if named := _ARTICLE_CLASSES.intersection(metadata.classes):
        return f"its body has the class {min(named)}"
    articles = _outermost(outline)
    if len(articles) == 1 and (not metadata.kind or _has_title(outline, articles[0])):
        return "one article element"
    return ""


def _has_title(outline: Outline, article: Element) -> bool:
    """Whether the page's only `h1` is in the article: many sites call every page `website`."""
    heads = [one for one in outline.all("h1") if not one.inert]
    if len(heads) != 1:
        return False
    return article.inner <= heads[0].begin < article.close


def _least(metadata: PageMetadata, verdict: str) -> int:
    """Minimum columns for a page with this evidence."""
    if metadata.kind == "article" or metadata.article:
        return LEAST_STATED
    if verdict:
        return LEAST_TOLD
    return LEAST_OF_A_SITE if metadata.kind else LEAST


def _outermost(outline: Outline) -> list[Element]:
    """Article elements that are not inside another."""
    found = []
    for one in outline.all("article"):
        is_inside = any(around.name == "article" for around in one.ancestors())
        if not one.inert and not is_inside:
            found.append(one)
    return found


def _is_list(page: Page, outline: Outline, name: str, metadata: PageMetadata) -> str:
    """Why a page is probably a list of articles; empty if nothing says so."""
    articles = _outermost(outline)
    reason = ""
    if metadata.kind != "article" and not metadata.article:
        reason = _by_name(name) or _by_marks(metadata, len(articles))
    return reason or _by_articles(page, outline, articles, name)


def _by_name(name: str) -> str:
    if name in ("index.html", "index.htm"):
        return "the site's home page"
    path = PurePosixPath(name)
    folders = [part.lower() for part in path.parts[:-1]]
    if path.stem == "index" and folders:
        *around, last = folders
    else:
        around, last = folders, path.stem.lower()
    if last in _LIST_NAMES:
        return f"a page named {last} usually lists others"
    is_numbered = re.fullmatch(r"(page[-_]?)?\d{1,4}", last) is not None
    if is_numbered and around[-1:] in (["page"], ["pages"]):
        return "a further page of a list"
    if found := _LIST_FOLDERS.intersection(folders[-2:]):
        return f"a page in {min(found)}/ usually lists others"
    return ""


def _by_marks(metadata: PageMetadata, articles: int) -> str:
    """Whether metadata mark it as a list. Some themes use `home` on every page: an article element
    is stronger evidence."""
    if metadata.listed:
        return f"its metadata say that it is {metadata.listed}"
    found = _LIST_CLASSES.intersection(metadata.classes)
    if found and articles != 1 and not _ARTICLE_CLASSES.intersection(metadata.classes):
        return f"its body has the class {min(found)}, which lists have"
    return ""


def _by_articles(page: Page, outline: Outline, articles: list[Element], name: str) -> str:
    """Whether it has several article elements, none of which contains most of their text: excerpts
    of a blog's posts. Or one, whose heading links to the full article."""
    if not articles:
        return ""
    if len(articles) == 1:
        href = _heading_link(page, outline, articles[0])
        leads_away = href and not _is_here(href, name)
        return f"the heading of its article leads to {href}" if leads_away else ""
    sizes = [_length(outline, one) for one in articles]
    has_none_most = max(sizes) * 3 < sum(sizes) * 2
    return f"{len(articles)} article elements: a list" if has_none_most else ""


def _length(outline: Outline, element: Element) -> int:
    """Characters of the texts in an element."""
    texts = outline.within(element.inner, element.close)
    return sum(end - begin for begin, end, _ in texts)


def _heading_link(page: Page, outline: Outline, article: Element) -> str:
    """The address to which the whole first heading of an article links; empty if it doesn't."""
    heading = _first_inside(article, outline.all("h1", "h2", "h3"))
    if heading is None:
        return ""
    link = _first_inside(heading, outline.all("a"))
    if link is None:
        return ""
    before = page.read(heading.inner, link.begin)
    behind = page.read(link.end, heading.close)
    if before.strip() or behind.strip():
        return ""
    return link.attributes.get("href", "")


def _first_inside(around: Element, elements: Iterable[Element]) -> Element | None:
    for one in elements:
        if around.inner <= one.begin < around.close:
            return one
    return None


def _is_here(href: str, name: str) -> bool:
    """Whether a link leads to its own page.

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
