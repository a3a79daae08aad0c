"""An episode's MP3 in other formats: M4B for audiobook apps, Opus for small files.

The MP3 of an episode and its metadata go in; one file comes out, with the same bytes each time.
Start with `convert`: it has the formats, and tells what is missing if one can't be made.
"""
