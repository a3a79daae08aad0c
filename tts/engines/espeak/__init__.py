"""espeak-ng on this machine: a hundred languages, fast but plain.

In comes a chunk; out comes a clip, or phonemes for other engines. Start with `engine`; `bindings`
calls the C library.
"""
