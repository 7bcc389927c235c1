"""Database sessions, read by a statement that is compiled once (see kernel.compiled)."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from kernel.compiled import Compiled

_session = Compiled(
    lambda key: Session.objects.filter(session_key=key).values_list("session_data", "expire_date"),
    parameters=1,
    text=frozenset({0}),
)


class SessionStore(DatabaseStore):
    """Django's own store but for the reading: it can be listed and revoked like any other."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        rows = _session(self.session_key) if self.session_key else []
        if not rows or rows[0][1] <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(rows[0][0])
