"""Puts the player on the pages of a site built by another program.

A folder of pages and a show go in; the same pages come out with the player under their titles, and
otherwise unchanged. Start with `site`. `site_survey` finds the pages, `recognition` tells whether
one is an article, `placement` where the player goes, `page_bytes` inserts it, and `removal` takes
it out again, to the byte. `snippet` is for pages of sites that can't be changed.
"""
