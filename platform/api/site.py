"""The API's own instance: gate for bodies, problem documents for everything that goes wrong."""

from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from kernel.gate import read_json
from kernel.middleware import problem
from kernel.naming import site_name
from kernel.refusals import Busy, Invalid, Moved, Refusal, TooMany, busy
from kernel.responses import moved


class GateParser(Parser):
    """Bodies pass the gate before anything reads them."""

    def parse_body(self, request: HttpRequest) -> Any:
        value = read_json(request.body)
        if not isinstance(value, dict):
            raise Invalid({"body": [_("Send a JSON object.")]})
        return value


class SiteAPI(NinjaAPI):
    """The API under the name that the site has now."""

    @property
    def title(self) -> str:
        return f"{site_name()} API"

    @title.setter
    def title(self, value: str) -> None:
        """The library sets it when it is made: it is read anew instead."""


api = SiteAPI(
    version="1",
    description=(
        "The directory, the forums, the practice notes, the chat and the search of Rynek. Reads that need"
        " no log-in need no token; otherwise send `Authorization: Bearer TOKEN`. Lists answer"
        " `{results, next}`. Errors are RFC 9457 problem documents."
    ),
    openapi_url="openapi.json",
    docs_url=None,
    urls_namespace="api",
    parser=GateParser(),
)


def refusal_problem(error: Refusal) -> HttpResponse:
    more: dict[str, Any] = {"code": error.code}
    if isinstance(error, Invalid):
        more["errors"] = error.fields
    response = problem(error.status, error.message, **more)
    if isinstance(error, Busy | TooMany):
        response["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    if isinstance(error, Moved) and (there := moved(request, error)):
        return there
    return refusal_problem(error)


@api.exception_handler(OperationalError)
def database_error(request: HttpRequest, error: OperationalError) -> HttpResponse:
    refusal = busy(error)
    if refusal is None:
        raise error
    return refusal_problem(refusal)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("There is nothing here."), code="not_found")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for found in error.errors:
        place = [
            str(step) for step in found.get("loc", ()) if step not in ("body", "data", "query")
        ]
        fields.setdefault(".".join(place) or "body", []).append(_said(found))
    return problem(422, _("Something in it is not right."), code="invalid", errors=fields)


def _said(found: dict[str, Any]) -> str:
    if found.get("type") == "missing":
        return _("This is missing.")
    if str(found.get("type", "")).startswith("string"):
        return _("This must be text.")
    return str(found.get("msg", ""))


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))
