"""The outermost layer of every request: its number, how long it took, and what the database took of it.

It stands before everything else and costs some millionths of a second (tests/bench/bench_watching.py).
"""

import logging
import threading
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import NotSupportedError
from django.http import HttpRequest, HttpResponse

from kernel.stale_plans import forget_plans
from kernel.watching import tally
from kernel.watching.numbering import HEADER, accepted, numbered

log = logging.getLogger(__name__)
SLOW = 2.0
"""Seconds after which a request gets a line in the log."""


class _Spent(threading.local):
    """What this thread has asked the database, since it began."""

    queries = 0
    seconds = 0.0


_spent = _Spent()


def watched(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        number = accepted(request.META.get("HTTP_X_REQUEST_ID", ""))
        began, queries, seconds = perf_counter(), _spent.queries, _spent.seconds
        with numbered(number):
            response = get_response(request)
            took = perf_counter() - began
            route = route_of(request)
            tally.count(
                route, f"{response.status_code // 100}xx", took,
                _spent.queries - queries, _spent.seconds - seconds,
            )  # fmt: skip
            if took > SLOW:
                log.warning("slow: %s %s took %.1f s", request.method, route, took)
        response[HEADER] = number
        return response

    return middleware


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, such as "/forums/t/<id:pk>/<slug:slug>/"; what was answered before any pattern
    was looked for has a word in brackets."""
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route.lstrip('^')}"
    return "(files)" if request.path.startswith(("/static/", "/media/")) else "(none)"


def watch_connection(connection: Any, **kwargs: object) -> None:
    """Has every statement of a new connection counted (a receiver of `connection_created`)."""
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    began = perf_counter()
    try:
        return execute(sql, params, many, context)
    except NotSupportedError as error:
        if not forget_plans(context["connection"], error):
            raise
        return execute(sql, params, many, context)
    finally:
        _spent.queries += 1
        _spent.seconds += perf_counter() - began
