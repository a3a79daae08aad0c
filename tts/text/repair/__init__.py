"""Repairs damaged text.

In come an article's blocks; out come the same without a machine's pinyin, mojibake and GBK read one
byte off, and a list of what was changed. Start with `repair`.
"""
