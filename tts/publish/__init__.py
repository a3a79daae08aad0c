"""A show -> the world: what is published follows from the manifests alone, and can be deleted and built again.

catalog.py   which episodes can be published, newest first
feed.py      the podcast feed, in pages
site.py      a page an episode, and the index
element.py   the player as HTML, for these pages and any other
embed.py     the player on the pages of another site
covers.py    the show's cover, at its sizes
build.py     all of it, written where it changed
public.py    which files the world gets, as what; targets.py and target_….py bring them there
player/      plain JavaScript and CSS, copied as they are
"""
