"""`<pagecast-player>`, as HTML and as one file of JavaScript.

In comes an entry of the catalog; out come its markup and player.min.js, which `make player` makes
of the scripts and styles in `source`. Start with `markup`; `timings` say what is heard when. The
JavaScript begins in source/player.js.
"""
