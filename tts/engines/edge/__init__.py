"""The online voices of Microsoft Edge, by way of edge-tts: no account, no key.

In comes a chunk; out comes the service's MP3 as a clip. Start with `engine`; `client` is one
request, `congestion` says how many at once and when the service is let rest, `voice_health` which
voices are ill.
"""
