"""The pages of a show: one per episode, with the article's text, and the index.

Entries of the catalog go in; pages come out as text. They are pure functions of the manifests. All
links between them are relative, so that they work from file://, under any path, and behind a secret
prefix. Start with `episode_page`; `frame` is what all pages have in common, and `tts.locale.pages`
has their texts in each language.
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
