"""Who a session belongs to: read with the session, else by a statement that is compiled once."""

from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.sessions import noted_of
from kernel.compiled import Compiled

_FIELDS = [field.attname for field in User._meta.concrete_fields]
_person = Compiled(lambda pk: User.objects.filter(pk=pk).values_list(*_FIELDS), parameters=1)
_at_hand: ContextVar[User | None] = ContextVar("person_read_with_the_session", default=None)


class Backend(AuthenticationBackend):
    """allauth's log-in by e-mail address."""

    def get_user(self, user_id: Any) -> User | None:
        person = _at_hand.get()
        if person is None or person.pk != user_id:
            rows = _person(user_id)
            if not rows:
                return None
            person = User.from_db("default", _FIELDS, rows[0])
        return person if self.user_can_authenticate(person) else None


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, which judges the session; it need not ask for the person a second time."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]


def _person_of(request: HttpRequest) -> Any:
    named = SESSION_KEY in request.session  # reads it now, and the person with it
    noted = noted_of(request) if named else None
    token = _at_hand.set(noted.person if noted is not None else None)
    try:
        person = get_user(request)
    finally:
        _at_hand.reset(token)
    if type(request.__dict__.get("user")) is SimpleLazyObject:
        # What stands in for the person doubles the price of each word asked of them, some hundred in a request.
        request.user = person
    return person
