"""Settings with which no site should start: each is told in one plain sentence, and nothing runs.

What is safe is for people on one's own machine or network is not safe for a name that everybody can reach.
"""

import ipaddress
import math
from collections.abc import Sequence

from config.reading import parts_of

OWN_ENDINGS = (".localhost", ".local", ".lan", ".internal", ".home.arpa", ".test", ".invalid")
"""Names that no public server has (RFC 6761 and 8375, and what house networks use)."""
KNOWN_KEYS = {"changeme", "change-me", "change_me", "password", "secret", "secretkey", "secret_key", "secret-key"}  # fmt: skip
SHORTEST_KEY = 50
FEWEST_SIGNS = 5


def is_public(host: str) -> bool:
    """Whether people outside one's own machine or network could reach a site by this name."""
    name = host.lower().strip("[]").rstrip(".")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return "." in name.strip(".") and not name.endswith(OWN_ENDINGS)
    return address.is_global


def factor_of(text: str) -> float:
    """RATE_LIMIT_FACTOR as it was written; 0, which `unsafe` refuses, for what is no number above 0."""
    try:
        factor = float(text or 1)
    except ValueError:
        return 0.0
    return factor if math.isfinite(factor) and factor > 0 else 0.0


def unsafe(
    *,
    base_url: str,
    allowed_hosts: Sequence[str],
    debug: bool,
    secret_key: str,
    plain_http: bool,
    rate_limit_factor: float,
) -> str:
    """The sentence that says why the site must not start; "" where it may.

    `secret_key`: as it was given, "" where one is made. `plain_http`: whether the operator has said that a
    public name may be served without HTTPS.
    """
    base = parts_of(base_url)
    host = base.hostname or ""
    public = sorted(name for name in {host, *allowed_hosts} if is_public(name))
    if base.scheme not in ("http", "https") or not host or base.path or base.query or base.username:
        return (
            f"BASE_URL is {base_url!r}: it must be http:// or https:// and a name, with nothing after it,"
            " such as https://rynek.example.org."
        )
    if {"*", "."} & set(allowed_hosts):
        return "ALLOWED_HOSTS lets every name in: list the names of this site, with commas."
    if rate_limit_factor <= 0:
        return "RATE_LIMIT_FACTOR must be a number above 0: 1 is usual."
    if debug and public:
        return (
            f"DEBUG shows the inside of the site to everybody who can reach {public[0]}:"
            " take DEBUG away, or use a name of this machine."
        )
    if base.scheme == "http" and is_public(host) and not plain_http:
        return (
            f"BASE_URL is http://{host}: passwords would travel unprotected, and cookies would not be kept to"
            " HTTPS. Write https:// (docs/operations.md, HTTPS), or set PLAIN_HTTP=true if your own network"
            " protects them."
        )
    return _bad_key(secret_key, public=bool(public))


def _bad_key(key: str, *, public: bool) -> str:
    remedy = (
        "leave SECRET_KEY out, and one is made and kept, or set 50 random characters:"
        " python -c 'import secrets; print(secrets.token_urlsafe(50))'."
    )
    if "insecure" in key.lower() or key.lower() in KNOWN_KEYS:
        return f"SECRET_KEY is one that everybody knows: {remedy}"
    if key and public and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS):
        return f"SECRET_KEY is too short to be a secret: {remedy}"
    return ""
