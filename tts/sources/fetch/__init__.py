"""A path, standard input or a URL -> its bytes.

What a user named goes in; a source comes out: the bytes, and what is known about them. Start with
`fetch`; `http` accesses the web with limits, `public_addresses` says which addresses are allowed.
"""
