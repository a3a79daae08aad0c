"""The show over HTTP, for phones in the same network: rendered in memory, nothing is written to the folder but a token.

network.py     this computer's addresses, and which one a phone in the room can reach
hosts.py       the address a request was made to, checked: what stands in the feed
secret.py      the token and the port, kept from one start to the next
shelf.py       what is published now: looked at again as episodes appear
rendered.py    pages and feed, for each address that they were asked for by
landing.py     the page that the QR code opens, with its words in words.py
answers.py     media types, headers, ranges, what has not changed
app.py         a request: the gate, the way to the file, the log
connection.py  a connection: slow and silent ones are closed
server.py      all of it running, until it is told to stop
terminal.py    a QR code in characters
"""
