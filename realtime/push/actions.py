"""A person lets a browser tell them of their news, or no more."""

from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid, Refused
from notifications.models import Notification
from realtime.push.carrying import BadEndpoint, checked
from realtime.push.keys import unpacked
from realtime.push.models import PushSubscription
from realtime.push.sealing import browser_key

MOST = 10
"""Browsers of a person."""


def digest_of(session_key: str | None) -> str:
    return sha256((session_key or "").encode()).hexdigest()


def subscribe(
    *, by: User, endpoint: object, key: object, secret: object, session_key: str, browser: str = ""
) -> PushSubscription:
    """The browser is told from now on. Another person who used it before is told there no more. Raises
    Refused, or Invalid (endpoint, key)."""
    check_writer(by)
    try:
        address = checked(endpoint).geturl()
    except BadEndpoint:
        raise Invalid({"endpoint": [_("This is not the address of a push service.")]}) from None
    plain = _keys(key, secret)
    try:
        name = clean_text(browser[:80], limit=80, lines=False)
    except BadText:
        name = ""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
        mine = PushSubscription.objects.filter(person=by).exclude(endpoint=address)
        if mine.count() >= MOST:
            raise Refused(_("Ten browsers of yours are told already. Take one out first."))
        newest = Notification.objects.filter(person=by).order_by("-pk").values_list("pk", flat=True)
        row, _made = PushSubscription.objects.update_or_create(
            endpoint=address,
            defaults={
                "person": by, "key": plain[0], "secret": plain[1], "browser": name, "tries": 0,
                "session": digest_of(session_key), "auth_hash": by.get_session_auth_hash(),
                "told_up_to": newest.first() or 0,
            },
        )  # fmt: skip
    return row


def _keys(key: object, secret: object) -> tuple[str, str]:
    wrong = Invalid({"key": [_("The browser sent keys that cannot be used.")]})
    if (
        not isinstance(key, str)
        or not isinstance(secret, str)
        or len(key) > 100
        or len(secret) > 40
    ):
        raise wrong
    key, secret = key.rstrip("="), secret.rstrip("=")
    try:
        browser_key(unpacked(key))
        if len(unpacked(secret)) != 16:
            raise wrong
    except ValueError:
        raise wrong from None
    return key, secret


def unsubscribe(*, by: User, pk: int | None = None, endpoint: str = "") -> None:
    """One's own browser is told no more; what is another's stays."""
    mine = PushSubscription.objects.filter(person=by)
    (mine.filter(pk=pk) if pk is not None else mine.filter(endpoint=endpoint)).delete()


def forget_session(session_key: str | None) -> None:
    """Who has logged out is told nothing more in that browser."""
    if session_key:
        PushSubscription.objects.filter(session=digest_of(session_key)).delete()
