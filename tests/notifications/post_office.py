"""A mail server of our own on this machine: takes letters by SMTP, gives them out by IMAP."""

import re
import socketserver
import threading
from collections.abc import Callable
from typing import Any

BOX = "odpowiedz@rynek.example.org"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: "PostOffice"


class PostOffice:
    """`sent`: what came by SMTP, as bytes. `box`: [mail, whether it was read], given out by IMAP."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.box: list[list[Any]] = []
        self.log_ins: list[tuple[str, str]] = []
        self._servers: list[_Server] = []
        self.smtp, self.imap = self._start(_Smtp), self._start(_Imap)

    def _start(self, handler: type[socketserver.BaseRequestHandler]) -> int:
        server = _Server(("127.0.0.1", 0), handler)
        server.office = self
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self._servers.append(server)
        return int(server.server_address[1])

    def put(self, mail: bytes) -> None:
        self.box.append([mail, False])

    def close(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()


class _Lines(socketserver.StreamRequestHandler):
    server: _Server

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    @property
    def office(self) -> PostOffice:
        return self.server.office


class _Smtp(_Lines):
    def handle(self) -> None:
        self.say("220 ready")
        for raw in self.rfile:
            word = raw.strip().upper()[:4]
            if word == b"DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line[1:] if line.startswith(b"..") else line)
                self.office.sent.append(b"".join(lines))
            self.say("221 bye" if word == b"QUIT" else "250 OK")
            if word == b"QUIT":
                return


class _Imap(_Lines):
    """As much of RFC 3501 as a client needs that looks for what is unread."""

    def handle(self) -> None:
        self.say("* OK ready")
        for raw in self.rfile:
            tag, _, rest = raw.decode().strip().partition(" ")
            verbs: dict[str, Callable[[str], None]] = {
                "UID SEARCH": self._search, "UID FETCH": self._fetch, "UID STORE": self._store,
                "LOGIN": self._login, "SELECT": lambda _rest: self.say(f"* {len(self.office.box)} EXISTS"),
                "CAPABILITY": lambda _rest: self.say("* CAPABILITY IMAP4rev1"),
                "LOGOUT": lambda _rest: self.say("* BYE"),
            }  # fmt: skip
            verb = next((name for name in verbs if rest.upper().startswith(name)), "")
            if not verb:
                self.say(f"{tag} BAD unknown")
                continue
            verbs[verb](rest[len(verb) :].strip())
            self.say(f"{tag} OK done")
            if verb == "LOGOUT":
                return

    def _login(self, rest: str) -> None:
        name, word = (part.strip('"') for part in rest.split(" ", 1))
        self.office.log_ins.append((name, word))

    def _search(self, _rest: str) -> None:
        unread = [str(at) for at, (_mail, read) in enumerate(self.office.box, 1) if not read]
        self.say(f"* SEARCH {' '.join(unread)}".rstrip())

    def _fetch(self, rest: str) -> None:
        uid = int(rest.split()[0])
        mail = self.office.box[uid - 1][0]
        if "RFC822.SIZE" in rest:
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(mail)})")
            return
        assert "BODY.PEEK[]" in rest
        self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[] {{{len(mail)}}}\r\n".encode())
        self.wfile.write(mail)
        self.say(")")

    def _store(self, rest: str) -> None:
        found = re.match(r"(\d+) \+FLAGS \(\\Seen\)", rest)
        assert found, rest
        self.office.box[int(found[1]) - 1][1] = True
