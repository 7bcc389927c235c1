"""Whether this site shows the demo region."""

from functools import lru_cache

from django.core.cache import caches

from accounts.models import Role, User
from portal.demo.reading import rows

KEPT = 60
"""Seconds for which a process believes what it has read."""


def shows_demo() -> bool:
    """Whether a moderator or administrator of the demo may log in here: their password is written on
    the page that says how to begin, so that nothing of theirs is worth guarding."""
    cache, key = caches["local"], "shows-demo"
    known = cache.get(key)
    if known is None:
        known = (
            User.objects.filter(email__in=_staff(), is_active=True)
            .exclude(role=Role.MEMBER)
            .exists()
        )
        cache.set(key, known, KEPT)
    return bool(known)


@lru_cache(maxsize=1)
def _staff() -> tuple[str, ...]:
    return tuple(row["email"] for row in rows("people") if row["role"] != Role.MEMBER)
