"""Japanese: numbers with their counters, dates, times, money and units in kana.

Start with `spoken`, the table of rules; `counters` knows how numbers and counters affect each
other's pronunciation.
"""
