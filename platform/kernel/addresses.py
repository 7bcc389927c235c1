"""From which address something comes: known to whoever counts, without being handed through every call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_present: ContextVar[str] = ContextVar("address", default="")


def counted(raw: str) -> str:
    """Who counts as one address: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        address = ip_address(raw)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False))
    return str(address)


def address_of(request: HttpRequest) -> str:
    """The client's address, as our own proxy says it; "" where it is none."""
    forwarded = request.headers.get("X-Real-IP", "") if settings.TRUST_PROXY else ""
    return counted(forwarded or str(request.META.get("REMOTE_ADDR", "")))


def present_address() -> str:
    """The address from which what is done now was sent; "" for commands, mails and background work."""
    return _present.get()


@contextmanager
def sent_from(address: str) -> Iterator[None]:
    """What is done within comes from this address."""
    token = _present.set(address)
    try:
        yield
    finally:
        _present.reset(token)


def addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with sent_from(address_of(request)):
            return get_response(request)

    return middleware
