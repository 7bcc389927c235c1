"""A small OpenID Connect provider on this machine: what a real one does between the two redirects.

It follows the protocol (code flow with PKCE, signed identity tokens); who logs in there is set by the test.
"""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "rynek", "cichosza"


@dataclass
class Provider:
    """`person`: the claims about who logs in there next; none: they turn back."""

    person: dict[str, Any] | None = None
    broken: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, urlsplit(self.path), {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                provider.answer(self, urlsplit(self.path), form)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, address: Any, form: dict[str, str]) -> None:
        if self.broken:
            return self._send(handler, 200, ["this", "is", "no", "provider"])
        if address.path == "/.well-known/openid-configuration":
            paths = {"authorization_endpoint": "authorize", "token_endpoint": "token",
                     "userinfo_endpoint": "userinfo", "jwks_uri": "keys"}  # fmt: skip
            found = {name: f"{self.url}/{path}" for name, path in paths.items()}
            return self._send(handler, 200, {"issuer": self.url, **found})
        if address.path == "/authorize":
            return self._authorize(handler, {k: v[0] for k, v in parse_qs(address.query).items()})
        if address.path == "/token":
            return self._token(handler, form)
        if address.path == "/userinfo" and handler.headers["Authorization"] == "Bearer dostep":
            return self._send(handler, 200, self.person)
        return self._send(handler, 404, {})

    def _authorize(self, handler: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        back = {"state": asked["state"]}
        if self.person is None:
            back["error"] = "access_denied"
        else:
            back["code"] = f"kod-{len(self.codes)}"
            self.codes[back["code"]] = asked
        handler.send_response(302)
        handler.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
        handler.end_headers()

    def _token(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != proof or form.get("client_secret") != SECRET:
            return self._send(handler, 400, {"error": "invalid_grant"})
        claims = {"iss": self.url, "aud": CLIENT, "iat": int(time.time()), "exp": int(time.time()) + 60,
                  **(self.person or {})}  # fmt: skip
        token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        found = {"access_token": "dostep", "token_type": "Bearer", "id_token": token}
        return self._send(handler, 200, found)

    def _send(self, handler: BaseHTTPRequestHandler, status: int, body: Any) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.wfile.write(json.dumps(body).encode())
