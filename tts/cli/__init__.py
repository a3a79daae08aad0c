"""The command `tts`: options in, lines and exit codes out.

Each command has a module; they share `options`, `progress`, `output` and `errors`. No other part of
the package prints or exits. Start with `main`, which has all commands.
"""
