"""An episode's MP3 in other formats: M4B for audiobook apps, Opus for small files.

In come the MP3 of an episode and what its manifest says of it; out goes one file, the same bytes
each time. Start with `convert`: it names the formats, and says what is missing where one can't be
made.
"""
