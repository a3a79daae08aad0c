"""The online voices of Microsoft Edge, by way of edge-tts: no account, no key.

A chunk goes in; the service's MP3 comes out as a clip. Start with `engine`; `client` makes one
request, `congestion` decides how many run at once and when to pause, `voice_health` knows which
voices do not answer.
"""
