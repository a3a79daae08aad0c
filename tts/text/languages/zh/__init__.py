"""Chinese as it is said, in both scripts: the rules are written in simplified characters.

In comes a sentence with numbers, dates and units; out comes one in words.
Start with `language`, its two rows.
"""
