"""What watching adds to a page: CPU microseconds for each request and for each statement, least of several runs.

  DATA_DIR=/some/folder .venv/bin/python tests/bench/bench_watching.py [--runs 15] [--calls 5000]

Measured by itself, around a view that does nothing: beside a whole page (a thousand microseconds and more) it is lost
in what a shared machine varies. Asserts nothing.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def least(what: Callable[[], object], runs: int, calls: int) -> float:
    best = float("inf")
    for _ in range(runs):
        began = time.process_time()
        for _ in range(calls):
            what()
        best = min(best, (time.process_time() - began) / calls * 1e6)
    return best


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--calls", type=int, default=5000)
    given = parser.parse_args()
    import django

    django.setup()
    from django.db import connection
    from django.http import HttpRequest, HttpResponse

    from kernel.watching.requests import watched

    request, response = HttpRequest(), HttpResponse()
    request.resolver_match = SimpleNamespace(route="forums/t/<id:pk>/<str:slug>/")  # type: ignore[assignment]
    view = watched(lambda request: response)
    layer = least(lambda: view(request), given.runs, given.calls)
    cursor = connection.cursor()

    def ask() -> None:
        cursor.execute("SELECT 1")

    ask()
    wrappers = list(connection.execute_wrappers)
    with_it = least(ask, given.runs, given.calls)
    connection.execute_wrappers.clear()
    without = least(ask, given.runs, given.calls)
    connection.execute_wrappers[:] = wrappers
    print(
        f"a request: {layer:.1f} µs; a statement: {with_it - without:.1f} µs ({without:.1f} without)"
    )


if __name__ == "__main__":
    main()
