"""Puts the player on the pages of a site built by another program.

In come a folder of pages and a show; out come the same pages with the player under their titles,
and nothing else of them changed. Start with `site`; `site_survey` finds them, `recognition` tells
whether one is an article, `placement` where the player goes, `page_bytes` puts it in, `removal`
takes it out again to the byte.
"""
