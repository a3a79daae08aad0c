"""The pages of a show: one per episode, with the article's text, and the index.

In come entries of the catalog; out come pages as text. They are pure functions of the manifests;
all links between them are relative, so that they work from file://, below any path, and behind a
secret prefix. Start with `episode_page`; `frame` is what all pages have in common,
`tts.locale.pages` has their words in each language.
"""

from tts.publish.site.episode_page import episode_pages
from tts.publish.site.frame import asset, show_name
from tts.publish.site.index_pages import PER_PAGE, outline, show_pages
from tts.publish.site.webapp import assets

__all__ = [
    "PER_PAGE",
    "asset",
    "assets",
    "episode_pages",
    "outline",
    "show_name",
    "show_pages",
]
