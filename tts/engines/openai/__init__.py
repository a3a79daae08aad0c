"""Any server with OpenAI's interface `/v1/audio/speech`.

In comes a chunk; out comes a clip of what the server sent. Start with `engine`; `client` asks and
understands refusals, `voices` lists who speaks.
"""
