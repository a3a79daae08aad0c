"""A Word document -> an article.

Bytes go in; an article comes out, by mammoth. Start with `article`; `package` unpacks with limits.
"""
