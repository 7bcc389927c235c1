"""Where people are logged in: noted at log-in, and every few minutes while they are about."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.devices import device_of
from accounts.models import OpenSession, User
from accounts.session_ends import forget, over
from accounts.sessions import SessionStore, live_sessions, noted_of
from kernel.breakdowns import beside_reading
from kernel.compiled import CompiledUpdate

FRESH = timedelta(minutes=10)
"""As long as this, `seen_at` is not written again."""
DAY = timedelta(days=1)


def note_session(request: HttpRequest, person: User) -> None:
    """This session is this person's, and was seen just now."""
    if not request.session.session_key:
        request.session.save()
    OpenSession.objects.update_or_create(
        session_key=str(request.session.session_key),
        defaults={"person": person, "device": _device(request), "seen_at": timezone.now()},
    )


def _device(request: HttpRequest) -> str:
    return device_of(request.META.get("HTTP_USER_AGENT", "")[:500])


_seen = CompiledUpdate(
    lambda pk, now: (OpenSession.objects.filter(pk=pk), {"seen_at": now}),
    parameters=2,
    moments=frozenset({1}),
)


def last_seen(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware. Between two writings it costs no statement: what is noted came with the session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        response = get_response(request)
        # After the page: what it did may have ended this session or begun another. A page that did not ask
        # who is there (health, say) notes nothing.
        session = request.session
        if key and key == session.session_key and session.accessed and not session.is_empty():
            with beside_reading():
                _see(request, noted_of(request))
        return response

    return middleware


def _see(request: HttpRequest, noted: OpenSession | None) -> None:
    now = timezone.now()
    if noted is not None and noted.seen_at > now - FRESH:
        return
    person = request.user
    if not isinstance(person, User):
        return
    if noted is None or (noted.person_id, noted.device) != (person.pk, _device(request)):
        note_session(request, person)
    else:
        _seen(noted.pk, now)
        # Once a day the session and its cookie are made to last on: the end counts from the last visit.
        lasts = noted.until - now  # type: ignore[attr-defined]  # annotated
        if lasts < timedelta(seconds=settings.SESSION_COOKIE_AGE) - DAY:
            request.session.modified = True


def sessions_of(person: User) -> list[OpenSession]:
    """Those that still hold, the latest seen first. What has expired, or was made with an earlier
    password, is forgotten here."""
    of_person = OpenSession.objects.filter(person=person, ended_at=None)
    forget(list(of_person.filter(over(timezone.now())).values_list("session_key", flat=True)))
    noted = list(of_person.order_by("-seen_at", "-pk"))
    live = live_sessions(one.session_key for one in noted)
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
