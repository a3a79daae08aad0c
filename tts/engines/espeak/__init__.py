"""espeak-ng on this machine: over a hundred languages, fast but plain.

A chunk goes in; a clip comes out, or phonemes for other engines. Start with `engine`; `bindings`
calls the C library.
"""
