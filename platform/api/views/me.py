"""What a person has said of others' words, for themselves alone."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from accounts.models import User
from api.doors import NoToken, answer, reader
from api.schemas import READ_PROBLEMS, MarksOut
from forums.own_marks import marks_of

router = Router(tags=["me"])


@router.get("/me/marks", response={200: MarksOut, **READ_PROBLEMS})
def marks(request: HttpRequest) -> Any:
    """Everything that the asker has reacted to and voted for, whom they have thanked and who has thanked
    them: to take away."""
    person = reader(request)
    if not isinstance(person, User):
        raise NoToken(_("Send a token: Authorization: Bearer TOKEN."))
    return answer(marks_of(person))
