"""Pagecast: articles in, audio that people want to listen to out.

Start with `tts.episode.pipeline`: it is the whole way from an address to an episode, top to bottom. The parts, from the
ground up; each imports only from floors below its own:

floor 0   model, storage, parallel                  what travels between the parts, the errors, files
floor 1   sources, text, engines, audio, cache,     one part a step; none knows another
          show
floor 2   episode                                   the pipeline
floor 3   publish, check                            what the world sees; is it what it should be
floor 4   serve                                     a show over HTTP
floor 5   cli                                       the command `tts`

This module imports nothing, so that `tts --version` is quick.
"""

__version__ = "0.1.0"
