"""German as spoken.

A sentence with numbers, dates and abbreviations goes in; one in words comes out. Start with
`language`, its row.
"""
