"""The pages of a show: one an episode, with the article's text, and the index. Pure functions of the manifests.

All links between them are relative: they work from file://, below any path, and behind a secret prefix.
"""

from tts.publish.site_episode import episode_pages
from tts.publish.site_frame import assets
from tts.publish.site_index import PER_PAGE, outline, show_pages

__all__ = ["PER_PAGE", "assets", "episode_pages", "outline", "show_pages"]
