"""The command `tts`: options in, lines and exit codes out.

A file a command; `options`, `progress`, `output` and `errors` are what they share. Nothing else in
the house prints or exits. Start with `main`, which parses `tts make` and calls the pipeline.
"""
