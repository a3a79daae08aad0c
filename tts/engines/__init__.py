"""A chunk -> a clip.

A chunk of a script and a voice go in; a clip of verified MP3 frames with the times of its words
comes out, or an error. Start with `registry`, the table of engines, then `verify`, which retries
until a clip is complete. `mandarin` and `english` contain pronunciation that several engines share;
each engine has a folder or module of its own.
"""

from tts.engines import telemetry

telemetry.switch_off()  # before anything that an engine is made of is imported
