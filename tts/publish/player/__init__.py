"""`<pagecast-player>`, as HTML and as one file of JavaScript.

An entry of the catalog goes in; its markup comes out, and player.min.js, which `make player` makes
of the scripts and styles in `source`. Start with `markup`; `timings` has the times of sentences.
The JavaScript begins in source/player.js.
"""
