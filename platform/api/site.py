"""The API's own instance: gate for bodies, problem documents for everything that goes wrong."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from api.schemas import Problem
from kernel.breakdowns import refusal_of
from kernel.gate import read_json
from kernel.middleware import problem, refusal_problem
from kernel.naming import site_name
from kernel.refusals import Invalid, Moved, Refusal
from kernel.responses import moved

JSON, PROBLEM = "application/json", "application/problem+json"


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

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """With what goes wrong described as it is sent: a problem document, whatever was asked for."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                _describe_problems(operation["responses"])
        return schema


def _describe_problems(responses: dict[int | str, dict[str, Any]]) -> None:
    """Every refusal of one operation under its own media type, and one for those that it does not name."""
    for status, response in responses.items():
        content = response.get("content", {})
        if str(status).startswith(("4", "5")) and JSON in content:
            response["content"] = {PROBLEM: content[JSON]}
    shape = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    responses["default"] = {
        "description": "What went wrong, and why",
        "content": {PROBLEM: {"schema": shape}},
    }


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


def _refusal(error: Refusal) -> HttpResponse:
    more: dict[str, Any] = {"code": error.code}
    if isinstance(error, Invalid):
        more["errors"] = error.fields
    response = refusal_problem(error, **more)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    if isinstance(error, Moved) and (there := moved(request, error)):
        return there
    return _refusal(error)


@api.exception_handler(Exception)
def breakdown(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database or the disk; whatever else it is goes on to the page for faults of ours."""
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    return _refusal(refusal)


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
