"""Positions and subscriptions, kept in step between a listener's apps, by the API of gpodder.net
and that of Nextcloud's gpoddersync: what AntennaPod, Kasts, gPodder and GNOME Podcasts speak, and
the player of our own pages.

In comes a request with a token as its password, out goes JSON; what was told stands in
`show.positions`. Start with `sync_routes`: every path and what answers it.
"""
