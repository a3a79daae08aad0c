"""listen.js: a script that puts the player on a page by the page's address, whatever made the page.

In come the entries of the catalog; out come `listen.js` with the index that it looks addresses up
in, and beside each episode `player.js` with the player's markup. Start with `script_files`;
`page_addresses` says when two addresses are one page's. The JavaScript is in `source`;
`make player` makes listen.min.js of it.
"""
