"""The command `tts`: options in, lines and exit codes out.

A file a command; `options`, `progress`, `output` and `errors` are what they share. No other part
of the package prints or exits. Start with `main`, which parses `tts make` and calls the pipeline.
"""
