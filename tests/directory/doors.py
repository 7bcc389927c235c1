"""Every address of the site that can be opened, from the table of its routes: a new door is here by itself.

What stands in the place of an address' variables is told by `Rows`: the objects of the test, by the
beginning of the route. A route with a variable that nobody has told about fails.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

Row = Mapping[str, object]
Rows = Mapping[str, Sequence[Row]]
_VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()\\]|\\.)*\)")


def routes() -> list[str]:
    """All of them but the administrator's own pages, which nobody enters who is not one."""
    found = dict.fromkeys(_below(get_resolver()))
    return [route for route in found if not route.startswith(("admin/", "static/", "media/"))]


def _below(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + _plain(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _below(entry, route)


def _plain(pattern: str) -> str:
    """A pattern of allauth's as a route like ours."""
    return _GROUP.sub(r"<\1>", pattern.removeprefix("^").removesuffix("$"))


def addresses(route: str, rows: Rows) -> list[str]:
    """The route with the objects of the test in it, each once."""
    wanted = _VARIABLE.findall(route)
    if not wanted:
        return [f"/{route}"]
    told = rows[max((start for start in rows if route.startswith(start)), key=len)]
    for row in told:
        missing = set(wanted) - set(row)
        assert not missing, f"nobody has told what {missing} may be in {route}"
    return list(dict.fromkeys(_filled(route, row) for row in told))


def _filled(route: str, row: Row) -> str:
    return "/" + _VARIABLE.sub(lambda found: str(row[found[1]]), route)


def all_that_leaves(client: Client, address: str) -> str:
    """What this door gives out, its headers too, in small letters; a refusal is looked at as well."""
    answer = client.get(address)
    assert answer.status_code < 500, address
    return text_of(answer)


def text_of(answer: HttpResponseBase) -> str:
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined, arg-type]
    heads = " ".join(f"{name}: {value}" for name, value in answer.items())
    return f"{heads}\n{body.decode(errors='replace')}".lower()
