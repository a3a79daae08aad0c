"""Synchronizes positions and subscriptions between a listener's apps, with the APIs of gpodder.net
and Nextcloud's gpoddersync, for AntennaPod, Kasts, gPodder, GNOME Podcasts and the player of our
own pages.

In comes a request with a token as its password, out goes JSON; what was told stands in
`show.positions`. Start with `sync_routes`: every path and what answers it.
"""
