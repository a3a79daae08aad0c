"""Verifies episodes.

An episode's folder goes in; a report of its problems comes out, each with what to do. Start with
`check` below, then `report`; `file_consistency` compares files with the manifest, `audio` measures
the MP3, `intelligibility` transcribes each chunk with `whisper`, and `respeaking` has the worst
chunks spoken again. Only `respeaking` writes anything.
"""

from __future__ import annotations

from tts.check.report import Problem, Report, script_of
from tts.episode.manage import EpisodeFolder, episode_of
from tts.model import TtsError
from tts.show.saved_script import SavedScript

__all__ = ["Problem", "Report", "check"]


def check(held: EpisodeFolder) -> Report:
    """Everything that can be checked in an episode without listening to it. What can't be read is a
    problem, not an error."""
    from tts.check import audio, file_consistency

    if not held.manifest:
        return Report(
            held.folder,
            held.number,
            held.title,
            (Problem(held.fault, hint=file_consistency.AGAIN),),
        )
    episode = episode_of(held)
    problems = list(file_consistency.files_on_disk(episode))
    script: SavedScript
    try:
        script = script_of(episode)
        problems += file_consistency.files_agree(episode, script)
    except (TtsError, KeyError, TypeError, ValueError, AttributeError) as e:
        script = {"chunks": []}
        problems.append(Problem(f"script.json can't be read: {e}", hint=file_consistency.AGAIN))
    measured = None
    if episode.audio.is_file():
        try:
            measured = audio.measure(episode.audio)
            problems += audio.problems(episode, script, measured)
        except TtsError as e:
            problems.append(Problem(e.message, hint=file_consistency.AGAIN))
    length = measured.duration if measured else 0
    found = script if script["chunks"] else None
    return Report(
        held.folder,
        held.number,
        held.title,
        tuple(problems),
        length,
        file_consistency.notes(episode),
        script=found,
    )
