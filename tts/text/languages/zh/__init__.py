"""Chinese as spoken, in both scripts; the rules are written in simplified characters.

A sentence with numbers, dates and units goes in; one in words comes out. Start with `language`, its
rows.
"""
