"""A mailbox server on this machine with the part of IMAP that reading needs."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "ida", "s3cret word"


@dataclass
class Mailbox:
    port: int = 0
    folder: str = "News"
    messages: dict[int, bytes] = field(default_factory=dict)
    """Messages by UID."""
    said: list[str] = field(default_factory=list)
    """Commands, without their tags."""

    def add(self, number: int, title: str, text: str) -> None:
        head = f"From: Paper <paper@example.org>\nSubject: {title}\nMessage-ID: <{number}@example.org>\n"
        head += "Date: Mon, 23 Nov 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n"
        self.messages[number] = f"{head}\n{text}\n".replace("\n", "\r\n").encode()


class _Talk(socketserver.StreamRequestHandler):
    box: Mailbox

    def say(self, text: str | bytes) -> None:
        self.wfile.write((text.encode() if isinstance(text, str) else text) + b"\r\n")

    def handle(self) -> None:
        self.say("* OK here")
        for raw in self.rfile:
            tag, _, command = raw.decode().strip().partition(" ")
            self.box.said.append(command)
            self.say(f"{tag} {self.answer(command)}")
            if command.startswith("LOGOUT"):
                return

    def answer(self, command: str) -> str:
        name = " ".join(command.split()[: 2 if command.startswith("UID") else 1])
        if name == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif name == "LOGIN":
            return "OK in" if command == f'LOGIN {USER} "{PASSWORD}"' else "NO wrong password"
        elif name in ("EXAMINE", "SELECT"):
            if f'"{self.box.folder}"' not in command:
                return "NO no such folder"
            self.say(f"* {len(self.box.messages)} EXISTS")
        elif name == "UID SEARCH":
            self.say(f"* SEARCH {' '.join(map(str, sorted(self.box.messages)))}")
        elif name == "UID FETCH":
            self.fetch(command)
        elif name == "LOGOUT":
            self.say("* BYE")
        return "OK done"

    def fetch(self, command: str) -> None:
        asked = re.split(r"[ ,]", command.split(" (", maxsplit=1)[0])[2:]
        for place, number in enumerate(map(int, asked), 1):
            message = self.box.messages[number]
            if "SIZE" in command:
                self.say(f"* {place} FETCH (UID {number} RFC822.SIZE {len(message)})")
            else:
                self.say(f"* {place} FETCH (UID {number} BODY[] {{{len(message)}}}")
                self.wfile.write(message)
                self.say(")")


@contextmanager
def serve() -> Iterator[Mailbox]:
    box = Mailbox()
    talk = type("Talk", (_Talk,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join(10)
