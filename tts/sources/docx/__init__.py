"""A Word document -> an article.

In come its bytes; out comes an article, by mammoth. Start with `article`; `package` unpacks within
bounds.
"""
