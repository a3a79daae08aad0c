"""Synchronizes positions and subscriptions between a listener's apps, with the APIs of gpodder.net
and Nextcloud's gpoddersync, for AntennaPod, Kasts, gPodder, GNOME Podcasts and the player of our
own pages.

A request with a token as its password comes in, JSON goes out; the data is stored in
`show.positions`. Start with `sync_routes`: every path and its handler.
"""
