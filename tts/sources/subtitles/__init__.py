"""Subtitles, captions and lyrics -> an article: what is said, as running text without times.

In comes a decoded file; out comes an article. Start with `article`; `cues` and `scripts` know the
formats, `lines` cleans what a cue shows, `rolling` drops what is shown twice, `running` makes
paragraphs.
"""
