"""The articles of the sites, and the file layout that each generator expects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
IMAGES = HERE / "images"


@dataclass(frozen=True)
class Article:
    """One of our own texts, in `articles/SLUG.md`."""

    slug: str
    facts: dict[str, Any]
    """Its front matter: title, date, language, tags, description, perhaps an image."""
    text: str
    """Markdown, without a title."""

    @property
    def title(self) -> str:
        return str(self.facts["title"])

    @property
    def date(self) -> str:
        return str(self.facts["date"])


def all_articles() -> list[Article]:
    return [_read(path) for path in sorted((HERE / "articles").glob("*.md"))]


def _read(path: Path) -> Article:
    _, facts, text = path.read_text("utf-8").split("---\n", 2)
    return Article(path.stem, yaml.safe_load(facts), text.lstrip())


def with_front_matter(article: Article) -> str:
    """For generators whose themes write the title: blogs."""
    return f"---\n{_yaml(article.facts)}---\n\n{article.text}"


def with_heading(article: Article) -> str:
    """For generators whose pages begin with their own heading: manuals."""
    return f"---\n{_yaml(article.facts)}---\n\n# {article.title}\n\n{article.text}"


def heading_alone(article: Article) -> str:
    """For generators that would show front matter, or interpret it differently."""
    return f"# {article.title}\n\n{article.text}"


def with_metadata(article: Article) -> str:
    """Metadata in lines before the text, as Pelican reads them."""
    facts = article.facts
    names = {"Title": article.title, "Date": article.date, "Slug": article.slug}
    names |= {"Lang": facts["language"], "Tags": ", ".join(facts["tags"])}
    names |= {"Summary": facts["description"]}
    lines = "".join(f"{name}: {value}\n" for name, value in names.items())
    return f"{lines}\n{article.text}"


def as_json(article: Article) -> str:
    """For sites whose pages are built from data."""
    made = {"slug": article.slug, **article.facts, "date": article.date, "text": article.text}
    return json.dumps(made, ensure_ascii=False, indent=1)


def _yaml(facts: dict[str, Any]) -> str:
    return yaml.safe_dump(facts, allow_unicode=True, sort_keys=False)
