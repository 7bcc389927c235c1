"""To a push service and nowhere else. The address comes from a browser, so anybody can name any: only
https on its own port, only a host whose every address is public, and the connection goes to the address
that was judged, never to what the name means a moment later. Nothing is followed, little is read."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

MOST_LETTERS = 500
PATIENCE = 10.0
KEPT = 24 * 3600
"""Seconds for which a service keeps a message for a browser that is off."""


class BadEndpoint(ValueError):
    """Not the address of a push service."""


class Unreachable(Exception):
    """The service did not answer, or said that it cannot now."""


@dataclass(frozen=True)
class Answer:
    status: int

    @property
    def gone(self) -> bool:
        """The browser has taken its subscription back, or the service has dropped it."""
        return self.status in (404, 410)

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


def checked(endpoint: object) -> SplitResult:
    """The parts of an address that may be one. Raises BadEndpoint."""
    if not isinstance(endpoint, str) or len(endpoint) > MOST_LETTERS or not endpoint.isascii():
        raise BadEndpoint
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise BadEndpoint from error
    if any(not letter.isprintable() or letter == " " for letter in endpoint) or "@" in parts.netloc:
        raise BadEndpoint
    if settings.PUSH_TO_LOOPBACK and parts.scheme == "http" and parts.hostname == "127.0.0.1":
        return parts
    if parts.scheme != "https" or not parts.hostname or port not in (None, 443) or parts.fragment:
        raise BadEndpoint
    if (
        "." not in parts.hostname
        or parts.hostname.replace(".", "").isdigit()
        or ":" in parts.netloc.replace(":443", "")
    ):
        raise BadEndpoint  # a name of this network, or an address: services have names  # fmt: skip
    return parts


def public_address(host: str) -> str:
    """An address of the host, all of which are public. Raises BadEndpoint, or Unreachable."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(str(error)) from error
    addresses = [ipaddress.ip_address(str(row[4][0]).split("%")[0]) for row in found]
    if not addresses or not all(_is_public(address) for address in addresses):
        raise BadEndpoint
    return str(addresses[0])


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None and not _is_public(inner):
        return False
    return address.is_global and not address.is_multicast


def carry(endpoint: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Hands the sealed message over. Raises BadEndpoint or Unreachable."""
    parts = checked(endpoint)
    host = parts.hostname or ""
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    limit = Timeout(connect=PATIENCE, read=PATIENCE)
    pool: HTTPConnectionPool
    if parts.scheme == "http":
        pool = HTTPConnectionPool(host, parts.port or 80, timeout=limit, retries=False)
    else:
        pool = HTTPSConnectionPool(
            public_address(host), 443, timeout=limit, retries=False, assert_hostname=host,
            server_hostname=host, cert_reqs="CERT_REQUIRED",
        )  # fmt: skip
    try:
        with pool:
            answer = pool.urlopen(
                "POST", path, body=body, redirect=False, preload_content=False,
                headers={**headers, "Host": parts.netloc, "TTL": str(KEPT)},
            )  # fmt: skip
            answer.release_conn()
            return Answer(answer.status)
    except (HTTPError, OSError) as error:
        raise Unreachable(str(error)) from error
