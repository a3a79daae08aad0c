"""Any server with OpenAI's interface `/v1/audio/speech`.

A chunk goes in; a clip of the server's audio comes out. Start with `engine`; `client` sends
requests and interprets refusals, `voices` lists the voices.
"""
