"""Subtitles, captions and lyrics -> an article: the words as running text, without times.

In comes a decoded file; out comes an article. Start with `article`; `cues` and `ass_lrc_ttml` know
the formats, `cue_cleaning` cleans what a cue shows, `rolling` drops what is shown twice,
`paragraphs` makes paragraphs.
"""
