"""Updates the tag and the other formats of a finished episode."""

from __future__ import annotations

from dataclasses import replace

from tts.episode import alternate_formats, freshness
from tts.episode.options import Listener, Made, Options
from tts.show import library


def retagged_if_needed(episode: library.Episode, show: library.Show) -> Made:
    """An unchanged episode, retagged if the show's title, owner or cover changed."""
    count = episode.manifest.chunks
    if freshness.is_tagged_for(episode, show):
        return Made(episode, unchanged=True, cached=count, before=episode)
    from tts.episode import retagging

    with library.locked(show):
        tagged = retagging.retag(library.as_it_is_now(episode), show)
    made = Made(tagged.episode, cached=count, notes=tagged.notes, before=episode)
    return replace(made, unchanged=not tagged.changed)


def with_formats(made: Made, show: library.Show, options: Options, listener: Listener) -> Made:
    """The episode with its other formats: those asked for, the show's, and those it had."""
    episode = alternate_formats.brought_up_to_date(
        made.episode,
        made.before,
        options.formats,
        show,
        listener.encoded,
    )
    if episode is made.episode:
        return made
    return replace(made, episode=episode, unchanged=False)
