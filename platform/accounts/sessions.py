"""Database sessions, read by a statement that is compiled once (see kernel.compiled)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import OpenSession
from accounts.session_ends import has_ended, over
from kernel.compiled import Compiled, CompiledObjects

_session = Compiled(
    lambda key: Session.objects.filter(session_key=key).values_list("session_data", "expire_date"),
    parameters=1,
    text=frozenset({0}),
)
_same = Session.objects.filter(session_key=OuterRef("session_key"))
_noted = CompiledObjects[OpenSession](
    lambda key: (
        OpenSession.objects.filter(session_key=key)
        .select_related("person")
        .annotate(
            data=Subquery(_same.values("session_data")),
            until=Subquery(_same.values("expire_date")),
        )
    ),
    parameters=1,
    text=frozenset({0}),
)


class SessionStore(DatabaseStore):
    """Django's own store but for the reading: it can be listed and revoked like any other. Where it is
    noted whose session this is, the same statement brings that person."""

    noted: OpenSession | None = None
    """As it was read; None before that, for visitors, and until a session has been noted."""
    belonged = False
    """Whether it came as somebody's who had not been away too long: they may still be logged in, have just logged
    out, or have been logged out from elsewhere."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        held = self._read() if self.session_key else None
        now = timezone.now()
        ended = self.noted is not None and has_ended(self.noted, now)
        if held is None or held[0] is None or held[1] <= now or ended:
            self.belonged = self.noted is not None and self.noted.ended_at is not None
            self._session_key = self.noted = None
            return {}
        content = self.decode(held[0])
        self.belonged = SESSION_KEY in content
        return content

    def _read(self) -> Any:
        """(what the session holds, when it ends); nothing where there is none any more."""
        self.noted = _noted.one(self.session_key)
        if self.noted is not None:
            return self.noted.data, self.noted.until  # type: ignore[attr-defined]  # annotated
        rows = _session(self.session_key)
        return rows[0] if rows else None


def live_sessions(keys: Iterable[str]) -> dict[str, str]:
    """{key: what it holds} of those that have not ended."""
    now = timezone.now()
    ended = OpenSession.objects.filter(over(now), session_key=OuterRef("session_key"))
    live = Session.objects.filter(session_key__in=list(keys), expire_date__gt=now)
    return dict(live.exclude(Exists(ended)).values_list("session_key", "session_data"))


def noted_of(request: HttpRequest) -> OpenSession | None:
    """Whose the session of this request was noted to be, once it has been read."""
    return getattr(request.session, "noted", None)
