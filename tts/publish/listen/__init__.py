"""listen.js: one script that puts the player of a page's own address on it, whatever made the page.

In come the entries of the catalog; out come `listen.js` with the index that it looks addresses up
in, and beside each episode `player.js` with the player's markup. Start with `listen_files`;
`page_addresses` says when two addresses are one page's. The JavaScript is in `source`;
`make player` makes listen.min.js of it.
"""
