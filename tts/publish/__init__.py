"""Publishes a show: everything is derived from the manifests, and can be deleted and built again.

In comes a show; out come its feed, pages, player and lists, written where they changed. Start with
`build`; `catalog` says which episodes can be published, `feed`, `site` and `player` render them,
`targets` bring them elsewhere, and `embed` puts the player on the pages of another site.

For programs `tts.publish(show)` is a call: this folder has the name of that function, so it can be
called itself.
"""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """This package, which when called does what `tts.publish.publish_show.publish` does."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from tts.publish.publish_show import publish

        return publish(*args, **options)


sys.modules[__name__].__class__ = _Callable
