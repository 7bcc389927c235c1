"""Wrong passwords slow down whoever guesses, and never lock out the owner.

Three counts hold together: of one address for one account, of one address, and of one account from
everywhere. A browser in which the owner has logged in before is known by a cookie and has a count of its
own, so that strangers who try from many addresses shut the door to each other alone. Beside the password
a mailed code and a passkey open it. An address that nobody here has is counted like any other.
"""

import hashlib
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.measures import SLOWED
from kernel.addresses import address_of
from kernel.limits import give_back, spend
from kernel.refusals import TooMany

COOKIE = "known"
SALT = "accounts.known-device"
YEAR = 60 * 60 * 24 * 365
PEOPLE_OF_A_DEVICE = 8
"""In a library many people log in on one computer: the latest are known there."""

Spent = list[tuple[str, str]]


class TooManyTries(TooMany):
    """Too many wrong passwords; says which ways are open still."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(retry_after)
        self.message = (
            self.message
            + " "
            + _(
                "If the account is yours, log in with a code that we mail to you, or with a passkey."
            )
        )
        self.way = ("/accounts/login/code/", _("Send me a code instead of a password"))


def digest(address: str) -> str:
    """The account in counts and cookies: of an e-mail address no more than its mark."""
    text = f"{settings.SECRET_KEY}\0{address.strip().lower()}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def count_try(request: HttpRequest, address: str) -> Spent:
    """One more try for this account, to be given back if it was right. Raises TooManyTries."""
    account, place = digest(address), address_of(request) or "unknown"
    device = known_here(request).get(account)
    if device:
        wanted = [("login_device", device)]
    else:
        wanted = [
            ("login_place", f"{account}:{place}"), ("login_address", place), ("login_account", account),
        ]  # fmt: skip
    try:
        for action, who in wanted:
            spend(action, who)
    except TooMany as error:
        SLOWED.inc()
        raise TooManyTries(error.retry_after) from error
    return wanted


def was_right(spent: Spent) -> None:
    for action, who in spent:
        give_back(action, who)


def may_mail(request: HttpRequest, address: str) -> bool:
    """Whether one more letter that anybody can ask for goes to this address. Nobody is told: what the
    page says does not depend on it. The owner, on a device of theirs, does not pay for strangers."""
    account, place = digest(address), address_of(request) or "unknown"
    device = known_here(request).get(account)
    try:
        if device:
            spend("account_mail", device)
        else:
            spend("account_mail", f"{account}:{place}")
            spend("account_mails", account)
    except TooMany:
        return False
    return True


def known_here(request: HttpRequest) -> dict[str, str]:
    """{account: this device's own mark} of those who have logged in with this browser."""
    try:
        read = signing.loads(request.COOKIES.get(COOKIE, "")[:4_000], salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return {}
    return {str(account): str(device) for account, device in read.items()}


def known_devices(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: after a log-in (accounts.receivers) the browser is known for this account."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        address = request.META.get("rynek.logged_in")
        if address:
            known = known_here(request)
            device = known.pop(digest(address), "") or secrets.token_urlsafe(12)
            latest = dict(list(known.items())[-(PEOPLE_OF_A_DEVICE - 1) :])
            value = signing.dumps({**latest, digest(address): device}, salt=SALT)
            response.set_cookie(
                COOKIE, value, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax",
            )  # fmt: skip
        return response

    return middleware
