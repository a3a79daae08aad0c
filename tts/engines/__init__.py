"""A chunk -> a clip.

In come a chunk of a script and a voice; out comes a clip of verified MP3 frames with the times of
its words, or an error. Start with `registry`, the table of engines, then `verify`, which asks until
a clip is whole. `mandarin` and `english` are readings that several engines share; a folder each
holds the engines.
"""

from tts.engines import telemetry

telemetry.switch_off()  # before anything that an engine is made of is imported
