"""Subtitles, captions and lyrics -> an article: the words as running text, without times.

A decoded file goes in; an article comes out. Start with `article`. `cues` and `ass_lrc_ttml` parse
the formats, `cue_cleaning` cleans the text of a cue, `rolling` drops repeated lines, `paragraphs`
makes paragraphs.
"""
