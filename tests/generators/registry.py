"""The generators: a row each says how it is installed and built, and where its pages are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.generators import articles
from tests.generators.articles import Article


@dataclass(frozen=True)
class Generator:
    """How a site of this folder is built."""

    name: str
    build: tuple[str, ...]
    """The command, in a copy of the site's folder. It is looked for among what npm and pip have
    installed for it, then in the system."""
    output: str
    """Where the pages are then, in that copy."""
    page: str
    """Where an article is on the site: `posts/{slug}/`."""
    content: str
    """Where an article's file goes before: `content/posts/{slug}.md`."""
    text: Callable[[Article], str] = articles.with_front_matter
    """What stands in that file."""
    images: str = ""
    """The folder from which pictures are copied into the site."""
    folder: str = ""
    """The site's, beside this file; its name, if not said."""
    hydrates: bool = False
    """A framework takes the page over once it is loaded."""
    tool: str = ""
    """Debian's package, for what comes from neither npm nor PyPI."""

    @property
    def site(self) -> str:
        return self.folder or self.name


def _hexo(theme: str) -> Generator:
    return Generator(
        f"hexo-{theme}",
        ("hexo", "generate", "--config", f"_config.yml,theme-{theme}.yml"),
        "public",
        "posts/{slug}/",
        "source/_posts/{slug}.md",
        images="source/images",
        folder="hexo",
    )


def _sphinx(theme: str) -> Generator:
    return Generator(
        f"sphinx-{theme}",
        ("sphinx-build", "-q", "-D", f"html_theme={theme}", ".", "_build"),
        "_build",
        "posts/{slug}.html",
        "posts/{slug}.md",
        text=articles.heading_alone,
        images="images",
        folder="sphinx",
    )


GENERATORS = (
    Generator("hugo", ("hugo",), "public", "posts/{slug}/", "content/posts/{slug}.md", images="static/images"),
    Generator(
        "jekyll",
        ("jekyll", "build", "--quiet"),
        "_site",
        "posts/{slug}.html",
        "_posts/{date}-{slug}.md",
        images="images",
        tool="jekyll",
    ),
    Generator("eleventy", ("eleventy", "--quiet"), "_site", "posts/{slug}/", "posts/{slug}.md", images="images"),
    _hexo("landscape"),
    _hexo("next"),
    _hexo("butterfly"),
    Generator(
        "mkdocs-material",
        ("mkdocs", "build", "--quiet"),
        "site",
        "posts/{slug}/",
        "docs/posts/{slug}.md",
        text=articles.heading_alone,
        images="docs/images",
    ),
    _sphinx("alabaster"),
    _sphinx("furo"),
    _sphinx("sphinx_rtd_theme"),
    Generator(
        "pelican",
        ("pelican", "content", "--quiet"),
        "output",
        "posts/{slug}.html",
        "content/posts/{slug}.md",
        text=articles.with_metadata,
        images="content/images",
    ),
    Generator(
        "astro",
        ("astro", "build", "--silent"),
        "dist",
        "posts/{slug}/",
        "src/content/posts/{slug}.md",
        images="public/images",
    ),
)
