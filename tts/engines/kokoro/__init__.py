"""Kokoro-82M on this machine: nine languages without account, network or GPU.

A chunk goes in; a clip with the model's own times comes out. Start with `engine`; `model_file`
finds the model, `voices` the style tables, and `european_phonemes` reads the languages other than
Chinese, English and Japanese.
"""
