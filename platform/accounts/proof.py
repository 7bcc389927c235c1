"""A proof of work for joining: a small sum that a browser does by itself while too many join at once, so that a
flood of false accounts is dear. No third party, nothing is sent elsewhere, nobody has to solve anything."""

import re
import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

from accounts.models import User
from accounts.ports import defence

BITS = 17
"""Leading zero bits of the hash: about 130,000 tries, half a second of a desk, two or three of an old phone."""
FRESH = 3600
"""Seconds for which a challenge can be answered, once."""
HOUR = timedelta(hours=1)
_signer = TimestampSigner(salt="accounts.proof")
_ANSWER = re.compile(r"([A-Za-z0-9:_-]{20,150})~([0-9]{1,12})")


def wanted() -> bool:
    """Whether who joins now is asked for it: always, never, or while more have joined within an hour than is
    usual. Load tests are not asked."""
    when, usual = defence()
    if when == "never" or settings.RATE_LIMIT_FACTOR >= 100:
        return False
    return when == "always" or _many_join(usual)


def _many_join(usual: int) -> bool:
    newest = User.objects.order_by("-pk").values_list("joined_at", flat=True)[usual : usual + 1]
    return any(joined > timezone.now() - HOUR for joined in newest)


def challenge() -> str:
    return _signer.sign(secrets.token_urlsafe(12))


def holds(answer: str) -> bool:
    """Whether it answers a challenge of ours that is fresh and was not answered before."""
    found = _ANSWER.fullmatch(answer)
    if found is None:
        return False
    try:
        nonce = _signer.unsign(found[1], max_age=FRESH)
    except BadSignature:
        return False
    digest = int.from_bytes(sha256(answer.encode()).digest(), "big")
    return digest >> (256 - BITS) == 0 and _first_use(nonce)


def _first_use(nonce: str) -> bool:
    for name in ("default", "local"):
        try:
            return bool(caches[name].add(f"proof:{nonce}", 1, timeout=FRESH))
        except Exception:  # noqa: S112  the shared cache is away: this process remembers
            continue
    return False
