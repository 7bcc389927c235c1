"""The API for people: every address, what it takes and answers, out of the description itself."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
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


def _breakable(path: str) -> SafeString:
    """On a narrow screen a path breaks before its strokes and dots, not within a word."""
    parts = re.findall(r"[/.][^/.]*", path)
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


def _with_code(text: str) -> SafeString:
    """What stands between backticks is code."""
    pieces = enumerate(text.split("`"))
    return format_html_join(
        "",
        "{}",
        ((format_html("<code>{}</code>", piece) if at % 2 else piece,) for at, piece in pieces),
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    description = api.get_openapi_schema()
    schemas = description["components"]["schemas"]
    operations = [
        {
            "method": method.upper(),
            "path": _breakable(path),
            "about": _with_code(operation.get("description", "")),
            "parameters": _parameters(operation),
            "body": _body(operation, schemas),
        }
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.html", {"operations": operations})
