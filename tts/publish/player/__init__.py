"""`<pagecast-player>`, as HTML and as one file of JavaScript.

In comes an entry of the catalog; out come its markup, and the scripts of this folder made small. Start with `markup`;
`cues` say what is heard when, `minify` makes scripts small. The JavaScript begins in player.js.
"""
