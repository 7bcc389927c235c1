"""The API for people: every address, what it takes and answers, out of the description itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.site import api


def _parameters(operation: dict[str, Any]) -> list[str]:
    return [parameter["name"] for parameter in operation.get("parameters", [])]


def _body(operation: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    content = operation.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    schema = schemas.get(reference.rsplit("/", 1)[-1], {})
    required = schema.get("required", [])
    return [
        {"name": name, "required": name in required, "about": shape.get("description", "")}
        for name, shape in schema.get("properties", {}).items()
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    description = api.get_openapi_schema()
    schemas = description["components"]["schemas"]
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "about": operation.get("description", ""),
            "parameters": _parameters(operation),
            "body": _body(operation, schemas),
        }
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.html", {"operations": operations})
