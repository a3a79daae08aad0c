"""Is an episode what it should be? What stands in its folder is read, decoded and, on request, heard back.

    report      a problem, and how an episode did
    files       sizes, sums, transcripts, chapters and tags agree with the manifest and with each other
    sound       one pass over the audio: length, loudness, peak, sound where sentences are and silence where none is
    hearing     each chunk cut out of the MP3 and listened to
    again       the worst chunks spoken in other ways, the better one kept

Nothing but `again` writes.
"""

from __future__ import annotations

from tts.check.report import Problem, Report, script_of
from tts.model import TtsError
from tts.tend import Held, episode_of

__all__ = ["Problem", "Report", "check"]


def check(one: Held) -> Report:
    """All that can be told of an episode without listening to it. What can't be read is a problem, not an error."""
    from tts.check import files, sound

    if not one.manifest:
        return Report(one.folder, one.number, one.title, (Problem(one.fault, hint=files.AGAIN),))
    episode = episode_of(one)
    problems = list(files.on_disk(episode))
    try:
        script = script_of(episode)
        problems += files.agreeing(episode, script)
    except (TtsError, KeyError, TypeError, ValueError, AttributeError) as e:
        script = {"chunks": []}
        problems.append(Problem(f"script.json can't be read: {e}", hint=files.AGAIN))
    measured = None
    if episode.audio.is_file():
        try:
            measured = sound.measure(episode.audio)
            problems += sound.problems(episode, script, measured)
        except TtsError as e:
            problems.append(Problem(e.message, hint=files.AGAIN))
    length = measured.duration if measured else 0
    told = script if script["chunks"] else {}
    return Report(one.folder, one.number, one.title, tuple(problems), length, files.notes(episode), script=told)
