"""The generators: each row says how one is installed and run, and where its pages are."""

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
    packages: str = ""
    """The folder, from this one, whose package.json and lock it has; its own, if not said."""
    hydrates: bool = False
    """A framework takes the page over once it is loaded: the player comes by script, after that."""
    routed: bool = False
    """A reader goes from page to page without loading one anew."""
    tool: str = ""
    """Debian's package, for what comes from neither npm nor PyPI."""

    @property
    def site(self) -> str:
        return self.folder or self.name

    @property
    def locked(self) -> str:
        """The folder with the versions of its packages."""
        return self.packages or self.site


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


def _of_data(name: str, build: tuple[str, ...], output: str, page: str, images: str) -> Generator:
    """A framework whose pages are built from `content/SLUG.json`, and hydrated in the browser."""
    content = "content/{slug}.json"
    return Generator(name, build, output, page, content, articles.as_json, images, hydrates=True, routed=True)


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
        routed=True,
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
        routed=True,
    ),
    Generator(
        "astro-island",
        ("astro", "build", "--silent"),
        "dist",
        "posts/{slug}/",
        "content/{slug}.json",
        text=articles.as_json,
        images="public/images",
        packages="astro",
        hydrates=True,
    ),
    Generator(
        "turbo",
        ("eleventy", "--quiet"),
        "_site",
        "posts/{slug}/",
        "posts/{slug}.md",
        images="images",
        routed=True,
    ),
    Generator(
        "vitepress",
        ("vitepress", "build", "docs"),
        "docs/.vitepress/dist",
        "posts/{slug}.html",
        "docs/posts/{slug}.md",
        text=articles.with_heading,
        images="docs/public/images",
        packages="../sites_npm/vitepress",
        hydrates=True,
        routed=True,
    ),
    Generator(
        "docusaurus",
        ("docusaurus", "build"),
        "build",
        "posts/{slug}/",
        "docs/posts/{slug}.md",
        text=articles.heading_alone,
        images="static/images",
        packages="../sites_npm/docusaurus",
        hydrates=True,
        routed=True,
    ),
    Generator(
        "vuepress",
        ("vuepress", "build", "docs"),
        "docs/.vuepress/dist",
        "posts/{slug}.html",
        "docs/posts/{slug}.md",
        text=articles.with_heading,
        images="docs/.vuepress/public/images",
        hydrates=True,
        routed=True,
    ),
    Generator(
        "gatsby",
        ("gatsby", "build"),
        "public",
        "posts/{slug}/",
        "content/posts/{slug}.md",
        images="static/images",
        hydrates=True,
        routed=True,
    ),
    _of_data("nuxt", ("nuxi", "generate"), ".output/public", "posts/{slug}/", "public/images"),
    _of_data("next-app", ("next", "build"), "out", "posts/{slug}/", "public/images"),
    _of_data("next-pages", ("next", "build"), "out", "posts/{slug}.html", "public/images"),
    _of_data("sveltekit", ("vite", "build"), "build", "posts/{slug}/", "static/images"),
)
