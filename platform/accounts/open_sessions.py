"""Where people are logged in: noted at log-in, and every few minutes while they are about."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.devices import device_of
from accounts.models import OpenSession, User
from accounts.sessions import SessionStore

FRESH = timedelta(minutes=10)
"""As long as this, `seen_at` is not written again."""


def note_session(request: HttpRequest, person: User) -> None:
    """This session is this person's, and was seen just now."""
    if not request.session.session_key:
        request.session.save()
    key = str(request.session.session_key)
    caches["local"].set(_mark(key), 1, FRESH.total_seconds())
    device = device_of(request.META.get("HTTP_USER_AGENT", "")[:500])
    OpenSession.objects.update_or_create(
        session_key=key, defaults={"person": person, "device": device, "seen_at": timezone.now()}
    )


def _mark(key: str) -> str:
    return f"session-seen:{key}"


def last_seen(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware. Between two writings it costs no statement."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        response = get_response(request)
        # After the page: what it did may have ended this session or begun another.
        mine = bool(key) and key == request.session.session_key
        if key and mine and _mark(key) not in caches["local"] and not request.session.is_empty():
            person = request.user
            if isinstance(person, User):
                note_session(request, person)
        return response

    return middleware


def sessions_of(person: User) -> list[OpenSession]:
    """Those that still hold, the latest seen first. What has expired, or was made with an earlier
    password, is forgotten here."""
    noted = list(OpenSession.objects.filter(person=person).order_by("-seen_at", "-pk"))
    live = dict(
        Session.objects.filter(
            session_key__in=[one.session_key for one in noted], expire_date__gt=timezone.now()
        ).values_list("session_key", "session_data")
    )
    held = [one for one in noted if _holds(live.get(one.session_key), person)]
    if len(held) < len(noted):
        OpenSession.objects.filter(
            pk__in={one.pk for one in noted} - {one.pk for one in held}
        ).delete()
    return held


def _holds(data: str | None, person: User) -> bool:
    if data is None:
        return False
    content = SessionStore().decode(data)
    made_with = str(content.get(HASH_SESSION_KEY, ""))
    return content.get(SESSION_KEY) == str(person.pk) and constant_time_compare(
        made_with, person.get_session_auth_hash()
    )
