"""German as it is said.

In comes a sentence with numbers, dates and abbreviations; out comes one in words.
Start with `language`, its row.
"""
