"""Kokoro-82M on this machine: nine languages without account, network or GPU.

In comes a chunk; out comes a clip with the times that the model itself has. Start with `engine`;
`model_file` finds the model, `voices` the tables of styles, `european_phonemes` reads its languages
besides Mandarin and English.
"""
