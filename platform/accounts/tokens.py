"""Bearer tokens: shown once when made, kept as their hash."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from accounts.models import ApiToken, User

PREFIX = "rynek_"


def _digest(raw: str) -> str:
    # The token is 256 random bits, so that a plain hash cannot be guessed backwards.
    return hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()


def make_token(person: User, *, name: str = "") -> str:
    """A new token of this person. It cannot be shown again."""
    raw = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(person=person, digest=_digest(raw), name=name)
    return raw


def person_of_token(raw: str) -> User | None:
    """Whose token this is; None for a wrong one or one of a person who is barred."""
    if len(raw) > 200:
        return None
    token = ApiToken.objects.select_related("person").filter(digest=_digest(raw)).first()
    if token is None or not token.person.is_active:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=10):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.person
