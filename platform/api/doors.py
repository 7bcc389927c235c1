"""Who asks, and what of their request may be read."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from accounts.access import viewer_of
from accounts.models import User
from accounts.tokens import person_of_token
from kernel.gate import BadText, clean_text, whole_number
from kernel.limits import spend
from kernel.refusals import Invalid, Refusal
from kernel.security_log import note

KEY_LIMIT = 100


class NoToken(Refusal):
    """No token, or one that is no one's."""

    status = 401
    code = "unauthorized"


def answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    """The object or list as it stands; the schemas of the routes only describe it."""
    return JsonResponse(data, status=status)


def _bearer(request: HttpRequest) -> User | None:
    """The person of the token; None without one. Raises NoToken for a wrong one."""
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    scheme, _space, raw = header.partition(" ")
    person = person_of_token(raw.strip()) if scheme.lower() == "bearer" else None
    if person is None:
        note("token_refused")
        raise NoToken(_("This token is not valid."))
    request.META["rynek.token_of"] = person.pk
    return person


def reader(request: HttpRequest) -> User | AnonymousUser:
    """Who reads: the token's person, else who is logged in in this browser, else a visitor."""
    return _bearer(request) or viewer_of(request)


def writer(request: HttpRequest) -> User:
    """Who writes: only a token counts, so that no other site can write with a browser's cookie."""
    person = _bearer(request)
    if person is None:
        raise NoToken(_("Send a token: Authorization: Bearer TOKEN."))
    spend("api_write", f"u{person.pk}")
    return person


def number(raw: str) -> int:
    """The id of an address; whatever is no id is simply not there."""
    found = whole_number(raw)
    if found is None:
        raise Http404
    return found


def after_of(raw: str | None) -> int:
    """`after` of a query string: 0 unless given. Raises Invalid."""
    if raw in (None, ""):
        return 0
    found = whole_number(raw)
    if found is None:
        raise Invalid({"after": [_("Give a whole number.")]})
    return found


def key_of(request: HttpRequest) -> str | None:
    """The Idempotency-Key header. Raises Invalid."""
    raw = request.headers.get("Idempotency-Key")
    if not raw:
        return None
    try:
        return clean_text(raw, limit=KEY_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"Idempotency-Key": [str(error)]}) from error


def word(raw: Any, name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of a few words, or the default for none. Raises Invalid."""
    if raw in (None, ""):
        return default
    if raw not in allowed:
        raise Invalid({name: [_("One of: %(words)s.") % {"words": ", ".join(allowed)}]})
    return str(raw)
