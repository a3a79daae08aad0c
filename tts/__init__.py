"""Pagecast: articles in, audio that people want to listen to out.

Read `tts.studio` first: it is the pipeline, top to bottom. The parts, from the ground up:

floor 0   model                                     what travels between the parts, and the errors
floor 1   sources, text, engines, audio, cache,     one part a step, none knows another
          transcript, tags, cover, library
floor 2   studio                                    the pipeline
floor 5   cli                                       the command `tts`

A part imports only from floors below its own. This module imports nothing, so that `tts --version` is quick.
"""

__version__ = "0.1.0"
