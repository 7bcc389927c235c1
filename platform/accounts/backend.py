"""Who a session belongs to, read by a statement that is compiled once (see kernel.compiled)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from kernel.compiled import Compiled

_FIELDS = [field.attname for field in User._meta.concrete_fields]
_person = Compiled(lambda pk: User.objects.filter(pk=pk).values_list(*_FIELDS), parameters=1)


class Backend(AuthenticationBackend):
    """allauth's log-in by e-mail address."""

    def get_user(self, user_id: Any) -> User | None:
        rows = _person(user_id)
        if not rows:
            return None
        person = User.from_db("default", _FIELDS, rows[0])
        return person if self.user_can_authenticate(person) else None
