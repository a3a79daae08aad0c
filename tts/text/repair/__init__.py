"""Repairs damaged text.

An article's texts go in; the same texts without automatic pinyin, mojibake and misaligned GBK come
out, with a list of changes. Start with `repair`.
"""
