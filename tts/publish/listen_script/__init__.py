"""listen.js: a script that puts the player on a page by the page's address, whatever made the page.

The entries of the catalog go in; `listen.js` comes out, with the index in which it looks up
addresses, and for each episode a `player.js` with the player's markup. Start with `script_files`;
`page_addresses` tells when two addresses are the same page. The JavaScript is in `source`; `make
player` makes listen.min.js of it.
"""
