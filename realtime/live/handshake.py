"""What a handshake says: from which page, from which address, by whom, in which language."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_language_from_request

from kernel.addresses import counted
from kernel.watching.numbering import accepted

DEFAULT_PORTS = {"http": 80, "https": 443}
_ORIGIN = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")
_BEARER = re.compile(r"bearer +([\x21-\x7e]+) *", re.IGNORECASE)

Origin = tuple[str, str, int]
"""Scheme, host and port: what a browser calls the same origin."""


@dataclass(frozen=True)
class Handshake:
    headers: dict[str, list[str]]
    client: str

    @classmethod
    def of(cls, scope: dict[str, Any]) -> "Handshake":
        headers: dict[str, list[str]] = {}
        for name, value in scope.get("headers", ()):
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        client = scope.get("client") or ("", 0)
        return cls(headers, str(client[0]))

    def header(self, name: str) -> str:
        return ", ".join(self.headers.get(name, ()))

    @property
    def cookies(self) -> dict[str, str]:
        return parse_cookie("; ".join(self.headers.get("cookie", ())))

    @property
    def session_key(self) -> str:
        return self.cookies.get(settings.SESSION_COOKIE_NAME, "")[:100]

    @property
    def token(self) -> str | None:
        """The bearer token; empty if the header holds none, None without the header."""
        if "authorization" not in self.headers:
            return None
        match = _BEARER.fullmatch(self.header("authorization").strip())
        return match[1] if match else ""

    @property
    def from_our_page(self) -> bool:
        """Whether this was opened by a page of this site, or by no page at all.

        A browser sends cookies along wherever a page comes from, so what proves a page to be ours
        is that scheme, host and port are the same; a missing Origin proves nothing beside a cookie.
        """
        origins = self.headers.get("origin", [])
        if not origins:
            return "cookie" not in self.headers
        origin = origin_of(origins[0]) if len(origins) == 1 else None
        return origin is not None and origin in self._ours()

    def _ours(self) -> set[Origin]:
        base = urlsplit(settings.BASE_URL)
        ours = {
            (base.scheme, (base.hostname or "").lower(), base.port or DEFAULT_PORTS[base.scheme])
        }
        host = self.header("host").lower()
        domain, port = split_domain_port(host)
        if domain and validate_host(domain, settings.ALLOWED_HOSTS):
            scheme = self._scheme()
            ours.add((scheme, domain.strip("[]"), int(port) if port else DEFAULT_PORTS[scheme]))
        return ours

    def _scheme(self) -> str:
        forwarded = self.header("x-forwarded-proto").strip().lower()
        if settings.TRUST_PROXY and forwarded in DEFAULT_PORTS:
            return forwarded
        return "https" if settings.SECURE else "http"

    @property
    def address(self) -> str:
        """Who counts as one address (kernel.addresses)."""
        raw = self.header("x-real-ip").strip() if settings.TRUST_PROXY else ""
        return counted(raw or self.client) or "unknown"

    @property
    def number(self) -> str:
        """The number of everything that this connection asks for (kernel.watching.numbering)."""
        return accepted(self.header("x-request-id"))

    @property
    def language(self) -> str:
        """As for a page: the person's cookie, else what the browser asks for, else Polish."""
        request = HttpRequest()
        request.COOKIES = self.cookies
        request.META["HTTP_ACCEPT_LANGUAGE"] = self.header("accept-language")
        return get_language_from_request(request)


def origin_of(raw: str) -> Origin | None:
    """The parts of an Origin header; None for "null", for what is no web origin, or says more."""
    match = _ORIGIN.fullmatch(raw.lower())
    if match is None:
        return None
    scheme, host, port = match[1], match[2], match[3]
    return scheme, host.strip("[]"), int(port) if port else DEFAULT_PORTS[scheme]
