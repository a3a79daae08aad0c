"""A show -> the world: what is published follows from the manifests alone, and can be deleted and built again.

In comes a show; out come its feed, pages, player and lists, written where they changed. Start with `build`; `catalog`
says which episodes can be published, `feed`, `site` and `player` render them, `targets` bring them elsewhere, and
`embed` puts the player on the pages of another site.
"""
